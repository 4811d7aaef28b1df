"""A draft's card is ten lines under its buttons, on a desk without scrolling and on a phone within one screen: every kind, at
every stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.domain.drafts import Draft, DraftStatus, Received
from bot.domain.errors import MarqueError
from bot.domain.ids import DraftId, PersonId
from bot.ports import Posted
from tests.browser.walk import PATIENCE, a_page
from tests.factories import a_request
from tests.needs import program
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, LEGAL, Bot, a_bot

LINES, SCREENS = 10, ((1440, 900, 700), (390, 844, 844))
"""Lines of a card on a desk; width and height of a desk and of a phone, and how high the card may be there."""
MEASURED = """cards => cards.map(card => {
  const lines = [...card.querySelectorAll('.message-body .block')].filter(block => !block.querySelector('button, select'))
    .map(block => {
      const range = document.createRange(); range.selectNodeContents(block);
      const tops = [...range.getClientRects()].filter(box => box.width > 1).map(box => box.bottom).sort((a, b) => a - b);
      return tops.filter((top, at) => at === 0 || top - tops[at - 1] > 6).length;
    });
  return {text: card.innerText, height: card.getBoundingClientRect().height, lines: lines.reduce((a, b) => a + b, 0)};
})"""


COMMENT = "The batch is not named, and the second picture shows another product than the one on sale. " * 4


def drafts(bot: Bot) -> Iterator[Draft]:
    """Every kind of notice about a listing that a person judged."""
    bot.alert()
    for kind in bot.desk.drafts.kinds():
        request = replace(a_request(kind.kind), case_id=None)
        try:
            yield from bot.desk.batches.prepare(
                request, by=PersonId(ALICE), told_in=Posted(channel=ALERTS, ts="")
            )
        except MarqueError:
            continue


def measured(page: Page, bot: Bot, ids: list[DraftId]) -> list[dict[str, Any]]:
    """Lines and height of each draft's card, once the page shows them as they stand."""
    cards = page.get_by_role("main").get_by_role("article").filter(has=page.get_by_role("heading"))
    expect(cards).to_have_count(len(ids), timeout=PATIENCE)
    for draft_id in ids:
        stands = bot.notifier._words(f"draft.status.{bot.desk.drafts.get(draft_id).status.value}")
        own = cards.filter(has=page.get_by_role("heading", name=draft_id))
        expect(own).to_contain_text(stands, timeout=PATIENCE)
    return list(cards.evaluate_all(MEASURED))


@pytest.mark.program
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_at_every_stage_fits_a_desk_and_one_screen_of_a_phone(
    tmp_path: Path, language: str
) -> None:
    program("chromium", "apt-get install chromium")
    with a_bot(tmp_path, language=language) as bot:
        ids, wrong = [each.draft_id for each in drafts(bot)], list[str]()
        with a_page(f"{bot.playground.url}#/{LEGAL}") as page:
            for stage, step in STAGES.items():
                for draft_id in ids:
                    step(bot, draft_id)
                while bot.delivery.run():
                    pass
                for width, height, most in SCREENS:
                    page.set_viewport_size({"width": width, "height": height})
                    for each in measured(page, bot, ids):
                        if each["height"] > most or (width > 1_000 and each["lines"] > LINES):
                            wrong.append(f"{stage} at {width}: {each}")
        assert wrong == []
        assert {each.status for each in map(bot.desk.drafts.get, ids)} >= {
            DraftStatus.SENT,
            DraftStatus.REJECTED,
        }


def asked(bot: Bot, draft_id: DraftId) -> None:
    """Nothing has been done yet."""


def sent_back(bot: Bot, draft_id: DraftId) -> None:
    """Changes are asked for, at length."""
    draft = bot.desk.drafts.get(draft_id)
    if draft.status is DraftStatus.AWAITING:
        bot.desk.approvals.ask_for_changes(
            draft_id, shown_version=draft.version, by=PersonId(BOB), comment=COMMENT
        )


def approved(bot: Bot, draft_id: DraftId) -> None:
    """The next version finds everybody's yes."""
    draft = bot.desk.drafts.get(draft_id)
    if draft.status is DraftStatus.CHANGES:
        bot.desk.drafts.revise(draft_id, draft.request, by=PersonId(ALICE))
    for who in (BOB, CAROL):
        draft = bot.desk.drafts.get(draft_id)
        if draft.status is DraftStatus.AWAITING:
            bot.desk.approvals.approve(draft_id, shown_version=draft.version, by=PersonId(who))


def sent(bot: Bot, draft_id: DraftId) -> None:
    draft = bot.desk.drafts.get(draft_id)
    if draft.status is DraftStatus.APPROVED:
        day = bot.clock()
        bot.desk.approvals.sent(draft_id, by=PersonId(BOB), channel="portal", at=day, reference="TS-2026-88")


def answered(bot: Bot, draft_id: DraftId) -> None:
    """A paper came back to what was sent; what was not is rejected, at length."""
    draft = bot.desk.drafts.get(draft_id)
    if draft.status is DraftStatus.SENT:
        paper = Received(
            by=PersonId(BOB), what="other", sender="平台", reached_us_at=bot.clock(), note=COMMENT
        )
        bot.desk.approvals.received(draft_id, paper)
    else:
        bot.desk.approvals.reject(draft_id, shown_version=draft.version, by=PersonId(BOB), comment=COMMENT)


STAGES = {"asked": asked, "sent back": sent_back, "approved": approved, "sent": sent, "answered": answered}

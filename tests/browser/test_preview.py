"""A draft's card is ten lines under its buttons, on a desk without scrolling and on a phone within one screen: every kind, at
every stage."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bot.domain.drafts import Draft, DraftStatus, Received
from bot.domain.errors import MarqueError
from bot.domain.ids import DraftId, PersonId
from bot.ports import OutboxKind, Posted
from bot.words.book import load_words
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
STAND = """wanted => {
  const cards = [...document.querySelectorAll('main article')].map(card => card.innerText);
  return wanted.every(([name, status]) => cards.some(text => text.includes(name) && text.includes(status)));
}"""
"""Whether there is a card for each draft that says how it stands."""
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


def shown(bot: Bot, page: Page, ids: list[DraftId], language: str) -> None:
    """Each draft's card on the page as it stands now, in this language."""
    words = load_words(language)
    if bot.notifier._at_desk.words is not words:
        bot.notifier._at_desk.words = words
        with bot.desk.store.unit() as unit:
            for draft_id in ids:
                unit.outbox.add(OutboxKind.DRAFT_UPDATE, draft_id)
    while bot.delivery.run():
        pass
    stands = [[each, words(f"draft.status.{bot.desk.drafts.get(each).status.value}")] for each in ids]
    page.wait_for_function(STAND, arg=stands, timeout=PATIENCE)


@pytest.mark.program
def test_every_kind_at_every_stage_fits_a_desk_and_one_screen_of_a_phone_in_both_languages(
    tmp_path: Path,
) -> None:
    program("chromium", "apt-get install chromium")
    wrong, languages = list[str](), ["en", "zh"]
    with a_bot(tmp_path) as bot:
        ids = [each.draft_id for each in drafts(bot)]
        with a_page(f"{bot.playground.url}#/{LEGAL}") as page:
            cards = page.get_by_role("main").get_by_role("article").filter(has=page.get_by_role("heading"))
            for stage, step in STAGES.items():
                for draft_id in ids:
                    step(bot, draft_id)
                for language in languages:
                    shown(bot, page, ids, language)
                    for width, height, most in SCREENS:
                        page.set_viewport_size({"width": width, "height": height})
                        found: list[dict[str, Any]] = cards.evaluate_all(MEASURED)
                        assert len(found) == len(ids)
                        for each in found:
                            if each["height"] > most or (width > 1_000 and each["lines"] > LINES):
                                wrong.append(f"{stage} at {width}: {each}")
                languages.reverse()  # the next stage is shown first in the language that stands there
        assert wrong == []
        stages = {each.status for each in map(bot.desk.drafts.get, ids)}
        assert stages >= {DraftStatus.SENT, DraftStatus.REJECTED}


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

"""What somebody does while Slack takes its time over a card stands on that afterwards, and a case has one card."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.drafts import DraftStatus
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.playground.seen import SeenMessage
from bot.ports import Posted
from bot.services.casework.cases import Cases
from bot.slack.cards import Card
from bot.slack.ids import ModalField, Ref
from bot.slack.poster import Poster
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, Bot

CASE, CARD = CaseId("C-000001"), "C-000001 义乌市晴禾贸易有限公司"


def once(act: Callable[[], object]) -> Callable[[], None]:
    """Done the first time alone."""
    left = [act]

    def first() -> None:
        if left:
            left.pop()()

    return first


def slowly(patch: pytest.MonkeyPatch, name: str, meanwhile: Callable[[], None], *, about: str = CASE) -> None:
    """While this call about a thing lasts, and before Slack has done what it asks for, something happens."""
    call = getattr(Poster, name)

    def slow(self: Poster, to: Any, shown: Card, *given: Any, **more: Any) -> Posted | None:
        if about in str([shown.text, *(each.to_dict() for each in shown.blocks)]) and not more.get("thread"):
            meanwhile()
        done: Posted | None = call(self, to, shown, *given, **more)
        return done

    patch.setattr(Poster, name, slow)


def card(bot: Bot) -> SeenMessage:
    seen = bot.playground.state().messages(ALERTS)
    [found] = [each for each in seen if (each.metadata or {}).get("event_type") == "marque_case"]
    return found


def test_who_gets_a_case_while_its_card_is_posted_stands_on_it(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = bot_in_playground
    given = once(lambda: bot.desk.cases.assign(CASE, PersonId(BOB), by=PersonId(ALICE)))
    slowly(monkeypatch, "post", given)
    bot.person(ALICE).clicks(bot.alert(), "alert.open_case")
    bot.says(ALERTS, "In case <")
    assert BOB in card(bot).everything


def test_what_was_redrawn_while_slack_was_slow_is_not_drawn_over_by_what_stood_before_it(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = bot_in_playground
    bot.person(ALICE).clicks(bot.alert(), "alert.open_case")
    bot.says(ALERTS, "In case <")
    shown, done = card(bot), []

    def another() -> None:
        bot.person(BOB).says(ALERTS, f"<@U0MARQUE> deputy <@{CAROL}>", thread_ts=shown.ts)
        done.append(bot.playground.glimpse(lambda _: CAROL in card(bot).everything or None))

    slowly(monkeypatch, "update", once(another))
    bot.person(ALICE).says(ALERTS, f"<@U0MARQUE> assign <@{BOB}>", thread_ts=shown.ts)
    bot.playground.wait_for(lambda _: (done and BOB in card(bot).everything) or None)
    bot.says(ALERTS, "gave the case to")
    assert CAROL in card(bot).everything


def test_a_card_whose_place_was_lost_is_found_by_whoever_presses_next(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, alert = bot_in_playground, bot_in_playground.alert()
    in_channel, falls = Cases.in_channel, [True]

    def lost(self: Cases, case_id: CaseId, channel: str, ts: str) -> None:
        if falls.pop() if falls else False:
            raise RuntimeError("the process ends here")
        in_channel(self, case_id, channel, ts)

    monkeypatch.setattr(Cases, "in_channel", lost)
    bot.person(ALICE).clicks(alert, "alert.open_case")
    bot.playground.wait_for(lambda _: not falls or None)
    assert bot.desk.cases.get(CASE).ts == ""
    bot.clock.forward(minutes=6)
    bot.person(BOB).clicks(alert, "alert.open_case")
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CASE).ts or None)
    assert bot.desk.cases.get(CASE).ts == card(bot).ts


def test_a_case_whose_card_slack_takes_long_to_post_has_one_card(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, alert = bot_in_playground, bot_in_playground.alert()

    def another() -> None:
        bot.clock.forward(seconds=120)
        bot.person(BOB).clicks(alert, "alert.open_case")
        bot.playground.glimpse(
            lambda s: ((m := s.message(ALERTS, alert.ts)) and "In case" in m.everything) or None
        )

    slowly(monkeypatch, "post", once(another))
    bot.person(ALICE).clicks(alert, "alert.open_case")
    bot.says(ALERTS, "In case <")
    assert bot.desk.cases.get(CASE).ts == card(bot).ts


def test_whoever_presses_after_a_card_that_slack_refused_gets_it_at_once(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, alert = bot_in_playground, bot_in_playground.alert()

    def refused() -> None:
        raise DeliveryFailed("Slack cannot be reached")

    slowly(monkeypatch, "post", once(refused))
    bot.person(ALICE).clicks(alert, "alert.open_case")
    bot.tells(ALICE, "Slack cannot be reached")
    bot.person(BOB).clicks(alert, "alert.open_case")
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CASE).ts or None)
    assert bot.desk.cases.get(CASE).ts == card(bot).ts


def test_an_alert_is_not_drawn_over_by_what_stood_before_it_was_opened_again(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alert = bot.alert()
    opened = once(lambda: bot.desk.alerts.wake(bot.desk.alerts.recent()[0].alert_id, by=PersonId(BOB)))
    slowly(monkeypatch, "update", opened, about="Put away by")
    alice.clicks(alert, "alert.snooze")
    alice.submits(alice.modal(), {ModalField.DAYS: "3"})
    bot.playground.wait_for(
        lambda s: ((now := s.message(ALERTS, alert.ts)) and "alert.snooze" in now.action_ids) or None
    )


def test_a_preview_is_not_drawn_over_by_a_yes_that_was_taken_back_meanwhile(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, preview = bot_in_playground, bot_in_playground.draft()
    taken_back = once(lambda: bot.desk.approvals.withdraw(DraftId("D-000001"), by=PersonId(BOB)))
    slowly(monkeypatch, "update", taken_back, about="Approved by <@U0BOB>")
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.playground.wait_for(
        lambda _: bot.desk.drafts.get(DraftId("D-000001")).status is DraftStatus.AWAITING or None
    )
    bot.shown(preview, "Waiting for approval")


def test_a_case_of_one_listing_is_not_split(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    shown = bot.says(ALERTS, CARD)
    alice.clicks(shown, "case.menu", Ref(case=CASE, kind="split").write())
    bot.tells(ALICE, "a split moves some listings and leaves some")
    assert ModalField.LISTINGS not in str(bot.playground.state().modal(ALICE))

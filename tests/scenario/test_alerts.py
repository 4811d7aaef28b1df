"""Alerts, from the sweep to what people make of them."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.assessments import Assessment, Signal
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence, worded
from bot.domain.verdicts import Verdict
from bot.playground.driver import ActRefusedError
from bot.playground.seen import SeenMessage, WorkspaceSnapshot
from bot.slack.ids import ModalField
from tests.cards import mrkdwn
from tests.factories import a_listing
from tests.fakes.desk import Suspicious
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, Bot, a_bot

HOSTILE = "<!channel> <@U0BOB> <https://evil.example|click> *bold* \u202egnp.exe " + "长" * 3_000


def alerts(state: WorkspaceSnapshot) -> list[SeenMessage]:
    return [message for message in state.messages(ALERTS, by=BOT) if message.metadata]


def test_alert_shows_title_price_seller_and_reasons_and_can_be_dismissed_with_a_reason(
    bot_in_playground: Bot,
) -> None:
    alert = bot_in_playground.alert(images=("https://img.example/1.jpg",))
    for words in (
        "LUMIÈRE NORD 露北晨光精华液30ml",
        "CNY 59 is 89% under",
        "美妆优选小店",
        "on Taobao, −89 % · very suspect",
    ):
        assert words in alert.everything
    alice = bot_in_playground.person(ALICE)
    alice.clicks(alert, "alert.not_infringing")
    alice.submits(alice.modal(), {ModalField.REASON: "authorised shop", ModalField.VERDICT: Verdict.GENUINE})
    seen = bot_in_playground.says(ALERTS, "Not infringing, says <@U0ALICE>: authorised shop")
    assert seen.ts == alert.ts
    assert seen.action_ids == ["alert.wake"]
    assert len(alerts(bot_in_playground.playground.state())) == 1


def test_goods_of_another_brand_are_kept_as_such_and_nothing_is_chosen_beforehand(
    bot_in_playground: Bot,
) -> None:
    alert, alice = bot_in_playground.alert(), bot_in_playground.person(ALICE)
    alice.clicks(alert, "alert.not_infringing")
    form = alice.modal()
    with pytest.raises(ActRefusedError):
        alice.submits(form, {ModalField.REASON: "another maker's mark"})
    alice.submits(form, {ModalField.REASON: "another maker's mark", ModalField.VERDICT: "Another brand"})
    bot_in_playground.says(ALERTS, "Not infringing, says <@U0ALICE>")
    [stored] = bot_in_playground.desk.alerts.recent()
    assert (stored.verdict, stored.right) == (Verdict.ANOTHER_BRAND, False)


def test_hostile_title_of_3000_characters_pings_nobody_and_links_nowhere(bot_in_playground: Bot) -> None:
    alert = bot_in_playground.alert(title=HOSTILE, seller_name="<!here>", url="javascript:alert(1)")
    [title] = [block for block in alert.blocks if block["type"] == "rich_text"]
    parts = [part for line in title["elements"] for part in line["elements"]]
    assert {part["type"] for part in parts} == {"text"}
    assert sum(len(part["text"]) for part in parts) <= 400
    for block in alert.blocks:
        for text in mrkdwn(block):
            assert "<!" not in text
            assert "<@" not in text
            assert "<http" not in text
            assert "\u202e" not in text
    assert "&lt;!channel&gt;" in alert.text
    assert "\u202e" not in alert.everything


def test_second_sweep_edits_the_alert_instead_of_posting_another(bot_in_playground: Bot) -> None:
    first = bot_in_playground.alert()
    again = bot_in_playground.alert(price=Decimal("39.00"))
    bot_in_playground.playground.wait_for(lambda s: "CNY 39.00" in alerts(s)[0].everything or None)
    assert again.ts == first.ts
    assert len(alerts(bot_in_playground.playground.state())) == 1


def test_rate_limit_waits_as_long_as_slack_asks_then_posts_once(bot_in_playground: Bot) -> None:
    bot_in_playground.playground.arm("chat.postMessage", "ratelimited", retry_after=7)
    bot_in_playground.shelf.listings = [a_listing()]
    bot_in_playground.desk.watches.sweep()
    bot_in_playground.delivery.run()
    assert alerts(bot_in_playground.playground.state()) == []
    bot_in_playground.clock.forward(seconds=5)
    bot_in_playground.delivery.run()
    assert alerts(bot_in_playground.playground.state()) == []
    bot_in_playground.clock.forward(seconds=3)
    bot_in_playground.delivery.run()
    assert len(alerts(bot_in_playground.playground.state())) == 1


def test_while_slack_asks_to_slow_down_nothing_else_is_tried(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.shelf.listings = [a_listing(item_id=str(n), seller_id=f"shop-{n}") for n in range(5)]
    bot.desk.watches.sweep()
    bot.playground.arm("chat.postMessage", "ratelimited", retry_after=7)
    bot.delivery.run()
    bot.clock.forward(seconds=5)
    bot.delivery.run()
    assert len(bot.playground.calls("chat.postMessage")) == 1
    bot.clock.forward(seconds=3)
    bot.delivery.run()
    assert len(alerts(bot.playground.state())) == 5


@pytest.mark.parametrize("fault", ["drop_after_store", "http_500"])
def test_an_answer_that_got_lost_is_looked_up_before_posting_again(
    bot_in_playground: Bot, fault: str
) -> None:
    bot_in_playground.playground.arm("chat.postMessage", fault)
    bot_in_playground.shelf.listings = [a_listing()]
    bot_in_playground.desk.watches.sweep()
    bot_in_playground.delivery.run()
    bot_in_playground.clock.forward(minutes=2)
    bot_in_playground.delivery.run()
    [alert] = alerts(bot_in_playground.playground.state())
    stored = bot_in_playground.desk.alerts.recent()[0]
    assert (stored.channel, stored.ts) == (alert.channel, alert.ts)
    assert len(bot_in_playground.playground.calls("conversations.history")) == 1


def test_a_channel_without_the_bot_is_told_in_words(bot_in_playground: Bot) -> None:
    bot_in_playground.playground.arm("chat.postMessage", "error:not_in_channel")
    with pytest.raises(DeliveryFailed, match="invite it there with /invite"):
        bot_in_playground.notifier.tell_admins(worded("hello"))


def test_open_case_gives_it_a_thread_that_note_assign_and_close_keep_up_to_date(
    bot_in_playground: Bot,
) -> None:
    alert = bot_in_playground.alert()
    alice = bot_in_playground.person(ALICE)
    alice.clicks(alert, "alert.open_case")
    case = bot_in_playground.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    assert "case.note" in case.action_ids
    settled = bot_in_playground.says(ALERTS, "In case <")
    assert f"/archives/{case.channel}/" in settled.everything
    alice.clicks(case, "case.note")
    alice.submits(alice.modal(), {ModalField.NOTE: "the shop <!channel> moved"})
    assert (
        bot_in_playground.says(ALERTS, "Note by <@U0ALICE>: the shop &lt;!channel&gt; moved").thread_ts
        == case.ts
    )
    alice.clicks(case, "case.assign")
    alice.submits(alice.modal(), {ModalField.OWNER: BOB})
    bot_in_playground.says(ALERTS, "<@U0ALICE> gave the case to <@U0BOB>.")
    alice.says(ALERTS, "<@U0MARQUE> close the listing is down", thread_ts=case.ts)
    bot_in_playground.playground.wait_for(
        lambda s: "closed: the listing is down" in (s.message(ALERTS, case.ts) or case).everything or None
    )


def test_open_case_pressed_by_two_at_once_gives_one_thread(bot_in_playground: Bot) -> None:
    alert = bot_in_playground.alert()
    people = [bot_in_playground.person(who) for who in (ALICE, BOB, CAROL)]
    presses = [threading.Thread(target=each.clicks, args=(alert, "alert.open_case")) for each in people]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    bot_in_playground.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    bot_in_playground.person(ALICE).command(ALERTS, "/case")
    bot_in_playground.tells(ALICE, "Cases: 1")
    seen = alerts(bot_in_playground.playground.state())
    assert [m.metadata["event_type"] for m in seen if m.metadata] == ["marque_alert", "marque_case"]


def test_mention_verbs_act_in_the_case_thread_and_other_words_ask(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.clicks(bot_in_playground.alert(), "alert.open_case")
    case = bot_in_playground.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    alice.says(ALERTS, "<@U0MARQUE> note called the warehouse", thread_ts=case.ts)
    bot_in_playground.says(ALERTS, "Noted on C-000001.")
    alice.says(ALERTS, "<@U0MARQUE> assign <@U0BOB>", thread_ts=case.ts)
    bot_in_playground.says(ALERTS, "gave the case to <@U0BOB>")
    alice.says(ALERTS, "<@U0MARQUE> sent courier SF1", thread_ts=case.ts)
    bot_in_playground.tells(ALICE, "no draft here is approved")
    alice.says(ALERTS, "<@U0MARQUE> show", thread_ts=case.ts)
    bot_in_playground.says(ALERTS, "Last acts")
    alice.says(ALERTS, "<@U0MARQUE> who gets a mark?", thread_ts=case.ts)
    bot_in_playground.says(ALERTS, "whoever files first")


def test_a_dismissed_alert_cannot_be_dismissed_again(bot_in_playground: Bot) -> None:
    alert = bot_in_playground.alert()
    [stored] = bot_in_playground.desk.alerts.recent()
    bot_in_playground.desk.alerts.dismiss(stored.alert_id, by=PersonId(ALICE), reason="ours")
    bot_in_playground.person(BOB).clicks(alert, "alert.not_infringing")
    bot_in_playground.tells(BOB, "dismissed already")


def test_the_card_marks_the_disguised_part_and_has_three_buttons_and_a_menu(bot_in_playground: Bot) -> None:
    alert = bot_in_playground.alert()
    marked = [
        part["text"]
        for block in alert.blocks
        if block["type"] == "rich_text"
        for part in block["elements"][0]["elements"]
        if part.get("style")
    ]
    assert marked == ["LUMIÈRE"]
    assert "[LUMIÈRE] NORD" in alert.text
    assert alert.action_ids == ["alert.open_case", "alert.not_infringing", "alert.snooze", "alert.more"]


def test_details_show_every_signal_and_the_near_duplicates_to_the_one_who_asks(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    first, second = a_listing(), a_listing(item_id="2", title=a_listing().title + " 2")
    bot.shelf.listings = [first, second]
    bot.desk.watches.sweep()
    bot.delivery.run()
    alert = bot.says(ALERTS, "This shop offers 1 more like it")
    bot.person(ALICE).clicks(alert, "alert.more", "Details")
    told = bot.screen(ALICE, "taobao:2")
    assert "*Price:* CNY 59 is 89% under" in told.everything
    assert "of 100, by which rules choose, from: " in told.everything
    assert "Price +0.80" in told.everything
    assert "likely to infringe" not in told.everything


def test_snooze_puts_an_alert_away_and_it_can_be_opened_again(bot_in_playground: Bot) -> None:
    alice, alert = bot_in_playground.person(ALICE), bot_in_playground.alert()
    alice.clicks(alert, "alert.snooze")
    alice.submits(alice.modal(), {ModalField.DAYS: "3"})
    asleep = bot_in_playground.says(ALERTS, "Put away by <@U0ALICE> until <!date^")
    assert "27 November 2026" in asleep.everything
    assert (asleep.ts, asleep.action_ids) == (alert.ts, ["alert.wake"])
    alice.clicks(asleep, "alert.wake")
    bot_in_playground.playground.wait_for(
        lambda s: "alert.open_case" in (s.message(ALERTS, alert.ts) or alert).action_ids or None
    )


def test_what_an_alert_speaks_for_is_put_away_and_opened_with_it(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.shelf.listings = [a_listing(), a_listing(item_id="2", title=a_listing().title + " 2")]
    bot.desk.watches.sweep()
    bot.delivery.run()
    alice, alert = bot.person(ALICE), bot.says(ALERTS, "This shop offers 1 more like it")
    alice.clicks(alert, "alert.snooze")
    alice.submits(alice.modal(), {ModalField.DAYS: "3"})
    asleep = bot.says(ALERTS, "Put away by <@U0ALICE>")
    assert bot.desk.triage.waiting() == 0
    alice.clicks(asleep, "alert.wake")
    bot.playground.wait_for(lambda _: bot.desk.triage.waiting() == 2 or None)


def test_a_dismissed_alert_makes_no_case_and_can_be_opened_again(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    alice, alert = bot.person(ALICE), bot.alert()
    [stored] = bot.desk.alerts.recent()
    bot.desk.alerts.dismiss(stored.alert_id, by=PersonId(BOB), reason="ours")
    alice.clicks(alert, "alert.open_case")
    bot.tells(ALICE, "dismissed as not infringing; open it again first")
    assert bot.desk.cases.find(limit=100)[0] == []
    bot.delivery.run()
    alice.clicks(bot.says(ALERTS, "Not infringing, says <@U0BOB>: ours"), "alert.wake")
    bot.playground.wait_for(
        lambda s: "alert.open_case" in (m := s.message(ALERTS, alert.ts) or alert).action_ids and m
    )
    assert bot.desk.triage.verdict(stored.listing.listing_id) is None
    assert bot.desk.triage.waiting() == 1


def test_a_dismissal_begun_before_somebody_elses_verdict_does_not_undo_it(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    alice, alert = bot.person(ALICE), bot.alert()
    [stored] = bot.desk.alerts.recent()
    alice.clicks(alert, "alert.not_infringing")
    form = alice.modal()
    bot.desk.triage.judge([stored.listing.listing_id], Verdict.COUNTERFEIT, by=PersonId(BOB))
    alice.submits(form, {ModalField.REASON: "looks fine", ModalField.VERDICT: Verdict.GENUINE})
    bot.tells(ALICE, "somebody else has judged it counterfeit meanwhile")
    given = bot.desk.triage.verdict(stored.listing.listing_id)
    assert given is not None
    assert given.verdict is Verdict.COUNTERFEIT


@pytest.mark.parametrize(("chosen", "cases"), [("C-000001", 1), ("new", 2)])
def test_the_shops_open_case_is_offered_first(bot_in_playground: Bot, chosen: str, cases: int) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    second = bot.alert(item_id="2", title="camp mug replica", price=None)
    assert "Earlier case C-000001: same shop" in second.everything
    alice.clicks(second, "alert.open_case")
    form = alice.modal()
    assert "This shop has an open case already: C-000001" in form.everything
    alice.submits(form, {ModalField.CASE: chosen})
    bot.playground.wait_for(
        lambda s: "In case <" in (s.message(ALERTS, second.ts) or second).everything or None
    )
    assert len(bot.desk.cases.find(limit=100)[0]) == cases


class Quoting(Suspicious):
    """Finds the real detectors' reasons in a title with hidden characters, one of whose words two of them quote."""

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        said = {
            "wording": ("{where} says “{text}”: {meaning}", "原单"),
            "words": ("uses words that offers of copies use: “{text}”", "原单”, “懂的来"),
        }
        facts = {"where": Sentence(key="title"), "meaning": Sentence(key="claims leftovers of a real order")}
        signals = [
            Signal(name=n, score=0.8, because=sentence(k, text=t, **facts)) for n, (k, t) in said.items()
        ]
        bare = Signal(name="words", score=0.9, because=Sentence(key="the page reads like one of copies"))
        return [replace(each, signals=(*signals, bare)) for each in super().judge(listing)]


def test_a_card_quotes_each_word_once_and_shows_no_hidden_character(tmp_path: Path) -> None:
    with a_bot(tmp_path, judge=lambda _: Quoting()) as bot:
        card = bot.alert(title="LU\u200bMIÈRE 精华液 原单 懂的来")
    reasons = card.everything.split("*Why*", 1)[1]
    assert "title says “原单”" in reasons
    assert "offers of copies use: “懂的来”" in reasons
    assert "reads like one of copies" not in reasons
    assert "\u200b" not in card.everything + card.text

"""Alerts reach Slack once, whatever happens on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.errors import DeliveryFailed, Outside
from bot.domain.ids import AlertId
from bot.domain.sentences import worded
from bot.domain.verdicts import Verdict
from bot.ports import OutboxKind, Posted
from bot.services.assessment.triage import Triage
from bot.services.casework.cases import Cases
from bot.services.upkeep.delivery import LEASE_SECONDS, TRIES, Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from jobs.runner import Runner
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, Shelf, ToldJudge, a_listing, waiting

ALERT = AlertId("A-taobao:1")


def the_alert(store: MemoryStore) -> Alert:
    with store.unit() as unit:
        found = unit.alerts.get(ALERT)
    assert found is not None
    return found


def test_an_alert_is_posted_and_its_place_remembered(raised: MemoryStore, clock: HandClock) -> None:
    ears = Ears()
    assert Delivery(raised, ears, clock).run() == 1
    assert (the_alert(raised).channel, the_alert(raised).ts) == ("C1", "1.0")
    assert Delivery(raised, ears, clock).run() == 0
    assert ears.posts == 1


def test_a_kill_between_posting_and_saving_posts_no_second_message(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears()
    with raised.unit() as unit:
        message = unit.outbox.take(clock(), LEASE_SECONDS)
    assert message is not None
    ears.post_alert(the_alert(raised))  # and here the power fails
    clock.forward(seconds=LEASE_SECONDS + 1)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_a_lost_answer_is_looked_up_before_anything_is_posted_again(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears(lost=True)
    Delivery(raised, ears, clock).run()
    clock.forward(minutes=1)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_slack_saying_later_is_obeyed(raised: MemoryStore, clock: HandClock) -> None:
    ears = Ears(failures=[DeliveryFailed("ratelimited", retry_after=30)])
    Delivery(raised, ears, clock).run()
    clock.forward(seconds=29)
    assert Delivery(raised, ears, clock).run() == 0
    clock.forward(seconds=2)
    assert Delivery(raised, ears, clock).run() == 1
    assert ears.posts == 1


def test_a_change_made_before_the_alert_is_out_waits_for_it(raised: MemoryStore, clock: HandClock) -> None:
    Triage(raised, clock).judge([a_listing().listing_id], Verdict.COUNTERFEIT, by=MEI)
    ears = Ears(failures=[DeliveryFailed("busy")])
    Delivery(raised, ears, clock).run()
    clock.forward(seconds=30)
    Delivery(raised, ears, clock).run()
    clock.forward(seconds=30)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, ears.updated) == (1, [ALERT])


def test_an_alert_that_is_dismissed_before_it_is_told_is_told_to_nobody_and_kept(
    raised: MemoryStore, clock: HandClock
) -> None:
    Triage(raised, clock).judge([a_listing().listing_id], Verdict.GENUINE, by=MEI)
    ears = Ears()
    Delivery(raised, ears, clock).run()
    assert (ears.posts, ears.updated, waiting(raised)) == (0, [], 0)
    kept = the_alert(raised)
    assert (kept.state, kept.verdict, kept.held, kept.ts) == (
        AlertState.DISMISSED, Verdict.GENUINE, AlertHold.JUDGED, "",
    )  # fmt: skip


@pytest.mark.parametrize("lost", [True, False])
def test_what_is_told_once_its_verdict_no_longer_stands_is_told_in_spite_of_a_failure(
    raised: MemoryStore, clock: HandClock, lost: bool
) -> None:
    failing = Ears(lost=lost, failures=[] if lost else [DeliveryFailed("busy")])
    triage, delivery = Triage(raised, clock), Delivery(raised, failing, clock)
    triage.judge([a_listing().listing_id], Verdict.GENUINE, by=MEI)
    delivery.run()
    triage.undo(by=MEI)
    for _ in range(3):
        delivery.run()
        clock.forward(minutes=1)
    assert (failing.posts, the_alert(raised).ts, waiting(raised)) == (1, "1.0", 0)


@pytest.mark.parametrize("undone", ["undo", "wake", "judged anew", "other goods"])
def test_once_the_verdict_no_longer_stands_the_alert_is_told_once(
    raised: MemoryStore, clock: HandClock, undone: str
) -> None:
    ears, listing = Ears(), a_listing()
    triage, delivery = Triage(raised, clock), Delivery(raised, ears, clock)
    triage.judge([listing.listing_id], Verdict.GENUINE, by=MEI)
    delivery.run()
    clock.forward(days=2)
    acts: dict[str, Callable[[], object]] = {
        "undo": lambda: triage.undo(by=MEI),
        "wake": lambda: Alerts(raised, clock).wake(ALERT, by=MEI),
        "judged anew": lambda: triage.judge([listing.listing_id], Verdict.COUNTERFEIT, by=MEI),
        "other goods": lambda: Watches(
            raised, [Shelf(items=[a_listing(title="S0lvane stove")])], ToldJudge(), clock
        ).sweep(),
    }
    acts[undone]()
    clock.forward(seconds=3)
    delivery.run()
    delivery.run()
    told = the_alert(raised)
    assert (ears.posts, told.ts, told.held) == (1, "1.0", None)
    assert told.lag == timedelta(seconds=3)


def test_a_dismissed_alert_that_may_be_posted_already_is_looked_for_and_edited(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears(lost=True)
    delivery = Delivery(raised, ears, clock)
    delivery.run()
    Triage(raised, clock).judge([a_listing().listing_id], Verdict.GENUINE, by=MEI)
    clock.forward(minutes=1)
    delivery.run()
    # Where it is found, and by the verdict's own message.
    assert (ears.posts, ears.updated, the_alert(raised).ts) == (1, [ALERT, ALERT], "1.0")


def lost_set_aside_and_judged(store: MemoryStore, delivery: Delivery, clock: HandClock) -> None:
    """The alert is posted, its answer lost, its message set aside, and it is judged then."""
    delivery.run()
    clock.forward(minutes=1)
    with store.unit() as unit:
        message = unit.outbox.take(clock(), LEASE_SECONDS)
        assert message is not None
        unit.outbox.set_aside(message, worded("the answer was no JSON"), in_doubt=True)
    Triage(store, clock).judge([a_listing().listing_id], Verdict.COUNTERFEIT, by=MEI)


def test_what_changed_while_an_alert_was_set_aside_is_shown_where_it_is_found(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears(lost=True)
    delivery = Delivery(raised, ears, clock)
    lost_set_aside_and_judged(raised, delivery, clock)
    delivery.run()
    assert ears.updated == []
    with raised.unit() as unit:
        unit.outbox.try_again()
    delivery.run()
    assert (ears.posts, ears.updated, the_alert(raised).ts) == (1, [ALERT], "1.0")


def test_a_change_that_a_process_took_and_left_does_not_post_what_was_set_aside(
    raised: MemoryStore, clock: HandClock
) -> None:
    class Dated(Ears):
        def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
            return super().find_alert(alert, since) if since <= posted else None

    posted, ears = clock(), Dated(lost=True)
    delivery = Delivery(raised, ears, clock)
    lost_set_aside_and_judged(raised, delivery, clock)
    with raised.unit() as unit:
        assert unit.outbox.take(clock(), LEASE_SECONDS) is not None  # and here the power fails
    clock.forward(seconds=LEASE_SECONDS + 1)
    delivery.run()
    assert (ears.posts, the_alert(raised).ts) == (1, "")
    with raised.unit() as unit:
        unit.outbox.try_again()
    delivery.run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_what_a_verdict_kept_back_and_then_went_wrong_is_told_when_it_is_sent_again(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears, triage = Ears(), Triage(raised, clock)
    triage.judge([a_listing().listing_id], Verdict.GENUINE, by=MEI)
    delivery = Delivery(raised, ears, clock)
    delivery.run()
    triage.undo(by=MEI)
    ears.failures += [DeliveryFailed("msg_too_long", at_fault=True)] * TRIES
    for _ in range(TRIES):
        delivery.run()
        clock.forward(minutes=20)
    assert (ears.posts, the_alert(raised).ts) == (0, "")
    with raised.unit() as unit:
        unit.outbox.try_again()
    delivery.run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_an_alert_whose_change_was_its_first_post_and_may_stand_is_looked_for_before_it_is_posted(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears(lost=True)
    delivery = Delivery(raised, ears, clock)
    lost_set_aside_and_judged(raised, delivery, clock)  # by the alert's own message
    with raised.unit() as unit:
        [raising] = unit.outbox.aside()
        unit.outbox.done(raising.number)
        change = unit.outbox.take(clock(), LEASE_SECONDS)
        assert change is not None
        assert change.kind is OutboxKind.ALERT_UPDATE
        unit.outbox.set_aside(change, worded("the answer was no JSON"), in_doubt=True)
        unit.outbox.add(OutboxKind.ALERT, ALERT)
    delivery.run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_what_is_judged_while_the_alert_is_looked_for_is_not_overwritten(
    raised: MemoryStore, clock: HandClock
) -> None:
    class Judging(Ears):
        def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
            Triage(raised, clock).judge([alert.listing.listing_id], Verdict.COUNTERFEIT, by=MEI)
            return None

    ears = Judging(failures=[DeliveryFailed("no answer", in_doubt=True)])
    delivery = Delivery(raised, ears, clock)
    delivery.run()
    clock.forward(minutes=1)
    delivery.run()
    assert (the_alert(raised).verdict, ears.posts) == (Verdict.COUNTERFEIT, 1)


def test_a_digest_leaves_out_what_was_dismissed_since_it_was_put_together(
    store: MemoryStore, clock: HandClock
) -> None:
    found = [a_listing(str(n), title=f"S0lvane {word}") for n, word in enumerate(("flask", "stove"))]
    Watches(store, [Shelf(items=[*found])], ToldJudge(), clock).sweep()
    ids = [f"A-{listing.listing_id}" for listing in found]
    with store.unit() as unit:
        while message := unit.outbox.take(clock(), 60):
            unit.outbox.done(message.number)
        unit.outbox.add(OutboxKind.DIGEST, "R-1", " ".join(ids))
        unit.outbox.add(OutboxKind.DIGEST, "R-2", ids[0])
    Triage(store, clock).judge([found[0].listing_id], Verdict.GENUINE, by=MEI)
    ears = Ears()
    Delivery(store, ears, clock).run()
    assert ears.digests == [("", [AlertId(ids[1])])]


def test_a_digest_that_may_not_have_come_leaves_out_on_the_next_try_what_it_left_out_on_the_first(
    store: MemoryStore, clock: HandClock
) -> None:
    found = [a_listing(str(n), title=f"S0lvane {word}") for n, word in enumerate(("flask", "stove"))]
    Watches(store, [Shelf(items=[*found])], ToldJudge(), clock).sweep()
    ids = [AlertId(f"A-{listing.listing_id}") for listing in found]
    with store.unit() as unit:
        while message := unit.outbox.take(clock(), 60):
            unit.outbox.done(message.number)
        for name in ids:
            unit.alerts.save(replace(unit.alerts.need(name), held=AlertHold.IN_DIGEST))
        unit.outbox.add(OutboxKind.DIGEST, "R-1", " ".join(ids))
    triage, ears = Triage(store, clock), Ears(failures=[DeliveryFailed("no answer", in_doubt=True)])
    triage.judge([found[0].listing_id], Verdict.GENUINE, by=MEI)
    delivery = Delivery(store, ears, clock)
    delivery.run()
    clock.forward(minutes=1)
    triage.undo(by=MEI)
    delivery.run()
    clock.forward(minutes=1)
    delivery.run()
    assert (ears.digests, list(ears.posted)) == ([("", [ids[1]])], [ids[0]])


def test_what_a_digest_has_told_of_is_not_held_anew_by_a_message_that_comes_behind_it(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [Shelf(items=[a_listing("1", title="S0lvane flask")])], ToldJudge(), clock).sweep()
    with store.unit() as unit:
        [alert] = unit.alerts.recent(1)
        unit.alerts.save(replace(alert, held=AlertHold.IN_DIGEST))
    ears = Ears()
    Delivery(store, ears, clock).run()
    with store.unit() as unit:
        assert unit.alerts.need(alert.alert_id).held is AlertHold.IN_DIGEST
    assert not ears.posted


def test_a_case_that_slack_did_not_change_at_once_is_brought_up_to_date(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [Shelf(items=[a_listing("1", title="S0lvane flask")])], ToldJudge(), clock).sweep()
    cases = Cases(store, Alerts(store, clock), clock)
    with store.unit() as unit:
        [alert] = unit.alerts.recent(1)
        while message := unit.outbox.take(clock(), 60):
            unit.outbox.done(message.number)
    case = cases.open_from_alert(alert.alert_id, by=MEI)
    cases.in_channel(case.case_id, "C1", "1.1")
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.CASE_NOTE, case.case_id)
    ears = Ears(failures=[DeliveryFailed("no answer")])
    delivery = Delivery(store, ears, clock)
    delivery.run()
    clock.forward(minutes=1)
    delivery.run()
    assert ears.told == [f"{case.case_id} as it is now"]


@pytest.mark.parametrize("kind", OutboxKind)
def test_a_message_about_what_is_gone_is_told_to_no_admin(
    store: MemoryStore, clock: HandClock, kind: OutboxKind
) -> None:
    with store.unit() as unit:
        unit.outbox.add(kind, "gone", "[]" if kind is OutboxKind.LAW_CHANGE else "text")
    ears = Ears()
    assert Delivery(store, ears, clock).run() == 1
    assert ears.told == (["text"] if kind is OutboxKind.ADMIN_NOTE else [])


def test_who_was_held_up_until_another_took_the_message_posts_nothing(
    raised: MemoryStore, clock: HandClock
) -> None:
    late = Delivery(raised, Ears(), clock)

    class Slow(Ears):
        def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
            clock.forward(seconds=LEASE_SECONDS + 1)  # the machine slept; another process goes on meanwhile
            late.run()
            return None

    with raised.unit() as unit:
        unit.outbox.take(clock(), LEASE_SECONDS)
    clock.forward(seconds=LEASE_SECONDS + 1)
    ears = Slow()
    Delivery(raised, ears, clock).run()
    assert (ears.posts, the_alert(raised).ts, waiting(raised)) == (0, "1.0", 0)


def test_a_message_refused_for_what_it_is_is_set_aside_and_an_admin_told_once(
    raised: MemoryStore, clock: HandClock
) -> None:
    with raised.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-none")
    refused = [DeliveryFailed("invalid_blocks", at_fault=True) for _ in range(TRIES)]
    ears = Ears(failures=[*refused])
    delivery = Delivery(raised, ears, clock)
    for _ in range(TRIES + 2):
        delivery.run()
        clock.forward(minutes=1)
    [note] = ears.told
    assert note == (
        f"A message about {ALERT} was set aside after {TRIES} tries: invalid_blocks."
        " /watch shows it and sends it again."
    )
    watches = Watches(raised, [], ToldJudge(), clock)
    status = watches.status()
    assert [(each.subject, str(each.why)) for each in status.aside] == [(ALERT, "invalid_blocks")]
    assert (status.waiting, ears.posts) == (0, 0)
    assert watches.try_again(by=MEI) == 1
    delivery.run()
    assert (ears.posts, watches.status().aside) == (1, ())


def test_what_slack_could_not_take_for_its_own_faults_counts_as_no_refusal(
    raised: MemoryStore, clock: HandClock
) -> None:
    outage = [DeliveryFailed("Slack had a fault of its own") for _ in range(TRIES)]
    refused = [DeliveryFailed("invalid_blocks", at_fault=True) for _ in range(TRIES)]
    delivery, watches = (
        Delivery(raised, Ears(failures=[*outage, *refused]), clock),
        Watches(raised, [], ToldJudge(), clock),
    )
    aside = list[int]()
    for _ in range(2 * TRIES):
        delivery.run()
        clock.forward(minutes=10)
        aside.append(len(watches.status().aside))
    assert aside == [*[0] * (2 * TRIES - 1), 1]


def test_many_messages_at_fault_are_told_of_once_and_the_others_go_on(
    store: MemoryStore, clock: HandClock
) -> None:
    found = [a_listing(str(n), title=f"S0lvane {word}") for n, word in enumerate(("flask", "stove", "tent"))]
    Watches(store, [Shelf(items=[*found])], ToldJudge(), clock).sweep()

    class Broken(Ears):
        def post_alert(self, alert: Alert) -> Posted:
            if alert.listing.item_id != "2":
                raise KeyError("reason")
            return Ears.post_alert(self, alert)

    ears = Broken()
    delivery = Delivery(store, ears, clock)
    run = Runner(store, ears, "one", clock).wrap("deliver", delivery.run, 60, broken=delivery.broken)
    run()
    assert ears.posts == 1
    for _ in range(TRIES):
        clock.forward(minutes=1)
        run()
    assert len(ears.told) == 1
    assert "KeyError: 'reason'" in ears.told[0]
    with store.unit() as unit:
        assert len(unit.outbox.aside()) == 2


def test_a_database_that_fails_is_no_fault_of_the_message(raised: MemoryStore, clock: HandClock) -> None:
    class Failing(Ears):
        def post_alert(self, alert: Alert) -> Posted:
            raise Outside("the database failed")

    delivery = Delivery(raised, Failing(), clock)
    for _ in range(TRIES + 1):
        clock.forward(seconds=LEASE_SECONDS + 1)
        with pytest.raises(Outside) as failure:
            delivery.run()
        assert not delivery.broken(failure.value)
    assert waiting(raised) == 1


def test_a_short_slowing_down_is_waited_for_and_a_long_one_is_left_to_the_next_run(
    raised: MemoryStore, clock: HandClock
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.forward(seconds=seconds)

    long, short = (DeliveryFailed("ratelimited", retry_after=wait, slow_down=True) for wait in (30.0, 1.0))
    ears = Ears(failures=[long, short])
    delivery = Delivery(raised, ears, clock, sleep=sleep)
    delivery.run()
    delivery.run()
    assert (ears.posts, slept) == (0, [])
    clock.forward(seconds=30)
    delivery.run()
    assert (ears.posts, slept) == (1, [1.0])


def test_a_run_does_not_wait_for_slack_again_and_again(raised: MemoryStore, clock: HandClock) -> None:
    ears = Ears(failures=[DeliveryFailed("ratelimited", retry_after=4, slow_down=True) for _ in range(9)])
    Delivery(raised, ears, clock, sleep=lambda seconds: clock.forward(seconds=seconds)).run()
    assert (ears.posts, len(ears.failures)) == (0, 6)


def test_a_slack_that_asks_to_slow_down_is_obeyed_no_longer_when_the_clock_is_put_back(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears(failures=[DeliveryFailed("ratelimited", retry_after=30, slow_down=True)])
    delivery = Delivery(raised, ears, clock)
    delivery.run()
    clock.forward(hours=-3)
    delivery.run()
    assert ears.posts == 1


def test_a_message_in_doubt_is_looked_for_from_before_it_was_added_when_the_clock_is_put_back(
    raised: MemoryStore, clock: HandClock
) -> None:
    sought: list[datetime] = []

    class Remembering(Ears):
        def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
            sought.append(since)
            return Ears.find_alert(self, alert, since)

    ears = Remembering(lost=True)
    Delivery(raised, ears, clock).run()
    clock.forward(hours=-3)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, sought) == (1, [clock()])


def test_the_lag_from_finding_to_message_is_known(raised: MemoryStore, clock: HandClock) -> None:
    assert the_alert(raised).lag is None
    clock.forward(seconds=12)
    Delivery(raised, Ears(), clock).run()
    assert the_alert(raised).lag == timedelta(seconds=12)


def test_a_delivery_that_is_stopped_takes_no_further_message(raised: MemoryStore, clock: HandClock) -> None:
    ears = Ears()
    assert Delivery(raised, ears, clock, stopping=lambda: True).run() == 0
    assert (ears.posts, waiting(raised)) == (0, 1)
    assert Delivery(raised, ears, clock, stopping=lambda: False).run() == 1

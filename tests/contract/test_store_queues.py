"""Messages to deliver, repeated deliveries, and leases: what keeps two processes from doing one thing."""

from datetime import datetime, timedelta

from bot.domain.sentences import worded
from bot.ports import OutboxKind, Outgoing, SetAside
from bot.queues import LONGEST_WAIT, SKEW
from bot.repositories import UnitOfWork
from bot.store.sql import SqlStore
from tests.contract.records import NOW

SOON, LATER = NOW + timedelta(seconds=30), NOW + timedelta(seconds=61)


def taken(unit: UnitOfWork, at: datetime) -> Outgoing:
    """The message that is taken then."""
    message = unit.outbox.take(at, 60)
    assert message is not None
    return message


def test_a_message_is_given_to_one_taker_and_gone_when_done(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1", "text")
    with store.unit() as unit:
        taken = unit.outbox.take(NOW, 60)
        assert taken == Outgoing(number=1, kind=OutboxKind.ALERT, subject="A-1", body="text", added_at=NOW)
        assert unit.outbox.take(SOON, 60) is None
        assert unit.outbox.waiting() == 1
    with store.unit() as unit:
        unit.outbox.done(1)
    with store.unit() as unit:
        assert (unit.outbox.take(LATER, 60), unit.outbox.waiting()) == (None, 0)


def test_a_message_whose_taker_died_comes_back_in_doubt(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.take(NOW, 60)
    with store.unit() as unit:
        assert unit.outbox.take(SOON, 60) is None
        again = unit.outbox.take(LATER, 60)
        assert again == Outgoing(
            number=1, kind=OutboxKind.ALERT, subject="A-1", attempts=1, in_doubt=True, added_at=NOW
        )


def test_a_take_that_was_rolled_back_leaves_no_doubt(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
    try:
        with store.unit() as unit:
            unit.outbox.take(NOW, 60)
            raise KeyError
    except KeyError:
        pass
    with store.unit() as unit:
        assert unit.outbox.take(NOW, 60) == Outgoing(
            number=1, kind=OutboxKind.ALERT, subject="A-1", added_at=NOW
        )


def test_a_failed_message_waits_for_its_time_and_keeps_its_doubt(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.failed(taken(unit, NOW), worded("rate limited"), again_at=SOON, in_doubt=False)
    with store.unit() as unit:
        assert unit.outbox.take(NOW, 60) is None
        second = taken(unit, SOON)
        assert second == Outgoing(number=1, kind=OutboxKind.ALERT, subject="A-1", attempts=1, added_at=NOW)
        unit.outbox.failed(second, worded("timed out"), again_at=LATER, in_doubt=True)
        third = unit.outbox.take(LATER, 60)
        assert third == Outgoing(
            number=1, kind=OutboxKind.ALERT, subject="A-1", attempts=2, in_doubt=True, added_at=NOW
        )


def test_messages_of_a_kind_that_wait_for_too_long_are_counted(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.add(OutboxKind.ALERT_UPDATE, "A-1")
        unit.outbox.take(NOW, 60)
        assert [unit.outbox.overdue(OutboxKind.ALERT, at) for at in (NOW, SOON)] == [0, 1]


def test_what_is_on_the_way_about_a_subject_is_told_until_it_is_done(store: SqlStore) -> None:
    with store.unit() as unit:
        for subject, body in (("D-1", "first"), ("D-2", "another"), ("D-1", "second")):
            unit.outbox.add(OutboxKind.DRAFT_SHOWN, subject, body)
        unit.outbox.add(OutboxKind.DRAFT_NOTE, "D-1", "released")
        assert unit.outbox.on_the_way(OutboxKind.DRAFT_SHOWN, "D-1") == ["first", "second"]
        unit.outbox.done(taken(unit, NOW).number)
        assert unit.outbox.on_the_way(OutboxKind.DRAFT_SHOWN, "D-1") == ["second"]


def test_messages_about_one_subject_keep_their_order_and_do_not_hold_up_others(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.add(OutboxKind.ALERT_UPDATE, "A-1")
        unit.outbox.add(OutboxKind.ALERT, "A-2")
        first = unit.outbox.take(NOW, 60)
        second = unit.outbox.take(NOW, 60)
        assert first is not None
        assert second is not None
        assert [first.number, second.number] == [1, 3]
        assert unit.outbox.take(NOW, 60) is None
        unit.outbox.done(1)
        third = unit.outbox.take(NOW, 60)
        assert third is not None
        assert third.kind == OutboxKind.ALERT_UPDATE


def test_a_flood_of_alerts_keeps_no_reminder_waiting(store: SqlStore) -> None:
    with store.unit() as unit:
        for kind, subject in (
            (OutboxKind.ALERT, "A-1"),
            (OutboxKind.ALERT_UPDATE, "A-2"),
            (OutboxKind.REMINDER, "D-1"),
            (OutboxKind.ALERT, "D-1"),
        ):
            unit.outbox.add(kind, subject)
        order = []
        while message := unit.outbox.take(NOW, 60):
            unit.outbox.done(message.number)
            order.append((message.kind, message.subject))
    assert order == [("reminder", "D-1"), ("alert", "A-1"), ("alert_update", "A-2"), ("alert", "D-1")]


def test_what_follows_a_persons_act_stands_behind_nothing_that_was_told_by_itself(store: SqlStore) -> None:
    with store.unit() as unit:
        for kind in (OutboxKind.ALERT, OutboxKind.ADMIN_NOTE, OutboxKind.REMINDER, OutboxKind.DRAFT_NOTE):
            unit.outbox.add(kind, f"about {kind}")
        order = []
        while message := unit.outbox.take(NOW, 60):
            order.append(message.kind.value)
    assert order == ["draft_note", "admin_note", "reminder", "alert"]


def test_every_kind_of_message_comes_back_as_it_was_put(store: SqlStore) -> None:
    with store.unit() as unit:
        for kind in OutboxKind:
            unit.outbox.add(kind, f"about {kind}")
        taken = []
        while message := unit.outbox.take(NOW, 60):
            taken.append(message.kind)
    assert sorted(taken) == sorted(OutboxKind)
    assert all(isinstance(kind, OutboxKind) for kind in taken)


def test_messages_about_nothing_in_particular_do_not_wait_for_each_other(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ADMIN_NOTE, "", "one")
        unit.outbox.add(OutboxKind.ADMIN_NOTE, "", "two")
        bodies = [
            message.body for message in (unit.outbox.take(NOW, 60), unit.outbox.take(NOW, 60)) if message
        ]
        assert bodies == ["one", "two"]


def test_an_answer_about_a_message_that_is_gone_is_no_error(store: SqlStore) -> None:
    with store.unit() as unit:
        gone = Outgoing(number=7, kind=OutboxKind.ALERT, subject="A-7", added_at=NOW)
        unit.outbox.done(7)
        unit.outbox.failed(gone, worded("late"), again_at=NOW, in_doubt=True)
        unit.outbox.set_aside(gone, worded("late"), in_doubt=True)
        assert not unit.outbox.keep(gone, NOW, 60)
        assert (unit.outbox.waiting(), list(unit.outbox.aside())) == (0, [])


def test_who_took_a_message_before_changes_nothing_when_another_has_it(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        late = taken(unit, NOW)
        assert unit.outbox.keep(late, NOW, 60)
        mine = taken(unit, LATER)
        assert not unit.outbox.keep(late, LATER, 600)
        unit.outbox.failed(late, worded("no answer"), again_at=NOW, in_doubt=True)
        unit.outbox.set_aside(late, worded("no answer"), in_doubt=True)
        assert unit.outbox.take(LATER, 60) is None
        assert list(unit.outbox.aside()) == []
        assert unit.outbox.keep(mine, LATER, 60)


def test_a_message_set_aside_is_not_tried_and_lets_those_behind_it_pass(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.add(OutboxKind.ALERT_UPDATE, "A-1")
        unit.outbox.set_aside(taken(unit, NOW), worded("invalid_blocks"), in_doubt=True)
        assert unit.outbox.waiting() == 1
        assert unit.outbox.overdue(OutboxKind.ALERT, SOON) == 1
        assert taken(unit, NOW).kind == OutboxKind.ALERT_UPDATE
        assert unit.outbox.take(LATER + timedelta(days=1), 60) is not None
        [aside] = unit.outbox.aside()
    assert aside == SetAside(number=1, kind="alert", subject="A-1", why=worded("invalid_blocks"), at=NOW)
    with store.unit() as unit:
        unit.outbox.done(2)
        assert [unit.outbox.try_again(), unit.outbox.try_again()] == [1, 0]
        again = taken(unit, NOW)
        assert (again.number, again.attempts, again.in_doubt) == (1, 0, True)
        assert list(unit.outbox.aside()) == []


def test_a_wait_that_a_clock_set_ahead_made_ends_when_it_is_put_back(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        ahead = NOW + timedelta(hours=3)
        first = taken(unit, ahead)
        unit.outbox.failed(first, worded("busy"), again_at=ahead + LONGEST_WAIT, in_doubt=False)
        assert unit.outbox.take(ahead, 60) is None
        assert taken(unit, NOW).attempts == 1


def test_a_lease_that_a_clock_set_ahead_made_ends_when_it_is_put_back(store: SqlStore) -> None:
    ahead = NOW + timedelta(hours=3)
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        taken(unit, ahead)
        assert taken(unit, NOW).in_doubt
        assert unit.leases.take("sweep", "one", ahead, 60)
        assert unit.leases.take("sweep", "two", NOW, 60)


def test_a_replica_whose_clock_is_a_little_ahead_keeps_its_leases(store: SqlStore) -> None:
    ahead = NOW + SKEW - timedelta(seconds=1)
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        taken(unit, ahead)
        assert unit.outbox.take(NOW, 60) is None
        assert unit.leases.take("sweep", "one", ahead, 60)
        assert not unit.leases.take("sweep", "two", NOW, 60)


def test_what_a_dead_process_had_is_in_doubt_from_then_on(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.add(OutboxKind.ALERT, "A-2")
        taken(unit, NOW)
        unit.outbox.doubt(SOON)
        assert taken(unit, NOW).subject == "A-2"
        unit.outbox.done(2)
        assert unit.outbox.take(NOW, 60) is None
        assert taken(unit, SOON).in_doubt


def test_the_number_of_a_delivered_message_is_not_used_again(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.outbox.add(OutboxKind.ALERT, "A-1")
        unit.outbox.done(1)
        unit.outbox.add(OutboxKind.ALERT, "A-2")
        taken = unit.outbox.take(NOW, 60)
        assert taken is not None
        assert taken.number == 2


def test_the_same_delivery_three_times_is_new_once(store: SqlStore) -> None:
    with store.unit() as unit:
        assert [unit.seen.first_time("Ev1", NOW) for _ in range(3)] == [True, False, False]
    with store.unit() as unit:
        assert not unit.seen.first_time("Ev1", NOW + timedelta(days=6))
        assert unit.seen.first_time("Ev2", NOW)


def test_a_delivery_is_forgotten_after_a_week(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.seen.first_time("Ev1", NOW)
        assert unit.seen.first_time("Ev1", NOW + timedelta(days=7, seconds=1))


def test_a_lease_is_held_by_one_until_it_runs_out(store: SqlStore) -> None:
    with store.unit() as unit:
        assert unit.leases.take("sweep", "one", NOW, 60)
        assert not unit.leases.take("sweep", "two", SOON, 60)
        assert unit.leases.take("deliver", "two", SOON, 60)
    with store.unit() as unit:
        assert unit.leases.take("sweep", "two", LATER, 60)
        assert not unit.leases.take("sweep", "one", LATER, 60)


def test_a_lease_is_renewed_by_its_holder(store: SqlStore) -> None:
    with store.unit() as unit:
        assert unit.leases.take("sweep", "one", NOW, 60)
        assert unit.leases.take("sweep", "one", SOON, 60)
        assert not unit.leases.take("sweep", "two", LATER, 60)
        assert unit.leases.take("sweep", "two", SOON + timedelta(seconds=60), 60)


def test_what_a_holder_lets_go_is_free_and_nothing_else(store: SqlStore) -> None:
    with store.unit() as unit:
        for name, holder in (("a", "one"), ("b", "one"), ("c", "two")):
            assert unit.leases.take(name, holder, NOW, 60)
        assert list(unit.leases.drop("one")) == ["a", "b"]
        assert list(unit.leases.holders()) == ["two"]
        assert unit.leases.take("a", "two", NOW, 60)
        assert not unit.leases.take("c", "one", NOW, 60)

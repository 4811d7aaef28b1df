"""Messages to deliver, repeated deliveries, and leases: what keeps two processes from doing one thing."""

from __future__ import annotations

from datetime import timedelta

from bot.ports import Outgoing
from tests.contract.conftest import AnyStore
from tests.contract.records import NOW

SOON, LATER = NOW + timedelta(seconds=30), NOW + timedelta(seconds=61)


def test_a_message_is_given_to_one_taker_and_gone_when_done(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1", "text")
    with store.unit() as unit:
        taken = unit.outbox.take(NOW, 60)
        assert taken == Outgoing(number=1, kind="alert", subject="A-1", body="text", added_at=NOW)
        assert unit.outbox.take(SOON, 60) is None
        assert unit.outbox.waiting() == 1
    with store.unit() as unit:
        unit.outbox.done(1)
    with store.unit() as unit:
        assert (unit.outbox.take(LATER, 60), unit.outbox.waiting()) == (None, 0)


def test_a_message_whose_taker_died_comes_back_in_doubt(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1")
        unit.outbox.take(NOW, 60)
    with store.unit() as unit:
        assert unit.outbox.take(SOON, 60) is None
        again = unit.outbox.take(LATER, 60)
        assert again == Outgoing(
            number=1, kind="alert", subject="A-1", attempts=1, in_doubt=True, added_at=NOW
        )


def test_a_take_that_was_rolled_back_leaves_no_doubt(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1")
    try:
        with store.unit() as unit:
            unit.outbox.take(NOW, 60)
            raise KeyError
    except KeyError:
        pass
    with store.unit() as unit:
        assert unit.outbox.take(NOW, 60) == Outgoing(number=1, kind="alert", subject="A-1", added_at=NOW)


def test_a_failed_message_waits_for_its_time_and_keeps_its_doubt(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1")
        unit.outbox.take(NOW, 60)
        unit.outbox.failed(1, "rate limited", again_at=SOON, in_doubt=False)
    with store.unit() as unit:
        assert unit.outbox.take(NOW, 60) is None
        second = unit.outbox.take(SOON, 60)
        assert second == Outgoing(number=1, kind="alert", subject="A-1", attempts=1, added_at=NOW)
        unit.outbox.failed(1, "timed out", again_at=LATER, in_doubt=True)
        third = unit.outbox.take(LATER, 60)
        assert third == Outgoing(
            number=1, kind="alert", subject="A-1", attempts=2, in_doubt=True, added_at=NOW
        )


def test_messages_of_a_kind_that_wait_for_too_long_are_counted(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1")
        unit.outbox.add("alert_update", "A-1")
        unit.outbox.take(NOW, 60)
        assert [unit.outbox.overdue("alert", at) for at in (NOW, SOON)] == [0, 1]


def test_messages_about_one_subject_keep_their_order_and_do_not_hold_up_others(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1")
        unit.outbox.add("alert_update", "A-1")
        unit.outbox.add("alert", "A-2")
        first = unit.outbox.take(NOW, 60)
        second = unit.outbox.take(NOW, 60)
        assert first is not None
        assert second is not None
        assert [first.number, second.number] == [1, 3]
        assert unit.outbox.take(NOW, 60) is None
        unit.outbox.done(1)
        third = unit.outbox.take(NOW, 60)
        assert third is not None
        assert third.kind == "alert_update"


def test_messages_about_nothing_in_particular_do_not_wait_for_each_other(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("admin_note", "", "one")
        unit.outbox.add("admin_note", "", "two")
        bodies = [
            message.body for message in (unit.outbox.take(NOW, 60), unit.outbox.take(NOW, 60)) if message
        ]
        assert bodies == ["one", "two"]


def test_an_answer_about_a_message_that_is_gone_is_no_error(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.done(7)
        unit.outbox.failed(7, "late", again_at=NOW, in_doubt=True)
        assert unit.outbox.waiting() == 0


def test_the_number_of_a_delivered_message_is_not_used_again(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.outbox.add("alert", "A-1")
        unit.outbox.done(1)
        unit.outbox.add("alert", "A-2")
        taken = unit.outbox.take(NOW, 60)
        assert taken is not None
        assert taken.number == 2


def test_the_same_delivery_three_times_is_new_once(store: AnyStore) -> None:
    with store.unit() as unit:
        assert [unit.seen.first_time("Ev1", NOW) for _ in range(3)] == [True, False, False]
    with store.unit() as unit:
        assert not unit.seen.first_time("Ev1", NOW + timedelta(days=6))
        assert unit.seen.first_time("Ev2", NOW)


def test_a_delivery_is_forgotten_after_a_week(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.seen.first_time("Ev1", NOW)
        assert unit.seen.first_time("Ev1", NOW + timedelta(days=7, seconds=1))


def test_a_lease_is_held_by_one_until_it_runs_out(store: AnyStore) -> None:
    with store.unit() as unit:
        assert unit.leases.take("sweep", "one", NOW, 60)
        assert not unit.leases.take("sweep", "two", SOON, 60)
        assert unit.leases.take("deliver", "two", SOON, 60)
    with store.unit() as unit:
        assert unit.leases.take("sweep", "two", LATER, 60)
        assert not unit.leases.take("sweep", "one", LATER, 60)


def test_a_lease_is_renewed_by_its_holder(store: AnyStore) -> None:
    with store.unit() as unit:
        assert unit.leases.take("sweep", "one", NOW, 60)
        assert unit.leases.take("sweep", "one", SOON, 60)
        assert not unit.leases.take("sweep", "two", LATER, 60)
        assert unit.leases.take("sweep", "two", SOON + timedelta(seconds=60), 60)


def test_what_a_holder_lets_go_is_free_and_nothing_else(store: AnyStore) -> None:
    with store.unit() as unit:
        for name, holder in (("a", "one"), ("b", "one"), ("c", "two")):
            assert unit.leases.take(name, holder, NOW, 60)
        unit.leases.drop("one")
        assert list(unit.leases.holders()) == ["two"]
        assert unit.leases.take("a", "two", NOW, 60)
        assert not unit.leases.take("c", "one", NOW, 60)

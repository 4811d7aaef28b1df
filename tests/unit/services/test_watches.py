"""Sweeps judge what is new, alert once, and say what was not looked at."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier, Event, Lock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.domain.assessments import Assessment, Band
from bot.domain.errors import NotPossible, Outside
from bot.domain.ids import LOCAL
from bot.domain.listings import Listing
from bot.domain.sentences import kept
from bot.ports import OutboxKind, Outgoing, Unreadable
from bot.services.watching.watches import AT_ONCE, CHUNK, FIRST_WAIT, LONGEST, Watches
from bot.store import tables
from bot.store.listings import SqlListings
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock, Shelf, ToldJudge, a_listing, waiting


def told(store: MemoryStore, clock: HandClock) -> list[Outgoing]:
    """Everything that waits, in the order in which it is delivered."""
    found = []
    with store.unit() as unit:
        while message := unit.outbox.take(clock(), 60):
            unit.outbox.done(message.number)
            found.append(message)
    return found


def test_a_suspect_listing_is_recorded_with_its_alert_in_one_go(store: MemoryStore, clock: HandClock) -> None:
    watches = Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock)
    [look] = watches.sweep().looks
    assert (look.seen, look.judged, look.alerted, str(look.error)) == (1, 1, 1, "")
    with store.unit() as unit:
        assert unit.alerts.of_listing(a_listing().listing_id) is not None
        assert unit.listings.get(a_listing().listing_id) == a_listing()
    assert waiting(store) == 1


def test_the_days_on_which_a_listing_was_seen_are_those_that_its_sources_name(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf = Shelf(items=[a_listing(seen_at=clock())])
    watches = Watches(store, [shelf], ToldJudge(), clock)
    watches.sweep()
    shelf.items, first = [a_listing(title="LUMIÈRE NORD 面霜 新")], clock()
    clock.forward(hours=40)
    watches.sweep()
    with store.unit() as unit:
        kept = unit.listings.get(a_listing().listing_id)
    assert kept is not None
    assert (kept.first_seen_at, kept.seen_at) == (first, first)


def test_a_second_sweep_of_the_same_listing_judges_nothing_and_alerts_nobody(
    store: MemoryStore, clock: HandClock
) -> None:
    judge, shelf = ToldJudge(), Shelf(items=[a_listing()])
    watches = Watches(store, [shelf], judge, clock)
    watches.sweep()
    shelf.items = [a_listing(sales=900, stock=3, rank=7)]
    [look] = watches.sweep().looks
    assert (len(judge.judged), look.alerted, waiting(store)) == (1, 0, 1)


def test_a_new_brand_book_has_everything_judged_again(store: MemoryStore, clock: HandClock) -> None:
    judge = ToldJudge()
    watches = Watches(store, [Shelf(items=[a_listing()])], judge, clock)
    watches.sweep()
    judge.revision = "2"
    watches.sweep()
    assert len(judge.judged) == 2


def test_a_changed_price_edits_the_alert_instead_of_raising_another(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf = Shelf(items=[a_listing()])
    watches = Watches(store, [shelf], ToldJudge(), clock)
    watches.sweep()
    shelf.items = [a_listing(price=Decimal("39.90"))]
    [look] = watches.sweep().looks
    kinds = [message.kind for message in told(store, clock)]
    assert (look.alerted, kinds) == (0, ["alert", "alert_update"])


def test_an_unsuspect_listing_is_recorded_without_an_alert(store: MemoryStore, clock: HandClock) -> None:
    Watches(store, [Shelf(items=[a_listing()])], ToldJudge(band=Band.LOW), clock).sweep()
    with store.unit() as unit:
        assert unit.alerts.of_listing(a_listing().listing_id) is None
    assert waiting(store) == 0


def test_a_source_that_breaks_off_is_not_a_source_that_found_nothing(
    store: MemoryStore, clock: HandClock
) -> None:
    broken = Shelf(name="feed", items=[a_listing()], broken="it answered 502")
    watches = Watches(store, [broken, Shelf(name="other", items=[a_listing("2")])], ToldJudge(), clock)
    report = watches.sweep()
    assert not report.complete
    assert [(look.source, look.seen, str(look.error)) for look in report.looks] == [
        ("feed", 1, "it answered 502"),
        ("other", 1, ""),
    ]
    assert [str(look.error) for look in watches.status().looks if look.source == "feed"] == [
        "it answered 502"
    ]


def test_admins_hear_once_that_a_source_died_and_once_that_it_is_back(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf = Shelf(name="feed", broken="no route")
    watches = Watches(store, [shelf], ToldJudge(), clock)
    watches.sweep()
    watches.sweep()
    shelf.broken = ""
    watches.sweep()
    watches.sweep()
    assert [str(kept(message.body)) for message in told(store, clock)] == [
        "Could not look at feed: no route",
        "feed can be looked at again.",
    ]


def test_rows_of_which_none_can_be_read_are_no_empty_look(store: MemoryStore, clock: HandClock) -> None:
    shelf = Shelf(items=[Unreadable(line=1, reason="title is missing"), Unreadable(line=2, reason="no url")])
    watches = Watches(store, [shelf], ToldJudge(), clock)
    report = watches.sweep()
    assert not report.complete
    why = "not one of 2 rows could be read, the first: title is missing"
    assert [str(look.error) for look in report.looks] == [why]
    shelf.items.append(a_listing())
    watches.sweep()
    assert [
        str(kept(message.body)) for message in told(store, clock) if message.kind == OutboxKind.ADMIN_NOTE
    ] == [
        f"Could not look at shelf: {why}",
        "shelf can be looked at again.",
    ]


def test_a_source_that_hangs_holds_up_no_other(store: MemoryStore, clock: HandClock) -> None:
    quick_one_is_done = Event()

    class Waiting(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            assert quick_one_is_done.wait(60)
            yield from self.items

    class Telling(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            yield from self.items
            quick_one_is_done.set()

    slow = Waiting(name="slow", items=[a_listing()])
    quick = Telling(name="quick", items=[a_listing("2", title="S0lvane stove")])
    report = Watches(store, [slow, quick], ToldJudge(), clock).sweep()
    assert [(look.source, look.alerted) for look in report.looks] == [("slow", 1), ("quick", 1)]


def test_a_source_at_which_the_look_breaks_leaves_the_others_their_looks(
    store: MemoryStore, clock: HandClock
) -> None:
    class Broken(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            raise KeyError("price")

    watches = Watches(store, [Broken(name="broken"), Shelf(items=[a_listing()])], ToldJudge(), clock)
    with pytest.raises(KeyError):
        watches.sweep()
    assert [(look.source, look.seen) for look in watches.status().looks] == [("shelf", 1)]


def test_no_more_sources_are_looked_at_together_than_there_is_room_for(
    store: MemoryStore, clock: HandClock
) -> None:
    at_once, most, all_in, counting = [0], [0], Barrier(AT_ONCE), Lock()

    class Counting(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            with counting:
                at_once[0] += 1
                most[0] = max(most[0], at_once[0])
            all_in.wait(60)
            with counting:
                at_once[0] -= 1
            yield from self.items

    sources = [Counting(name=f"s{number}") for number in range(2 * AT_ONCE)]
    watches = Watches(store, sources, ToldJudge(), clock)
    with ThreadPoolExecutor(len(sources)) as pool:
        looks = list(pool.map(watches.look, watches.names))
    assert (most[0], [look.source for look in looks]) == (AT_ONCE, list(watches.names))


def test_a_source_is_looked_at_by_one_at_a_time_and_the_other_says_so(
    store: MemoryStore, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.watching.watches.BUSY_SECONDS", 0.01)
    inside, release = Event(), Event()

    class Holding(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            inside.set()
            assert release.wait(60)
            yield from self.items

    watches = Watches(store, [Holding(items=[a_listing()])], ToldJudge(), clock)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(watches.look, "shelf")
        assert inside.wait(60)
        [second] = watches.sweep().looks
        release.set()
        assert (first.result().seen, str(second.error)) == (1, "it is being looked at already")
    assert [str(look.error) for look in watches.status().looks] == [""]


@settings(max_examples=40, deadline=None)
@given(
    shelves=st.lists(
        st.lists(st.tuples(st.integers(1, 4), st.sampled_from("abc")), max_size=5), min_size=1, max_size=4
    )
)
def test_however_sources_overlap_each_listing_is_recorded_and_alerted_once(
    shelves: list[list[tuple[int, str]]],
) -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    sources = [
        Shelf(name=f"s{at}", items=[a_listing(str(item), title=title * 40) for item, title in shelf])
        for at, shelf in enumerate(shelves)
    ]
    report = Watches(store, sources, ToldJudge(), clock).sweep()
    ids = {f"taobao:{item}" for shelf in shelves for item, _ in shelf}
    with store.unit() as unit:
        alerts = unit.alerts.recent(1_000)
        raised = [entry for entry in unit.audit.entries() if entry.act and entry.act.what == "alert.raised"]
    assert sorted(alert.listing.listing_id for alert in alerts) == sorted(ids)
    assert len(raised) == len(ids)
    posted = [message.subject for message in told(store, clock) if message.kind == OutboxKind.ALERT]
    assert sorted(posted) == sorted(set(posted))
    assert set(posted) >= {alert.alert_id for alert in alerts if alert.folded_into is None}
    assert [look.seen for look in report.looks] == [len(shelf) for shelf in shelves]


def test_a_look_that_is_stopped_ends_before_its_next_listing_and_no_source_counts_as_dead(
    store: MemoryStore, clock: HandClock
) -> None:
    judge = ToldJudge()
    watches = Watches(store, [Shelf(items=[a_listing(), a_listing(item_id="2")])], judge, clock)
    watches.stopping = lambda: len(judge.judged) > 0
    [look] = watches.sweep().looks
    assert (look.seen, "was stopped" in str(look.error)) == (1, True)
    assert watches.status().looks == ()
    watches.stopping = lambda: False
    [look] = watches.sweep().looks
    assert (look.seen, str(look.error)) == (2, "")


def test_a_look_lets_people_go_first_before_it_begins_and_before_each_chunk(
    store: MemoryStore, clock: HandClock
) -> None:
    judge, waited = ToldJudge(), list[tuple[float, int]]()
    items = [a_listing(item_id=str(number), seller_id=f"s{number}") for number in range(CHUNK + 1)]
    watches = Watches(store, [Shelf(items=items)], judge, clock)
    watches.give_way = lambda seconds: waited.append((seconds, len(judge.judged)))
    watches.sweep()
    assert waited[0] == (FIRST_WAIT, 0)
    assert [judged for _, judged in waited[1:]] == [0, CHUNK]
    assert sum(seconds for seconds, _ in waited[1:]) <= 2 * LONGEST.total_seconds()


class ChokingJudge(ToldJudge):
    """Breaks at one listing."""

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        if listing.item_id == "2":
            raise ValueError("a price without a number")
        return ToldJudge.judge(self, listing)


def test_a_listing_that_breaks_its_judge_is_set_aside_told_once_and_the_others_are_looked_at(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf = Shelf(items=[a_listing(item_id=str(number), seller_id=f"s{number}") for number in range(1, 5)])
    watches = Watches(store, [shelf], ChokingJudge(), clock)
    [look] = watches.sweep().looks
    assert (look.seen, look.judged, look.alerted, look.unreadable, str(look.error)) == (4, 3, 3, 1, "")
    notes = [each for each in told(store, clock) if each.kind is OutboxKind.ADMIN_NOTE]
    assert [str(kept(each.body)) for each in notes] == [
        (
            "Listings of shelf that cannot be judged were set aside, the others were looked at: "
            "1, the first taobao:2 (ValueError: a price without a number)."
        )
    ]
    clock.forward(days=1)
    watches.sweep()
    assert told(store, clock) == []
    with pytest.raises(NotPossible, match="a price without a number"):
        watches.record(a_listing(item_id="2"))


class Unkeepable(ToldJudge):
    """Judges every listing, and of one says what no store can keep."""

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        said = ToldJudge.judge(self, listing)
        return [replace(each, brand="\ud800") for each in said] if listing.item_id == "2" else said


def test_a_listing_that_cannot_be_kept_is_set_aside_and_the_others_are_alerted(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf = Shelf(items=[a_listing(item_id=str(number), seller_id=f"s{number}") for number in range(1, 5)])
    [look] = Watches(store, [shelf], Unkeepable(), clock).sweep().looks
    assert (look.seen, look.judged, look.alerted, look.unreadable, str(look.error)) == (4, 3, 3, 1, "")


def test_a_damaged_record_keeps_back_its_own_listing_alone(store: MemoryStore, clock: HandClock) -> None:
    shelf = Shelf(items=[a_listing(item_id=str(number)) for number in range(1, 5)])
    watches = Watches(store, [shelf], ToldJudge(), clock)
    watches.sweep()
    told(store, clock)
    with store.engine.begin() as connection:
        broken = tables.listings.c.listing_id == "taobao:3"
        connection.execute(update(tables.listings).where(broken).values(record="{"))
    shelf.items = [
        a_listing(item_id=str(number), title="Another", seller_id=f"t{number}") for number in range(1, 6)
    ]
    [look] = watches.sweep().looks
    assert (look.seen, look.judged, look.alerted, look.unreadable, str(look.error)) == (5, 4, 1, 1, "")
    with store.unit() as unit:
        known = unit.listings.known([each.listing_id for each in shelf.items if each.item_id != "3"])  # type: ignore[union-attr]
    assert {each.title for each in known.values()} == {"Another"}
    [note] = [each for each in told(store, clock) if each.kind is OutboxKind.ADMIN_NOTE]
    assert "taobao:3" in str(kept(note.body))


def test_a_store_that_fails_is_no_fault_of_a_listing(
    store: MemoryStore, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise Outside("the disk that the database is on is full")

    monkeypatch.setattr(SqlListings, "known", failing)
    with pytest.raises(Outside, match="full"):
        Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock).sweep()

"""What every store keeps of casework: pages and counts of listings, traces, filters over cases."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.domain.alerts import AlertHold, AlertState
from bot.domain.cases import Case, CaseQuery, CaseStatus
from bot.domain.deadlines import next_reminder
from bot.domain.drafts import DraftStatus, summary_of
from bot.domain.followups import ListingState, PortalResult
from bot.domain.ids import NO_RULE, CaseId, DeadlineId, DraftId, ListingId, PersonId
from bot.domain.learning import EditionState, WeightFigures, WeightsEdition
from bot.domain.triage import Silence
from bot.domain.verdicts import Verdict
from bot.store import tables
from bot.store.rows import codec
from bot.store.sql import SqlStore
from tests.contract import records as r
from tests.factories import a_listing

ONE, TWO = CaseId("C-000001"), CaseId("C-000002")


def test_listings_of_a_case_come_by_the_page_and_are_counted(store: SqlStore) -> None:
    with store.unit() as unit:
        for number in range(12, 0, -1):
            state = ListingState.DOWN if number % 3 else ListingState.STILL_UP
            unit.case_listings.save(r.case_listing(number, state=state))
        unit.case_listings.save(r.case_listing(1, case_id=TWO))
    with store.unit() as unit:
        assert [e.number for e in unit.case_listings.page(ONE, 5, 5)] == [6, 7, 8, 9, 10]
        assert [e.number for e in unit.case_listings.page(ONE, 2, -2)] == [1, 2], (
            "before the first is the first"
        )
        assert list(unit.case_listings.page(ONE, 2, 10**30)) == []
        assert [e.number for e in unit.case_listings.page(ONE, state=ListingState.STILL_UP)] == [3, 6, 9, 12]
        assert unit.case_listings.counts(ONE) == {ListingState.DOWN: 8, ListingState.STILL_UP: 4}
        assert unit.case_listings.counts(CaseId("C-9")) == {}
        assert [e.case_id for e in unit.case_listings.of_listing(ListingId("taobao:7301"))] == [ONE, TWO]


def test_of_many_listings_a_case_tells_those_it_has_and_takes_the_others_at_once(store: SqlStore) -> None:
    entries = [r.case_listing(number) for number in range(1, 1_203)]
    ids = [each.listing_id for each in entries]
    with store.unit() as unit:
        unit.case_listings.save(entries[0])
        unit.case_listings.save(replace(entries[1], case_id=TWO))
        assert unit.case_listings.held(ONE, ids) == {ids[0]}
        unit.case_listings.add_all(entries[1:])
        assert unit.case_listings.held(ONE, ids) == set(ids)
        assert list(unit.case_listings.page(ONE)) == entries


def test_what_was_taken_down_is_listed_the_last_notified_first(store: SqlStore) -> None:
    with store.unit() as unit:
        for number, state, days, result in (
            (1, ListingState.DOWN, 2, PortalResult.UNKNOWN),
            (2, ListingState.STILL_UP, 1, PortalResult.REJECTED),
            (3, ListingState.BACK, 1, PortalResult.UNKNOWN),
            (4, ListingState.NOTIFIED, 3, PortalResult.REMOVED),
            (5, ListingState.DOWN, None, PortalResult.UNKNOWN),
        ):
            at = None if days is None else r.NOW - timedelta(days=days)
            unit.case_listings.save(r.case_listing(number, state=state, notified_at=at, result=result))
    with store.unit() as unit:
        assert [e.number for e in unit.case_listings.taken_down(10)] == [3, 1, 4, 5]
        assert [e.number for e in unit.case_listings.taken_down(1)] == [3]


def test_listings_and_cases_are_found_by_words_whatever_their_case_and_marks(store: SqlStore) -> None:
    with store.unit() as unit:
        for item, title in (
            ("1", "丝巾 Printed “Scarf” 100% silk"),
            ("2", "leather wallet"),
            ("3", 'a\\b "c"'),
        ):
            unit.listings.save(a_listing(item_id=item, title=title, seller_name="晴禾的店"), f"f{item}", [])
        unit.case_listings.save(r.case_listing(1, listing_id=ListingId("taobao:1")))
        unit.cases.save(r.case())
    with store.unit() as unit:

        def found(words: str, case: CaseId | None = None) -> list[str]:
            return sorted(each.item_id for each in unit.listings.search(words, 10, case))

        assert found("丝巾") == found("SCARF 晴禾") == found("100%") == ["1"]
        assert found('"c"') == found("a\\b") == ["3"]
        assert found("") == ["1", "2", "3"]
        assert found("_eather") == found("nothing") == []
        assert found("晴禾", ONE) == ["1"]
        assert found("wallet", ONE) == []
        assert [e.number for e in unit.case_listings.page(ONE, words="TAOBAO:1")] == [1]
        assert len(unit.listings.search("晴禾", 2)) == 2


def test_what_is_due_comes_longest_waiting_first(store: SqlStore) -> None:
    with store.unit() as unit:
        for number, minutes in ((1, 0), (2, -5), (3, 1)):
            at = r.NOW + timedelta(minutes=minutes)
            unit.case_listings.save(r.case_listing(number, next_look_at=at))
        unit.case_listings.save(r.case_listing(4, next_look_at=None))
        assert [e.number for e in unit.case_listings.due(r.NOW, 10)] == [2, 1]
        assert [e.number for e in unit.case_listings.due(r.NOW, 1)] == [2]


def test_a_case_is_found_by_its_traces(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.case_listings.trace(ONE, ["seller:a", "contact:1", "seller:a"])
        unit.case_listings.trace(ONE, ["seller:a"])
        unit.case_listings.trace(TWO, [f"picture:{n}" for n in range(1_200)] + ["contact:1"])
        assert unit.case_listings.sharing({"contact:1", "seller:a", "x"}) == [
            (ONE, "contact:1"),
            (ONE, "seller:a"),
            (TWO, "contact:1"),
        ]
        assert len(unit.case_listings.sharing({f"picture:{n}" for n in range(1_200)})) == 1_200


def test_listings_move_behind_those_of_the_other_case_and_know_where_they_came_from(store: SqlStore) -> None:
    with store.unit() as unit:
        for number in (1, 2, 3):
            unit.case_listings.save(r.case_listing(number))
        unit.case_listings.save(r.case_listing(1, case_id=TWO))
        assert unit.case_listings.move(ONE, TWO, {ListingId("taobao:3")}) == 1
        assert unit.case_listings.move(ONE, TWO) == 1
        assert [(e.listing_id, e.number, e.came_from) for e in unit.case_listings.page(TWO)] == [
            ("taobao:7301", 1, "C-000009"),
            ("taobao:3", 2, ONE),
            ("taobao:2", 3, ONE),
        ]
        assert [e.listing_id for e in unit.case_listings.page(ONE)] == ["taobao:7301"]
        unit.case_listings.remove(ONE, ListingId("taobao:7301"))
        assert list(unit.case_listings.page(ONE)) == []


def test_cases_are_found_by_their_titles(store: SqlStore) -> None:
    titles = ("Acme 100%", "acme_b", "晴禾贸易", "", "a\\b", "Über uns")
    with store.unit() as unit:
        for number, title in enumerate(titles, 1):
            later = r.NOW - timedelta(hours=number)
            unit.cases.save(replace(r.case(number), title=title, brand="Acme", opened_at=later))
        for text, found in (
            ("is ACME_B before Acme 100% ?", [2, 1]), ("acmeXb or acme 100", []), ("晴禾贸易怎么样了", [3]),
            ("what of a\\b", [5]), ("what of ab", []), ("ÜBER UNS", [6]),
        ):  # fmt: skip
            assert [case.case_id[-1] for case in unit.cases.titled_in(text)] == [str(each) for each in found]
        told = unit.cases.titled_with(["acm", "禾贸", "%"])
        assert sorted((case_id[-1], title, brand) for case_id, title, brand in told) == [
            ("1", "acme 100%", "Acme"), ("2", "acme_b", "Acme"), ("3", "晴禾贸易", "Acme"),
        ]  # fmt: skip
        assert list(unit.cases.titled_with([])) == []


def test_cases_are_filtered_paged_and_counted_newest_first(store: SqlStore) -> None:
    owner = PersonId("U0MEI")
    with store.unit() as unit:
        for number in range(1, 6):
            case = replace(
                r.case(number),
                opened_at=r.NOW + timedelta(hours=number),
                status=CaseStatus.CLOSED if number == 3 else CaseStatus.OPEN,
                owner=owner if number > 3 else None,
                due_on=date(2026, 11, number),
                seller_key=f"taobao:{number}",
            )
            unit.cases.save(case)
    with store.unit() as unit:

        def found(query: CaseQuery, limit: int = 10, offset: int = 0) -> list[str]:
            return [case.case_id[-1] for case in unit.cases.find(query, limit, offset)]

        assert found(CaseQuery(), 2, 1) == ["4", "3"]
        assert found(CaseQuery(), 2, -2) == ["5", "4"]
        assert found(CaseQuery(), 2, 10**30) == []
        assert found(CaseQuery(open_only=True)) == ["5", "4", "2", "1"]
        assert found(CaseQuery(status=CaseStatus.CLOSED)) == ["3"]
        assert found(CaseQuery(owner=owner)) == ["5", "4"]
        assert found(CaseQuery(overdue_on=date(2026, 11, 3))) == ["2", "1"]
        assert found(CaseQuery(seller_key="taobao:2", brand=r.case().brand)) == ["2"]
        assert (unit.cases.count(CaseQuery()), unit.cases.count(CaseQuery(open_only=True))) == (5, 4)


WORDS = (
    "acme",
    "ACME",
    "100%",
    "a_b",
    "a\\\\b",
    '"',
    "晴禾",
    "禾",
    "éclat",
    "ÉCLAT",
    "c-000",
    "taobao:2",
    "status",
    "zz",
    "'",
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join), min_size=1, max_size=5),
    sought=st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
)
def test_cases_found_by_words_are_those_that_reading_all_of_them_finds(
    store: SqlStore, texts: list[str], sought: str
) -> None:
    with store.unit() as unit:
        for number in range(1, 6):
            text = [*texts, *[""] * 5][number - 1]
            status = CaseStatus.CLOSED if number == 3 else CaseStatus.SENT
            case = replace(r.case(number), title=text, closed_reason=text[::-1], status=status)
            unit.cases.save(replace(case, opened_at=r.NOW + timedelta(hours=number // 2)))
        told = {case.case_id: codec(Case).text(case).lower() for case in unit.cases.all()}
        words = [json.dumps(word, ensure_ascii=False)[1:-1].lower() for word in sought.split()]
        right = [key for key in sorted(told, reverse=True) if all(word in told[key] for word in words)]
        assert [case.case_id for case in unit.cases.find(CaseQuery(words=sought), 10)] == right
        query, running = CaseQuery(words=sought, open_only=True), [key for key in right if key[-1] != "3"]
        assert [case.case_id for case in unit.cases.find(query, 2, 1)] == running[1:3]
        assert unit.cases.count(query) == len(running)


def test_editions_of_weights_come_newest_first_and_keep_their_new_state(store: SqlStore) -> None:
    figures = WeightFigures(f1=0.9, high_precision=1.0, brier=0.05, calibration_error=0.02)
    first = WeightsEdition(
        number=1,
        at=r.NOW,
        table="base = -1.6",
        verdicts=210,
        infringing=90,
        before=figures,
        after=figures,
        state=EditionState.IN_USE,
    )
    second = replace(first, number=2, state=EditionState.REFUSED)
    with store.unit() as unit:
        unit.weights.save(first)
        unit.weights.save(second)
        unit.weights.save(replace(first, state=EditionState.REVERTED))
    with store.unit() as unit:
        assert list(unit.weights.all()) == [second, replace(first, state=EditionState.REVERTED)]


def test_drafts_are_listed_in_short_by_state_and_author(store: SqlStore) -> None:
    other = PersonId("U0OTHER")
    with store.unit() as unit:
        unit.drafts.save(r.draft(1))
        unit.drafts.save(r.draft(2, author=other, created_at=r.NOW - timedelta(days=1)))
        unit.drafts.save(r.draft(3, status=DraftStatus.SENT))
    with store.unit() as unit:
        found = unit.drafts.summaries(DraftStatus.AWAITING)
        assert found == [summary_of(unit.drafts.get(DraftId(f"D-00000{n}")) or r.draft()) for n in (2, 1)]
        assert [each.draft_id for each in unit.drafts.summaries(*DraftStatus, author=other)] == ["D-000002"]
    with store.unit() as unit:
        draft = unit.drafts.get(DraftId("D-000001"))
        assert draft is not None
        unit.drafts.save(replace(draft, status=DraftStatus.REJECTED))
        assert [each.draft_id for each in unit.drafts.summaries(DraftStatus.AWAITING)] == ["D-000002"]


def test_what_waits_is_counted_by_why_nobody_was_told_and_what_was_found_by_its_verdict(
    store: SqlStore,
) -> None:
    opened = {"state": AlertState.OPEN, "verdict": None}
    with store.unit() as unit:
        unit.alerts.save(r.alert("1"))
        unit.alerts.save(r.alert("2", **opened))
        unit.alerts.save(r.alert("3", **opened, held=AlertHold.UNWANTED))
        unit.alerts.save(r.alert("4", **opened, held=AlertHold.UNWANTED, rule=NO_RULE))
        unit.alerts.save(r.alert("5", raised_at=r.NOW - timedelta(days=9)))
        assert unit.alerts.count_waiting() == {Silence.TOLD: 1, Silence.MUTED: 1, Silence.UNCLAIMED: 1}
        since = r.NOW - timedelta(days=7)
        assert unit.alerts.verdicts_since(since) == {Verdict.COUNTERFEIT: 1, None: 3}


def test_clocks_that_run_are_counted_and_each_case_has_its_next_day(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.deadlines.save(r.deadline(1))
        for number, days in ((2, 9), (3, 4), (4, 1)):
            case_id = TWO if number == 4 else ONE
            clock = replace(r.deadline(number, r.TODAY + timedelta(days=days)), case_id=case_id, done_at=None)
            unit.deadlines.save(clock)
        assert unit.deadlines.count_running() == 3
        assert [each.deadline_id for each in unit.deadlines.running(limit=2)] == ["counter-4", "counter-3"]
        assert unit.deadlines.next_days([ONE, CaseId("C-9")]) == {ONE: r.TODAY + timedelta(days=4)}


def test_a_clock_is_looked_at_from_the_day_of_its_next_reminder_on(store: SqlStore) -> None:
    clock = replace(r.deadline(), due_on=date(2026, 12, 20), done_at=None, snoozed_until=None, reminded=())
    with store.unit() as unit:
        unit.deadlines.save(clock)
        unit.deadlines.save(replace(clock, deadline_id=DeadlineId("DL-9"), done_at=r.NOW))
    planned = next_reminder(clock)
    assert planned is not None
    with store.unit() as unit:
        assert list(unit.deadlines.to_remind(planned - timedelta(seconds=1))) == []
        assert list(unit.deadlines.to_remind(planned)) == [clock]
    column = tables.deadlines.c.remind_at
    for wrong in (None, planned + timedelta(days=9)):  # an older version, or another calendar
        with store.unit() as unit:
            unit.transaction.connection.execute(update(tables.deadlines).values({column: wrong}))
            assert list(unit.deadlines.to_remind(planned)) == []
            unit.deadlines.plan()
            assert list(unit.deadlines.to_remind(planned)) == [clock]

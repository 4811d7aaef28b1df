"""The team's own records: counted, found by name, with links; nothing of drafts for those who may not see them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.cases import CaseStatus, Cost, with_cost
from bot.domain.clocks import HOLIDAYS_NOT_KNOWN, OtherDay
from bot.domain.questions import Question
from bot.services.answering.records import OwnRecords, RecordsAnswer
from bot.services.answering.routes import Routes
from bot.slack.blocks.deadlines import deadline_line
from bot.words.book import load_words
from knowledge import law
from tests.factories import a_book, a_right
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, NOON
from tests.unit.services.test_conversations import a_case

TODAY = NOON.date()


def answer(store: MemoryStore, topic: str, text: str, **more: object) -> RecordsAnswer:
    question = Question(text=text, **more)  # type: ignore[arg-type]  # a test's shorthand
    return OwnRecords(store, lambda: TODAY).answer(topic, question, "en", None)


def test_a_right_that_expires_is_told_with_its_day(store: MemoryStore) -> None:
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(expires_on=date(2027, 3, 1)),)))
    found = answer(store, "expires", "what expires next year")
    assert "To expire by 31 December 2027: 1." in found.text
    assert "1 March 2027" in found.rows[0].text


def test_the_next_step_of_a_case_comes_with_its_clock(store: MemoryStore) -> None:
    case = a_case(store)
    found = answer(store, "next_step", f"what is next in {case.case_id}?")
    assert found.text.startswith("C-000007: take evidence")
    assert "5 December 2026" in found.text


def test_the_next_step_names_the_routes_that_the_facts_of_the_case_leave_open(store: MemoryStore) -> None:
    case = a_case(store)
    routes = Routes(store, law.load(), lambda: NOON)
    question = Question(text=f"what is next in {case.case_id}?")
    with store.unit() as unit:
        best, then, *_ = (option.route.title.en for option in routes.best(unit, case, "en"))
    told = OwnRecords(store, lambda: TODAY, routes.best).answer("next_step", question, "en", None).text
    assert f"“{best}”, then “{then}”" in told
    with store.unit() as unit:
        unit.cases.save(replace(case, status=CaseStatus.CLOSED))
    told = OwnRecords(store, lambda: TODAY, routes.best).answer("next_step", question, "en", None).text
    assert best not in told


def test_drafts_are_not_told_to_a_viewer(store: MemoryStore) -> None:
    found = answer(store, "drafts", "which drafts wait?", may_see_drafts=False)
    assert (found.text, found.rows) == ("Drafts are shown to analysts and approvers.", ())


def test_a_last_day_in_a_published_year_is_sure_though_a_later_one_of_its_clock_is_not(
    store: MemoryStore,
) -> None:
    case = a_case(store)
    later = OtherDay(on=date(2027, 1, 5), basis="tm.renewal", because="grace", law_of=date(2026, 12, 21))
    with store.unit() as unit:
        clock = unit.deadlines.running(case.case_id, None)[0]
        clock = replace(clock, due_on=date(2026, 12, 21), others=(later,), notes=(HOLIDAYS_NOT_KNOWN,))
        unit.deadlines.save(clock)
    told = answer(store, "due", f"what is due in {case.case_id}?")
    assert "21 December 2026" in told.text
    assert "not published" not in " ".join((told.text, *(row.text for row in told.rows)))
    line = deadline_line(clock, load_words("en"))
    assert line.index("5 January 2027") < line.index("not published")


@pytest.mark.parametrize("topic", ["case", "next_step", "due"])
def test_a_last_day_in_a_year_without_published_make_up_days_says_so(store: MemoryStore, topic: str) -> None:
    case = a_case(store)
    with store.unit() as unit:
        clock = unit.deadlines.running(case.case_id, None)[0]
        unit.deadlines.save(replace(clock, due_on=date(2027, 1, 5), notes=(HOLIDAYS_NOT_KNOWN,)))
    found = answer(store, topic, f"what is due in {case.case_id}?")
    told = " ".join((found.text, *(row.text for row in found.rows)))
    assert "5 January 2027" in told
    assert told.count(
        "5 January 2027 (holidays of that year not published yet: check this day)"
    ) == told.count("5 January 2027")


@pytest.mark.parametrize("topic", ["case", "due", "next_step", "drafts"])
def test_a_case_that_is_not_recorded_is_said_to_be_missing(store: MemoryStore, topic: str) -> None:
    assert answer(store, topic, "what is due in case 41?").text == "There is no case C-000041."


def test_a_draft_that_is_not_recorded_is_said_to_be_missing(store: MemoryStore) -> None:
    assert answer(store, "case", "who approved D-5?").text == "There is no draft D-000005."


def test_a_question_that_names_a_listing_is_about_it(store: MemoryStore) -> None:
    assert (
        answer(store, "due", "what did we decide on taobao:991?").text
        == "Nothing is recorded on this listing."
    )


def test_nothing_due_never_sounds_like_nothing_runs(store: MemoryStore) -> None:
    assert "What nobody entered is not counted" in answer(store, "due", "what is due").text


def test_rights_are_told_by_class_with_their_recordal(store: MemoryStore) -> None:
    rights = (
        a_right(id="TM-1", classes=(21,), customs_recordal="T2026-1"),
        a_right(id="TM-2", classes=(9,)),
    )
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=rights))
    (row,) = answer(store, "expires", "what have we got in class 21").rows
    assert row.subject == "TM-1"
    assert row.text.endswith("customs T2026-1")


@pytest.mark.parametrize("sees", [True, False])
def test_a_case_tells_its_costs_to_those_who_work_on_it(store: MemoryStore, sees: bool) -> None:
    case = a_case(store)
    cost = Cost(amount=Decimal(500), currency="CNY", what="notary", on=TODAY, by=MEI)
    with store.unit() as unit:
        unit.cases.save(with_cost(case, cost))
    assert ("spent CNY 500" in answer(store, "case", "costs of C-7?", may_see_drafts=sees).text) is sees


@pytest.mark.parametrize("text", ["what is our registration number in class 18", "我们第18类的注册号是多少"])
def test_the_number_of_a_right_is_told(store: MemoryStore, text: str) -> None:
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(classes=(18,), number="12345678"),)))
    [row] = answer(store, "counts", text).rows
    assert "12345678" in row.text

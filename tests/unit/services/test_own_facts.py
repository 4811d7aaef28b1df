"""Plans are filled from the team's own; a draft is offered only where a judged listing and a right bear it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.cases import Case
from bot.domain.ids import CaseId, ListingId
from bot.domain.questions import StepButton
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.answering.plans import Plans, Situation
from knowledge import law
from tests.factories import a_book, a_right
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, NOON

ON = date(2026, 11, 26)
LISTING = ListingId("taobao:1")


@pytest.fixture
def told(store: MemoryStore) -> Plans:
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(),)))
    return Plans(store, CannedReader(), law.load())


def a_situation(store: MemoryStore, verdict: Verdict | None) -> Situation:
    with store.unit() as unit:
        book = unit.brand_books.all()[0]
        case = Case(
            case_id=CaseId("C-000001"),
            title="Bags",
            brand=book.name,
            listing_ids=(LISTING,),
            opened_at=NOON,
            opened_by=MEI,
        )
        unit.cases.save(case)
        if verdict is not None:
            unit.verdicts.add(GivenVerdict(listing_id=LISTING, verdict=verdict, by=MEI, at=NOON))
    return Situation(on=ON, language="en", case=case)


def buttons(told: Plans, situation: Situation, name: str = "fakes_on_sale") -> list[StepButton]:
    return [step.button for step in told.plan(name, situation).steps if step.button]


def test_a_right_on_file_is_named_in_its_step(told: Plans, store: MemoryStore) -> None:
    text = " ".join(step.text for step in told.plan("fakes_on_sale", Situation(on=ON, language="en")).steps)
    assert a_right().id in text


def test_without_a_right_the_step_says_so_and_no_route_is_offered(store: MemoryStore) -> None:
    bare = Plans(store, CannedReader(), law.load())
    steps = bare.plan("fakes_on_sale", Situation(on=ON, language="en")).steps
    assert any("No right in force in China is on file here." in step.text for step in steps)
    assert [step.button for step in steps if step.button] == [StepButton.REPORT_LISTING]


def test_a_judged_counterfeit_in_the_case_bears_a_draft(told: Plans, store: MemoryStore) -> None:
    assert StepButton.DRAFT_TAKEDOWN in buttons(told, a_situation(store, Verdict.COUNTERFEIT))


@pytest.mark.parametrize(
    "verdict", [None, Verdict.GENUINE, Verdict.GREY_MARKET, Verdict.UNCLEAR, Verdict.NEEDS_TEST_BUY]
)
def test_goods_that_nobody_found_to_infringe_bear_none(
    told: Plans, store: MemoryStore, verdict: Verdict | None
) -> None:
    assert StepButton.DRAFT_TAKEDOWN not in buttons(told, a_situation(store, verdict))


def test_a_lapsed_right_bears_none(told: Plans, store: MemoryStore) -> None:
    situation = replace(a_situation(store, Verdict.COUNTERFEIT), on=date(2060, 1, 1))
    assert buttons(told, situation) == [StepButton.REPORT_LISTING]


@pytest.mark.parametrize("name", ["genuine_goods", "accused"])
def test_no_story_of_genuine_goods_and_no_accused_is_offered_a_draft(
    told: Plans, store: MemoryStore, name: str
) -> None:
    assert buttons(told, a_situation(store, Verdict.COUNTERFEIT), name) == []

"""What the team did is counted by deed, person and days; drafts and costs only for those who may see them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.cases import Cost, with_cost
from bot.domain.drafts import Approval, Draft, DraftRequest, DraftStatus
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.domain.questions import Question
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.answering.records import OwnRecords, RecordsAnswer
from bot.services.answering.tallies import Deed, counted
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.domain.test_approvals import a_composition
from tests.unit.services.conftest import MEI, NOON
from tests.unit.services.test_conversations import a_case

JONAS = PersonId("U0JONAS")
NAMES = {JONAS: "Jonas Berg", MEI: "Mei Lin"}
LAST_MONTH = NOON.replace(day=1) - timedelta(days=10)


def ask(store: MemoryStore, text: str, language: str = "en", **more: object) -> RecordsAnswer:
    records = OwnRecords(store, NOON.date, name_of=lambda person: NAMES.get(person, ""))
    return records.answer("drafts", Question(text=text, **more), language, None)  # type: ignore[arg-type]


def a_draft(number: int, *, by: PersonId, at: datetime) -> Draft:
    words = a_composition()
    approval = Approval(by=by, at=at, version=1, sha256=words.sha256s)
    return Draft(
        draft_id=DraftId(f"D-{number:06d}"),
        request=DraftRequest(kind="platform-takedown", listing_ids=(), right_ids=(), as_of=at.date()),
        version=1,
        status=DraftStatus.APPROVED,
        author=MEI,
        composition=words,
        approvals_needed=1,
        approvals=(approval,),
        case_id=CaseId("C-000007"),
        created_at=at,
    )


@pytest.fixture
def busy(store: MemoryStore) -> MemoryStore:
    """Jonas approved two drafts last month and one today, Mei one last month."""
    with store.unit() as unit:
        for number, by, at in (
            (1, JONAS, LAST_MONTH), (2, JONAS, LAST_MONTH), (3, JONAS, NOON), (4, MEI, LAST_MONTH)
        ):  # fmt: skip
            unit.drafts.save(a_draft(number, by=by, at=at))
    return store


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how many drafts did Jonas approve last month", 2),
        ("how many drafts did <@U0JONAS> approve last month", 2),
        ("how many drafts were approved last month", 3),
        ("上个月Jonas批准了多少份草稿", 2),
    ],
)
def test_approvals_are_counted_by_person_and_days(busy: MemoryStore, text: str, number: int) -> None:
    found = ask(busy, text)
    assert f"{number} approvals" in found.text
    assert len(found.rows) == number


def test_who_asks_for_their_own_gets_their_own(busy: MemoryStore) -> None:
    assert "1 approvals by Mei Lin" in ask(busy, "how many did I approve last month", person=MEI).text


def test_who_did_most_is_told_by_name(busy: MemoryStore) -> None:
    found = ask(busy, "who approved most drafts last month")
    assert [(row.subject, row.text) for row in found.rows] == [("Jonas Berg", "2"), ("Mei Lin", "1")]


def test_nobody_of_that_name_is_said_and_not_counted_as_all(busy: MemoryStore) -> None:
    assert "Nobody called Petra" in ask(busy, "how many drafts did Petra approve last month").text


def test_a_viewer_is_told_no_drafts(busy: MemoryStore) -> None:
    found = ask(busy, "how many drafts did Jonas approve last month", may_see_drafts=False)
    assert (found.rows, "analysts and approvers" in found.text) == ((), True)


def test_verdicts_cases_and_costs_are_counted_too(store: MemoryStore) -> None:
    case = a_case(store)
    cost = Cost(amount=Decimal(500), currency="CNY", what="notary", on=NOON.date(), by=JONAS)
    listing = a_listing()
    with store.unit() as unit:
        unit.cases.save(replace(with_cost(case, cost), closed_at=NOON, owner=JONAS))
        unit.listings.save(listing, "f", ())
        unit.verdicts.add(
            GivenVerdict(listing_id=listing.listing_id, verdict=Verdict.COUNTERFEIT, by=JONAS, at=NOON)
        )
    assert (
        "1 listings judged by Jonas Berg" in ask(store, "how many listings has Jonas judged this week").text
    )
    assert "1 cases closed" in ask(store, "how many cases did we close this month").text
    assert "1 cases opened by everybody" in ask(store, "number of new cases this month").text
    assert "CNY 500 spent" in ask(store, "how much did we spend this month").text
    assert "0 spent" in ask(store, "how much did we spend last year").text


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("how many drafts wait for approval", None),
        ("how many cases are open", None),
        ("which drafts did Jonas write", None),
        ("how many letters were sent in October", Deed.SENT),
        ("上周一共起草了几份", Deed.WRITTEN),
        ("本月结案多少件", Deed.CLOSED),
    ],
)
def test_what_is_a_count_of_deeds(text: str, deed: Deed | None) -> None:
    assert counted(text) is deed


def test_the_days_are_told(busy: MemoryStore) -> None:
    first = date(LAST_MONTH.year, LAST_MONTH.month, 1)
    assert ask(busy, "how many drafts were approved last month").text.startswith(f"{first.day} ")

"""Records are chosen, counted, ranked and compared as a question asks; drafts and costs only for those who may see them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.audit import Act
from bot.domain.cases import Cost, with_cost
from bot.domain.compositions import NoticeGap, Severity
from bot.domain.drafts import Approval, Draft, DraftRequest, DraftStatus
from bot.domain.ids import AlertId, CaseId, DraftId, PersonId
from bot.domain.questions import Question
from bot.domain.sentences import Sentence
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.answering.record_queries import deed_asked, query_of
from bot.services.answering.record_sources import RecordKind
from bot.services.answering.records import OwnRecords, RecordsAnswer
from knowledge.reading import Refusal
from tests.factories import a_listing
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.domain.test_approvals import a_composition
from tests.unit.services.conftest import MEI, NOON
from tests.unit.services.test_conversations import a_case
from tests.unit.services.test_questions import NOTHING, a_questions
from tests.unit.services.test_record_answers import an_alert, many
from tests.unit.services.test_records import answer

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
    assert "1 approval (Mei Lin)" in ask(busy, "how many did I approve last month", person=MEI).text


def test_who_did_most_is_told_by_name(busy: MemoryStore) -> None:
    found = ask(busy, "who approved most drafts last month")
    assert [(row.subject, row.text) for row in found.rows] == [("Jonas Berg", "2"), ("Mei Lin", "1")]


def test_nobody_of_that_name_is_said_and_not_counted_as_all(busy: MemoryStore) -> None:
    assert "Nobody called Petra" in ask(busy, "how many drafts did Petra approve last month").text


@pytest.mark.parametrize(
    "text", ["how many drafts were approved from March", "drafts approved by Taobao's last day, total"]
)
def test_a_month_or_a_marketplace_is_nobody(busy: MemoryStore, text: str) -> None:
    assert "Nobody called" not in ask(busy, text).text


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
    assert "1 listing judged (Jonas Berg)" in ask(store, "how many listings has Jonas judged this week").text
    assert "1 case closed" in ask(store, "how many cases did we close this month").text
    assert "1 case opened" in ask(store, "number of new cases this month").text
    assert "CNY 500 spent" in ask(store, "how much did we spend this month").text
    assert "nothing is recorded" in ask(store, "how much did we spend last year").text


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("how many drafts wait for approval", None),
        ("how many cases are open", None),
        ("which drafts did Jonas write", None),
        ("how many letters were sent in October", RecordKind.SENT),
        ("can you check whether the notice has been sent", RecordKind.SENT),
        ("the notice was sent on 3 November, what is due now", None),
        ("上周一共起草了几份", RecordKind.WRITTEN),
        ("本月结案多少件", RecordKind.CLOSED),
    ],
)
def test_what_is_a_count_of_deeds(text: str, deed: RecordKind | None) -> None:
    assert deed_asked(text) is deed


def test_the_days_are_told(busy: MemoryStore) -> None:
    first = date(LAST_MONTH.year, LAST_MONTH.month, 1)
    assert ask(busy, "how many drafts were approved last month").text.startswith(f"{first.day} ")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Which shops sold most of them in March?", {"group": "seller", "spans": 1}),
        ("finds per marketplace, this quarter", {"group": "platform", "spans": 1}),
        ("哪款产品最多", {"group": "product"}),
        ("is this month worse than last month", {"spans": 2}),
        ("this week compared with before", {"spans": 2}),
        ("the earliest find that waits", {"order": "oldest", "state": "waiting"}),
        ("最贵的是哪一件", {"order": "dearest"}),
        ("letters nobody replied to", {"state": "unanswered"}),
        ("complaints with no reply", {"state": "unanswered"}),
    ],
)
def test_a_question_is_read_as_one_query(text: str, query: dict[str, object]) -> None:
    found = query_of(RecordKind.FOUND, text, NOON.date())
    told = {"group": found.group, "order": found.order, "state": found.state, "spans": len(found.spans)}
    assert {name: told[name] for name in query} == query
    assert [name for name in ("group", "order", "state") if told[name] and name not in query] == []


@pytest.fixture
def market(store: MemoryStore) -> MemoryStore:
    """Three finds of two shops on two marketplaces, in this month and the last; the dearest is confirmed."""
    with store.unit() as unit:
        for number, platform, shop, price, at in (
            (1, "taobao", "甲店", 30, NOON), (2, "taobao", "甲店", 20, LAST_MONTH), (3, "jd", "乙店", 90, NOON)
        ):  # fmt: skip
            listing = replace(
                a_listing(), platform=platform, item_id=str(number), seller_id=shop, seller_name=shop,
                price=Decimal(price),
            )  # fmt: skip
            verdict = Verdict.COUNTERFEIT if number == 3 else None
            alert = an_alert(at)
            unit.listings.save(listing, "f", ())
            unit.alerts.save(
                replace(alert, alert_id=AlertId(f"A-{number}"), listing=listing, verdict=verdict)
            )
    return store


def found(store: MemoryStore, text: str, topic: str = "counts") -> RecordsAnswer:
    return OwnRecords(store, NOON.date).answer(topic, Question(text=text), "en", None)


def test_finds_are_ranked_by_what_is_asked(market: MemoryStore) -> None:
    by_shop = found(market, "which shop has most")
    assert [(row.subject, row.text) for row in by_shop.rows] == [("甲店", "2"), ("乙店", "1")]
    by_platform = found(market, "how many by platform this month")
    assert [(row.subject, row.text) for row in by_platform.rows] == [("jd", "1"), ("taobao", "1")]


def test_finds_are_set_beside_the_days_before(market: MemoryStore) -> None:
    told = found(market, "did we find more this month than last month?").text
    assert [part.split(" suspect")[0][-1] for part in told.split("found")[:2]] == ["2", "1"]


def test_the_cheapest_and_the_first_come_first(market: MemoryStore) -> None:
    assert found(market, "what was the cheapest one").rows[0].subject == "taobao:2"
    assert found(market, "what was the dearest one").rows[0].subject == "jd:3"
    assert found(market, "what was the cheapest one", "seller").rows[0].subject == "taobao:2"
    assert found(market, "the oldest one that waits", "alerts").rows[0].subject == "taobao:2"


def test_only_finds_of_the_state_and_the_marketplace_asked_for_count(market: MemoryStore) -> None:
    assert [row.subject for row in found(market, "which are confirmed").rows] == ["jd:3"]
    assert {row.subject for row in found(market, "those on taobao").rows} == {"taobao:1", "taobao:2"}


def test_costs_are_summed_by_what_they_were_for(store: MemoryStore) -> None:
    case = a_case(store)
    with store.unit() as unit:
        for what, amount in (("notary", 500), ("translation", 70)):
            cost = Cost(amount=Decimal(amount), currency="CNY", what=what, on=NOON.date(), by=JONAS)
            case = with_cost(case, cost)
        unit.cases.save(case)
    assert "CNY 500 spent (notary)" in ask(store, "how much was spent on notaries").text
    assert [row.text for row in ask(store, "total cost per case").rows] == ["CNY 570"]


def test_who_runs_no_case_is_given_none(store: MemoryStore) -> None:
    case = a_case(store)
    with store.unit() as unit:
        unit.cases.save(replace(case, owner=JONAS, opened_by=MEI))
    records = OwnRecords(store, NOON.date, name_of=lambda person: NAMES.get(person, ""))
    told = records.answer("case", Question(text="what is Mei working on"), "en", None)
    assert (told.rows, "nothing is recorded (Mei Lin)" in told.text) == ((), True)


def test_who_did_what_in_a_case_is_told_from_the_trail(store: MemoryStore) -> None:
    case = a_case(store)
    with store.unit() as unit:
        unit.audit.append(Act(who=JONAS, what="case.noted", subject=case.case_id, details={}), NOON)
    records = OwnRecords(store, NOON.date, name_of=lambda person: NAMES.get(person, ""))
    told = records.answer("case", Question(text="what happened in C-7?"), "en", None)
    assert "Jonas Berg · added a note" in told.rows[-1].text
    told = records.answer("case", Question(text="where does C-7 stand?"), "en", None)
    assert [row.what for row in told.rows] == ["case"]


def test_what_stands_in_an_approved_notice_is_told_beside_what_has_no_verdict(store: MemoryStore) -> None:
    listed = [each.listing.listing_id for each in many(store, 3)]
    draft = a_draft(1, by=MEI, at=NOON)
    with store.unit() as unit:
        unit.drafts.save(replace(draft, request=replace(draft.request, listing_ids=(listed[0],))))
    told = answer(store, "counts", "how many did we find")
    assert "2 without a verdict. Of these, 1 stand in a notice that was approved or sent." in told.text
    hidden = answer(store, "counts", "how many did we find", may_see_drafts=False)
    assert "notice" not in hidden.text


@pytest.mark.parametrize(
    "text", ["why can D-000001 not go out?", "D-000001还缺什么？", "what does draft 1 lack?"]
)
def test_of_a_draft_it_is_told_what_it_lacks_first_what_blocks_it(store: MemoryStore, text: str) -> None:
    def gap(field: str, severity: Severity, key: str) -> NoticeGap:
        return NoticeGap(field=field, severity=severity, message=Sentence(key=key))

    gaps = (
        gap("a", Severity.WARNING, "check the class"),
        gap("b", Severity.BLOCKING, "give the certificate"),
    )
    draft = a_draft(1, by=JONAS, at=NOON)
    with store.unit() as unit:
        unit.drafts.save(replace(draft, composition=replace(draft.composition, gaps=gaps)))
    desk = a_questions(NOTHING, CannedReader(refusal=Refusal.NEEDS_COUNSEL), store=store)
    assert (
        "What it lacks: give the certificate; check the class"
        in desk.ask(Question(text=text, language="en")).text
    )

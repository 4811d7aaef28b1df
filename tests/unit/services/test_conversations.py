"""Threads remember their own person's questions, know their case, and keep what people think."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import AskedId, CaseId, DeadlineId, ListingId, PersonId
from bot.domain.moments import china_day
from bot.domain.questions import AnswerOutcome, Dislike, Opinion
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.conversations import Conversations
from bot.services.answering.questions import Questions
from knowledge import law
from knowledge.reading import MessageKind, Sure
from tests.factories import a_book, a_design, a_right
from tests.fakes.guidance import CannedReader, CannedSearch
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, NOON, HandClock

HERE = {"channel": "C1", "thread": "17.1"}


@pytest.fixture
def search() -> CannedSearch:
    return CannedSearch(passage=replace(CannedSearch().passage))


@pytest.fixture
def conversations(store: MemoryStore, clock: HandClock, search: CannedSearch) -> Conversations:
    questions = Questions(
        search=search,
        reader=CannedReader(
            kinds={
                "next deadline": MessageKind.OWN_DATA,
                "截止": MessageKind.OWN_DATA,
                "in our case": MessageKind.OWN_DATA,
            },
            subjects={"next deadline": "own.due", "截止": "own.due", "in our case": "own.case"},
        ),
        writer=ExtractiveWriter(),
        register=law.load(),
        store=store,
        today=lambda: china_day(clock()),
    )
    return Conversations(store, questions, clock)


def a_case(store: MemoryStore) -> Case:
    case = Case(
        case_id=CaseId("C-000007"),
        title="Bags",
        brand="Solvane",
        listing_ids=(ListingId("taobao:1"),),
        seller_key="taobao:shop-1",
        opened_at=NOON,
        opened_by=MEI,
        channel="C1",
        ts="17.1",
    )
    clock = Deadline(
        deadline_id=DeadlineId("T-1"),
        case_id=case.case_id,
        kind="counter_notice",
        basis="ec.counter_statement",
        started_on=date(2026, 11, 20),
        due_on=date(2026, 12, 5),
    )
    with store.unit() as unit:
        unit.cases.save(case)
        unit.deadlines.save(clock)
        unit.deadlines.save(replace(clock, deadline_id=DeadlineId("T-2"), kind="over", done_at=NOON))
    return case


def test_a_follow_up_is_read_with_this_persons_own_question_in_this_thread(
    conversations: Conversations, search: CannedSearch
) -> None:
    conversations.ask("How long do we have to oppose a mark?", person=MEI, **HERE)
    conversations.ask("How is a customs recordal renewed?", person=JONAS, **HERE)
    conversations.ask("How is a design protected in China?", person=MEI, channel="C1", thread="18.1")
    conversations.ask("And for patents?", person=MEI, **HERE)
    own = [text for text in search.asked if text.endswith(" And for patents?")]
    assert own == ["How long do we have to oppose a mark? And for patents?", "The principle And for patents?"]


def test_what_was_asked_outlives_the_process(
    conversations: Conversations, store: MemoryStore, clock: HandClock, search: CannedSearch
) -> None:
    conversations.ask("How long do we have to oppose a mark?", person=MEI, **HERE)
    again = Conversations(store, conversations._questions, clock)
    again.ask("And for patents?", person=MEI, **HERE)
    assert "How long do we have to oppose a mark? And for patents?" in search.asked


def test_outside_a_thread_nothing_is_remembered(conversations: Conversations, search: CannedSearch) -> None:
    conversations.ask("How long do we have to oppose a mark?", person=MEI)
    conversations.ask("And for patents?", person=MEI)
    assert search.asked[-1] == "And for patents?"


def test_the_answer_is_kept_with_what_became_of_it(conversations: Conversations, store: MemoryStore) -> None:
    told = conversations.ask("How is the weather?", person=MEI, **HERE)
    with store.unit() as unit:
        kept = unit.asked.get(told.asked.asked_id)
    assert kept == told.asked
    assert (kept.outcome, kept.text, kept.person) == (AnswerOutcome.REFUSED, "How is the weather?", MEI)


def test_the_facts_of_the_case_are_told_in_its_thread(
    conversations: Conversations, store: MemoryStore
) -> None:
    a_case(store)
    text = conversations.ask("Who is the seller, taobao, in our case?", person=MEI, **HERE).answer.text
    assert text.startswith(
        "Case C-000007: status open; brand Solvane; seller taobao:shop-1; listings taobao:1."
    )
    assert "5 December 2026" in text


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("What is the next deadline in this case?", "5 December 2026"),
        ("本案的截止日是哪天?", "2026年12月5日"),
    ],
)
def test_the_clocks_of_the_case_are_told_in_its_thread(
    conversations: Conversations, store: MemoryStore, question: str, day: str
) -> None:
    a_case(store)
    answer = conversations.ask(question, person=MEI, **HERE).answer
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert day in answer.text
    assert [row.subject for row in answer.rows] == ["T-1"]


def test_the_right_and_the_platform_of_the_case_steer_the_search(
    conversations: Conversations, store: MemoryStore, search: CannedSearch
) -> None:
    case = a_case(store)
    design = a_design()
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(), design)))
        unit.cases.save(replace(case, right_ids=(design.id,)))
    conversations.ask("Which papers do we need?", person=MEI, **HERE)
    conversations.ask("Which papers do we need?", person=MEI, channel="C1", thread="18.1")
    assert search.about == [("design", "taobao"), ()]


def test_a_general_question_in_a_case_thread_gets_no_facts(
    conversations: Conversations, store: MemoryStore
) -> None:
    a_case(store)
    assert (
        "C-000007"
        not in conversations.ask("How long is the opposition period?", person=MEI, **HERE).answer.text
    )


def test_a_pick_is_answered_and_kept_for_what_was_meant(
    conversations: Conversations, store: MemoryStore, search: CannedSearch
) -> None:
    search.sure = Sure.CHOICE
    asked = conversations.ask("How long?", person=MEI, **HERE).asked
    section = asked.choices[0]
    told = conversations.pick(asked.asked_id, section, person=MEI)
    assert told.answer.outcome is AnswerOutcome.ANSWERED
    with store.unit() as unit:
        kept = unit.asked.get(asked.asked_id)
    assert kept is not None
    assert kept.picked == section


@pytest.mark.parametrize(
    ("person", "member", "teaches"), [(MEI, True, True), (MEI, False, False), (JONAS, True, False)]
)
def test_only_the_asker_of_the_team_teaches_by_a_pick(
    conversations: Conversations,
    store: MemoryStore,
    search: CannedSearch,
    person: PersonId,
    *,
    member: bool,
    teaches: bool,
) -> None:
    search.sure = Sure.CHOICE
    asked = conversations.ask("How long?", person=MEI, **HERE).asked
    conversations.pick(asked.asked_id, asked.choices[0], person=person, teaches=member)
    with store.unit() as unit:
        assert bool(unit.asked.taught()) is teaches


def test_only_a_title_that_was_offered_can_be_picked(conversations: Conversations) -> None:
    asked = conversations.ask("How long?", person=MEI, **HERE).asked
    with pytest.raises(NotPossible):
        conversations.pick(asked.asked_id, "cn/other#x", person=MEI)


def test_the_last_opinion_stands(conversations: Conversations) -> None:
    asked = conversations.ask("How long?", person=MEI, **HERE).asked
    conversations.opine(asked.asked_id, Opinion.NOT_HELPFUL, dislike=Dislike.WRONG, comment="no")
    changed = conversations.opine(asked.asked_id, Opinion.HELPFUL)
    assert (changed.opinion, changed.dislike, changed.comment) == (Opinion.HELPFUL, None, "")


def test_an_opinion_on_nothing_is_told(conversations: Conversations) -> None:
    with pytest.raises(UnknownThing, match="Q-000404"):
        conversations.opine(AskedId("Q-000404"), Opinion.HELPFUL)


def test_questions_are_forgotten_after_a_year(conversations: Conversations, clock: HandClock) -> None:
    conversations.ask("How long?", person=MEI, **HERE)
    clock.forward(days=364)
    assert conversations.forget_old() == 0
    clock.forward(days=2)
    assert conversations.forget_old() == 1

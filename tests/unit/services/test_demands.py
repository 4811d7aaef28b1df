"""A term that somebody sets us in the message is kept apart from the clocks of the law."""

from datetime import date

import pytest

from bot.domain.questions import Answer, AnswerOutcome, Question, language_of
from bot.services.answering.answers import ExtractiveWriter, names_a_term, sets
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion
from knowledge import law
from knowledge.mentions import Demand, demanded
from knowledge.reading import Aspect
from tests.fakes.guidance import CannedReader, CannedSearch, a_passage

ON = date(2026, 11, 26)
COUNTER = a_passage("The owner has 15 days after the statement.", section_id="cn/counter-statements#clock")


def answer(text: str, *, said: str = "The owner has 15 days after the statement.") -> Answer:
    language = language_of(text)
    reader = CannedReader(aspect=Aspect.HOW_LONG)
    asked = LawQuestion(
        question=Question(text=text),
        text=text,
        reading=reader.read(text, on=ON),
        language=language,
        today=ON,
        on=ON,
    )
    found = a_passage(said, section_id=COUNTER.section_id, language=language)
    return LawAnswers(CannedSearch(passage=found), ExtractiveWriter(), law.load()).answer(asked)


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("JD wants our invoices in 4 days, what is the last day?", Demand("4 days", 4)),
        ("The bureau asked for two more papers within ten days", Demand("ten days", 10)),
        ("their lawyer demands an answer by Friday", Demand("Friday", 0)),
        ("客服让我们五天内交发票", Demand("五天", 5)),
        ("对方要求下周三前回复", Demand("下周三", 0)),
        ("How long do we have to oppose?", None),
        ("We waited 15 days and nothing happened", None),
        ("对方三年没用过这个商标", None),
        ("They told us of the goods. We have 30 working days to apply, correct?", None),
        ("They told us of the goods. We have 3 days.", Demand("3 days", 3)),
        ("法律规定平台必须7天内处理", None),
        ("By law the platform must answer within 24 hours", None),
        ("市监局要我们出具意见，11月23日来函，几天", None),
        ("卖家申诉的七天期限过了没有", None),
        ("The agreement of 3 June says they must hand the moulds over within 20 days", Demand("20 days", 20)),
        ("经销合同约定提前60天通知", Demand("60天", 60)),
    ],
)
def test_who_demands_and_the_term_are_read_together(text: str, demand: Demand | None) -> None:
    assert demanded(text) == demand


@pytest.mark.parametrize(
    "text",
    [
        "JD wants our invoices in 4 days, what is the last day?",
        "客服让我们四天内交发票，最晚哪天？",
        "The settlement says he pays within 4 days, what is the last day?",
        "和解协议约定四天内付款，最晚哪天？",
    ],
)
def test_a_term_that_somebody_or_an_agreement_sets_never_gets_the_clock_of_another_event(text: str) -> None:
    told = answer(text)
    assert told.outcome is AnswerOutcome.CHOICE
    assert "4 days" in told.text or "四天" in told.text
    assert "15" not in told.text


def test_a_demand_that_names_the_clock_of_the_law_is_answered_by_it() -> None:
    told = answer("The platform gave us 15 days after the statement came, from when do they run?")
    assert told.outcome is AnswerOutcome.ANSWERED


def test_a_passage_without_a_term_may_answer_beside_a_demand() -> None:
    told = answer("JD wants our invoices in 4 days, what is the last day?", said="Keep the file in order.")
    assert told.outcome is AnswerOutcome.ANSWERED


def test_only_the_first_clause_of_a_passage_says_what_its_clock_is() -> None:
    assert sets("Within 15 days; a suit within 30 days.", Demand("15 days", 15))
    assert not sets("Within 15 days; a suit within 30 days.", Demand("30 days", 30))
    assert names_a_term("自公告之日起3个月内提出")
    assert not names_a_term("In time.")

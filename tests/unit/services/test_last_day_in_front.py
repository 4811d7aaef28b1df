"""The last day of what is told opens the answer whatever passage it rests on; nothing is counted of what is not told."""

import pytest

from bot.domain.questions import Answer
from knowledge.reading import Aspect
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import Told, ask

SECURITY = a_passage("Security follows a scale.", section_id="cn/customs#security", provisions=())


def told(text: str, section: str = SECURITY.section_id) -> Answer:
    passage = a_passage(SECURITY.text, section_id=section, provisions=())
    return ask(Told(passages=(passage,)), text, reader=CannedReader(aspect=Aspect.HOW_LONG))


@pytest.mark.parametrize(
    "day", ["on 20 November", "on the twentieth of November", "on Friday", "four days ago"]
)
def test_a_general_rule_is_opened_by_the_last_day(day: str) -> None:
    answer = told(f"Customs notified us {day}, how long have we and how much is it?")
    assert answer.text.startswith("answer to customs, with security: 20 November 2026 + 3 working days")
    assert "[1]" in answer.text.partition("\n")[0]
    assert [each.passage.section_id for each in answer.citations] == [
        "cn/customs#three-days",
        "cn/customs#security",
    ]


def test_a_plan_is_judged_beside_a_general_rule() -> None:
    answer = told("Customs notified us on 20 November. How much is it? We would answer in January.")
    assert answer.text.startswith("Too late: the last day is 25 November 2026, before “January”.")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("We bought the sample on 20 November, how long have we?", "cn/customs#security"),
        ("Customs notified us on 20 November, how long is a patent's term?", "cn/patents#term"),
    ],
)
def test_nothing_is_counted_of_another_event_or_beside_another_rule(text: str, section: str) -> None:
    assert told(text, section).text.startswith("Security follows a scale.")

"""What stands on a right ends with it: a recordal of a design whose term is over, by the day told of its filing."""

from datetime import date

import pytest

from bot.services.answering.ended_rights import standing, term_is_over
from knowledge import law
from knowledge.topics import stage_told

REGISTER, ON = law.load(), date(2026, 11, 26)
RECORDED = (
    "Our kettle design, filed on {day}, is recorded with customs. The port has detained some: do we apply?"
)


@pytest.mark.parametrize(("day", "over"), [("4 April 2016", True), ("4 July 2021", False)])
def test_a_recordal_is_nothing_once_the_term_of_its_design_is_over(day: str, over: bool) -> None:
    text = RECORDED.format(day=day)
    stage = stage_told(text)
    assert stage
    assert stage.id == "recordal_of_an_ended_patent"
    assert standing(stage, text, ON, REGISTER) is (stage if over else None)


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("The design was filed on 30 May 2016.", True),
        ("The design was filed on 30 December 2016.", False),
        ("The utility model was filed on 1 June 2016.", True),
        ("The invention was filed on 1 June 2016.", False),
        ("A design and an invention were filed on 1 June 2006.", False),
        ("2016年5月30日申请的外观设计", True),
    ],
)
def test_a_term_is_over_by_the_kind_and_the_day_of_filing(text: str, over: bool) -> None:
    assert term_is_over(text, ON, REGISTER) is over

"""The steps for a told story show the clock of their own event, none of an earlier step, nor one only perhaps told."""

import pytest

from bot.domain.clocks import Event
from bot.domain.later_steps import overtaken
from bot.services.answering.plans import OFFERED_PLAN
from knowledge.reading import Aspect
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import Told, ask


def steps(name: str, text: str) -> str:
    """What is shown to who picks this plan, case or event for a story, and asks when."""
    passage = a_passage("Rule.", section_id="cn/amr#silence", provisions=())
    reader = CannedReader(aspect=Aspect.HOW_LONG)
    return ask(Told(passages=(passage,)), text, reader=reader, picked=f"{OFFERED_PLAN}{name}").text


@pytest.mark.parametrize(
    "text",
    [
        "We reported the kiln maker to the bureau on 3 November; now the file is open. How long does it take?",
        "我们11月3日向市监局举报了那家窑厂，现在案子在办了，要多久？",
    ],
)
def test_the_time_of_a_step_before_the_plans_own_is_not_told(text: str) -> None:
    assert "2026-11-03" not in steps("amr_case_filed", text)
    assert "3 November 2026 +" not in steps("amr_case_filed", text)
    assert "2026年11月3日 +" not in steps("amr_case_filed", text)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("We reported the kiln maker to the bureau on 3 November and heard nothing. How long?", "3 November 2026 +"),
        ("我们11月3日向市监局举报了那家窑厂，一直没有回音，要等多久？", "2026年11月3日 +"),
    ],
)  # fmt: skip
def test_the_time_of_the_plans_own_event_is(text: str, counted: str) -> None:
    assert counted in steps("amr_silent", text)


def test_what_is_over_opens_no_plan_of_another_event() -> None:
    late = "The judgment over our kettles came on 3 March. Customs notified us of a parcel on 30 November. How long?"
    assert "3 March 2026 +" not in steps("customs_notice", late)


def test_a_clock_that_still_runs_is_told_in_the_plan_of_its_own_case() -> None:
    assert "20 November 2026 +" in steps(
        "judgment", "The judgment was served on us on 20 November. How long?"
    )


def test_each_step_overtakes_all_those_before_it() -> None:
    assert Event.CNIPA_NON_USE_NOTICE in overtaken([Event.CNIPA_CANCELLATION_REVIEW])
    assert overtaken([Event.CNIPA_NON_USE_NOTICE]) == frozenset()

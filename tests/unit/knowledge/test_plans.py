"""Events and plans rest on sections and law that exist, on every day; every event has a clock."""

import re
from datetime import date

import pytest

from bot.domain.clocks import OF_EVENT, Event
from bot.domain.questions import StepButton
from knowledge import corpus, examples, law, plans, topics

REGISTER = law.load()
DAYS = (date(2026, 11, 26), date(2027, 2, 1))


TEXTS = (*plans.texts(), *(stage.line for stage in topics.stages() if stage.line))


def test_every_section_cited_exists_in_both_languages() -> None:
    for language in ("en", "zh"):
        known = {s.section_id for page in corpus.read() if page.language == language for s in page.sections}
        assert plans.sections() - known == set()


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_is_filled_by_the_law_of_the_day(language: str, on: date) -> None:
    for text in TEXTS:
        told = plans.filled(text, REGISTER, language, on)
        assert told
        assert "{" not in told


def test_no_number_of_the_law_is_typed() -> None:
    for text in TEXTS:
        for language in ("en", "zh"):
            bare = re.sub(r"\{[^}]*\}", "", text.in_(language))
            assert not any(sign.isdigit() for sign in bare), bare


def test_every_event_has_a_clock_of_the_table_or_says_what_binds_in_time() -> None:
    known = {event.value for event in Event}
    for packet in plans.packets().values():
        assert packet.clock in known or packet.clock_text is not None, packet.id
        assert not packet.clock or packet.clock in known, packet.id


def test_every_case_event_and_plan_is_recognised_by_examples_of_its_own() -> None:
    named = {topic for topic, _, _ in topics.examples()}
    assert {f"case.{each}" for each in plans.cases()} == {n for n in named if n.startswith("case.")}
    assert {f"event.{each}" for each in plans.packets()} == {n for n in named if n.startswith("event.")}
    assert {f"plan.{each}" for each in plans.plans()} == {n for n in named if n.startswith("plan.")}


def test_what_runs_in_a_case_is_set_by_the_law_of_one_of_the_sections_that_it_always_shows() -> None:
    source = {s.section_id: s.source for page in corpus.read() for s in page.sections}
    running = [(case, event) for case in plans.cases().values() for event in case.clocks]
    assert running
    for case, event in running:
        laws = {rule.basis for rule in OF_EVENT[Event(event)]}
        shown = " ".join(source[section] for section in case.sections[:4])
        assert any(f'"{law}' in shown for law in laws), (case.id, event)


def test_advice_to_the_owner_is_kept_from_plans_that_others_have() -> None:
    others = {
        each for case in plans.cases().values() if case.side in ("accused", "third") for each in case.sections
    }
    assert plans.advice_for()[plans.OWNER] <= others


def test_a_plan_has_three_to_six_steps_after_whose_goods_they_are() -> None:
    for plan in plans.plans().values():
        assert 3 <= len(plan.steps) - 1 <= 6, plan.id
        assert plan.steps[0] == plans.plans()["accused"].steps[0]


def test_what_is_told_in_place_of_an_event_whose_fact_is_not_told_is_a_case() -> None:
    meant = {packet.otherwise for packet in plans.packets().values() if packet.told.pattern}
    assert meant
    assert meant <= plans.cases().keys()


def test_buttons_are_those_that_the_desk_knows() -> None:
    named = {step.button for plan in plans.plans().values() for step in plan.steps if step.button}
    assert named <= {button.value for button in StepButton}


def test_plans_for_the_accused_and_for_genuine_goods_offer_no_button() -> None:
    for name in ("accused", "genuine_goods"):
        assert not any(step.button for step in plans.plans()[name].steps)


def test_the_topics_were_learned_from_the_examples_that_ship() -> None:
    assert topics.load().learned_from == examples.fingerprint(), "run python -m knowledge.topic_training"

"""A day starts the clock whose event is told of it, and no other, whatever is heard in the message and found for it."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.clocks import OF_EVENT, RULES, ClockRule, Event, reckon
from bot.domain.premises import begins
from bot.domain.questions import Question
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion, Situation
from bot.words.book import day, load_words
from knowledge import law
from knowledge.plans import packets
from knowledge.reading import Aspect
from tests.fakes.guidance import CannedReader, CannedSearch, a_passage

REGISTER, ON, DAY = law.load(), date(2026, 11, 28), date(2026, 11, 10)
SAID = tomllib.loads((Path(__file__).parents[2] / "data" / "events_told.toml").read_text(encoding="utf-8"))
# One word names both ways in which customs detains; which of them it was is asked by naming each with its day.
ONE_WORD = {Event.CUSTOMS_DETENTION, Event.CUSTOMS_DETENTION_ON_APPLICATION}

# From when a mark may be attacked for non-use is told with the time to prove use.
BESIDE = {Event.CNIPA_NON_USE_NOTICE: {Event.MARK_REGISTERED}}


def said(text: str) -> tuple[str, str]:
    """A sentence with its day, and its language."""
    language = "en" if text.isascii() else "zh"
    return text.format(day=day(DAY, language)), language


def answer(rule: ClockRule, text: str, language: str) -> str:
    """The answer from a section on this clock to a message in which its event is surely heard."""
    provision = replace(a_passage().provisions[0], key=rule.basis)
    search = CannedSearch(passage=a_passage("A period runs.", provisions=(provision,), language=language))
    reading = CannedReader(aspect=Aspect.HOW_LONG).read(text, on=ON)
    asked = LawQuestion(
        question=Question(text=text), text=text, reading=reading, language=language, today=ON, on=ON,
        event=rule.event, clearly=True,
    )  # fmt: skip
    return LawAnswers(search, ExtractiveWriter(), REGISTER).answer(asked).text


def others(rule: ClockRule) -> Iterator[str]:
    """Sentences of what does not start this clock, nor another of its provision."""
    own = {each.event for each in RULES if each.basis == rule.basis} | BESIDE.get(rule.event, set())
    for event in Event:
        if event not in own and not {event, rule.event} <= ONE_WORD:
            yield from SAID["told"][event]
    yield from SAID["other"]["texts"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.event}-{rule.kind}")
def test_the_day_of_its_own_event_gives_a_clocks_last_day(rule: ClockRule) -> None:
    [found] = [each for each in reckon(REGISTER, rule.event, DAY) if each.rule is rule]
    for text in SAID["told"][rule.event]:
        told, language = said(text)
        assert day(found.due_on, language) in answer(rule, told, language), text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.event}-{rule.kind}")
def test_the_day_of_anything_else_gives_no_last_day_of_a_clock(rule: ClockRule) -> None:
    wrong = [text for text in others(rule) if " = " in answer(rule, *said(text))]
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, packet in packets().items() if packet.clock])
def test_a_packet_counts_from_the_day_of_its_event_alone(name: str) -> None:
    clock = Event(packets()[name].clock)

    def began(text: str) -> date | None:
        told, language = said(text)
        return Situation(on=ON, language=language, day=DAY, told=told).began(clock)

    assert {began(text) for text in SAID["told"][clock]} == {DAY}
    assert {began(text) for rule in OF_EVENT[clock] for text in others(rule)} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "The AMR has not answered our report of 10 November 2026.",
        "The applicant's answer to our complaint dated 10 November 2026 never came from the bureau.",
    ],
)
def test_the_day_that_a_paper_bears_is_that_of_the_paper(text: str) -> None:
    assert Situation(on=ON, language="en", day=DAY, told=text).began(Event.AMR_COMPLAINT_SENT) == DAY


def test_a_follow_up_takes_what_happened_from_its_thread() -> None:
    told = "Customs in Ningbo called about a parcel.\nThat was on 10 November 2026. Until when?"
    assert Situation(on=ON, language="en", day=DAY, told=told).began(Event.CUSTOMS_NOTICE) == DAY
    assert Situation(on=ON, language="en", day=DAY, told=told).began(Event.MARK_PUBLISHED) is None


@pytest.mark.parametrize(
    "text",
    [
        "海关10月12日扣的货，来函说认定不了。",
        "Customs detained it on 12 October and cannot tell whether it is fake.",
    ],
)
def test_goods_of_which_customs_cannot_tell_were_detained_of_its_own_motion(text: str) -> None:
    day = date(2026, 10, 12)
    assert begins(Event.CUSTOMS_DETENTION, text, day, date(2026, 11, 28))
    assert not begins(Event.CUSTOMS_DETENTION_ON_APPLICATION, text, day, date(2026, 11, 28))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The platform forwarded the seller's statement at the end of October. How long have we left?", "en"),
        ("平台上个月底转来卖家的不侵权声明，还有几天？", "zh"),
    ],
)
def test_of_a_part_of_a_month_the_first_day_is_counted_from_and_nothing_is_said_to_be_over(
    text: str, language: str
) -> None:
    (rule,) = OF_EVENT[Event.COUNTER_STATEMENT]
    told, words = answer(rule, text, language), load_words(language)
    (found,) = reckon(REGISTER, Event.COUNTER_STATEMENT, date(2026, 10, 21))
    assert day(found.due_on, language) in told
    assert words("ask.first_of_it") in told
    assert words("ask.passed") not in told

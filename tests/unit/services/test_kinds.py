"""A message's kind is what was read, settled by what its words show."""

import math
from dataclasses import replace
from datetime import date

import pytest

from bot.services.answering.kinds import (
    WHY_NOT,
    against,
    by_topic,
    is_talk,
    names_a_record,
    outdone,
    plan_signs,
    settle,
    settled,
)
from bot.services.answering.thresholds import AT
from knowledge import corpus
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading, Refusal, asks
from tests.fakes.guidance import CannedReader


def kinds(**chances: float) -> dict[MessageKind, float]:
    return {kind: chances.get(kind.value, 0.01) for kind in MessageKind}


def likeliest(found: dict[MessageKind, float]) -> MessageKind:
    return max(found, key=lambda kind: found[kind])


def said(surest: float = 0.5, **chances: float) -> MessageReading:
    """A reading with these chances of kinds, and of a section that answers so surely."""
    reading = CannedReader().read("x", on=date(2026, 11, 27))
    return replace(reading, kind=kinds(**chances), surest=surest)


def wanted(text: str, read: MessageReading, last: MessageReading | None = None) -> MessageKind:
    return likeliest(settled(read.kind, text, plan_signs(read, last)))


def test_a_sure_kind_stands() -> None:
    text, read = "how long do we have", said(surest=0.9, law=0.95)
    found = settled(read.kind, text, plan_signs(read, None))
    assert likeliest(found) is MessageKind.LAW
    assert sum(found.values()) == pytest.approx(1.0)


def test_a_record_named_by_its_number_speaks_for_our_own_work() -> None:
    read = said(surest=0.9, law=0.8, own_data=0.1)
    assert wanted("where is C-12", read) is MessageKind.OWN_DATA
    assert wanted("where is it", read) is MessageKind.LAW


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("C-000012", True),
        ("case 4", True),
        ("3号案件", True),
        ("listing 1043", True),
        ("1043这条链接", True),
        ("the notice came on the 12th", False),
        ("12号的通知", False),
        ("pdd:123456", True),
        ("Article 42", False),
        ("a case", False),
    ],
)
def test_what_names_a_record(text: str, named: bool) -> None:
    assert names_a_record(text) is named


def test_the_surer_a_section_answers_the_less_is_a_plan_wanted() -> None:
    text = "what now?"
    unsure, sure = (said(surest=surest, law=0.5, plan=0.4) for surest in (0.1, 0.9))
    less, more = (settled(r.kind, text, plan_signs(r, None))[MessageKind.PLAN] for r in (sure, unsure))
    assert less < more


def test_a_story_is_what_it_is_read_as_with_its_last_question() -> None:
    """Where the story surely wants a plan no vague end turns it to law; a question of law behind a story does."""
    story = "They sell copies of our lamp at night, and we know nobody there. So?"
    vague, law = said(law=0.8, plan=0.17), said(surest=0.9, law=0.99)
    assert wanted(story, said(law=0.01, plan=0.99), vague) is MessageKind.PLAN
    assert wanted(story, said(law=0.3, plan=0.7, surest=0.9), law) is MessageKind.LAW


def test_a_record_of_ours_that_is_the_topic_speaks_for_our_own_data() -> None:
    read = said(surest=0.9, law=0.6, own_data=0.4)
    for own, kind in ((0.4, MessageKind.OWN_DATA), (0.01, MessageKind.LAW)):
        told = by_topic(read, {"own.due": own, "other": 1 - own})
        assert likeliest(settled(read.kind, "when is it due", plan_signs(read, None), told)) is kind


@pytest.mark.parametrize(
    ("read", "talk", "told", "small"),
    [
        (0.6, 0.002, 0.9, False),
        (0.6, 0.3, 0.5, True),
        (0.99, 0.02, 0.75, True),
    ],
)
def test_a_situation_told_with_feeling_is_no_small_talk_unless_that_is_surely_read(
    read: float, talk: float, told: float, small: bool
) -> None:
    assert is_talk(said(chat=read), {"chat.other": talk, "event.mark_expired": told}) is small


def test_what_is_a_matter_of_law_only_once_settled_is_refused_as_one() -> None:
    read = replace(said(act=0.45, law=0.4), as_law=Refusal.UNLAWFUL)
    told = settle(read, "make me a certificate with a red seal", {"event.fined": 0.3}, lambda text: read)
    assert (told.is_kind, told.refused) == (MessageKind.LAW, Refusal.UNLAWFUL)
    assert settle(read, "assign it to Mei", {"act.assign": 0.9}, lambda text: read).refused is Refusal.NONE


def test_a_time_asked_for_where_no_record_is_the_topic_is_no_look_into_our_records() -> None:
    read = said(surest=0.9, law=0.3, own_data=0.7)
    asked = replace(read, aspect={each: float(each is Aspect.HOW_LONG) for each in Aspect})
    for reading, kind in ((read, MessageKind.OWN_DATA), (asked, MessageKind.LAW)):
        told = by_topic(reading, {"own.due": 0.01, "other": 0.99})
        assert likeliest(settled(reading.kind, "how long have we", plan_signs(reading, None), told)) is kind


def test_what_happened_is_no_order_to_note_it() -> None:
    told = {"act.start_clock": 0.1, "event.nonuse_notice": 0.7}
    assert by_topic(said(), told)[MessageKind.ACT] == pytest.approx(math.log(1 / 8))
    assert MessageKind.ACT not in by_topic(said(), {"act.start_clock": 0.01, "other": 0.99})


@pytest.mark.parametrize(
    ("accused", "topic", "held"),
    [
        (0.0, "plan.fakes_on_sale", False),
        (0.97, "plan.customs_goods", True),
        (0.2, "plan.accused", True),
        (0.0, "other.warned", True),
    ],
)
def test_something_is_held_against_who_is_accused_by_the_reading_or_tells_of_it(
    accused: float, topic: str, held: bool
) -> None:
    read = CannedReader().read("x", on=date(2026, 11, 27))
    reading = replace(
        read, asker=dict.fromkeys(Asker, 0.0) | {Asker.OWNER: 1 - accused, Asker.ACCUSED: accused}
    )
    assert (against(reading, {topic: 0.8}) >= AT.accused) is held


@pytest.mark.parametrize(("read", "least"), [(0.995, 1.0), (0.7, 0.7**AT.believed)])
def test_a_look_up_is_outdone_where_it_is_not_surely_read(read: float, least: float) -> None:
    kind = kinds(own_data=read, law=1 - read)
    reading = replace(CannedReader().read("x", on=date(2026, 11, 27)), kind=kind)
    assert outdone(reading) == least


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The judge decides on Monday. do we need security", True),
        ("He went away, must we wait", True),
        ("He sold it. We can do more, they will see.", False),
    ],
)
def test_a_story_asks_where_the_verb_goes_before_its_subject(text: str, asked: bool) -> None:
    assert asks(text) is asked


def test_why_a_wrong_harms_stands_in_a_section_of_both_languages() -> None:
    for language in ("en", "zh"):
        known = {s.section_id for page in corpus.read() if page.language == language for s in page.sections}
        assert known.issuperset(WHY_NOT.values())

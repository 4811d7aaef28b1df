"""A message's kind is what was read, settled by what its words show."""

from dataclasses import replace
from datetime import date

import pytest

from bot.services.answering.kinds import WHY_NOT, by_topic, leads, names_a_record, outdone, settled
from bot.services.answering.thresholds import AT
from knowledge import corpus
from knowledge.reading import Aspect, MessageKind, asks
from tests.fakes.guidance import CannedReader


def kinds(**chances: float) -> dict[MessageKind, float]:
    return {kind: chances.get(kind.value, 0.01) for kind in MessageKind}


def likeliest(found: dict[MessageKind, float]) -> MessageKind:
    return max(found, key=lambda kind: found[kind])


def test_a_sure_kind_stands() -> None:
    found = settled(kinds(law=0.95), "how long do we have", 0.9)
    assert likeliest(found) is MessageKind.LAW
    assert sum(found.values()) == pytest.approx(1.0)


def test_a_record_named_by_its_number_speaks_for_our_own_work() -> None:
    read = kinds(law=0.8, own_data=0.1)
    assert likeliest(settled(read, "where is C-12", 0.9)) is MessageKind.OWN_DATA
    assert likeliest(settled(read, "where is it", 0.9)) is MessageKind.LAW


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


def test_what_asks_nothing_tells_of_a_situation() -> None:
    read = kinds(law=0.5, plan=0.3)
    told = "this morning a store with forty thousand fans began to show our lamp, at a tenth of our price"
    assert likeliest(settled(read, told, 0.4)) is MessageKind.PLAN
    assert likeliest(settled(read, f"{told}, is that allowed?", 0.4)) is MessageKind.LAW
    assert likeliest(settled(read, "period of opposition", 0.4)) is MessageKind.LAW


def test_the_surer_a_section_answers_the_less_is_a_plan_wanted() -> None:
    read = kinds(law=0.5, plan=0.4)
    assert likeliest(settled(read, "what now?", 0.1)) is MessageKind.PLAN
    assert likeliest(settled(read, "what now?", 0.9)) is MessageKind.LAW


@pytest.mark.parametrize(
    "text", ["the notice came on Monday, how many days to reply", "周一收到通知，几天内要回"]
)
def test_who_asks_for_a_figure_wants_nothing_done(text: str) -> None:
    assert likeliest(settled(kinds(act=0.5, law=0.4), text, 0.6)) is MessageKind.LAW


def test_a_time_asked_for_stands_in_our_own_records_where_a_record_is_the_topic() -> None:
    read = kinds(law=0.2, own_data=0.7)
    text = "how long have we got"
    assert likeliest(settled(read, text, 0.9, {MessageKind.OWN_DATA: 0.9})) is MessageKind.OWN_DATA
    assert likeliest(settled(read, text, 0.9, {MessageKind.OWN_DATA: 0.05})) is MessageKind.LAW


def test_what_happened_is_no_order_to_note_it_and_a_time_asked_for_is_no_look_into_our_records() -> None:
    said = CannedReader().read("it came on Monday", on=date(2026, 11, 27))
    told = {"act.start_clock": 0.1, "event.nonuse_notice": 0.7}
    assert by_topic(said, told) == {MessageKind.ACT: pytest.approx(1 / 8)}
    assert by_topic(said, {"act.start_clock": 0.01, "other": 0.99}) == {}
    asked = replace(said, aspect={each: float(each is Aspect.HOW_LONG) for each in Aspect})
    assert by_topic(asked, told)[MessageKind.OWN_DATA] == 0.0


@pytest.mark.parametrize(
    "text", ["the notice came on Monday, until when must we answer", "通知周一到的，最晚哪天答复"]
)
def test_who_asks_for_a_day_wants_no_clock_started(text: str) -> None:
    assert likeliest(settled(kinds(law=0.3, act=0.6), text, 0.9)) is MessageKind.LAW


def test_a_story_that_asks_nothing_is_opened_only_by_a_rule_that_surely_fits() -> None:
    reading = replace(CannedReader().read("x", on=date(2026, 11, 27)), kind=kinds(plan=0.95, law=0.05))
    assert leads(reading, "They sell copies of our lamp.") == AT.leads_alone
    assert leads(reading, "They sell copies of our lamp. What does that cost them?") < AT.leads_alone


@pytest.mark.parametrize(
    ("read", "own", "told", "least"),
    [(0.96, 0.1, 0.6, AT.leads), (0.96, 0.7, 0.2, 1.0), (0.96, 0.1, 0.3, 1.0), (0.7, 0.7, 0.2, 0.7)],
)
def test_a_look_up_is_outdone_where_it_rather_tells_that_something_happened_or_is_less_surely_read(
    read: float, own: float, told: float, least: float
) -> None:
    kind = kinds(own_data=read, law=1 - read)
    reading = replace(CannedReader().read("x", on=date(2026, 11, 27)), kind=kind)
    topics = {"own.seller": own, "event.platform_ignores": told, "other": 1 - own - told}
    assert outdone(reading, topics) == least


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

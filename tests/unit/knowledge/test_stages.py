"""What a message states of a stage, a side or a mode is read from its words alone, in both languages."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # nothing public tells the ways of a pattern
from typing import Any

import pytest

from bot.domain.clocks import Event
from bot.words.book import load_words
from knowledge import topics
from knowledge.features import is_chinese
from tests.every import every

TOLD = tomllib.loads((Path(__file__).parents[2] / "data" / "stages.toml").read_text(encoding="utf-8"))
ROWS = [(stage, text) for stage, texts in TOLD.items() for text in texts]


@every(ROWS)
def test_a_message_states_its_stage_or_none(stage: str, text: str) -> None:
    told = topics.stage_told(text)
    assert (told.id if told else "none") == stage


def test_every_stage_is_told_in_both_languages_here() -> None:
    for stage in topics.stages():
        assert {text.isascii() for text in TOLD[stage.id]} == {True, False}, stage.id


def test_every_stage_has_a_clock_of_the_table_a_section_or_a_line() -> None:
    for stage in topics.stages():
        assert not stage.clock or Event(stage.clock)
        for language in ("en", "zh"):
            words = load_words(language)
            wrong = stage.wrong and words.has(f"ask.unlawful.{stage.wrong}")
            assert stage.sections or wrong or stage.line


def test_every_fact_that_a_row_names_is_told_by_forms_that_can_be_looked_for() -> None:
    """They are compiled when they are first looked for: what is wrong in one would be met by some question."""
    table = tomllib.loads(topics.STAGES.read_text(encoding="utf-8"))
    rows = (*table["stage"], *table["act"])
    named = {fact for row in rows for part in ("all", "none", "theirs") for fact in row.get(part, ())}
    assert named == table["fact"].keys()
    for forms in table["fact"].values():
        assert all(re.compile(form) for form in forms)


def test_every_way_of_a_chinese_form_holds_a_chinese_sign() -> None:
    """It is not looked for where none stands; what a Chinese message says in Latin letters or digits is in the first form."""
    facts = tomllib.loads(topics.STAGES.read_text(encoding="utf-8"))["fact"]
    assert [fact for fact, (_, chinese) in facts.items() if not _needs_chinese(_parser.parse(chinese))] == []
    assert not _needs_chinese(_parser.parse("举报|12315|[局x]"))


def _needs_chinese(ways: Iterable[tuple[Any, Any]]) -> bool:
    """Whether what a parsed pattern matches holds a Chinese sign each time."""
    return any(_is_chinese(kind, within) for kind, within in ways)


def _is_chinese(kind: Any, within: Any) -> bool:
    match str(kind):
        case "LITERAL":
            return "\u3400" <= chr(within) <= "\u9fff"
        case "RANGE":
            return all("\u3400" <= chr(end) <= "\u9fff" for end in within)
        case "IN":
            return all(_is_chinese(*each) for each in within)
        case "BRANCH":
            return all(map(_needs_chinese, within[1]))
        case "MAX_REPEAT" | "MIN_REPEAT":
            return within[0] > 0 and _needs_chinese(within[2])
        case "SUBPATTERN":
            return _needs_chinese(within[3])
    return False


def test_what_is_told_of_our_own_mark_is_no_stage_of_theirs() -> None:
    assert topics.stage_told("Our mark is registered. Can we oppose theirs?") is None
    told = topics.stage_told("Our brand was registered by a stranger. Can we still oppose?")
    assert told is not None
    assert told.id == "registered"


@pytest.mark.parametrize("name", sorted(topics.cautions()))
def test_every_caution_is_learned_from_both_languages(name: str) -> None:
    texts = [text for topic, text, _ in topics.examples() if topic == f"caution.{name}"]
    for chinese in (True, False):
        assert sum(is_chinese(text) is chinese for text in texts) >= 8


BEFORE = tomllib.loads((Path(__file__).parents[2] / "data" / "before_acts.toml").read_text(encoding="utf-8"))
ORDERS = [(caution, text) for caution, texts in BEFORE.items() for text in texts]


@every(ORDERS)
def test_an_order_tells_what_makes_it_dangerous(caution: str, text: str) -> None:
    told = [each.id for each in topics.told_before(text, "draft_letter")]
    assert caution in told or (caution, told) == ("none", [])


def test_every_caution_of_an_act_is_told_in_both_languages_here() -> None:
    for caution in topics.acts():
        assert {text.isascii() for text in BEFORE[caution.id]} == {True, False}, caution.id


def test_what_guards_a_letter_alone_is_not_told_of_a_report() -> None:
    text = "Write to the bureau: pay 20,000 or we report you to the police."
    assert not {each.id for each in topics.told_before(text, "draft_amr")} & {"pays_or_police", "threatens"}

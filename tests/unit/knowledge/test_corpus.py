"""Pages are read strictly and rendered once for each period in which they read the same."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge import corpus, law
from knowledge.corpus import GuidanceInvalid
from knowledge.instruments import FOREVER
from knowledge.passages import Passage

PAGE = """---
title: Opposing
jurisdiction: CN
language: en
topic: opposing
reviewed_on: 2026-11-24
reviewer: nobody yet
facts: [X-1]
sections:
  window:
    facts: [X-1]
    questions: ["How long?"]
---
## The window {#window}
%s
"""
CHANGE = date(2027, 1, 1)
REGISTER = law.load()


def _rendered(tmp_path: Path, text: str) -> tuple[Passage, ...]:
    (tmp_path / "cn").mkdir(exist_ok=True)
    (tmp_path / "cn" / "opposing.en.md").write_text(PAGE % text, encoding="utf-8")
    return corpus.render(corpus.read(tmp_path), REGISTER)


def test_a_rule_that_changes_gives_a_passage_for_each_text(tmp_path: Path) -> None:
    before, after = _rendered(tmp_path, '{{ figure("tm.opposition_window.months") }}')
    assert (before.text, before.in_force_to) == ("3 months", CHANGE - timedelta(days=1))
    assert (after.text, after.in_force_from, after.in_force_to) == ("2 months", CHANGE, FOREVER)


def test_a_section_reads_the_same_between_the_days_on_which_what_it_names_changes() -> None:
    register = law.load()
    everything = "".join(f'{{# "{name}" #}}' for name in (*register.provisions, *register.instruments))
    for page in corpus.read()[::9]:
        section = page.sections[0]
        at_every_day = replace(page, sections=(replace(section, source=section.source + everything),))
        assert corpus.render([replace(page, sections=(section,))], register) == corpus.render(
            [at_every_day], register
        )


def test_a_text_without_law_is_one_passage(tmp_path: Path) -> None:
    assert [p.in_force_to for p in _rendered(tmp_path, "Plain advice.")] == [FOREVER]


def test_a_text_has_no_passage_before_its_law(tmp_path: Path) -> None:
    only = _rendered(tmp_path, '{{ cite("tm.nominative_use") }}')
    assert [p.in_force_from for p in only] == [CHANGE]


def test_an_item_is_reported_as_the_place_cited(tmp_path: Path) -> None:
    first = _rendered(tmp_path, '{{ cite("tm.infringing_acts", item=3) }}')[0]
    assert [(p.instrument, p.article) for p in first.provisions] == [("cn-trademark-law-2019", "57(3)")]


def test_a_text_named_with_its_own_date_is_a_source_too(tmp_path: Path) -> None:
    first = _rendered(tmp_path, '{{ cite_in("tm.opposition_window", "cn-trademark-law-2026") }}')[0]
    assert [(p.article, p.in_force_from) for p in first.provisions] == [("36", CHANGE)]


def test_a_figure_alone_names_its_provision(tmp_path: Path) -> None:
    first = _rendered(tmp_path, '{{ figure("tm.opposition_window.months") }}')[0]
    assert first.keys == ("tm.opposition_window",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ cite('tm.nothing') }}", "tm.nothing"),
        ("{{ figure('tm.opposition_window.years') }}", "years"),
        ("{{ unknown }}", "unknown"),
        ("{{ cite( }}", "window"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_template_that_fails_names_its_section(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(GuidanceInvalid, match=fault) as raised:
        _rendered(tmp_path, text)
    assert "cn/opposing#window" in raised.value.where


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("no front matter", "front matter"),
        (PAGE.replace("title: Opposing\n", "") % "x", "title"),
        (PAGE.replace("{#window}", "{#other}") % "x", "headings and front matter differ"),
        (PAGE.replace("facts: [X-1]\nsections", "facts: [X-1\nsections") % "x", "not YAML"),
    ],
)
def test_a_page_that_cannot_be_used_says_why(tmp_path: Path, broken: str, fault: str) -> None:
    (tmp_path / "opposing.en.md").write_text(broken, encoding="utf-8")
    with pytest.raises(GuidanceInvalid, match=fault):
        corpus.read(tmp_path)


def test_questions_in_plain_speech_are_added_to_their_section(tmp_path: Path) -> None:
    (tmp_path / "asked.en.toml").write_text('["cn/opposing"]\nwindow = ["Until when?"]\n', encoding="utf-8")
    assert _rendered(tmp_path, "x")[0].questions == ("How long?", "Until when?")


def test_a_plain_question_for_an_unknown_section_is_refused(tmp_path: Path) -> None:
    (tmp_path / "asked.en.toml").write_text('["cn/opposing"]\ndoor = ["Until when?"]\n', encoding="utf-8")
    with pytest.raises(GuidanceInvalid, match="door"):
        _rendered(tmp_path, "x")


def test_every_plain_question_that_ships_belongs_to_a_page() -> None:
    import tomllib

    folder = Path(corpus.__file__).parent / "guidance"
    pages = {page.name for page in corpus.read()}
    for file in folder.glob("asked.*.toml"):
        assert set(tomllib.loads(file.read_text(encoding="utf-8"))) <= pages

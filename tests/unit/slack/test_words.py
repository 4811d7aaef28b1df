"""The bot's own words: the same in every language, all of them used, in a calm voice."""

import re
from pathlib import Path
from string import Formatter

import pytest

import bot.slack
from bot.domain.alerts import AlertState
from bot.domain.assessments import Band
from bot.domain.cases import CaseStatus
from bot.domain.clocks import RULES, Event
from bot.domain.compositions import NoticeKind, Severity
from bot.domain.drafts import DraftStatus
from bot.domain.rights import RightKind, RightState
from bot.domain.sentences import many, sentence
from bot.notices.catalog import load_catalog
from bot.slack.blocks.draft_fields import DraftFormFacts
from bot.slack.blocks.draft_form import draft_form
from bot.slack.blocks.help import help_card
from bot.slack.ids import Ref
from bot.slack.listeners.help import COMMANDS
from bot.slack.subcommands import folded
from bot.words.book import LANGUAGES, load_words
from knowledge.routes import Odds

KINDS = load_catalog(Path("templates")).entries.values()
EMOJI = re.compile(r"[\U0001f300-\U0001faff\u2600-\u27bf]|:[a-z_]+:")


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_all_languages_say_the_same_things_with_the_same_facts() -> None:
    english, chinese = load_words("en"), load_words("zh")
    assert english.names == chinese.names
    for key in english.names:
        assert facts(english(key)) == facts(chinese(key)), key


COUNTED = re.compile(
    r"\{(?:count|number|links)\} (?:[a-z]+ )?(?:listing|case|draft|notice|link|gap|alert|message|shop)s\b"
)


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    english, chinese = load_words("en"), load_words("zh")
    told = [english("ask.records.query.cases", number=number) for number in ("1", "2")]
    assert told == ["1 case that runs", "2 cases that run"]
    assert "1" in chinese("ask.records.query.cases", number="1")
    assert [many(count, noun) for count, noun in ((1, "entry"), (3_600, "entry"), (0, "link"))] == [
        "1 entry", "3,600 entries", "0 links",
    ]  # fmt: skip
    assert str(sentence("{count} {count:row|rows} of {file}", count=1, file="a")) == "1 row of a"
    assert [key for key in english.names if COUNTED.search(english(key))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_emoji_no_exclamation_mark_no_article_number(language: str) -> None:
    words = load_words(language)
    for key in sorted(words.names):
        assert not EMOJI.search(words(key)), key
        assert "!" not in words(key), key
        assert "！" not in words(key), key
        assert not re.search(r"Art\.? ?\d|第[一二三四五六七八九十百\d]+条", words(key)), key


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_chinese_readers_fill_in_a_form_in_chinese(kind: NoticeKind) -> None:
    known = DraftFormFacts(about=Ref(kind=kind.kind, page=1), kinds=(kind,), rights=())
    form = draft_form(known, load_words("zh")).to_dict()
    labels = [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"]
    assert len(labels) > 4
    assert [label for label in labels if re.search(r"[a-z]+ [a-z]+", label)] == []


def test_every_key_named_in_the_code_exists() -> None:
    words = load_words("en")
    [folder] = bot.slack.__path__
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.py")))
    named = set(re.findall(r'(?<!load_)words\(\s*"([\w.]+)"', code))
    assert {key for key in named if not words.has(key)} == set()


def test_every_state_has_its_word() -> None:
    words = load_words("en")
    keys = [f"alert.band.{each.value}" for each in Band]
    keys += [f"alert.state.{each.value}" for each in AlertState]
    keys += [f"tip.band.{each.value}" for each in Band]
    keys += [f"case.status.{each.value}" for each in CaseStatus]
    keys += [f"draft.status.{each.value}" for each in DraftStatus]
    keys += [f"draft.gaps.{each.value}" for each in Severity]
    keys += [f"rights.kind.{each.value}" for each in RightKind]
    keys += [f"rights.state.{each.value}" for each in RightState]
    keys += [f"routes.odds.{each.value}" for each in Odds]
    keys += [f"deadline.event.{each.value}" for each in Event]
    keys += [f"deadline.{word}.{rule.kind}" for rule in RULES for word in ("kind", "advice")]
    keys += [f"deadline.because.{rule.because}" for rule in RULES if rule.because]
    assert [key for key in keys if not words.has(key)] == []


def test_modal_titles_and_buttons_fit_into_slack() -> None:
    for language in LANGUAGES:
        words = load_words(language)
        titles = [
            key
            for key in words.names
            if re.search(r"^(form\.|sent\.|received\.|case\.\w+\.|alert\.dismiss\.).*title$", key)
        ]
        assert titles
        assert [key for key in titles if len(words(key)) > 24] == []


def test_every_word_of_every_command_is_in_the_help_and_the_help_names_no_other() -> None:
    words = load_words("en")
    known = {f"help.{name.strip('/')}.{sub}" for name, subs in COMMANDS.items() for sub in (*subs, "all")}
    shown = {key for key in words.names if key.startswith("help.") and key.count(".") == 2}
    assert shown == known


def test_the_help_lists_one_command_a_line_and_none_twice() -> None:
    for language in LANGUAGES:
        listed = [
            line
            for line in help_card(COMMANDS, load_words(language)).text.splitlines()
            if line.startswith("•")
        ]
        typed = [line.split("`")[1] for line in listed]
        assert typed == [f"{name} {sub}" for name, subs in COMMANDS.items() for sub in subs]
        assert {"/watch triage", "/rights expires", "/ask options", "/marque 2027"} <= {*typed}
        assert not {"/marque ask", "/marque options"} & {*typed}


def test_no_two_kinds_of_notice_have_the_same_name() -> None:
    names = [folded(name) for kind in KINDS for name in (kind.kind, *kind.names)]
    assert sorted(names) == sorted(set(names))
    assert all(kind.names for kind in KINDS)


def test_every_choice_of_a_form_has_its_word() -> None:
    words = load_words("en")
    values = {v for kind in KINDS for held in kind.choices.values() for v in held}
    assert {value for value in values if not words.has(f"form.draft.choice.{value}")} == set()

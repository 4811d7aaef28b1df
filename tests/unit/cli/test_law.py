"""``marque law``: one provision, changes between two days, converted articles and facts; for people and machines."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import app
from bot.cli.context import settings

Law = Callable[..., tuple[int, str, str]]


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Law:
    def command(*arguments: str) -> tuple[int, str, str]:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(tmp_path), "law", *arguments])
        return app._status(), *capfd.readouterr()

    return command


def _rows(answer: tuple[int, str, str]) -> Any:
    status, printed, _ = answer
    assert status == 0
    return json.loads(printed)


@pytest.mark.parametrize(("day", "article", "months"), [("2026-12-31", "33", 3), ("2027-01-01", "36", 2)])
def test_a_provision_is_shown_as_of_the_day(law: Law, day: str, article: str, months: int) -> None:
    found = _rows(law("tm.opposition_window", "--as-of", day, "--json"))["in_force"]
    assert (found["article"], found["figures"]["months"]["value"]) == (article, months)


def test_an_unverified_provision_is_marked(law: Law) -> None:
    _, shown, _ = law("tm.fees_opposition")
    assert "unverified" in shown


def test_the_turn_of_the_year_is_grouped_with_deadlines_first(law: Law) -> None:
    status, shown, told = law("--diff", "2026-12-31", "2027-01-01")
    heads = [line for line in shown.splitlines() if line.endswith(")") and not line.startswith(("tm.", " "))]
    assert status == 0
    assert heads[0].startswith("Deadlines and amounts that change")
    assert heads[-1].startswith("Same rule, new number")
    assert "changes after 31 December 2026 up to 1 January 2027" in told


def test_a_change_names_both_figures_for_machines(law: Law) -> None:
    rows = {row["key"]: row for row in _rows(law("--diff", "2026-12-31", "2027-01-01", "--json"))}
    window = rows["tm.opposition_window"]
    assert (window["sort"], window["before"], window["after"]) == ("figure", "33", "36")
    assert window["figures"]["months"] == [{"value": 3, "unit": "months"}, {"value": 2, "unit": "months"}]


def test_an_article_is_converted_and_its_other_meaning_named(law: Law) -> None:
    _, shown, _ = law("--article", "57")
    assert "72(1)" in shown
    assert "Article 57 of the 2026 text is another rule" in shown


def test_days_in_the_wrong_order_are_refused(law: Law) -> None:
    status, shown, told = law("--diff", "2027-01-01", "2026-12-31")
    assert (status, shown) == (2, "")
    assert "the earlier first" in told


def test_an_unknown_article_and_an_unknown_key_are_refused(law: Law) -> None:
    for arguments in (("--article", "99"), ("tm.nothing",)):
        status, shown, told = law(*arguments)
        assert (status, shown) == (2, "")
        assert "Traceback" not in told


def test_facts_name_provisions_and_sections(law: Law) -> None:
    rows = {row["fact"]: row for row in _rows(law("--facts", "--json"))}
    assert "tm.opposition_window" in rows["TM-15"]["keys"]
    assert rows["PL-19"]["keys"] == []
    assert "cn/platform-portals#temu" in rows["PL-19"]["sections"]

"""``marque deadlines``: start a clock, list it with its basis, put it off, end it."""

import json

import pytest

from tests.unit.cli.conftest import Status


def test_a_clock_is_started_listed_with_its_basis_and_ended(run: Status) -> None:
    status, out, _ = run("deadlines", "start", "mark_published", "--on", "2026-11-13", "--json")
    [clock] = json.loads(out)
    assert (status, clock["due_on"], clock["others"][0]["on"]) == (0, "2027-01-13", "2027-02-15")
    law = clock["law"]
    assert (law["instrument"], law["article"], law["confidence"]) == (
        "cn-trademark-law-2026",
        "36",
        "verified",
    )
    assert [each["deadline_id"] for each in json.loads(run("deadlines", "--json")[1])] == ["DL-000001"]
    assert json.loads(run("deadlines", "--within", 0, "--json")[1]) == []
    assert "opposition" in run("deadlines")[1]
    assert "13 January 2027" in run("deadlines")[1]
    assert "2027年1月13日" in run("--lang", "zh", "deadlines")[1]
    assert run("deadlines", "done", "DL-000001")[0] == 0
    assert json.loads(run("deadlines", "--json")[1]) == []


def test_new_years_day_is_out_and_the_clock_and_its_table_say_what_is_not_published(run: Status) -> None:
    status, out, _ = run("deadlines", "start", "customs_notice", "--on", "2026-12-30", "--json")
    [clock] = json.loads(out)
    assert (status, clock["due_on"], clock["notes"]) == (0, "2027-01-05", ["holidays_not_known"])
    _, _, told = run("deadlines", "start", "customs_notice", "--on", "2026-12-31")
    assert "due 6 January 2027 (holidays of that year not published yet: check this day)" in told
    assert "holidays of that year not published yet: check this day" in " ".join(
        run("deadlines")[1].replace("│", " ").split()
    )


def test_a_clock_that_ends_after_the_law_is_known_says_so_on_its_first_line(run: Status) -> None:
    _, _, told = run("deadlines", "start", "counter_statement", "--on", "2027-06-01")
    assert told.startswith("Take care: the register knows the law until 25 May 2027 only")
    _, _, early = run("deadlines", "start", "counter_statement", "--on", "2026-11-20")
    assert "Take care" not in early


def test_a_last_day_on_a_day_off_is_shown_moved_and_the_earlier_one_advised(run: Status) -> None:
    _, _, told = run("deadlines", "start", "counter_statement", "--on", "2026-11-20")
    assert "due 5 December 2026 or 7 December 2026 (day off by reading)" in told


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["deadlines", "start", "rain", "--on", "2026-11-13"], "counter_statement"),
        (["deadlines", "start", "mark_published", "--on", "soon"], "2027-01-01"),
        (["deadlines", "done", "DL-9"], "DL-9"),
    ],
)
def test_wrong_use_is_named(run: Status, arguments: list[str], named: str) -> None:
    status, out, told = run(*arguments)
    assert (status, out) == (2, "")
    assert named in told


@pytest.mark.parametrize("columns", ["80", "140"])
def test_the_list_keeps_the_law_in_peoples_words_and_the_warning_however_narrow(
    run: Status, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    run("deadlines", "start", "customs_notice", "--on", "2026-12-30")
    told = " ".join(run("deadlines")[1].replace("│", " ").split())
    assert "5 January 2027 customs reply Customs IPR Regulation Art. 16" in told
    assert "holidays of that year not published yet: check this day" in told
    assert "DL-000001" in told
    assert "cn-customs" not in told

"""The pages say what the code says: reference pages are made from it, links lead somewhere, tests named exist."""

import re
from pathlib import Path

import pytest

from bot.cli import reference

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "templates" / "README.md"]
ANEW = "run `make docs`"


def test_the_page_of_settings_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == reference.settings_page(), ANEW


def test_the_page_of_commands_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference.commands_page(), ANEW


def test_readme_is_read_in_one_go() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_page_of_figures_is_read_in_one_go() -> None:
    """A line a figure: what, figure, asked, date, command; what there is to tell of it stands in measured-before.md."""
    lines = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 160
    assert [line for line in lines if len(line) > 160] == []
    rows = [line for line in lines if line.startswith("| ")]
    assert [row for row in rows if row.count(" | ") != 4 or "|  |" in row] == []


def test_the_figures_are_measured_by_modules_that_exist() -> None:
    page = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    folders = {"bench": "benchmarks", "sim": "simulation"}
    named = re.findall(r"`(bench|sim) ([a-z_.]+)", page)
    lost = [f"{kind} {name}" for kind, name in named if not _module(folders[kind], name).exists()]
    assert (len(named) > 0, lost) == (True, [])


def _module(folder: str, name: str) -> Path:
    return (ROOT / "tests" / folder / name.replace(".", "/")).with_suffix(".py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_that_pages_name_exist(page: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`", page.read_text(encoding="utf-8"))
    assert [name for name, _ in named if not (ROOT / name).exists()] == []
    lost = [
        f"{name}::{test}"
        for name, test in named
        if test and f"def {test}(" not in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert lost == []


@pytest.mark.parametrize("page", [p for p in PAGES if p.stem != "CHANGELOG"], ids=lambda page: page.name)
def test_code_that_pages_name_exists(page: Path) -> None:
    """As ``bot/net/guarded.py::Guarded``: the file, and the name in it; what is in capitals stands for any name."""
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|knowledge|jobs|templates)/[\w/.]*\w)(?:::(\w+))?`", text)
    named = [(name, word) for name, word in named if not re.search(r"/[A-Z]{4,}\b", name)]
    lost = [name for name, _ in named if not (ROOT / name).exists()]
    lost += [
        f"{name}::{word}"
        for name, word in named
        if word and not re.search(rf"^ *(class |def )?{word}\b", (ROOT / name).read_text(), re.MULTILINE)
    ]
    assert lost == []


def _rows(heading: str) -> list[str]:
    """The rows of the table under a heading of CONTRIBUTING.md."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


def test_twenty_things_are_found_by_one_row_of_a_table() -> None:
    """From this page to the file in which it is decided: two hops."""
    found = [row for row in _rows("Where is it decided?") if re.search(r"`[\w/.]+(?:::\w+)?`", row)]
    assert len(found) >= 20


def test_whoever_adds_something_touches_four_files_at_most() -> None:
    """Beside its test and the pages that are made."""
    touched = {
        row.split("|")[1].strip(): re.findall(r"`[\w/]+[/.][\w/.]*`", row.split("|")[2])
        for row in _rows("Recipes")
    }
    assert {
        what: files for what, files in touched.items() if sum(not f.startswith("`tests/") for f in files) > 4
    } == {}
    assert len(touched) >= 9


def test_templates_say_in_their_first_line_what_they_are() -> None:
    """A search for first lines finds them, as CONTRIBUTING.md tells it."""
    files = [*(ROOT / "templates").rglob("*.toml"), *(ROOT / "templates").rglob("*.j2")]
    silent = [f for f in files if not f.read_text(encoding="utf-8").startswith(("# ", "{# "))]
    assert (len(files) > 0, silent) == (True, [])


def test_the_recording_is_light() -> None:
    assert (ROOT / "docs" / "pictures" / "walk.gif").stat().st_size <= 3_000_000

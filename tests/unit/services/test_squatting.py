"""Publications are looked through for our names; each find starts the clock for opposing once."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.errors import WrongInput
from bot.domain.ids import PersonId
from bot.domain.publications import Publication
from bot.ports import Unreadable
from bot.services.desk import Desk
from bot.signals.names.squatting import resembles, watched
from bot.sources.publications import read_publications
from tests.factories import a_book
from tests.fakes.desk import HandClock, a_desk

MEI = PersonId("U0MEI")


def _publication(mark: str, **changes: object) -> Publication:
    base = {"number": "81000001", "mark": mark, "classes": (3,), "published_on": date(2026, 11, 13)}
    return Publication(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=[]) as desk:
        yield desk


@pytest.mark.parametrize(
    "mark",
    [
        "LUMIÈRE NORD",
        "lumierenord",
        "露北",
        "LUM1ERE N0RD",
        "LUMIERE NORD PARIS",
        "露 北",
        "Lumiere  Nord 露北",
    ],
)
def test_our_name_is_known_in_any_dress(mark: str) -> None:
    assert resembles(_publication(mark), watched(a_book()))


@pytest.mark.parametrize("mark", ["LUMINA", "NORDLICHT", "露天", "晨光", "北", "LUMIERE"])
def test_other_names_are_left_alone(mark: str) -> None:
    assert resembles(_publication(mark), watched(a_book())) == ""


def test_what_the_owner_files_is_no_squatting() -> None:
    own = _publication("露北", applicant="露北股份有限公司")
    assert resembles(own, watched(a_book())) == ""


def test_a_find_starts_its_clock_once_and_says_both_days_where_the_law_changes(desk: Desk) -> None:
    first = desk.squatting.look([_publication("露北")], by=MEI)
    window = first.hits[0].oppose_by
    assert window is not None
    assert (window.due_on, [other.on for other in window.others]) == (date(2027, 1, 13), [date(2027, 2, 15)])
    assert (first.hits[0].new, first.hits[0].same_class) == (True, True)
    again = desk.squatting.look([_publication("露北")], by=MEI)
    assert not again.hits[0].new
    running = [d for d in desk.deadlines.running() if d.subject == "81000001"]
    assert len(running) == 1


def test_a_find_whose_time_has_run_out_starts_none(desk: Desk) -> None:
    found = desk.squatting.look([_publication("露北", published_on=date(2026, 6, 1))], by=MEI)
    assert found.hits[0].oppose_by is None
    assert not any(d.subject for d in desk.deadlines.running() if d.kind == "opposition")


def test_a_dry_run_keeps_nothing(desk: Desk) -> None:
    desk.squatting.look([_publication("露北")], by=MEI, keep=False)
    assert not any(d.kind == "opposition" for d in desk.deadlines.running())


CSV = "申请号,商标名称,申请人名称,国际分类,初审公告日期\n81000001,露北,王某,3;5,2026年11月13日\n,无号,甲,3,2026-11-13\n"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("cnipa.csv", CSV.encode()),
        ("bom.csv", b"\xef\xbb\xbf" + CSV.encode()),
        ("gb.csv", CSV.encode("gb18030")),
        (
            "rows.json",
            json.dumps(
                [
                    {
                        "number": "81000001",
                        "mark": "露北",
                        "applicant": "王某",
                        "classes": [3, 5],
                        "published_on": "2026-11-13",
                    },
                    {"mark": "无号", "published_on": "2026-11-13"},
                ]
            ).encode(),
        ),
        (
            "rows.ndjson",
            json.dumps(
                {
                    "reg_no": "81000001",
                    "name": "露北",
                    "applicant": "王某",
                    "int_cls": "3,5",
                    "ann_date": "20261113",
                }
            ).encode()
            + b'\n{"name": "x"}\n',
        ),
    ],
)
def test_publications_are_read_from_what_offices_and_vendors_give(
    tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    found = list(read_publications(tmp_path / name))
    assert found[0] == _publication("露北", applicant="王某", classes=(3, 5))
    assert isinstance(found[1], Unreadable)
    assert "no number" in found[1].reason


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("[1, 2]")
    with pytest.raises(WrongInput, match="row 1 is no object"):
        list(read_publications(tmp_path / "odd.json"))
    with pytest.raises(WrongInput, match="cannot be read"):
        list(read_publications(tmp_path / "none.csv"))

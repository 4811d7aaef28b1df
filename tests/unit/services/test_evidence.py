"""Evidence of a case: captured, read by hand, listed, graded, bound into one zip, and checked again."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.capture.bundle import _audit_line
from bot.capture.checking import _entry, as_json, pack
from bot.domain.audit import Act, _joined, link
from bot.domain.custody import Custody
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.examinations import Difference
from bot.domain.grading import Forum
from bot.domain.ids import AlertId, CaseId, ListingId, PersonId, PurchaseId
from bot.domain.licences import LicenceReading, code_fault
from bot.domain.purchases import TestPurchase
from bot.services.desk import Desk
from tests.factories import NOW, a_listing
from tests.fakes.desk import HandClock, a_desk

MEI = PersonId("U0MEI")
LISTING = ListingId("taobao:7301")
PNG = ("licence.png", b"\x89PNG of the licence")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=["U0JONAS"]) as desk:
        desk.watches.record(a_listing(item_id="7301"))
        yield desk


def _case(desk: Desk) -> CaseId:
    alert = desk.alerts.recent()[0]
    return desk.cases.open_from_alert(AlertId(alert.alert_id), by=MEI).case_id


def _reading(**changes: str) -> LicenceReading:
    told = {"company": "义乌山野好物贸易有限公司", "code": "91330100799655058B", **changes}
    return LicenceReading(**told, read_by=MEI, read_at=NOW)  # type: ignore[arg-type]  # a test's shorthand


def test_what_a_person_read_on_the_licence_becomes_evidence_and_names_the_seller(desk: Desk) -> None:
    kept = desk.evidence.read_licence(LISTING, _reading(address="义乌市北苑街道1号"), PNG)
    assert [file.name for file in kept.files] == ["licence.json", "licence-picture.png", "manifest.json"]
    with desk.store.unit() as unit:
        listing = unit.listings.get(LISTING)
    assert listing is not None
    assert (listing.seller_company, listing.seller_licence) == (
        "义乌山野好物贸易有限公司",
        "91330100799655058B",
    )
    assert desk.evidence.check_listing(LISTING)[kept.evidence_id] == []


def test_a_licence_without_a_picture_says_that_it_has_none(desk: Desk) -> None:
    kept = desk.evidence.read_licence(LISTING, _reading(code=""))
    assert kept.failed == (("licence picture", "the person who read the page added none"),)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"company": " "}, "no company name"),
        ({"code": "9133010079965505"}, "16 characters"),
        ({"code": "91330100799655058C"}, "check character"),
        ({"code": "9133010079965505OB"}, "holds O"),
    ],
)
def test_a_licence_that_cannot_be_right_is_not_kept(desk: Desk, changes: dict[str, str], why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        desk.evidence.read_licence(LISTING, _reading(**changes))
    assert desk.evidence.of_listing(LISTING) == []


@pytest.mark.parametrize("code", ["91330100799655058B", "91110108551385082q", " 91440300708461136T "])
def test_a_code_with_the_right_check_character_can_be_one(code: str) -> None:
    assert code_fault(code) == ""


def test_the_evidence_list_has_what_offices_want(desk: Desk) -> None:
    case = _case(desk)
    desk.evidence.read_licence(LISTING, _reading(), PNG)
    desk.evidence.capture(LISTING)
    rows = desk.evidence.list_of(case)
    assert [(row.no, row.title) for row in rows] == [
        (1, "店铺营业执照公示信息（taobao:7301）"),
        (2, "商品页面取证记录（taobao:7301）"),
    ]
    assert all(row.proves and row.source and row.pages for row in rows)


def test_a_case_is_bound_sealed_and_known_by_its_audit_trail(desk: Desk, tmp_path: Path) -> None:
    case = _case(desk)
    desk.evidence.read_licence(LISTING, _reading(), PNG)
    made = desk.evidence.bundle(case, tmp_path / "case.zip", by=MEI)
    checked = desk.evidence.check(made.path)
    assert (checked.report.faults, checked.known, checked.intact) == ((), True, True)
    with zipfile.ZipFile(made.path) as archive:
        names = archive.namelist()
    assert names[0] == "index.json"
    assert {"evidence-list.xlsx", "case.json", "audit.ndjson", "seal.json"} <= set(names)


def test_a_whole_zip_made_anew_is_not_the_one_this_state_sealed(desk: Desk, tmp_path: Path) -> None:
    case = _case(desk)
    kept = desk.evidence.read_licence(LISTING, _reading(), PNG)
    made = desk.evidence.bundle(case, tmp_path / "case.zip", by=MEI)
    picture = tmp_path / "evidence" / kept.files[1].path
    picture.write_bytes(b"\x89PNG of another licence")
    (tmp_path / "elsewhere").mkdir()
    with a_desk(tmp_path / "elsewhere", clock=HandClock(), approvers=[]) as other:
        assert other.evidence.check(made.path).known is None
    assert desk.evidence.check(made.path).intact
    again = desk.evidence.bundle(case, tmp_path / "again.zip", by=MEI)
    assert "is not the file that its manifest names" in desk.evidence.check(again.path).report.faults[0]


def _anew(made: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The zip with every act of its trail changed, chained and sealed again by the zip's own rules."""
    with zipfile.ZipFile(made) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    lines, before = [], None
    for line in dict(members)["audit.ndjson"].splitlines():
        row = json.loads(line)
        if row["act"]:
            change(row["act"])
            entry = link(before, Act(**row["act"]), at=datetime.fromisoformat(row["at"]), salt=row["salt"])
        else:
            entry = _entry({**row, "previous": before.hash if before else row["previous"]})
            entry = replace(entry, hash=_joined(entry.previous, entry.payload_hash))
        lines.append(as_json(_audit_line(entry, shown=bool(row["act"]))) + b"\n")
        before = entry
    trail = b"".join(lines)
    seal = json.loads(dict(members)["seal.json"]) | {"audit_sha256": hashlib.sha256(trail).hexdigest()}
    new = {"audit.ndjson": trail, "seal.json": as_json(seal)}
    pack(target, [(name, new.get(name, body)) for name, body in members])
    return target


def test_a_zip_whose_trail_was_written_anew_is_not_the_one_this_state_sealed(
    desk: Desk, tmp_path: Path
) -> None:
    case = _case(desk)
    desk.evidence.read_licence(LISTING, _reading(), PNG)
    made = desk.evidence.bundle(case, tmp_path / "case.zip", by=MEI)
    forged = _anew(made.path, tmp_path / "forged.zip", lambda act: act.update(who="U0OTHER"))
    checked = desk.evidence.check(forged)
    assert (checked.report.faults, checked.known, checked.intact) == ((), False, False)
    with desk.store.unit() as unit:
        kept = list(unit.audit.entries())
    with zipfile.ZipFile(made.path) as archive:
        assert archive.read("audit.ndjson").count(b"\n") == len(kept) - 1


def test_nobody_vouches_for_a_zip_without_a_time_stamp_on_a_state_that_did_not_make_it(
    desk: Desk, tmp_path: Path
) -> None:
    case = _case(desk)
    desk.evidence.read_licence(LISTING, _reading(), PNG)
    made = desk.evidence.bundle(case, tmp_path / "case.zip", by=MEI)
    assert desk.evidence.check(made.path).vouched
    (tmp_path / "elsewhere").mkdir()
    with a_desk(tmp_path / "elsewhere", clock=HandClock(), approvers=[]) as other:
        checked = other.evidence.check(made.path)
    assert (checked.intact, checked.known, checked.vouched) == (True, None, False)


def test_what_is_surely_suspect_is_captured_by_itself_and_once(desk: Desk) -> None:
    desk.watches.record(a_listing(item_id="7302"))
    assert desk.evidence.capture_due(most=1) == 1
    assert desk.evidence.of_listing(ListingId("taobao:7302")) != []
    assert desk.evidence.of_listing(LISTING) == []
    assert desk.evidence.capture_due() == 1
    assert desk.evidence.capture_due() == 0


def test_an_empty_case_cannot_be_bound(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="nothing was captured yet"):
        desk.evidence.bundle(_case(desk), tmp_path / "case.zip", by=MEI)
    with pytest.raises(UnknownThing):
        desk.evidence.bundle(CaseId("C-000099"), tmp_path / "case.zip", by=MEI)


def test_each_forum_is_graded_with_what_would_lift_it(desk: Desk) -> None:
    case = _case(desk)
    before = {each.forum: each for each in desk.evidence.grades_of(case)}
    assert (before[Forum.AMR].grade, before[Forum.AMR].lifts) == ("D", ("page", "licence"))
    desk.evidence.read_licence(LISTING, _reading(), PNG)
    desk.evidence.capture(LISTING)
    after = {each.forum: each for each in desk.evidence.grades_of(case)}
    assert after[Forum.AMR].grade == "C"
    assert set(after[Forum.AMR].lifts) >= {"test_purchase", "comparison"}


def test_a_broken_chain_of_custody_lifts_nothing_and_says_where_it_breaks(desk: Desk) -> None:
    case = _case(desk)
    desk.evidence.capture(LISTING)
    desk.evidence.read_licence(LISTING, _reading(), PNG)
    bought = TestPurchase(
        purchase_id=PurchaseId("T-000001"),
        listing_id=LISTING,
        order_no="2026112400017",
        sample_id="S-1",
        seal_no="F-88",
        notary_deed="（2026）沪证经字第1号",
        examiner="李雯",
        differences=(Difference(tell="瓶盖有8条棱", seen="6条"),),
        custody=(Custody(who="王敏", at=NOW), Custody(who="李雯", given_by="赵强", at=NOW)),
    )
    assert bought.custody_breaks == ("link 2 takes the sample from 赵强, but 王敏 had it",)
    with desk.store.unit() as unit:
        unit.purchases.save(bought)
    court = next(g for g in desk.evidence.grades_of(case) if g.forum is Forum.COURT)
    assert (court.grade, court.lifts) == ("C", ("time_stamp",))
    amr = next(g for g in desk.evidence.grades_of(case) if g.forum is Forum.AMR)
    assert (amr.grade, amr.lifts) == ("B", ("sealed_sample",))
    assert desk.evidence.list_of(case)[-1].title == "购买取样记录及样品（taobao:7301）"

"""The evidence zip: whatever is changed, removed, moved or forged in it shows, and is named."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.capture.bundle import ZipBinder
from bot.capture.checking import pack
from bot.capture.page import PageCapturer
from bot.capture.stamps import Stamper
from bot.domain.audit import Act, AuditEntry, link
from bot.domain.bundles import BundleContents
from bot.domain.cases import Case
from bot.domain.evidence import Evidence
from bot.domain.ids import CaseId, EvidenceId, PersonId
from bot.net.operated import operator_post
from bot.services.casework.grades import exhibits_of
from tests.fakes.authority import Authority, an_authority
from tests.unit.capture.test_page import AT, LISTING, _no_browser, _Web

CASE = Case(
    case_id=CaseId("C-000001"),
    title="山野好物铺",
    brand="Solvane",
    listing_ids=(LISTING.listing_id,),
    opened_at=AT,
    opened_by=PersonId("U0MEI"),
)
TRIALS = 500


def _chain() -> list[tuple[AuditEntry, bool]]:
    """Six entries, every second one about the case."""
    entries: list[tuple[AuditEntry, bool]] = []
    for number in range(6):
        subject = "C-000001" if number % 2 else "C-000002"
        act = Act(
            who=PersonId("U0MEI"), what="case.noted", subject=subject, details={"note": f"note {number}"}
        )
        before = entries[-1][0] if entries else None
        entries.append((link(before, act, at=AT, salt=f"salt{number}"), bool(number % 2)))
    return entries


@pytest.fixture(scope="module")
def binder(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> ZipBinder:
    stamper = Stamper(authorities=(authority.url,), trusted=lambda: [authority.root], post=operator_post)
    folder = tmp_path_factory.mktemp("evidence")
    return ZipBinder(folder=folder, stamper=stamper, trusted=lambda: [authority.root])


@pytest.fixture(scope="module")
def captured(binder: ZipBinder) -> Evidence:
    capturer = PageCapturer(
        fetcher=_Web(), folder=binder.folder, screenshot=_no_browser, stamper=binder.stamper
    )
    return capturer.capture(LISTING, EvidenceId("E-000001"), AT)


@pytest.fixture(scope="module")
def sealed(binder: ZipBinder, captured: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    contents = BundleContents(
        case=CASE,
        listings=(LISTING,),
        evidence=(captured,),
        exhibits=exhibits_of((LISTING,), (captured,)),
        grades=(),
    )
    target = tmp_path_factory.mktemp("out") / "case.zip"
    made = binder.write(binder.bind(contents), _chain(), target, datetime(2026, 11, 24, tzinfo=UTC))
    assert made.unstamped == ()
    return target


def test_an_untouched_zip_is_intact_and_its_stamps_hold(binder: ZipBinder, sealed: Path) -> None:
    report = binder.check(sealed)
    assert report.faults == ()
    assert (report.case_id, report.audit_entries) == ("C-000001", 6)
    assert report.stamps == ("evidence/E-000001/manifest-1.tsr", "seal-1.tsr")


def test_other_cases_stand_in_the_audit_trail_as_hashes_only(sealed: Path) -> None:
    with zipfile.ZipFile(sealed) as archive:
        lines = [json.loads(line) for line in archive.read("audit.ndjson").splitlines()]
    assert [bool(line["act"]) for line in lines] == [False, True] * 3
    assert "C-000002" not in json.dumps(lines)


def test_any_single_changed_byte_is_found(binder: ZipBinder, sealed: Path, tmp_path: Path) -> None:
    whole, dice, copy = sealed.read_bytes(), random.Random(20261125), tmp_path / "copy.zip"
    missed = []
    for _ in range(TRIALS):
        place, change = dice.randrange(len(whole)), dice.randrange(1, 256)
        broken = bytearray(whole)
        broken[place] ^= change
        copy.write_bytes(broken)
        if not binder.check(copy).faults:
            missed.append((place, change))
    assert missed == []


Members = list[tuple[str, bytes]]


def _members(file: Path) -> Members:
    with zipfile.ZipFile(file) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _repacked(members: Members, target: Path) -> Path:
    """The zip as a forger would write it: every checksum of the archive itself right."""
    pack(target, members)
    return target


def test_every_member_that_is_removed_changed_or_added_is_named(
    binder: ZipBinder, sealed: Path, tmp_path: Path
) -> None:
    members = _members(sealed)
    for place, (name, body) in enumerate(members):
        without = [*members[:place], *members[place + 1 :]]
        report = binder.check(_repacked(without, tmp_path / "removed.zip"))
        if name == "seal-1.tsr":
            assert report.stamps == (
                "evidence/E-000001/manifest-1.tsr",
            )  # no stamp left to hold, and it says so
        else:
            assert any(name in fault for fault in report.faults), name
        changed = [*members[:place], (name, body[:-1] + bytes([body[-1] ^ 1])), *members[place + 1 :]]
        assert any(name in f for f in binder.check(_repacked(changed, tmp_path / "changed.zip")).faults), name
    added = [*members, ("evidence/E-000001/late.png", b"PNG")]
    assert binder.check(_repacked(added, tmp_path / "added.zip")).faults[0] == (
        "evidence/E-000001/late.png was added"
    )


def test_a_member_that_was_compressed_is_not_unpacked(
    binder: ZipBinder, sealed: Path, tmp_path: Path
) -> None:
    squeezed = tmp_path / "squeezed.zip"
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in _members(sealed):
            archive.writestr(name, body)
    assert "seal.json was changed: it is compressed" in binder.check(squeezed).faults


def test_members_in_another_order_are_found(binder: ZipBinder, sealed: Path, tmp_path: Path) -> None:
    members = _members(sealed)
    for place in range(len(members) - 1):
        moved = [*members]
        moved[place], moved[place + 1] = moved[place + 1], moved[place]
        assert binder.check(_repacked(moved, tmp_path / "moved.zip")).faults, members[place][0]


def test_a_forged_time_stamp_does_not_hold(binder: ZipBinder, sealed: Path, tmp_path: Path) -> None:
    members = dict(_members(sealed))
    with an_authority("Forged Time") as forger:
        stamper = Stamper(authorities=(forger.url,), trusted=lambda: [forger.root], post=operator_post)
        members["seal-1.tsr"] = stamper.stamp(forger.url, members["seal.json"], "seal-1.tsr").answer
    report = binder.check(_repacked(list(members.items()), tmp_path / "forged.zip"))
    assert report.faults[0].startswith("the time stamp seal-1.tsr does not hold")


def _rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Members:
    members = dict(_members(file))
    change(members)
    return list(members.items())


def test_an_audit_trail_that_was_written_anew_breaks_the_seal(
    binder: ZipBinder, sealed: Path, tmp_path: Path
) -> None:
    def shorten(members: dict[str, bytes]) -> None:
        members["audit.ndjson"] = b"\n".join(members["audit.ndjson"].splitlines()[:-1]) + b"\n"

    faults = binder.check(_repacked(_rewritten(sealed, shorten), tmp_path / "short.zip")).faults
    assert "audit.ndjson was changed: the seal has another hash" in faults


def test_a_file_that_was_gone_when_the_zip_was_made_is_named(
    binder: ZipBinder, captured: Evidence, tmp_path: Path
) -> None:
    folder = tmp_path / "evidence"
    for file in captured.files:
        if file.name != "page.html":
            (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / file.path).write_bytes((binder.folder / file.path).read_bytes())
    lacking = replace(binder, folder=folder)
    contents = BundleContents(case=CASE, listings=(), evidence=(captured,), exhibits=(), grades=())
    target = tmp_path / "lacking.zip"
    lacking.write(lacking.bind(contents), _chain(), target, AT)
    assert lacking.check(target).faults == (
        "evidence/E-000001/page.html is not the file that its manifest names",
    )


@pytest.mark.parametrize("body", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_said_so(binder: ZipBinder, tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "odd.zip"
    file.write_bytes(body)
    assert "cannot be read as an archive" in binder.check(file).faults[0]


def test_a_zip_of_something_else_is_no_evidence(binder: ZipBinder, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holiday.jpg", b"JPEG")
    (tmp_path / "holiday.zip").write_bytes(out.getvalue())
    assert "seal.json is missing" in binder.check(tmp_path / "holiday.zip").faults

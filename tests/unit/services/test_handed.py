"""Evidence by hand is kept as it came, said by a person, and never takes the place of a capture."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.capture.stamps import Stamper
from bot.domain.errors import NotPossible
from bot.domain.grading import Forum
from bot.domain.ids import AlertId, CaseId, ListingId, PersonId
from bot.net.operated import operator_post
from bot.services.desk import Desk
from tests.factories import a_listing
from tests.fakes.authority import Authority, an_authority
from tests.fakes.desk import HandClock, a_desk

MEI = PersonId("U0MEI")
PICTURE = ("../../etc/page.html.PNG", b"\x89PNG of the page")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=["U0JONAS"]) as desk:
        desk.watches.record(a_listing(item_id="7301"))
        yield desk


@pytest.fixture
def case(desk: Desk) -> CaseId:
    return desk.cases.open_from_alert(AlertId(desk.alerts.recent()[0].alert_id), by=MEI).case_id


def test_it_is_kept_whole_under_a_name_of_ours_with_who_when_and_what_it_shows(
    desk: Desk, case: CaseId, tmp_path: Path
) -> None:
    kept = desk.handed.add(case, [PICTURE], by=MEI, shows="page", note="taken on my phone")
    assert [file.name for file in kept.files] == ["handed-1.png", "manifest.json"]
    assert kept.files[0].sha256 == hashlib.sha256(PICTURE[1]).hexdigest()
    manifest = (tmp_path / "evidence" / kept.files[1].path).read_text()
    assert all(word in manifest for word in (MEI, "taken on my phone", '"shows": "page"'))
    assert desk.evidence.check_listing(ListingId("taobao:7301"))[kept.evidence_id] == []
    [row] = desk.evidence.list_of(case)
    assert (row.title, MEI in row.source) == ("网页截图（由人截取）（taobao:7301）", True)


def test_a_stamp_that_no_authority_gave_is_asked_for_again_and_the_thread_hears_of_it(tmp_path: Path) -> None:
    clock = HandClock()
    with (
        an_authority() as authority,
        a_desk(tmp_path, clock=clock, approvers=[], stamper=stamper_of(authority)) as desk,
    ):
        desk.watches.record(a_listing(item_id="7301"))
        case = desk.cases.open_from_alert(desk.alerts.recent()[0].alert_id, by=MEI).case_id
        authority.mood = "busy"
        kept = desk.handed.add(case, [PICTURE], by=MEI)
        assert kept.lacks_stamp
        assert desk.handed.stamp_due() == 0
        authority.mood = "honest"
        assert desk.handed.stamp_due() == 1
        assert desk.handed.stamp_due() == 0
        [stored] = desk.evidence.of_listing(ListingId("taobao:7301"))
        assert [stamp.authority for stamp in stored.stamps] == [authority.url]
        [told] = [m for m in queued(desk) if '"stamp"' in m]
        assert (kept.evidence_id in told, authority.url in told) == (True, True)
        assert desk.audit.verify().faults == []
        authority.mood = "busy"
        desk.handed.add(case, [PICTURE], by=MEI)
        authority.mood = "honest"
        clock.forward(days=8)
        assert desk.handed.stamp_due() == 0


def stamper_of(authority: Authority) -> Stamper:
    return Stamper(authorities=(authority.url,), trusted=lambda: [authority.root], post=operator_post)


def queued(desk: Desk) -> list[str]:
    """What waits to be told."""
    found = []
    with desk.store.unit() as unit:
        while message := unit.outbox.take(desk.clock(), 60):
            unit.outbox.done(message.number)
            found.append(message.body)
    return found


def test_it_lifts_no_grade_that_a_capture_would(desk: Desk, case: CaseId) -> None:
    before = {each.forum: each.has for each in desk.evidence.grades_of(case)}
    desk.handed.add(case, [("screenshot.png", b"png"), ("page.html", b"html")], by=MEI, shows="page")
    assert {each.forum: each.has for each in desk.evidence.grades_of(case)} == before
    assert Forum.COURT in before


def test_a_listing_with_papers_by_hand_is_still_captured_by_itself(desk: Desk, case: CaseId) -> None:
    desk.handed.add(case, [PICTURE], by=MEI)
    assert desk.evidence.capture_due() == 1


@pytest.mark.parametrize(
    ("files", "shows", "listing"),
    [
        ([], "page", "taobao:7301"),
        ([("a.png", b"")], "page", "taobao:7301"),
        ([("a.png", b"x")] * 11, "page", "taobao:7301"),
        ([PICTURE], "proof beyond doubt", "taobao:7301"),
        ([PICTURE], "page", "taobao:9"),
    ],
)
def test_what_cannot_be_evidence_of_the_case_is_not_kept(
    desk: Desk, case: CaseId, files: list[tuple[str, bytes]], shows: str, listing: str
) -> None:
    with pytest.raises(NotPossible):
        desk.handed.add(case, files, by=MEI, shows=shows, listing_id=ListingId(listing))
    assert desk.evidence.of_listing(ListingId("taobao:7301")) == []

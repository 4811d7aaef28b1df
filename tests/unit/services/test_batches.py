"""Batches: as many drafts as needed, under one name, and each a draft like any other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.drafts import DraftRequest, DraftStatus
from bot.domain.errors import UnknownThing
from bot.domain.ids import PersonId, RightId
from bot.domain.reasons import ReasonKind
from bot.domain.rights import RightKind
from bot.domain.sentences import worded
from bot.ports import Posted
from bot.services.desk import Desk
from bot.services.drafting.showing import stand
from tests.factories import FACTS, TODAY, a_listing, a_right
from tests.fakes.desk import HandClock, a_desk

AUTHOR = PersonId("U_AUTHOR")
LISTINGS = [a_listing(item_id=str(n), platform=p) for p in ("taobao", "alibaba") for n in range(2)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=[AUTHOR]) as desk:
        for listing in LISTINGS:
            desk.watches.record(listing)
        yield desk


def asked(*listings: int) -> DraftRequest:
    return DraftRequest(
        kind="platform-takedown",
        listing_ids=tuple(LISTINGS[n].listing_id for n in listings),
        right_ids=(RightId("TM-CN-03"),),
        as_of=TODAY,
        texts=FACTS,
    )


def test_a_request_for_two_portals_becomes_two_drafts_of_one_batch(desk: Desk) -> None:
    counted: list[tuple[int, int]] = []
    made = desk.batches.prepare(
        asked(0, 1, 2, 3), by=AUTHOR, progress=lambda done, of: counted.append((done, of))
    )
    assert [d.request.listing_ids for d in made] == [("taobao:0", "taobao:1"), ("alibaba:0", "alibaba:1")]
    assert {d.batch_id for d in made} == {"B-000001"}
    assert [d.draft_id for d in desk.batches.parts("B-000001")] == ["D-000001", "D-000002"]
    assert counted == [(n, 6) for n in range(1, 7)]  # four captures and two drafts
    assert all(d.status is DraftStatus.AWAITING for d in made)


def test_a_request_that_needs_no_cutting_is_a_draft_and_no_batch(desk: Desk) -> None:
    [draft] = desk.batches.prepare(asked(0, 1), by=AUTHOR)
    assert draft.batch_id == ""
    with pytest.raises(UnknownThing, match="no batch"):
        desk.batches.parts("B-000009")


def test_the_parts_share_the_message_they_are_shown_in(desk: Desk) -> None:
    desk.batches.prepare(asked(0, 2), by=AUTHOR)
    stand(desk.store, desk.batches.parts("B-000001"), Posted(channel="C1", ts="1.1"))
    assert {(d.channel, d.ts) for d in desk.batches.parts("B-000001")} == {("C1", "1.1")}


def test_author_and_approvers_leave_links_out_of_what_they_were_shown_and_nobody_else_does(
    tmp_path: Path,
) -> None:
    anna, carl = PersonId("U_ANNA"), PersonId("U_CARL")
    with a_desk(tmp_path, clock=HandClock(), approvers=[AUTHOR, anna]) as desk:
        for listing in LISTINGS:
            desk.watches.record(listing)
        first, _ = desk.batches.prepare(asked(0, 1, 2, 3), by=AUTHOR)
        shown, name = (first.draft_id, 1), first.draft_id

        def refusal(by: PersonId, places: list[int], reason: str = "stock of a dealer") -> str:
            [outcome] = desk.batches.leave_out({shown: places}, by=by, reason=reason)
            return str(outcome.refused or "")

        assert "only an approver or its author may" in refusal(carl, [0])
        assert "no link would remain" in refusal(AUTHOR, [0, 1])
        assert "it holds none of these links" in refusal(anna, [7])
        assert "no reason was given" in refusal(anna, [0], " ")
        assert desk.drafts.get(name).version == 1
        assert refusal(anna, [0]) == ""
        left = desk.drafts.get(name)
        assert (left.version, left.author, left.request.listing_ids) == (2, AUTHOR, ("taobao:1",))
        assert "is now at version 2" in refusal(anna, [1])
        done = desk.approvals.approve(name, shown_version=2, by=anna)
        assert done.status is DraftStatus.APPROVED
        assert "it is approved" in str(
            desk.batches.leave_out({(name, 2): [0]}, by=anna, reason="x")[0].refused
        )


def copied_too(desk: Desk) -> RightId:
    """A copyright beside the mark, in a picture that the first listing copies."""
    work = a_right(
        id=RightId("CR-1"), kind=RightKind.COPYRIGHT, number="国作登字-2022-F-0001", title="晨光系列主图"
    )
    with desk.store.unit() as unit:
        [book] = unit.brand_books.all()
        unit.brand_books.save(replace(book, rights=(*book.rights, work)))
        found = Assessment(
            listing_id=LISTINGS[0].listing_id,
            brand=book.name,
            band=Band.HIGH,
            score=0.99,
            signals=(),
            right_ids=(RightId("TM-CN-03"), work.id),
            genuine="images/serum-front.png",
        )
        unit.listings.save(LISTINGS[0], "", [found])
    return work.id


@pytest.mark.parametrize("named", [False, True])
def test_a_mark_used_and_a_picture_copied_are_two_complaints_each_on_its_own_ground(
    desk: Desk, named: bool
) -> None:
    rights = (RightId("TM-CN-03"), copied_too(desk))
    kinds = {ReasonKind.SIGN, ReasonKind.PICTURE, ReasonKind.PRICE}
    proposed = [r for r in desk.reasons.proposed([LISTINGS[0].listing_id]) if r.kind in kinds]
    assert {r.kind for r in proposed} == kinds
    request = replace(
        asked(0), right_ids=rights if named else (), ticked=tuple(r.key for r in proposed), texts=()
    )
    mark, work = desk.batches.prepare(request, by=AUTHOR)
    assert mark.batch_id == work.batch_id != ""
    reasons = {
        made.request.right_ids[0]: field.value
        for made in (mark, work)
        for field in made.composition.fields
        if field.name == "reason"
    }
    assert "未经许可使用注册商标" in reasons[RightId("TM-CN-03")]
    assert "盗用作品" in reasons[RightId("CR-1")]
    assert {r.reason.kind for r in mark.request.reasons} == {ReasonKind.SIGN, ReasonKind.PRICE}
    assert {r.reason.kind for r in work.request.reasons} == {ReasonKind.PICTURE, ReasonKind.PRICE}
    assert "商标" not in work.composition.text("zh").partition("## 五")[0]


@pytest.mark.parametrize("ground", ["copyright", "patent", "counterfeit", "mark_use"])
def test_a_reason_of_no_right_that_somebody_ticked_speaks_of_the_mark_whatever_ground_was_asked_for(
    desk: Desk, ground: str
) -> None:
    listing, piece = a_listing(item_id="77", title="L0MIÈRE 精华 LUMIÈRE NORD"), "L0MIÈRE"
    design = a_right(id=RightId("DP-1"), kind=RightKind.DESIGN, number="ZL202230000001.1")
    with desk.store.unit() as unit:
        [book] = unit.brand_books.all()
        unit.brand_books.save(replace(book, rights=(*book.rights, design)))
        found = Assessment(
            listing_id=listing.listing_id,
            brand=book.name,
            band=Band.HIGH,
            score=0.99,
            signals=(Signal(name="wordmark", score=0.9, because=worded("so"), span=(0, len(piece))),),
            right_ids=(design.id, RightId("TM-CN-03")),
        )
        unit.listings.save(listing, "", [found])
    proposed = desk.reasons.proposed([listing.listing_id])
    ticked = tuple(r.key for r in proposed if r.kind in {ReasonKind.NAMED, ReasonKind.SIGN})
    about = (design.id, RightId("TM-CN-03"))
    request = replace(asked(0), listing_ids=(listing.listing_id,), right_ids=about, ground=ground)
    made = desk.batches.prepare(replace(request, ticked=ticked, texts=()), by=AUTHOR)
    reasons = {draft.request.right_ids: {r.reason.kind for r in draft.request.reasons} for draft in made}
    assert reasons == {(design.id,): set(), ("TM-CN-03",): {ReasonKind.NAMED, ReasonKind.SIGN}}


def test_a_complaint_that_mixes_both_waits_until_one_is_left_out(desk: Desk) -> None:
    work = copied_too(desk)
    draft = desk.drafts.prepare(replace(asked(0), right_ids=(RightId("TM-CN-03"), work)), by=AUTHOR)
    assert draft.status is DraftStatus.BLOCKED
    [gap] = [each for each in draft.composition.gaps if each.field == "right.kind"]
    assert "does not rest on CR-1 (copyright)" in str(gap.message)
    values = [field.value for field in draft.composition.fields if field.name == "reason"]
    assert ["商标权" in value for value in values] == [True, False]
    assert ["著作权" in value for value in values] == [False, True]

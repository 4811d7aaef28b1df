"""Drafts start with evidence, name what is missing, and refuse what does not exist."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.drafts import DraftRequest, DraftStatus
from bot.domain.errors import NotAllowed, NotPossible, UnknownThing, WrongInput
from bot.domain.ids import ListingId, PersonId, RightId
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from tests.factories import FACTS, TODAY, a_licence_page, a_listing
from tests.fakes.desk import HandClock, a_desk

ME = PersonId("U_ME")
REQUEST = DraftRequest(
    kind="platform-takedown",
    listing_ids=(a_listing().listing_id,),
    right_ids=(RightId("TM-CN-03"),),
    as_of=TODAY,
    texts=FACTS,
)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=["U_A"]) as desk:
        desk.watches.record(a_listing())
        yield desk


def captures(desk: Desk) -> int:
    with desk.store.unit() as unit:
        return len(unit.evidence.of_listing(a_listing().listing_id))


def test_a_draft_takes_evidence_opens_a_case_and_writes_its_files(desk: Desk) -> None:
    made = desk.drafts.prepare(REQUEST, by=ME)
    assert captures(desk) == 1
    assert desk.cases.get(made.case_id).listing_ids == (a_listing().listing_id,)
    assert made.files
    assert all(Path(file.path).is_file() for file in made.files)
    assert {file.role for file in made.files} >= {"draft", "fields", "links"}


def test_a_licence_that_a_person_read_is_no_capture_of_the_listing(desk: Desk, clock: HandClock) -> None:
    with desk.store.unit() as unit:
        unit.evidence.save(a_licence_page(captured_at=clock()))
    desk.drafts.prepare(REQUEST, by=ME)
    with desk.store.unit() as unit:
        taken = unit.evidence.of_listing(a_listing().listing_id)
    assert sorted(each.kind for each in taken) == ["capture", "licence"]


def test_fresh_evidence_is_used_again_and_old_evidence_is_not(desk: Desk, clock: HandClock) -> None:
    desk.drafts.prepare(REQUEST, by=ME)
    clock.forward(days=6)
    desk.drafts.prepare(REQUEST, by=ME)
    assert captures(desk) == 1
    clock.forward(days=2)
    desk.drafts.prepare(REQUEST, by=ME)
    assert captures(desk) == 2


def test_rights_not_named_are_those_the_judgement_rests_on(desk: Desk) -> None:
    made = desk.drafts.prepare(replace(REQUEST, right_ids=()), by=ME)
    assert made.request.right_ids == ("TM-CN-03",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "love-letter"}, "there is no kind of notice “love-letter”; choose one of"),
        (
            {"listing_ids": (ListingId("taobao:gone"),)},
            "there is no listing “taobao:gone”; it was never seen",
        ),
        ({"right_ids": (RightId("TM-XX"),)}, "there is no right “TM-XX”"),
        ({"languages": ("fr",)}, "there is no language"),
    ],
)
def test_what_does_not_exist_is_named(desk: Desk, change: dict[str, object], message: str) -> None:
    with pytest.raises(UnknownThing, match=message):
        desk.drafts.prepare(replace(REQUEST, **change), by=ME)  # type: ignore[arg-type]  # a test's shorthand


def test_only_the_author_edits_so_that_nobody_approves_their_own_words(desk: Desk) -> None:
    made = desk.drafts.prepare(REQUEST, by=ME)
    with pytest.raises(NotAllowed, match="only its author may; ask for changes instead"):
        desk.drafts.revise(made.draft_id, made.request, by=PersonId("U_A"))


def test_a_draft_about_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongInput, match="no listing was named"):
        desk.drafts.prepare(replace(REQUEST, listing_ids=()), by=ME)


def test_a_missing_fact_blocks_the_draft_and_says_what_to_do(desk: Desk) -> None:
    made = desk.drafts.prepare(replace(REQUEST, kind="amr-complaint", office=""), by=ME)
    assert made.status is DraftStatus.BLOCKED
    assert any("office" in gap.field for gap in made.composition.gaps)


@pytest.mark.parametrize("verdict", [Verdict.GREY_MARKET, Verdict.GENUINE])
def test_goods_judged_genuine_get_no_notice_of_any_kind(desk: Desk, verdict: Verdict) -> None:
    made = desk.drafts.prepare(REQUEST, by=ME)
    desk.cases.close(made.case_id, "wrong", by=ME)
    desk.triage.judge([a_listing().listing_id], verdict, by=ME)
    with pytest.raises(NotPossible, match="goods that do not infringe get no notice"):
        desk.drafts.prepare(REQUEST, by=ME)
    with pytest.raises(NotPossible, match="goods that do not infringe get no notice"):
        desk.drafts.revise(made.draft_id, REQUEST, by=ME)
    for accusing in ("authenticity-statement", "customs-detention"):
        with pytest.raises(NotPossible, match="goods that do not infringe get no notice"):
            desk.drafts.prepare(replace(REQUEST, kind=accusing), by=ME)


def test_one_genuine_listing_among_others_stops_the_notice_about_all(desk: Desk) -> None:
    other = a_listing(item_id="2", title="camp mug")
    desk.watches.record(other)
    desk.triage.judge([other.listing_id], Verdict.GREY_MARKET, by=ME)
    mixed = replace(REQUEST, listing_ids=(*REQUEST.listing_ids, other.listing_id))
    with pytest.raises(NotPossible, match="taobao:2"):
        desk.drafts.prepare(mixed, by=ME)

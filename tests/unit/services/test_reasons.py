"""Reasons are proposed from the records, ticked by a person, and kept with who ticked them and when."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bot.domain.drafts import DraftRequest, DraftStatus
from bot.domain.errors import UnknownThing
from bot.domain.ids import PersonId, RightId
from bot.domain.reasons import CIRCUMSTANCES, SHOWS_FAKE, ReasonKind
from bot.services.desk import Desk
from tests.factories import TODAY, a_listing, a_purchase
from tests.fakes.desk import HandClock, a_desk

ME, OTHER = PersonId("U_ME"), PersonId("U_OTHER")
LISTING = a_listing().listing_id
REQUEST = DraftRequest(
    kind="platform-takedown", listing_ids=(LISTING,), right_ids=(RightId("TM-CN-03"),), as_of=TODAY
)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=["U_A"]) as desk:
        desk.watches.record(a_listing())
        yield desk


def keys(desk: Desk, *kinds: ReasonKind) -> tuple[str, ...]:
    return tuple(r.key for r in desk.reasons.proposed([LISTING]) if r.kind in kinds)


def test_a_price_is_a_circumstance_and_never_a_reason_that_goods_are_fake(desk: Desk) -> None:
    found = desk.reasons.proposed([LISTING])
    [price] = [r for r in found if r.kind is ReasonKind.PRICE]
    assert "59.00" in price.zh
    assert "520" not in price.zh + price.en
    assert CIRCUMSTANCES.isdisjoint(SHOWS_FAKE)
    assert ReasonKind.PICTURE not in SHOWS_FAKE
    made = desk.drafts.prepare(replace(REQUEST, ticked=(price.key,)), by=ME)
    assert made.status is DraftStatus.BLOCKED
    assert "evidence.reasons" in {gap.field for gap in made.composition.gaps}


def test_nobody_has_to_write_chinese_to_send_a_chinese_notice(desk: Desk) -> None:
    made = desk.drafts.prepare(replace(REQUEST, ticked=keys(desk, ReasonKind.SIGN)), by=ME)
    assert made.status is DraftStatus.AWAITING, made.composition.gaps
    assert "标题使用了“LUMIÈRE NORD”标识" in made.composition.text("zh")
    assert "The title of item" in made.composition.text("en")
    [explained] = [field.value for field in made.composition.fields if field.label == "Explanation"]
    assert "标题使用了“LUMIÈRE NORD”标识" in explained


def test_a_notice_calls_goods_counterfeit_only_on_a_comparison(desk: Desk) -> None:
    ticked = keys(desk, ReasonKind.SIGN, ReasonKind.PRICE)
    made = desk.drafts.prepare(replace(REQUEST, ticked=ticked), by=ME)
    assert made.composition.ground == "mark_use"
    assert made.composition.reason_code == "trademark-use"
    assert "假冒" not in made.composition.text("zh")
    assert "并非注册人生产" not in made.composition.text("zh")
    with desk.store.unit() as unit:
        unit.purchases.save(a_purchase())
    sample = keys(desk, ReasonKind.SAMPLE)
    compared = desk.drafts.prepare(replace(REQUEST, ticked=(*ticked, *sample)), by=ME)
    assert compared.composition.ground == "counterfeit"
    assert "品牌保护经理）于2026年11月18日将样品与正品比对" in compared.composition.text("zh")


def test_a_missing_feature_shows_a_fake_once_the_one_who_saw_it_is_named(desk: Desk) -> None:
    desk.evidence.capture(LISTING)
    ticked = keys(desk, ReasonKind.SIGN, ReasonKind.TELL)
    assert len(ticked) >= 2
    unnamed = desk.drafts.prepare(replace(REQUEST, ticked=ticked), by=ME)
    assert unnamed.composition.ground == "mark_use"
    named = desk.drafts.prepare(replace(REQUEST, ticked=ticked, texts=(("examiner", "周然"),)), by=ME)
    assert named.composition.ground == "counterfeit"
    assert "上述比对由权利人的辨认人员周然进行" in named.composition.text("zh")


def test_who_ticked_a_reason_and_when_is_kept_through_later_versions(desk: Desk, clock: HandClock) -> None:
    [sign] = keys(desk, ReasonKind.SIGN)
    made = desk.drafts.prepare(replace(REQUEST, ticked=(sign,)), by=ME)
    [first] = made.request.reasons
    clock.forward(hours=2)
    [price] = keys(desk, ReasonKind.PRICE)
    revised = desk.drafts.revise(made.draft_id, replace(made.request, ticked=(sign, price)), by=ME)
    assert revised.request.reasons[0] == first
    assert revised.request.reasons[1].at > first.at
    with desk.store.unit() as unit:
        entries = [e for e in unit.audit.about(made.case_id) if e.act.what in {"draft.made", "draft.revised"}]
    told = [entry.act.details["reasons"] for entry in entries]
    assert told[0] == [{"key": sign, "record": f"listing {LISTING}", "by": ME, "at": first.at.isoformat()}]
    assert len(told[1]) == 2  # type: ignore[arg-type]  # details hold objects


def test_a_reason_that_no_record_proposes_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownThing, match="reason"):
        desk.batches.prepare(replace(REQUEST, ticked=("sign-00000000",)), by=ME)


def test_each_right_kept_has_its_own_sentence_of_fact(desk: Desk) -> None:
    """A right that nobody said anything of blocks the paper, however much is said of another."""
    with desk.store.unit() as unit:
        [book] = unit.brand_books.all()
        other = replace(book.rights[0], id=RightId("TM-CN-99"), title="NORDLICHT", number="99887766")
        unit.brand_books.save(replace(book, rights=(*book.rights, other)))
    both = (RightId("TM-CN-03"), RightId("TM-CN-99"))
    made = desk.drafts.prepare(replace(REQUEST, right_ids=both, ticked=keys(desk, ReasonKind.SIGN)), by=ME)
    messages = [gap.message for gap in made.composition.gaps if gap.field == "texts.sign"]
    assert messages
    assert all("TM-CN-99" in str(message) for message in messages)


def test_the_rights_proposed_are_those_that_the_ground_and_the_kind_can_rest_on(desk: Desk) -> None:
    found = desk.drafts.offers.proposed_rights([LISTING], "counterfeit", "amr-complaint")
    assert found == ("TM-CN-03",)
    assert desk.drafts.offers.proposed_rights([LISTING], "counterfeit", "patent-adjudication-request") == ()


def test_the_pack_for_counsel_says_who_ticked_what_on_which_record(desk: Desk) -> None:
    made = desk.drafts.prepare(replace(REQUEST, ticked=keys(desk, ReasonKind.SIGN)), by=ME)
    with zipfile.ZipFile(desk.drafts.pack_review(made)) as pack:
        sheet = Document(io.BytesIO(pack.read("D-000001-v1.review.docx")))
    cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
    assert f"listing {LISTING}" in cells
    assert f"{ME}, 2026-11-24 10:05" in cells

"""Reasons are proposed from the records, ticked by a person, and kept with who ticked them and when."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bot.domain.assessments import Signal
from bot.domain.drafts import Draft, DraftRequest, DraftStatus
from bot.domain.errors import UnknownThing
from bot.domain.ids import PersonId, RightId
from bot.domain.reasons import CIRCUMSTANCES, SHOWS_FAKE, ReasonKind
from bot.domain.rights import SellerDecision, marks_in
from bot.domain.sentences import worded
from bot.services.desk import Desk
from tests.factories import TODAY, a_listing, a_purchase, a_right
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


def two_marks(desk: Desk) -> tuple[RightId, RightId]:
    """Beside the mark that the listing writes, one that it does not."""
    with desk.store.unit() as unit:
        [book] = unit.brand_books.all()
        other = replace(book.rights[0], id=RightId("TM-CN-99"), title="NORDLICHT", number="99887766")
        unit.brand_books.save(replace(book, rights=(*book.rights, other)))
    return RightId("TM-CN-03"), RightId("TM-CN-99")


def compares(made: Draft, number: str) -> bool:
    """Whether the paper says, in each language, that a sign is identical with the mark of this number."""
    zh, en = (made.composition.text(language) for language in ("zh", "en"))
    said = {
        f"与第{number}号注册商标" in zh,
        bool(re.search(rf"identical with registered mark no\. {number}", en)),
    }
    assert len(said) == 1, "both languages say the same"
    return said.pop()


@pytest.mark.parametrize(
    "texts",
    [
        {"sign_zh": "商品本身印有该注册商标。", "sign_en": "The goods themselves bear the registered mark."},
        {"sign_zh": "瓶身印有“LUMIÈRE NORD”标识。", "sign_en": "The bottle bears “LUMIÈRE NORD”."},
        {"sign_is": "goods"},
        {"sign_is:TM-CN-03": "goods"},
        {
            "facts_zh": "该商品与NORDLICHT正品不同。",
            "facts_en": "The goods differ from genuine NORDLICHT ones.",
        },
    ],
)
@pytest.mark.parametrize(
    "kind", ["platform-takedown", "amr-complaint", "cease-and-desist", "litigation-brief"]
)
def test_no_paper_says_that_a_sign_is_a_mark_that_nobody_named(
    desk: Desk, kind: str, texts: dict[str, str]
) -> None:
    both = two_marks(desk)
    made = desk.drafts.prepare(
        replace(
            REQUEST,
            kind=kind,
            right_ids=both,
            ticked=keys(desk, ReasonKind.SIGN),
            texts=tuple(texts.items()),
        ),
        by=ME,
    )
    assert compares(made, "41207733")
    assert not compares(made, "99887766")
    blocked = [g for g in made.composition.gaps if g.field == "texts.sign" and g.severity == "blocking"]
    assert ["TM-CN-99" in str(gap.message) for gap in blocked] == [True]


def test_a_ready_sentence_names_its_mark_and_founds_that_one_alone(desk: Desk) -> None:
    both = two_marks(desk)
    chosen = (("sign_is:TM-CN-03", "goods"), ("sign_is:TM-CN-99", "packaging"))
    made = desk.drafts.prepare(replace(REQUEST, right_ids=both, texts=chosen), by=ME)
    assert "商品本身印有“LUMIÈRE NORD”注册商标。" in made.composition.text("zh")
    assert "The packaging bears the registered mark “NORDLICHT”." in made.composition.text("en")
    assert compares(made, "41207733")
    assert compares(made, "99887766")
    assert "texts.sign" not in {gap.field for gap in made.composition.gaps}
    [line] = [each for each in made.composition.traces if "99887766" in each.line and "相同" in each.line]
    assert "right TM-CN-99" in line.sources
    assert "right TM-CN-03" not in line.sources


def test_a_mark_inside_a_longer_word_or_mark_is_not_written() -> None:
    marks = [replace(a_right(), id=RightId(each), title=each) for each in ("NORD", "LUMIÈRE NORD", "M1")]
    assert marks_in("LUMIÈRE NORD 精华", marks) == {"LUMIÈRE NORD"}
    assert marks_in("Nord30ml", marks) == {"NORD"}
    assert marks_in("NORDIC M100", marks) == set()


def test_a_draft_without_rights_takes_those_that_are_ticked_or_written(desk: Desk) -> None:
    """A form chooses none beforehand of which the listing says nothing."""
    both = _, unwritten = two_marks(desk)
    with desk.store.unit() as unit:
        found = [replace(each, right_ids=both) for each in unit.listings.assessments(LISTING)]
        unit.listings.save(a_listing(), "", found)
    assert desk.drafts.offers.proposed_rights([LISTING], "counterfeit") == ("TM-CN-03",)
    bare = replace(REQUEST, right_ids=())
    assert desk.drafts.prepare(bare, by=ME).request.right_ids == ("TM-CN-03",)
    desk.evidence.capture(LISTING)
    [seen] = [
        reason.key
        for reason in desk.reasons.proposed([LISTING])
        if reason.kind is ReasonKind.SEEN and reason.right_id == unwritten
    ]
    made = desk.drafts.prepare(replace(bare, ticked=(seen,)), by=ME)
    assert made.request.right_ids == (unwritten,)


def test_the_rights_proposed_are_those_that_the_ground_and_the_kind_can_rest_on(desk: Desk) -> None:
    found = desk.drafts.offers.proposed_rights([LISTING], "counterfeit", "amr-complaint")
    assert found == ("TM-CN-03",)
    assert desk.drafts.offers.proposed_rights([LISTING], "counterfeit", "patent-adjudication-request") == ()


@pytest.mark.parametrize("instrument", ["owner", "law_firm"])
def test_a_letter_speaks_to_the_seller_it_is_addressed_to(desk: Desk, instrument: str) -> None:
    with desk.store.unit() as unit:
        [book] = unit.brand_books.all()
        shop = f"{a_listing().platform}:{a_listing().seller_id}"
        before = SellerDecision(seller=shop, authority="义乌市市场监督管理局", number="12", date=TODAY)
        unit.brand_books.save(replace(book, findings=(before,)))
    request = replace(
        REQUEST,
        kind="cease-and-desist",
        ticked=keys(desk, ReasonKind.SIGN, ReasonKind.FINDING),
        texts=(("instrument", instrument),),
    )
    made = desk.drafts.prepare(request, by=ME)
    zh, en = made.composition.text("zh"), made.composition.text("en")
    assert "未许可贵方在上述商品上使用上列商标" in zh
    assert "permitted you to use the marks listed" in en
    assert "贵方曾于" in zh
    assert "You were dealt with before" in en
    assert not re.findall("[上该][述]?经营者", zh)
    assert "trader" not in en


def test_the_pack_for_counsel_says_who_ticked_what_on_which_record(desk: Desk) -> None:
    made = desk.drafts.prepare(replace(REQUEST, ticked=keys(desk, ReasonKind.SIGN)), by=ME)
    with zipfile.ZipFile(desk.drafts.pack_review(made)) as pack:
        sheet = Document(io.BytesIO(pack.read("D-000001-v1.review.docx")))
    cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
    assert f"listing {LISTING}" in cells
    assert f"{ME}, 2026-11-24 10:05" in cells


@pytest.mark.parametrize(
    ("piece", "zh", "en"),
    [
        (
            "LUMIÈRE NОRD",
            "以“LUMIÈRE NОRD”指称“LUMIÈRE NORD”品牌（其中“О”为西里尔字母，U+041E）。",
            "for the brand LUMIÈRE NORD (the “О” is Cyrillic, U+041E).",
        ),
        (
            "LUMIÈRE N\u200bORD",
            "品牌（其中字间藏有不可见字符，U+200B）。",
            "for the brand LUMIÈRE NORD (characters that nobody sees stand between its letters, U+200B).",
        ),
        ("LUMIERE-NORD", "指称“LUMIÈRE NORD”品牌。", "for the brand LUMIÈRE NORD."),
    ],
)
def test_a_disguise_that_nobody_can_see_is_said_in_the_words_for_the_notice(
    desk: Desk, piece: str, zh: str, en: str
) -> None:
    listing = a_listing(title=f"{piece} 面霜")
    with desk.store.unit() as unit:
        [found] = unit.listings.assessments(LISTING)
        named = Signal(name="wordmark", score=0.9, because=worded("so"), span=(0, len(piece)))
        told = replace(found, brand="LUMIÈRE NORD", signals=(named,))
        unit.listings.save(listing, "f", [told])
    [reason] = [r for r in desk.reasons.proposed([LISTING]) if r.kind is ReasonKind.NAMED]
    assert zh in reason.zh
    assert en in reason.en

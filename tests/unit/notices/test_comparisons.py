"""What a paper says of a comparison: only one that was made, by whom, and with the annex in which it stands."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.domain.ids import PersonId
from bot.domain.proposals import ReasonRecords, proposed
from bot.domain.reasons import ReasonKind, TickedReason
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import a_purchase
from tests.factories import NOW, a_product, facts_for
from tests.unit.notices.making import fields

LETTERS = ("cease-and-desist", "cease-and-desist@law_firm")
WITH_TABLE = ("amr-complaint", "amr-supplement", "police-referral", "civil-complaint", "platform-takedown",
              "counter-notice-reply", "litigation-brief")  # fmt: skip


def ticking(kind: str, *kinds: ReasonKind, drop: Iterable[str] = ("facts_zh", "facts_en")) -> NoticeFacts:
    """The facts of the kind with a sample, and these reasons ticked in place of what a person wrote."""
    facts = facts_for(kind, purchases=(a_purchase(),))
    records = ReasonRecords(
        listings=() if ReasonKind.UNLICENSED in kinds else facts.listings,
        rights=facts.books[0].rights,
        books=facts.books,
        assessments=facts.assessments,
        evidence=facts.evidence,
        purchases=facts.purchases,
    )
    ticked = tuple(
        TickedReason(reason=reason, by=PersonId("U1"), at=NOW)
        for reason in proposed(records)
        if reason.kind in kinds
    )
    assert {each.reason.kind for each in ticked} == set(kinds)
    texts = tuple((name, text) for name, text in facts.request.texts if name not in set(drop))
    texts += (("versions_checked", "yes"),)
    return replace(facts, request=replace(facts.request, reasons=ticked, texts=texts))


@pytest.mark.parametrize("kind", WITH_TABLE)
def test_a_comparison_of_the_page_is_told_only_where_one_was_made(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    titled = writer.compose(ticking(kind, ReasonKind.SIGN, ReasonKind.SAMPLE))
    assert "上述比对由" not in titled.text("zh")
    assert "The comparison was made by" not in titled.text("en")
    assert not [annex for annex in titled.annexes if "商品页面与正品的比对说明" in annex.title]
    assert "evidence.compared" not in fields(titled)
    seen = writer.compose(ticking(kind, ReasonKind.TELL, ReasonKind.SAMPLE))
    assert "上述比对由" in seen.text("zh")
    assert "The comparison was made by" in seen.text("en")


@pytest.mark.parametrize("kind", WITH_TABLE)
def test_versions_are_told_behind_the_table_of_what_differs(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(ticking(kind, ReasonKind.SIGN, ReasonKind.SAMPLE))
    for language, table, versions in (
        ("zh", "| 序号 | 正品特征 |", "上述差异不属于"),
        ("en", "| No. | Feature of genuine goods", "The differences above are not those"),
    ):
        text = composition.text(language)
        assert text.count(versions) == 1
        assert text.index(table) < text.index(versions)


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_teaches_the_seller_no_feature_of_the_sample(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    composition = writer.compose(ticking(kind, ReasonKind.SIGN, ReasonKind.SAMPLE))
    for row in a_purchase().differences:
        for told in (row.tell, row.seen):
            assert told not in composition.text("zh")
        for told in (row.tell_en, row.seen_en):
            assert told not in composition.text("en")
    assert "经比对商品730155210044的样品，其若干特征与正品不符" in composition.text("zh")
    assert "a sample of item 730155210044, the goods differ in several features" in composition.text("en")
    assert "根据上述比对" in composition.text("zh")


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_that_tells_no_comparison_refers_to_none(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(ticking(kind, ReasonKind.SIGN))
    assert "根据上述情况" in composition.text("zh")
    assert "comparison above" not in composition.text("en")
    assert "上述比对" not in composition.text("zh")


def test_a_reason_cites_its_own_annex_and_no_other(writer: TemplateNoticeWriter) -> None:
    for kind in ("cease-and-desist", "amr-complaint", "platform-takedown"):
        facts = ticking(kind, ReasonKind.SIGN, ReasonKind.PRICE, ReasonKind.SAMPLE)
        composition = writer.compose(facts)
        capture = next(
            annex.no for annex in composition.annexes if annex.title.startswith("商品页面取证记录")
        )
        text = composition.text("zh")
        assert f"标识（附件{capture}）。" in text
        assert "正品建议零售价为人民币620.00元。" in text
        assert f"CNY 620.00 (Annex {capture})" not in composition.text("en")
    assert a_product().list_price is not None


def test_no_licence_record_is_the_certificate(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(ticking("customs-detention", ReasonKind.UNLICENSED, drop=("reasons_is",)))
    assert "许可使用其注册商标（附件" not in composition.text("zh")

"""The English mirror: a record spelt in two ways is no difference, and what differs in names alone an approver may waive."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.custody import Custody
from bot.domain.ids import PersonId, RightId
from bot.domain.proposals import ReasonRecords, proposed
from bot.domain.reasons import ReasonKind, TickedReason
from bot.notices.gaps.texts import differences
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import a_purchase
from tests.factories import NOW, a_product, a_right, an_authority, facts_for
from tests.unit.notices.making import EVERY_KIND, fields, with_texts

DIFFER = "text.languages_differ"
NAMED = a_right(id=RightId("TM-CN-04"), title="露北", number="41207734")


def of_french_origin(kind: str) -> NoticeFacts:
    book = facts_for(kind).books[0]
    return facts_for(kind, books=(replace(book, products=(a_product(origin="法国"),)),))


def asserting_the_chinese_name(kind: str) -> NoticeFacts:
    """The owner's Chinese mark stands in the name of the examiner's employer, whose English spells it otherwise."""
    full = facts_for(kind, purchases=(a_purchase(),))
    rights = (*full.books[0].rights, NAMED)
    book = replace(full.books[0], rights=rights, authorities=(an_authority(rights=()),))
    request = replace(full.request, right_ids=(*full.request.right_ids, NAMED.id))
    return replace(full, books=(book,), request=request)


def kept_by_the_notary(kind: str) -> NoticeFacts:
    link = Custody(who="陈立", given_by="公证处", to="样品柜", at=datetime(2026, 11, 17, 1, tzinfo=UTC))
    bought = a_purchase(custody=(link,))
    texts = tuple((name, text) for name, text in facts_for(kind).request.texts if name != "recipient")
    facts = facts_for(kind, purchases=(bought,))
    return replace(facts, request=replace(facts.request, texts=texts))


def ticking_the_sample(kind: str) -> NoticeFacts:
    facts = facts_for(kind, purchases=(a_purchase(),))
    records = ReasonRecords(
        listings=facts.listings,
        purchases=facts.purchases,
        books=facts.books,
        assessments=(),
        evidence=facts.evidence,
        rights=facts.books[0].rights,
    )
    reasons = [reason for reason in proposed(records) if reason.kind is ReasonKind.SAMPLE]
    assert reasons
    ticked = tuple(TickedReason(reason=reason, by=PersonId("U1"), at=NOW) for reason in reasons)
    return replace(facts, request=replace(facts.request, reasons=ticked))


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize(
    "make", [of_french_origin, asserting_the_chinese_name, kept_by_the_notary, ticking_the_sample]
)
def test_a_record_spelt_in_two_ways_blocks_no_paper(
    writer: TemplateNoticeWriter, make: Callable[[str], NoticeFacts], kind: str
) -> None:
    composition = writer.compose(make(kind))
    assert DIFFER not in fields(composition), str(fields(composition)[DIFFER].message)


@pytest.mark.parametrize(
    ("kind", "field", "zh", "en"),
    [
        ("customs-recordal", "fax", "| 传真 | 无 |", "| Fax | none |"),
        ("customs-detention", "transport", "| 运输工具 | 船 |", "| Means of transport | vessel |"),
        ("customs-detention", "transport", "| 运输工具 | 铁路 |", "| Means of transport | by rail |"),
    ],
)
def test_a_word_alone_in_a_field_is_no_name(
    writer: TemplateNoticeWriter, kind: str, field: str, zh: str, en: str
) -> None:
    composition = writer.compose(with_texts(facts_for(kind), **{field: zh.split("| ")[2].removesuffix(" |")}))
    assert zh in composition.text("zh")
    assert en in composition.text("en")
    assert DIFFER not in fields(composition)


def test_a_name_alone_may_be_waived_and_a_number_may_not() -> None:
    names = [("晴禾", "Qinghe (晴禾)")]
    (gap,) = differences({"1": "晴禾销售"}, {"1": "the seller sells"}, names)
    assert gap.waivable_by == "approver"
    (gap,) = differences({"1": "晴禾销售3件"}, {"1": "Qinghe sells 4 pieces"}, names)
    assert gap.waivable_by == ""


def test_words_that_name_something_in_one_language_alone_are_told(writer: TemplateNoticeWriter) -> None:
    facts = with_texts(
        facts_for("amr-complaint"),
        facts_zh="美妆优选小店的商品与正品不符。",
        facts_en="The goods differ from genuine ones.",
    )
    gaps = fields(writer.compose(facts))
    assert DIFFER not in gaps
    assert gaps["text.names_differ"].severity == "warning"
    assert "美妆优选小店的商品" in str(gaps["text.names_differ"].message)

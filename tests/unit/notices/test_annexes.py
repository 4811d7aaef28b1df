"""The annex list: every file on record that proves something is there under its own name, and what is missing is asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.drafts import Draft
from bot.domain.ids import DraftId, RightId
from bot.domain.rights import Right, RightKind, SellerDecision
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import a_purchase
from tests.factories import a_book, a_request, a_right, facts_for
from tests.unit.notices.making import EVERY_KIND, draft_of, fields

MADRID = a_right(
    basis="madrid",
    number="G1500001",
    international_number="1500001",
    madrid_certificate="rights/cnipa.pdf",
    certificate="rights/wipo.pdf",
    renewal_proof="rights/renewed.pdf",
)
WITH_CERTIFICATES = [
    kind for kind in EVERY_KIND if kind not in {"patent-adjudication-request", "filing-notice"}
]


def resting_on(kind: str, *rights: Right, **facts: Any) -> NoticeFacts:
    """The full facts of the kind, with these rights alone."""
    ids = tuple(right.id for right in rights)
    request = replace(a_request(kind), right_ids=ids)
    return facts_for(kind, request=request, books=(a_book(rights=rights),), **facts)


def titles(writer: TemplateNoticeWriter, facts: NoticeFacts) -> Sequence[str]:
    return [annex.title for annex in writer.compose(facts).annexes]


@pytest.mark.parametrize("kind", WITH_CERTIFICATES)
def test_a_madrid_mark_is_proved_by_what_exists_of_it(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(resting_on(kind, MADRID))
    found = [annex.title for annex in composition.annexes]
    assert not any("商标注册证" in title for title in found)
    if any("G1500001" in title for title in found):
        assert "国际注册商标证明（G1500001）" in found
        assert "国际注册证书（1500001）" in found
        assert "续展证明（G1500001）" in found
        assert "Certificate of protection of the international registration (G1500001)" in composition.text(
            "en"
        )
    else:
        assert kind in {"withdrawal", "power-of-attorney"}


def test_only_a_registered_work_has_a_certificate(writer: TemplateNoticeWriter) -> None:
    registered = a_right(
        id=RightId("CR-1"), kind=RightKind.COPYRIGHT, title="晨光产品图", number="国作登字-2024-F-1"
    )
    bare = replace(registered, number="", certificate="")
    assert "作品登记证书（国作登字-2024-F-1）" in titles(writer, resting_on("platform-takedown", registered))
    assert "著作权权属证明" in titles(writer, resting_on("platform-takedown", bare))


@pytest.mark.parametrize("kind", ["amr-complaint", "amr-supplement"])
def test_a_bureau_gets_the_owners_opinion_on_an_examined_sample(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    bought = facts_for(kind, purchases=(a_purchase(),))
    composition = writer.compose(bought)
    number = next(annex.no for annex in composition.annexes if annex.title == "辨认意见书")
    assert f"辨认意见书见附件{number}" in composition.text("zh")
    assert f"identification opinion: Annex {number}" in composition.text("en")
    assert "evidence.opinion" in fields(composition, "warning")
    opinion = facts_for("authenticity-statement")
    drafted: Draft = draft_of(writer.compose(opinion), opinion, draft_id=DraftId("D-000077"))
    assert "evidence.opinion" not in fields(writer.compose(replace(bought, drafts=(drafted,))))
    assert "辨认意见书" not in titles(writer, facts_for(kind))


FINDING = SellerDecision(
    seller="taobao:meizhuang-88",
    authority="义乌市市场监督管理局",
    number="义市监罚〔2025〕7号",
    date=date(2025, 8, 19),
)


def against(kind: str, finding: SellerDecision) -> NoticeFacts:
    return facts_for(kind, books=(a_book(findings=(finding,)),))


@pytest.mark.parametrize("kind", ["amr-complaint", "amr-supplement", "police-referral", "civil-complaint"])
def test_an_earlier_decision_wants_its_kind_and_its_document(writer: TemplateNoticeWriter, kind: str) -> None:
    bare = fields(writer.compose(against(kind, FINDING)), "warning")
    assert {"finding.about", "finding.document"} <= bare.keys()
    full = fields(writer.compose(against(kind, replace(FINDING, about="trademark", document="d/7.pdf"))))
    assert not {"finding.about", "finding.document"} & full.keys()


def test_only_a_decision_on_a_trademark_counts_as_a_first_time(writer: TemplateNoticeWriter) -> None:
    other = writer.compose(against("amr-complaint", replace(FINDING, about="copyright")))
    assert "tm.amr_repeat" not in {cited.key for cited in other.provisions}
    assert FINDING.number not in other.text("zh")

"""An individual business (个体工商户) has an operator where a company has a legal representative."""

import pytest

from bot.notices.writer import TemplateNoticeWriter
from tests.factories import a_listing, facts_for

KINDS = (
    "amr-complaint",
    "amr-supplement",
    "police-referral",
    "litigation-brief",
    "patent-adjudication-request",
    "notary-instructions",
    "test-buy-report",
    "civil-complaint",
)


@pytest.mark.parametrize("kind", KINDS)
def test_an_individual_business_is_named_with_its_operator(writer: TemplateNoticeWriter, kind: str) -> None:
    shop = a_listing(seller_licence="92330782MA00000000", seller_company="义乌市晴禾贸易商行")
    composition = writer.compose(facts_for(kind, listings=(shop,)))
    zh, en = composition.text("zh"), composition.text("en")
    assert "经营者 | 陈立 |" in zh
    assert "perator | Chen Li (陈立) |" in en
    assert "义乌市晴禾贸易商行（个体工商户" in zh
    assert "(individual business" in en
    assert "法定代表人 | 陈立" not in zh
    company = writer.compose(facts_for(kind))
    assert "个体工商户" not in company.text("zh")
    assert "individual business" not in company.text("en")

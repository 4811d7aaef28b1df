"""The report of a test purchase: what its form asks is printed, and a hole in the chain of custody is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.custody import Custody
from bot.notices.writer import TemplateNoticeWriter
from tests.asked import a_purchase
from tests.factories import facts_for
from tests.unit.notices.making import fields, with_texts

REPORT = "test-buy-report"


def test_what_the_form_asks_is_printed_and_closes_its_gap(writer: TemplateNoticeWriter) -> None:
    bare = fields(writer.compose(facts_for(REPORT)), "warning")
    wanted = {"texts.quantity", "texts.all_versions", "texts.buyer_account", "texts.delivered_to"}
    assert wanted <= bare.keys()
    told = {
        "quantity": "1件",
        "buyer_account": "yunhe_2026",
        "delivered_to": "上海市静安区示例路1号",
        "all_versions": "yes",
    }
    full = with_texts(facts_for(REPORT), **told)
    composition = writer.compose(full)
    assert not wanted & fields(composition).keys()
    zh, en = composition.text("zh"), composition.text("en")
    assert "| 样品数量 | 1件 |" in zh
    assert "| 购买账号 | yunhe_2026 |" in zh
    assert "| 收货地址 | 上海市静安区示例路1号 |" in zh
    assert "上述正品特征适用于该商品的各个版本" in zh
    assert "| Account of the buyer | yunhe_2026 |" in en
    assert "| Delivery address | No. 1 Shili Road" in en
    assert "hold for every version of the goods" in en
    assert "自收到之日起" not in zh
    assert "text.languages_differ" not in fields(composition)


@pytest.mark.parametrize(
    ("days", "giver", "hole"), [(0, "", False), (1, "", True), (0, "王敏", True), (0, "陈立", False)]
)
def test_a_hole_in_the_chain_of_custody_is_told(
    writer: TemplateNoticeWriter, days: int, giver: str, hole: bool
) -> None:
    received = a_purchase().received_at
    assert received
    first = Custody(who="陈立", to="样品柜", at=received + timedelta(days=days))
    then = Custody(who="周然", given_by=giver, at=first.at + timedelta(hours=1))
    bought = a_purchase(custody=(first, then))
    gaps = fields(writer.compose(facts_for(REPORT, purchases=(bought,))), "warning")
    assert ("evidence.test_purchase.custody" in gaps) is hole


@pytest.mark.parametrize(
    "kind", ["amr-complaint", "platform-takedown", "police-referral", "civil-complaint", REPORT]
)
def test_a_photograph_that_no_paper_can_show_is_told(writer: TemplateNoticeWriter, kind: str) -> None:
    bought = a_purchase()
    away = replace(
        bought, differences=tuple(replace(x, photograph="pictures/cap.jpg") for x in bought.differences)
    )
    told = fields(writer.compose(facts_for(kind, purchases=(away,))), "warning")
    assert "pictures/cap.jpg" in str(told["evidence.test_purchase.photographs"].message)
    assert "evidence.test_purchase.photographs" not in fields(
        writer.compose(facts_for(kind, purchases=(bought,)))
    )

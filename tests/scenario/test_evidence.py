"""Evidence in the thread of a case: listed and graded, a licence read by hand, sealed into one zip, its source shown."""

import pytest

from bot.playground.driver import ActRefusedError
from bot.slack.ids import ModalField
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, Bot


def _case(bot: Bot) -> str:
    alert = bot.alert(item_id="7301", seller_contact=("13800138000",))
    alice = bot.person(ALICE)
    alice.clicks(alert, "alert.open_case")
    bot.says(ALERTS, "C-000001")
    return bot.desk.cases.find(limit=100)[0][0].ts


def test_evidence_is_listed_graded_and_lifted_by_a_licence_read_by_hand(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    thread = _case(bot)
    alice = bot.person(ALICE)
    alice.says(ALERTS, "<@U0MARQUE> evidence", thread_ts=thread)
    listed = bot.says(ALERTS, "Evidence of C-000001")
    assert "Nothing was captured yet." in listed.everything
    assert "*AMR: D*" in listed.everything
    alice.clicks(listed, "evidence.read_licence")
    with pytest.raises(ActRefusedError) as refused:
        alice.submits(
            alice.modal(),
            {ModalField.COMPANY: "义乌市晴禾贸易有限公司", ModalField.CODE: "91330100799655058C"},
        )
    assert "check character" in refused.value.errors[ModalField.CODE]
    alice.submits(
        alice.modal(), {ModalField.COMPANY: "义乌市晴禾贸易有限公司", ModalField.CODE: "91330100799655058B"}
    )
    bot.says(ALERTS, "read the licence of 义乌市晴禾贸易有限公司")
    alice.says(ALERTS, "<@U0MARQUE> evidence", thread_ts=thread)
    bot.playground.wait_for(
        lambda s: any("店铺营业执照公示信息" in m.everything for m in s.messages(ALERTS)) or None
    )


def test_the_sealed_zip_is_put_into_the_thread(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    thread = _case(bot)
    bot.desk.evidence.capture(a_listing(item_id="7301").listing_id)
    alice = bot.person(ALICE)
    alice.says(ALERTS, "<@U0MARQUE> evidence", thread_ts=thread)
    alice.clicks(bot.says(ALERTS, "Evidence of C-000001"), "evidence.zip")
    sealed = bot.says(ALERTS, "sealed the evidence as")
    assert [file.name for file in sealed.files] == ["C-000001.evidence.zip"]


def test_source_shows_the_shops_tied_to_the_cases_shop_with_a_picture(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    thread = _case(bot)
    bot.alert(
        item_id="7302", seller_id="other-shop", seller_name="另一家店", seller_contact=("手机13800138000",)
    )
    bot.desk.infringers.rebuild()
    bot.person(ALICE).says(ALERTS, "<@U0MARQUE> source", thread_ts=thread)
    shown = bot.says(ALERTS, "What ties them")
    assert "contact +8613800138000" in shown.everything
    bot.playground.wait_for(
        lambda s: [f for m in s.messages(ALERTS) for f in m.files if f.name.endswith(".png")] or None
    )

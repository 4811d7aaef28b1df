"""A test purchase is recorded in Slack, where the listing is, and its papers are kept as evidence of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.examinations import lacking
from bot.domain.ids import ListingId, PersonId
from bot.domain.moments import CHINA, china_day
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import ReasonKind
from bot.domain.verdicts import Verdict
from bot.playground.driver import ActRefusedError
from bot.playground.seen import SeenView
from bot.services.casework.purchases import keep_photographs
from bot.slack.ids import ModalField, Ref
from tests.contract.records import purchase
from tests.factories import a_book
from tests.odd_pictures import saved
from tests.scenario.conftest import ALERTS, ALICE, Bot
from tests.scenario.test_filing import handed_in
from tests.scenario.test_handed import a_case, by_hand

RED = Image.new("RGB", (64, 64), "red")
PHOTOGRAPH = saved(RED, "PNG")
LISTING = ListingId("taobao:7301")


def recorded(bot: Bot) -> Sequence[TestPurchase]:
    return bot.desk.drafts.offers.purchases_of([LISTING])


def order(bot: Bot, **more: object) -> dict[str, object]:
    """The form as an order fills it in."""
    day = china_day(bot.clock()).isoformat()
    said = {
        ModalField.REFERENCE: "2026-88",
        ModalField.WHEN: day,
        ModalField.TIME: "20:15",
        ModalField.PRICE: "59,90",
    }
    return {**said, **more}


def form_of_case(bot: Bot) -> SeenView:
    alice = bot.person(ALICE)
    alice.clicks(
        a_case(bot),
        "case.menu",
        Ref(case=bot.desk.cases.find(limit=1)[0][0].case_id, kind="purchase").write(),
    )
    return bot.screen(ALICE, "Record a test purchase")


def test_a_purchase_is_recorded_from_the_case_in_two_presses_and_its_files_are_evidence_of_it(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.submits(form_of_case(bot), order(bot, **{ModalField.FILES: handed_in("order.pdf", b"%PDF order")}))
    told = bot.says(ALERTS, "recorded test purchase P-000001")
    assert "order 2026-88" in told.everything
    assert "CNY 59.90" in told.everything
    assert "Until its sample is examined" in told.everything
    kept = bot.says(ALERTS, "handed in evidence")
    assert told.thread_ts == kept.thread_ts
    [bought] = recorded(bot)
    at = datetime.fromisoformat(f"{china_day(bot.clock())}T20:15").replace(tzinfo=CHINA)
    assert (bought.listing_id, bought.seller, bought.paid, bought.currency, bought.ordered_at) == (
        LISTING, "山野好物铺", Decimal("59.90"), "CNY", at,
    )  # fmt: skip
    [evidence] = by_hand(bot)
    assert (evidence.purchase, evidence.shows) == ("P-000001", "order")
    assert bot.desk.audit.verify().faults == []


def test_an_alert_without_a_case_records_one_too_and_says_where_files_go(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alert = bot.alert()
    alice.clicks(alert, "alert.more", "Record a purchase")
    form = bot.screen(ALICE, "Record a test purchase")
    assert "Open a case for this listing" in form.everything
    assert ModalField.FILES not in form.action_ids
    alice.submits(form, order(bot))
    bot.tells(ALICE, "recorded test purchase P-000001")
    alice.clicks(alert, "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "test-buy-report")
    form = bot.form(ALICE, "asked.purchase")
    assert "2026-88" in form.everything


def test_what_an_examiner_recorded_of_the_same_order_stays(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = form_of_case(bot)
    before = bot.desk.purchases.record(
        replace(purchase(), listing_id=LISTING, order_no="2026-88"), by=PersonId(ALICE)
    )
    alice.submits(form, order(bot))
    bot.says(ALERTS, "recorded test purchase")
    [now] = recorded(bot)
    assert (now.purchase_id, now.differences, now.examiner) == (
        before.purchase_id,
        before.differences,
        before.examiner,
    )
    assert now.paid == Decimal("59.90")


def test_a_price_that_is_none_and_a_day_to_come_are_told_at_their_fields(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    tomorrow = (china_day(bot.clock()) + timedelta(days=1)).isoformat()
    wrong = order(bot, **{ModalField.PRICE: "much", ModalField.WHEN: tomorrow})
    with pytest.raises(ActRefusedError) as refused:
        alice.submits(form_of_case(bot), wrong)
    assert {*refused.value.errors} == {ModalField.PRICE, ModalField.WHEN}
    assert recorded(bot) == []


def examined(bot: Bot, **more: object) -> dict[str, object]:
    """What an examiner says of the sample, and the day it was seen."""
    said = {
        ModalField.VERDICT: Verdict.COUNTERFEIT,
        ModalField.NOTE: "外盒条码在底面 | 条码在侧面 | the barcode is under the box | it is on its side",
        ModalField.DESCRIPTION: "瓶身",
        ModalField.REFERENCE: "S-88",
        ModalField.SENDER: "周然",
        ModalField.COMPANY: "品牌保护经理",
    }
    return {**said, **more}


def form_of_examination(bot: Bot) -> SeenView:
    """A purchase is recorded, and its examination is asked for under it."""
    alice = bot.person(ALICE)
    alice.submits(form_of_case(bot), order(bot))
    alice.clicks(bot.says(ALERTS, "recorded test purchase P-000001"), "purchase.examine")
    return bot.screen(ALICE, "Examination of a sample")


def test_what_the_genuine_maker_says_of_the_sample_judges_the_listing_and_is_a_reason_for_a_notice(
    bot_in_playground: Bot, tmp_path: Path
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = form_of_examination(bot)
    feature = a_book().products[0].tells[0]
    lacked = lacking(feature, "").key
    photographs = handed_in("IMG_1.png", PHOTOGRAPH)
    alice.submits(form, examined(bot, **{ModalField.REASONS: [lacked], ModalField.FILES: photographs}))
    told = bot.says(ALERTS, "recorded the examination of P-000001")
    assert "the barcode is under the box; the sample: it is on its side" in told.everything
    [bought] = recorded(bot)
    assert (bought.order_no, bought.sample_id, bought.examiner, bought.marked) == (
        "2026-88", "S-88", "周然", "瓶身",
    )  # fmt: skip
    assert [each.tell for each in bought.differences] == [feature, "外盒条码在底面"]
    assert [file.read_bytes() for file in tmp_path.rglob(f"P-000001/{bought.pictures[0]}")] == [PHOTOGRAPH]
    assert [(each.purchase, each.shows) for each in by_hand(bot)] == [("P-000001", "goods")]
    stands = bot.desk.triage.verdict(LISTING)
    assert stands is not None
    assert stands.verdict is Verdict.COUNTERFEIT
    reasons = [each for each in bot.desk.reasons.proposed([LISTING]) if each.kind is ReasonKind.SAMPLE]
    assert "条码在侧面" in reasons[0].zh
    alice.clicks(told, "draft.start")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    assert reasons[0].key in str(bot.form_of(ALICE, "platform-takedown").blocks)
    assert bot.desk.audit.verify().faults == []


def test_a_sample_that_is_genuine_stops_its_notices_and_says_how_the_listing_is_cleared(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    genuine = {ModalField.VERDICT: Verdict.GENUINE, ModalField.NOTE: ""}
    alice.submits(form_of_examination(bot), examined(bot, **genuine))
    told = bot.says(ALERTS, "recorded the examination of P-000001")
    assert "close the case, then judge it genuine" in told.everything
    assert "case.close" in told.action_ids
    stands = bot.desk.triage.verdict(LISTING)
    assert stands is not None
    assert (stands.verdict, stands.note) == (Verdict.UNCLEAR, "P-000001: genuine")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({ModalField.VERDICT: Verdict.GENUINE}, ModalField.VERDICT),
        ({ModalField.NOTE: ""}, ModalField.VERDICT),
        ({ModalField.NOTE: "no bar between"}, ModalField.NOTE),
        ({ModalField.WHEN: "2199-01-01"}, ModalField.WHEN),
    ],
)
def test_an_examination_that_cannot_be_is_told_at_its_field(
    bot_in_playground: Bot, said: dict[str, object], field: ModalField
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    with pytest.raises(ActRefusedError) as refused:
        alice.submits(form_of_examination(bot), examined(bot, **said))
    assert {*refused.value.errors} == {field}


def test_nothing_bought_is_told_where_an_examination_is_asked_for(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    card = a_case(bot)
    case_id = bot.desk.cases.find(limit=1)[0][0].case_id
    alice.clicks(card, "case.menu", Ref(case=case_id, kind="examination").write())
    bot.tells(ALICE, "nothing was bought in it")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("IMG_1.jpg", b"no picture at all", "it is no picture of a kind that is read"),
        ("IMG_1.png", PHOTOGRAPH[:40], "no paper can show it"),
        ("IMG_1.gif", saved(RED, "GIF"), "save it as JPEG or PNG"),
    ],
)
def test_a_file_that_no_paper_can_show_is_refused_before_anything_is_kept(
    bot_in_playground: Bot, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = form_of_examination(bot)
    alice.submits(form, examined(bot, **{ModalField.FILES: handed_in(name, content)}))
    bot.tells(ALICE, told)
    assert [each.examiner for each in recorded(bot)] == [""]
    assert (by_hand(bot), bot.desk.triage.verdict(LISTING)) == ([], None)
    assert list(tmp_path.rglob("P-000001/*")) == []


def test_a_picture_is_kept_under_a_short_name_of_its_own_however_it_was_called(
    bot_in_playground: Bot, tmp_path: Path
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = form_of_examination(bot)
    alice.submits(form, examined(bot, **{ModalField.FILES: handed_in("a." + "x" * 200, PHOTOGRAPH)}))
    bot.says(ALERTS, "recorded the examination of P-000001")
    [bought] = recorded(bot)
    assert [file.name for file in tmp_path.rglob("P-000001/*")] == list(bought.pictures)
    assert bought.pictures[0].endswith(".png")


def test_a_closed_case_takes_no_examination_neither_by_its_old_button_nor_by_a_form_left_open(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = form_of_examination(bot)
    card = bot.says(ALERTS, "recorded test purchase P-000001")
    bot.desk.cases.close(bot.desk.cases.find(limit=1)[0][0].case_id, "over", by=PersonId(ALICE))
    alice.submits(form, examined(bot))
    bot.tells(ALICE, "it is closed; reopen it first")
    assert [each.examiner for each in recorded(bot)] == [""]
    alice.clicks(card, "purchase.examine")
    bot.playground.wait_for(lambda s: len([m for m in s.all_messages if "it is closed" in m.everything]) > 1)
    assert bot.desk.triage.verdict(LISTING) is None


def test_a_photograph_whose_name_no_system_takes_is_told_as_missing(tmp_path: Path) -> None:
    named = replace(purchase(), photographs=("x" * 300 + ".jpg", "\ud800.jpg"))
    assert keep_photographs(named, tmp_path, tmp_path / "shelf") == named.pictures

"""*Report a listing* and ``/watch add``: from the message to the alert, through the front door."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.assessments import Band
from bot.playground.driver import ActRefusedError
from bot.playground.seen import SeenMessage, SeenView, WorkspaceSnapshot
from tests.scenario.conftest import ALERTS, ALICE, OTHER, Bot, a_bot
from tests.unit.services.conftest import ToldJudge

ITEM = "https://item.taobao.com/item.htm?id=731234567890"


def form(bot: Bot) -> SeenView:
    """The modal once the page has been read."""

    def filled(state: WorkspaceSnapshot) -> Any:
        view = state.modal(ALICE)
        return view and "title" in view.action_ids and view

    view: SeenView = bot.playground.wait_for(filled)
    return view


def test_a_message_that_links_to_a_listing_becomes_an_alert(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    ts = alice.says(OTHER, f"look at this: <{ITEM}&amp;spm=1> and https://item.jd.com/100012043978.html")
    message = bot_in_playground.playground.state().message(OTHER, ts)
    assert message is not None
    alice.shortcut("listing.report", message)
    view = form(bot_in_playground)
    assert "taobao:731234567890" in view.everything
    assert "Further listings in this message: 1" in view.everything
    alice.submits(view, {"title": "Lumlère Nord 精华", "price": "¥59.90", "currency": "CNY"})
    told = bot_in_playground.tells(ALICE, "is recorded and judged")
    assert "The alert follows" in told.everything
    bot_in_playground.delivery.run()
    assert "Lumlère Nord 精华" in bot_in_playground.says(ALERTS, "taobao:731234567890").everything


def test_watch_add_follows_a_short_link(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/watch", "add 【淘宝】https://m.tb.cn/h.abc CZ0001 「高仿 精华」点击链接直接打开")
    alice.submits(form(bot_in_playground), {"title": "精华"})
    bot_in_playground.tells(ALICE, "taobao:731234567890 is recorded")
    alice.command(ALERTS, "/marque", f"watch add {ITEM}")
    assert "Filled in with what is known" in form(bot_in_playground).everything


def test_an_address_of_a_site_nobody_knows_is_understood_where_a_feed_brought_it(
    bot_in_playground: Bot,
) -> None:
    alice, shop = bot_in_playground.person(ALICE), "https://shop.example/p/7"
    bot_in_playground.alert(platform="other", item_id="7", url=shop)
    alice.command(ALERTS, "/watch", f"add {shop}")
    view = form(bot_in_playground)
    assert "other:7" in view.everything
    assert "Open the alert" in view.everything
    alice.command(ALERTS, "/draft", f"takedown {shop}")
    bot_in_playground.screen(ALICE, "other:7")
    ts = alice.says(OTHER, f"is <{shop}> ours?")
    message = bot_in_playground.playground.state().message(OTHER, ts)
    assert message is not None
    alice.shortcut("listing.report", message)
    assert "other:7" in form(bot_in_playground).everything
    alice.command(ALERTS, "/draft", "takedown https://shop.example/p/8")
    bot_in_playground.tells(ALICE, "is no address of a listing")


def test_a_price_that_is_none_is_asked_for_again(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/watch", f"add {ITEM}")
    view = form(bot_in_playground)
    assert refused(bot_in_playground, view, {"title": "x", "price": "cheap"}) == {"price"}


def refused(bot: Bot, view: SeenView, values: dict[str, object]) -> set[str]:
    """The fields that a submission was refused for."""
    try:
        bot.person(ALICE).submits(view, values)  # type: ignore[arg-type]  # plain JSON
    except ActRefusedError as refusal:
        return set(refusal.errors)
    return set()


def test_a_look_alike_address_is_told_in_the_modal_and_never_fetched(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/watch", "add https://item.taobao.com.evil.tld/item.htm?id=731234567890")
    bot_in_playground.screen(ALICE, "not the address of a listing")


def test_a_message_without_a_listing_says_so(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    ts = alice.says(OTHER, "nothing here: https://example.com/")
    message = bot_in_playground.playground.state().message(OTHER, ts)
    assert message is not None
    alice.shortcut("listing.report", message)
    bot_in_playground.tells(ALICE, "holds no address of a listing")


def reported(bot: Bot, url: str, values: dict[str, object]) -> SeenMessage:
    """What Alice is told when she reports a listing with these words in the form."""
    bot.person(ALICE).command(ALERTS, "/watch", f"add {url}")
    bot.person(ALICE).submits(form(bot), values)  # type: ignore[arg-type]  # plain JSON
    return bot.tells(ALICE, "is recorded and judged")


def test_a_listing_with_an_open_alert_is_answered_with_the_alert_and_what_else_the_shop_offers(
    bot_in_playground: Bot,
) -> None:
    other = bot_in_playground.alert(item_id="700000000001", title="Lumlère Nord 面霜")
    bot_in_playground.alert(item_id="731234567890", url=ITEM)
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/watch", f"add {ITEM}")
    assert "Not judged yet" in form(bot_in_playground).everything
    alice.submits(form(bot_in_playground), {})
    told = bot_in_playground.tells(ALICE, "There is an alert about it already").everything
    assert "Open the alert> · Not judged yet" in told
    assert "/archives/C0ALERTS/p" in told
    assert "Other listings of this shop: 1" in told
    assert other.ts


def test_a_listing_in_a_case_is_answered_with_the_case(bot_in_playground: Bot) -> None:
    alert = bot_in_playground.alert(item_id="731234567890", url=ITEM)
    bot_in_playground.person(ALICE).clicks(alert, "alert.open_case")
    bot_in_playground.says(ALERTS, "C-000001")
    told = reported(bot_in_playground, ITEM, {}).everything
    assert "Part of a case" in told
    assert "|C-000001>" in told


def test_a_harmless_listing_seen_for_the_first_time_is_called_not_suspect(tmp_path: Path) -> None:
    with a_bot(tmp_path, judge=lambda _: ToldJudge(band=Band.CLEAR)) as bot:
        told = reported(bot, ITEM, {"title": "竹制衣架"}).everything
    assert "judged not suspect (" in told


@pytest.mark.parametrize(
    ("typed", "read"),
    [("39,90 €", "EUR 39.90"), ("1.299,00", "1299.00"), ("1 280,50", "1280.50"), ("1.2万元", "CNY 12000")],
)
def test_a_price_is_read_as_its_writer_means_it_and_shown_back(
    bot_in_playground: Bot, typed: str, read: str
) -> None:
    told = reported(bot_in_playground, ITEM, {"title": "竹制衣架", "price": typed}).everything
    assert f"Price read: {read}." in told

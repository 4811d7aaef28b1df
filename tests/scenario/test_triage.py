"""Triage in Slack: one modal, a click a listing, the next by itself, undo, groups, and pictures as far as they go."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.domain.assessments import Assessment, Signal
from bot.domain.errors import SourceUnavailable
from bot.domain.ids import ListingId, PersonId
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.domain.verdicts import Verdict
from bot.playground.seen import SeenView
from bot.services.desk import Desk
from tests.factories import a_book, a_listing, a_product
from tests.fakes.desk import Suspicious
from tests.scenario.conftest import ALERTS, ALICE, BOB, DAVE, Bot, a_bot

TITLES = {"1": "LUMIÈRE NORD 精华液", "2": "露北 面霜 高仿", "3": "serum replica", "4": "NORD 晨光 套装"}


@pytest.fixture
def bot(bot_in_playground: Bot) -> Bot:
    """Four listings that wait: three of one shop, the first two with one picture."""
    shared = ("https://img.example/cup.jpg",)
    bot_in_playground.shelf.listings = [
        a_listing(
            item_id=item,
            title=title,
            seller_id="other" if item == "4" else "meizhuang-88",
            images=shared if item in "12" else (),
            sales=10 ** (5 - int(item)),
        )
        for item, title in TITLES.items()
    ]
    bot_in_playground.desk.watches.sweep()
    return bot_in_playground


def begin(bot: Bot, who: str = ALICE, wanted: str = "to judge") -> SeenView:
    bot.person(who).command(ALERTS, "/watch", "triage")
    return bot.screen(who, wanted)


def verdict(bot: Bot, item: str) -> Verdict | None:
    given = bot.desk.triage.verdict(ListingId(f"taobao:{item}"))
    return given.verdict if given else None


def test_one_click_judges_a_listing_and_the_next_opens_by_itself(bot: Bot) -> None:
    alice, view = bot.person(ALICE), begin(bot)
    for item, title in TITLES.items():
        view = bot.screen(ALICE, title)
        assert f"taobao:{item}" in view.everything
        assert "89% under" in view.everything
        alice.clicks(view, "triage.judge.counterfeit")
    end = bot.screen(ALICE, "Nothing waits for a verdict")
    assert "4 judged by you today" in end.everything
    assert [verdict(bot, item) for item in TITLES] == [Verdict.COUNTERFEIT] * 4


def test_undo_brings_the_listing_back(bot: Bot) -> None:
    alice = bot.person(ALICE)
    alice.clicks(begin(bot), "triage.judge.genuine")
    alice.clicks(bot.screen(ALICE, "Genuine: LUMIÈRE"), "triage.undo")
    view = bot.playground.wait_for(
        lambda s: (m := s.modal(ALICE)) and "taobao:1" in m.everything and "Undo" not in m.everything and m
    )
    assert verdict(bot, "1") is None
    alice.clicks(view, "triage.judge.lookalike")
    bot.screen(ALICE, "Lookalike: LUMIÈRE")


class Plain(Suspicious):
    """Says what the real detectors say of a cheap copy."""

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        title, floor = Sentence(key="title"), "the lowest authorised price of {sku} ({floor})"
        said = {
            "wording": sentence(
                "{where} says “{text}”: {meaning}",
                where=title,
                text="高仿",
                meaning=Sentence(key="trade slang for a copy"),
            ),
            "wordmark": sentence("{where} holds “{text}”", where=title, text="LUMIÈRE"),
            "price": sentence(
                "{money} is {share} under {reference}",
                money="CNY 59",
                share="89%",
                reference=sentence(floor, sku="LN-1", floor="CNY 520"),
            ),
        }
        signals = [Signal(name=name, score=0.8, because=because) for name, because in said.items()]
        return [replace(each, signals=tuple(signals)) for each in super().judge(listing)]


@pytest.fixture
def chinese(tmp_path: Path) -> Iterator[Bot]:
    """A bot for Chinese readers."""
    with a_bot(tmp_path, language="zh", judge=lambda _: Plain()) as bot:
        yield bot


def test_chinese_readers_are_told_everything_in_chinese(chinese: Bot) -> None:
    chinese.alert(title="LUMIÈRE 精华液 高仿")
    view = begin(chinese, wanted="待判定1件")
    assert "的最低授权价" in view.everything
    assert "标题含“LUMIÈRE”" in view.everything
    card = chinese.says(ALERTS, "taobao:7301")
    for english in ("title", "under", "holds", "likely", "authorised", "slang"):
        assert english not in view.everything
        assert english not in card.everything + card.text


def test_notes_to_admins_and_refusals_are_in_chinese_too(chinese: Bot) -> None:
    desk, alert = chinese.desk, chinese.alert()
    [stored] = desk.alerts.recent()
    chinese.shelf.fault = SourceUnavailable("demo feed", "HTTP 502")
    desk.watches.sweep()
    chinese.clock.at = datetime(2026, 11, 30, 3, tzinfo=UTC)
    assert desk.reports.send_digest()
    chinese.delivery.run()
    assert "无法查看demo feed：HTTP 502" in chinese.tells(DAVE, "HTTP 502").everything
    week = chinese.tells(DAVE, "2026年11月23日至2026年11月29日一周：新增可疑商品1件").everything
    assert not re.search(r"\b(?:Week|Median|platform|looked)\b", week)
    desk.alerts.dismiss(stored.alert_id, by=PersonId(BOB), reason="自有店铺")
    chinese.person(ALICE).clicks(alert, "alert.open_case")
    assert "已判定不侵权；请先重新打开" in chinese.tells(ALICE, "请先重新打开").everything


def test_a_second_press_on_undo_leaves_the_verdict_before_it(bot: Bot) -> None:
    alice = bot.person(ALICE)
    alice.clicks(begin(bot), "triage.judge.counterfeit")
    alice.clicks(bot.screen(ALICE, "Counterfeit: LUMIÈRE"), "triage.judge.genuine")
    view = bot.screen(ALICE, "Genuine: 露北")
    bot.playground.arm("views.update", "error:invalid_arguments", times=4)
    alice.clicks(view, "triage.undo")
    bot.tells(ALICE, "invalid_arguments")
    assert verdict(bot, "2") is None
    alice.clicks(view, "triage.undo")
    bot.screen(ALICE, "taken back already")
    assert verdict(bot, "1") is Verdict.COUNTERFEIT


def test_judge_on_an_alert_shows_its_listing_also_where_it_is_judged(bot: Bot) -> None:
    bot.delivery.run()
    alert, listing = bot.says(ALERTS, "taobao:3"), ListingId("taobao:3")
    bot.desk.triage.judge([listing], Verdict.COUNTERFEIT, by=PersonId(BOB))
    alice = bot.person(ALICE)
    alice.clicks(alert, "alert.more", "Judge")
    view = bot.screen(ALICE, "Judged Counterfeit by <@U0BOB>")
    assert "taobao:3" in view.everything
    assert "3 to judge" in view.everything
    alice.clicks(view, "triage.judge.lookalike")
    assert "taobao:1" in bot.screen(ALICE, "Lookalike: serum").everything
    assert verdict(bot, "3") is Verdict.LOOKALIKE


def test_judge_on_an_alert_that_somebody_else_looks_at_says_so(bot: Bot) -> None:
    bot.delivery.run()
    assert "taobao:1" in begin(bot, BOB).everything
    bot.person(ALICE).clicks(bot.says(ALERTS, "taobao:1"), "alert.more", "Judge")
    assert "taobao:2" in bot.screen(ALICE, "Somebody else looks at the listing you asked for").everything


def test_the_verdicts_stand_above_the_pictures(bot: Bot) -> None:
    kinds = [block["type"] for block in begin(bot).blocks]
    assert kinds.index("actions") < kinds.index("section")


def test_a_seller_is_judged_whole_in_one_click(bot: Bot) -> None:
    alice = bot.person(ALICE)
    alice.clicks(begin(bot), "triage.group", "seller")
    view = bot.screen(ALICE, "3 listings, judged together")
    assert all(f"taobao:{item}" in view.everything for item in "123")
    said = next(n for n, block in enumerate(view.blocks) if "judged together" in str(block))
    assert said < [block["type"] for block in view.blocks].index("actions")
    alice.clicks(view, "triage.judge.copied_pictures")
    bot.screen(ALICE, "Copied pictures: 3 listings")
    assert [verdict(bot, item) for item in "1234"] == [Verdict.COPIED_PICTURES] * 3 + [None]


def test_a_picture_is_judged_whole(bot: Bot) -> None:
    bot.person(ALICE).clicks(begin(bot), "triage.group", "picture")
    assert "taobao:3" not in bot.screen(ALICE, "2 listings, judged together").everything


def test_two_people_are_never_shown_the_same_listing(bot: Bot) -> None:
    assert "taobao:1" in begin(bot, ALICE).everything
    theirs = begin(bot, BOB)
    assert "taobao:2" in theirs.everything
    assert "1 being judged by others" in theirs.everything


def test_what_is_put_aside_comes_last(bot: Bot) -> None:
    bot.person(ALICE).clicks(begin(bot), "triage.skip")
    assert "taobao:2" in bot.screen(ALICE, "露北 面霜").everything


def test_judge_on_an_alert_begins_with_its_listing_and_the_alert_shows_the_verdict(bot: Bot) -> None:
    bot.delivery.run()
    alice, alert = bot.person(ALICE), bot.says(ALERTS, "taobao:3")
    alice.clicks(alert, "alert.more", "Judge")
    alice.clicks(bot.screen(ALICE, "serum replica"), "triage.judge.needs_test_buy")
    bot.screen(ALICE, "Test buy needed: serum")
    bot.delivery.run()
    assert "Judged Test buy needed by <@U0ALICE>" in bot.says(ALERTS, "Judged Test buy").everything


def test_the_home_tab_counts_what_waits_and_opens_triage(bot: Bot) -> None:
    alice = bot.person(ALICE)
    alice.opens_home()
    home = alice.home("wait for a verdict: 4")
    alice.clicks(home, "triage.begin")
    assert "4 to judge" in bot.screen(ALICE, "taobao:1").everything


def test_a_verdict_that_is_not_possible_is_explained_in_the_modal(bot: Bot) -> None:
    view = begin(bot)
    bot.desk.cases.open_from_alert(bot.desk.alerts.recent()[-1].alert_id, by=PersonId(BOB))
    for alert in bot.desk.alerts.recent():
        bot.desk.cases.open_from_alert(alert.alert_id, by=PersonId(BOB))
    bot.person(ALICE).clicks(view, "triage.judge.genuine")
    assert "Taobao:1" in bot.screen(ALICE, "close the case first").everything.replace("taobao:1", "Taobao:1")
    assert verdict(bot, "1") is None


def with_genuine_picture(desk: Desk, folder: Path) -> None:
    Image.new("RGB", (20, 20), "navy").save(folder / "front.png")
    product = a_product(images=("front.png",))
    with desk.store.unit() as unit:
        unit.brand_books.save(a_book(folder=str(folder), products=(product,), revision="r2"))


def pictures(view: SeenView) -> list[dict[str, Any]]:
    [layout] = [block for block in view.blocks if block["type"] == "layout"]
    [row] = layout["rows"]
    return [item["blocks"][0] for item in row["items"]]


def test_the_genuine_picture_stands_beside_theirs_and_is_uploaded_once(bot: Bot, tmp_path: Path) -> None:
    with_genuine_picture(bot.desk, tmp_path)
    view = begin(bot)
    theirs, genuine = pictures(view)
    assert theirs["image_url"] == "https://img.example/cup.jpg"
    file_id = genuine["slack_file"]["id"]
    assert bot.playground.fetch(f"/playground/files/{file_id}", ALICE).startswith(b"\x89PNG")
    bot.person(ALICE).clicks(view, "triage.judge.counterfeit")
    assert pictures(bot.screen(ALICE, "露北 面霜"))[1] == genuine
    assert len(bot.playground.calls("files.completeUploadExternal")) == 1


def test_where_slack_knows_no_layout_both_pictures_stand_below_each_other(bot: Bot, tmp_path: Path) -> None:
    with_genuine_picture(bot.desk, tmp_path)
    bot.playground.arm("views.update", "error:invalid_arguments")
    view = begin(bot)
    pictures = [
        block["accessory"] for block in view.blocks if block.get("accessory", {}).get("type") == "image"
    ]
    assert [each.get("image_url", "genuine") for each in pictures] == [
        "https://img.example/cup.jpg",
        "genuine",
    ]


def test_details_show_the_genuine_product_beside_the_listing(bot: Bot, tmp_path: Path) -> None:
    with_genuine_picture(bot.desk, tmp_path)
    bot.delivery.run()
    alert = bot.says(ALERTS, "taobao:1")
    bot.person(ALICE).clicks(alert, "alert.more", "Details")
    view = bot.screen(ALICE, "from CNY 520")
    assert pictures(view)[0]["image_url"] == "https://img.example/cup.jpg"


def test_where_slack_takes_no_picture_the_words_are_shown(bot: Bot, tmp_path: Path) -> None:
    with_genuine_picture(bot.desk, tmp_path)
    bot.playground.arm("views.update", "error:invalid_arguments", times=3)
    view = begin(bot)
    assert "image" not in str([block.get("accessory", {}).get("type") for block in view.blocks])
    assert "Lumière Nord Dawn Serum" in view.everything
    bot.person(ALICE).clicks(view, "triage.judge.counterfeit")
    bot.screen(ALICE, "Counterfeit: LUMIÈRE")


def test_an_upload_that_fails_leaves_the_genuine_product_in_words(bot: Bot, tmp_path: Path) -> None:
    with_genuine_picture(bot.desk, tmp_path)
    bot.playground.arm("files.getUploadURLExternal", "error:missing_scope")
    assert "from CNY 520" in begin(bot).everything


def test_near_duplicates_told_together_are_no_earlier_alerts_of_the_shop(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.shelf.listings = [a_listing(item_id=n, title=f"{a_listing().title} {n}") for n in "12"]
    bot.desk.watches.sweep()
    view = begin(bot)
    assert "2 listings, judged together" in view.everything
    assert "alerts before" not in view.everything


def test_who_judges_and_closes_the_modal_hears_of_no_failure(bot: Bot) -> None:
    alice, view = bot.person(ALICE), begin(bot)
    before = len(bot.playground.calls("views.update"))
    bot.playground.arm("views.update", "error:not_found", times=4)
    alice.clicks(view, "triage.judge.counterfeit")
    bot.playground.wait_for(lambda _: len(bot.playground.calls("views.update")) > before or None)
    alice.command(ALERTS, "/watch", "rules")  # what would be told is told by the time this is open
    bot.screen(ALICE, "Rules are asked")
    assert verdict(bot, "1") is Verdict.COUNTERFEIT
    assert [m for m in bot.playground.state().all_messages if "Slack did not take" in m.everything] == []


@pytest.mark.parametrize("fault", ["error:expired_trigger_id", "ratelimited"])
def test_a_window_that_slack_does_not_open_is_told_at_once_and_opens_with_one_press(
    bot: Bot, fault: str
) -> None:
    bot.playground.arm("views.open", fault, retry_after=30)
    bot.person(ALICE).command(ALERTS, "/watch", "triage")
    told = bot.tells(ALICE, "Slack was too slow to open the window. Nothing was changed.")
    assert len(bot.playground.calls("views.open")) == 1
    bot.person(ALICE).clicks(told, "restart.again")
    bot.screen(ALICE, "Triage")


def test_chinese_readers_are_told_in_chinese_why_a_source_failed_and_what_was_refused(chinese: Bot) -> None:
    alice = chinese.person(ALICE)
    chinese.shelf.fault = SourceUnavailable("demo feed", "a captcha or login page stands before it")
    chinese.desk.watches.sweep()
    alice.command(ALERTS, "/watch", "status")
    state = chinese.tells(ALICE, "被验证码或登录页挡住").everything
    assert "captcha" not in state
    alice.command(ALERTS, "/watch", "add")
    assert "请给出商品链接" in chinese.tells(ALICE, "/watch add https").everything
    alice.command(ALERTS, "/case", "show C-000099")
    assert "没有案件“C-000099”；请在案件列表中查找" in chinese.tells(ALICE, "C-000099").everything

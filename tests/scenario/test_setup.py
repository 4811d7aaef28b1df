"""The first hour: from nothing to the first alert of a team's own brand, without any key, by what it brings along."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from openpyxl import Workbook
from pydantic import SecretStr

import bot.demo
from bot.bootstrap import Built, build
from bot.net.guarded import Guarded
from bot.playground.driver import ActRefusedError
from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.seen import SeenMessage
from bot.playground.server import Playground
from bot.services.upkeep.delivery import Delivery
from bot.settings import Settings
from bot.slack.app import connected
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, DAVE, WORKSPACE

GOOD = "https://item.taobao.com/item.htm?id=710000000001"
OTHER_ITEM = "https://detail.1688.com/offer/710000000002.html"
FEW_FACTS = {
    "brand_name": "Quellwood",
    "aliases": "阔尔伍德, QLW",
    "brand_owner": "Quellwood Oy",
    "number": "90012345",
    "classes": ["21", "25"],
    "goods": "保温杯, thermos",
    "floor": "CNY 399",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshBot:
    """A bot on an empty home, as it is after the install."""

    playground: Playground
    built: Built
    delivery: Delivery

    def told(self, containing: str, user: str = ALICE) -> SeenMessage:
        """Wait for something that the bot tells this person only."""
        return self.playground.wait_for(
            lambda s: [
                m
                for m in s.all_messages
                if m.user == BOT
                and containing in m.everything
                and (m.ephemeral_for == user or m.channel == f"D{user[1:]}")
            ]
        )[-1]

    def alerted(self, containing: str) -> SeenMessage:
        """Wait for the alert."""

        def found(state: object) -> list[SeenMessage]:
            self.delivery.run()
            return self.playground.state().messages(ALERTS, by=BOT, containing=containing)

        return self.playground.wait_for(found)[-1]


class _Vendor(BaseHTTPRequestHandler):
    """A vendor who gives a table to whoever asks."""

    def do_GET(self) -> None:
        body = f"商品名称,到手价格(元),宝贝链接\nQuellwood 保温杯 高仿,39.9,{GOOD}\n没有链接,10,\n".encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Say nothing."""


@contextmanager
def a_vendor() -> Iterator[int]:
    """The port of one on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Vendor) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def fresh(home: Path, web: Guarded | None = None) -> Iterator[FreshBot]:
    """Nothing but tokens, a channel and people is set."""
    with Playground(WORKSPACE, retry_delays=()) as playground:
        settings = Settings(
            home=home,
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_app_token=SecretStr(APP_TOKEN),
            slack_api_url=playground.api_url,
            alert_channel=ALERTS,
            approvers=(BOB, CAROL),
            admins=(DAVE,),
            capture_high=False,
        )
        with build(settings, fetcher=web) as built, connected(built.desk, settings) as notifier:
            desk = built.desk
            yield FreshBot(
                playground=playground,
                built=built,
                delivery=Delivery(desk.store, notifier, desk.clock, desk.pending.tell),
            )


@pytest.fixture
def fresh_bot(tmp_path: Path) -> Iterator[FreshBot]:
    with fresh(tmp_path) as bot_:
        yield bot_


def named(bot_: FreshBot) -> None:
    """The brand in a few facts, by the button of the checklist."""
    alice = bot_.playground.person(ALICE)
    alice.command(ALERTS, "/marque", "setup")
    card = bot_.told("The first hour with Marque")
    assert "○ No rights on record" in card.everything
    assert "Never seen by itself: Douyin" in card.everything
    assert "Not seen until its keys are set: Taobao" in card.everything
    alice.clicks(card, "setup.brand")
    alice.submits(alice.modal(), FEW_FACTS)
    bot_.told("The brand book of Quellwood is imported")


def test_from_nothing_to_the_first_alert_of_the_own_brand_with_six_acts_and_no_key(
    fresh_bot: FreshBot,
) -> None:
    named(fresh_bot)
    alice = fresh_bot.playground.person(ALICE)
    alice.clicks(fresh_bot.told("The first hour with Marque"), "setup.paste")
    alice.submits(
        alice.modal(),
        {"pasted": f"Quellwood 保温杯 正品 高仿 ¥39.90\n{GOOD}\n\n和我们无关的书 ¥20\n{OTHER_ITEM}"},
    )
    told = fresh_bot.told("Listings taken in").everything
    assert "Listings taken in: 2; suspect: 1; new alerts: 1" in told
    alert = fresh_bot.alerted("taobao:710000000001").everything
    assert "lowest authorised price of Quellwood" in alert
    home = fresh_bot.playground.person(ALICE)
    home.opens_home()
    fresh_bot.playground.wait_for(lambda s: "Never seen by itself" in s.home(ALICE).everything)


def test_the_newest_checklist_in_direct_messages_follows_what_is_done(fresh_bot: FreshBot) -> None:
    alice, playground = fresh_bot.playground.person(ALICE), fresh_bot.playground
    alice.command(ALERTS, "/marque", "setup")
    older = fresh_bot.told("The first hour with Marque")
    alice.command(ALERTS, "/marque", "setup")
    newer = playground.wait_for(
        lambda _: (m := fresh_bot.told("The first hour with Marque")).ts != older.ts and m
    )
    alice.clicks(newer, "setup.brand")
    alice.submits(alice.modal(), FEW_FACTS)
    playground.wait_for(
        lambda s: (m := s.message(newer.channel, newer.ts)) and "✓ brand book imported" in m.everything
    )


def test_a_vendors_table_is_shown_as_it_was_read_before_anything_is_taken_in(fresh_bot: FreshBot) -> None:
    named(fresh_bot)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "商品名称", "到手价格(元)", "店铺名称", "宝贝链接"])
    sheet.append([1, "Quellwood 保温杯 高仿", 39.9, "某店", GOOD])
    sheet.append([2, "没有链接", 10, "某店", ""])
    packed = io.BytesIO()
    book.save(packed)
    alice = fresh_bot.playground.person(ALICE)
    alice.says(alice.dm, "from our vendor", files={"vendor.xlsx": packed.getvalue()})
    card = fresh_bot.told("vendor.xlsx: listings read: 1")
    for line in ("address ← 宝贝链接", "title ← 商品名称", "shop ← 店铺名称", "price ← 到手价格(元)"):
        assert line in card.everything
    assert "Rows that are no listing: 1" in card.everything
    assert not fresh_bot.built.desk.alerts.recent()
    alice.clicks(card, "intake.take")
    fresh_bot.told("Listings taken in: 1; suspect: 1")
    assert "39.9" in fresh_bot.alerted("taobao:710000000001").everything


def test_a_brand_book_dropped_as_a_zip_is_checked_shown_and_imported_and_changed_by_approvers_only(
    fresh_bot: FreshBot,
) -> None:
    toml = (Path(bot.demo.__file__).parent / "data" / "brand.toml").read_bytes()
    text = "\n".join(
        line
        for line in toml.decode().splitlines()
        if not line.startswith(("images", "certificate", "document"))
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("book/brand.toml", text)
        written.writestr("../outside.txt", "x")
    alice = fresh_bot.playground.person(ALICE)
    alice.says(alice.dm, "", files={"book.zip": packed.getvalue()})
    card = fresh_bot.told("Brand book of Solvane")
    assert "Checked: nothing is wrong" in card.everything
    alice.clicks(card, "intake.book")
    fresh_bot.told("The brand book of Solvane is imported")
    assert [book.name for book in fresh_bot.built.desk.rights.books()] == ["Solvane"]
    alice.clicks(card, "intake.book")
    fresh_bot.told("needs the role approver")
    alice.says(alice.dm, "", files={"broken.toml": b'[brand]\nname = "X"\n'})
    fresh_bot.told("owner")


def test_a_fault_of_a_dropped_brand_book_names_the_file_that_was_dropped_and_no_path_of_the_server(
    fresh_bot: FreshBot, tmp_path: Path
) -> None:
    alice = fresh_bot.playground.person(ALICE)
    book = b'[brand]\nname = "X"\nowner = "X"\n[[products]]\nsku = "1"\nname = "Cup"\nclas = 21\n'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("book/brand.toml", book)
    alice.says(alice.dm, "", files={"our-brand.toml": book})
    alone = fresh_bot.told("“our-brand.toml”, [[products]] 1: unknown key “clas”")
    alice.says(alice.dm, "", files={"all.zip": packed.getvalue()})
    zipped = fresh_bot.told("“all.zip/book/brand.toml”, [[products]] 1: unknown key “clas”")
    assert [said.everything for said in (alone, zipped) if "dropped" in said.everything] == []
    assert [said.everything for said in (alone, zipped) if str(tmp_path) in said.everything] == []


def test_a_chinese_reader_is_told_the_faults_of_a_brand_book_in_chinese(fresh_bot: FreshBot) -> None:
    users = fresh_bot.playground.slack.workspace.users
    users[ALICE] = replace(users[ALICE], locale="zh-CN")
    alice = fresh_bot.playground.person(ALICE)
    book = b'[brand]\nname = "X"\nowner = "X"\n[[products]]\nsku = "1"\nname = "Cup"\nclas = 21\n'
    alice.says(alice.dm, "", files={"our-brand.toml": book})
    fresh_bot.told("“our-brand.toml”，[[products]] 1：没有“clas”这一项")


def test_what_cannot_be_read_is_told_with_what_can(fresh_bot: FreshBot) -> None:
    alice = fresh_bot.playground.person(ALICE)
    alice.says(alice.dm, "", files={"film.mp4": b"x"})
    fresh_bot.told("film.mp4 is of a kind that is not read here")
    alice.says(alice.dm, "", files={"no.csv": b"a,b\n1,2\n"})
    fresh_bot.told("column of no.csv holds addresses")
    alice.says(alice.dm, "", files={"shot.png": b"x"})
    fresh_bot.told("The picture")


def an_admin_sees_the_checklist(bot_: FreshBot) -> SeenMessage:
    bot_.playground.person(DAVE).command(ALERTS, "/marque", "setup")
    return bot_.told("The first hour with Marque", DAVE)


def test_an_admin_finds_the_teams_time_zone_by_a_city_and_the_mornings_move_there(
    fresh_bot: FreshBot,
) -> None:
    bot_, dave = fresh_bot, fresh_bot.playground.person(DAVE)
    card = an_admin_sees_the_checklist(bot_)
    assert "Mornings and weeks of the team: Asia/Shanghai" in card.everything
    dave.clicks(card, "setup.settings")
    form = bot_.playground.wait_for(lambda s: (m := s.modal(DAVE)) and "zone" in m.action_ids and m)
    [(name, label)] = dave.options(form, "zone", "berlin")
    assert (name, label.partition(" · ")[0]) == ("Europe/Berlin", "Europe/Berlin")
    dave.submits(form, {"zone": name})
    bot_.told("Kept: Where the team is", DAVE)
    assert bot_.built.desk.settings.zone().key == "Europe/Berlin"
    bot_.playground.wait_for(
        lambda s: (m := s.message(card.channel, card.ts)) and "of the team: Europe/Berlin" in m.everything
    )


def test_an_admin_adds_a_feed_it_is_tried_and_shown_then_watched_and_taken_away_again(tmp_path: Path) -> None:
    with a_vendor() as port:
        web = Guarded(allow=lambda address: address == "127.0.0.1", ports=frozenset({port}))
        address = f"http://127.0.0.1:{port}/export.csv"
        with fresh(tmp_path, web) as bot_:
            dave = bot_.playground.person(DAVE)
            named(bot_)
            card = an_admin_sees_the_checklist(bot_)
            assert "○ Nothing is watched by itself yet" in card.everything
            dave.clicks(card, "setup.feeds")
            with pytest.raises(ActRefusedError) as refused:
                dave.submits(dave.modal(), {"feed_url": f"{address}?api_key=abcd1234"})
            assert list(refused.value.errors) == ["feed_url"]
            with pytest.raises(ActRefusedError) as refused:
                dave.submits(
                    dave.modal(),
                    {"feed_url": address, "feed_kind": "mapped", "feed_map": "[fields]\nno = 'a'"},
                )
            assert "no is no field of a listing" in refused.value.errors["feed_map"]
            dave.submits(dave.modal(), {"feed_url": address})
            tried = bot_.told("listings read: 1", DAVE)
            assert "title ← 商品名称" in tried.everything
            assert "Rows that are no listing: 1" in tried.everything
            assert not bot_.built.desk.watches.names
            dave.clicks(tried, "feed.add")
            bot_.told("is watched from now on", DAVE)
            [name] = bot_.built.desk.watches.names
            bot_.playground.wait_for(
                lambda s: (m := s.message(card.channel, card.ts)) and "✓ sources set" in m.everything
            )
            bot_.built.desk.watches.look(name)
            assert "Quellwood" in bot_.alerted("taobao:710000000001").everything
            dave.clicks(tried, "feed.add")
            bot_.told("looked at already", DAVE)
        with fresh(tmp_path, web) as bot_:
            assert bot_.built.desk.watches.names == (name,)
            dave = bot_.playground.person(DAVE)
            dave.clicks(an_admin_sees_the_checklist(bot_), "setup.feeds")
            dave.clicks(dave.modal(), "feed.drop")
            bot_.playground.wait_for(lambda _: not bot_.built.desk.watches.names or None)

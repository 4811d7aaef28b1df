"""The picture of how sources stand: marketplaces on the loopback, one of which stopped answering."""

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.domain.assessments import Band
from bot.net.operated import operator_stream
from bot.ports import ListingSource
from bot.sources.registry import sources
from tests.browser.walk import PATIENCE, a_page, act_as, channel, say
from tests.fakes.desk import HandClock
from tests.fakes.marketplaces import taobao
from tests.fakes.marketplaces.all import market, source_for
from tests.fakes.marketplaces.serving import Good, Market
from tests.scenario.conftest import a_bot
from tests.unit.services.conftest import ToldJudge

ROW = {"platform": "xiaohongshu", "item_id": "64e1", "url": "https://www.xiaohongshu.com/goods-detail/64e1"}


def pictures(shot: Callable[[Page, str], None]) -> None:
    """Take it: `/watch` as an admin sees it."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        markets: dict[str, Market] = {}

        def make(clock: HandClock) -> list[ListingSource]:
            for number, name in enumerate(("taobao", "pinduoduo", "jd"), 1):
                markets[name] = stack.enter_context(market(name, clock))
                markets[name].fake.goods = [Good(number=n, title="陶瓷杯") for n in range(1, 40 * number)]
            agency = home / "agency.ndjson"
            agency.write_text(json.dumps(ROW | {"title": "陶瓷杯"}) + "\n{cut off\n", encoding="utf-8")
            [feed] = sources([str(agency)], operator_stream)
            feed.name = "agency.ndjson"
            return [*(source_for(each, clock) for each in markets.values()), feed]

        bot = stack.enter_context(a_bot(home, more=make, judge=lambda _: ToldJudge(band=Band.CLEAR)))
        bot.desk.watches.sweep()
        bot.delivery.run()
        banned = taobao.error(7, "App Call Limited", "", "This ban will last for 3600 more seconds")
        markets["jd"].arm(*[(502, "<html>Bad Gateway</html>")] * 8)
        markets["taobao"].arm((200, banned), (200, banned))
        for _ in range(2):
            bot.clock.forward(minutes=15)
            bot.desk.watches.sweep()
        page = stack.enter_context(a_page(bot.playground.url, height=720))
        act_as(page, "Dave Lin")
        channel(page, "legal")
        say(page, "/watch status")
        expect(page.get_by_text("Failing since").first).to_be_visible(timeout=PATIENCE)
        shot(page, "sources")

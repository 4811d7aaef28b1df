"""Every fake marketplace, and a source that is set up for one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from bot.net.operated import operator_web
from bot.settings import Settings
from bot.sources.market_source import MarketplaceSource
from bot.sources.marketplace import Searching
from bot.sources.marketplaces import marketplace_sources
from tests.fakes.desk import HandClock
from tests.fakes.marketplaces.alibaba1688 import FakeAlibaba1688
from tests.fakes.marketplaces.aliexpress import FakeAliExpress
from tests.fakes.marketplaces.ebay import FakeEbay
from tests.fakes.marketplaces.jd import FakeJD
from tests.fakes.marketplaces.pinduoduo import FakePinduoduo
from tests.fakes.marketplaces.serving import Fake, Market, serving
from tests.fakes.marketplaces.taobao import FakeTaobao

FAKES: dict[str, Callable[[Callable[[], datetime]], Fake]] = {
    "taobao": FakeTaobao,
    "pinduoduo": FakePinduoduo,
    "jd": FakeJD,
    "aliexpress": FakeAliExpress,
    "1688": FakeAlibaba1688,
    "ebay": FakeEbay,
}


@contextmanager
def market(name: str, clock: HandClock) -> Iterator[Market]:
    """One of them, being served."""
    path = {"taobao": "/router/rest", "jd": "/routerjson", "pinduoduo": "/api/router", "aliexpress": "/sync"}
    with serving(FAKES[name](clock), path.get(name, "")) as served:
        yield served


def source_for(
    served: Market,
    clock: HandClock,
    keywords: Sequence[str] = ("Aurelle",),
    *,
    pages: int = 3,
    **changes: str,
) -> MarketplaceSource:
    """A client of this marketplace; waiting moves the clock."""
    searching = Searching(
        keywords=lambda: keywords,
        web=operator_web,
        clock=clock,
        sleep=lambda seconds: clock.forward(seconds=seconds),
        pages=pages,
    )
    given = served.settings | changes
    [source] = marketplace_sources(Settings(_env_file=None, **given), searching)  # type: ignore[arg-type, call-arg]  # pydantic reads the text
    return source

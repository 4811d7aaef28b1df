"""Which marketplaces are set up, by the settings, and looking one listing up by the right one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.listings import Listing, ListingSighting
from bot.ports import ListingLookup
from bot.settings import Settings
from bot.sources.alibaba1688 import Alibaba1688
from bot.sources.aliexpress import AliExpress
from bot.sources.ebay import Ebay
from bot.sources.jd import JD
from bot.sources.market_source import MarketplaceSource
from bot.sources.marketplace import Marketplace, Searching
from bot.sources.pinduoduo import Pinduoduo
from bot.sources.taobao import Taobao

MARKETPLACES: tuple[type[Taobao | Pinduoduo | JD | AliExpress | Alibaba1688 | Ebay], ...] = (
    Taobao, Pinduoduo, JD, AliExpress, Alibaba1688, Ebay,
)  # fmt: skip
"""Every marketplace that Marque can search. What a class needs set is on the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """How far a marketplace is set up: the settings it still lacks. ``wanted``: any of its keys is set."""

    name: str
    wanted: bool
    missing: tuple[str, ...]


def set_ups(settings: Settings) -> list[SetUp]:
    """Every marketplace that Marque can search."""
    found = []
    for kind in MARKETPLACES:
        needed = [_variable(kind.name, key) for key in kind.settings.needed]
        missing = tuple(variable for variable in needed if not settings.named(variable))
        found.append(SetUp(name=kind.name, wanted=len(missing) < len(needed), missing=missing))
    return found


def marketplaces(settings: Settings) -> list[Marketplace]:
    """The marketplaces that any key is set for; one that lacks another key says so when it is looked at."""
    found: list[Marketplace] = []
    for kind, up in zip(MARKETPLACES, set_ups(settings), strict=True):
        given = {key: settings.named(_variable(kind.name, key)) for key in kind.settings.all}
        if up.wanted:
            found.append(kind(**given, missing=up.missing))
    return found


def marketplace_sources(settings: Settings, searching: Searching) -> list[MarketplaceSource]:
    """One source a marketplace that is set up."""
    return [MarketplaceSource(each, searching) for each in marketplaces(settings)]


class Lookups:
    """A :class:`bot.ports.ListingLookup` over all marketplaces: the first that knows the listing's platform answers."""

    def __init__(self, lookups: Sequence[ListingLookup]) -> None:
        self._lookups = tuple(lookups)

    def look_at(self, listing: Listing) -> ListingSighting | None:
        """The listing as its marketplace's API shows it now; None where no API that is set up can tell.

        Raises:
            SourceUnavailable
        """
        return next((found for each in self._lookups if (found := each.look_at(listing)) is not None), None)


def _variable(marketplace: str, key: str) -> str:
    return f"MARQUE_{marketplace.upper()}_{key.upper()}"

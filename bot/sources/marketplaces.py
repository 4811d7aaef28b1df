"""Which marketplaces are set up, by the settings, and looking one listing up by the right one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from bot.domain.listings import Listing, Sighting
from bot.ports import ListingLookup
from bot.settings import Settings
from bot.sources.alibaba1688 import Alibaba1688
from bot.sources.aliexpress import AliExpress
from bot.sources.ebay import Ebay
from bot.sources.jd import JD
from bot.sources.marketplace import Marketplace, MarketplaceSource, Searching
from bot.sources.pinduoduo import Pinduoduo
from bot.sources.taobao import Taobao

NEEDED = {
    "taobao": ("app_key", "app_secret", "adzone_id"),
    "pinduoduo": ("client_id", "client_secret", "pid"),
    "jd": ("app_key", "app_secret"),
    "aliexpress": ("app_key", "app_secret", "tracking_id"),
    "1688": ("app_key", "app_secret", "refresh_token"),
    "ebay": ("client_id", "client_secret"),
}
"""The settings without which a marketplace cannot be called: ``taobao`` needs MARQUE_TAOBAO_APP_KEY …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """How far a marketplace is set up: the settings it still lacks. ``wanted``: any of its keys is set."""

    name: str
    wanted: bool
    missing: tuple[str, ...]


def set_ups(settings: Settings) -> list[SetUp]:
    """Every marketplace that Marque can search."""
    found = []
    for name, needed in NEEDED.items():
        lacking = [key for key in needed if not _value(settings, name, key)]
        missing = tuple(f"MARQUE_{name.upper()}_{key.upper()}" for key in lacking)
        found.append(SetUp(name=name, wanted=len(lacking) < len(needed), missing=missing))
    return found


def marketplaces(settings: Settings) -> list[Marketplace]:
    """The marketplaces that any key is set for; one that lacks another key says so when it is looked at."""
    return [_make(up.name, settings, up.missing) for up in set_ups(settings) if up.wanted]


def marketplace_sources(settings: Settings, searching: Searching) -> list[MarketplaceSource]:
    """One source a marketplace that is set up."""
    return [MarketplaceSource(each, searching) for each in marketplaces(settings)]


class Lookups:
    """A :class:`bot.ports.ListingLookup` over all marketplaces: the first that knows the listing's platform answers."""

    def __init__(self, lookups: Sequence[ListingLookup]) -> None:
        self._lookups = tuple(lookups)

    def look_at(self, listing: Listing) -> Sighting | None:
        """The listing as its marketplace's API shows it now; None where no API that is set up can tell.

        Raises:
            SourceUnavailable
        """
        return next((found for each in self._lookups if (found := each.look_at(listing)) is not None), None)


def _value(settings: Settings, marketplace: str, key: str) -> str:
    field = f"{'alibaba_1688' if marketplace == '1688' else marketplace}_{key}"
    value: object = getattr(settings, field)
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _make(name: str, settings: Settings, missing: tuple[str, ...]) -> Marketplace:
    given = {key: _value(settings, name, key) for key in (*NEEDED[name], "url")}
    match name:
        case "taobao":
            return Taobao(**given, missing=missing)
        case "pinduoduo":
            return Pinduoduo(**given, uid=settings.pinduoduo_uid, missing=missing)
        case "jd":
            return JD(**given, missing=missing)
        case "aliexpress":
            ship_to, currency = settings.aliexpress_ship_to, settings.aliexpress_currency
            return AliExpress(**given, ship_to=ship_to, currency=currency, missing=missing)
        case "1688":
            return Alibaba1688(**given, missing=missing)
        case _:
            return Ebay(**given, marketplace=settings.ebay_marketplace, missing=missing)

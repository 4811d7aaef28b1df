"""What is seen of each marketplace, and what would have to be set to see more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sight(StrEnum):
    """How much of a marketplace is seen without anybody pointing at it."""

    ALL = "all"
    AFFILIATE = "affiliate_only"
    NO_ADDRESS = "affiliate_without_address"
    NO_SELLER = "all_without_seller"
    BROUGHT = "brought"
    KEYS = "keys_missing"
    NOTHING = "no_connector"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSight:
    """One marketplace: what is seen of it now, and what would be once its keys are set."""

    platform: str
    now: Sight
    with_keys: Sight


_API = {
    "taobao": Sight.AFFILIATE,
    "tmall": Sight.AFFILIATE,
    "1688": Sight.NO_SELLER,
    "pinduoduo": Sight.NO_ADDRESS,
    "jd": Sight.AFFILIATE,
    "aliexpress": Sight.AFFILIATE,
    "ebay": Sight.ALL,
}
"""What the marketplaces' own interfaces give (docs/sources.md). Tmall's goods come with Taobao's."""

_ASKED_WITH = {"tmall": "taobao"}
_WATCHED = (*_API, "douyin", "xiaohongshu", "xianyu", "weidian", "temu", "shein", "tiktok")
"""The marketplaces that teams ask about first."""


def sights(set_up: Collection[str], brought: Collection[str] = ()) -> Sequence[MarketSight]:
    """What is seen of each marketplace where the ones named are set up; of those of which listings are ``brought`` by a feed
    or by people it is not said that nothing is seen."""
    found = []
    for platform in _WATCHED:
        full = _API.get(platform, Sight.NOTHING)
        lacks_keys = platform in _API and _ASKED_WITH.get(platform, platform) not in set_up
        now = Sight.KEYS if lacks_keys else full
        if platform in brought and now in (Sight.KEYS, Sight.NOTHING):
            now = Sight.BROUGHT
        found.append(MarketSight(platform=platform, now=now, with_keys=full))
    return found

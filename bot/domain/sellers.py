"""Shops the team knows, and how it stands to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.ids import CaseId


class SellerStanding(StrEnum):
    AUTHORISED = "authorised"
    WATCHED = "watched"
    INFRINGER = "infringer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """A shop with its standing; ``since`` and ``until`` are the first and the last day it holds, in Shanghai."""

    platform: str
    seller_id: str
    name: str = ""
    standing: SellerStanding
    until: date | None = None
    since: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the standing applies on the day."""
        return self.holds_within(day, day)

    def holds_within(self, first: date, last: date) -> bool:
        """Whether the standing applies on any of the days."""
        return (self.until is None or first <= self.until) and (self.since is None or self.since <= last)

    def meets(self, other: Seller) -> bool:
        """Whether both apply on some day."""
        return other.holds_within(self.since or date.min, self.until or date.max)


def shop_key(platform: str, seller_id: str) -> tuple[str, str]:
    """What a shop is known by. Full-width figures, as Chinese keyboards write them, are the same figures; case is kept,
    since ids that platforms encrypt differ by it."""
    plain = seller_id if seller_id.isascii() else unicodedata.normalize("NFKC", seller_id)
    return platform, plain.strip()


def standing_on(entries: Iterable[Seller], day: date) -> Seller | None:
    """Which of a shop's entries applies on the day; where none does, the one that ended last or is the next to begin."""
    found = sorted(entries, key=lambda each: each.until or date.max)
    ended = [each for each in found if each.until and each.until < day]
    coming = [each for each in found if each not in ended]
    return next((each for each in found if each.holds_on(day)), next(iter((*reversed(ended), *coming)), None))


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerHistory:
    """What the team knows of a shop: how the brand stands to it, other alerts, how many of them people found
    infringing or cleared, and the cases they led to, the open ones first. ``since``: the first day of a standing,
    where the book says it; ``ended``: the last day of one that holds no longer.
    """

    standing: SellerStanding | None = None
    since: date | None = None
    ended: date | None = None
    alerts: int = 0
    infringing: int = 0
    cleared: int = 0
    cases: tuple[CaseId, ...] = ()


NO_HISTORY = SellerHistory()

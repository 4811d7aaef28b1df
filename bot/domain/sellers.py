"""Shops the team knows, and how it stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.ids import CaseId


class Standing(StrEnum):
    AUTHORISED = "authorised"
    WATCHED = "watched"
    INFRINGER = "infringer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """A shop with its standing; ``until`` is the last day an authorisation holds."""

    platform: str
    seller_id: str
    name: str = ""
    standing: Standing
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the standing applies on the day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerHistory:
    """What the team knows of a shop: how the brand stands to it, other alerts, how many of them people found
    infringing or cleared, and the cases they led to, the open ones first.
    """

    standing: Standing | None = None
    alerts: int = 0
    infringing: int = 0
    cleared: int = 0
    cases: tuple[CaseId, ...] = ()


NO_HISTORY = SellerHistory()

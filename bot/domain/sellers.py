"""Shops the team knows, and how it stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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

"""A case: what is done about one seller's listings, from suspicion to the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import CaseId, ListingId, PersonId, RightId
from bot.domain.moments import aware


class CaseStatus(StrEnum):
    OPEN = "open"
    INVESTIGATING = "investigating"
    DRAFTED = "notice_drafted"
    APPROVED = "approved"
    SENT = "sent"
    ANSWERED = "answered"
    DOWN = "down"
    ESCALATED = "escalated"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matter. ``channel`` and ``ts`` are its thread in Slack, empty where it has none."""

    case_id: CaseId
    title: str
    brand: str
    listing_ids: tuple[ListingId, ...] = ()
    right_ids: tuple[RightId, ...] = ()
    seller_key: str = ""
    status: CaseStatus = CaseStatus.OPEN
    owner: PersonId | None = None
    deputy: PersonId | None = None
    due_on: date | None = None
    opened_at: datetime
    opened_by: PersonId
    closed_reason: str = ""
    channel: str = ""
    ts: str = ""

    def __post_init__(self) -> None:
        aware(self.opened_at, "opened_at")

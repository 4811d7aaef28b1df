"""An alert: one message in one channel about one listing, edited in place for as long as it lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.assessments import Assessment
from bot.domain.ids import AlertId, CaseId, PersonId
from bot.domain.listings import Listing
from bot.domain.moments import aware
from bot.domain.verdicts import Verdict


class AlertState(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"
    IN_CASE = "in_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a channel is told. ``channel`` and ``ts`` are empty until Slack has the message; ``verdict`` is a person's."""

    alert_id: AlertId
    listing: Listing
    assessment: Assessment
    state: AlertState = AlertState.OPEN
    raised_at: datetime
    channel: str = ""
    ts: str = ""
    handled_by: PersonId | None = None
    reason: str = ""
    case_id: CaseId | None = None
    verdict: Verdict | None = None

    def __post_init__(self) -> None:
        aware(self.raised_at, "raised_at")

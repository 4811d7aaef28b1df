"""An alert: one message in one channel about one listing, edited in place for as long as it lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.assessments import Assessment
from bot.domain.ids import NO_RULE, AlertId, CaseId, PersonId, RuleId
from bot.domain.listings import Listing
from bot.domain.moments import aware
from bot.domain.traces import Tie
from bot.domain.verdicts import Verdict


class AlertState(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"
    IN_CASE = "in_case"
    SNOOZED = "snoozed"


class Held(StrEnum):
    """Why an alert has no message of its own in Slack (yet)."""

    QUIET = "quiet_hours"
    DIGEST = "digest"
    CAP = "hourly_cap"
    IN_DIGEST = "told_in_digest"
    UNWANTED = "no_rule_wants_it"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a channel is told. ``channel`` and ``ts`` are empty until Slack has the message; ``verdict`` is a person's.

    ``held`` says why there is no message, ``folded_into`` is the alert that speaks for a near-duplicate, which
    counts those it speaks for in ``folds``. ``earlier_case`` is one on the same source, ``earlier_tie`` what
    they share. ``rule`` sent it to its channel. ``snoozed_until`` belongs to the state of that name.
    """

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
    held: Held | None = None
    rule: RuleId = NO_RULE
    posted_at: datetime | None = None
    folded_into: AlertId | None = None
    folds: int = 0
    earlier_case: CaseId | None = None
    earlier_tie: Tie | None = None
    snoozed_until: datetime | None = None

    def __post_init__(self) -> None:
        aware(self.raised_at, "raised_at")

"""An alert and its states: one message in one channel about one listing, edited in place for as long as it lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.assessments import Assessment, Band
from bot.domain.ids import NO_RULE, AlertId, CaseId, PersonId, RuleId
from bot.domain.listings import Listing
from bot.domain.moments import aware
from bot.domain.prints import SharedPicture
from bot.domain.proofs import Proof
from bot.domain.sellers import NO_HISTORY, SellerHistory, Tie
from bot.domain.verdicts import Verdict


class AlertState(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"
    IN_CASE = "in_case"
    SNOOZED = "snoozed"


class AlertHold(StrEnum):
    """Why an alert has no message of its own in Slack (yet)."""

    QUIET = "quiet_hours"
    DIGEST = "digest"
    CAP = "hourly_cap"
    IN_DIGEST = "told_in_digest"
    UNWANTED = "no_rule_wants_it"
    FOLDED = "folded"
    JUDGED = "judged_before_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a channel is told. ``channel`` and ``ts`` are empty until Slack has the message; ``verdict`` is a person's.

    - ``held`` says why there is no message; ``released_at`` ended that. ``rule`` sent it to its channel.
    - ``folded_into`` is the alert that speaks for a near-duplicate, which counts those in ``folds``.
    - ``earlier_case`` is one on the same source, ``earlier_tie`` what they share.
    - ``snoozed_until`` belongs to the state of that name; ``changed``: no longer what a person cleared.
    - ``history`` is the shop's, as known when the alert was raised; ``shared`` names shops that showed its pictures.
    - ``decided_on`` is the score and band that people saw when they judged it, or opened a case from it.
    - ``proof`` is what looking for copied pictures came to; None until somebody looked.
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
    held: AlertHold | None = None
    rule: RuleId = NO_RULE
    posted_at: datetime | None = None
    released_at: datetime | None = None
    folded_into: AlertId | None = None
    folds: int = 0
    earlier_case: CaseId | None = None
    earlier_tie: Tie | None = None
    snoozed_until: datetime | None = None
    changed: bool = False
    history: SellerHistory = NO_HISTORY
    proof: Proof | None = None
    shared: tuple[SharedPicture, ...] = ()
    decided_on: tuple[float, Band] | None = None

    def __post_init__(self) -> None:
        aware(self.raised_at, "raised_at")

    def speaks_for(self, other: Alert) -> bool:
        """Whether it may tell of a new near-duplicate as well: people still have to judge it, and its message stands, or
        is on its way to wherever one about the other would go, which is no graver than this.
        """
        if self.state is not AlertState.OPEN or self.folded_into is not None or self.verdict is not None:
            return False
        told, asked = self.assessment, other.assessment
        comes = self.held in {None, AlertHold.QUIET, AlertHold.DIGEST, AlertHold.CAP}
        graver = asked.score > told.score or (asked.band is Band.HIGH and told.band is not Band.HIGH)
        return bool(self.ts) or (comes and not graver)

    @property
    def right(self) -> bool | None:
        """Whether people found the alert right: it infringes, or it led to a case. None: nobody was sure."""
        if self.verdict is None:
            return True if self.state is AlertState.IN_CASE else None
        return self.verdict.infringes if self.verdict.infringes or self.verdict.clears else None

    def decided(self) -> Alert:
        """The alert with the score and band it has now kept as those that people decide on."""
        return replace(self, decided_on=(self.assessment.score, self.assessment.band))

    def as_decided(self) -> Alert:
        """The alert as it was when people decided. A seller who cleans the listing up takes nothing back."""
        if self.decided_on is None:
            return self
        score, band = self.decided_on
        return replace(self, assessment=replace(self.assessment, score=score, band=band))

    @property
    def lag(self) -> timedelta | None:
        """From the finding, or the end of being held, to the message; None where there is no message."""
        return self.posted_at - (self.released_at or self.raised_at) if self.posted_at else None

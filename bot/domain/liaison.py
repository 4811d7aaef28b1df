"""What was said with an office or a platform, and when to speak next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.ids import CaseId, PersonId
from bot.domain.moments import aware

_NO_CASE = CaseId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One talk. ``office`` is an AMR, customs house, court or platform, as the team calls it; ``spoke_with`` whom there.

    ``settled``: the next talk took place, or was reminded of.
    """

    contact_id: str
    office: str
    at: datetime
    by: PersonId
    spoke_with: str = ""
    note: str = ""
    case_id: CaseId = _NO_CASE
    next_on: date | None = None
    settled: bool = False

    def __post_init__(self) -> None:
        aware(self.at, "at")

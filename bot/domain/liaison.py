"""What was said with an office or a platform, and when to speak next; how often a platform agreed with our
notices, and how far the lines of its good-faith programme are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.followups import PortalResult
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyLimits:
    """Percentages: at least so many notices succeed, at most so many are successfully countered."""

    success: int
    countered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Results of one platform in the window, by link. ``unknown`` ones count for nothing but are shown."""

    platform: str
    removed: int = 0
    rejected: int = 0
    countered: int = 0
    withdrawn: int = 0
    unknown: int = 0

    @property
    def decided(self) -> int:
        """Links that the platform decided on. What we withdrew ourselves is none of them."""
        return self.removed + self.rejected + self.countered

    @property
    def success(self) -> float | None:
        """The percentage that was taken down; None where nothing was decided."""
        return 100 * self.removed / self.decided if self.decided else None

    @property
    def countered_share(self) -> float | None:
        """The percentage that was countered. All counters are taken as successful, which errs on the safe side."""
        return 100 * self.countered / self.decided if self.decided else None

    def wrong_until_out(self, lines: AccuracyLimits) -> int | None:
        """How many more wrong notices until a line is crossed, if nothing else is decided; 0: crossed already.

        A wrong notice is taken as the kind that counts most: one that is countered lowers success and raises the
        share of counters at once. None where nothing was decided yet.
        """
        if not self.decided:
            return None
        more = 0
        while not self._out(more, lines):
            more += 1
        return more

    def _out(self, more: int, lines: AccuracyLimits) -> bool:
        decided = self.decided + more
        return (
            100 * self.removed < lines.success * decided
            or 100 * (self.countered + more) > lines.countered * decided
        )


def accuracy(platform: str, results: Mapping[PortalResult, int]) -> Accuracy:
    """The meter of a platform from its counts."""
    return Accuracy(platform=platform, **{result.value: count for result, count in results.items()})

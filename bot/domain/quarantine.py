"""Genuine pictures set aside: those that match too much, and so say nothing about whose goods a listing shows, and those
that cannot be looked at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonId
from bot.domain.moments import aware

LEAST_SHOPS = 5
"""Judged shops before a picture is doubted: with fewer, one grey-market reseller more or less would decide."""
LEAST_INFRINGING = 0.5
"""Share of judged shops that must infringe: below, whoever shows the picture is more likely in the right."""
UNRELATED = 3
"""Nice classes of the products that one picture is given for, from which on it shows none of them: variants share a
class, a set of two kinds of goods has two."""


class Cause(StrEnum):
    """Why a picture is set aside: no picture that can be looked at, next to blank, a stock element, or cleared more often
    than not."""

    UNREADABLE = "unreadable"
    BLANK = "blank"
    STOCK = "stock"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One genuine picture of a brand book, set aside; ``digest`` is the SHA-256 of its file, for another file under
    the same name is another picture. A person may release it: then it is matched again.
    """

    brand: str
    picture: str
    digest: str
    cause: Cause
    why: str
    at: datetime
    released_by: PersonId | None = None
    released_at: datetime | None = None

    def __post_init__(self) -> None:
        aware(self.at, "at")

    @property
    def held(self) -> bool:
        """Whether it is set aside still."""
        return self.released_at is None


def matches_too_much(infringing: int, cleared: int) -> bool:
    """Whether the verdicts on shops that show a picture say that it tells nothing. Each shop counts once."""
    judged = infringing + cleared
    return judged >= LEAST_SHOPS and infringing < judged * LEAST_INFRINGING

"""The chain of custody of a sample: who took it from whom, when."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.moments import aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """One link of the chain: ``who`` took the sample from whom (``given_by``) to where, and when."""

    who: str
    given_by: str = ""
    to: str = ""
    at: datetime

    def __post_init__(self) -> None:
        aware(self.at, "custody.at")

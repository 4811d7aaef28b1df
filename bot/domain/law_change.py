"""What a change of the law touches of a team's own work: open drafts, cases, clocks and rights, with the provisions."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.asof import NEW_TEXT_FROM

CHANGE_ON = NEW_TEXT_FROM
"""The day on which the revised Trademark Law takes effect."""


class TouchedKind(StrEnum):
    DRAFT = "draft"
    CLOCK = "clock"
    CASE = "case"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One piece of work; ``keys`` are the provisions of the register that change, ``due`` its day where it has one."""

    kind: TouchedKind
    subject: str
    keys: tuple[str, ...]
    due: date | None = None

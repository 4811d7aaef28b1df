"""A trademark application as an office published it, and why it concerns a brand of ours."""

from dataclasses import dataclass
from datetime import date

from bot.domain.deadlines import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One published application. ``published_on`` starts the time for opposing it."""

    number: str
    mark: str
    applicant: str = ""
    classes: tuple[int, ...] = ()
    published_on: date
    issue: str = ""
    goods: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SquattingHit:
    """A publication that is close to a brand's name. ``same_class``: in a class the brand has registered or sells in.

    ``oppose_by`` is the clock, with the other day where the law changes while it runs; None where it ran out.
    """

    publication: Publication
    brand: str
    because: str
    same_class: bool
    oppose_by: Deadline | None
    new: bool = True

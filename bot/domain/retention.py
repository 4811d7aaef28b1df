"""How long records are kept before they are deleted, and what of a listing is personal data.

Terms are the team's own (settings), not a rule of law. A record is kept by what was done about it: enforced
(a notice went out), reviewed (a person decided), or neither.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.assessments import Assessment
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.domain.moments import aware, china_day
from bot.domain.sentences import Sentence


class RecordClass(StrEnum):
    """What was done about a listing."""

    ENFORCED = "enforced"
    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionTerms:
    """How long each class is kept, counted from the last act on it."""

    enforced_years: int = 7
    reviewed_years: int = 3
    unreviewed_days: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainedListing:
    """A listing in the state, and when it was last saved."""

    listing_id: ListingId
    saved_at: datetime

    def __post_init__(self) -> None:
        aware(self.saved_at, "saved_at")


def kept_until(kind: RecordClass, last_act: datetime, terms: RetentionTerms) -> date:
    """The last day in China on which the record is kept."""
    day = china_day(last_act)
    if kind is RecordClass.UNREVIEWED:
        return day + timedelta(days=terms.unreviewed_days)
    years = terms.enforced_years if kind is RecordClass.ENFORCED else terms.reviewed_years
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


PERSONAL = (
    "seller_name",
    "seller_company",
    "seller_legal_rep",
    "seller_address",
    "seller_licence",
    "seller_url",
)
"""Fields of a listing that may be about a person; so may each contact."""


ERASED = "(erased on request)"


def mentions(text: str, term: str) -> bool:
    """Whether the text holds the term, whatever its case and spacing."""
    return _folded(term) in _folded(text)


def without(listing: Listing, term: str) -> Listing:
    """The listing with every personal field and contact that holds the term emptied; itself where none does."""
    emptied = {name: "" for name in PERSONAL if mentions(getattr(listing, name), term)}
    contacts = tuple(contact for contact in listing.seller_contact if not mentions(contact, term))
    if not emptied and contacts == listing.seller_contact:
        return listing
    return replace(listing, seller_contact=contacts, **emptied)  # type: ignore[arg-type]  # all of them are str


def silent(assessment: Assessment, term: str) -> Assessment:
    """The assessment with every reason that holds the term replaced; scores stand."""
    signals = tuple(
        replace(signal, because=Sentence(key=ERASED)) if mentions(str(signal.because), term) else signal
        for signal in assessment.signals
    )
    return replace(assessment, signals=signals)


def _folded(text: str) -> str:
    return "".join(text.casefold().split()).replace("-", "")

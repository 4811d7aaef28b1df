"""Reasons that a notice gives, in both languages, each resting on a record and ticked by a person (proposed in
:mod:`bot.domain.proposals`).

A price, a copied picture or a score never says that goods are fake: only a comparison with a sample does, or a feature that
a named examiner saw to be missing. Everything else is a use of the mark, a copied picture, or a circumstance.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ListingId, PersonId, RightId
from bot.domain.moments import aware


class ReasonKind(StrEnum):
    """What a reason says. ``seen``: the sign in a picture, ``tell``: a feature that the goods lack; a person saw both."""

    SIGN = "sign"
    SEEN = "seen"
    NAMED = "named"
    PICTURE = "picture"
    SAMPLE = "sample"
    TELL = "tell"
    PRICE = "price"
    FINDING = "finding"
    UNLICENSED = "unlicensed"


SHOWS_FAKE = frozenset({ReasonKind.SAMPLE, ReasonKind.TELL})
"""What alone may carry “counterfeit”: a comparison with a sample, or a feature that a named examiner saw."""

LOOKED_AT = frozenset({ReasonKind.SEEN, ReasonKind.TELL})
"""What no record says: it is asked of a person who looks at the pictures, and stated once they tick it."""

SHOWS_USE = frozenset({ReasonKind.SIGN, ReasonKind.SEEN, ReasonKind.NAMED})
"""What shows that the mark is used."""

CIRCUMSTANCES = frozenset({ReasonKind.PRICE, ReasonKind.FINDING})
"""What surrounds an infringement and is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A sentence in both languages and the record it rests on (``listing taobao:7301``, ``purchase P-000001``).

    ``right_id`` is the right whose fact it is; empty where it belongs to none in particular.
    """

    kind: ReasonKind
    zh: str
    en: str
    record: str
    listing_id: ListingId = ListingId("")  # noqa: RUF009  # a NewType call is the string itself
    right_id: RightId = RightId("")  # noqa: RUF009  # as above

    @property
    def key(self) -> str:
        """A short name of exactly this sentence: another sentence from a changed record has another one."""
        digest = hashlib.sha256(f"{self.record}|{self.zh}".encode()).hexdigest()
        return f"{self.kind.value}-{digest[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TickedReason:
    """A reason as a person found it to hold: who, and when."""

    reason: Reason
    by: PersonId
    at: datetime

    def __post_init__(self) -> None:
        aware(self.at, "at")


def resolved(
    wanted: Iterable[str],
    offered: Iterable[Reason],
    before: Iterable[TickedReason],
    *,
    by: PersonId,
    at: datetime,
) -> tuple[TickedReason, ...]:
    """The ticked reasons by their keys: one ticked before keeps who ticked it and when, and its words as they were."""
    known = {ticked.reason.key: ticked for ticked in before}
    now = {reason.key: TickedReason(reason=reason, by=by, at=at) for reason in offered}
    return tuple(found for key in dict.fromkeys(wanted) if (found := known.get(key) or now.get(key)))


def about(ticked: Iterable[TickedReason], listing_ids: Iterable[ListingId]) -> tuple[TickedReason, ...]:
    """Those that are about one of these listings, or about none in particular."""
    kept = {*listing_ids, ListingId("")}
    return tuple(each for each in ticked if each.reason.listing_id in kept)

"""Judging a listing against every brand book at once, without a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.assessments import Assessment, Band
from bot.domain.listings import Listing
from bot.signals.assess import assess, skeleton
from bot.signals.combine import Weights
from bot.signals.image import Fingerprint
from bot.signals.registry import CompiledBook
from bot.signals.seller import is_authorised, known

_ORDER = {Band.HIGH: 0, Band.MEDIUM: 1, Band.LOW: 2, Band.CLEAR: 3}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """All brands a listing is judged against. Picklable."""

    books: tuple[CompiledBook, ...]
    weights: Weights

    def judge(
        self, listing: Listing, today: date, prints: Mapping[str, Fingerprint] | None = None
    ) -> tuple[Assessment, ...]:
        """One assessment a brand, most suspect first; ``prints`` are fingerprints of the listing's pictures."""
        folded = skeleton(listing)
        found = [assess(listing, c, self.weights, today, prints=prints, folded=folded) for c in self.books]
        return tuple(sorted(found, key=lambda a: (_ORDER[a.band], not a.signals, -a.score)))

    def wants_pictures(self, listing: Listing, today: date) -> bool:
        """Whether looking at the pictures may change a judgement: not where every brand authorises the shop."""
        return not all(is_authorised(known(listing, c.shops), today) for c in self.books)

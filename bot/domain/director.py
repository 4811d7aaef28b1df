"""The first page of a report, for a director who never opened Slack: what was removed, what it was worth, what waits.

Value is an estimate: the genuine product's list price once for each piece on offer (one where the shop names no stock),
of listings whose product is known. A notice counts as wrong where the seller's counter-statement was accepted or the
notice withdrawn, or a person has cleared the goods since.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median

from bot.domain.alerts import Alert
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import split_listing_id
from bot.domain.moments import china_day

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSpan:
    """Days in China, both counted."""

    start: date
    end: date

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment falls on one of the days."""
        return moment is not None and self.start <= china_day(moment) <= self.end

    @property
    def before(self) -> ReportSpan:
        """The month before a calendar month; before other days, as many."""
        if self == last_month(self.end + DAY):
            return last_month(self.start)
        return ReportSpan(start=self.start - (self.end - self.start + DAY), end=self.start - DAY)


def last_month(today: date) -> ReportSpan:
    """The calendar month before the one of this day."""
    end = today.replace(day=1) - DAY
    return ReportSpan(start=end.replace(day=1), end=end)


def this_month(today: date) -> ReportSpan:
    """From the first of the month to this day, as far as it has come."""
    return ReportSpan(start=today.replace(day=1), end=today)


TAIL = 0.9
_REMOVED = {ListingState.DOWN, ListingState.BACK}
_WRONG = {PortalResult.COUNTERED, PortalResult.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSuccess:
    """Of the links notified to a portal in the span, and in the one before it: how many went."""

    platform: str
    removed: int
    of: int
    removed_before: int
    of_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorFigures:
    """The first page. ``lived_median`` and ``lived_tail`` (nine of ten) are days from the first sight of a link to its
    removal; ``values`` are list prices removed by currency, known for ``valued`` of the links; ``waiting`` names what
    waits and how many."""

    removed: int
    lived_median: float | None
    lived_tail: float | None
    back: int
    values: tuple[tuple[str, Decimal], ...]
    valued: int
    portals: tuple[PortalSuccess, ...]
    notified: int
    wrong: int
    waiting: tuple[tuple[str, int], ...]


def director_figures(
    alerts: Sequence[Alert],
    entries: Sequence[CaseListing],
    span: ReportSpan,
    prices: Mapping[str, tuple[str, Decimal]],
    waiting: Iterable[tuple[str, int]] = (),
) -> DirectorFigures:
    """Worked out from records; ``prices`` are list prices by the brand's product number (SKU)."""
    of = {alert.listing.listing_id: alert for alert in alerts}
    downs = [entry for entry in entries if span.holds(entry.down_at)]
    sent = [entry for entry in entries if span.holds(entry.notified_at)]
    lived = sorted(filter(None, (_lived(entry, of.get(entry.listing_id)) for entry in downs)))
    worth = [_worth(of[entry.listing_id], prices) for entry in downs if entry.listing_id in of]
    return DirectorFigures(
        removed=len(downs),
        lived_median=round(median(lived), 1) if lived else None,
        lived_tail=round(lived[math.ceil(TAIL * len(lived)) - 1], 1) if lived else None,
        back=sum(e.state is ListingState.BACK and span.holds(e.looked_at) for e in entries),
        values=_sums(filter(None, worth)),
        valued=sum(each is not None for each in worth),
        portals=_portals(entries, span),
        notified=len(sent),
        wrong=sum(_was_wrong(entry, of.get(entry.listing_id)) for entry in sent),
        waiting=tuple(waiting),
    )


def _sums(amounts: Iterable[tuple[str, Decimal]]) -> tuple[tuple[str, Decimal], ...]:
    values: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in amounts:
        values[currency] += amount
    return tuple(sorted(values.items()))


def _lived(entry: CaseListing, alert: Alert | None) -> float | None:
    """Days from the first sight of the link to the look that found it gone."""
    if entry.down_at is None:
        return None
    seen: list[datetime] = [entry.added_at]
    if alert is not None:
        seen += [alert.raised_at, *filter(None, [alert.listing.first_seen_at])]
    return max(0.0, (entry.down_at - min(seen)) / DAY)


def _worth(alert: Alert, prices: Mapping[str, tuple[str, Decimal]]) -> tuple[str, Decimal] | None:
    known = next((prices[sku] for sku in alert.assessment.skus if sku in prices), None)
    if known is None:
        return None
    currency, price = known
    return currency, price * max(1, alert.listing.stock or 1)


def _was_wrong(entry: CaseListing, alert: Alert | None) -> bool:
    cleared = alert is not None and alert.verdict is not None and alert.verdict.clears
    return entry.result in _WRONG or cleared


def _portals(entries: Sequence[CaseListing], span: ReportSpan) -> tuple[PortalSuccess, ...]:
    now, then = _success(entries, span), _success(entries, span.before)
    rows = [
        PortalSuccess(
            platform=platform,
            removed=now[platform][True],
            of=now[platform].total(),
            removed_before=then[platform][True],
            of_before=then[platform].total(),
        )
        for platform in sorted({*now, *then})
    ]
    return tuple(sorted(rows, key=lambda row: (-row.of, row.platform)))


def _success(entries: Iterable[CaseListing], span: ReportSpan) -> dict[str, Counter[bool]]:
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for entry in entries:
        if span.holds(entry.notified_at):
            gone = entry.state in _REMOVED or entry.result is PortalResult.REMOVED
            found[split_listing_id(entry.listing_id)[0]][gone] += 1
    return found

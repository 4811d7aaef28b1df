"""What a report counts over a span of days, worked out from records alone. Every figure is defined in the words' notes.

*Could not look* is counted on its own and never as *down*.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from bot.domain.alerts import Alert
from bot.domain.director import DirectorFigures
from bot.domain.director import ReportSpan as ReportSpan
from bot.domain.followups import CaseListing, ListingState
from bot.domain.ids import NO_RULE
from bot.domain.infringers import seller_key
from bot.domain.moments import china_day

STAY_DOWN_DAYS = (7, 30, 90)
FIRST_RESULTS = 100
MOST_SELLERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of one platform, seller, week or of all: suspect listings found, confirmed by a person, cleared, seen down. A seller
    is ``called`` what its newest listing says.
    """

    name: str
    called: str = ""
    new: int = 0
    confirmed: int = 0
    cleared: int = 0
    down: int = 0

    @property
    def undecided(self) -> int:
        return self.new - self.confirmed - self.cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class StayDown:
    """Of the listings seen down at least ``days`` days before the end, how many were not seen up again."""

    days: int
    held: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A search on a platform: of its first results, how many are not suspect."""

    platform: str
    query: str
    clean: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePrecision:
    """Of a rule's alerts that people decided on, how many infringe. ``rule`` is empty for the default channel."""

    rule: str
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A result of a search as last seen: where it stood, and whether it is suspect."""

    platform: str
    query: str
    rank: int
    suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """A report; ``director`` is its first page. Medians are hours, None where there is nothing to take one of;
    ``failed`` are looks at sources that did not reach their end, by source."""

    span: ReportSpan
    total: Counts
    cases_opened: int
    cases_closed: int
    notified: int
    still_up: int
    back: int
    could_not_look: int
    hours_to_notify: float | None
    hours_to_takedown: float | None
    stay_down: tuple[StayDown, ...]
    keywords: tuple[Keyword, ...]
    rules: tuple[RulePrecision, ...]
    platforms: tuple[Counts, ...]
    sellers: tuple[Counts, ...]
    weeks: tuple[Counts, ...]
    failed: tuple[tuple[str, int], ...]
    director: DirectorFigures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What a report is worked out from. ``failed_looks`` are (source, moment)."""

    alerts: Sequence[Alert]
    entries: Sequence[CaseListing]
    opened: Sequence[datetime]
    closed: Sequence[datetime]
    ranked: Sequence[Ranked]
    failed_looks: Sequence[tuple[str, datetime]]


def figures(records: Records, span: ReportSpan) -> ReportFigures:
    """The report on the span. Decisions are those that stand now on listings found in it."""
    found = [alert for alert in records.alerts if span.holds(alert.raised_at)]
    downs = [entry for entry in records.entries if span.holds(entry.down_at)]
    of = {alert.listing.listing_id: alert for alert in records.alerts}
    down_alerts = [of[entry.listing_id] for entry in downs if entry.listing_id in of]
    states = [e.state for e in records.entries if e.notified_at is not None and span.holds(e.looked_at)]
    return ReportFigures(
        span=span,
        total=_counts("", found, len(downs)),
        cases_opened=sum(map(span.holds, records.opened)),
        cases_closed=sum(map(span.holds, records.closed)),
        notified=sum(span.holds(entry.notified_at) for entry in records.entries),
        still_up=states.count(ListingState.STILL_UP),
        back=states.count(ListingState.BACK),
        could_not_look=states.count(ListingState.COULD_NOT_LOOK),
        hours_to_notify=_median(e.hours_to_notify for e in records.entries if span.holds(e.notified_at)),
        hours_to_takedown=_median(entry.hours_to_takedown for entry in downs),
        stay_down=tuple(_stayed(records.entries, days, span.end) for days in STAY_DOWN_DAYS),
        keywords=_keywords(records.ranked),
        rules=_rules(found),
        platforms=_by(lambda alert: alert.listing.platform, found, down_alerts),
        sellers=_sellers(found, down_alerts),
        weeks=_weeks(records, span),
        failed=_failed(records.failed_looks, span),
    )


def _counts(name: str, alerts: Iterable[Alert], down: int) -> Counts:
    verdicts = [alert.verdict for alert in alerts]
    decided = [verdict for verdict in verdicts if verdict is not None]
    return Counts(
        name=name,
        new=len(verdicts),
        confirmed=sum(verdict.infringes for verdict in decided),
        cleared=sum(verdict.clears for verdict in decided),
        down=down,
    )


def _by(key: Callable[[Alert], str], found: Sequence[Alert], down: Sequence[Alert]) -> tuple[Counts, ...]:
    groups: dict[str, list[Alert]] = defaultdict(list)
    downs: dict[str, int] = defaultdict(int)
    for alert in found:
        groups[key(alert)].append(alert)
    for alert in down:
        downs[key(alert)] += 1
        groups.setdefault(key(alert), [])
    rows = [_counts(name, alerts, downs[name]) for name, alerts in groups.items() if name]
    return tuple(sorted(rows, key=lambda row: (-row.new, -row.down, row.name)))


def _sellers(found: Sequence[Alert], down: Sequence[Alert]) -> tuple[Counts, ...]:
    seen = sorted((*found, *down), key=lambda alert: alert.raised_at)
    called = {seller_key(each.listing): name for each in seen if (name := each.listing.seller_name)}
    rows = _by(lambda alert: seller_key(alert.listing), found, down)[:MOST_SELLERS]
    return tuple(replace(row, called=called.get(row.name, "")) for row in rows)


def _weeks(records: Records, span: ReportSpan) -> tuple[Counts, ...]:
    """One row a week from the span's first day; the last may be shorter."""
    rows = []
    start = span.start
    while start <= span.end:
        week = ReportSpan(start=start, end=min(start + timedelta(days=6), span.end))
        found = [alert for alert in records.alerts if week.holds(alert.raised_at)]
        down = sum(week.holds(entry.down_at) for entry in records.entries)
        rows.append(_counts(start.isoformat(), found, down))
        start += timedelta(days=7)
    return tuple(rows)


def _stayed(entries: Iterable[CaseListing], days: int, end: date) -> StayDown:
    before = end - timedelta(days=days)
    down = [entry for entry in entries if entry.down_at is not None and china_day(entry.down_at) <= before]
    held = [entry for entry in down if entry.state is ListingState.DOWN]
    return StayDown(days=days, held=len(held), of=len(down))


def _keywords(ranked: Iterable[Ranked]) -> tuple[Keyword, ...]:
    seen: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in ranked:
        if one.query and one.rank <= FIRST_RESULTS:
            seen[one.platform, one.query].append(one.suspect)
    rows = [
        Keyword(platform=platform, query=query, clean=found.count(False), of=len(found))
        for (platform, query), found in seen.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.clean / row.of, row.platform, row.query)))


def _rules(found: Iterable[Alert]) -> tuple[RulePrecision, ...]:
    decided: Mapping[str, list[bool]] = defaultdict(list)
    for alert in found:
        if alert.right is not None:
            decided["" if alert.rule == NO_RULE else alert.rule].append(alert.right)
    rows = [RulePrecision(rule=rule, right=sum(told), of=len(told)) for rule, told in decided.items()]
    return tuple(sorted(rows, key=lambda row: row.rule))


def _failed(looks: Iterable[tuple[str, datetime]], span: ReportSpan) -> tuple[tuple[str, int], ...]:
    tally: dict[str, int] = defaultdict(int)
    for source, moment in looks:
        tally[source] += span.holds(moment)
    return tuple(sorted((source, count) for source, count in tally.items() if count))


def _median(hours: Iterable[float | None]) -> float | None:
    known = [hour for hour in hours if hour is not None]
    return round(median(known), 1) if known else None

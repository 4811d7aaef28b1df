"""Reports and the weekly digest: the figures of a span of days, gathered from alerts, cases, looks and searches."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.director import ReportSpan, director_figures, last_month, this_month
from bot.domain.drafts import DraftStatus
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.followups import CaseListing, PortalResult
from bot.domain.moments import TeamZone, china_day, in_china, monday_morning
from bot.domain.reports import FIRST_RESULTS, Ranked, Records, ReportFigures, figures
from bot.domain.sentences import Sentence, joined, sentence, worded, written
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork

EVERYTHING, AT_ONCE = 10_000_000, 200
WEEK = 7


Drawing = Callable[[ReportFigures, str], bytes]
"""Prints figures as a PDF in a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The last seven days in numbers: suspect listings found, of these confirmed by people; links notified, of these
    removed by what their portals say."""

    found: int = 0
    confirmed: int = 0
    notified: int = 0
    removed: int = 0


NO_WEEK = Week()


class Reports:
    """Works out figures; ``draw`` of the room of reports prints them."""

    def __init__(self, store: Store, clock: Clock, draw: Drawing, zone: TeamZone = in_china) -> None:
        self._store, self._clock, self._draw, self._zone = store, clock, draw, zone

    def any_confirmed(self) -> bool:
        """Whether people confirmed anything within a year, by one query."""
        with self._store.unit() as unit:
            verdicts = unit.alerts.verdicts_since(self._clock() - timedelta(days=365))
        return any(verdict and verdict.infringes for verdict in verdicts)

    def week(self) -> Week:
        """The last seven days, by two queries: for a screen that opens often."""
        since = self._clock() - timedelta(days=WEEK)
        with self._store.unit() as unit:
            verdicts, results = unit.alerts.verdicts_since(since), unit.case_listings.results(since)
        counts = [counted for of_platform in results.values() for counted in of_platform.items()]
        return Week(
            found=sum(verdicts.values()),
            confirmed=sum(count for verdict, count in verdicts.items() if verdict and verdict.infringes),
            notified=sum(count for _, count in counts),
            removed=sum(count for result, count in counts if result is PortalResult.REMOVED),
        )

    def printed(self, span: ReportSpan, language: str) -> bytes:
        """The report of the span as a PDF.

        Raises:
            WrongInput: the span ends before it starts.
            ProgramMissing: nothing here prints.
        """
        return self._draw(self.figures(span), language)

    def last_days(self, days: int = WEEK) -> ReportSpan:
        """The ``days`` days up to yesterday, which is over everywhere."""
        end = china_day(self._clock()) - timedelta(days=1)
        return ReportSpan(start=end - timedelta(days=days - 1), end=end)

    def send_digest(self) -> bool:
        """On the team's Monday morning, once, put the last week in short into the outbox; whether it was."""
        now = self._clock().astimezone(self._zone())
        if not monday_morning(now):
            return False
        span = self.last_days()
        once = f"digest:{span.end.isoformat()}"
        with self._store.unit() as unit:
            if unit.seen.has(once):  # as all Monday long: its figures take reading everything
                return False
        told = written(digest(self.figures(span)))
        with self._store.unit() as unit:
            if not unit.seen.first_time(once, self._clock()):
                return False
            unit.outbox.add(OutboxKind.ADMIN_NOTE, "weekly digest", told)
        return True

    def figures(self, span: ReportSpan, brand: str = "") -> ReportFigures:
        """The figures of the span, of one brand or of all.

        Raises:
            WrongInput: the span ends before it starts.
        """
        if span.end < span.start:
            raise WrongInput(
                "the report would end on {end} before it starts on {start}", end=span.end, start=span.start
            )
        with self._store.reading() as unit:
            records = _records(unit, brand)
            first = director_figures(records.alerts, records.entries, span, _prices(unit), _waiting(unit))
            return replace(figures(records, span), director=first)

    def span(self, period: str) -> ReportSpan:
        """The days of a period by its name, this day among them, so that whoever looks today sees today's work.

        Raises:
            UnknownThing: there is none of that name.
        """
        today = china_day(self._clock())
        week = ReportSpan(start=today - timedelta(days=WEEK - 1), end=today)
        known = {"last_month": last_month(today), "this_month": this_month(today), "week": week}
        if period not in known:
            raise UnknownThing("period", period, "choose one of {list}", list=", ".join(known))
        return known[period]


def _prices(unit: UnitOfWork) -> dict[str, tuple[str, Decimal]]:
    """List prices by product number."""
    products = [product for book in unit.brand_books.all() for product in book.products]
    return {each.sku: (each.currency, each.list_price) for each in products if each.list_price is not None}


def _waiting(unit: UnitOfWork) -> list[tuple[str, int]]:
    """What waits, by on whom it waits, and how many."""
    counts = (
        ("analysts", sum(unit.alerts.count_waiting().values())),
        ("approvers", len(unit.drafts.summaries(DraftStatus.AWAITING))),
        ("authors", len(unit.drafts.summaries(DraftStatus.BLOCKED, DraftStatus.CHANGES))),
        ("filing", len(unit.drafts.summaries(DraftStatus.APPROVED))),
        ("clocks", unit.deadlines.count_running()),
    )
    return [(name, count) for name, count in counts if count]


def digest(told: ReportFigures) -> Sentence:
    """A week in a few lines."""
    hours, total = told.hours_to_takedown, told.total
    lines = [
        sentence(
            "Week {begin} to {end}: {new} new suspect listings, {confirmed} confirmed, {notified} notified, {down} down.",
            begin=told.span.start, end=told.span.end, new=total.new, confirmed=total.confirmed,
            notified=told.notified, down=total.down,
        ),
        sentence(
            "Median time to takedown: {time}. Back again: {back}. Could not look: {failed}.",
            time=worded("none") if hours is None else sentence("{hours} hours", hours=f"{hours:g}"),
            back=told.back, failed=told.could_not_look,
        ),
    ]  # fmt: skip
    if told.platforms:
        first = ", ".join(f"{row.name} {row.new}" for row in told.platforms[:5])
        lines.append(sentence("By platform: {list}.", list=first))
    if told.failed:
        failed = ", ".join(f"{name} ({n})" for name, n in told.failed)
        lines.append(sentence("Not looked at to the end: {list}.", list=failed))
    return joined(lines)


def _records(unit: UnitOfWork, brand: str) -> Records:
    alerts = [a for a in unit.alerts.recent(EVERYTHING) if brand in ("", a.assessment.brand)]
    cases = [case for case in unit.cases.all() if brand in ("", case.brand)]
    entries = list[CaseListing]()
    for case in cases:
        entries += unit.case_listings.page(case.case_id)
    return Records(
        alerts=alerts,
        entries=entries,
        opened=[case.opened_at for case in cases],
        closed=[case.closed_at for case in cases if case.closed_at is not None],
        ranked=_ranked(unit, brand),
        failed_looks=_failed(unit),
    )


def _ranked(unit: UnitOfWork, brand: str) -> list[Ranked]:
    found, every = [], [held.listing_id for held in unit.holdings.all()]
    for start in range(0, len(every), AT_ONCE):
        for listing in unit.listings.known(every[start : start + AT_ONCE]).values():
            if not listing.query or listing.rank is None or listing.rank > FIRST_RESULTS:
                continue
            judged = [a for a in unit.listings.assessments(listing.listing_id) if brand in ("", a.brand)]
            if judged:
                suspect = any(assessment.band.alerts for assessment in judged)
                found.append(
                    Ranked(platform=listing.platform, query=listing.query, rank=listing.rank, suspect=suspect)
                )
    return found


def _failed(unit: UnitOfWork) -> list[tuple[str, datetime]]:
    return [
        (entry.act.subject, entry.at)
        for entry in unit.audit.entries()
        if entry.act is not None and entry.act.what == "source.looked_at" and entry.act.details.get("error")
    ]

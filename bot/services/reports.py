"""Reports: the figures of a span of days, gathered from alerts, cases, looks and searches."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.deadlines import MORNING
from bot.domain.errors import WrongInput
from bot.domain.followups import CaseListing
from bot.domain.moments import CHINA, china_day
from bot.domain.reports import FIRST_RESULTS, Figures, Ranked, Records, Span, figures
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork

EVERYTHING = 10_000_000
WEEK = 7
MONDAY = 0


class Reports:
    """Works out figures; drawing them is the room of reports."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def last_days(self, days: int = WEEK) -> Span:
        """The ``days`` days up to yesterday, which is over everywhere."""
        end = china_day(self._clock()) - timedelta(days=1)
        return Span(start=end - timedelta(days=days - 1), end=end)

    def send_digest(self) -> bool:
        """On Monday morning in China, once, put the last week in short into the outbox; whether it was."""
        now = self._clock().astimezone(CHINA)
        if now.weekday() != MONDAY or now.hour < MORNING.hour:
            return False
        span = self.last_days()
        told = digest(self.figures(span))
        with self._store.unit() as unit:
            if not unit.seen.first_time(f"digest:{span.end.isoformat()}", self._clock()):
                return False
            unit.outbox.add(OutboxKind.ADMIN_NOTE, "weekly digest", told)
        return True

    def figures(self, span: Span, brand: str = "") -> Figures:
        """The figures of the span, of one brand or of all.

        Raises:
            WrongInput: the span ends before it starts.
        """
        if span.end < span.start:
            raise WrongInput(f"the report would end on {span.end} before it starts on {span.start}")
        with self._store.unit() as unit:
            return figures(_records(unit, brand), span)


def digest(told: Figures) -> str:
    """A week in a few lines."""
    hours = "none" if told.hours_to_takedown is None else f"{told.hours_to_takedown:g} hours"
    found = f"{told.total.new} new suspect listings, {told.total.confirmed} confirmed"
    lines = [
        f"Week {told.span.start} to {told.span.end}: {found}, {told.notified} notified, {told.total.down} down.",
        f"Median time to takedown: {hours}. Back again: {told.back}. Could not look: {told.could_not_look}.",
    ]
    if told.platforms:
        first = ", ".join(f"{row.name} {row.new}" for row in told.platforms[:5])
        lines.append(f"By platform: {first}.")
    if told.failed:
        lines.append(
            "Not looked at to the end: " + ", ".join(f"{name} ({n})" for name, n in told.failed) + "."
        )
    return "\n".join(lines)


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
    found = []
    for held in unit.holdings.all():
        listing = unit.listings.get(held.listing_id)
        if listing is None or not listing.query or listing.rank is None or listing.rank > FIRST_RESULTS:
            continue
        judged = [a for a in unit.listings.assessments(held.listing_id) if brand in ("", a.brand)]
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

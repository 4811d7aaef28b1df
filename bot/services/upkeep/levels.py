"""Service levels (SLA): whether sources are scanned on time, and alerts told within a minute of their finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import LookReport, OutboxKind
from bot.services.upkeep.health import SourceRecords

ON_TIME = timedelta(seconds=60)
"""An alert is told within this, counted from its finding or the end of quiet hours."""

DAY = timedelta(days=1)

RAISED_WITHIN = timedelta(days=7)
"""Alerts found longer ago are left out of the figures, though they were told within the last day."""

MOST_LOOKS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The last day. Of ``scans`` due, ``scanned`` were on time: a source is to be looked at within two sweeps of the
    look before; ``gap`` was the longest time without a look, at ``gap_source``. Of ``told`` alerts, ``on_time`` were
    within a minute; the ``slowest``. ``overdue`` alerts have waited longer than that and are not told yet;
    ``late_sources`` wait for their look now.
    """

    scans: int = 0
    scanned: int = 0
    gap: timedelta = timedelta(0)
    gap_source: str = ""
    late_sources: tuple[str, ...] = ()
    told: int = 0
    on_time: int = 0
    slowest: timedelta = timedelta(0)
    overdue: int = 0

    @property
    def kept(self) -> bool:
        """Whether everything was on time."""
        return self.scans == self.scanned and self.told == self.on_time and not self.overdue


class ServiceLevels(SourceRecords):
    """Measures from the records what was on time, so that a restart forgets nothing."""

    def now(self) -> Levels:
        """The levels of the last day."""
        moment, sources = self._clock(), tuple(self._sources())
        with self._store.unit() as unit:
            alerts = unit.alerts.since(moment - RAISED_WITHIN)
            overdue = unit.outbox.overdue(OutboxKind.ALERT, moment - ON_TIME)
            looks = {name: unit.looks.recent(name, MOST_LOOKS) for name in sources}
        lags = [a.lag for a in alerts if a.lag is not None and a.posted_at and moment - a.posted_at <= DAY]
        gaps = [gap for name, found in looks.items() for gap in self._gaps(name, found, moment)]
        widest = max(gaps, default=(timedelta(0), ""))
        return Levels(
            scans=len(gaps),
            scanned=sum(gap <= self._allowed for gap, _ in gaps),
            gap=widest[0],
            gap_source=widest[1],
            late_sources=tuple(
                name
                for name, found in looks.items()
                if found and moment - found[0].ended_at > self._allowed and not self._looking(name)
            ),
            told=len(lags),
            on_time=sum(lag <= ON_TIME for lag in lags),
            slowest=max(lags, default=timedelta(0)),
            overdue=overdue,
        )

    def _gaps(
        self, source: str, newest_first: Sequence[LookReport], now: datetime
    ) -> Iterator[tuple[timedelta, str]]:
        """The times without a look that ended within the last day, and the one that lasts where it is too long."""
        if newest_first and now - newest_first[0].ended_at > self._allowed:
            yield now - newest_first[0].ended_at, source
        befores: list[LookReport | None] = [*newest_first[1:], None]
        for look, before in zip(newest_first, befores, strict=False):
            if now - look.ended_at <= DAY:
                yield (look.ended_at - before.ended_at if before else timedelta(0)), source

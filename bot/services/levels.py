"""Service levels: whether sources are looked at on time, and alerts told within a minute of their finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.alerts import AlertState
from bot.ports import Clock
from bot.repositories import Store

ON_TIME = timedelta(seconds=60)
"""An alert is told within this, counted from its finding or the end of quiet hours."""

LATE_SWEEP = 2.0
"""A source is late when it was not looked at for this many sweeps."""

LOOKED_BACK = 500
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The last day: alerts ``told``, how many of them ``on_time``, the ``slowest``; ``overdue`` alerts have waited
    longer than a minute and are not told yet. ``late_sources`` were not looked at for two sweeps.
    """

    told: int = 0
    on_time: int = 0
    slowest: timedelta = timedelta(0)
    overdue: int = 0
    late_sources: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether everything was on time."""
        return self.told == self.on_time and not self.overdue and not self.late_sources


class ServiceLevels:
    """Measures from the records what was on time. ``pace`` is the time between two sweeps."""

    def __init__(self, store: Store, pace: timedelta, clock: Clock) -> None:
        self._store, self._pace, self._clock = store, pace, clock

    def now(self) -> Levels:
        """The levels of the last day."""
        moment = self._clock()
        with self._store.unit() as unit:
            alerts, looks = unit.alerts.recent(LOOKED_BACK), unit.looks.latest()
        lags = [a.lag for a in alerts if a.lag is not None and a.posted_at and moment - a.posted_at <= DAY]
        untold = (a for a in alerts if a.state is AlertState.OPEN and a.held is None and a.posted_at is None)
        late = (look.source for look in looks if moment - look.ended_at > self._pace * LATE_SWEEP)
        return Levels(
            told=len(lags),
            on_time=sum(lag <= ON_TIME for lag in lags),
            slowest=max(lags, default=timedelta(0)),
            overdue=sum(moment - (a.released_at or a.raised_at) > ON_TIME for a in untold),
            late_sources=tuple(late),
        )

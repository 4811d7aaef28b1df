"""Health (status) of each source, when it counts as ill: looked at in time, late, failing since when, or never looked at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from bot.ports import Clock, LookReport
from bot.repositories import Store

LOOKED_BACK = 400
"""Looks of a failing source that are gone back over, to find when it failed first and was whole last."""


LATE_SWEEP, LEAST_LATE = 2.0, timedelta(minutes=1)
"""A source is late when it was not looked at for this many sweeps, and for so long at least: a look takes its time."""


class HealthState(StrEnum):
    FRESH = "fresh"
    LOOKING = "looking"
    LATE = "late"
    FAILING = "failing"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source: its ``last`` look, the last ``good`` one (to its end), and since when it fails."""

    name: str
    state: HealthState
    last: LookReport | None = None
    good: LookReport | None = None
    failing_since: datetime | None = None


class SourceRecords:
    """The looks on record at the ``sources`` that are set up now. ``pace``: time between two sweeps; ``looking``: whether a
    look at a source is under way here, which is then not late."""

    def __init__(
        self,
        store: Store,
        sources: Callable[[], Iterable[str]],
        pace: timedelta,
        clock: Clock,
        looking: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self._store, self._sources, self._clock, self._looking = store, sources, clock, looking
        self._allowed = max(pace * LATE_SWEEP, LEAST_LATE)
        """How long a source may go without a look."""


class Health(SourceRecords):
    """Reads the health of each source from the looks on record."""

    def now(self) -> Sequence[SourceHealth]:
        """Every source, in the order in which they are set up."""
        names = tuple(self._sources())
        with self._store.unit() as unit:
            newest = {look.source: look for look in unit.looks.latest()}
            failing = {
                name: unit.looks.recent(name, LOOKED_BACK)
                for name in names
                if name in newest and newest[name].error
            }
        return [self._stands(name, newest.get(name), failing.get(name, ())) for name in names]

    def _stands(self, name: str, last: LookReport | None, looks: Sequence[LookReport]) -> SourceHealth:
        if last is None:
            return SourceHealth(name=name, state=HealthState.NEVER)
        if last.error:
            failed = list(takewhile(lambda look: look.error, looks))
            good = next((look for look in looks if not look.error), None)
            return SourceHealth(
                name=name,
                state=HealthState.FAILING,
                last=last,
                good=good,
                failing_since=failed[-1].started_at if failed else last.started_at,
            )
        late = self._clock() - last.ended_at > self._allowed
        state = HealthState.LOOKING if late and self._looking(name) else HealthState.LATE
        return SourceHealth(name=name, state=state if late else HealthState.FRESH, last=last, good=last)

"""What was looked at, when, with what result; and the weights learnt from verdicts."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select

from bot.domain.learning import WeightsEdition
from bot.ports import LookReport
from bot.store import tables
from bot.store.rows import Repository
from bot.store.statements import keyed
from bot.store.tables import weights


@cache
def _latest() -> Select[Any]:
    # By number, not by time: a clock that ran ahead would keep its look the newest.
    looks = tables.looks
    newest = select(func.max(looks.c.number)).where(keyed(looks)).group_by(looks.c.source)
    return select(looks.c.record).where(keyed(looks), looks.c.number.in_(newest))


class SqlLooks(Repository[LookReport]):
    """What was looked at, when, with what result."""

    table, kind = tables.looks, LookReport

    def save(self, report: LookReport) -> None:
        number = self._transaction.next_number("look")
        self._rows.add(report, number=number, source=report.source, started_at=report.started_at)

    def latest(self) -> Sequence[LookReport]:
        return sorted(self._rows.read(_latest(), {}), key=lambda report: report.source)

    def recent(self, source: str, limit: int) -> Sequence[LookReport]:
        return self._rows.of("-number", most=limit, source=source)


class SqlWeightEditions(Repository[WeightsEdition]):
    """See :class:`bot.repositories.WeightEditionRepository`."""

    table, kind = weights, WeightsEdition

    def save(self, edition: WeightsEdition) -> None:
        """Keep it, or its new state."""
        self._rows.put({"number": edition.number}, edition, state=edition.state.value, at=edition.at)

    def all(self) -> Sequence[WeightsEdition]:
        return self._rows.of("-number")

"""What was looked at, when, with what result; and the weights learnt from verdicts."""

from collections.abc import Sequence

from sqlalchemy import func, select

from bot.domain.learning import WeightsEdition
from bot.ports import LookReport
from bot.store import tables
from bot.store.rows import Repository
from bot.store.tables import weights


class SqlLooks(Repository[LookReport]):
    """What was looked at, when, with what result."""

    table, kind = tables.looks, LookReport

    def save(self, report: LookReport) -> None:
        number = self._transaction.next_number("look")
        self._rows.add(report, number=number, source=report.source, started_at=report.started_at)

    def latest(self) -> Sequence[LookReport]:
        # By number, not by time: a clock that ran ahead would keep its look the newest.
        newest = select(func.max(self.c.number)).where(self.mine).group_by(self.c.source)
        return sorted(self._rows.all(self.c.number.in_(newest)), key=lambda report: report.source)

    def recent(self, source: str, limit: int) -> Sequence[LookReport]:
        return self._rows.all(self.c.source == source, order=[self.c.number.desc()], most=limit)


class SqlWeightEditions(Repository[WeightsEdition]):
    """See :class:`bot.repositories.WeightEditionRepository`."""

    table, kind = weights, WeightsEdition

    def save(self, edition: WeightsEdition) -> None:
        """Keep it, or its new state."""
        self._rows.put({"number": edition.number}, edition, state=edition.state.value, at=edition.at)

    def all(self) -> Sequence[WeightsEdition]:
        return self._rows.all(order=[self.c.number.desc()])

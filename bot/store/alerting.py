"""Alerts in their table, with the traces that tie them together."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, or_, select

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.errors import NotPossible
from bot.domain.ids import AlertId, ListingId
from bot.domain.sellers import traces
from bot.domain.triage import Silence, silence, waits
from bot.domain.verdicts import Verdict
from bot.store import tables
from bot.store.rows import NamedRepository

_NEWEST = (tables.alerts.c.raised_at.desc(), tables.alerts.c.alert_id.desc())


class SqlAlerts(NamedRepository[AlertId, Alert]):
    """Alerts: at most one per listing."""

    table, kind = tables.alerts, Alert
    called = "alert"

    def of_listing(self, listing_id: ListingId) -> Alert | None:
        return self._rows.get(listing_id=listing_id)

    def alerted(self, listing_ids: Collection[ListingId]) -> Collection[ListingId]:
        query = select(self.c.listing_id).where(self.mine, self.c.listing_id.in_(listing_ids))
        return set(self._connection.scalars(query))

    def save(self, alert: Alert) -> None:
        """Store the alert.

        Raises:
            NotPossible: its listing has another alert already.
        """
        listing_id = alert.listing.listing_id
        other = self.of_listing(listing_id)
        if other is not None and other.alert_id != alert.alert_id:
            what, why = "a second alert about {listing}", "there is {alert} already"
            raise NotPossible(what, why, listing=listing_id, alert=other.alert_id)
        self._rows.put(
            {"alert_id": alert.alert_id},
            alert,
            listing_id=listing_id,
            state=alert.state.value,
            raised_at=alert.raised_at,
            waits=waits(alert),
            verdict=alert.verdict.value if alert.verdict else "",
            untold=silence(alert),
        )
        if other is None or other.listing != alert.listing:
            self._tie(alert)

    def recent(self, limit: int = 100) -> Sequence[Alert]:
        """Newest first."""
        return self._rows.all(order=_NEWEST, most=limit)

    def since(self, moment: datetime) -> Sequence[Alert]:
        """Those raised from then on, newest first."""
        return self._rows.all(self.c.raised_at >= moment, order=_NEWEST)

    def in_state(self, state: AlertState) -> Sequence[Alert]:
        return self._rows.all(self.c.state == state.value, order=_NEWEST)

    def waiting(self, held: Collection[AlertHold] = ()) -> Sequence[Alert]:
        kept = [self.c.record.contains(f'"held":"{each.value}"', autoescape=True) for each in held]
        found = self._rows.all(self.c.waits.is_(True), *([or_(*kept)] if kept else []), order=_NEWEST)
        return [alert for alert in found if not held or alert.held in held]

    def count_waiting(self) -> Mapping[Silence, int]:
        query = select(self.c.untold, func.count()).where(self.mine, self.c.waits.is_(True))
        counted = self._connection.execute(query.group_by(self.c.untold))
        return {Silence(why): count for why, count in counted}

    def verdicts_since(self, moment: datetime) -> Mapping[Verdict | None, int]:
        query = select(self.c.verdict, func.count()).where(self.mine, self.c.raised_at >= moment)
        counted = self._connection.execute(query.group_by(self.c.verdict))
        return {Verdict(verdict) if verdict else None: count for verdict, count in counted}

    def sharing(
        self, wanted: Collection[str], limit: int = 200, *, state: AlertState | None = None
    ) -> Sequence[Alert]:
        ties, mine = tables.alert_traces, self._transaction.mine(tables.alert_traces)
        tied = [self.c.alert_id.in_(select(ties.c.alert_id).where(mine, ties.c.trace.in_(list(wanted))))]
        where = [*tied, self.c.state == state.value] if state else tied
        return self._rows.all(*where, order=_NEWEST, most=limit)

    def _tie(self, alert: Alert) -> None:
        ties = tables.alert_traces
        old = and_(self._transaction.mine(ties), ties.c.alert_id == alert.alert_id)
        self._connection.execute(delete(ties).where(old))
        row = {"workspace_id": self._transaction.workspace, "alert_id": alert.alert_id}
        rows = [{**row, "trace": trace} for trace in sorted(traces(alert.listing))]
        if rows:
            self._connection.execute(insert(ties), rows)

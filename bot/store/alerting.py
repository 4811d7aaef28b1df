"""Alerts in their table, with the traces that tie them together and what their shops are called."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, or_, select

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.errors import NotPossible
from bot.domain.ids import AlertId, ListingId
from bot.domain.sellers import BEGINNING, names_of, shop_of, traces
from bot.domain.triage import Silence, silence, waits
from bot.domain.verdicts import Verdict
from bot.store import tables
from bot.store.rows import NamedRepository
from bot.store.statements import adding, among, dropping, keyed

_NEWEST = ("-raised_at", "-alert_id")
_ORDER = (tables.alerts.c.raised_at.desc(), tables.alerts.c.alert_id.desc())


_AT_ONCE = 500
"""So many beginnings go into one statement; SQLite takes some thousands, not tens of thousands."""


@cache
def _called() -> Select[Any]:
    """Reads shops with their names, by how these begin."""
    c = tables.shop_names.c
    return select(c.shop, c.name).where(among(c.beginning)).distinct()


@cache
def _sharing(*names: str) -> Select[Any]:
    """Reads the alerts tied to some traces, with a key of these names, newest first."""
    ties, alerts = tables.alert_traces.c, tables.alerts
    tied = alerts.c.alert_id.in_(select(ties.alert_id).where(among(ties.trace)))
    query = select(alerts.c.record).where(keyed(alerts, *names), tied).order_by(*_ORDER)
    return query.limit(bindparam("most"))


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
            shop=shop_of(alert.listing),
        )
        if other is None or other.listing != alert.listing:
            self._tie(alert)

    def recent(self, limit: int = 100) -> Sequence[Alert]:
        """Newest first."""
        return self._rows.of(*_NEWEST, most=limit)

    def since(self, moment: datetime) -> Sequence[Alert]:
        """Those raised from then on, newest first."""
        return self._rows.all(self.c.raised_at >= moment, order=_ORDER)

    def in_state(self, state: AlertState) -> Sequence[Alert]:
        return self._rows.of(*_NEWEST, state=state.value)

    def waiting(self, held: Collection[AlertHold] = ()) -> Sequence[Alert]:
        if not held:
            return self._rows.of(*_NEWEST, waits=True)
        kept = [self.c.record.contains(f'"held":"{each.value}"', autoescape=True) for each in held]
        found = self._rows.all(self.c.waits.is_(True), or_(*kept), order=_ORDER)
        return [alert for alert in found if alert.held in held]

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
        key = {"state": state.value} if state else {}
        return self._rows.read(_sharing(*key), key, some=list(wanted), most=limit)

    def of_shops(self, shops: Collection[str], limit: int | None = None) -> Sequence[Alert]:
        # Shop by shop: of several at once SQLite would read through all alerts in the order of their days.
        found = [
            each for shop in sorted(set(shops)) for each in self._rows.of(*_NEWEST, most=limit, shop=shop)
        ]
        found.sort(key=lambda alert: (alert.raised_at, alert.alert_id), reverse=True)
        return found[:limit]

    def shops_called(self, beginnings: Collection[str]) -> Collection[tuple[str, str]]:
        found, sought = set[tuple[str, str]](), sorted(beginnings)
        for start in range(0, len(sought), _AT_ONCE):
            given = self._transaction.bound({}) | {"some": sought[start : start + _AT_ONCE]}
            found |= {(row.shop, row.name) for row in self._connection.execute(_called(), given)}
        return found

    def _tie(self, alert: Alert) -> None:
        listing, name = alert.listing, {"workspace_id": self._transaction.workspace}
        its: dict[str, str] = {"alert_id": alert.alert_id}
        ties = [{**name, **its, "trace": trace} for trace in sorted(traces(listing))]
        self._put(tables.alert_traces, its, ties)
        its = {"listing_id": listing.listing_id}
        shop = {**name, **its, "shop": shop_of(listing)}
        named = [{**shop, "name": each, "beginning": each[:BEGINNING]} for each in sorted(names_of(listing))]
        self._put(tables.shop_names, its, named)

    def _put(self, table: Table, its: Mapping[str, object], rows: Sequence[Mapping[str, object]]) -> None:
        """These rows in place of those with this key."""
        self._connection.execute(dropping(table, *its), self._transaction.bound(its))
        if rows:
            self._connection.execute(adding(table), rows)

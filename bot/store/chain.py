"""The audit chain in its table: append, read, erase; and the verdicts of people, of which each is kept."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select, update

from bot.domain.audit import NO_MOMENT, Act, AuditEntry, AuditHead, link, payload_of
from bot.domain.ids import ListingId, PersonId
from bot.domain.verdicts import GivenVerdict
from bot.store import tables
from bot.store.leases import SqlSeen
from bot.store.listings import of_listing, of_listings
from bot.store.rows import KeptRows, Repository
from bot.store.statements import adding, changing, keyed

_PAGE = 500


class SqlAudit(KeptRows):
    """Append-only: the database itself refuses every change but an erasure.

    Units of a workspace run one after another, so the last entry stays the last until this one is written;
    the unique key on (workspace, previous hash) would refuse a fork all the same.
    """

    table = tables.audit

    def append(self, act: Act, at: datetime) -> AuditEntry:
        """Add the act to the chain; what comes back is the entry as it will be read."""
        payload = payload_of(act, at)
        entry = link(self.head(), _act(payload, at), at=at, salt=self._transaction.new_salt())
        row = {
            "workspace_id": self._transaction.workspace,
            "number": entry.number,
            "at": at.isoformat(),
            "subject": act.subject,
            "payload": payload,
            "salt": entry.salt,
            "payload_hash": entry.payload_hash,
            "previous": entry.previous,
            "hash": entry.hash,
        }
        self._connection.execute(adding(self.table), row)
        acting = self._transaction.acting
        if acting is not None and act.who == acting.by:
            SqlSeen(self._transaction).first_time(acting.delivery, self._transaction.now())
        return entry

    def entries(self) -> Iterator[AuditEntry]:
        """The whole chain in order, read page by page while the unit is open."""
        last = -1
        while page := self._read(_page(), last=last):
            yield from page
            last = page[-1].number

    def head(self) -> AuditHead | None:
        """The last entry's number and hash; None where the chain is empty."""
        last = self._connection.execute(_newest(), self._transaction.bound({})).first()
        return AuditHead(number=last.number, hash=str(last.hash)) if last else None

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """What was done to one thing, in order. Erased entries are about nothing."""
        return self._read(_about(), key_subject=subject)

    def stand(self, *subjects: str) -> tuple[int, int]:
        """See :class:`bot.repositories.AuditRepository`."""
        row = self._connection.execute(_stand(), self._transaction.bound({}) | {"subjects": subjects}).one()
        return int(row[0]), int(row[1] or 0)

    def erase(self, number: int) -> bool:
        query = update(self.table).where(self.mine, self.c.number == number)
        done = self._connection.execute(query.values(subject=None, payload=None, salt=None))
        return done.rowcount > 0

    def _read(self, query: Select[Any], **given: object) -> list[AuditEntry]:
        return [_entry(row) for row in self._connection.execute(query, self._transaction.bound({}) | given)]


@cache
def _newest() -> Select[Any]:
    c = tables.audit.c
    return select(c.number, c.hash).where(keyed(tables.audit)).order_by(c.number.desc()).limit(1)


@cache
def _page() -> Select[Any]:
    after = tables.audit.c.number > bindparam("last")
    return select(tables.audit).where(keyed(tables.audit), after).order_by(tables.audit.c.number).limit(_PAGE)


@cache
def _about() -> Select[Any]:
    return select(tables.audit).where(keyed(tables.audit, "subject")).order_by(tables.audit.c.number)


@cache
def _stand() -> Select[int, Any]:
    c = tables.audit.c
    mine = c.subject.in_(bindparam("subjects", expanding=True))
    return select(func.count(), func.max(c.number)).where(keyed(tables.audit), mine)


def _entry(row: Row[Any]) -> AuditEntry:
    at = _moment(row.at)
    return AuditEntry(
        number=row.number,
        at=at,
        act=None if row.payload is None else _act(row.payload, at),
        filed=None if row.payload is None else row.subject or "",
        salt=None if row.salt is None else str(row.salt),
        payload_hash=str(row.payload_hash),
        previous=str(row.previous),
        hash=str(row.hash),
    )


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError):
        return NO_MOMENT
    return moment if moment.tzinfo else NO_MOMENT


def _act(payload: str, at: datetime) -> Act:
    """The act of a payload. One that is not to the letter what the hash is taken over still comes back, for the chain to
    show as changed."""
    try:
        body = json.loads(payload)
        act = Act(
            who=PersonId(body["who"]), what=body["what"], subject=body["subject"], details=body["details"]
        )
        if payload_of(act, at) == payload and isinstance(act.details, dict):
            return act
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return Act(who=PersonId(""), what="unreadable", subject="", details={"payload": payload})


class SqlVerdicts(Repository[GivenVerdict]):
    """Every verdict ever given; the newest of a listing stands."""

    table, kind = tables.verdicts, GivenVerdict

    def add(self, given: GivenVerdict) -> None:
        """Keep it; from now on it stands, unless it takes back the one before."""
        its = self._transaction.bound({"listing_id": given.listing_id})
        self._connection.execute(
            changing(self.table, ("listing_id",), ("standing",)), its | {"standing": False}
        )
        self._rows.add(
            given,
            number=self._transaction.next_number("verdict"),
            listing_id=given.listing_id,
            verdict=given.verdict or "",
            person=given.by,
            at=given.at,
            standing=given.verdict is not None,
        )

    def current(self, listing_id: ListingId) -> GivenVerdict | None:
        return self._rows.get(listing_id=listing_id, standing=True)

    def all_standing(self) -> Sequence[GivenVerdict]:
        return self._rows.of("number", standing=True)

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        return of_listing(self._transaction, self.c.number, GivenVerdict, listing_id)

    def histories(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Sequence[GivenVerdict]]:
        return of_listings(self._transaction, self.c.number, GivenVerdict, listing_ids)

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        return self._rows.of("-number", most=limit, person=person)

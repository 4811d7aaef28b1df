"""Work between processes: messages to deliver, deliveries already handled, leases of jobs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.domain.sentences import Sentence, kept, written
from bot.ports import OutboxKind, Outgoing, SetAside
from bot.queues import IN_FLOODS, LONGEST_WAIT, SKEW
from bot.store import tables
from bot.store.rows import KeptRows, changing, keyed, value_of

KEEP_SEEN = timedelta(days=7)
"""How long a delivery is remembered. Slack repeats one for about an hour."""


@cache
def _next_one() -> Select[Any]:
    table, earlier = tables.outbox, tables.outbox.alias("earlier")
    waits_for_another = exists().where(
        earlier.c.workspace_id == table.c.workspace_id,
        earlier.c.subject == table.c.subject,
        earlier.c.subject != "",
        earlier.c.number < table.c.number,
        earlier.c.aside_at.is_(None),
    )
    again, leased = table.c.again_at, table.c.leased_until
    query = select(table).where(
        keyed(table),
        # What a newer version put there waits for a newer one.
        table.c.kind.in_(list(OutboxKind)),
        table.c.aside_at.is_(None),
        or_(again <= bindparam("now"), again > bindparam("too_late")),
        or_(leased.is_(None), leased <= bindparam("now"), leased > bindparam("too_long")),
        ~waits_for_another,
    )
    # A flood of alerts takes an hour at Slack's pace: what a person waits for by name does not stand behind it.
    flooding = case((table.c.kind.in_(IN_FLOODS), 1), else_=0)
    return query.order_by(flooding, table.c.number).limit(1)


@cache
def _lease() -> Select[Any]:
    return select(tables.leases).where(keyed(tables.leases, "name"))


class SqlOutbox(KeptRows):
    """Messages that must reach Slack. Those about one subject leave in the order in which they were added."""

    table = tables.outbox

    def add(self, kind: OutboxKind, subject: str, body: str = "") -> None:
        now = self._transaction.now()
        row = {
            "workspace_id": self._transaction.workspace,
            "number": self._transaction.next_number("outbox"),
            "kind": kind,
            "subject": subject,
            "body": body,
            "attempts": 0,
            "in_doubt": False,
            "added_at": now,
            "again_at": now,
            "leased_until": None,
            "why": "",
            "aside_at": None,
        }
        self._connection.execute(insert(self.table), row)

    def take(self, now: datetime, lease_seconds: float) -> Outgoing | None:
        """The next message whose time has come, leased to the caller; None where there is none.

        ``attempts`` counts those before this one. A lease that ran out unanswered leaves the row in doubt.
        """
        until = now + timedelta(seconds=lease_seconds)
        times = {"now": now, "too_late": now + LONGEST_WAIT, "too_long": until + SKEW}
        row = self._connection.execute(_next_one(), self._transaction.bound({}) | times).first()
        if row is None:
            return None
        in_doubt = row.in_doubt or row.leased_until is not None
        values = {"attempts": row.attempts + 1, "in_doubt": in_doubt, "leased_until": until}
        taken = self._transaction.bound({"number": row.number}) | values
        self._connection.execute(changing(self.table, ("number",), tuple(values)), taken)
        return Outgoing(
            number=row.number,
            kind=OutboxKind(row.kind),
            subject=row.subject,
            body=row.body,
            attempts=row.attempts,
            in_doubt=in_doubt,
            added_at=row.added_at,
        )

    def keep(self, message: Outgoing, now: datetime, lease_seconds: float) -> bool:
        return self._change(message, leased_until=now + timedelta(seconds=lease_seconds))

    def done(self, number: int) -> None:
        """It reached Slack. A number that is gone already is no error."""
        self._connection.execute(delete(self.table).where(self._numbered(number)))

    def failed(self, message: Outgoing, why: Sentence, *, again_at: datetime, in_doubt: bool) -> None:
        """It did not, or nobody knows (``in_doubt``): again from ``again_at``. One that is gone, or that another has
        taken since, stays as it is.
        """
        self._change(message, why=written(why), again_at=again_at, in_doubt=in_doubt, leased_until=None)

    def doubt(self, until: datetime) -> None:
        leased = and_(self.mine, self.c.leased_until > until)
        self._connection.execute(update(self.table).where(leased).values(leased_until=until))

    def set_aside(self, message: Outgoing, why: Sentence, *, in_doubt: bool) -> None:
        now = self._transaction.now()
        self._change(message, why=written(why), in_doubt=in_doubt, leased_until=None, aside_at=now)

    def aside(self) -> Sequence[SetAside]:
        query = select(self.table).where(self.mine, self.c.aside_at.is_not(None))
        return [
            SetAside(
                number=row.number,
                kind=OutboxKind(row.kind),
                subject=row.subject,
                why=kept(row.why or ""),
                at=row.aside_at,
            )
            for row in self._connection.execute(query.order_by(self.c.aside_at, self.c.number))
        ]

    def try_again(self) -> int:
        mine = and_(self.mine, self.c.aside_at.is_not(None))
        anew = {"aside_at": None, "attempts": 0, "again_at": self._transaction.now()}
        return self._connection.execute(update(self.table).where(mine).values(anew)).rowcount

    def waiting(self) -> int:
        tried = (self.mine, self.c.aside_at.is_(None))
        query = select(func.count()).select_from(self.table).where(*tried)
        return self._connection.scalar(query) or 0

    def overdue(self, kind: OutboxKind, before: datetime) -> int:
        late = (self.mine, self.c.kind == kind, self.c.added_at < before)
        query = select(func.count()).select_from(self.table).where(*late)
        return self._connection.scalar(query) or 0

    def _change(self, message: Outgoing, **values: object) -> bool:
        """Change the row as long as it is leased to whoever took it as this message; whether it was."""
        taken = and_(
            self._numbered(message.number),
            self.c.attempts == message.attempts + 1,
            self.c.leased_until.is_not(None),
        )
        done = self._connection.execute(update(self.table).where(taken).values(values))
        return done.rowcount > 0

    def _numbered(self, number: int) -> ColumnElement[bool]:
        return and_(self.mine, self.c.number == number)


class SqlSeen(KeptRows):
    """Deliveries that were handled, remembered for a week."""

    table = tables.seen

    def first_time(self, key: str, now: datetime) -> bool:
        """Whether the key is new; from now on it is not."""
        self._drop(self.c.at < now - KEEP_SEEN)
        if self.has(key):
            return False
        row = {"workspace_id": self._transaction.workspace, "key": key, "at": now}
        self._connection.execute(insert(self.table), row)
        return True

    def has(self, key: str) -> bool:
        """Whether the key is known."""
        given = self._transaction.bound({"key": key})
        return self._connection.scalar(value_of(self.c.key, "key"), given) is not None


class SqlLeases(KeptRows):
    """Which process runs a job."""

    table = tables.leases

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        given = self._transaction.bound({"name": name})
        until = now + timedelta(seconds=seconds)
        values = {"holder": holder, "until": until}
        row = self._connection.execute(_lease(), given).first()
        if row is None:
            named = {"workspace_id": self._transaction.workspace, "name": name}
            self._connection.execute(insert(self.table), named | values)
            return True
        if row.holder != holder and now < row.until <= until + SKEW:
            return False
        self._connection.execute(changing(self.table, ("name",), tuple(values)), given | values)
        return True

    def holders(self) -> Sequence[str]:
        rows = self._connection.execute(select(self.c.holder).where(self.mine).distinct())
        return [str(row.holder) for row in rows]

    def drop(self, holder: str) -> Sequence[str]:
        table, connection = tables.leases, self._transaction.connection
        held = and_(self._transaction.mine(table), table.c.holder == holder)
        names = connection.scalars(select(table.c.name).where(held).order_by(table.c.name)).all()
        connection.execute(delete(table).where(held))
        return [str(name) for name in names]

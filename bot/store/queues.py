"""The outbox's table: messages to deliver, kept until they have arrived; order, attempts, locks."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.sentences import Sentence, kept, written
from bot.ports import OutboxKind, Outgoing, SetAside
from bot.queues import IN_FLOODS, LONGEST_WAIT, SKEW, WAITED_FOR
from bot.store import tables
from bot.store.rows import KeptRows
from bot.store.statements import adding, changing, keyed


def _written(kinds: Iterable[OutboxKind]) -> list[ColumnElement[str]]:
    """Our own kinds as they are written in SQL: as values they would be put into the statement anew each time that it runs, every
    two seconds."""
    return [literal_column(f"'{kind.value}'") for kind in kinds]


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
        table.c.kind.in_(_written(OutboxKind)),
        table.c.aside_at.is_(None),
        or_(again <= bindparam("now"), again > bindparam("too_late")),
        or_(leased.is_(None), leased <= bindparam("now"), leased > bindparam("too_long")),
        ~waits_for_another,
    )
    # A flood of alerts takes an hour at Slack's pace: what a person waits for by name does not stand behind it, nor behind what
    # is told to somebody who waits for nothing.
    kind = table.c.kind
    turn = case((kind.in_(_written(WAITED_FOR)), 0), (kind.in_(_written(IN_FLOODS)), 2), else_=1)
    return query.order_by(turn, table.c.number).limit(1)


@cache
def _told() -> Delete:
    return delete(tables.outbox).where(keyed(tables.outbox, "number"))


@cache
def _in_hand(*columns: str) -> Update:
    """Writes these columns of a message as long as it is leased to whoever took it as this message."""
    c = tables.outbox.c
    taken = (
        keyed(tables.outbox, "number"),
        c.attempts == bindparam("key_attempts"),
        c.leased_until.is_not(None),
    )
    return update(tables.outbox).where(*taken).values({name: bindparam(name) for name in columns})


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
            "refusals": 0,
        }
        self._connection.execute(adding(self.table), row)

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
            refusals=row.refusals,
            in_doubt=in_doubt,
            added_at=row.added_at,
        )

    def keep(self, message: Outgoing, now: datetime, lease_seconds: float) -> bool:
        return self._change(message, leased_until=now + timedelta(seconds=lease_seconds))

    def done(self, number: int) -> None:
        """It reached Slack. A number that is gone already is no error."""
        self._connection.execute(_told(), self._transaction.bound({"number": number}))

    def failed(
        self,
        message: Outgoing,
        why: Sentence,
        *,
        again_at: datetime,
        in_doubt: bool,
        refused: bool = False,
    ) -> None:
        """It did not, or nobody knows (``in_doubt``): again from ``again_at``; ``refused`` for what it is. One that is
        gone, or that another has taken since, stays as it is.
        """
        counted = {"in_doubt": in_doubt, "refusals": message.refusals + refused}
        self._change(message, why=written(why), again_at=again_at, leased_until=None, **counted)

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
        anew = {"aside_at": None, "attempts": 0, "refusals": 0, "again_at": self._transaction.now()}
        return self._connection.execute(update(self.table).where(mine).values(anew)).rowcount

    def waiting(self) -> int:
        tried = (self.mine, self.c.aside_at.is_(None))
        query = select(func.count()).select_from(self.table).where(*tried)
        return self._connection.scalar(query) or 0

    def on_the_way(self, kind: OutboxKind, subject: str) -> Sequence[str]:
        mine = (self.mine, self.c.kind == kind, self.c.subject == subject)
        query = select(self.c.body).where(*mine).order_by(self.c.number)
        return self._connection.scalars(query).all()

    def overdue(self, kind: OutboxKind, before: datetime) -> int:
        late = (self.mine, self.c.kind == kind, self.c.added_at < before)
        query = select(func.count()).select_from(self.table).where(*late)
        return self._connection.scalar(query) or 0

    def _change(self, message: Outgoing, **values: object) -> bool:
        """Change the row as long as it is leased to whoever took it as this message; whether it was."""
        key = {"number": message.number, "attempts": message.attempts + 1}
        done = self._connection.execute(_in_hand(*values), self._transaction.bound(key) | values)
        return done.rowcount > 0

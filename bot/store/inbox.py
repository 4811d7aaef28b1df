"""The inbox: deliveries of Slack, each committed before it is acknowledged. On SQLite a file of its own, so that no
sweep can hold it; on PostgreSQL a table beside the others.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import NotKept, Outside
from bot.domain.ids import WorkspaceId
from bot.queues import DAMAGED, KEPT_AS_DONE, KEPT_ASIDE, SKEW, Incoming
from bot.store.engine import hold, open_quick
from bot.store.faults import trouble
from bot.store.inbox_rows import (
    KEYED,
    METADATA,
    OWN,
    TABLE,
    UNDONE,
    WORK,
    first,
    incoming_of,
    read_rows,
    read_singly,
    reindex,
    spell,
)
from bot.store.sqlite import quick_check

WAIT = 1.0
"""Seconds a commit is waited for: Slack gives up on an acknowledgement after three."""

LEASE = timedelta(seconds=30)
"""A holder that was not heard of for so long is gone."""

_ASIDE = "set aside"


_LIVES = update(TABLE).where(UNDONE, TABLE.c.holder == bindparam("whose"))
_LIVES = _LIVES.values(until=bindparam("until"))
_FORGET = delete(TABLE).where(OWN, TABLE.c.done_at < bindparam("before"))
_HELD = select(TABLE.c.holder, TABLE.c.until, TABLE.c.done_at).where(KEYED)
_NEW = insert(TABLE)
_DONE = update(TABLE).where(KEYED).values(done_at=bindparam("ended"), body="")
_TO_DO = select(*WORK).where(KEYED, TABLE.c.done_at.is_(None))
_TRIED = update(TABLE).where(KEYED, TABLE.c.done_at.is_(None)).values(tries=TABLE.c.tries + 1)
_COUNT = select(func.count()).select_from(TABLE).where(UNDONE)
_TAKEN = (
    update(TABLE).where(KEYED).values({name: bindparam(name) for name in ("holder", "until", "tries", "at")})
)
_LEFT = or_(
    TABLE.c.until <= bindparam("now"),
    TABLE.c.until > bindparam("too_long"),
    TABLE.c.holder.in_(bindparam("gone", expanding=True)),
)
_ORPHANED = and_(UNDONE, _LEFT)
_THEIRS = and_(UNDONE, TABLE.c.holder.in_(bindparam("gone", expanding=True)))
_HOLDERS = select(TABLE.c.holder).where(UNDONE).distinct()


@dataclass(eq=False)
class _Entry:
    """One delivery on its way into the table."""

    incoming: Incoming
    holder: str
    settled: bool = False
    given_up: bool = False
    mine: bool = False
    fault: Exception | None = None


class SqlInbox:
    """See :class:`bot.queues.Inbox`. Deliveries that come at once are committed together: whoever gets the pen writes
    for all that wait, so that a burst costs a few commits.
    """

    def __init__(self, engine: Engine, workspace: WorkspaceId, bookkeeping: Engine) -> None:
        self._engine, self._bookkeeping, self._workspace = engine, bookkeeping, workspace
        self._mine = TABLE.c.workspace_id == workspace
        self._pen, self._guard = threading.Lock(), threading.Lock()
        self._waiting: list[_Entry] = []

    def keep(self, incoming: Incoming, holder: str) -> bool:
        """Commit the delivery, waiting for at most a second."""
        entry = _Entry(incoming, holder)
        ends = time.monotonic() + WAIT
        with self._guard:
            self._waiting.append(entry)
        if self._pen.acquire(timeout=max(0.0, ends - time.monotonic())):
            try:
                if not entry.settled:
                    self._write_all()
            finally:
                self._pen.release()
        if not entry.settled:
            self._give_up(entry)
        if entry.fault is not None:
            raise NotKept(str(entry.fault)) from entry.fault
        return entry.mine

    def _give_up(self, entry: _Entry) -> None:
        """Its time is over: it is not written any more, and where it is being written it is taken out again."""
        with self._guard:
            if entry.settled:
                return
            entry.given_up = True
            if entry in self._waiting:
                self._waiting.remove(entry)
        raise NotKept("its commit took longer than {seconds} s", seconds=f"{WAIT:.0f}")

    def _write_all(self) -> None:
        with self._guard:
            entries, self._waiting = self._waiting, []
        fault: Exception | None = None
        try:
            with self._begun(self._engine) as connection:
                for entry in entries:
                    entry.mine = self._put(connection, entry)
        except (DBAPIError, PoolTimeout) as error:
            fault = trouble(error, WAIT)
        with self._guard:
            for entry in entries:
                entry.fault, entry.settled = fault, not entry.given_up
        late = [each.incoming.key for each in entries if each.given_up and each.mine and fault is None]
        if late:
            with self._open() as connection:
                connection.execute(delete(TABLE).where(self._mine, TABLE.c.key.in_(late)))

    def _put(self, connection: Connection, entry: _Entry) -> bool:
        incoming, until = entry.incoming, entry.incoming.at + LEASE
        try:
            row = first(connection, _HELD, mine=self._workspace, which=incoming.key)
        except Outside:  # its row is damaged: what comes again takes its place
            row = None
            connection.execute(delete(TABLE).where(self._keyed(incoming.key)))
        if row is None:
            connection.execute(_NEW, self._new(incoming, entry.holder, until))
            return True
        if row.done_at is not None or row.holder == entry.holder or _held(row.until, incoming.at):
            return False
        connection.execute(
            update(TABLE).where(self._keyed(incoming.key)).values(holder=entry.holder, until=until)
        )
        return True

    def _new(self, incoming: Incoming, holder: str, until: datetime) -> dict[str, Any]:
        row = {"workspace_id": self._workspace, "holder": holder, "until": until, "done_at": None}
        return {**asdict(incoming), **row, "tries": 0}

    def free(self, key: str) -> None:
        with self._open() as connection:
            connection.execute(update(TABLE).where(self._keyed(key)).values(bound=False))

    def renew(self, holder: str, now: datetime) -> None:
        """The holder lives; what was done long ago is forgotten."""
        with self._open() as connection:
            mine = {"mine": self._workspace}
            connection.execute(_LIVES, {**mine, "whose": holder, "until": now + LEASE})
            connection.execute(_FORGET, {**mine, "before": now - KEPT_AS_DONE})

    def take(self, holder: str, now: datetime, gone: Collection[str] = ()) -> Sequence[Incoming]:
        """What others left undone, oldest first, now the holder's."""
        if not self.waiting():  # as on nearly every beat
            return []
        left = {"mine": self._workspace, "now": now, "too_long": now + LEASE + SKEW, "gone": list(gone)}
        with self._open() as connection:
            spell(connection, TABLE.c.key, _ORPHANED, **left)
            taken = read_rows(connection, _ORPHANED, left, now)
            if not self._hand_over(connection, taken, holder, now):  # the index does not lead to some of them
                reindex(connection)
                self._hand_over(connection, taken, holder, now)
        return taken

    def _hand_over(
        self, connection: Connection, taken: Sequence[Incoming], holder: str, now: datetime
    ) -> bool:
        """These rows are the holder's; whether each was found by its key."""
        own = {"mine": self._workspace, "holder": holder, "until": now + LEASE}
        rows = [own | {"which": each.key, "tries": each.tries, "at": each.at} for each in taken]
        return not rows or connection.execute(_TAKEN, rows).rowcount == len(rows)

    def set_aside(self, key: str, now: datetime) -> None:
        with self._open() as connection:
            values = {"done_at": now + KEPT_ASIDE, "holder": _ASIDE}
            connection.execute(update(TABLE).where(self._keyed(key)).values(values))

    def aside(self) -> int:
        """How many were set aside."""
        query = select(func.count()).select_from(TABLE).where(self._mine, TABLE.c.holder == _ASIDE)
        with self._open() as connection:
            return connection.scalar(query) or 0

    def holders(self) -> Sequence[str]:
        mine = {"mine": self._workspace}
        with self._open() as connection:
            spell(connection, TABLE.c.holder, UNDONE, **mine)
            return sorted(connection.scalars(_HOLDERS, mine))

    def left(self, gone: Callable[[str], bool], now: datetime) -> Sequence[Incoming]:
        """What is not done of holders that are ``gone``, oldest first and as far as it can be read; theirs all the same."""
        mine: dict[str, Any] = {"mine": self._workspace}
        with self._open() as connection:
            spell(connection, TABLE.c.key, UNDONE, **mine)
            spell(connection, TABLE.c.holder, UNDONE, **mine)
            theirs = [each for each in connection.scalars(_HOLDERS, mine) if gone(each)]
            rows = read_rows(connection, _THEIRS, mine | {"gone": theirs}, now) if theirs else []
        return [each for each in rows if each.kind != DAMAGED]

    def done(self, key: str, now: datetime) -> None:
        with self._open() as connection:
            connection.execute(_DONE, {"mine": self._workspace, "which": key, "ended": now})

    def begin(self, key: str, *, again: bool = False) -> Incoming | None:
        known = {"mine": self._workspace, "which": key}
        with self._open() as connection:
            if not again:
                connection.execute(_TRIED, known)
            row = connection.execute(_TO_DO, known).first()
        return None if row is None else incoming_of(row)

    def waiting(self) -> int:
        with self._open() as connection:
            return connection.scalar(_COUNT, {"mine": self._workspace}) or 0

    def damage(self, now: datetime) -> str:
        """What is wrong with its file, or how many rows that are not done cannot be read; empty where nothing is.

        Raises:
            NotPossible, Outside: it cannot be read or written at all.
        """
        with self._open() as connection:
            found = quick_check(connection, indexes=True) or self._unreadable(connection, now)
            probe = Incoming(key=f"doctor:{now}", kind="", name="", person="", body="", at=now)
            connection.execute(insert(TABLE).values(self._new(probe, "doctor", now)))
            connection.execute(delete(TABLE).where(self._keyed(probe.key)))
        return found

    def _unreadable(self, connection: Connection, now: datetime) -> str:
        mine = {"mine": self._workspace}
        spell(connection, TABLE.c.key, UNDONE, **mine)
        damaged = sum(each.kind == DAMAGED for each in read_singly(connection, UNDONE, mine, now))
        return f"{damaged} deliveries cannot be read back" if damaged else ""

    def _keyed(self, key: str) -> Any:
        return and_(self._mine, TABLE.c.key == key)

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        """A transaction of whoever is not waited for by Slack, and does not keep those waiting by waiting for the disk: a
        row that is found open once more is known as recorded."""
        try:
            with self._pen, self._begun(self._bookkeeping) as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise trouble(error, WAIT) from error

    @contextmanager
    def _begun(self, engine: Engine) -> Iterator[Connection]:
        with engine.begin() as connection:
            hold(connection, f"inbox:{self._workspace}")
            yield connection


@contextmanager
def open_inbox(url: str, workspace: WorkspaceId) -> Iterator[SqlInbox]:
    """Open the inbox and make its table where it is missing.

    Raises:
        NotPossible, Outside: it cannot be opened.
    """
    engine = bookkeeping = open_quick(url, WAIT)
    if engine.dialect.name == "sqlite" and engine.url.database not in {None, "", ":memory:"}:
        bookkeeping = open_quick(url, WAIT, durable=False)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        stack.callback(bookkeeping.dispose)
        try:
            with engine.begin() as connection:
                hold(connection, "inbox")
                METADATA.create_all(connection)
        except (DBAPIError, PoolTimeout) as error:
            raise trouble(error, WAIT) from error
        yield SqlInbox(engine, workspace, bookkeeping)


def _held(until: datetime, now: datetime) -> bool:
    return now < until <= now + LEASE + SKEW

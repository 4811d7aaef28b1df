"""The inbox in memory: keeps the contract of the real one, and can be told to fail."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import NotKept
from bot.queues import KEPT_AS_DONE, SKEW, Incoming

LEASE = timedelta(seconds=30)


@dataclass
class _Row:
    incoming: Incoming
    holder: str
    until: datetime
    done_at: datetime | None = None

    def held(self, now: datetime) -> bool:
        return now < self.until <= now + LEASE + SKEW


class MemoryInbox:
    """``failing``: nothing is kept."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}
        self._lock = threading.Lock()
        self.failing = False

    def keep(self, incoming: Incoming, holder: str) -> bool:
        if self.failing:
            raise NotKept("the disk is full")
        with self._lock:
            row = self._rows.get(incoming.key)
            if row is None:
                self._rows[incoming.key] = _Row(incoming, holder, incoming.at + LEASE)
                return True
            if row.done_at is not None or row.holder == holder or row.held(incoming.at):
                return False
            row.holder, row.until = holder, incoming.at + LEASE
            return True

    def free(self, key: str) -> None:
        row = self._rows.get(key)
        if row is not None:
            row.incoming = replace(row.incoming, bound=False)

    def renew(self, holder: str, now: datetime) -> None:
        with self._lock:
            for key, row in list(self._rows.items()):
                if row.done_at is not None and row.done_at < now - KEPT_AS_DONE:
                    del self._rows[key]
                elif row.holder == holder and row.done_at is None:
                    row.until = now + LEASE

    def take(self, holder: str, now: datetime, gone: Collection[str] = ()) -> Sequence[Incoming]:
        with self._lock:
            taken = []
            for row in sorted(self._open(), key=lambda each: each.incoming.at):
                if row.holder in gone or not row.held(now):
                    row.incoming = replace(row.incoming, tries=row.incoming.tries + 1)
                    row.holder, row.until = holder, now + LEASE
                    taken.append(row.incoming)
            return taken

    def holders(self) -> Sequence[str]:
        return sorted({row.holder for row in self._open()})

    def done(self, key: str, now: datetime) -> None:
        row = self._rows.get(key)
        if row is not None:
            row.incoming, row.done_at = replace(row.incoming, body=""), now

    def find(self, key: str) -> Incoming | None:
        row = self._rows.get(key)
        return row.incoming if row is not None and row.done_at is None else None

    def waiting(self) -> int:
        return len(self._open())

    def _open(self) -> list[_Row]:
        return [row for row in self._rows.values() if row.done_at is None]

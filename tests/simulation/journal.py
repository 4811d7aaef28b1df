"""What each unit of work really changed, told by triggers in the database itself: below every layer that a bug may sit in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

WATCHED = {
    "alerts": ("alert_id", "record"),
    "drafts": ("draft_id", "record"),
    "deadlines": ("deadline_id", "record"),
    "case_listings": ("listing_id", "record"),
    "cases": ("case_id", "record"),
    "assessments": ("listing_id", "record"),
    "outbox": ("number", "json_object('kind', {row}.kind, 'subject', {row}.subject, 'body', {row}.body)"),
    "audit": ("number", "payload"),
    "leases": ("name", "json_object('holder', {row}.holder)"),
    "verdicts": ("listing_id", "record"),
    "evidence": ("evidence_id", "record"),
    "contacts": ("contact_id", "record"),
    "test_purchases": ("purchase_id", "record"),
    "alert_rules": ("rule_id", "record"),
    "brand_books": ("number", "record"),
    "infringer_cuts": ("trace", "record"),
    "asked": ("asked_id", "record"),
    "looks": ("number", "record"),
    "seen": ("key", "json_object('key', {row}.key)"),
}
"""Table → its key, and what is told of a row."""

_NO_UPDATES = frozenset({"outbox", "leases", "assessments", "seen"})
"""Of these only what is added and taken away is told: the rest is bookkeeping."""


_CERTAIN = """CREATE TRIGGER journal_doubts AFTER UPDATE ON outbox
WHEN NOT NEW.in_doubt AND (OLD.in_doubt OR (OLD.leased_until IS NOT NULL AND NEW.leased_until IS NULL)) BEGIN
INSERT INTO journal (name, key, before, after) VALUES ('doubts', NEW.number, NULL,
json_object('kind', NEW.kind, 'subject', NEW.subject, 'before', OLD.in_doubt)); END"""
"""A message is put back or set aside as one that does not stand; ``before``: nobody knew before."""

_ASIDE = """CREATE TRIGGER journal_aside AFTER UPDATE ON outbox
WHEN (OLD.aside_at IS NULL) != (NEW.aside_at IS NULL) BEGIN
INSERT INTO journal (name, key, before, after) VALUES ('aside', NEW.number, NULL,
json_object('kind', NEW.kind, 'subject', NEW.subject, 'aside', NEW.aside_at IS NOT NULL)); END"""
"""A message is set aside, or tried again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was added, changed or taken away."""

    table: str
    key: str
    before: Any
    after: Any

    @property
    def added(self) -> bool:
        return self.before is None

    @property
    def gone(self) -> bool:
        return self.after is None

    def became(self, field: str, value: object) -> bool:
        """Whether the field has this value since the change."""
        return bool(
            self.after
            and self.after.get(field) == value
            and (self.before is None or self.before.get(field) != value)
        )

    def turned(self, field: str) -> bool:
        """Whether the field of a row that was there has another value now."""
        return bool(self.before and self.after and self.before.get(field) != self.after.get(field))


def changed(row: dict[str, Any], other: dict[str, Any] | None) -> dict[str, Any]:
    """A row without the lists and tables in it that stand in another one as well: what is held to was held to there."""
    if not other:
        return row
    return {
        name: value
        for name, value in row.items()
        if not isinstance(value, dict | list) or other.get(name) != value
    }


class Journal:
    """Tells what the newest units of work changed. ``home`` holds a database that was migrated."""

    def __init__(self, home: Path) -> None:
        self._connection = sqlite3.connect(home / "marque.sqlite3", isolation_level=None)
        self._read = 0
        self._connection.execute(
            "CREATE TABLE journal (number INTEGER PRIMARY KEY, name TEXT, key TEXT, before TEXT, after TEXT)"
        )
        for table, (key, told) in WATCHED.items():
            ways = ("INSERT", "DELETE") if table in _NO_UPDATES else ("INSERT", "DELETE", "UPDATE")
            for way in ways:
                self._connection.execute(_trigger(table, key, told, way))
        self._connection.execute(_CERTAIN)
        self._connection.execute(_ASIDE)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def head(self) -> tuple[int, str]:
        """The last entry of the trail: number and hash."""
        row = self._connection.execute(
            "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
        ).fetchone()
        return row or (0, "")

    def held(self, job: str) -> Sequence[tuple[str, datetime]]:
        """Until when the lease of a job lasts, and that of the message which is being sent."""
        told = self._connection.execute("SELECT until FROM leases WHERE name = ?", [job]).fetchall()
        found = [(f"the job {job}", row[0]) for row in told]
        if job == "deliver":
            [row] = self._connection.execute("SELECT MAX(leased_until) FROM outbox").fetchall()
            found += [("a message", row[0])] if row[0] is not None else []
        return [(what, _moment(until)) for what, until in found]

    def newest(self) -> Sequence[Change]:
        """What was committed since this was asked last."""
        query = "SELECT number, name, key, before, after FROM journal WHERE number > ? ORDER BY number"
        rows = self._connection.execute(query, [self._read]).fetchall()
        if rows:
            self._read = rows[-1][0]
        return [Change(name, str(key), _read(before), _read(after)) for _, name, key, before, after in rows]


def _trigger(table: str, key: str, told: str, way: str) -> str:
    def of(row: str) -> str:
        return told.format(row=row) if "{row}" in told else f"{row}.{told}"

    before = "NULL" if way == "INSERT" else of("OLD")
    after = "NULL" if way == "DELETE" else of("NEW")
    row = "OLD" if way == "DELETE" else "NEW"
    return (
        f"CREATE TRIGGER journal_{table}_{way} AFTER {way} ON {table} BEGIN INSERT INTO journal "
        f"(name, key, before, after) VALUES ('{table}', {row}.{key}, {before}, {after}); END"
    )


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)


def _read(told: str | None) -> Any:
    return None if told is None else json.loads(told)

"""The use of a chat model kept in a file, month by month, by several processes at once."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.llm.budget import Usage


class FileLedger:
    """A :class:`UsageLedger` in one JSON file of the state directory, shared by threads and processes."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._lock = threading.Lock()

    def of(self, month: str) -> Usage:
        """As :meth:`UsageLedger.of`."""
        with self._locked() as months:
            return months.get(month, Usage(month=month))

    def book(self, largest: Usage, limit: int) -> bool:
        """As :meth:`UsageLedger.book`."""
        with self._locked() as months:
            return _book(months, largest, limit)

    def settle(self, booked: Usage, actual: Usage) -> None:
        """As :meth:`UsageLedger.settle`."""
        with self._locked() as months:
            _settle(months, booked, actual)

    @contextmanager
    def _locked(self) -> Iterator[dict[str, Usage]]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, self._file.with_suffix(".lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            before = self._read()
            months = dict(before)
            yield months
            if months != before:
                self._write(months)

    def _read(self) -> dict[str, Usage]:
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            return {row["month"]: Usage(**{**row, "cost": Decimal(row["cost"])}) for row in rows}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, InvalidOperation):
            # Unreadable counts are set aside, never overwritten: an operator can still read them.
            self._file.replace(self._file.with_suffix(".unreadable.json"))
            return {}

    def _write(self, months: dict[str, Usage]) -> None:
        rows = [
            {
                "month": usage.month,
                "calls": usage.calls,
                "input_tokens": usage.input_tokens,
                "output_tokens": usage.output_tokens,
                "cost": str(usage.cost),
            }
            for _, usage in sorted(months.items())
        ]
        fresh = self._file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as out:
            json.dump(rows, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._file)


def _book(months: dict[str, Usage], largest: Usage, limit: int) -> bool:
    after = months.get(largest.month, Usage(month=largest.month)).plus(largest)
    if limit and after.tokens > limit:
        return False
    months[largest.month] = after
    return True


def _settle(months: dict[str, Usage], booked: Usage, actual: Usage) -> None:
    spent = months.get(booked.month, Usage(month=booked.month)).minus(booked)
    months[booked.month] = spent.plus(actual)


FILE = "chat-usage.json"


class MemoryLedger:
    """A :class:`UsageLedger` that forgets when the process ends."""

    def __init__(self) -> None:
        self._months: dict[str, Usage] = {}
        self._lock = threading.Lock()

    def of(self, month: str) -> Usage:
        """As :meth:`UsageLedger.of`."""
        return self._months.get(month, Usage(month=month))

    def book(self, largest: Usage, limit: int) -> bool:
        """As :meth:`UsageLedger.book`."""
        with self._lock:
            return _book(self._months, largest, limit)

    def settle(self, booked: Usage, actual: Usage) -> None:
        """As :meth:`UsageLedger.settle`."""
        with self._lock:
            _settle(self._months, booked, actual)

"""Counts tokens and cost of a chat model, month by month, and says when the month's budget is spent.

A call is booked at its largest possible size before it is made and settled at its true size afterwards, so
that calls side by side cannot overrun the budget together; one that dies in between stays booked in full.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Protocol

FILE = "chat-usage.json"
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a chat model used in a month (``2026-11``); ``cost`` in the currency of the operator's prices."""

    month: str
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)

    @property
    def tokens(self) -> int:
        """Read and written together."""
        return self.input_tokens + self.output_tokens

    def plus(self, other: Usage) -> Usage:
        """Both together, under this month."""
        return replace(
            self,
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=self.cost + other.cost,
        )

    def minus(self, other: Usage) -> Usage:
        """This less the other, never below nothing."""
        return replace(
            self,
            calls=max(0, self.calls - other.calls),
            input_tokens=max(0, self.input_tokens - other.input_tokens),
            output_tokens=max(0, self.output_tokens - other.output_tokens),
            cost=max(Decimal(0), self.cost - other.cost),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost; zero where the operator set no price."""

    input_per_million: Decimal = Decimal(0)
    output_per_million: Decimal = Decimal(0)

    def usage(self, month: str, input_tokens: int, output_tokens: int) -> Usage:
        """One call of this size."""
        cost = (input_tokens * self.input_per_million + output_tokens * self.output_per_million) / _MILLION
        return Usage(month=month, calls=1, input_tokens=input_tokens, output_tokens=output_tokens, cost=cost)


class UsageLedger(Protocol):
    """Keeps the months' usage."""

    def of(self, month: str) -> Usage:
        """What the month has used, booked calls included."""
        ...

    def book(self, largest: Usage, limit: int) -> bool:
        """Enter a call at its largest size, unless the month's tokens then pass ``limit`` (0: no limit)."""
        ...

    def settle(self, booked: Usage, actual: Usage) -> None:
        """Put the true size in the place of the booked one."""
        ...


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

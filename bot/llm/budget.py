"""Counts tokens and cost of a chat model, month by month, and says when the month's budget (spending limit) is used up.

A call is booked at its largest possible size before it is made and settled at its true size afterwards, so
that calls side by side cannot overrun the budget together; one that dies in between stays booked in full.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

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

"""Until when the register knows the law, and how long ago it was compared with its sources (``law/known.toml``).

What is said for a later day, or from a register nobody has compared for half a year, says so on its first line: law
changes, and the register does not know by itself.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FRESH_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUntil:
    """``checked_on``: the day on which the register was last compared with its sources. ``until``: the last day for
    which it may be taken as whole, since what was published by then is in it."""

    checked_on: date
    until: date

    def age(self, today: date) -> int:
        """Days since the register was compared with its sources."""
        return (today - self.checked_on).days

    def old(self, today: date) -> bool:
        """Whether nobody has compared it for more than 180 days."""
        return today - self.checked_on > FRESH_FOR

    def doubt(self, on: date, today: date, language: str) -> str:
        """The first line of what rests on the law of ``on``; empty where the register knows that day and is fresh."""
        if on <= self.until and not self.old(today):
            return ""
        days = max(self.age(today), 0)
        if language == "zh":
            return (
                f"注意：法律登记册于{_zh(self.checked_on)}核对（{days}天前），适用至{_zh(self.until)}；"
                "此后的法律变化未收录，请向律师核实。"
            )
        return (
            f"Take care: the register of law was compared with its sources on {_en(self.checked_on)} ({days} days ago) "
            f"and is known until {_en(self.until)}. Later changes of law are not in it; have counsel check."
        )

    def beyond(self, on: date, language: str) -> str:
        """The first line of a clock that ends after the last day known; empty for one that ends before."""
        if on <= self.until:
            return ""
        if language == "zh":
            return f"注意：该日晚于法律登记册的适用截止日（{_zh(self.until)}），届时请重新核对。"
        return (
            f"Take care: the register knows the law until {_en(self.until)} only; count this day again then."
        )


@cache
def load() -> KnownUntil:
    """The state of the register that ships."""
    raw = tomllib.loads((Path(__file__).parent / "law" / "known.toml").read_text(encoding="utf-8"))
    return KnownUntil(checked_on=raw["checked_on"], until=raw["known_until"])


def _en(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

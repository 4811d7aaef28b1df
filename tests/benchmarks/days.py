"""``python -m tests.benchmarks.days``: whether the day that a message tells starts the clock of its event, and no other day does.

``knowledge/bank/held/days.jsonl``: messages of which nothing else is learned, each with an event and its day (none: that event is
not told, though other days are). By the words beside a day alone, as in use, and by weights fitted on the other nine tenths;
``--fit`` prints the weights that all of them give (``day`` of :mod:`bot.services.answering.thresholds`), ``--wrong`` the rows
that are told otherwise as in use.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from bot.domain.told_times import ToldTime, clocked
from bot.services.answering.thresholds import AT
from bot.services.answering.told_days import day_of, day_signs_of
from bot.settings import Settings
from knowledge.bank import FOLDER
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.plans import packets
from knowledge.topics import OTHER, best, within
from tests.benchmarks.plans import learned

ON = date(2026, 11, 30)
FOLDS = 10


def main() -> int:
    """Print how many days are told right, or the weights."""
    lines = (FOLDER / "held" / "days.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [
        (row["event"], row["day"] and date.fromisoformat(row["day"]), row["text"])
        for row in map(json.loads, lines)
    ]
    with tempfile.TemporaryDirectory() as home:
        topics_of = cache(Library(Settings(home=Path(home)).home).topics)
        signs = [day_signs_of(event, text, ON, 0, topics_of) for event, _, text in rows]
        of_row = [n for n, each in enumerate(signs) for _ in each]
        told = np.array([(1.0, *own) for each in signs for _, own in each])
        right = np.array([day == rows[n][1] for n, each in enumerate(signs) for day, _ in each])
        if "--fit" in sys.argv:
            print(learned(told, right).round(2))
            return 0
        left_out = np.zeros(len(right))
        for fold in range(FOLDS):
            test = np.array(of_row) % FOLDS == fold
            left_out[test] = 1 / (1 + np.exp(-told[test] @ learned(told[~test], right[~test])))
        by_words = [_day(clocked(event, text, ON, 0)) for event, _, text in rows]
        in_use = [_day(day_of(e, text, ON, 0, topics_of, _clear(topics_of(text)))) for e, _, text in rows]
    print("by words   ", _counted(rows, by_words))
    print("in use     ", _counted(rows, in_use))
    print("by the rest", _counted(rows, _best(signs, left_out)), "without words")
    if "--wrong" in sys.argv:
        for (event, day, text), found in zip(rows, in_use, strict=True):
            if day != found:
                print(event, day, found, text)
    return 0


def _clear(topics: Mapping[str, float]) -> str:
    """The event that starts clocks which these topics of a message clearly tell; empty where none does."""
    name, chance = best(within(topics, ("event", OTHER)), "event")
    return packets()[name].clock if chance >= AT.clearly else ""


def _day(told: ToldTime | None) -> date | None:
    return told.first if told and told.is_day else None


def _best(signs: list[list[tuple[date, tuple[float, ...]]]], chances: Vectors) -> list[date | None]:
    """The likeliest day of each row, where it is likely enough."""
    found: list[date | None] = []
    left = iter(chances)
    for each in signs:
        own = [(next(left), day) for day, _ in each]
        chance, day = max(own, default=(0.0, None), key=lambda pair: pair[0])
        found.append(day if chance >= AT.its_day else None)
    return found


def _counted(rows: list[tuple[str, date | None, str]], found: list[date | None]) -> str:
    count = Counter(
        ("right" if day == got else "none" if got is None else "wrong")
        if day
        else ("silent" if got is None else "started")
        for (_, day, _), got in zip(rows, found, strict=True)
    )
    return ", ".join(f"{name} {count[name]}" for name in ("right", "none", "wrong", "silent", "started"))


if __name__ == "__main__":
    raise SystemExit(main())

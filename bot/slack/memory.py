"""What is kept between two messages, in this process only: questions of a thread, copies of a preview."""

from __future__ import annotations

import threading
from collections import OrderedDict

from bot.domain.ids import DraftId, PersonId
from bot.ports import Posted

THREADS = 2_000
QUESTIONS = 5
Thread = tuple[PersonId, str, str]


class Earlier:
    """Earlier questions, for each person and thread apart: nobody's words reach another person's answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[Thread, tuple[str, ...]] = OrderedDict()

    def of(self, thread: Thread) -> tuple[str, ...]:
        """What this person asked in this thread, oldest first."""
        with self._lock:
            return self._asked.get(thread, ())

    def add(self, thread: Thread, question: str) -> None:
        """Remember a question; the oldest threads are forgotten."""
        with self._lock:
            self._asked[thread] = (*self._asked.pop(thread, ()), question)[-QUESTIONS:]
            while len(self._asked) > THREADS:
                self._asked.popitem(last=False)


class Copies:
    """Where copies of a draft's preview stand besides the one the store knows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._copies: OrderedDict[DraftId, tuple[Posted, ...]] = OrderedDict()

    def of(self, draft_id: DraftId) -> tuple[Posted, ...]:
        """The copies of this draft."""
        with self._lock:
            return self._copies.get(draft_id, ())

    def add(self, draft_id: DraftId, posted: Posted) -> None:
        """Remember a copy."""
        with self._lock:
            held = self._copies.pop(draft_id, ())
            self._copies[draft_id] = held if posted in held else (*held, posted)
            while len(self._copies) > THREADS:
                self._copies.popitem(last=False)

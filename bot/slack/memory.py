"""What is kept between two messages, in this process only: copies of a preview."""

from __future__ import annotations

import threading
from collections import OrderedDict

from bot.domain.ids import DraftId
from bot.ports import Posted

THREADS = 2_000


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

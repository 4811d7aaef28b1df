"""Which threads began with a question to Marque, where a reply may be heard though nobody names it; and the answers that
their askers may still share.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from bot.domain.ids import AskedId
from bot.repositories import Store
from bot.services.answering.conversations import KeptAnswer

REMEMBERED = timedelta(days=7)
"""For so long after the last question a reply in its thread is heard."""


class QuestionThreads:
    """Channel and first message of each thread with a question; read from the records, those of other processes too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: dict[tuple[str, str], datetime] = {}
        self._read_to: datetime | None = None

    def __contains__(self, thread: tuple[str, str]) -> bool:
        return thread in self._asked

    def refresh(self, now: datetime) -> None:
        """Read the questions that were asked since it was read last, and forget threads that rest."""
        with self._store.unit() as unit:
            newer = unit.asked.since(self._read_to or now - REMEMBERED)
        self._asked |= {(each.channel, each.thread): each.at for each in newer if each.thread}
        self._asked = {thread: at for thread, at in self._asked.items() if now - at < REMEMBERED}
        self._read_to = max((each.at for each in newer), default=self._read_to or now - REMEMBERED)


class RecentAnswers:
    """The last answers that were given privately, for *Share*: what is shared is what was read, and not asked again."""

    most = 500

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[AskedId, KeptAnswer] = OrderedDict()

    def add(self, told: KeptAnswer) -> None:
        """Remember it for a while."""
        with self._lock:
            self._held[told.asked.asked_id] = told
            while len(self._held) > self.most:
                self._held.popitem(last=False)

    def get(self, asked_id: AskedId) -> KeptAnswer | None:
        """The answer; None where it was too long ago, or in another process."""
        with self._lock:
            return self._held.get(asked_id)

"""What a source finds is handed over in chunks while it goes on looking: one that stalls keeps back nothing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Condition, Thread

from bot.domain.listings import Listing
from bot.ports import Clock, Pause, Unreadable


class Handover:
    """The source is read in a thread of its own, and only while somebody asks for more.

    ``most`` and ``longest`` limit a chunk. Whoever asks waits no longer either: a source that says nothing gives what
    it gave so far, or an empty chunk, and is read on meanwhile. A pause of the source ends its chunk: it goes on when
    the next one is asked for, and never where whoever asked fell or was killed before it kept this one.
    """

    def __init__(
        self, found: Iterable[Listing | Unreadable | Pause], most: int, longest: timedelta, clock: Clock
    ) -> None:
        self._found, self._most, self._longest, self._clock = iter(found), most, longest, clock
        self._turn, self._items = Condition(), list[Listing | Unreadable]()
        self._asked, self._left, self._ended = False, False, False
        self._failure: BaseException | None = None

    def __iter__(self) -> Iterator[Sequence[Listing | Unreadable]]:
        """Chunk after chunk; then what the source failed with is raised."""
        reader = Thread(target=self._read, name="reader", daemon=True)  # a source that hangs holds up no stop
        reader.start()
        ended = False
        try:
            while not ended:
                with self._turn:
                    self._asked = True
                    self._turn.notify_all()
                    self._turn.wait_for(self._idle, self._longest.total_seconds())
                    chunk, self._items, ended = self._items, [], self._ended
                yield chunk
        finally:
            with self._turn:
                self._left = True
                self._turn.notify_all()
                idle = self._idle()
            if idle:
                reader.join()
        if self._failure is not None:
            raise self._failure

    def _idle(self) -> bool:
        return self._ended or not self._asked

    def _read(self) -> None:
        with ExitStack() as end:
            end.push(self._ends)
            close = getattr(self._found, "close", None)  # a generator's connection is not left to chance
            if close is not None:
                end.callback(close)
            while self._awaited():
                begun = self._clock()
                for item in self._found:
                    if self._handed(item, begun):
                        break
                else:
                    return

    def _ends(self, kind: object, failure: BaseException | None, trace: object) -> bool:
        """What the source failed with is raised where it is waited for."""
        with self._turn:
            self._failure, self._ended = failure, True
            self._turn.notify_all()
        return True

    def _awaited(self) -> bool:
        """Whether somebody asks for more: until they do, or are gone."""
        with self._turn:
            self._turn.wait_for(lambda: self._asked or self._left)
            return not self._left

    def _handed(self, item: Listing | Unreadable | Pause, begun: datetime) -> bool:
        """Put it to the others; whether these are enough for now."""
        with self._turn:
            if not isinstance(item, Pause):
                self._items.append(item)
            full = len(self._items) >= self._most or self._clock() - begun > self._longest
            enough = full or isinstance(item, Pause)
            if enough:
                self._asked = False
                self._turn.notify_all()
            return enough or self._left

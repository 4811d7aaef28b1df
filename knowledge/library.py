"""The guidance as one thing to search: opened on first use, reopened when a newer index is published."""

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from knowledge import index, ranker, reader, unasked
from knowledge.features import Featurer, is_chinese, romanised
from knowledge.index import Index
from knowledge.index_sources import IndexUnavailable
from knowledge.instruments import LawError
from knowledge.passages import KnowledgeFault, Passage, SearchResult
from knowledge.reading import MessageReading, Thresholds, last_question
from knowledge.refusals import HEARD, Seen, judged, signs
from knowledge.search import Search
from knowledge.sounds import Sounds
from knowledge.spelling import Spelling
from knowledge.topics import Stage

# The question that a story ends in is no more than this share of it.
STORY = 0.8


class Library:
    """Guidance below a state directory. Costs nothing until it is searched or warmed; safe to share between threads."""

    def __init__(self, home: Path, chroma_url: str = "") -> None:
        self._home, self._chroma_url = home, chroma_url
        self.featurer = Featurer(home / "index")
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._search: Search | None = None
        self._sounds: Sounds | None = None
        self._spelling: Spelling | None = None
        self._warm = False

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> SearchResult:
        """As :meth:`Search.search`; the first call builds the index where the sources call for a new one.

        Raises:
            KnowledgeFault: pages, index or model cannot be used.
            RegisterInvalid: the register of law cannot be read.
        """
        return self.opened().search(question, on=on, language=language, limit=limit, about=about)

    def search_all(
        self, questions: Sequence[str], *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> tuple[SearchResult, ...]:
        """As :meth:`Search.search_all`."""
        return self.opened().search_all(questions, on=on, language=language, limit=limit, about=about)

    def read(self, text: str, *, on: date) -> MessageReading:
        """How a message is read: what it is, who asks, what is asked for, which days, sums and platforms it names; Chinese in
        Latin letters by its characters, words typed in haste as they are spelt.

        Raises:
            KnowledgeFault: a packaged model is not installed.
        """
        spelling, spoken = self._spelt(), romanised(text)
        written = self._in_characters(text) if spoken else spelling.set_right(text)
        foreign = not written and spelling.is_foreign(text)
        return replace(self._judged(written or text, on), written=written, foreign=foreign)

    def _judged(self, text: str, on: date) -> MessageReading:
        """Refused or not by all of a message, by the question that it ends in and by what it tells: what is told on the way
        there, or said not to be asked, counts for less."""
        reading = reader.read(text, self.featurer, on)
        if reading.refusable < HEARD:
            return reading
        return judged(reading, self.signs(text, reading, on=on), self.thresholds)

    def signs(self, text: str, reading: MessageReading, *, on: date) -> tuple[float, ...]:
        """What speaks for refusing a message that is read so (:func:`knowledge.refusals.signs`).

        Raises:
            KnowledgeFault: pages, index or model cannot be used.
        """
        last = last_question(text, STORY)
        language = "zh" if is_chinese(text) else "en"
        found = self.search_all((text, last) if last else (text,), on=on, language=language, limit=1)
        likely = [each.hits[0].probability if each.hits else 0.0 for each in found]
        whole = Seen(reading, likely[0])
        asked = Seen(reader.read(last, self.featurer, on), likely[1]) if last else whole
        return signs(text, whole, asked, self.topics(text))

    def rest_of(self, text: str, least: float) -> str:
        """What is left of a message without the clauses that say, with at least these log-odds, what it does not ask; empty where
        there is none (:mod:`knowledge.unasked`).

        Raises:
            KnowledgeFault: a packaged model is not installed.
        """
        found = unasked.load().in_text(text, self.featurer.features, least=least)
        return unasked.without(text, found) if found else ""

    def topics(self, text: str) -> Mapping[str, float]:
        """The chance of every topic (:mod:`knowledge.topics`): which event, situation, record, act or turn it is.

        Raises:
            KnowledgeFault: a packaged model is not installed.
        """
        return reader.topics_of(text, self.featurer)

    def believed(self, text: str, on: date, language: str) -> Stage | None:
        """As :meth:`Search.believed`."""
        return self.opened().believed(text, on=on, language=language)

    def passage(self, section_id: str, *, on: date, language: str) -> Passage | None:
        """A section as it reads on the day, in the language or else in the other one; None where there is none.

        Raises:
            KnowledgeFault: pages, index or model cannot be used.
        """
        found = [p for p in self.opened().passages if p.section_id == section_id and p.in_force_on(on)]
        return min(found, key=lambda passage: passage.language != language, default=None)

    @property
    def thresholds(self) -> Thresholds:
        """From which probabilities on an answer, a choice or a refusal is given."""
        return reader.load().thresholds

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """As :meth:`Search.likeness`."""
        return self.opened().likeness(question, texts)

    def alike(self, question: str, texts: Sequence[str]) -> list[float]:
        """As :meth:`Search.alike`."""
        return self.opened().alike(question, texts)

    def opened(self) -> Search:
        """The search over the index in use."""
        with self._lock:
            if self._index is None or index.current(self._home) != self._index.fingerprint:
                self._take(index.ensure(self._home, self.featurer, chroma_url=self._chroma_url))
                if self._warm:
                    self._behind(self._open_collection)
            assert self._search is not None
            return self._search

    def wait(self) -> None:
        """Return once it can be searched, or cannot: what is asked then meets the fault, and tells of it."""
        with contextlib.suppress(KnowledgeFault, LawError):
            self.opened()

    def _in_characters(self, spoken: str) -> str:
        if self._sounds is None:
            pages = [passage for passage in self.opened().passages if passage.language == "zh"]
            own = (text for page in pages for text in (page.title, *page.questions, *page.paragraphs))
            self._sounds = Sounds(dict.fromkeys(own))
        return self._sounds.in_characters(spoken)

    def _spelt(self) -> Spelling:
        if self._spelling is None:
            pages = [passage for passage in self.opened().passages if passage.language == "en"]
            self._spelling = Spelling(
                text for page in pages for text in (page.title, *page.questions, *page.paragraphs)
            )
        return self._spelling

    def _take(self, opened: Index) -> None:
        self._index = opened
        self._search = Search(opened, self.featurer, ranker.load(), reader.load())

    def warm(self, calm: Callable[[], object] = lambda: None) -> threading.Thread:
        """Open encoders and index in the background and, once it is ``calm``, Chroma: it takes a second of the processor, and
        the first questions need that themselves. Till then they are compared one by one."""
        return self._behind(partial(self._open_all, calm))

    @staticmethod
    def _behind(work: Callable[[], None]) -> threading.Thread:
        def tried() -> None:
            # The first question meets the same fault and tells its asker.
            with contextlib.suppress(KnowledgeFault, LawError):
                work()

        thread = threading.Thread(target=tried, name="guidance", daemon=True)
        thread.start()
        return thread

    def _open_all(self, calm: Callable[[], object]) -> None:
        self.featurer.features(["warm", "预热"])
        self.opened()
        self._spelt().set_right("wram")
        calm()
        self._warm = True
        self._open_collection()

    def _open_collection(self) -> None:
        """Look questions up in Chroma from now on; a collection that is missing or damaged is filled."""
        assert self._index is not None
        try:
            index.with_collection(self._index)
        except IndexUnavailable:
            index.collect(self._home, self._index, self._chroma_url)
            index.with_collection(self._index)

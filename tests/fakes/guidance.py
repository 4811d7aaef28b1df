"""Guidance in memory: passages that say what a test needs, found by a word of the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from knowledge.mentions import days_told, named_platforms, sums
from knowledge.passages import Hit, Passage, PassageProvision, SearchResult
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading, Refusal, Sure
from knowledge.topics import OTHER, best, examples


def a_passage(text: str = "China gives a mark to whoever files first.", **changes: object) -> Passage:
    """A passage that names a provision whose article changes on 1 January 2027."""
    base: dict[str, object] = {
        "section_id": "cn/first-to-file#principle",
        "language": "en",
        "title": "The principle",
        "page_title": "First to file",
        "jurisdiction": "CN",
        "text": text,
        "questions": (),
        "facts": (),
        "provisions": (
            PassageProvision(
                key="tm.infringing_acts",
                instrument="cn-trademark-law-2019",
                article="57",
                in_force_from=date(2019, 11, 1),
                in_force_to=date(2026, 12, 31),
            ),
        ),
        "in_force_from": date(2019, 11, 1),
        "in_force_to": date(2026, 12, 31),
        "reviewed_on": date(2026, 11, 24),
        "source_urls": ("https://law.example/tm",),
    }
    return Passage(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def certain(label: object, labels: Sequence[object]) -> dict[object, float]:
    """One label for sure, the others not at all."""
    return {each: float(each is label) for each in labels}


@dataclass(slots=True)
class CannedReader:
    """Reads every message as it is told to; ``kinds`` and ``subjects`` hold what a message with a word in it is instead.

    A section is found in ``passages``, else ``cn/any#section`` says its own name.
    """

    kind: MessageKind = MessageKind.LAW
    refusal: Refusal = Refusal.NONE
    doubted: Refusal = Refusal.NONE
    asker: Asker = Asker.OWNER
    aspect: Aspect = Aspect.WHAT_IS
    yes_no: float = 0.0
    topic: str = OTHER
    kinds: Mapping[str, MessageKind] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, str] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    reading: MessageReading | None = None

    def read(self, text: str, *, on: date) -> MessageReading:
        """See :class:`bot.ports.MessageReader`."""
        if self.reading is not None:
            return self.reading
        kind = next((kind for word, kind in self.kinds.items() if word in text), self.kind)
        turn = _turn(self._named(text))
        return MessageReading(
            kind=certain(kind, list(MessageKind)),  # type: ignore[arg-type]  # a test's shorthand
            refusal=certain(self.refusal, list(Refusal)),  # type: ignore[arg-type]
            asker=certain(self.asker, list(Asker)),  # type: ignore[arg-type]
            aspect=certain(self.aspect, list(Aspect)),  # type: ignore[arg-type]
            yes_no=self.yes_no,
            turn=turn,
            refused=self.refusal,
            doubted=self.doubted,
            dates=days_told(text, on),
            sums=sums(text),
            platforms=tuple(each.name for each in named_platforms(text)),
            written=self.spoken.get(text, ""),
            foreign=text in self.foreign,
        )

    def topics(self, text: str) -> Mapping[str, float]:
        """See :class:`bot.ports.MessageReader`."""
        return _chances(self._named(text))

    def _named(self, text: str) -> str:
        return next((topic for word, topic in self.subjects.items() if word in text), self.topic)

    def passage(self, section_id: str, *, on: date, language: str) -> Passage | None:
        """See :class:`bot.ports.MessageReader`."""
        found = [p for p in self.passages if p.section_id == section_id]
        best = min(found, key=lambda passage: passage.language != language, default=None)
        return best or a_passage(f"What {section_id} says.", section_id=section_id, language=language)


@cache
def _chances(named: str) -> Mapping[str, float]:
    """Hundreds of topics, for each of thousands of messages the same: made once."""
    names = _topics()
    # No event or case but the one named has a chance: the day of another is told by words alone.
    rest = {name: 0.0 if name.startswith(("event.", "case.")) else 0.1 / len(names) for name in names}
    return rest | {named: 0.9}


@cache
def _turn(named: str) -> float:
    return best(_chances(named), "turn")[1]


@cache
def _topics() -> tuple[str, ...]:
    return tuple(dict.fromkeys((OTHER, *(topic for topic, _, _ in examples()))))


@dataclass(slots=True)
class CannedSearch:
    """Finds ``passage`` and then ``more``, where in force, for every question without the word ``stranger``.

    Remembers what was asked. A section comes in the language asked for where it has that.
    """

    passage: Passage = field(default_factory=a_passage)
    more: tuple[Passage, ...] = ()
    stranger: str = "weather"
    sure: Sure = Sure.ANSWER
    asked: list[str] = field(default_factory=list)
    about: list[tuple[str, ...]] = field(default_factory=list)

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> SearchResult:
        """See :class:`bot.ports.GuidanceSearch`."""
        self.asked.append(question)
        self.about.append(tuple(about))
        if self.stranger in question:
            return SearchResult(hits=())
        sections: dict[str, Passage] = {}
        for passage in (self.passage, *self.more):
            if passage.in_force_on(on):
                known = sections.setdefault(passage.section_id, passage)
                sections[passage.section_id] = passage if passage.language == language else known
        hits = [Hit(passage=passage, probability=0.9 / 10**n) for n, passage in enumerate(sections.values())]
        return SearchResult(
            hits=tuple(hits[:limit]),
            fallback=bool(hits) and hits[0].passage.language != language,
            sure=self.sure,
        )

    def search_all(
        self,
        questions: Sequence[str],
        *,
        on: date,
        language: str,
        limit: int = 5,
        about: Sequence[str] = (),
    ) -> tuple[SearchResult, ...]:
        """See :class:`bot.ports.GuidanceSearch`."""
        return tuple(
            self.search(question, on=on, language=language, limit=limit, about=about)
            for question in questions
        )

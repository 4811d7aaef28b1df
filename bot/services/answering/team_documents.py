"""The team's own documents: taken in, listed, removed, and found beside the guidance that ships.

They are data. They never change the register: a passage that contradicts it is shown with both and stands
behind our own.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.audit import Act
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import PersonId, TeamDocumentId
from bot.domain.moments import china_day
from bot.domain.questions import language_of
from bot.domain.team_documents import ReadDocument, TeamDocument, TeamPassage
from bot.ports import Clock, ContradictionCheck, GuidanceSearch, Likeness
from bot.repositories import Store
from bot.services.answering.thresholds import AT
from knowledge.instruments import FOREVER
from knowledge.lazily import lazily
from knowledge.passages import Hit, Passage, SearchResult
from knowledge.reading import Sure

LONGEST = 600
"""Characters of a passage: what fits into an answer beside another one."""

MOST_PASSAGES = 3_000
TEAM = "team"

_SENTENCE = lazily(r"(?<=[.!?])\s+|(?<=[。！？；])")
_RANKED = 2


class TeamDocuments:
    """Keeps the documents. ``without_orders`` takes out sentences that address a machine and no reader."""

    def __init__(self, store: Store, clock: Clock, without_orders: Callable[[str], str] = str) -> None:
        self._store, self._clock, self._without_orders = store, clock, without_orders

    def add(
        self, read: ReadDocument, *, owner: str, dated: date | None, confidential: bool, by: PersonId
    ) -> TeamDocument:
        """Take a document in; the very same file again only updates owner, date and confidentiality.

        Raises:
            WrongInput: nothing is left to quote, or there is too much of it.
        """
        kept = [(heading, self._without_orders(text).strip()) for heading, text in read.paragraphs]
        orders = sum(text != before for (_, text), (_, before) in zip(kept, read.paragraphs, strict=True))
        passages = tuple(_passages(kept))
        if not passages or len(passages) > MOST_PASSAGES:
            raise WrongInput(
                "{file_name}: {count} passages; between 1 and {most} are kept",
                file_name=read.file_name,
                count=f"{len(passages):,}",
                most=f"{MOST_PASSAGES:,}",
            )
        told = (f"{orders} paragraphs held orders to a machine, which were left out",) if orders else ()
        with self._store.unit() as unit:
            same = next((d for d in unit.team_documents.all() if d.sha256 == read.sha256), None)
            document = TeamDocument(
                document_id=same.document_id if same else unit.team_documents.next_id(),
                title=read.title,
                file_name=read.file_name,
                owner=owner,
                dated=dated or china_day(self._clock()),
                confidential=confidential,
                sha256=read.sha256,
                added_at=self._clock(),
                added_by=by,
                passages=passages,
                remarks=(*read.remarks, *told),
            )
            unit.team_documents.save(document)
            details: dict[str, object] = {"title": read.title, "sha256": read.sha256, "owner": owner}
            unit.audit.append(
                Act(who=by, what="guidance.added", subject=document.document_id, details=details),
                self._clock(),
            )
        return document

    def all(self) -> Sequence[TeamDocument]:
        """Every document, oldest first."""
        with self._store.unit() as unit:
            return unit.team_documents.all()

    def remove(self, document_id: TeamDocumentId, *, by: PersonId) -> TeamDocument:
        """Take a document out: it is quoted no more from the next question on.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            found = next((d for d in unit.team_documents.all() if d.document_id == document_id), None)
            if found is None:
                raise UnknownThing("team document", document_id, "`marque guidance list` shows them")
            unit.team_documents.remove(document_id)
            details: dict[str, object] = {"title": found.title, "sha256": found.sha256}
            unit.audit.append(
                Act(who=by, what="guidance.removed", subject=document_id, details=details), self._clock()
            )
        return found


class TeamSearch(GuidanceSearch):
    """A :class:`bot.ports.GuidanceSearch` over our own guidance and the team's documents together.

    Documents are read anew when the store's edition of them changes, so a running bot needs no restart.
    """

    def __init__(
        self, guidance: GuidanceSearch, likeness: Likeness, contradictions: ContradictionCheck, store: Store
    ) -> None:
        self._guidance, self._likeness, self._contradictions = guidance, likeness, contradictions
        self._store = store
        self._known: tuple[str, tuple[Passage, ...]] = ("", ())

    def search_all(
        self, questions: Sequence[str], *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> tuple[SearchResult, ...]:
        """As :meth:`search` for each question, in order."""
        found = self._guidance.search_all(questions, on=on, language=language, limit=limit, about=about)
        passages = self._current()
        if not passages:
            return found
        return tuple(
            self._with_team(question, each, passages, on, limit, language)
            for question, each in zip(questions, found, strict=True)
        )

    def _with_team(
        self,
        question: str,
        found: SearchResult,
        passages: Sequence[Passage],
        on: date,
        limit: int,
        language: str,
    ) -> SearchResult:
        asked_in = language_of(question)
        likeness = self._likeness(question, [f"{p.title}. {p.text}" for p in passages])
        scores = [
            score + (AT.other_language if passage.language != asked_in else 0.0)
            for score, passage in zip(likeness, passages, strict=True)
        ]
        ranked = sorted(zip(scores, passages, strict=True), key=lambda pair: -pair[0])
        rest = [score for score, _ in ranked[1:]]
        usual = sum(rest) / len(rest) if len(rest) > 1 else AT.usual
        hits = [_hit(score - usual, passage) for score, passage in ranked[:_RANKED]]
        merged = self._merged(found.hits, hits, on)[:limit]
        first = merged[0] if merged else None
        if first is None or first.passage.origin != TEAM or first.probability < AT.team_likely:
            return replace(found, hits=merged)
        return replace(found, hits=merged, sure=Sure.ANSWER, fallback=first.passage.language != language)

    def _merged(self, ours: Sequence[Hit], team: Sequence[Hit], on: date) -> tuple[Hit, ...]:
        disputed, agreed = [], []
        for hit in team:
            near = not ours or hit.probability >= AT.as_near * ours[0].probability
            text = self._contradictions(hit.passage, on) if near else ""
            if text:
                disputed.append(replace(hit, passage=replace(hit.passage, text=text)))
            else:
                agreed.append(hit)
        rest = sorted([*ours, *agreed], key=lambda hit: -hit.probability)
        # What contradicts the register never comes before what follows it, and is not passed over in silence.
        return (*rest[:1], *disputed, *rest[1:])

    def _current(self) -> tuple[Passage, ...]:
        with self._store.unit() as unit:
            edition = unit.team_documents.edition()
            if edition == self._known[0]:
                return self._known[1]
            documents = unit.team_documents.all()
        passages = tuple(_passage(d, part) for d in documents for part in d.passages)
        self._known = (edition, passages)
        return passages


def _hit(above: float, passage: Passage) -> Hit:
    chance = 1.0 / (1.0 + math.exp((AT.even - above) / AT.steep))
    return Hit(passage=passage, probability=chance)


def _passage(document: TeamDocument, part: TeamPassage) -> Passage:
    return Passage(
        section_id=f"{TEAM}/{document.document_id}#{part.number}",
        language=part.language,
        title=part.title or document.file_name,
        page_title=document.title,
        jurisdiction="CN",
        text=part.text,
        questions=(),
        facts=(),
        provisions=(),
        in_force_from=date.min,
        in_force_to=FOREVER,
        reviewed_on=document.dated,
        source_urls=(),
        origin=TEAM,
        owner=document.owner,
        confidential=document.confidential,
    )


def _passages(paragraphs: Sequence[tuple[str, str]]) -> list[TeamPassage]:
    """Paragraphs under one heading are kept together up to ``LONGEST``; longer ones are cut between sentences."""
    parts: list[tuple[str, str]] = []
    for heading, text in paragraphs:
        for piece in _pieces(text):
            last = parts[-1] if parts else ("", "")
            if parts and last[0] == heading and len(last[1]) + len(piece) < LONGEST:
                parts[-1] = (heading, f"{last[1]}\n\n{piece}")
            else:
                parts.append((heading, piece))
    return [
        TeamPassage(number=n, title=heading[:200], text=text, language=language_of(text))
        for n, (heading, text) in enumerate(parts, start=1)
    ]


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for sentence in _SENTENCE.split(text.strip()):
        for start in range(0, len(sentence), LONGEST):
            part = sentence[start : start + LONGEST].strip()
            if found and len(found[-1]) + len(part) < LONGEST:
                found[-1] = f"{found[-1]} {part}" if part.isascii() else found[-1] + part
            elif part:
                found.append(part)
    return found

"""No hallucinations: each sentence of a model is held to a sentence of a passage that it cites. What none bears gives way.

Each word must have its counterpart in one sentence of a cited passage, or each of two halves in one of its own; a word of
the passage bears one word. A figure, date, article, law or address must stand there too, in the same unit and not as
something the passage denies; an unverified one must be called so; a rule must not be turned round. A sentence that falls
short is shown as the passage has it, where it is plain which sentence of the passage was meant, else dropped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.llm.blocks import without_orders
from bot.llm.facts import Fact, FactSighting, TextLink, facts, normal
from bot.llm.places import Article, Law, articles, laws, same_law
from bot.llm.sentences import AnswerSentence, sentences
from bot.llm.wording import Wording, content, pieces, polarity, surplus, widens, wording
from knowledge.lazily import lazily
from knowledge.passages import Passage

# Shares of words that two sentences have in common where one follows the other.
NEARLY = {"en": 0.65, "zh": 0.6}
MEANT = 0.5
"""Share of the shorter one's words from which a sentence of a passage is what a model meant to say."""
FEW = 6
"""Words, or Chinese signs, that say something by themselves."""
# From a figure to the mark behind it, with no other clause or figure between.
_UNVERIFIED = lazily(r"[^.,;。，；、\d]{0,60}?\(\s?(?:unverified|未核实)", re.IGNORECASE)
_SAYS_UNVERIFIED = lazily(r"unverified|未核实|未经核实", re.IGNORECASE)
_DENIED = lazily(
    r"(?:\b(?:is|are|was|were|remains?|it's)\s+not|\b(?:isn't|aren't|wasn't)|\bno\s+longer|\binstead\s+of|\brather\s+than|\bnot(?=\s+\S+\s*$)"
    r"|,\s*not|^\s*not)\b(?!\s+(?:later|earlier|more|less|fewer|over|only|until|before|exceed))|不是|并非|而非|不再是|已不再",
    re.IGNORECASE,
)
_PART = lazily(r"[,;:，；：。]\s?|\b(?:and|or|but|while)\b|并且|并|以及|或者|且")
"""Where one part of a sentence may end and another begin."""
_CLAUSE = lazily(r"[,;:.，；：。]\s|[，；：。、]|\bbut\b|\bit is\b|而是")


class SentenceFault(StrEnum):
    """Why a sentence was dropped."""

    CUT_OFF = "cut_off"
    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    INVENTED = "invented"
    DENIED = "denied_by_passage"
    UNKNOWN_LAW = "unknown_law"
    NOT_MARKED_UNVERIFIED = "not_marked_unverified"
    UNSUPPORTED = "unsupported"
    TURNED_ROUND = "turned_round"
    CONTRADICTS = "contradicts_direct_answer"


_UNQUOTED = frozenset({SentenceFault.CUT_OFF, SentenceFault.NO_CITATION, SentenceFault.UNKNOWN_CITATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedText:
    """A text after the check: what may be shown, and what was dropped for which reason, both in order."""

    kept: tuple[AnswerSentence, ...]
    dropped: tuple[tuple[AnswerSentence, SentenceFault], ...]
    faults_before_first: tuple[SentenceFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    fact: Fact
    denied: bool
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    sentence: AnswerSentence
    claims: tuple[_Claim, ...]
    text: str
    pieces: tuple[str, ...]
    content: frozenset[str]
    wording: Wording
    clauses: tuple[Wording, ...]
    opening: str
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    claims: tuple[_Claim, ...]
    laws: frozenset[Law]
    lines: tuple[_Line, ...]
    polarity: str


class Grounds:
    """What the passages, in the order of their numbers, allow to be said in a language."""

    def __init__(self, passages: Sequence[Passage], language: str) -> None:
        self._language = language if language in NEARLY else "en"
        self._passages, self._known = passages, tuple[_Source, ...]()

    @property
    def _sources(self) -> tuple[_Source, ...]:
        """Of each passage what it bears; passages may be added while the model looks up more."""
        fresh = self._passages[len(self._known) :]
        self._known += tuple(_source(passage) for passage in fresh)
        return self._known

    def judge(self, text: str, *, whole: bool = True) -> GroundedText:
        """Check a text; where it is not ``whole`` yet, its last sentence counts as still being written."""
        kept: list[AnswerSentence] = []
        dropped: list[tuple[AnswerSentence, SentenceFault]] = []
        before: tuple[SentenceFault, ...] = ()
        found = sentences(text)
        for sentence in found if whole else found[:-1]:
            fault = self.fault(sentence)
            if not kept and fault in (None, SentenceFault.UNSUPPORTED):
                fault = self._contradiction(sentence) or fault
            shown = sentence if fault is None else self._meant(sentence, fault, kept)
            if fault is not None:
                dropped.append((sentence, fault))
            if shown is not None:
                before = before if kept else tuple(reason for _, reason in dropped)
                kept.append(shown)
        return GroundedText(kept=tuple(kept), dropped=tuple(dropped), faults_before_first=before)

    def fault(self, sentence: AnswerSentence) -> SentenceFault | None:
        """Why the sentence may not be shown; None where it may."""
        if not sentence.complete:
            return SentenceFault.CUT_OFF
        if not sentence.marks:
            return SentenceFault.NO_CITATION
        if not all(1 <= mark <= len(self._sources) for mark in sentence.marks):
            return SentenceFault.UNKNOWN_CITATION
        cited = [self._sources[mark - 1] for mark in sentence.marks]
        text = normal(sentence.text)
        return _facts_fault(text, cited) or _laws_fault(text, cited) or self._wording_fault(text, cited)

    def _meant(
        self, sentence: AnswerSentence, fault: SentenceFault, kept: Sequence[AnswerSentence]
    ) -> AnswerSentence | None:
        """The sentence of a cited passage that a model's sentence follows, to stand in its place; None where none is near
        or what is kept has it already."""
        if fault in _UNQUOTED:
            return None
        said = content(pieces(_without_facts(normal(sentence.text))))
        near = [
            (len(said & line.content) / min(len(said), len(line.content)), -mark, line)
            for mark in sentence.marks
            for line in self._sources[mark - 1].lines
            if len(said & line.content) > 2
        ]
        share, mark, line = max(near, key=lambda each: each[:2], default=(0.0, 0, None))
        if line is None or share < MEANT or any(self._borne(normal(one.text), [line]) for one in kept):
            return None
        return replace(line.sentence, marks=(-mark,), lead=sentence.lead)

    def _wording_fault(self, text: str, cited: Sequence[_Source]) -> SentenceFault | None:
        said, lines = wording(text, self._language), [line for source in cited for line in source.lines]
        clauses = [clause for line in lines for clause in (line.wording, *line.clauses)]
        closest = max(clauses, key=said.likeness, default=said)
        if said.likeness(closest) >= NEARLY[self._language] and said.turns(closest):
            return SentenceFault.TURNED_ROUND
        opening, openings = polarity(text), {line.opening for line in lines}
        borne = len(said.stems) > 1 and (self._borne(text, lines) or self._borne_by_two(text, lines))
        return None if borne and (not opening or opening in openings) else SentenceFault.UNSUPPORTED

    def _borne_by_two(self, text: str, lines: Sequence[_Line]) -> bool:
        halves = ((text[: cut.start()], text[cut.end() :]) for cut in _PART.finditer(text))
        return any(all(self._borne(half, lines, least=0.8) for half in both) for both in halves)

    def _borne(self, text: str, lines: Sequence[_Line], least: float = 0) -> bool:
        """Whether a sentence of the passages bears every word and figure; and is told, where a ``least`` share of it is
        asked for: a few words of another sentence would say of this one's subject what was said of that one's."""
        said, claims = pieces(_without_facts(text)), _claims(text)
        return any(
            (not least or len(said) >= max(FEW, least * len(line.pieces)))
            and not surplus(said, line.pieces)
            and not widens(said, line.text)
            and all(_grounds(claim, line.claims) for claim in claims)
            and (not line.unverified or _SAYS_UNVERIFIED.search(text) is not None)
            for line in lines
        )

    def _contradiction(self, sentence: AnswerSentence) -> SentenceFault | None:
        answer = polarity(normal(sentence.text))
        direct = self._sources[sentence.marks[0] - 1].polarity
        return SentenceFault.CONTRADICTS if answer and direct and answer != direct else None


def _source(passage: Passage) -> _Source:
    text = without_orders(passage.text)
    whole = f"{normal(without_orders(passage.title))}.\n{normal(text)}"
    claims = _claims(whole)
    written = {claim.fact.number for claim in claims if isinstance(claim.fact, Article)}
    named = tuple(
        _Claim(fact=place, denied=False, unverified=False)
        for place in _provisions(passage)
        if place.number not in written
    )
    return _Source(
        claims=(*claims, *named),
        laws=laws(whole),
        lines=tuple(_line(each, passage.language, named) for each in sentences(text)),
        polarity=polarity(normal(text)),
    )


def _line(sentence: AnswerSentence, language: str, named: tuple[_Claim, ...]) -> _Line:
    """A sentence of a passage. ``named``: articles that the passage rests on and does not write, which any may carry."""
    text = normal(sentence.text)
    bare = _without_facts(text)
    read = pieces(bare)
    return _Line(
        sentence=sentence,
        claims=(*_claims(text), *named),
        text=bare,
        pieces=read,
        content=content(read),
        wording=wording(text, language),
        clauses=tuple(wording(clause, language) for clause in re.split(r"[;；,，]", text)),
        opening=polarity(text),
        unverified=_SAYS_UNVERIFIED.search(text) is not None,
    )


def _without_facts(text: str) -> str:
    """The text with a sign in the place of each figure, and nothing in that of an article."""
    for seen in reversed(facts(text)):
        text = text[: seen.start] + (" " if isinstance(seen.fact, Article) else " \0 ") + text[seen.end :]
    return text


def _provisions(passage: Passage) -> Iterable[Article]:
    for provision in passage.provisions:
        for _, _, place in articles(f"Art. {provision.article}"):
            yield place


def _claims(text: str) -> tuple[_Claim, ...]:
    return tuple(
        _Claim(
            fact=seen.fact,
            denied=_denied(text, seen),
            unverified=_UNVERIFIED.match(text, seen.end) is not None,
        )
        for seen in facts(text)
    )


def _denied(text: str, seen: FactSighting) -> bool:
    before = _CLAUSE.split(text[max(0, seen.start - 80) : seen.start])[-1]
    lead = text[max(0, seen.start - 80) : seen.start]
    return _DENIED.search(before) is not None or re.search(r",\s*not\s+(?:\S+\s+)?$", lead) is not None


def _facts_fault(text: str, cited: Sequence[_Source]) -> SentenceFault | None:
    known = [claim for source in cited for claim in source.claims]
    for said in _claims(text):
        grounds = _grounds(said, known)
        if not grounds:
            return SentenceFault.INVENTED
        if not any(claim.denied == said.denied for claim in grounds):
            return SentenceFault.DENIED
        if all(claim.unverified for claim in grounds) and not _SAYS_UNVERIFIED.search(text):
            return SentenceFault.NOT_MARKED_UNVERIFIED
    return None


def _grounds(said: _Claim, known: Iterable[_Claim]) -> list[_Claim]:
    return [claim for claim in known if _within(said.fact, claim.fact)]


def _within(said: Fact, known: Fact) -> bool:
    if isinstance(said, TextLink) or type(said) is not type(known):
        return said == known
    return said.within(known)  # type: ignore[arg-type]  # the types were just compared


def _laws_fault(text: str, cited: Sequence[_Source]) -> SentenceFault | None:
    known = frozenset[Law]().union(*(source.laws for source in cited))
    named = [law for law in laws(text) if not law.name.isascii() or " " in law.name]
    if all(any(same_law(law, other) for other in known) for law in named):
        return None
    return SentenceFault.UNKNOWN_LAW

"""Checks each sentence of a model, part by part, against the passages it cites. What cannot be traced is dropped.

A figure, date, article, law or address must stand in a cited passage, in the same unit and not as something
the passage denies; an unverified one must be called so. The words must be mostly those of the passage. A
sentence that follows a passage nearly word for word must not turn it round. A turn in free words is not
caught: this is why the prompt asks for the passage's wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.llm.blocks import without_orders
from bot.llm.facts import Fact, FactSighting, TextLink, facts, normal
from bot.llm.places import Article, Law, articles, laws, same_law
from bot.llm.sentences import AnswerSentence, sentences
from bot.llm.wording import Wording, adds, polarity, wording
from knowledge.passages import Passage

# Shares of a sentence's words that its passages must hold, tuned on honest paraphrases of our own guidance.
SUPPORT = {"en": 0.5, "zh": 0.3}
NEARLY = {"en": 0.65, "zh": 0.6}
# From a figure to the mark behind it, with no other clause or figure between.
_UNVERIFIED = re.compile(r"[^.,;。，；、\d]{0,60}?\(\s?(?:unverified|未核实)", re.IGNORECASE)
_SAYS_UNVERIFIED = re.compile(r"unverified|未核实|未经核实", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:\b(?:is|are|was|were|remains?|it's)\s+not|\b(?:isn't|aren't|wasn't)|\bno\s+longer|\binstead\s+of|\brather\s+than|\bnot(?=\s+\S+\s*$)"
    r"|,\s*not|^\s*not)\b(?!\s+(?:later|earlier|more|less|fewer|over|only|until|before|exceed))|不是|并非|而非|不再是|已不再",
    re.IGNORECASE,
)
_PART = re.compile(
    r"[,;:.，；：。、()（）—–]\s?|\b(?:and|or|but|then|also|plus|while|by|so that|as well as|after which)\b"
    r"|并且|并|以及|或者|然后|同时|还要|再|且",
    re.IGNORECASE,
)
"""Where one part of a sentence ends and another begins."""
_BRIDGES = frozenset(
    re.findall(
        r"\w+",
        "however therefore instead otherwise generally usually currently accordingly namely moreover further "
        "furthermore example although because since until once same today",
    )
)
"""Words that join parts and say nothing themselves."""
_CLAUSE = re.compile(r"[,;:.，；：。]\s|[，；：。、]|\bbut\b|\bit is\b|而是")


class SentenceFault(StrEnum):
    """Why a sentence was dropped."""

    CUT_OFF = "cut_off"
    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    INVENTED = "invented"
    MISPLACED = "from_another_sentence"
    DENIED = "denied_by_passage"
    UNKNOWN_LAW = "unknown_law"
    NOT_MARKED_UNVERIFIED = "not_marked_unverified"
    UNSUPPORTED = "unsupported"
    TURNED_ROUND = "turned_round"
    CONTRADICTS = "contradicts_direct_answer"


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
    claims: tuple[_Claim, ...]
    wording: Wording
    clauses: tuple[Wording, ...]
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    claims: tuple[_Claim, ...]
    laws: frozenset[Law]
    text: str
    wording: Wording
    lines: tuple[_Line, ...]
    polarity: str


class Grounds:
    """What the passages, in the order of their numbers, allow to be said in a language."""

    def __init__(self, passages: Sequence[Passage], language: str) -> None:
        self._language = language if language in SUPPORT else "en"
        self._sources = tuple(_source(passage) for passage in passages)

    def judge(self, text: str, *, whole: bool = True) -> GroundedText:
        """Check a text; where it is not ``whole`` yet, its last sentence counts as still being written."""
        kept: list[AnswerSentence] = []
        dropped: list[tuple[AnswerSentence, SentenceFault]] = []
        before: tuple[SentenceFault, ...] = ()
        found = sentences(text)
        for sentence in found if whole else found[:-1]:
            fault = self.fault(sentence) or (None if kept else self._contradiction(sentence))
            if fault is not None:
                dropped.append((sentence, fault))
            else:
                before = before if kept else tuple(reason for _, reason in dropped)
                kept.append(sentence)
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

    def _wording_fault(self, text: str, cited: Sequence[_Source]) -> SentenceFault | None:
        said = wording(text, self._language)
        known = frozenset[str]().union(*(source.wording.stems for source in cited))
        if len(said.stems) < 2 or any(
            not self._supported(part, known) for part in (text, *_PART.split(text))
        ):
            return SentenceFault.UNSUPPORTED
        if adds(text, "\n".join(source.text for source in cited), self._language):
            return SentenceFault.UNSUPPORTED
        clauses = [
            clause for source in cited for line in source.lines for clause in (line.wording, *line.clauses)
        ]
        closest = max(clauses, key=said.likeness, default=said)
        if said.likeness(closest) >= NEARLY[self._language] and said.turns(closest):
            return SentenceFault.TURNED_ROUND
        return self._line_fault(text, said, [line for source in cited for line in source.lines])

    def _supported(self, part: str, known: frozenset[str]) -> bool:
        """Whether the passages hold enough of the words of a sentence, or of a part of one: what an obedient model adds
        rides on a sentence that is supported as a whole."""
        stems = wording(part, self._language).stems - _BRIDGES
        least = SUPPORT[self._language] * len(stems) if len(stems) > 2 else len(stems)
        return len(stems & known) >= least

    def _line_fault(self, text: str, said: Wording, lines: Sequence[_Line]) -> SentenceFault | None:
        # A sentence that follows one of the passage has its figures from there, not from the next one.
        line = max(lines, key=lambda line: said.likeness(line.wording), default=None)
        if line is None or said.likeness(line.wording) < NEARLY[self._language]:
            return None
        if line.unverified and not _SAYS_UNVERIFIED.search(text):
            return SentenceFault.NOT_MARKED_UNVERIFIED
        misplaced = any(not _grounds(claim, line.claims) for claim in _claims(text))
        return SentenceFault.MISPLACED if misplaced else None

    def _contradiction(self, sentence: AnswerSentence) -> SentenceFault | None:
        answer = polarity(normal(sentence.text))
        direct = self._sources[sentence.marks[0] - 1].polarity
        return SentenceFault.CONTRADICTS if answer and direct and answer != direct else None


def _source(passage: Passage) -> _Source:
    text = normal(without_orders(passage.text))
    whole = f"{normal(without_orders(passage.title))}.\n{text}"
    claims = _claims(whole)
    written = {claim.fact.number for claim in claims if isinstance(claim.fact, Article)}
    named = (place for place in _provisions(passage) if place.number not in written)
    return _Source(
        claims=(*claims, *(_Claim(fact=place, denied=False, unverified=False) for place in named)),
        laws=laws(whole),
        text=whole,
        wording=wording(whole, passage.language),
        lines=tuple(_line(line.text, passage.language) for line in sentences(text)),
        polarity=polarity(text),
    )


def _line(text: str, language: str) -> _Line:
    return _Line(
        claims=_claims(text),
        wording=wording(text, language),
        clauses=tuple(wording(clause, language) for clause in re.split(r"[;；,，]", text)),
        unverified=_SAYS_UNVERIFIED.search(text) is not None,
    )


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

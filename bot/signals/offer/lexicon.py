"""The words that tell what a listing is (replica, 高仿 …): from ``lexicon.toml`` and ``trades.toml``, folded."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import ahocorasick

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence, sentence
from bot.signals.names.folding import Folded, fold, is_latin, machine, shortened
from bot.signals.names.wordmark import FIELDS


class Term(NamedTuple):
    """A word of the lexicon: the group it belongs to, how strongly it speaks, and what unmakes it."""

    word: str
    group: str
    strength: int
    meaning: str
    unless: tuple[str, ...]
    before: tuple[str, ...]


class TermHit(NamedTuple):
    """A term seen in a field: the text as published and its place there."""

    term: Term
    field: str
    text: str
    start: int
    end: int


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("bot.signals.offer").joinpath(name).read_text(encoding="utf-8"))


@cache
def terms() -> tuple[Term, ...]:
    """Every term of the lexicon."""
    return (*_terms("words", fold), *(term for term, _ in figured()))


def _terms(kind: str, made: Callable[[str], str]) -> Iterator[Term]:
    for table in _data("lexicon.toml")["terms"]:
        unless, before = (tuple(map(made, table.get(key, ()))) for key in ("unless", "not_after"))
        group, strength, meaning = table["means"]
        for word in table.get(kind, ()):
            yield Term(word, group, strength, meaning, unless, before)


@cache
def figured() -> tuple[tuple[Term, re.Pattern[str]], ...]:
    """What is said with figures and signs (1:1, AAA, +V), which folding would blur: a pattern in the place of the word."""
    return tuple((term, re.compile(term.word)) for term in _terms("patterns", str))


@cache
def automaton() -> ahocorasick.Automaton:
    """Finds the folded terms."""
    return _grouped((term.word, term) for term in _terms("words", fold))


def _grouped(words: Iterable[tuple[str, object]]) -> ahocorasick.Automaton:
    """What finds the skeletons of words, each with its length and all that it stands for."""
    found: dict[str, list[object]] = {}
    for word, told in words:
        if skeleton := fold(word):
            found.setdefault(skeleton, []).append(told)
    return machine((skeleton, (len(skeleton), tuple(each))) for skeleton, each in found.items())


class TermHits(dict[str, list[TermHit]]):
    """The terms that a listing's fields hold, by group, in the order of the fields."""

    def __init__(self, found: Iterable[TermHit]) -> None:
        super().__init__()
        for one in found:
            self.setdefault(one.term.group, []).append(one)

    def of(self, group: str, *fields: str) -> Sequence[TermHit]:
        """Those of a group, all of them or those that stand in these fields."""
        found = self.get(group, ())
        return [one for one in found if one.field in fields] if found and fields else found


NOTHING_SAID = TermHits(())


def find_terms(text: Folded) -> list[TermHit]:
    """Every term that stands in the field."""
    hits = list(automaton().iter(text.skeleton))
    signs = list(_in_figures(text)) if text.field in {"title", "description"} else []
    if not hits:
        return signs
    field, raw, skeleton, origins = text.field, text.raw, text.skeleton, text.origins
    found = signs
    for last, (length, same) in hits:  # plain loops: this runs on every word that may mean something
        start, end = origins[last - length + 1], origins[last] + 1
        if _apart(raw, start, end):
            found += [
                TermHit(term, field, raw[start:end], start, end)
                for term in same
                if (not term.unless and not term.before) or _means_it(skeleton, term, last, length)
            ]
    return found


def _in_figures(text: Folded) -> Iterator[TermHit]:
    for term, pattern in figured():
        if match := pattern.search(text.raw):
            around = text.raw[max(0, match.start() - 6) : match.end() + 6]
            if not any(word in around for word in term.unless):
                said = term._replace(word=match.group())
                yield TermHit(said, text.field, match.group(), match.start(), match.end())


def _apart(raw: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit before or behind makes another word of it."""
    first, last = raw[start], raw[end - 1]
    if start and is_latin(first) and is_latin(raw[start - 1]) and not _digit_edge(raw, start):
        return False
    return end == len(raw) or not is_latin(last) or not is_latin(raw[end]) or _digit_edge(raw, end)


def _means_it(skeleton: str, term: Term, last: int, length: int) -> bool:
    """Whether nothing around it unmakes the term that ends at ``last``."""
    if term.unless:
        around = skeleton[max(0, last - length - 5) : last + 7]
        for word in term.unless:  # plain loops: this runs on every term of every field
            if word in around:
                return False
    if term.before:
        begin = last - length + 1
        ahead = skeleton[max(0, begin - 5) : begin]
        for word in term.before:  # one character denies what stands at once behind it: 防高仿, not 防水 高仿
            if ahead.endswith(word) if len(word) == 1 else word in ahead:
                return False
    return True


def _digit_edge(raw: str, place: int) -> bool:
    """Whether a digit meets a letter here, as in ``30ml口红`` or ``2replica``."""
    return raw[place - 1].isdigit() != raw[place].isdigit()


@cache
def trades() -> dict[str, tuple[str, ...]]:
    """Kind of goods -> the words that name it."""
    return {name: tuple(words) for name, words in _data("trades.toml")["trades"].items()}


@cache
def materials() -> tuple[str, ...]:
    """What goods are made of."""
    return tuple(_data("trades.toml")["materials"])


@cache
def trade_automaton() -> ahocorasick.Automaton:
    """Finds the folded words for kinds of goods."""
    return _grouped((word, kind) for kind, words in sorted(trades().items()) for word in words)


COPIED = ("replica", "labelled", "packing")
"""Groups of words that speak of copies."""
_SCORE = {3: 0.95, 2: 0.65, 1: 0.25}


def signal(terms: TermHits, *, named: bool) -> Signal | None:
    """Replica slang, bulk supply. Weak words count only in the title of a listing that names the brand."""
    said = (t for group in COPIED for t in terms.of(group))
    counted = [t for t in said if _counts(t, named=named)]
    if not counted:
        return None
    best = max(counted, key=lambda t: (t.term.strength, t.field == "title", -t.start))
    score = _SCORE[best.term.strength]
    others = {t.term.word for t in counted if t.term.strength >= 2} - {best.term.word}
    if best.term.strength == 2 and others:
        score += 0.15
    where, meaning = Sentence(key=FIELDS[best.field]), Sentence(key=best.term.meaning)
    key, span = "{where} says “{text}”: {meaning}", (best.start, best.end) if best.field == "title" else None
    because = sentence(key, where=where, text=shortened(best.text), meaning=meaning)
    return Signal(name="wording", score=score, because=because, span=span)


def _counts(found: TermHit, *, named: bool) -> bool:
    return (
        found.term.strength == 3
        or found.field == "title"
        or (named and found.term.strength == 2 and found.field == "description")
    )

"""The words that tell what a listing is: from ``lexicon.toml`` and ``trades.toml``, folded, ready to be found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import ahocorasick

from bot.signals.folding import Folded, fold, is_latin


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the lexicon: the group it belongs to, how strongly it speaks, and what unmakes it."""

    word: str
    group: str
    strength: int
    meaning: str
    unless: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A term seen in a field: the text as published and its place there."""

    term: Term
    field: str
    text: str
    start: int
    end: int


@cache
def _data(name: str) -> dict[str, object]:
    return tomllib.loads(files("bot.signals").joinpath(name).read_text(encoding="utf-8"))


@cache
def terms() -> tuple[Term, ...]:
    """Every term of the lexicon."""
    return tuple(_terms())


def _terms() -> Iterator[Term]:
    tables = _data("lexicon.toml")["terms"]
    assert isinstance(tables, list)
    for table in tables:
        for word in table["words"]:
            yield Term(
                word=word,
                group=table["group"],
                strength=table["strength"],
                meaning=table.get("meaning", ""),
                unless=tuple(fold(u) for u in table.get("unless", ())),
                before=tuple(fold(b) for b in table.get("not_after", ())),
            )


@cache
def lookalikes() -> dict[str, frozenset[str]]:
    """Chinese character -> characters easily taken for it."""
    sets = _data("lexicon.toml")["lookalikes"]
    assert isinstance(sets, list)
    found: dict[str, set[str]] = {}
    for alike in sets:
        for char in alike:
            found.setdefault(char, set()).update(alike)
    return {char: frozenset(others) for char, others in found.items()}


@cache
def codes() -> frozenset[str]:
    """Short runs of letters that mean something of their own in titles, and are no brand's initials."""
    found = _data("lexicon.toml")["codes"]
    assert isinstance(found, list)
    return frozenset(found)


@cache
def automaton() -> ahocorasick.Automaton:
    """Finds the folded terms."""
    machine = ahocorasick.Automaton()
    grouped: dict[str, list[Term]] = {}
    for term in terms():
        if folded := fold(term.word):
            grouped.setdefault(folded, []).append(term)
    for folded, same in grouped.items():
        machine.add_word(folded, (len(folded), tuple(same)))
    machine.make_automaton()
    return machine


def has_slang(skeleton: str) -> bool:
    """Whether strong replica slang may stand in a skeleton: a quick look, before `find_terms` reads closely."""
    return any(
        term.group == "replica" and term.strength >= 2
        for _, (_, same) in automaton().iter(skeleton)
        for term in same
    )


def find_terms(text: Folded) -> list[Found]:
    """Every term that stands in the field, longest first where two begin at one place."""
    return list(_found(text))


def _found(text: Folded) -> Iterator[Found]:
    for last, (length, same) in automaton().iter(text.skeleton):
        start, end = text.span(last - length + 1, last + 1)
        for term in same:
            if _stands(text, term, start, end, last, length):
                yield Found(term, text.field, text.raw[start:end], start, end)


def _stands(text: Folded, term: Term, start: int, end: int, last: int, length: int) -> bool:
    raw = text.raw
    if is_latin(raw[start]) and start and is_latin(raw[start - 1]) and not _digit_edge(raw, start):
        return False
    if end < len(raw) and is_latin(raw[end - 1]) and is_latin(raw[end]) and not _digit_edge(raw, end):
        return False
    around = text.skeleton[max(0, last - length - 5) : last + 7]
    if any(word in around for word in term.unless):
        return False
    ahead = text.skeleton[max(0, last - length - 4) : last - length + 1]
    return not any(word in ahead for word in term.before)


def _digit_edge(raw: str, place: int) -> bool:
    """Whether a digit meets a letter here, as in ``30ml口红`` or ``2replica``."""
    return raw[place - 1].isdigit() != raw[place].isdigit()


@cache
def trades() -> dict[str, tuple[str, ...]]:
    """Kind of goods -> the words that name it."""
    tables = _data("trades.toml")["trades"]
    assert isinstance(tables, dict)
    return {name: tuple(words) for name, words in tables.items()}


@cache
def trade_automaton() -> ahocorasick.Automaton:
    """Finds the folded words for kinds of goods."""
    machine = ahocorasick.Automaton()
    kinds: dict[str, set[str]] = {}
    for kind, words in trades().items():
        for word in words:
            kinds.setdefault(fold(word), set()).add(kind)
    for folded, names in kinds.items():
        machine.add_word(folded, (len(folded), tuple(sorted(names))))
    machine.make_automaton()
    return machine

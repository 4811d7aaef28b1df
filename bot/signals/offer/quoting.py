"""What a listing's words speak for and against, as signals that quote what speaks most: runs that many brands' copies say and
hardly a lawful listing, or the other way round."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bot.domain.assessments import QUOTES, Signal
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import OFFER
from bot.signals.names.folding import fold, is_latin, shortened
from bot.signals.names.vocabulary import crosses, is_everyday_english, says_little
from bot.signals.offer.reading import GOODS, Clause, WordsReading, each_plain

_QUOTED = 2
"""Runs that a reason quotes."""
_WHOLE = 6
"""Characters of a clause that is quoted whole: a piece of 搬家出闲置 says less than the seller did."""
_GRADED = re.compile("[一二三四五六七八九十]成")
"""A grade in tenths (九成新) is a figure, in whatever script: none is quoted."""
_NEXT_WORD = re.compile(" [A-Za-z]+")
_WIDENED = 2
"""Characters that a quoted run takes in at either end so as to cut no word."""
_READS = {
    -1: ("uses words that lawful offers use: “{text}”", "the page reads like a lawful offer"),
    1: ("uses words that offers of copies use: “{text}”", "the page reads like one of copies"),
}
_BARE = {side: Sentence(key=bare) for side, (_, bare) in _READS.items()}
_PARTLY = {side: Sentence(key=f"some of {bare}") for side, (_, bare) in _READS.items()}
Named = Callable[[str], object]


def signals(found: WordsReading, named: Named) -> Iterator[Signal]:
    """The signal of the words, and beside it what their clauses say on either side, apart from what the page tells without words.
    None quotes a run that is ``named`` so in the brand book; one side is quoted, and what is admitted beside words that read as
    lawful ones."""
    added, odds = found.added, found.odds
    reads = 0 if -OFFER.telling < odds < OFFER.telling else 1 if odds > 0 else -1
    if reads:
        yield _signal("words", odds, _quotes(found, reads, named), reads, _BARE)
    if admitted := math.fsum([share for share in added if share > 0]):
        yield _signal("admitted", admitted, _quotes(found, 1, named) if reads < 1 else (), 1, _PARTLY)
    if excused := math.fsum([share for share in added if share < 0]):
        yield _signal("excused", excused, (), -1, _PARTLY)


def _signal(name: str, odds: float, told: Sequence[str], side: int, bare: Mapping[int, Sentence]) -> Signal:
    because = sentence(_READS[side][0], text=QUOTES.join(told)) if told else bare[side]
    return Signal(name=name, score=round(max(-1.0, min(1.0, odds / OFFER.words)), 3), because=because)


def _quotes(found: WordsReading, side: int, named: Named) -> list[str]:
    """The runs of the clauses that weigh most on a side."""
    told, quotes = list[str](), found.table.quotes.iter
    heavy = [(-share * side, at) for at, share in enumerate(found.added) if share * side > OFFER.telling]
    for clause in [clause for _, at in sorted(heavy) if (clause := found.clauses[at])[0] != "s"]:
        hits = {run: by * side for _, (run, by) in quotes(clause[1]) if by * side > 0 and not named(run)}
        run = _spoken(clause, hits) if hits else ""
        if run and not (says_little(run) or _GRADED.search(run)) and run.lower() not in map(str.lower, told):
            told.append(run)
            if len(told) == _QUOTED:
                break
    return told


def _spoken(clause: Clause, said: Mapping[str, float]) -> str:
    """The run of a clause, as published, that speaks most by itself, of runs and how much they say, or the clause itself where
    it is short and says no more than words."""
    if len(whole := clause.raw.strip()) <= _WHOLE and whole.isalpha() and GOODS not in clause.text:
        return whole
    plain, spans = clause.raw.translate(each_plain()), list[tuple[int, int, float]]()
    found = list[tuple[int, int, float]]()
    for run, odds in said.items():
        bare = run.strip()
        at = plain.find(bare)
        while at >= 0:
            found.append((at, at + len(bare), odds))
            at = plain.find(bare, at + len(bare))
    for start, end, odds in sorted(found):
        if spans and start < spans[-1][1]:
            start, before, most = spans.pop()
            end, odds = max(end, before), max(odds, most)
        spans.append((start, end, odds))
    start, end, _ = max(spans, default=(0, 0, 0.0), key=lambda span: (span[2], span[1] - span[0]))
    return shortened(clause.raw[slice(*_whole(clause.raw, start, end))].strip())


def _whole(raw: str, start: int, end: int) -> tuple[int, int]:
    """A run widened so that it cuts no word."""
    while start and is_latin(raw[start]) and is_latin(raw[start - 1]):
        start -= 1
    while end < len(raw) and is_latin(raw[end - 1]) and is_latin(raw[end]):
        end += 1
    more = _NEXT_WORD.match(raw, end)
    end = more.end() if more and is_everyday_english(fold(raw[start:end])) else end  # same of same factory
    begins = range(start, max(-1, start - _WIDENED - 1), -1)
    ends = range(end, min(len(raw), end + _WIDENED) + 1)
    first, last = (next(itertools.filterfalse(partial(crosses, raw), edge), -1) for edge in (begins, ends))
    return (start, end) if -1 in (first, last) else (first, last)

"""What fits a message, or each question in it, in its context: searched by its own words and with what it belongs to, weighed
together. Where no words tell its questions apart, the seam is where both sides are answered best.

Weights are learned from the half ``seen`` of ``knowledge/bank/parts`` (``python -m tests.benchmarks.parts --fit``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product

from bot.services.answering.parts import QuestionPart
from bot.services.answering.thresholds import AT
from knowledge.passages import Hit, SearchResult

Look = Callable[[Sequence[str]], Sequence[SearchResult]]
# What a search did not find is this likely.
UNFOUND = 1e-4
# Hits of each wording that are weighed.
COMPARED = 40
# So many candidates of each part are weighed against those of the others.
CANDIDATES = 6
# Hits of each side that are weighed, and seams that are tried.
WEIGHED, TRIED = 4, 6
_SEAM = re.compile(
    r"[,;:.?!，。；？！、]+\s*|\s+(?=(?:and|or|plus|also|but|then|&)\s)|(?=以及|还有|另外|顺便|再问|并且|然后)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\u4e00-\u9fff]|[a-z0-9'-]+", re.IGNORECASE)
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedSearch:
    """What one wording of a message found; its logarithms count ``weight`` times. ``own``: the wording holds the message's own
    words alone or with their context, and no other question."""

    found: SearchResult
    weight: float
    own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedHits:
    """Hits by how well they fit every wording, best first; a hit's probability is its part of the whole.

    ``worth`` holds the weighed logarithm of each section, ``likeliest`` its best chance under one wording of its own.
    """

    hits: tuple[Hit, ...]
    worth: Mapping[str, float]
    likeliest: Mapping[str, float]


def fused(
    searches: Sequence[WeighedSearch],
    *,
    near: Mapping[str, float] | None = None,
    without: Collection[str] = (),
) -> FusedHits:
    """Weigh several searches together. A section gains what ``near`` gives its page; those of ``without`` are left out."""
    tables = [{hit.passage.section_id: hit.probability for hit in each.found.hits} for each in searches]
    own = [table for each, table in zip(searches, tables, strict=True) if each.own]
    weights = [each.weight for each in searches]
    known = {h.passage.section_id: h for each in reversed(searches) for h in each.found.hits}
    worth = {
        section: _weighed(section, tables, weights) + (near or {}).get(page_of(section), 0.0)
        for section in known.keys() - set(without)
    }
    ranked = sorted(worth, key=lambda section: (-worth[section], section))
    chances = _shared_out([worth[section] for section in ranked])
    return FusedHits(
        hits=tuple(replace(known[s], probability=c, score=c) for s, c in zip(ranked, chances, strict=True)),
        worth=worth,
        likeliest={section: max((t.get(section, 0.0) for t in own), default=0.0) for section in ranked},
    )


def _weighed(section: str, tables: Sequence[Mapping[str, float]], weights: Sequence[float]) -> float:
    chances = (max(table.get(section, 0.0), UNFOUND) for table in tables)
    return sum(weight * math.log(chance) for weight, chance in zip(weights, chances, strict=True))


def _shared_out(worth: Sequence[float]) -> list[float]:
    raised = [math.exp(each - worth[0]) for each in worth]
    return [each / sum(raised) for each in raised]


def page_of(section: str) -> str:
    """``cn/customs`` of ``cn/customs#fee``."""
    return section.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsReading:
    """How a question in parts is answered: ``hits`` begins with one for each of ``answered``, which is empty where
    the question is one."""

    hits: tuple[Hit, ...]
    answered: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()


def read_parts(
    whole: SearchResult,
    parts: Sequence[QuestionPart],
    look: Look,
    shown: Collection[str] = (),
) -> PartsReading:
    """Which passage answers which part, and which parts nothing answers. ``look`` searches for wordings, ``shown`` is not
    shown again."""
    fitting = _fitting(whole, parts, look, shown)
    chosen = _together(fitting)
    taken = {hit.passage.section_id for hit in chosen if hit is not None}
    leads: dict[str, tuple[str, Hit]] = {}
    left_open: list[str] = []
    for part, fits, hit in zip(parts, fitting, chosen, strict=True):
        if hit is None or fits.likeliest[hit.passage.section_id] < AT.least:
            left_open.append(part.text)
            continue
        leads.setdefault(hit.passage.section_id, (part.text, hit))
        for rival in _rivals(fits, hit, taken | leads.keys()):
            leads[rival.passage.section_id] = (part.text, rival)
    if not leads or (len(leads) == 1 and not left_open):
        return PartsReading(hits=whole.hits)
    first = tuple(hit for _, hit in leads.values())
    rest = tuple(hit for hit in whole.hits if hit.passage.section_id not in leads)
    return PartsReading(
        hits=(*first, *rest), answered=tuple(text for text, _ in leads.values()), left_open=tuple(left_open)
    )


def _rivals(fits: FusedHits, hit: Hit, taken: Collection[str]) -> tuple[Hit, ...]:
    """The next best passage of a part where it is nearly as likely: then both are told."""
    least = AT.close * hit.probability
    others = (each for each in fits.hits if each.passage.section_id not in taken)
    return tuple(each for each in islice(others, 1) if each.probability >= least)


def _fitting(
    whole: SearchResult,
    parts: Sequence[QuestionPart],
    look: Look,
    shown: Collection[str],
) -> list[FusedHits]:
    """What fits each part; the title of the passage before is known only once that is found."""
    found = iter(look([text for part in parts for text in part.wordings]))
    alone, titled, title, all_of_it, _ = AT.other
    fitting: list[FusedHits] = []
    for part in parts:
        weights = AT.first if len(part.wordings) > 1 else (alone,)
        searches = [WeighedSearch(found=next(found), weight=weight) for weight in weights]
        if fitting:
            searches.append(WeighedSearch(found=whole, weight=all_of_it, own=False))
        if fitting and fitting[-1].hits:
            behind, only = look(part.titled(fitting[-1].hits[0].passage.title))
            searches.append(WeighedSearch(found=behind, weight=titled))
            searches.append(WeighedSearch(found=only, weight=title, own=False))
        fitting.append(fused(searches, without=shown))
    return fitting


def _together(fitting: Sequence[FusedHits]) -> tuple[Hit | None, ...]:
    """One hit for each part, so that all of them together fit best."""
    same_page = AT.other[-1]
    candidates: list[tuple[Hit | None, ...]] = [fits.hits[:CANDIDATES] or (None,) for fits in fitting]

    def worth(hits: tuple[Hit | None, ...]) -> float:
        sections = [hit.passage.section_id for hit in hits if hit is not None]
        own = [fits.worth[h.passage.section_id] for fits, h in zip(fitting, hits, strict=True) if h]
        taken = len(sections) - len(set(sections))
        pages = [page_of(section) for section in dict.fromkeys(sections)]
        return sum(own) + AT.taken * taken + same_page * sum(one == other for one, other in pairwise(pages))

    return max(product(*candidates), key=worth)


def cut(question: str, look: Look) -> tuple[QuestionPart, ...]:
    """Both sides of the seam at which two sections answer them likeliest; empty where none do. ``look`` searches for wordings."""
    sides = list(_sides(question))[:TRIED]
    found = look([side for pair in sides for side in pair]) if sides else ()
    worth, best = max(
        ((_both_sides(*found[2 * n : 2 * n + 2]), pair) for n, pair in enumerate(sides)), default=(0.0, None)
    )
    if best is None or worth < AT.together:
        return ()
    return QuestionPart(text=best[0], story=""), QuestionPart(text=best[1])


def both(hits: tuple[Hit, ...]) -> PartsReading:
    """A message without a seam, answered by its two likeliest passages."""
    if hits[1].probability < AT.least:
        return PartsReading(hits=hits)
    return PartsReading(hits=hits, answered=tuple(hit.passage.title for hit in hits[:2]))


def _sides(question: str) -> Iterator[tuple[str, str]]:
    for seam in _SEAM.finditer(question):
        sides = question[: seam.start()].strip(), question[seam.end() :].strip()
        if all(len(_WORDS.findall(side)) >= _LEAST_WORDS for side in sides):
            yield sides


def _both_sides(one: SearchResult, other: SearchResult) -> float:
    pairs = product(one.hits[:WEIGHED], other.hits[:WEIGHED])
    return max(
        (a.probability * b.probability for a, b in pairs if a.passage.section_id != b.passage.section_id),
        default=0.0,
    )

"""What fits a message, or each question in it, in its context: searched by its own words and with what it belongs to, weighed
together."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.neighbours import UNFOUND
from knowledge.passages import Hit, SearchResult

# Hits of each wording that are weighed.
COMPARED = 40


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


def fused(searches: Sequence[WeighedSearch], *, without: Collection[str] = ()) -> FusedHits:
    """Weigh several searches together; sections of ``without`` are left out."""
    tables = [{hit.passage.section_id: hit.probability for hit in each.found.hits} for each in searches]
    own = [table for each, table in zip(searches, tables, strict=True) if each.own]
    weights = [each.weight for each in searches]
    known = {h.passage.section_id: h for each in reversed(searches) for h in each.found.hits}
    worth = {section: _weighed(section, tables, weights) for section in known.keys() - set(without)}
    ranked = sorted(worth, key=lambda section: (-worth[section], section))
    chances = _shared_out([worth[section] for section in ranked])
    return FusedHits(
        hits=tuple(replace(known[s], probability=c) for s, c in zip(ranked, chances, strict=True)),
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

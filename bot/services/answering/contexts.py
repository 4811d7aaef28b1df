"""What fits a message, or each question in it, in its context: searched by its own words and with what it belongs to, weighed
together; and the situation that it tells, by what is found and by whose side it is."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.services.answering.kinds import chance
from bot.services.answering.thresholds import AT
from knowledge.neighbours import UNFOUND
from knowledge.passages import Hit, SearchResult
from knowledge.plans import ACCUSED, OWNER, SITUATIONS, rests_on, side_of
from knowledge.topics import within

# Hits of each wording that are weighed.
COMPARED = 40
# A situation is never less likely by its topic.
UNHEARD = 1e-4


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


def for_story(whole: Sequence[Hit], parts: Sequence[SearchResult]) -> list[Hit]:
    """What all of a story finds by how likely each is for this very story, the likeliest first: by that, and by the sentence of
    it that finds it best; never less likely than that all of it does."""
    best: defaultdict[str, float] = defaultdict(float)
    for hit in (hit for found in parts for hit in found.hits):
        best[hit.passage.section_id] = max(best[hit.passage.section_id], hit.probability)
    both = (
        (hit, (hit.probability, best[hit.passage.section_id] if parts else hit.probability)) for hit in whole
    )
    told = [
        replace(hit, probability=max(hit.probability, chance(AT.for_story, found))) for hit, found in both
    ]
    return sorted(told, key=lambda hit: -hit.probability)


def of_situation(
    topics: Mapping[str, float], found: Mapping[str, float], against: float, barred: Collection[str] = ()
) -> dict[str, float]:
    """How likely each case, event and plan is what a story tells, the likeliest first: by its topic, by how likely the sections
    that it rests on are ``found`` for the story, and by how likely something is held ``against`` who asks."""
    signs = situation_signs(topics, found, against)
    worth = {
        topic: sum(w * sign for w, sign in zip(AT.situation, own, strict=True))
        for topic, own in signs.items()
        if topic not in barred
    }
    ranked = sorted(worth, key=lambda topic: (-worth[topic], topic))
    return dict(zip(ranked, _shared_out([worth[topic] for topic in ranked]), strict=True))


def situation_signs(
    topics: Mapping[str, float], found: Mapping[str, float], against: float
) -> dict[str, tuple[float, ...]]:
    """Of each case, event and plan what :attr:`AT.situation` weighs: its topic and its side, in logarithms, its first section and
    the best of its others."""
    sides = {ACCUSED: against, OWNER: 1 - against}
    signs: dict[str, tuple[float, ...]] = {}
    for topic, likely in within(topics, SITUATIONS).items():
        first, *others = rests_on(topic)
        beside = max((found.get(each, 0.0) for each in others), default=0.0)
        side = math.log(sides.get(side_of(topic), 0.5))
        signs[topic] = (math.log(max(likely, UNHEARD)), side, found.get(first, 0.0), beside)
    return signs

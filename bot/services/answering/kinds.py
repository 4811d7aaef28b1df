"""Which kind a message is, by two readers that err differently: the reader of messages, and what the message is about.

Weights were picked on half of 245 messages written for it; on the other half 86% are told rightly, 73% by the reader alone.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping

from bot.services.answering.parts import asks
from knowledge.reading import MessageKind

# What a record of ours that is named by its number counts for own data and for acts.
NAMED = 3.0
# A sentence that asks nothing and names no record tells what happened more often than it wants the law or our records.
_STATED = {MessageKind.LAW: 0.7, MessageKind.OWN_DATA: 2.0, MessageKind.HELP: 2.0}
# A message that is like no talk is none, however short.
SPOKEN = 0.3
# What is like nothing of ours, not even at this chance, is a word of law: that is what most are here for.
UNLIKE = 0.35
# How much of the chance of an event speaks for a question of law, and for a plan.
EVENT_LAW, EVENT_PLAN = 0.3, 0.3
# Who asks for a figure wants nothing done.
_FIGURE_ASKED = re.compile(
    r"\bhow (?:long|many|much|soon|often)\b|多久|多长|多少|几[天日个年月]", re.IGNORECASE
)
_LEAST, _LEAST_TOPIC = 1e-3, 0.02
_RECORD = re.compile(
    r"\b[CD]-?\d+\b|\bcase (?:no\.? ?|number )?\d+|\bdraft \d+|\d+\s?号(?:案|草稿)|案件?\s?\d+|\b[a-z]\w+:\d{5,}|https?://|\b[A-Z]{2}-CN-\d+",
    re.IGNORECASE,
)


def names_a_record(text: str) -> bool:
    """Whether a case, a draft, a listing or a right is named by its number or address."""
    return _RECORD.search(text) is not None


def settled(
    kinds: Mapping[MessageKind, float], topics: Mapping[str, float], text: str
) -> dict[MessageKind, float]:
    """The chance of every kind, from what the reader says and from the chances of all topics."""
    groups: defaultdict[str, float] = defaultdict(float)
    for name, chance in topics.items():
        groups[name.partition(".")[0]] += chance
    about = {
        MessageKind.LAW: groups["other"] + groups["unlawful"] + EVENT_LAW * groups["event"],
        MessageKind.PLAN: groups["plan"] + EVENT_PLAN * groups["event"],
        MessageKind.OWN_DATA: groups["own"],
        MessageKind.ACT: groups["act"],
        MessageKind.HELP: groups["help"],
        MessageKind.CHAT: groups["chat"],
    }
    scores = {
        kind: math.log(max(kinds[kind], _LEAST)) + math.log(about[kind] + _LEAST_TOPIC)
        for kind in MessageKind
    }
    if names_a_record(text):
        scores[MessageKind.OWN_DATA] += NAMED
        scores[MessageKind.ACT] += NAMED
    elif not asks(text):
        for kind, less in _STATED.items():
            scores[kind] -= less
    if groups["chat"] < SPOKEN:
        scores[MessageKind.CHAT] -= NAMED
    if max(topics.values()) < UNLIKE and not names_a_record(text):
        scores[MessageKind.LAW] += NAMED
    if _FIGURE_ASKED.search(text):
        scores[MessageKind.ACT] -= NAMED
    top = max(scores.values())
    raised = {kind: math.exp(score - top) for kind, score in scores.items()}
    whole = sum(raised.values())
    return {kind: each / whole for kind, each in raised.items()}

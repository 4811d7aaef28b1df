"""A thread: what it is about, what was shown in it, and what a follow-up means there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.questions import EarlierTurn
from bot.services.answering.languages import language_of
from knowledge.passages import SearchResult
from knowledge.reading import MessageKind, Sure
from knowledge.topics import best

# A passage must fit the follow-up and its thread: chances are multiplied, that of the message alone raised to this power.
ALONE = 0.5
# What a search did not find is this likely.
UNFOUND = 1e-3
# Of what was not shown yet, the best is offered where this much of the chance is its own.
FRESH = 0.25
# From this chance on a follow-up is understood by its own words.
STRONG = 0.5
_FOLLOW_UP = re.compile(
    r"\s*(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|what if|same)\b"
    r"|\s*(?:那|如果|还有|另外|换成|换作|要是)|.{0,12}呢[?？]?\s*$",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|there|same|one|he|she|him)\b|[它这那他她](?!里)",
    re.IGNORECASE,
)
SHORT, LEANING, SHORT_ZH = 6, 10, 9
# What is wanted of the answer before is said in a few words, and surely.
LONGEST_TURN, TURNED = 60, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A message that may follow up on a thread: the thread's subject, both joined, and the sections shown before."""

    subject: str
    joined: str
    leans: bool
    shown: frozenset[str]

    def merged(self, alone: SearchResult, joined: SearchResult) -> SearchResult:
        """What to answer from: the message alone, unless that is weak or the message leans on the thread; then what fits
        both and was not shown yet, with the chance shared out among that."""
        strong = bool(alone.hits) and alone.hits[0].probability >= STRONG and alone.sure is Sure.ANSWER
        if strong and not self.leans:
            return alone
        own = {hit.passage.section_id: hit.probability for hit in alone.hits}
        both = {hit.passage.section_id: hit.probability for hit in joined.hits}
        hits = {hit.passage.section_id: hit for hit in (*alone.hits, *joined.hits)}
        worth = {
            section: both.get(section, UNFOUND) * own.get(section, UNFOUND) ** ALONE
            for section in hits
            if section not in self.shown
        }
        whole = sum(worth.values()) or 1.0
        ranked = sorted(worth, key=lambda section: worth[section], reverse=True)
        surest = Sure.ANSWER if Sure.ANSWER in (alone.sure, joined.sure) else joined.sure
        return replace(
            joined,
            hits=tuple(replace(hits[section], probability=worth[section] / whole) for section in ranked),
            sure=surest,
        )

    def new(self, found: SearchResult) -> bool:
        """Whether what was found is new to the thread and likely enough to answer with."""
        best = found.hits[:1]
        return bool(best) and best[0].passage.section_id not in self.shown and best[0].probability >= FRESH


def following(text: str, earlier: Sequence[EarlierTurn]) -> Following | None:
    """How the message follows the thread; None where the thread was about nothing."""
    before = last_about(earlier)
    if before is None:
        return None
    subject = before.subject or before.text
    shown = frozenset(section for turn in earlier for section in turn.sections)
    return Following(subject=subject, joined=f"{subject} {text}", leans=follows_up(text), shown=shown)


def last_about(earlier: Sequence[EarlierTurn]) -> EarlierTurn | None:
    """The last turn that was about the law or a situation."""
    wanted = (MessageKind.LAW, MessageKind.PLAN)
    return next(
        (turn for turn in reversed(earlier) if turn.kind in wanted and (turn.sections or turn.subject)), None
    )


def follows_up(text: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    if _FOLLOW_UP.match(text):
        return True
    if language_of(text) == "zh":
        return len(text) < SHORT_ZH
    words = text.split()
    return len(words) < SHORT or (len(words) < LEANING and _LEANS.search(text) is not None)


def turned(topics: Mapping[str, float], text: str) -> str:
    """``brief``, ``in_chinese`` …: what is wanted of the answer before; empty where the message asks something else."""
    if len(text) > LONGEST_TURN:
        return ""
    name, chance = best(topics, "turn")
    return name if chance >= TURNED else ""

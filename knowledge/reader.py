"""Reads a message: a model learned from the bank gives the chances of every label (kind, refusal, who asks).

It is quadratic in the directions in which messages differ most, so that two things that are said together can mean what
neither does alone, and linear in the pieces of their words.

``learned/reader.safetensors`` holds the weights, and in its head the labels, the temperatures that calibrate them, the
thresholds, and the hash of the bank they were learned from (``python -m knowledge.training``).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from knowledge import ranker, topics
from knowledge.embedding import Vectors
from knowledge.features import Featurer, Features, is_chinese
from knowledge.mentions import days_told, named_platforms, sums, without_platforms
from knowledge.plans import SITUATIONS
from knowledge.ranker import Ranker
from knowledge.reading import (
    REASONS,
    Aspect,
    MessageKind,
    MessageReading,
    Refusal,
    Thresholds,
    asks,
    last_question,
    most,
)
from knowledge.standing import STANDINGS, TURN, askers, kinds, refusals

FILE = Path(__file__).parent / "learned" / "reader.safetensors"
STANDING, ASPECT, YES_NO, QUESTIONS = "standing", "aspect", "yes_no", "questions"
LABELS: Mapping[str, tuple[str, ...]] = {
    STANDING: STANDINGS,
    ASPECT: tuple(Aspect),
    YES_NO: ("no", "yes"),
    QUESTIONS: ("one", "several"),
}
# What lies farther than this, by cosine, from every written question is for another place from this chance on: of 2,400 messages
# of three read sets nothing of ours is (.766 and .000, .801 and .153 come nearest).
FAR, STRAY = 0.82, 0.18
# The question that a story ends in is no more than this share of it, and is heard where the whole is so likely refused.
STORY, HEARD, LEAST = 0.8, 0.5, 1e-6
NOTHING_TOLD = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class ReaderHead:
    """Columns of one question about a message, its labels in their order, and the temperature of its logits."""

    start: int
    labels: tuple[str, ...]
    temperature: float

    def chances(self, logits: Vectors) -> Vectors:
        """Calibrated chances of each label, from the logits of all heads."""
        own = logits[:, self.start : self.start + columns(self.labels)] / self.temperature
        if columns(self.labels) < len(self.labels):
            own = np.hstack([np.zeros_like(own), own])
        raised = np.exp(own - own.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The learned reader. Pure once loaded: features in, readings out."""

    centre: Vectors
    turn: Vectors
    pairs: Vectors
    pieces: Vectors
    heads: Mapping[str, ReaderHead]
    thresholds: Thresholds
    ranker: Ranker
    learned_from: str

    def read(self, texts: Sequence[str], features: Features, on: date) -> tuple[MessageReading, ...]:
        """A reading of each text; ``on`` gives the year to dates without one."""
        chances, surest = self.chances(features), self.ranker.surest(features.rich)
        read = (
            self._reading(
                text, {name: rows[number] for name, rows in chances.items()}, float(surest[number]), on
            )
            for number, text in enumerate(texts)
        )
        return tuple(
            self.judged(replace(each, strays=self._strays(each, rich)), log_odds(each.refusable))
            for each, rich in zip(read, features.rich, strict=True)
        )

    def _strays(self, reading: MessageReading, rich: Vectors) -> bool:
        return reading.refusal[Refusal.ELSEWHERE] >= STRAY and self.ranker.nearness(rich) < FAR

    def judged(
        self, reading: MessageReading, odds: float, story: Sequence[float] = NOTHING_TOLD
    ) -> MessageReading:
        """The reading, refused or not by these log-odds beside what its ``story`` speaks against that (:func:`story_signs`)."""
        as_law, doubt = (
            refused(reading, odds, least, story_weighed(self.thresholds.story, story))
            for least in (self.thresholds.refuse, self.thresholds.doubt)
        )
        law = reading.is_kind in (MessageKind.LAW, MessageKind.PLAN)
        why = as_law if law else Refusal.NONE
        why = Refusal.ELSEWHERE if why is Refusal.NONE and reading.strays else why
        doubt = doubt if law else Refusal.NONE
        return replace(reading, refusable=chance_of(odds), refused=why, as_law=as_law, doubted=doubt)

    def chances(self, features: Features) -> dict[str, Vectors]:
        """Of each head the chances of its labels, a row a text."""
        rows = with_one(directed(features.rich, self.centre, self.turn))
        one, other = np.triu_indices(rows.shape[1])
        logits = np.asarray((rows[:, one] * rows[:, other]) @ self.pairs, dtype=np.float32)
        for number, places in enumerate(features.pieces):
            if len(places):
                logits[number] += self.pieces[places].sum(axis=0, dtype=np.float32) / np.sqrt(len(places))
        return {name: head.chances(logits) for name, head in self.heads.items()}

    def _reading(self, text: str, chances: Mapping[str, Vectors], surest: float, on: date) -> MessageReading:
        language = "zh" if is_chinese(text) else "en"
        said = {
            head: dict(zip(self.heads[head].labels, map(float, row), strict=True))
            for head, row in chances.items()
        }
        kind, refusal = kinds(said[STANDING]), refusals(said[STANDING])
        return MessageReading(
            kind=kind,
            refusal=refusal,
            asker=askers(said[STANDING]),
            aspect={Aspect(name): chance for name, chance in said[ASPECT].items()},
            yes_no=said[YES_NO]["yes"],
            several=said[QUESTIONS]["several"],
            surest=surest,
            turn=said[STANDING][TURN],
            refusable=refusable(kind, refusal, surest),
            language=language,
            dates=days_told(text, on),
            sums=sums(text),
            platforms=tuple(each.name for each in named_platforms(text)),
        )


def refused(
    reading: MessageReading, odds: float, least: Mapping[str, float], told: Mapping[str, float]
) -> Refusal:
    """The likeliest reason to refuse a message of law or plan, where the log-odds of any, with what is ``told`` for this one, are
    those of the chance set for it."""
    reason = most({each: reading.refusal[each] for each in REASONS})
    return reason if odds + told.get(reason, 0.0) >= log_odds(least[reason]) else Refusal.NONE


def story_signs(text: str, read: MessageReading, told: Mapping[str, float]) -> tuple[float, float]:
    """What :attr:`Thresholds.story` weighs: how surely one situation is told by these topics, in log-odds, and whether nothing is
    asked or, as an act, ordered."""
    surest = max(chance for name, chance in told.items() if name.partition(".")[0] in SITUATIONS)
    return log_odds(surest), float(read.is_kind is not MessageKind.ACT and not asks(text))


def story_weighed(weights: Mapping[str, Sequence[float]], story: Sequence[float]) -> dict[str, float]:
    """How much a story speaks for a refusal, by its reason, in log-odds."""
    return {
        reason: sum(weight * sign for weight, sign in zip(own, story, strict=True))
        for reason, own in weights.items()
    }


def joined_odds(whole: float, question: float, share: float) -> float:
    """The log-odds of a refusal, where all of a message counts this share and its last question the rest; what is not even likely
    of the whole is not made so by its question."""
    odds, other = log_odds(whole), log_odds(question)
    return share * odds + (1 - share) * other if whole >= HEARD else odds


def log_odds(chance: float) -> float:
    """Of a chance, held within what can be told."""
    held = min(max(chance, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))


def chance_of(odds: float) -> float:
    """Of log-odds."""
    return 1 / (1 + math.exp(-odds))


def refusable(kind: Mapping[MessageKind, float], refusal: Mapping[Refusal, float], surest: float) -> float:
    """How likely any reason to refuse is, of messages of law and plan, beside the section that answers best, whose share is
    ``surest``: so much a message that a section answers is less likely meant for no section."""
    any_reason = 1 - refusal[Refusal.NONE]
    honest = max(kind[MessageKind.LAW] + kind[MessageKind.PLAN] - any_reason, 1e-9)
    return any_reason / (any_reason + honest * surest)


def directed(rich: Vectors, centre: Vectors, turn: Vectors) -> Vectors:
    """A text's vectors in the directions in which messages differ most, each row of length one."""
    rows = (rich - centre) @ turn
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def columns(labels: Sequence[str]) -> int:
    """How many columns a head of these labels has: of two, what speaks for the second rather than the first is enough."""
    return len(labels) if len(labels) > 2 else 1


def with_one(rows: Vectors) -> Vectors:
    """Rows with a one in front: pairs with it are the rows themselves."""
    return np.hstack([np.ones((len(rows), 1), dtype=np.float32), rows])


def read(text: str, featurer: Featurer, on: date) -> MessageReading:
    """How a message is read by the reader as it ships: by all of it, and refused or not by the question that it ends in and by
    the story that it tells, too: what is told on the way there, or said not to be asked, counts for less."""
    whole = read_alone(text, featurer, on)
    if whole.refusable < HEARD:
        return whole
    own, last = load(), last_question(text, STORY)
    odds = log_odds(whole.refusable)
    if last:
        odds = joined_odds(whole.refusable, read_alone(last, featurer, on).refusable, own.thresholds.whole)
    return own.judged(whole, odds, story_signs(text, whole, topics_of(text, featurer)))


def topics_of(text: str, featurer: Featurer) -> Mapping[str, float]:
    """The chance of every topic of a text."""
    seen = featurer.features([text])
    return topics.load().chances(seen.rich, seen.pieces)[0]


def read_alone(text: str, featurer: Featurer, on: date) -> MessageReading:
    """How a text is read by all of it."""
    return load().read([text], featurer.features([without_platforms(text)]), on)[0]


def save_thresholds(thresholds: Thresholds, file: Path = FILE) -> None:
    """Keep other thresholds in the head of the reader's file."""
    from safetensors import safe_open
    from safetensors.numpy import save_file

    with safe_open(file, framework="numpy") as held:
        head = held.metadata() | {"thresholds": json.dumps(asdict(thresholds))}
        tensors = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118
    save_file(tensors, file, metadata=head)
    load.cache_clear()


@cache
def load(file: Path = FILE) -> Reader:
    """The reader as it ships, or as another file holds it."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        weights = {name: held.get_tensor(name).astype(np.float32) for name in held.keys()}  # noqa: SIM118
    heads, start = {}, 0
    for name, (labels, temperature) in json.loads(head["heads"]).items():
        heads[name] = ReaderHead(start, tuple(labels), temperature)
        start += columns(labels)
    return Reader(
        centre=weights["centre"],
        turn=weights["turn"] * weights["turn_scale"],
        pairs=weights["pairs"] * weights["pairs_scale"],
        pieces=weights["pieces"] * weights["pieces_scale"],
        heads=heads,
        thresholds=Thresholds(**json.loads(head["thresholds"])),
        ranker=ranker.load(),
        learned_from=head["learned_from"],
    )

"""Reads a message: a model learned from the bank gives the chances of every label (kind, refusal, who asks).

It is quadratic in the directions in which messages differ most, so that two things that are said together can mean what
neither does alone, and linear in the pieces of their words.

``learned/reader.safetensors`` holds the weights, and in its head the labels, the temperatures that calibrate them, the
thresholds, and the hash of the bank they were learned from (``python -m knowledge.training``).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from knowledge import ranker, topics
from knowledge.embedding import Vectors
from knowledge.features import Featurer, Features, is_chinese
from knowledge.mentions import days_told, named_platforms, sums, without_platforms
from knowledge.network import wholes
from knowledge.ranker import Ranker
from knowledge.reading import Aspect, MessageReading, Refusal, Thresholds
from knowledge.standing import STANDINGS, TURN, askers, kinds, refusals

FILE = Path(__file__).parent / "learned" / "reader.safetensors"
STANDING, ASPECT, YES_NO, QUESTIONS = "standing", "aspect", "yes_no", "questions"
LABELS: Mapping[str, tuple[str, ...]] = {
    STANDING: STANDINGS,
    ASPECT: tuple(Aspect),
    YES_NO: ("no", "yes"),
    QUESTIONS: ("one", "several"),
}

# The product of two chances is no less.
LEAST = 1e-12


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
        """A reading of each text by itself, not yet refused or not; ``on`` gives the year to dates without one."""
        chances, surest = self.chances(features), self.ranker.surest(features.rich)
        return tuple(
            self._reading(
                text,
                {name: rows[number] for name, rows in chances.items()},
                float(surest[number]),
                self.ranker.nearness(features.rich[number]),
                on,
            )
            for number, text in enumerate(texts)
        )

    def chances(self, features: Features) -> dict[str, Vectors]:
        """Of each head the chances of its labels, a row a text."""
        rows = with_one(directed(features.rich, self.centre, self.turn))
        one, other = np.triu_indices(rows.shape[1])
        logits = np.asarray((rows[:, one] * rows[:, other]) @ self.pairs, dtype=np.float32)
        for number, places in enumerate(features.pieces):
            if len(places):
                logits[number] += self.pieces[places].sum(axis=0, dtype=np.float32) / np.sqrt(len(places))
        found = {name: head.chances(logits) for name, head in self.heads.items()}
        by_network = topics.load().standings(features.rich, features.pieces)
        return found | {STANDING: meant(found[STANDING], by_network)}

    def _reading(
        self, text: str, chances: Mapping[str, Vectors], surest: float, near: float, on: date
    ) -> MessageReading:
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
            near=near,
            turn=said[STANDING][TURN],
            refusable=1 - refusal[Refusal.NONE],
            language=language,
            dates=days_told(text, on),
            sums=sums(text),
            platforms=tuple(each.name for each in named_platforms(text)),
        )


def meant(one: Vectors, other: Vectors) -> Vectors:
    """Between two chances of each label, halfway in their logarithms: two learners err in other places."""
    raised = np.sqrt(np.maximum(one * other, LEAST))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


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


def topics_of(text: str, featurer: Featurer) -> Mapping[str, float]:
    """The chance of every topic of a text."""
    seen = featurer.features([text])
    return topics.load().chances(seen.rich, seen.pieces)[0]


def read(text: str, featurer: Featurer, on: date) -> MessageReading:
    """How a text is read by itself, not yet refused or not."""
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
        weights = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118
    heads, start = {}, 0
    for name, (labels, temperature) in json.loads(head["heads"]).items():
        heads[name] = ReaderHead(start, tuple(labels), temperature)
        start += columns(labels)
    return Reader(
        centre=weights["centre"],
        turn=weights["turn"] * weights["turn_scale"],
        pairs=weights["pairs"] * weights["pairs_scale"],
        pieces=wholes(weights["pieces"]) * weights["pieces_scale"],
        heads=heads,
        thresholds=Thresholds(**json.loads(head["thresholds"])),
        ranker=ranker.load(),
        learned_from=head["learned_from"],
    )

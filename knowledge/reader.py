"""Reads a message: linear models over its features, learned from the bank, give the chances of every label.

``learned/reader.safetensors`` holds the weights, and in its head the labels, the temperatures that calibrate them, the
thresholds, and the hash of the bank they were learned from (``python -m knowledge.training``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.features import Features, is_chinese
from knowledge.mentions import dates, named_platforms, sums
from knowledge.reading import Aspect, MessageKind, MessageReading, Refusal, Thresholds, most
from knowledge.standing import STANDINGS, askers, kinds, refusals

FILE = Path(__file__).parent / "learned" / "reader.safetensors"
STANDING, ASPECT, YES_NO = "standing", "aspect", "yes_no"
LABELS: Mapping[str, tuple[str, ...]] = {STANDING: STANDINGS, ASPECT: tuple(Aspect), YES_NO: ("no", "yes")}


@dataclass(frozen=True, slots=True)
class ReaderHead:
    """Columns of one question about a message, its labels in their order, and the temperature of its logits."""

    start: int
    labels: tuple[str, ...]
    temperature: float

    def chances(self, logits: Vectors) -> Vectors:
        """Calibrated chances of each label, from the logits of all heads."""
        own = logits[:, self.start : self.start + len(self.labels)] / self.temperature
        raised = np.exp(own - own.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The learned reader. Pure once loaded: features in, readings out."""

    dense: Vectors
    pieces: Vectors
    bias: Vectors
    heads: Mapping[str, ReaderHead]
    thresholds: Thresholds
    learned_from: str

    def read(self, texts: Sequence[str], features: Features, on: date) -> tuple[MessageReading, ...]:
        """A reading of each text; ``on`` gives the year to dates without one."""
        chances = self.chances(features)
        return tuple(
            self._reading(text, {name: rows[number] for name, rows in chances.items()}, on)
            for number, text in enumerate(texts)
        )

    def chances(self, features: Features) -> dict[str, Vectors]:
        """Of each head the chances of its labels, a row a text."""
        logits = linear(features, self.dense, self.pieces) + self.bias
        return {name: head.chances(logits) for name, head in self.heads.items()}

    def _reading(self, text: str, chances: Mapping[str, Vectors], on: date) -> MessageReading:
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
            refused=refused(kind, refusal, self.thresholds.refuse),
            doubted=refused(kind, refusal, self.thresholds.doubt),
            language="zh" if is_chinese(text) else "en",
            dates=dates(text, on),
            sums=sums(text),
            platforms=tuple(each.name for each in named_platforms(text)),
        )


def refused(
    kind: Mapping[MessageKind, float], refusal: Mapping[Refusal, float], least: Mapping[str, float]
) -> Refusal:
    """The likeliest reason to refuse a message of law or plan, where any reason is as likely as set for it; else none."""
    about = kind[MessageKind.LAW] + kind[MessageKind.PLAN]
    if most(kind) not in (MessageKind.LAW, MessageKind.PLAN):
        return Refusal.NONE
    reason = most({each: chance for each, chance in refusal.items() if each is not Refusal.NONE})
    return reason if 1 - refusal[Refusal.NONE] >= least[reason] * about else Refusal.NONE


def linear(features: Features, dense: Vectors, pieces: Vectors) -> Vectors:
    """The sum of a text's weights: of both vectors, and of its pieces scaled by the root of their number."""
    found = features.rich @ dense
    for number, places in enumerate(features.pieces):
        if len(places):
            found[number] += pieces[places].sum(axis=0, dtype=np.float32) / np.sqrt(len(places))
    return np.asarray(found, dtype=np.float32)


@cache
def load(file: Path = FILE) -> Reader:
    """The reader as it ships, or as another file holds it."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        weights: dict[str, NDArray[np.float16]] = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118
    heads, start = {}, 0
    for name, (labels, temperature) in json.loads(head["heads"]).items():
        heads[name] = ReaderHead(start, tuple(labels), temperature)
        start += len(labels)
    return Reader(
        dense=weights["dense"].astype(np.float32),
        pieces=weights["pieces"].astype(np.float32),
        bias=weights["bias"].astype(np.float32),
        heads=heads,
        thresholds=Thresholds(**json.loads(head["thresholds"])),
        learned_from=head["learned_from"],
    )

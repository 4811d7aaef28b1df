"""Ranks sections for a question: a linear model over its vectors, what its wording says, its nearest written ones, and, of
an English one, what the encoder that was tuned on the bank says.

``learned/ranker.safetensors`` holds the weights, written by ``python -m knowledge.training``. The channels are
joined by weights learned on batches left out, by likelihood, so that the shares of one that come out are calibrated.
A section that was not there when the model learned has no weights of its own: its own vectors stand in.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.mentions import named_platforms, platforms

FILE = Path(__file__).parent / "learned" / "ranker.safetensors"
CHANNELS = ("learned", "wording", "nearest", "tuned")
# From which likeness on two questions are the same, and how much less alike the next section's must be.
SAME, APART = 0.985, 0.015
# What counts as no chance at all, in logs: a platform's page where another platform is named.
_NONE = -20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """How much each of :data:`CHANNELS` weighs."""

    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tuned:
    """A column a section, of vectors of the tuned encoder."""

    dense: Vectors
    bias: Vectors

    def shares(self, rows: Vectors, learned: Vectors) -> Vectors:
        """Of each text the log of every section's share: what ``learned`` says where it has no such vector."""
        return np.where(rows.any(axis=1, keepdims=True), log_shares(rows @ self.dense + self.bias), learned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """What was learned. ``asked`` are the written questions in the space of ``turn``, ``owner`` their sections."""

    sections: tuple[str, ...]
    dense: Vectors
    bias: Vectors
    tuned: Tuned
    turn: Vectors
    asked: Vectors
    owner: NDArray[np.int64]
    fusion: Mapping[str, Fusion]
    stand_in: tuple[float, float]
    learned_from: str

    def learned(self, rich: Vectors) -> Vectors:
        """Of each text the log of every section's share, as the linear model has it."""
        return log_shares(rich @ self.dense + self.bias)

    def surest(self, rich: Vectors) -> Vectors:
        """Of each text the share of the section that the linear model likes best."""
        return np.asarray(np.exp(self.learned(rich).max(axis=1)), dtype=np.float32)

    def nearness(self, rich: Vectors) -> float:
        """How near to a text the nearest written question lies, by cosine."""
        return float((turned(rich[None], self.turn) @ self.asked.T).max())


def log_shares(scores: Vectors) -> Vectors:
    """Scores as the logs of shares of one, row for row."""
    lifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(lifted - np.log(np.exp(lifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def nearest(near: Vectors, owner: NDArray[np.int64], sections: int) -> Vectors:
    """Of each section the nearest of its written questions; -1 where it has none."""
    found = np.full((len(near), sections), -1.0, dtype=np.float32)
    for row in range(len(near)):
        np.maximum.at(found[row], owner, near[row])
    return found


def as_written(shares: Vectors, near: Vectors) -> Vectors:
    """Logs of shares of one question, where a section of whose written questions one is all but the same, and of no other's,
    changes places with the likeliest: what its few words may stand for elsewhere says less."""
    other, first = np.argsort(near)[-2:]
    likeliest = int(shares[0].argmax())
    if near[first] < SAME or near[first] - near[other] < APART:
        return shares
    found = shares.copy()
    found[0, [first, likeliest]] = shares[0, [likeliest, first]]
    return found


def turned(dense: Vectors, turn: Vectors) -> Vectors:
    """Vectors in the space in which written questions of one section lie together, each of length one."""
    rows = dense @ turn
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def with_platform(shares: Vectors, texts: Sequence[str], place: Mapping[str, int]) -> Vectors:
    """Logs of shares, where the pages about one platform are chosen between by the platform named, if one is: of one
    without a page, none is.

    The model reads no platform's name: which of these pages it likes is chance, how much it likes them together is not.
    """
    pages = sorted({place[each.page] for each in platforms() if each.page in place})
    found = shares.copy()
    for row, text in enumerate(texts):
        if asked := named_platforms(text):
            whole = float(np.log(np.exp(shares[row, pages]).sum() + 1e-12))
            named = list(dict.fromkeys(place[each.page] for each in asked if each.page in place))
            found[row, pages] = _NONE
            found[row, named] = [whole - number for number in range(len(named))]
    return found


def joined(channels: Vectors, fusion: Fusion) -> Vectors:
    """Logs of shares from the channels (channel × text × section)."""
    return log_shares(np.einsum("c,crs->rs", np.array(fusion.weights, dtype=np.float32), channels))


@cache
def load(file: Path = FILE) -> Ranker:
    """The ranker as it ships, or as another file holds it."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        tensors = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118
    return Ranker(
        sections=tuple(json.loads(head["sections"])),
        dense=tensors["dense"] * tensors["dense_scale"],
        bias=tensors["bias"].astype(np.float32),
        tuned=Tuned(tensors["tuned"] * tensors["tuned_scale"], tensors["tuned_bias"].astype(np.float32)),
        turn=tensors["turn"] * tensors["turn_scale"],
        asked=tensors["asked"].astype(np.float32) / 127,
        owner=tensors["owner"].astype(np.int64),
        fusion={
            language: Fusion(weights=tuple(given["weights"]))
            for language, given in json.loads(head["fusion"]).items()
        },
        stand_in=tuple(json.loads(head["stand_in"])),
        learned_from=head["learned_from"],
    )

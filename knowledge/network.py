"""A small network over what a text is seen as (:mod:`knowledge.features`), kept in half bytes; :mod:`knowledge.network_training`
fits it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
# What is many is kept in so many steps to either side, two of them in a byte; what is less, in fine ones.
STEPS, FINE = 7, 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What is learned of texts: a layer of units over their vectors (a row a number of them) and their pieces (a row a place, a
    power of two of them, in ``steps``), and a column a label above it.

    Both are bent together, so that what is said in these words and means that can mean what neither does alone.
    """

    vectors: Vectors
    pieces: NDArray[np.int8]
    steps: Vectors
    bias: Vectors
    labels: Vectors
    label_bias: Vectors

    def scores(self, rich: Vectors, pieces: Sequence[NDArray[np.int64]]) -> Vectors:
        """A row a text, of its vectors and the places of its pieces: what speaks for each label, as log-odds without a common
        start."""
        units = rich @ self.vectors + self.bias
        for number, places in enumerate(pieces):
            if len(places):
                own = self.pieces[places & (len(self.pieces) - 1)].sum(axis=0, dtype=np.float32)
                units[number] += own * self.steps / math.sqrt(len(places))
        return np.asarray(bent(units) @ self.labels + self.label_bias, dtype=np.float32)

    def tensors(self) -> dict[str, NDArray[Any]]:
        """As it is kept."""
        vectors, steps = in_steps(self.vectors)
        labels, label_steps = in_steps(self.labels, FINE)
        return {
            "vectors": halves(vectors),
            "vector_steps": steps,
            "pieces": halves(self.pieces),
            "steps": self.steps,
            "bias": self.bias,
            "labels": labels,
            "label_steps": label_steps,
            "label_bias": self.label_bias,
        }

    @classmethod
    def of(cls, kept: Mapping[str, NDArray[Any]]) -> Network:
        """As it was kept."""
        return cls(
            vectors=wholes(kept["vectors"]) * kept["vector_steps"],
            pieces=wholes(kept["pieces"]),
            labels=kept["labels"] * kept["label_steps"],
            **{name: kept[name] for name in ("steps", "bias", "label_bias")},
        )

    @classmethod
    def stepped(cls, *, vectors: Vectors, pieces: Vectors, **others: Vectors) -> Network:
        """Of what was learned, as it will be read again."""
        kept, steps = in_steps(vectors)
        own, piece_steps = in_steps(pieces)
        return cls(vectors=kept * steps, pieces=own, steps=piece_steps, **others)

    @classmethod
    def joined(cls, networks: Sequence[Network]) -> Network:
        """One that says the mean of what these say of the same labels: their units stand side by side."""
        side_by_side = {
            name: np.concatenate([getattr(each, name) for each in networks], axis=-1)
            for name in ("vectors", "pieces", "steps", "bias")
        }
        return cls(
            **side_by_side,
            labels=np.vstack([each.labels / np.float32(len(networks)) for each in networks]),
            label_bias=np.mean([each.label_bias for each in networks], axis=0, dtype=np.float32),
        )


def bent(units: Vectors) -> Vectors:
    """Each unit where it speaks, and next to nothing where it speaks against (GELU, Hendrycks and Gimpel 2016, their
    approximation)."""
    return np.asarray(0.5 * units * (1 + np.tanh(math.sqrt(2 / math.pi) * (units + 0.044715 * units**3))))


def in_steps(part: Vectors, steps: int = STEPS, *, reach: float = 1.0) -> tuple[NDArray[np.int8], Vectors]:
    """What is many as it is kept: so many steps to either side of nothing, which ``reach`` to that share of the largest of its
    column, and the steps. What lies further out counts as the last of them."""
    sizes = np.asarray(np.abs(part).max(axis=0) * reach / steps, dtype=np.float32)
    kept = np.round(part / np.maximum(sizes, 1e-12))
    return np.clip(kept, -steps, steps).astype(np.int8), sizes


def halves(part: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Two rows of steps in one of bytes."""
    raised = (part + STEPS + 1).astype(np.uint8)
    return np.ascontiguousarray(raised[::2] << 4 | raised[1::2])


def wholes(halves: NDArray[np.uint8]) -> NDArray[np.int8]:
    """The rows of steps in rows of bytes."""
    both = np.stack([halves >> 4, halves & 15], axis=1).reshape(-1, halves.shape[1])
    return np.asarray(both.astype(np.int8) - STEPS - 1, dtype=np.int8)

"""What a message is about beyond its kind: which event, situation, record, act or turn of a thread, by its meaning.

Learned from written examples (``knowledge/topics``) by one linear map over the two sentence vectors; what ships is
``learned/topics.safetensors`` with the hash of its examples. Topics are compared within their group only, for a
message's kind is the business of :mod:`knowledge.reader`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import KnowledgeFault

FOLDER = Path(__file__).parent / "topics"
FILE = Path(__file__).parent / "learned" / "topics.safetensors"
Vectors = NDArray[np.float32]
OTHER = "other"
"""What belongs to no topic: questions of law."""


class TopicsInvalid(KnowledgeFault):
    """A file of examples that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The learned map. ``names`` are its columns, ``event.customs_notice`` for example."""

    names: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    sharpness: float
    learned_from: str

    def chances(self, vectors: Vectors) -> tuple[Mapping[str, float], ...]:
        """Of every text, given by both its vectors side by side, the chance of every topic, ``other`` among them."""
        scores = self.sharpness * (vectors @ self.weights + self.bias)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = raised / raised.sum(axis=1, keepdims=True)
        return tuple({n: float(c) for n, c in zip(self.names, row, strict=True)} for row in shares)


def examples(folder: Path = FOLDER) -> tuple[tuple[str, str, int], ...]:
    """Topic, text, and the number of the voice it was written in, of every example.

    Raises:
        TopicsInvalid: a file is not a table of lists of texts.
    """
    found: list[tuple[str, str, int]] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            for topic, texts in table.items():
                found += [(topic, text, voice(number)) for number, text in enumerate(texts)]
        except (tomllib.TOMLDecodeError, AttributeError, TypeError) as fault:
            raise TopicsInvalid(f"{file.name}: {fault}") from fault
    return tuple(found)


def voice(number: int) -> int:
    """Lists alternate between voices by threes."""
    return number // 3 % 2


def fingerprint(folder: Path = FOLDER) -> str:
    """Hash of the examples."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.toml")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def best(chances: Mapping[str, float], group: str) -> tuple[str, float]:
    """The likeliest topic of a group (``event``), without the group's name, and its chance among all topics.

    Topics of other groups do not count against it where the kind of the message has ruled them out: see :func:`within`.
    """
    own = {name: chance for name, chance in chances.items() if name.startswith(f"{group}.")}
    name = max(own, key=lambda each: own[each])
    return name.partition(".")[2], own[name]


def within(chances: Mapping[str, float], groups: Sequence[str]) -> Mapping[str, float]:
    """The chances where only these groups are possible."""
    own = {n: c for n, c in chances.items() if n.partition(".")[0] in groups}
    whole = sum(own.values())
    return {name: chance / whole for name, chance in own.items()}


@cache
def load(file: Path = FILE) -> Topics:
    """The topics as they ship, or as another file holds them."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        weights, bias = held.get_tensor("weights"), held.get_tensor("bias")
    return Topics(
        names=tuple(json.loads(head["names"])),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        sharpness=float(head["sharpness"]),
        learned_from=head["learned_from"],
    )

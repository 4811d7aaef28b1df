"""Learns ``learned/topics.safetensors``: ``python -m knowledge.topic_training``. Needs torch; seeded and on one thread.

Every figure that is printed is of a voice that the weights under test did not see.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, examples, network_training, standing, topics
from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.learning import Wanted
from knowledge.mentions import without_platforms
from knowledge.network import Network
from knowledge.processes import shared_out
from knowledge.topics import OTHER, Topics
from knowledge.training import encoded, lines, page_lines, read_of

# Of the network, whose form was chosen on 400 situations of hands that wrote no example: .80 are told right so, .68 by the
# directions of the reader and their pairs, .72 without pieces.
UNITS, PLACES = 144, 1 << 13
# What one of two that begin otherwise errs in, the other often does not: their mean is told.
NETWORKS = 2
# Questions of law outnumber every topic; so many of them stand for all.
LAW = 3000
# 1 would let every topic weigh the same, 0 every example.
EVENNESS = 0.3
# What chances are told by is less sure than on the voice left out, whose hand wrote the other half too.
STRANGERS = 0.7
SHARPNESS = tuple(np.geomspace(0.3, 2.0, 30).tolist())


@dataclass(frozen=True, slots=True)
class Taught:
    """Taught texts, a row each: the topic, empty where another thing alone is known; what it is and who sends it; the voice
    that must not be learned from where it is judged (-1: either)."""

    features: Features
    topics: Sequence[str]
    standing: Wanted
    voices: NDArray[np.int64]

    def some(self, rows: NDArray[np.int64]) -> Taught:
        """Some of them."""
        topics = [self.topics[int(n)] for n in rows]
        return Taught(self.features.some(rows), topics, self.standing.some(rows), self.voices[rows])


def learn(written: Taught, seed: int = network_training.SEED) -> Topics:
    """A column a topic, small topics weighing more an example, and then one a standing."""
    names, labels, counts = np.unique(written.topics, return_inverse=True, return_counts=True)
    weight = np.where(names[labels] != "", counts[labels] ** -EVENNESS, 0.0).astype(np.float32)
    # What has no topic is sorted first, and has no column.
    possible = labels[:, None] == np.arange(len(names))[names != ""]
    heads = (Wanted(possible, weight), written.standing)
    network = network_training.learn(written.features, heads, units=UNITS, places=PLACES, seed=seed)
    named = tuple(name for name in names.tolist() if name)
    return Topics(names=named, network=network, sharpness=1.0, learned_from=examples.fingerprint())


def calibrated(apart: Sequence[Topics], written: Taught) -> tuple[float, float]:
    """The sharpness under which chances on the voice left out are truest, and the part told rightly there."""
    told: list[tuple[Vectors, NDArray[np.int64]]] = []
    for left_out, model in enumerate(apart):
        named = np.array([topic != "" for topic in written.topics])
        unseen = written.some(np.flatnonzero((written.voices == left_out) & named))
        own = np.array(list(map(model.names.index, unseen.topics)))
        scores = model.network.scores(unseen.features.rich, unseen.features.pieces)
        told.append((scores[:, : len(model.names)], own))

    def loss(sharpness: float) -> float:
        return sum(float(_surprise(sharpness * scores, own).sum()) for scores, own in told)

    right = np.concatenate([scores.argmax(axis=1) == own for scores, own in told])
    return min(SHARPNESS, key=loss), float(right.mean())


def _surprise(scores: Vectors, own: NDArray[np.int64]) -> Vectors:
    top = scores.max(axis=1)
    whole = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return np.asarray(whole - scores[np.arange(len(own)), own], dtype=np.float32)


def save(model: Topics, sharpness: float) -> None:
    """Write the file that ships."""
    from safetensors.numpy import save_file

    head = {
        "names": json.dumps(model.names),
        "sharpness": str(sharpness),
        "learned_from": model.learned_from,
    }
    save_file(model.network.tensors(), topics.FILE, metadata=head)


def material() -> Taught:
    """Every example, situations of the bank and some questions of law, with their topics; what the reader learns from; and the
    messages on either side of a refusal that the network alone learns from."""
    # A message that is told apart more narrowly since counts as that alone.
    told = list({text: (topic, text, own) for topic, text, own in examples.examples()}.values())
    asked = page_lines()
    told += [(OTHER, line.text, n % 2) for n, line in enumerate(asked[:: max(1, len(asked) // LAW)])]
    kept = lines()
    read = (*(kept[number] for number in read_of(kept)), *bank.border())
    # Of the examples the reader's own lines say what they are.
    rows = (*(Line(text=text, language="", batch="") for _, text, _ in told), *read)
    voices = [*(own for _, _, own in told), *map(_voice, read)]
    texts = [*(text for _, text, _ in told), *(without_platforms(line.text) for line in read)]
    return Taught(
        features=encoded(texts),
        topics=[*(topic for topic, _, _ in told), *("" for _ in read)],
        standing=Wanted(standing.possible(rows), standing.weights(rows)),
        voices=np.array(voices),
    )


def _voice(line: Line) -> int:
    """The voice of an example of a topic, which the reader learns from, too."""
    hand = line.batch.removeprefix(examples.BATCH)
    return int(hand) if hand.isdigit() and line.batch.startswith(examples.BATCH) else -1


def main() -> None:
    """Learn everything anew."""
    written = material()
    seen = (np.flatnonzero(written.voices != left_out) for left_out in (0, 1))
    seeds = (network_training.SEED + number for number in range(NETWORKS))
    works = [partial(learn, written, seed) for seed in seeds]
    models = shared_out([*works, *(partial(learn, written.some(some)) for some in seen)])
    sharpness, right = calibrated(models[NETWORKS:], written)
    network = Network.joined([each.network for each in models[:NETWORKS]])
    save(replace(models[0], network=network), STRANGERS * sharpness)
    sys.stdout.write(
        f"{len(written.topics)} texts; right on the voice left out: {right:.3f}; sharpness {sharpness:.2f}\n"
    )


if __name__ == "__main__":
    main()

"""Learns ``learned/topics.safetensors``: ``python -m knowledge.topic_training``. Needs torch; seeded and on one thread.

Every figure that is printed is of a voice that the weights under test did not see.
"""

import json
import sys
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from knowledge import examples, network_training, topics
from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.processes import shared_out
from knowledge.topics import OTHER, Topics
from knowledge.training import encoded, page_lines

# Of the network, whose form was chosen on 400 situations of hands that wrote no example: .80 are told right so, .68 by the
# directions of the reader and their pairs, .72 without pieces.
UNITS, PLACES = 192, 1 << 13
# Questions of law outnumber every topic; so many of them stand for all.
LAW = 3000
# 1 would let every topic weigh the same, 0 every example.
EVENNESS = 0.3
# What chances are told by is less sure than on the voice left out, whose hand wrote the other half too.
STRANGERS = 0.7
SHARPNESS = tuple(np.geomspace(0.3, 2.0, 30).tolist())


def learn(features: Features, wanted: Sequence[str]) -> Topics:
    """A column a topic, small topics weighing more an example."""
    names, labels, counts = np.unique(wanted, return_inverse=True, return_counts=True)
    weight = np.asarray(counts[labels] ** -EVENNESS, dtype=np.float32)
    network = network_training.learn(features, labels, weight, units=UNITS, places=PLACES)
    return Topics(
        names=tuple(names.tolist()), network=network, sharpness=1.0, learned_from=examples.fingerprint()
    )


def calibrated(
    apart: Sequence[Topics], features: Features, wanted: Sequence[str], voices: NDArray[np.int64]
) -> tuple[float, float]:
    """The sharpness under which chances on the voice left out are truest, and the part told rightly there."""
    told: list[tuple[Vectors, NDArray[np.int64]]] = []
    for left_out, model in enumerate(apart):
        unseen = np.flatnonzero(voices == left_out)
        own = np.array([model.names.index(wanted[int(n)]) for n in unseen])
        seen = features.some(unseen)
        told.append((model.network.scores(seen.rich, seen.pieces), own))

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


def material() -> tuple[Features, list[str], NDArray[np.int64]]:
    """Every example, situations of the bank and some questions of law; their topics; their voices."""
    # A message that is told apart more narrowly since counts as that alone.
    rows = list({text: (topic, text, own) for topic, text, own in examples.examples()}.values())
    lines = page_lines()
    step = max(1, len(lines) // LAW)
    rows += [(OTHER, line.text, number % 2) for number, line in enumerate(lines[::step])]
    voices = np.array([each for _, _, each in rows])
    return encoded([text for _, text, _ in rows]), [topic for topic, _, _ in rows], voices


def main() -> None:
    """Learn everything anew."""
    features, wanted, voices = material()
    seen = [np.flatnonzero(voices != left_out) for left_out in (0, 1)]
    model, *apart = shared_out([
        partial(learn, features, wanted),
        *(partial(learn, features.some(some), [wanted[int(n)] for n in some]) for some in seen),
    ])  # fmt: skip
    sharpness, right = calibrated(apart, features, wanted, voices)
    save(model, STRANGERS * sharpness)
    sys.stdout.write(
        f"{len(wanted)} examples; right on the voice left out: {right:.3f}; sharpness {sharpness:.2f}\n"
    )


if __name__ == "__main__":
    main()

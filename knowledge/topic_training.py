"""Learns ``learned/topics.safetensors``: ``python -m knowledge.topic_training``. Closed form, numpy alone.

Every figure that is printed is of a voice that the weights under test did not see.
"""

import json
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge import examples, topics
from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.topics import OTHER, Topics
from knowledge.training import encoded, page_lines

RIDGE = 1.0
# Questions of law outnumber every topic; so many of them stand for all.
LAW = 3000
# 1 would let every topic weigh the same, 0 every example: between them event, situation and law are told apart evenly.
EVENNESS = 0.8
SHARPNESS = (4.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0)


def learn(dense: Vectors, wanted: Sequence[str], sharpness: float) -> Topics:
    """One column a topic by ridge regression, small topics weighing more an example."""
    names = tuple(sorted(set(wanted)))
    goal = np.array([[float(name == each) for name in names] for each in wanted], dtype=np.float64)
    weight = goal.sum(axis=0)[goal.argmax(axis=1)][:, None] ** (-EVENNESS / 2) * 3.0
    rows = np.hstack([dense, np.ones((len(dense), 1))]).astype(np.float64) * weight
    penalty = RIDGE * np.eye(rows.shape[1])
    penalty[-1, -1] = 0.0
    found = np.linalg.solve(rows.T @ rows + penalty, rows.T @ (goal * weight)).astype(np.float32)
    return Topics(
        names=names,
        weights=found[:-1],
        bias=found[-1],
        sharpness=sharpness,
        learned_from=examples.fingerprint(),
    )


def calibrated(dense: Vectors, wanted: Sequence[str], voices: NDArray[np.int64]) -> tuple[float, float]:
    """The sharpness under which chances on the voice left out are truest, and the part told rightly there."""
    told: list[tuple[Vectors, NDArray[np.int64]]] = []
    for left_out in (0, 1):
        seen, unseen = np.flatnonzero(voices != left_out), np.flatnonzero(voices == left_out)
        model = learn(dense[seen], [wanted[int(n)] for n in seen], 1.0)
        own = np.array([model.names.index(wanted[int(n)]) for n in unseen])
        told.append((dense[unseen] @ model.weights + model.bias, own))

    def loss(sharpness: float) -> float:
        return sum(float(_surprise(sharpness * scores, own).sum()) for scores, own in told)

    right = np.concatenate([scores.argmax(axis=1) == own for scores, own in told])
    return min(SHARPNESS, key=loss), float(right.mean())


def _surprise(scores: Vectors, own: NDArray[np.int64]) -> Vectors:
    top = scores.max(axis=1)
    whole = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return np.asarray(whole - scores[np.arange(len(own)), own], dtype=np.float32)


def save(model: Topics) -> None:
    """Write the file that ships."""
    from safetensors.numpy import save_file

    tensors = {
        "weights": np.ascontiguousarray(model.weights, np.float16),
        "bias": np.ascontiguousarray(model.bias, np.float16),
    }
    head = {
        "names": json.dumps(model.names),
        "sharpness": str(model.sharpness),
        "learned_from": model.learned_from,
    }
    save_file(tensors, topics.FILE, metadata=head)


def material() -> tuple[Features, list[str], NDArray[np.int64]]:
    """Every example, situations of the bank and some questions of law, as features; their topics; their voices."""
    rows = list(examples.examples())
    lines = page_lines()
    step = max(1, len(lines) // LAW)
    rows += [(OTHER, line.text, number % 2) for number, line in enumerate(lines[::step])]
    features = encoded([text for _, text, _ in rows])
    return features, [topic for topic, _, _ in rows], np.array([each for _, _, each in rows])


def main() -> None:
    """Learn everything anew."""
    features, wanted, voices = material()
    sharpness, right = calibrated(features.dense, wanted, voices)
    save(learn(features.dense, wanted, sharpness))
    sys.stdout.write(f"{len(wanted)} examples; right on the voice left out: {right:.3f}\n")


if __name__ == "__main__":
    main()

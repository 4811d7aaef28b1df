"""Learns ``learned/topics.safetensors``: ``python -m knowledge.topic_training``. Closed form, numpy alone.

In the directions that the reader was learned in, so after it. Every figure that is printed is of a voice that the weights under
test did not see.
"""

import json
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge import examples, reader, topics
from knowledge.embedding import Vectors
from knowledge.topics import MIDDLE, OTHER, Topics, paired
from knowledge.training import encoded, page_lines

RIDGE = 0.1
# Of the reader's directions these tell topics apart: of 16,000 examples, whole batches left out, .43 were told right by a linear
# map, .50 by 84 directions and .55 by 128; of situations among themselves .75, .79 and .81. What more examples do: of 200 events
# and situations of a hand left out .39 were told right by these, .47 with 600 more of other hands, .59 with 1,900.
DIRECTIONS = 120
# Questions of law outnumber every topic; so many of them stand for all.
LAW = 3000
# 1 would let every topic weigh the same, 0 every example: between them event, situation and law are told apart evenly.
EVENNESS = 0.8
# What chances are told by is less sure than on the voice left out, whose hand wrote the other half too: by whole batches left out
# the truest sharpness was .8 of that, and on 600 messages of hands that wrote no example .65 kept most answers right.
STRANGERS = 0.7
SHARPNESS = (4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 25.0, 30.0)


def learn(rows: Vectors, wanted: Sequence[str], sharpness: float) -> Topics:
    """One column a topic by ridge regression on directions and their pairs, small topics weighing more an example."""
    names = tuple(sorted(set(wanted)))
    goal = np.array([[float(name == each) for name in names] for each in wanted], dtype=np.float32)
    bias = goal.mean(axis=0)
    weight = goal.sum(axis=0)[goal.argmax(axis=1)][:, None] ** (-EVENNESS / 2) * 3.0
    held = np.hstack([np.full((len(rows), 1), np.sqrt(0.5)), rows, paired(rows)]).astype(np.float32) * weight
    inner = held.T @ held
    inner[np.diag_indices_from(inner)] += RIDGE
    found = np.linalg.solve(inner, held.T @ ((goal - bias) * weight)).astype(np.float32)
    lone = rows.shape[1] + 1
    return Topics(
        names=names,
        bias=bias + found[0] * np.float32(np.sqrt(0.5)),
        lone=found[1:lone],
        pairs=found[lone:],
        sharpness=sharpness,
        learned_from=examples.fingerprint(),
    )


def calibrated(rows: Vectors, wanted: Sequence[str], voices: NDArray[np.int64]) -> tuple[float, float]:
    """The sharpness under which chances on the voice left out are truest, and the part told rightly there."""
    told: list[tuple[Vectors, NDArray[np.int64]]] = []
    for left_out in (0, 1):
        seen, unseen = np.flatnonzero(voices != left_out), np.flatnonzero(voices == left_out)
        model = learn(rows[seen], [wanted[int(n)] for n in seen], 1.0)
        own = np.array([model.names.index(wanted[int(n)]) for n in unseen])
        told.append((model.scores(rows[unseen]), own))

    def loss(sharpness: float) -> float:
        return sum(float(_surprise(sharpness * scores, own).sum()) for scores, own in told)

    right = np.concatenate([scores.argmax(axis=1) == own for scores, own in told])
    return min(SHARPNESS, key=loss), float(right.mean())


def _surprise(scores: Vectors, own: NDArray[np.int64]) -> Vectors:
    top = scores.max(axis=1)
    whole = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return np.asarray(whole - scores[np.arange(len(own)), own], dtype=np.float32)


def save(model: Topics) -> None:
    """Write the file that ships: what pairs say in half a byte each, two of them in one."""
    from safetensors.numpy import save_file

    steps = np.maximum(np.abs(model.pairs).max(axis=0), 1e-9) / (MIDDLE - 1)
    halves = (np.round(model.pairs / steps) + MIDDLE).astype(np.uint8)
    tensors = {
        "bias": np.ascontiguousarray(model.bias, np.float16),
        "lone": np.ascontiguousarray(model.lone, np.float16),
        "halves": np.ascontiguousarray(halves[::2] << 4 | halves[1::2]),
        "steps": np.ascontiguousarray(steps, np.float32),
    }
    head = {
        "names": json.dumps(model.names),
        "sharpness": str(model.sharpness),
        "learned_from": model.learned_from,
    }
    save_file(tensors, topics.FILE, metadata=head)


def material() -> tuple[Vectors, list[str], NDArray[np.int64]]:
    """Every example, situations of the bank and some questions of law, in directions; their topics; their voices."""
    # A message that is told apart more narrowly since counts as that alone.
    rows = list({text: (topic, text, own) for topic, text, own in examples.examples()}.values())
    lines = page_lines()
    step = max(1, len(lines) // LAW)
    rows += [(OTHER, line.text, number % 2) for number, line in enumerate(lines[::step])]
    features = encoded([text for _, text, _ in rows])
    voices = np.array([each for _, _, each in rows])
    return reader.load().directed(features.rich, DIRECTIONS), [topic for topic, _, _ in rows], voices


def main() -> None:
    """Learn everything anew."""
    rows, wanted, voices = material()
    sharpness, right = calibrated(rows, wanted, voices)
    save(learn(rows, wanted, STRANGERS * sharpness))
    sys.stdout.write(
        f"{len(wanted)} examples; right on the voice left out: {right:.3f}; sharpness {sharpness:g}\n"
    )


if __name__ == "__main__":
    main()

"""What more written messages are worth: ``python -m tests.benchmarks.curve`` (encodes and learns, some minutes).

The small batches are left out together, each another hand's, and asked of rankers that learned from the pages and from a
share of the other batches, drawn by seed. The weights that join the channels come from the other batches left out.
"""

import sys

import numpy as np

from knowledge import training
from knowledge.learning import PAGES, Numbers
from knowledge.left_out import Material, answers, asked_of, learn
from knowledge.mentions import without_platforms

SHARES = (1 / 8, 1 / 4, 1 / 2, 1.0)
SEED = 20261127


def drawn(material: Material, left_out: set[str], share: float) -> Numbers:
    """The numbers of the pages' lines and of a share of every other batch."""
    draw = np.random.default_rng(SEED).random(len(material.lines))
    kept = [
        line.batch not in left_out and (line.batch.startswith(PAGES) or lot < share)
        for line, lot in zip(material.lines, draw.tolist(), strict=True)
    ]
    return np.flatnonzero(kept)


def main() -> None:
    """Print the curve."""
    kept = training.lines()
    material = training.material(kept, training.encoded([without_platforms(line.text) for line in kept]))
    left_out = material.together[0]
    for share in SHARES:
        rows = drawn(material, left_out, share)
        folds = asked_of(material, learn(material, rows), left_out)
        found = answers(folds, material.sections)
        written = sum(not material.lines[n].batch.startswith(PAGES) for n in rows)
        told = [f"{share:.3f} of the bank, {written} lines:"]
        for language in ("en", "zh"):
            own = [one for one in folds if one.language == language]
            ranks = [
                np.argsort(np.argsort(-found[one.batch]))[np.arange(len(one.owner)), one.owner] for one in own
            ]
            rank = np.concatenate(ranks)
            told += [language, *(f"{(rank < depth).mean():.3f}" for depth in (1, 3, 5)), f"of {len(rank)}"]
        sys.stdout.write(" ".join(told) + "\n")


if __name__ == "__main__":
    main()

"""What each head of the reader should say of the written messages."""

from collections.abc import Sequence

import numpy as np

from knowledge import standing
from knowledge.bank import Line
from knowledge.learning import Wanted
from knowledge.reader import ASPECT, LABELS, QUESTIONS, STANDING, YES_NO


def targets(kept: Sequence[Line]) -> dict[str, Wanted]:
    """What each head should say of every line; a line that nobody labelled counts nothing."""
    found = {STANDING: Wanted(standing.possible(kept), standing.weights(kept))}
    labels = {
        ASPECT: [line.aspect for line in kept],
        YES_NO: [_flag(line.yes_no, "no", "yes") for line in kept],
        QUESTIONS: [_flag(line.several, "one", "several") for line in kept],
    }
    for head, said in labels.items():
        possible = np.array([[label == each for label in LABELS[head]] for each in said], dtype=bool)
        weight = np.asarray(possible.any(axis=1), dtype=np.float32)
        if head == QUESTIONS:
            few = possible[:, 1]
            weight[few] *= (weight.sum() / max(few.sum(), 1)) ** standing.RARITY
        found[head] = Wanted(possible, weight)
    return found


def _flag(said: bool | None, no: str, yes: str) -> str:
    return {True: yes, False: no, None: ""}[said]

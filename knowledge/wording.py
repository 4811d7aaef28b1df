"""What the wording of a text says for each section: naive Bayes over hashed pieces, counted from all that was written.

McCallum and Nigam 1998, each piece once a text. Counted when the index is built, so that a page added later brings its
own wording.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import BITS

Table = NDArray[np.float16]
# How many pieces of the general wording every section is thought to hold besides its own.
SMOOTHING = 50.0


def counted(pieces: Sequence[NDArray[np.int64]], owner: Sequence[int], sections: int) -> Table:
    """A row a piece, a column a section: by how much the piece speaks for the section, in logs."""
    counts = np.zeros((sections, 1 << BITS), dtype=np.float32)
    for places, number in zip(pieces, owner, strict=True):
        counts[number, places] += 1.0
    general = counts.sum(axis=0) + 1.0
    general /= general.sum()
    held = SMOOTHING / (counts.sum(axis=1) + SMOOTHING)
    # A piece that a section never holds says the same as any other that it never holds.
    table = np.empty(counts.T.shape, dtype=np.float16)
    table[:] = np.log(held)
    section, place = np.nonzero(counts)
    spoken = counts[section, place] / (SMOOTHING * general[place]) + 1.0
    table[place, section] = np.log(held[section] * spoken)
    return table


def spoken_for(table: Table, pieces: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
    """A row a text, a column a section: the mean of what its pieces say."""
    rows = [
        table[places].astype(np.float32).mean(axis=0)
        if len(places)
        else np.zeros(table.shape[1], dtype=np.float32)
        for places in pieces
    ]
    return np.vstack(rows)

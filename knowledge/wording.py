"""What the wording of a text says for each section: naive Bayes over hashed pieces, counted from all that was written.

McCallum and Nigam 1998, each piece once a text. Counted when the index is built, so that a page added later brings its
own wording.
"""

from __future__ import annotations

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
    for places, section in zip(pieces, owner, strict=True):
        counts[section, places] += 1.0
    general = counts.sum(axis=0) + 1.0
    general /= general.sum()
    whole = counts.sum(axis=1, keepdims=True)
    table = np.log((counts + SMOOTHING * general) / (whole + SMOOTHING)) - np.log(general)
    return np.ascontiguousarray(table.T, dtype=np.float16)


def spoken_for(table: Table, pieces: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
    """A row a text, a column a section: the mean of what its pieces say."""
    rows = [
        table[places].astype(np.float32).mean(axis=0)
        if len(places)
        else np.zeros(table.shape[1], dtype=np.float32)
        for places in pieces
    ]
    return np.vstack(rows)

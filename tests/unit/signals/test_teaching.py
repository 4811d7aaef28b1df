"""What is learnt from the same listings is the same, whatever the process that learns it."""

from __future__ import annotations

import os
import subprocess
import sys

_TAUGHT = """
import hashlib, io
from dataclasses import replace
from itertools import islice
from tests.benchmarks import teach
from tests.benchmarks.corpus import DATA, read

shelves = [replace(each, rows=each.rows[::8]) for each in islice(read(DATA / "listings_written", "last"), 8)]
taught, packed = teach.teach(shelves, teach.prior_weights()), [io.BytesIO(), io.BytesIO()]
teach.pack(taught.pieces, taught.kinds, packed[0])
teach.pack_examples(teach.examples(taught), packed[1])
read_from = [each.tobytes() for each in (taught.on.words.indices, taught.on.clues.indices)]
assert len(taught.pieces) > 100 and len(taught.kinds) > 100
print(hashlib.sha256(b"".join([*read_from, *(each.getvalue() for each in packed)])).hexdigest())
print(teach.as_toml(taught.weights))
"""


def test_two_processes_with_other_hashes_learn_the_same_to_the_last_bit() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", _TAUGHT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] != ""

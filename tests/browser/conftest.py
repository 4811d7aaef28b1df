"""A state whose guidance index is built once for all browser tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def guidance_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory; the first demo in it builds the index, later ones find it."""
    return tmp_path_factory.mktemp("demo")

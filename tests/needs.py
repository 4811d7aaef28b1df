"""Outside programs a test cannot do without."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest


def program(name: str, install: str) -> str:
    """The path of a program; where it is missing the test is skipped with the line that installs it.

    With MARQUE_TEST_ALL=1 nothing may be skipped, so a missing program fails the test instead.
    """
    path = shutil.which(name)
    if path:
        return path
    lacks(name, install)
    return ""


def library(name: str, install: str) -> None:
    """Skips, or with MARQUE_TEST_ALL=1 fails, a test whose library of an extra is missing."""
    if find_spec(name) is None:
        lacks(name, install)


def from_npm(package: str, folder: Path) -> Path:
    """The folder below which npm put a pinned package, outside the repository."""
    npm = program("npm", "install Node.js 20 or later")
    folder.mkdir(parents=True, exist_ok=True)
    asked = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", package]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        lacks(package, f"make npm reach its registry: {done.stderr.strip()[-300:]}")
    return folder / "node_modules"


def lacks(name: str, install: str) -> None:
    """Skips the test, or with MARQUE_TEST_ALL=1 fails it, for want of this."""
    message = f"{name} is not installed; to run this test: {install}"
    if os.environ.get("MARQUE_TEST_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)

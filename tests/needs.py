"""Outside programs a test cannot do without."""

import os
import shutil
from importlib.util import find_spec

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


def lacks(name: str, install: str) -> None:
    """Skips the test, or with MARQUE_TEST_ALL=1 fails it, for want of this."""
    message = f"{name} is not installed; to run this test: {install}"
    if os.environ.get("MARQUE_TEST_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)

"""Outside programs a test cannot do without."""

import os
import shutil

import pytest


def program(name: str, install: str) -> str:
    """The path of a program; where it is missing the test is skipped with the line that installs it.

    With MARQUE_TEST_ALL=1 nothing may be skipped, so a missing program fails the test instead.
    """
    path = shutil.which(name)
    if path:
        return path
    message = f"{name} is not installed; to run this test: {install}"
    if os.environ.get("MARQUE_TEST_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)

"""A state whose guidance index is built once for all browser tests."""

import fcntl
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.patience import patient_slack as patient_slack


@pytest.fixture(scope="session")
def guidance_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory with its index. The first of the processes that run tests builds it, the others copy it: that takes
    seconds of all they have."""
    home = tmp_path_factory.mktemp("demo")
    with (tmp_path_factory.getbasetemp().parent / "guidance.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        Library(home).opened()
    return home

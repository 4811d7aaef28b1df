"""A crashed worker of pytest-xdist ends the run. In a room of its own: a small run loads nothing else."""

from typing import Any

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker of pytest-xdist that crashes ends the run, which names its test: what replaces one is given the same test
    again, and in the end the run waits for ever."""
    if error:
        node.config.pluginmanager.getplugin("dsession").shouldstop = f"a worker crashed: {error}"

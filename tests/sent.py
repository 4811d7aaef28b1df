"""What the bots of a run sent to Slack, held against Slack's own types once, when every process that ran tests is done."""

import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.elsewhere import Payloads, faults

SENT = Payloads()
"""What the bots of all scenarios of this process sent."""
_SENT, _FOUND = pytest.StashKey[dict[str, str]](), pytest.StashKey[list[str]]()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Keep what a worker of pytest-xdist hands over."""
    if sent := getattr(node, "workeroutput", {}).get("sent"):
        node.config.stash.setdefault(_SENT, {})[node.gateway.id] = sent


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what was sent, or where all of it is: let strict TypeScript, with Slack's own types, find nothing in it. One
    compiler for all processes: it reads the types for longer than what was sent."""
    config, sent = session.config, SENT.module if SENT else ""
    if (output := getattr(config, "workeroutput", None)) is not None:
        output["sent"] = sent
        return
    every = config.stash.get(_SENT, {}) | ({"here": sent} if sent else {})
    if not every:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="marque-sent-") as folder:
            told = [each for found in faults(Path(folder), **every).values() for each in found]
    except pytest.skip.Exception as lacking:
        config.stash[_FOUND] = [f"not looked at: {lacking}"]
        return
    except pytest.fail.Exception as lacking:
        told = [str(lacking)]
    if told:
        config.stash[_FOUND] = told
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tell what was found, behind what failed."""
    if found := config.stash.get(_FOUND, []):
        terminalreporter.section("what was sent to Slack, by Slack's own types")
        for each in found:
            terminalreporter.line(each)

"""A Slack that waits for a slow machine, for tests whose seconds are the machine's own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from slack_bolt.listener import thread_runner
from slack_sdk.socket_mode.builtin import client, connection
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from bot.playground import delivery, tickets
from bot.slack import directory, ear, lines, poster, whoami, worklist
from bot.slack.web import server
from bot.store import inbox

PATIENCE, BOLTS = 30, 3
OURS = (
    (worklist, "TRIGGER_SECONDS"), (inbox, "WAIT"), (poster, "HASTY_TIMEOUT"), (poster, "TIMEOUT"), (directory, "ASKING"),
    (whoami, "ASKING"), (lines, "ASKING"), (lines, "DEAD_AFTER"), (server, "SILENT_SECONDS"),
    (ear, "LONGEST"),
)  # fmt: skip
"""What of the bot gives up after a few seconds."""


@contextmanager
def patience(acknowledged: float = PATIENCE) -> Iterator[None]:
    """Windows may open late, answers and commits come late, and what is not acknowledged fails after so many seconds. So
    it does for Bolt, which by itself waits for three, and looks every ten milliseconds: most of what thousands would take.
    """
    bolts = SimpleNamespace(
        time=lambda: time.time() - (acknowledged - BOLTS), sleep=lambda seconds: time.sleep(seconds / 20)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tickets, "TRIGGER_SECONDS", PATIENCE)
        for module, name in OURS:
            patch.setattr(module, name, PATIENCE)
        patch.setattr(delivery, "ACK_SECONDS", acknowledged)
        patch.setattr(thread_runner, "time", bolts)
        patch.setattr(connection, "_parse_handshake_response", _shaken(connection._parse_handshake_response))
        patch.setattr(client, "IntervalRunner", _Prompt)
        yield


class _Prompt(IntervalRunner):
    """A line's reader that begins with the line: by itself it looks every tenth of a second whether there is one, which most
    tests would spend waiting."""

    def __init__(self, target: Callable[[], None], interval_seconds: float = 0.1) -> None:
        reads = getattr(target, "__name__", "") == "_run_current_session"
        super().__init__(target, 0.005 if reads else interval_seconds)


def _shaken(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """How a line's handshake is read, which the library waits three seconds for; one that fails it leaves open."""

    def patient(line: Any) -> Any:
        before = line.gettimeout()
        line.settimeout(PATIENCE)
        try:
            answer = read(line)
        except OSError:
            line.close()
            raise
        if answer[0] == HTTPStatus.SWITCHING_PROTOCOLS:
            line.settimeout(before)
        else:
            line.close()
        return answer

    return patient


@pytest.fixture(scope="module", autouse=True)
def patient_slack() -> Iterator[None]:
    """Slack's three seconds are tried where the clock is the test's own. Elsewhere a machine that stalls is no fault."""
    with patience():
        yield

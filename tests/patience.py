"""A Slack that waits for a slow machine, for tests whose seconds are the machine's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.playground import delivery, tickets
from bot.slack import directory, identity, lines, poster, worklist
from bot.slack.web import server
from bot.store import inbox

PATIENCE = 30
OURS = (
    (worklist, "TRIGGER_SECONDS"), (inbox, "WAIT"), (poster, "HASTY_TIMEOUT"), (directory, "ASKING"), (identity, "ASKING"),
    (lines, "ASKING"), (lines, "DEAD_AFTER"), (server, "SILENT_SECONDS"),
)  # fmt: skip
"""What of the bot gives up after a few seconds."""


@contextmanager
def patience(acknowledged: float = PATIENCE) -> Iterator[None]:
    """Windows may open late, answers and commits come late, and what is not acknowledged fails after so many seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tickets, "TRIGGER_SECONDS", PATIENCE)
        for module, name in OURS:
            patch.setattr(module, name, PATIENCE)
        patch.setattr(delivery, "ACK_SECONDS", acknowledged)
        yield


@pytest.fixture(scope="module", autouse=True)
def patient_slack() -> Iterator[None]:
    """Slack's three seconds are tried where the clock is the test's own. Elsewhere a machine that stalls is no fault."""
    with patience():
        yield

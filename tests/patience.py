"""A Slack that waits for a slow machine, for tests whose seconds are the machine's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.playground import delivery, tickets
from bot.slack import worklist

PATIENCE = 30.0


@contextmanager
def patience(acknowledged: float = PATIENCE) -> Iterator[None]:
    """Windows may open late, and what is not acknowledged fails after so many seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tickets, "TRIGGER_SECONDS", PATIENCE)
        patch.setattr(worklist, "TRIGGER_SECONDS", PATIENCE)
        patch.setattr(delivery, "ACK_SECONDS", acknowledged)
        yield


@pytest.fixture(scope="module", autouse=True)
def patient_slack() -> Iterator[None]:
    """Slack's three seconds are tried where the clock is the test's own. Elsewhere a machine that stalls is no fault."""
    with patience():
        yield

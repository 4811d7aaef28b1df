"""The trail of a workspace verifies."""

from __future__ import annotations

from bot.domain.audit import Act
from bot.services.audit import AuditTrail
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock


def test_an_untouched_trail_verifies(store: MemoryStore, clock: HandClock) -> None:
    with store.unit() as unit:
        for number in range(5):
            unit.audit.append(
                Act(who=MEI, what="case.noted", subject="C-000001", details={"n": number}), clock()
            )
    found = AuditTrail(store).verify()
    assert (found.entries, list(found.faults)) == (5, [])

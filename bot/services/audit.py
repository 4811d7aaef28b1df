"""The audit trail, read back and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.audit import ChainFault, faults
from bot.repositories import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How many entries were read, and where the chain breaks."""

    entries: int
    faults: Sequence[ChainFault]


class AuditTrail:
    """Verifies the chain of one workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verify(self) -> Verification:
        """Re-compute every link."""
        with self._store.unit() as unit:
            entries = list(unit.audit.entries())
        return Verification(entries=len(entries), faults=faults(entries))

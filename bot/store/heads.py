"""Heads of the audit trail, written down in a file beside the database: who cuts the trail has to cut this too, and Slack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.audit import AuditHead


class HeadFile:
    """A line a day: the moment, and the head as ``number:hash``. Lines of other forms are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, head: AuditHead, at: datetime) -> None:
        """Write one down."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{at.isoformat()} {head}\n")

    def all(self) -> Sequence[AuditHead]:
        """Those written down, oldest first."""
        if not self._path.is_file():
            return ()
        found = []
        for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found.append(AuditHead.parse(line.rpartition(" ")[2]))
            except ValueError:
                continue
        return found

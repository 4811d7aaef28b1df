"""The heads of the audit chain, a line each time that it is looked at and has moved, in a file beside the database, so that a
cut end is missed."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.audit import AuditHead


class HeadFile:
    """A line a head: the moment, and the head as ``number:hash``. Lines of other forms are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, head: AuditHead, at: datetime) -> None:
        """Write one down, to last: after this a failing power supply takes it away no more. A line that a kill broke off
        stays one by itself."""
        with self._path.open("a+b") as file:
            broken = file.tell() and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
            file.write(f"{chr(10) if broken else ''}{at.isoformat()} {head}\n".encode())
            file.flush()
            os.fsync(file.fileno())

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

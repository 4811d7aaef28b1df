"""The folder of captured files, as retention sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """A :class:`bot.ports.FileShelf` on the evidence folder."""

    folder: Path

    def remove(self, paths: Iterable[str]) -> None:
        """Remove the files, and folders that are empty then."""
        for path in paths:
            file = self.folder / path
            file.unlink(missing_ok=True)
            if file.parent != self.folder and file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()

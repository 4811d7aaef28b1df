"""A folder that vendors drop files into: each content is read once, and only when it has been written to its end."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.domain.errors import SourceUnavailable
from bot.ports import Clock

SETTLED = 20.0
"""Seconds without a change after which a file counts as written to its end."""

DONE, BROKEN = "done", "unread"
_PARTIAL = {".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp"}


class Drop:
    """The folder, and the contents that were taken from it (by SHA-256, in ``memory``, a file of the team's state).

    ``move`` puts a file that was read into ``done/``, one that could not be into ``unread/``; ``remember`` leaves all
    where they are, for folders that belong to somebody else.
    """

    def __init__(self, folder: Path, memory: Path, take: Literal["move", "remember"], clock: Clock) -> None:
        self._folder, self._memory, self._take, self._clock = folder, memory, take, clock

    def ready(self) -> Iterator[tuple[Path, str]]:
        """Files to be read, oldest first, each with the hash to hand back to :meth:`taken`.

        Raises:
            SourceUnavailable: there is no such folder.
        """
        if not self._folder.is_dir():
            raise SourceUnavailable(str(self._folder), "there is no such folder")
        known = self._known()
        for path in sorted(self._files(), key=lambda each: (each.stat().st_mtime, each.name)):
            if not self._settled(path) or self._stamp(path) in known:
                continue
            digest = _sha256(path)
            if digest in known:
                self.taken(path, digest)  # the same content under another name: not read again
            else:
                known.add(digest)
                yield path, digest

    def taken(self, path: Path, digest: str, *, whole: bool = True) -> None:
        """Never read this content again; ``whole``: it could be read."""
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        with self._memory.open("a", encoding="utf-8") as handle:
            handle.write(f"{digest}\n{self._stamp(path)}\n")
        if self._take == "move":
            target = self._folder / (DONE if whole else BROKEN)
            target.mkdir(exist_ok=True)
            os.replace(path, _free(target / path.name, digest))  # noqa: PTH105  # Path.replace says the same

    def _files(self) -> Iterator[Path]:
        for path in self._folder.iterdir():
            if (
                path.is_file()
                and not path.name.startswith((".", "~"))
                and path.suffix.lower() not in _PARTIAL
            ):
                yield path

    def _settled(self, path: Path) -> bool:
        changed = datetime.fromtimestamp(path.stat().st_mtime, self._clock().tzinfo)
        return (self._clock() - changed).total_seconds() >= SETTLED

    def _stamp(self, path: Path) -> str:
        """A file that was read and has not changed since: known without hashing it again."""
        stat = path.stat()
        return f"{path.name}|{stat.st_size}|{stat.st_mtime_ns}"

    def _known(self) -> set[str]:
        try:
            return set(self._memory.read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return set()


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _free(target: Path, digest: str) -> Path:
    """The name itself, or with part of the hash where another file has it."""
    return target if not target.exists() else target.with_name(f"{target.stem}-{digest[:12]}{target.suffix}")

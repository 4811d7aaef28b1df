"""A drop folder for vendors' files: each content is imported once, and only when it has been written to its end."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.domain.errors import SourceUnavailable
from bot.ports import Clock, Unreadable

SETTLED = 20.0
"""Seconds without a change after which a file counts as written to its end."""

DONE, BROKEN = "done", "unread"
_PARTIAL = {".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedFile:
    """A file to be read: the hash of its content, and the stamp it had when that was taken."""

    path: Path
    digest: str
    stamp: str


class Drop:
    """The folder, and the contents that were taken from it (by SHA-256, in ``memory``, a file of the team's state).

    ``move`` puts a file that was read into ``done/``, one that could not be into ``unread/``; ``remember`` leaves all
    where they are, for folders that belong to somebody else.
    """

    def __init__(self, folder: Path, memory: Path, take: Literal["move", "remember"], clock: Clock) -> None:
        self._folder, self._memory, self._take, self._clock = folder, memory, take, clock

    def ready(self) -> Iterator[DroppedFile | Unreadable]:
        """Files to be read, oldest first; as unreadable those that cannot be opened, which are tried again.

        Raises:
            SourceUnavailable: there is no such folder, or it cannot be read.
        """
        known = self._known()
        for path in self._files():
            try:
                if self._leads_out(path):
                    yield Unreadable(
                        line=0, reason="it is a link that leads out of the folder", file=str(path)
                    )
                    continue
                stamp = self._stamp(path)
                if not self._settled(path) or (stamp in known and self._take == "remember"):
                    continue
                found = DroppedFile(path=path, digest=_sha256(path), stamp=stamp)
            except FileNotFoundError:
                continue  # renamed or taken away since the folder was read: the next look sees it under its name
            except OSError as fault:
                yield Unreadable(line=0, reason=fault.strerror or "it cannot be opened", file=str(path))
                continue
            if found.digest in known:
                self.taken(found)  # the same content under another name: not read again
            else:
                known.add(found.digest)
                yield found

    def taken(self, found: DroppedFile, *, whole: bool = True) -> None:
        """Never read this content again; ``whole``: it could be read. One that could not is read again where somebody
        moves it back. A file that has changed since it was found is left to the next look.

        Raises:
            SourceUnavailable: it cannot be moved away, or remembered.
        """
        try:
            if self._stamp(found.path) != found.stamp:
                return
            if whole or self._take == "remember":
                self._memory.parent.mkdir(parents=True, exist_ok=True)
                with self._memory.open("a", encoding="utf-8") as handle:
                    # Begins anew: a process that was killed may have left the last line half written.
                    handle.write(f"\n{found.digest}\n{found.stamp}\n")
            if self._take == "move":
                target = self._folder / (DONE if whole else BROKEN)
                target.mkdir(exist_ok=True)
                os.replace(found.path, _free(target / found.path.name, found.digest))  # noqa: PTH105  # Path.replace says the same
        except FileNotFoundError:
            return  # somebody took it away in the meantime
        except OSError as fault:
            raise SourceUnavailable(
                str(self._folder),
                "{file} was read and cannot be put aside: {fault}; let Marque write there, or set take = “remember”",
                file=found.path.name,
                fault=fault.strerror,
            ) from fault

    def _files(self) -> list[Path]:
        """Oldest first."""
        dated = []
        try:
            if not self._folder.is_dir():
                raise SourceUnavailable(str(self._folder), "there is no such folder")
            for path in self._folder.iterdir():
                with suppress(FileNotFoundError):
                    if _is_feed(path):
                        dated.append((path.stat().st_mtime, path.name, path))
        except OSError as fault:
            raise SourceUnavailable(str(self._folder), fault.strerror or "it cannot be read") from fault
        return [path for _, _, path in sorted(dated)]

    def _settled(self, path: Path) -> bool:
        """Not changed for a while; nor just now by a clock that runs ahead of ours."""
        changed = datetime.fromtimestamp(path.stat().st_mtime, self._clock().tzinfo)
        return abs((self._clock() - changed).total_seconds()) >= SETTLED

    def _stamp(self, path: Path) -> str:
        """A file that was read and has not changed since: known without hashing it again."""
        stat = path.stat()
        return f"{path.name}|{stat.st_size}|{stat.st_mtime_ns}"

    def _known(self) -> set[str]:
        try:
            return set(self._memory.read_text(encoding="utf-8", errors="replace").splitlines())
        except FileNotFoundError:
            return set()
        except OSError as fault:
            why = "what was taken before is not known: {fault}"
            told = f"{self._memory}: {fault.strerror}"
            raise SourceUnavailable(str(self._folder), why, fault=told) from fault

    def _leads_out(self, path: Path) -> bool:
        """Who may drop files here may not have others of this machine read."""
        return path.is_symlink() and not path.resolve().is_relative_to(self._folder.resolve())


def _is_feed(path: Path) -> bool:
    name = path.name
    return path.is_file() and not name.startswith((".", "~")) and path.suffix.lower() not in _PARTIAL


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _free(target: Path, digest: str) -> Path:
    """The name itself, or with part of the hash where another file has it."""
    return target if not target.exists() else target.with_name(f"{target.stem}-{digest[:12]}{target.suffix}")

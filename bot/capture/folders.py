"""What lies in the folder of evidence beside captures: files handed in, licences that a person read; and what retention
takes out of it.
"""

import mimetypes
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from pydantic import TypeAdapter

from bot.capture.page import MANIFEST, Bag, seal, stamps_over
from bot.capture.stamps import Stamper
from bot.domain.evidence import Evidence
from bot.domain.licences import LicenceReading

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFolder:
    """Writes into ``folder/<evidence id>/`` (see :class:`bot.services.casework.handed.HandedKeeper`)."""

    folder: Path
    stamper: Stamper

    def keep(self, evidence: Evidence, files: Sequence[tuple[str, bytes]]) -> Evidence:
        """The record with its files, renamed: a name from outside is never a path of ours, nor taken for a capture's."""
        bag = Bag(self.folder / evidence.evidence_id)
        for number, (name, content) in enumerate(files, 1):
            suffix = PurePath(name).suffix.lower()
            suffix = suffix if _ENDING.fullmatch(suffix) else ".bin"
            media_type = mimetypes.types_map.get(suffix, "application/octet-stream")
            bag.keep(f"handed-{number}{suffix}", media_type, content)
        return seal(bag, evidence, self.stamper)

    def stamped(self, evidence: Evidence) -> Evidence:
        """The record with the stamps that authorities give now; as it is where none does."""
        manifest = self.folder / evidence.evidence_id / MANIFEST
        if not manifest.is_file():
            return evidence
        bag = Bag(manifest.parent)
        stamps = stamps_over(manifest.read_bytes(), bag, self.stamper)
        return evidence.stamped(tuple(bag.files), stamps)


_READING = TypeAdapter(LicenceReading)
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFolder:
    """Writes into ``folder/<evidence id>/`` (see :class:`bot.ports.LicenceKeeper`)."""

    folder: Path
    stamper: Stamper

    def keep(
        self, evidence: Evidence, reading: LicenceReading, picture: tuple[str, bytes] | None
    ) -> Evidence:
        """The record with its files; without a picture that part is named as not taken."""
        bag = Bag(self.folder / evidence.evidence_id)
        bag.keep("licence.json", "application/json", _READING.dump_json(reading, indent=1))
        if picture is None:
            bag.failed.append(("licence picture", "the person who read the page added none"))
        else:
            suffix = PurePath(picture[0]).suffix.lower()
            media_type = _PICTURES.get(suffix, "application/octet-stream")
            bag.keep(f"licence-picture{suffix or '.bin'}", media_type, picture[1])
        return seal(bag, evidence, self.stamper)


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

"""Keeps what a person handed in as evidence: the files as they came, and a manifest of who said what they show."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.capture.page import Bag, seal
from bot.capture.stamps import Stamper
from bot.domain.evidence import Evidence

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

"""Keeps what a person read on a seller's licence page as evidence: the reading, their picture of it, a manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from pydantic import TypeAdapter

from bot.capture.page import Bag, seal
from bot.capture.stamps import Stamper
from bot.domain.evidence import Evidence
from bot.domain.licences import LicenceReading

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

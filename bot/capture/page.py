"""Captures a listing: its record, page, pictures and a screenshot, each with its SHA-256, and a manifest of all.

A part that fails is named in the manifest with the reason; the capture goes on without it.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from bot.domain.errors import CaptureFailed, Outside, ProgramMissing
from bot.domain.evidence import Evidence, EvidenceFile
from bot.domain.ids import EvidenceId
from bot.domain.listings import Listing
from bot.net import Fetched, Guarded

MOST_PICTURES = 9
_LISTING = TypeAdapter(Listing)

Screenshot = Callable[[str], bytes]
"""Takes the address of a page, gives a PNG of the whole page. Raises CaptureFailed or ProgramMissing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCapturer:
    """Takes evidence into ``folder/<evidence id>/``."""

    fetcher: Guarded
    folder: Path
    screenshot: Screenshot

    def capture(self, listing: Listing, evidence_id: EvidenceId, at: datetime) -> Evidence:
        """Capture the listing; what cannot be taken is in ``failed``."""
        bag = _Bag(self.folder / evidence_id)
        bag.keep("record.json", "application/json", _LISTING.dump_json(listing, indent=1))
        self._page(listing, bag)
        for number, picture in enumerate(listing.images[:MOST_PICTURES], start=1):
            self._picture(number, picture, bag)
        manifest = {
            "evidence_id": evidence_id,
            "listing_id": listing.listing_id,
            "url": listing.url,
            "captured_at": at.isoformat(),
            "files": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in bag.files],
            "failed": [{"part": part, "reason": reason} for part, reason in bag.failed],
        }
        bag.keep(
            "manifest.json", "application/json", json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        )
        return Evidence(
            evidence_id=evidence_id,
            listing_id=listing.listing_id,
            url=listing.url,
            captured_at=at,
            files=tuple(bag.files),
            failed=tuple(bag.failed),
        )

    def _page(self, listing: Listing, bag: _Bag) -> None:
        try:
            answer = self.fetcher.get(listing.url)
        except Outside as failure:
            bag.failed += [("page", str(failure)), ("screenshot", "the page could not be fetched")]
            return
        if answer.status != 200:
            bag.failed.append(("page", f"the site answered {answer.status}"))
        bag.keep("page.html", answer.media_type or "text/html", answer.body)
        bag.keep("page-headers.json", "application/json", _headers(answer))
        try:
            bag.keep("screenshot.png", "image/png", self.screenshot(listing.url))
        except (CaptureFailed, ProgramMissing) as failure:
            bag.failed.append(("screenshot", str(failure)))

    def _picture(self, number: int, picture: str, bag: _Bag) -> None:
        try:
            body, media_type = self._load(picture)
        except (Outside, OSError) as failure:
            bag.failed.append((f"picture {number}", str(failure)))
            return
        suffix = mimetypes.guess_extension(media_type) or ".bin"
        bag.keep(f"picture-{number}{suffix}", media_type, body)

    def _load(self, picture: str) -> tuple[bytes, str]:
        if picture.startswith(("http://", "https://")):
            answer = self.fetcher.get(picture)
            if answer.status != 200 or not answer.media_type.startswith("image/"):
                raise CaptureFailed(
                    "picture", f"the site answered {answer.status} with {answer.media_type or 'no type'}"
                )
            return answer.body, answer.media_type
        path = Path(picture)
        return path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"


@dataclass(slots=True)
class _Bag:
    folder: Path
    files: list[EvidenceFile] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, name: str, media_type: str, body: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        relative = f"{self.folder.name}/{name}"
        self.files.append(
            EvidenceFile(name=name, path=relative, media_type=media_type, sha256=digest, size=len(body))
        )


def _headers(answer: Fetched) -> bytes:
    facts = {"url": answer.url, "status": answer.status, "headers": answer.headers}
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def verify(evidence: Evidence, folder: Path) -> list[str]:
    """What no longer agrees with the record: a sentence for each file changed or gone. Empty: all intact."""
    found = []
    for file in evidence.files:
        path = folder / file.path
        if not path.is_file():
            found.append(f"{file.name} is gone")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            found.append(f"{file.name} was changed")
    return found

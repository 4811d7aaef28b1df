"""Captures a listing as evidence: its record, page, pictures and a screenshot, each with its SHA-256, and a manifest.

A part that fails is named in the manifest with the reason; the capture goes on without it.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cryptography.x509 import Certificate
from pydantic import TypeAdapter

from bot.capture.recording import Fetch, Recorder, warc
from bot.capture.roots import fault_of
from bot.capture.stamps import Stamper
from bot.domain.errors import CaptureFailed, Outside, ProgramMissing
from bot.domain.evidence import STAMP_PART, Evidence, EvidenceFile, Stamp
from bot.domain.ids import EvidenceId
from bot.domain.listings import Listing
from bot.net.guarded import AGENT, Fetched, Guarded
from bot.services.assessment.pictures import picture_file
from bot.signals.pictures.pixels import NoPicture, fault

MOST_PICTURES = 9
MANIFEST = "manifest.json"
_LISTING = TypeAdapter(Listing)

Screenshot = Callable[[str, Fetch], bytes]
"""Takes the address of a page and the way to fetch; gives a PNG of the whole page. Raises CaptureFailed, ProgramMissing."""

Prove = Callable[[bytes], bytes | None]
"""Takes a picture; gives a PNG of it beside the genuine one it was made from, or None where it was made from none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCapturer:
    """Takes evidence into ``folder/<evidence id>/``; ``stamper`` has the manifest time-stamped.

    A picture made from a genuine one is kept twice: as it is, and as ``match-N.png`` with what agrees drawn.
    """

    fetcher: Guarded
    folder: Path
    screenshot: Screenshot
    stamper: Stamper | None = None
    prove: Prove | None = None

    def capture(self, listing: Listing, evidence_id: EvidenceId, at: datetime) -> Evidence:
        """Capture the listing; what cannot be taken is in ``failed``."""
        bag, recorder = Bag(self.folder / evidence_id), Recorder(self.fetcher.get)
        bag.keep("record.json", "application/json", _LISTING.dump_json(listing, indent=1, exclude={"prints"}))
        self._page(listing, bag, recorder)
        for number, picture in enumerate(listing.images[:MOST_PICTURES], start=1):
            self._picture(number, picture, bag, recorder)
        if recorder.fetched:
            bag.keep("archive.warc.gz", "application/warc", warc(recorder, at, AGENT))
        return seal(
            bag,
            Evidence(evidence_id=evidence_id, listing_id=listing.listing_id, url=listing.url, captured_at=at),
            self.stamper,
        )

    def _page(self, listing: Listing, bag: Bag, recorder: Recorder) -> None:
        try:
            answer = recorder(listing.url)
        except Outside as failure:
            bag.failed += [("page", str(failure)), ("screenshot", "the page could not be fetched")]
            return
        if answer.status != 200:
            bag.failed.append(("page", f"the site answered {answer.status}"))
        bag.keep("page.html", answer.media_type or "text/html", answer.body)
        bag.keep("page-headers.json", "application/json", _headers(answer))
        if answer.certificate:
            bag.keep("certificate.der", "application/pkix-cert", answer.certificate)
        elif answer.url.startswith("https:"):
            bag.failed.append(("certificate", "the connection did not give it"))
        try:
            bag.keep("screenshot.png", "image/png", self.screenshot(listing.url, recorder))
        except (CaptureFailed, ProgramMissing) as failure:
            bag.failed.append(("screenshot", str(failure)))

    def _picture(self, number: int, picture: str, bag: Bag, recorder: Recorder) -> None:
        try:
            body, media_type = _load(picture, recorder)
        except (Outside, NoPicture) as failure:
            bag.failed.append((f"picture {number}", str(failure)))
            return
        suffix = mimetypes.guess_extension(media_type) or ".bin"
        bag.keep(f"picture-{number}{suffix}", media_type, body)
        if why := fault(body):
            bag.failed.append((f"comparison of picture {number}", str(why)))
            return
        drawn = self.prove(body) if self.prove else None
        if drawn is not None:
            bag.keep(f"match-{number}.png", "image/png", drawn)


def seal(bag: Bag, evidence: Evidence, stamper: Stamper | None) -> Evidence:
    """Write the manifest of what is in the bag, have it time-stamped, and complete the record."""
    manifest = {
        "evidence_id": evidence.evidence_id,
        "kind": evidence.kind,
        "listing_id": evidence.listing_id,
        "url": evidence.url,
        "captured_at": evidence.captured_at.isoformat(),
        **(
            {"by": evidence.by, "shows": evidence.shows, "note": evidence.note, "purchase": evidence.purchase}
            if evidence.by_hand
            else {}
        ),
        "files": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in bag.files],
        "failed": [{"part": part, "reason": reason} for part, reason in bag.failed],
    }
    body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    bag.keep(MANIFEST, "application/json", body)
    stamps = stamps_over(body, bag, stamper)
    return replace(evidence, files=tuple(bag.files), failed=tuple(bag.failed), stamps=stamps)


def stamps_over(body: bytes, bag: Bag, stamper: Stamper | None) -> tuple[Stamp, ...]:
    """What each authority attests of the manifest, kept in the bag; one that fails is named there."""
    stamps = []
    for number, authority in enumerate(stamper.authorities if stamper else (), start=1):
        name = f"manifest-{number}.tsr"
        try:
            stamped = stamper.stamp(authority, body, name) if stamper else None
        except CaptureFailed as failure:
            bag.failed.append((STAMP_PART, str(failure.why)))
            continue
        if stamped is not None:
            bag.keep(name, "application/timestamp-reply", stamped.answer)
            stamps.append(stamped.stamp)
    return tuple(stamps)


def _load(picture: str, recorder: Recorder) -> tuple[bytes, str]:
    if picture.startswith(("http://", "https://")):
        answer = recorder(picture)
        if answer.status != 200 or not answer.media_type.startswith("image/"):
            raise CaptureFailed(
                "picture",
                "the site answered {status} with {media_type}",
                status=answer.status,
                media_type=answer.media_type or "no type",
            )
        return answer.body, answer.media_type
    path = Path(picture)
    return picture_file(path), mimetypes.guess_type(path.name)[0] or "application/octet-stream"


@dataclass(slots=True)
class Bag:
    """The folder of one capture as it fills: files with their hashes, and the parts that failed."""

    folder: Path
    files: list[EvidenceFile] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, name: str, media_type: str, body: bytes) -> None:
        """Write the file and remember its hash and size."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        relative = f"{self.folder.name}/{name}"
        self.files.append(
            EvidenceFile(name=name, path=relative, media_type=media_type, sha256=digest, size=len(body))
        )


def _headers(answer: Fetched) -> bytes:
    facts = {
        "url": answer.url,
        "address": answer.address,
        "status": answer.status,
        "headers": answer.headers,
        "certificate_sha256": hashlib.sha256(answer.certificate).hexdigest() if answer.certificate else "",
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def verify(evidence: Evidence, folder: Path, trusted: Sequence[Certificate]) -> list[str]:
    """What no longer agrees with the record: a sentence for each file changed or gone, each stamp that does
    not hold under the ``trusted`` roots. Empty: all intact."""
    found, bodies = [], dict[str, bytes]()
    for file in evidence.files:
        path = folder / file.path
        if not path.is_file():
            found.append(f"{file.name} is gone")
            continue
        bodies[file.name] = path.read_bytes()
        if hashlib.sha256(bodies[file.name]).hexdigest() != file.sha256:
            found.append(f"{file.name} was changed")
    for stamp in evidence.stamps:
        if stamp.file in bodies and MANIFEST in bodies:
            fault = fault_of(bodies[stamp.file], bodies[MANIFEST], trusted)
            if fault:
                found.append(f"the time stamp {stamp.file} does not hold: {fault}")
    return found

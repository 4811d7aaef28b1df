"""The evidence bundle: one zip for a case: every capture, the list, the audit trail, sealed so that any change shows.

::

    index.json          every file below with its SHA-256 and size, in order
    evidence-list.xlsx  序号 证据名称 证明目的 来源 页码
    case.json           the case, its listings and the record of each capture
    evidence/E-…/…      the captured files, as they were taken
    audit.ndjson        the whole audit chain: acts on this case in full, all others as their hashes
    seal.json           the hashes of index and audit
    seal-N.tsr          RFC 3161 time stamps over the seal, where an authority is configured

Members are stored uncompressed, in this order, with one fixed date, so the archive is a pure function of its
members: checking writes it again and compares byte by byte, and sees a change anywhere, also outside members.
Whoever can rewrite everything at once is stopped by the time stamp and by the act in the state's audit trail.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from cryptography.x509 import Certificate

from bot.capture.checking import AUDIT, CASE, FORMAT, INDEX, LIST, SEAL, Checking, as_json, measured, pack
from bot.capture.exhibits import evidence_list
from bot.capture.page import verify
from bot.capture.stamps import Stamper
from bot.domain.audit import AuditEntry
from bot.domain.bundles import Bound, BundleContents, BundleReport, SealedBundle
from bot.domain.compositions import Annex
from bot.domain.errors import CaptureFailed
from bot.domain.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipBinder:
    """Makes and checks evidence zips; captured files are in ``folder`` (see :class:`bot.ports.Binder`)."""

    folder: Path
    stamper: Stamper
    trusted: Callable[[], Sequence[Certificate]]

    def check_capture(self, evidence: Evidence) -> list[str]:
        """What of a capture no longer agrees with its record, a sentence each."""
        return verify(evidence, self.folder, self.trusted())

    def bind(self, contents: BundleContents) -> Bound:
        """The index and, in its order, what it speaks of. A captured file that is gone is left out of both:
        the manifest beside it still names it, so the check says that it is missing."""
        case = {
            "format": FORMAT,
            "case": contents.case,
            "listings": contents.listings,
            "evidence": contents.evidence,
            "purchases": contents.purchases,
            "list": contents.exhibits,
            "grades": contents.grades,
        }
        members: list[tuple[str, bytes | Path]] = [(LIST, _list(contents.exhibits)), (CASE, as_json(case))]
        for evidence in contents.evidence:
            paths = ((f"evidence/{file.path}", self.folder / file.path) for file in evidence.files)
            members += [(name, path) for name, path in paths if path.is_file()]
        members += [(f"papers/{name}", path) for name, path in contents.papers]
        rows = [{"name": name, "sha256": digest, "size": size} for name, digest, size in measured(members)]
        index = as_json({"format": FORMAT, "case_id": contents.case.case_id, "files": rows})
        return Bound(case_id=contents.case.case_id, index=index, members=tuple(members))

    def write(
        self, bound: Bound, audit: Iterable[tuple[AuditEntry, bool]], target: Path, at: datetime
    ) -> SealedBundle:
        """Write the archive; ``audit`` says of each entry whether its act is shown."""
        lines = b"".join(as_json(_audit_line(entry, shown=shown)) + b"\n" for entry, shown in audit)
        seal = as_json(
            {
                "format": FORMAT,
                "case_id": bound.case_id,
                "made_at": at.isoformat(),
                "index_sha256": bound.sha256,
                "audit_sha256": hashlib.sha256(lines).hexdigest(),
            }
        )
        stamps, failed = self._stamped(seal)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + ".part")
        pack(unfinished, [(INDEX, bound.index), *bound.members, (AUDIT, lines), (SEAL, seal), *stamps])
        unfinished.replace(target)
        return SealedBundle(seal_sha256=hashlib.sha256(seal).hexdigest(), unstamped=failed)

    def check(self, file: Path) -> BundleReport:
        """Everything in the archive checked again: bytes, order, seal, audit chain, manifests, time stamps."""
        try:
            with ZipFile(file) as archive:
                return Checking(file, archive, self.trusted()).report()
        except (BadZipFile, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError) as fault:
            return BundleReport(faults=(f"{file.name} cannot be read as an archive: {fault}",))

    def _stamped(self, seal: bytes) -> tuple[list[tuple[str, bytes]], tuple[str, ...]]:
        stamps, failed = [], []
        for number, authority in enumerate(self.stamper.authorities, start=1):
            name = f"seal-{number}.tsr"
            try:
                stamps.append((name, self.stamper.stamp(authority, seal, name).answer))
            except CaptureFailed as failure:
                failed.append(str(failure.why))
        return stamps, tuple(failed)


def _list(exhibits: Sequence[Annex]) -> bytes:
    return evidence_list(exhibits)


def _audit_line(entry: AuditEntry, *, shown: bool) -> dict[str, object]:
    act = asdict(entry.act) if entry.act and shown else None
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "act": act,
        "salt": entry.salt if act else None,
        "payload_hash": entry.payload_hash,
        "previous": entry.previous,
        "hash": entry.hash,
    }

"""Verifying a bundle: whether it was changed since, by its own list of hashes, its seal and its trail; one altered byte shows."""

import filecmp
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cryptography.x509 import Certificate
from pydantic import TypeAdapter

from bot.capture.page import MANIFEST
from bot.capture.roots import fault_of
from bot.domain.audit import Act, AuditEntry, faults
from bot.domain.bundles import BundleReport
from bot.domain.ids import CaseId, PersonId

FORMAT = "marque-evidence/1"


INDEX, AUDIT, SEAL, LIST, CASE = "index.json", "audit.ndjson", "seal.json", "evidence-list.xlsx", "case.json"

_DATE = (1980, 1, 1, 0, 0, 0)

_ANY: TypeAdapter[Any] = TypeAdapter(object)

Members = Sequence[tuple[str, bytes | Path]]


def pack(target: Path, members: Members) -> None:
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, body in members:
            info = ZipInfo(name, _DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            if isinstance(body, Path):
                info.file_size = body.stat().st_size
                with archive.open(info, "w") as into, body.open("rb") as source:
                    shutil.copyfileobj(source, into)
            else:
                info.file_size = len(body)
                with archive.open(info, "w") as into:
                    into.write(body)


def measured(members: Members) -> Iterator[tuple[str, str, int]]:
    for name, body in members:
        if isinstance(body, Path):
            with body.open("rb") as source:
                yield name, hashlib.file_digest(source, "sha256").hexdigest(), body.stat().st_size
        else:
            yield name, hashlib.sha256(body).hexdigest(), len(body)


def as_json(value: object) -> bytes:
    """Canonical JSON: sorted keys, no blanks, so that one content has one writing."""
    plain = _ANY.dump_python(value, mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(slots=True)
class Checking:
    file: Path
    archive: ZipFile
    trusted: Sequence[Certificate]
    faults: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)

    def report(self) -> BundleReport:
        seal, index = self._parsed(SEAL), self._parsed(INDEX)
        rows = self._rows(index)
        self._files(rows)
        self._sealed(seal)
        entries = self._audit()
        self._manifests(rows)
        self._stamps()
        self._container()
        return BundleReport(
            case_id=CaseId(str(seal.get("case_id", ""))),
            made_at=str(seal.get("made_at", "")),
            index_sha256=str(seal.get("index_sha256", "")),
            seal_sha256=hashlib.sha256(as_json(seal)).hexdigest(),
            head=entries[-1].hash if entries else "",
            files=len(rows),
            audit_entries=len(entries),
            stamps=tuple(self.stamps),
            faults=tuple(dict.fromkeys(self.faults)),
        )

    def _read(self, name: str) -> bytes | None:
        try:
            if self.archive.getinfo(name).compress_type != ZIP_STORED:
                # Not read either: what is small in the archive may be endless outside it.
                self.faults.append(f"{name} was changed: it is compressed")
                return None
            return self.archive.read(name)
        except KeyError:
            self.faults.append(f"{name} is missing")
        except (
            BadZipFile,
            OSError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            UnicodeDecodeError,
        ) as fault:
            self.faults.append(f"{name} was changed or damaged: {fault}")
        return None

    def _parsed(self, name: str) -> dict[str, Any]:
        body = self._read(name)
        if body is None:
            return {}
        try:
            found = json.loads(body)
        except ValueError:
            found = None
        if not isinstance(found, dict) or as_json(found) != body:
            self.faults.append(f"{name} was changed")
        return found if isinstance(found, dict) else {}

    def _rows(self, index: dict[str, Any]) -> dict[str, str]:
        try:
            return {str(row["name"]): str(row["sha256"]) for row in index.get("files", [])}
        except (KeyError, TypeError):
            self.faults.append(f"{INDEX} was changed")
            return {}

    def _files(self, rows: dict[str, str]) -> None:
        names = self.archive.namelist()
        stamps = [name for name in names if name.startswith("seal-") and name.endswith(".tsr")]
        wanted = [INDEX, *rows, AUDIT, SEAL, *stamps]
        self.faults += [f"{name} was added" for name in names if name not in wanted]
        if names != wanted and sorted(names) == sorted(wanted):
            self.faults.append("the members stand in another order than the index says")
        for name, digest in rows.items():
            body = self._read(name)
            if body is not None and hashlib.sha256(body).hexdigest() != digest:
                self.faults.append(f"{name} was changed")

    def _sealed(self, seal: dict[str, Any]) -> None:
        for name, key in ((INDEX, "index_sha256"), (AUDIT, "audit_sha256")):
            body = self._read(name)
            if body is not None and hashlib.sha256(body).hexdigest() != seal.get(key):
                self.faults.append(f"{name} was changed: the seal has another hash")

    def _audit(self) -> list[AuditEntry]:
        lines = (self._read(AUDIT) or b"").splitlines()
        try:
            entries = [_entry(json.loads(line)) for line in lines]
        except (ValueError, KeyError, TypeError, AttributeError):
            self.faults.append(f"{AUDIT} was changed: a line is no entry")
            return []
        self.faults += [f"audit entry {fault.number}: {fault.fault}" for fault in faults(entries)]
        return entries

    def _manifests(self, rows: dict[str, str]) -> None:
        """Each capture's own manifest names its files too: one that was dropped from the archive shows here."""
        for name in [n for n in rows if n.endswith(f"/{MANIFEST}")]:
            folder, body = name.removesuffix(MANIFEST), self._read(name)
            try:
                listed = {f["name"]: f["sha256"] for f in json.loads(body or b"{}").get("files", [])}
            except (ValueError, KeyError, TypeError, AttributeError):
                self.faults.append(f"{name} was changed")
                continue
            for member, digest in listed.items():
                if rows.get(folder + member) != digest:
                    self.faults.append(f"{folder}{member} is not the file that its manifest names")

    def _stamps(self) -> None:
        for name in self.archive.namelist():
            if not name.endswith(".tsr"):
                continue
            over = SEAL if name.startswith("seal-") else name.rpartition("/")[0] + f"/{MANIFEST}"
            answer, data = self._read(name), self._read(over)
            if answer is None or data is None:
                continue
            fault = fault_of(answer, data, self.trusted)
            if fault:
                self.faults.append(f"the time stamp {name} does not hold: {fault}")
            else:
                self.stamps.append(name)

    def _container(self) -> None:
        if self.faults:
            return
        with tempfile.TemporaryDirectory() as folder:
            again = Path(folder) / "again.zip"
            pack(again, [(name, self._read(name) or b"") for name in self.archive.namelist()])
            if not filecmp.cmp(self.file, again, shallow=False):
                self.faults.append("the archive was changed outside its members")


def _entry(line: dict[str, Any]) -> AuditEntry:
    act = line["act"]
    told = act and Act(
        who=PersonId(act["who"]), what=act["what"], subject=act["subject"], details=act["details"]
    )
    return AuditEntry(
        number=int(line["number"]),
        at=datetime.fromisoformat(line["at"]),
        act=told or None,
        salt=line["salt"],
        payload_hash=str(line["payload_hash"]),
        previous=str(line["previous"]),
        hash=str(line["hash"]),
    )

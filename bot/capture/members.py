"""The files in a bundle: their names, and how each is packed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pydantic import TypeAdapter

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

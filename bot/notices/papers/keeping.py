"""Files made once: the same content again is no change, another content under the same name is refused."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.drafts import DraftFile
from bot.domain.errors import NotPossible

_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
EPOCH = (1980, 1, 1, 0, 0, 0)


def steady(package: bytes, at: datetime, parts: Mapping[str, bytes] | None = None) -> bytes:
    """An Office file that depends on its content alone: fixed times inside, entries in their order.

    ``parts`` replace entries of the package by name.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            body = (parts or {}).get(entry.filename) or source.read(entry)
            if entry.filename == "docProps/core.xml":
                body = _STAMPS.sub(rb"\g<1>" + stamp + rb"\g<2>", body)
            info = zipfile.ZipInfo(entry.filename, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, body)
    return out.getvalue()


def keep(path: Path, content: bytes, *, role: str, language: str = "") -> DraftFile:
    """Write the file unless it is there already.

    Raises:
        NotPossible: it is there with another content, or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_new(path, content)
    except OSError as fault:
        why = fault.strerror or "it failed"
        raise NotPossible(
            "cannot write {file}", why, "name another folder, or make room", file=path
        ) from fault
    return DraftFile(path=str(path), role=role, language=language, sha256=hashlib.sha256(content).hexdigest())


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        if not path.is_file() or path.read_bytes() != content:
            raise NotPossible(
                path.name, "a file of this name was made before, with another content", "make a new version"
            ) from None

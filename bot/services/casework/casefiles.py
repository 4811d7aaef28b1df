"""A case as one file: everything on record about it, as JSON, a workbook, or a zip with its papers."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter

from bot.domain.audit import Act
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId, PersonId
from bot.ports import Clock
from bot.repositories import Store

FORMATS = ("zip", "json", "xlsx")
Table = tuple[str, Sequence[Sequence[str]]]
"""A sheet: its name, and its rows, the first being the heads."""


class TableWriter(Protocol):
    """Makes a workbook of sheets in which no cell can act as a formula."""

    def __call__(self, sheets: Sequence[Table]) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What is on record: plain values for JSON, sheets for a workbook, papers by their name in the zip."""

    record: dict[str, object]
    sheets: tuple[Table, ...]
    papers: tuple[tuple[str, Path], ...]


class CaseFiles:
    """Writes cases to files. ``workbook`` makes the .xlsx."""

    def __init__(self, store: Store, workbook: TableWriter, folder: Path, clock: Clock) -> None:
        self._store, self._workbook, self._folder, self._clock = store, workbook, folder, clock

    def write(self, case_id: CaseId, out: Path | None = None, *, by: PersonId) -> Path:
        """Write the case to ``out`` (``.zip``, ``.json`` or ``.xlsx``; default a zip in the state) and say where.

        Raises:
            UnknownThing
            WrongInput: the file cannot be written, or its ending names no format.
        """
        path = out or self._folder / f"{case_id}-{self._clock():%Y%m%d-%H%M%S}.zip"
        kind = path.suffix.lstrip(".").lower()
        if kind not in FORMATS:
            raise WrongInput("{path} ends in none of {endings}", path=path, endings=", ".join(FORMATS))
        file = self._gather(case_id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(path, kind, file, self._workbook)
        except OSError as fault:
            raise WrongInput("{file} cannot be written: {fault}", file=path, fault=fault.strerror) from fault
        with self._store.unit() as unit:
            details: dict[str, object] = {"format": kind}
            unit.audit.append(
                Act(who=by, what="case.exported", subject=case_id, details=details), self._clock()
            )
        return path

    def _gather(self, case_id: CaseId) -> CaseFile:
        with self._store.unit() as unit:
            case = unit.cases.need(case_id)
            entries = unit.case_listings.page(case_id)
            drafts = unit.drafts.of_case(case_id)
            clocks = [each for each in unit.deadlines.all() if each.case_id == case_id]
            talks = unit.contacts.latest(case_id=case_id, limit=1_000)
            acts = [entry for entry in unit.audit.about(case_id) if entry.act is not None]
        timeline = [
            {"at": e.at, "who": e.act.who, "what": e.act.what, "details": dict(e.act.details)}
            for e in acts
            if e.act
        ]
        record: dict[str, object] = {
            "case": asdict(case),
            "spent": dict(case.spent),
            "listings": [asdict(entry) for entry in entries],
            "drafts": [
                {
                    "draft_id": d.draft_id,
                    "kind": d.request.kind,
                    "version": d.version,
                    "status": d.status.value,
                }
                for d in drafts
            ],
            "deadlines": [asdict(clock) for clock in clocks],
            "contacts": [asdict(talk) for talk in talks],
            "timeline": timeline,
        }
        plain = TypeAdapter(dict[str, object]).dump_python(record, mode="json")
        papers = [(f"{d.draft_id}/{Path(f.path).name}", Path(f.path)) for d in drafts for f in d.files]
        return CaseFile(record=plain, sheets=_sheets(plain), papers=tuple(papers))


def _put(path: Path, kind: str, file: CaseFile, workbook: TableWriter) -> None:
    text = json.dumps(file.record, ensure_ascii=False, indent=1).encode()
    if kind == "json":
        path.write_bytes(text)
    elif kind == "xlsx":
        path.write_bytes(workbook(file.sheets))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("case.json", text)
            archive.writestr("case.xlsx", workbook(file.sheets))
            for name, paper in file.papers:
                if paper.is_file():
                    archive.write(paper, name)


def _sheets(record: dict[str, object]) -> tuple[Table, ...]:
    found = []
    for name in ("listings", "drafts", "deadlines", "contacts", "timeline"):
        rows = record[name]
        assert isinstance(rows, list)
        heads = list(rows[0]) if rows else ["–"]
        body = [[_cell(row.get(head)) for head in heads] for row in rows]
        found.append((name, [heads, *body]))
    return tuple(found)


def _cell(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)

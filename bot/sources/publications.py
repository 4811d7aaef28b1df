"""Published trademark applications from a file: JSON, NDJSON or CSV, with English or CNIPA's Chinese column names."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.errors import WrongInput
from bot.domain.publications import Publication
from bot.ports import Unreadable

MOST_BYTES = 500_000_000
_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "application_number", "reg_no", "申请号", "申请/注册号", "注册号", "申请号/注册号"),
    "mark": ("mark", "name", "trademark", "title", "商标名称", "商标"),
    "applicant": (
        "applicant",
        "applicant_name",
        "申请人",
        "申请人名称",
        "申请人名称（中文）",
        "申请人名称(中文)",
    ),
    "classes": ("classes", "class", "nice_class", "int_cls", "国际分类", "类别", "类号", "国际分类号"),
    "published_on": (
        "published_on",
        "publication_date",
        "ann_date",
        "初审公告日期",
        "初步审定公告日期",
        "公告日期",
    ),
    "issue": ("issue", "ann_num", "初审公告期号", "公告期号", "期号"),
    "goods": ("goods", "goods_services", "商品/服务", "商品/服务项目", "商品服务"),
}
_DATE = re.compile(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})")


def read_publications(file: Path) -> Iterator[Publication | Unreadable]:
    """The publications of a file; a row that lacks number, mark or date is named and the rest is read.

    Raises:
        WrongInput: the file cannot be read, or is neither JSON nor CSV.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise WrongInput("{file} is larger than {most} bytes", file=file, most=f"{MOST_BYTES:,}")
        body = file.read_bytes()
    except OSError as fault:
        raise WrongInput("{file} cannot be read: {fault}", file=file, fault=fault.strerror) from fault
    for line, row in _rows(_text(body, file), file):
        try:
            yield _publication(row)
        except ValueError as fault:
            yield Unreadable(line=line, reason=str(fault), file=str(file))


def _text(body: bytes, file: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongInput("{file} is in neither UTF-8 nor GB18030; save it as UTF-8", file=file)


def _rows(text: str, file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    start = text.lstrip()[:1]
    if start not in {"[", "{"}:
        yield from enumerate(csv.DictReader(io.StringIO(text)), start=2)
        return
    try:
        whole = json.loads(text)
        rows = whole if isinstance(whole, list) else [whole]
    except ValueError:
        rows = [_line(number, line, file) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise WrongInput(
                "{file}, row {number} is no object; write one JSON object a row", file=file, number=number
            )
        yield number, row


def _line(number: int, line: str, file: Path) -> Any:
    try:
        return json.loads(line)
    except ValueError as fault:
        raise WrongInput(
            "{file}, line {number} is no JSON: {fault}", file=file, number=number, fault=fault
        ) from fault


def _publication(row: Mapping[str, Any]) -> Publication:
    told = {field: _field(row, names) for field, names in _NAMES.items()}
    lacking = [field for field in ("number", "mark", "published_on") if not told[field]]
    if lacking:
        raise ValueError(f"it has no {' and no '.join(lacking)}")
    return Publication(
        number=told["number"],
        mark=told["mark"],
        applicant=told["applicant"],
        classes=tuple(
            int(found) for found in re.findall(r"\d{1,2}", told["classes"]) if 1 <= int(found) <= 45
        ),
        published_on=_day(told["published_on"]),
        issue=told["issue"],
        goods=told["goods"],
    )


def _field(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = row.get(name)
        if value not in (None, ""):
            return " ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
    return ""


def _day(text: str) -> date:
    found = _DATE.match(text)
    if not found:
        raise ValueError(f"“{text}” is no date; write it as 2026-11-13")
    try:
        return date(*map(int, found.groups()))
    except ValueError as fault:
        raise ValueError(f"“{text}” is no date: {fault}") from fault

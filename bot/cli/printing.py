"""How a command shows a result: as JSON, as a table, in a file."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from bot.cli.context import said
from bot.domain.errors import WrongInput
from bot.domain.sentences import sentence

out = Console(highlight=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """One JSON document on standard output; dates, decimals and records become plain values, sentences their English."""
    from pydantic import TypeAdapter

    plain: Any = TypeAdapter(object).dump_python(value, mode="json")
    sys.stdout.write(json.dumps(_spoken(plain), ensure_ascii=False) + "\n")


def print_table(*columns: str, rows: Iterable[Iterable[object]], title: str | None = None) -> None:
    """Rows under their columns: text from outside as it is, words of ours without underscores, – where there is nothing."""
    from rich.table import Table

    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*map(_cell, row))
    out.print(table)


def _cell(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    return "–" if value is None else said(value) if isinstance(value, date) else escape(str(value))


def in_json(as_json: bool, value: object) -> bool:
    """Print it as JSON where that was asked for; whether it was."""
    if as_json:
        print_json(value)
    return as_json


def _spoken(value: Any) -> Any:
    if isinstance(value, list):
        return [_spoken(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"key", "facts"}:
        return str(sentence(value["key"], **{name: _spoken(fact) for name, fact in value["facts"]}))
    return {name: _spoken(each) for name, each in value.items()}


def write_file(target: Path, body: bytes) -> None:
    try:
        target.write_bytes(body)
    except OSError as fault:
        raise WrongInput("{file} cannot be written: {fault}", file=target, fault=fault.strerror) from fault

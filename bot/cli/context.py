"""What every command shares: settings, the desk, and how results and errors are shown."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from bot.domain.errors import WrongInput
from bot.domain.ids import PersonId
from bot.domain.moments import china_time, day_of
from bot.domain.sentences import Sentence, sentence
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services.answering.questions import Questions
    from bot.services.desk import Desk

out = Console(highlight=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)

AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON for machines, and nothing else, on standard output.")
]


@dataclass(slots=True)
class _Overrides:
    home: Path | None = None
    language: Literal["en", "zh"] | None = None


overrides = _Overrides()


@cache
def settings() -> Settings:
    """The settings, with ``--home`` and ``--lang`` applied.

    Raises:
        WrongInput: a setting cannot be read; names it.
    """
    try:
        given = Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0]).upper()
        shown = name if name == "PORT" or name.startswith(("SLACK_", "MARQUE_")) else f"MARQUE_{name}"
        raise WrongInput(
            "the setting {name} cannot be used: {fault}", name=shown, fault=first["msg"]
        ) from fault
    home = overrides.home.expanduser().absolute() if overrides.home else given.home
    language = overrides.language or given.interface_language
    return given.model_copy(update={"home": home, "interface_language": language})


@contextmanager
def desk() -> Iterator[Desk]:
    """The desk on this machine's state; what it holds open is closed on leaving."""
    from bot.bootstrap import build

    with build(settings()) as built:
        yield built.desk


@contextmanager
def questions() -> Iterator[Questions]:
    """What answers questions, on this machine's state."""
    from bot.asking import asking

    with asking(settings()) as found:
        yield found


def me() -> PersonId:
    """Who acts from the command line: ``cli:<os user>``, who can never approve."""
    return PersonId(f"cli:{getpass.getuser()}")


def day(text: str | None) -> date | None:
    """A date option.

    Raises:
        WrongInput: not a date.
    """
    if text is None:
        return None
    try:
        return day_of(text)
    except ValueError:
        raise WrongInput("“{text}” is no date; write it as 2027-01-01", text=text) from None


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


def _language() -> str:
    try:
        return settings().interface_language
    except WrongInput:  # it is what is to be told
        return "en"


def said(on: date) -> str:
    """A day as that language writes it, of a moment with China's hour; JSON keeps the digits."""
    from bot.words.book import day

    if not isinstance(on, datetime):
        return day(on, _language())
    china = china_time(on)
    return f"{day(china.date(), _language())} {china:%H:%M}"


def told(reason: Sentence) -> str:
    """A sentence for whoever sits at the terminal, in the language of ``--lang`` or ``MARQUE_INTERFACE_LANGUAGE``."""
    if (language := _language()) == "en":
        return str(reason)
    from bot.words.book import load_words  # no other command pays for the words
    from bot.words.telling import tell

    return tell(reason, load_words(language))


def write_file(target: Path, body: bytes) -> None:
    try:
        target.write_bytes(body)
    except OSError as fault:
        raise WrongInput("{file} cannot be written: {fault}", file=target, fault=fault.strerror) from fault

"""What every command shares: settings (and what is told of one with a bad value), the desk, how results and errors are shown."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from pydantic import ValidationError

from bot.domain.errors import WrongInput
from bot.domain.ids import PersonId
from bot.domain.moments import china_time, day_of
from bot.domain.sentences import Sentence
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services.answering.questions import Questions
    from bot.services.desk import Desk


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
    """Who acts from the command line: ``cli:<os user>``, who can never approve; by number where a container knows no name."""
    try:
        return PersonId(f"cli:{getpass.getuser()}")
    except (KeyError, OSError):
        return PersonId(f"cli:{os.getuid()}")


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

"""Notes to admins and refusals in the reader's language, by their English sentences.

A sentence is read back into its facts, and those are told in the reader's language; one that no shape fits stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.words.book import Words

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class _Shape:
    read: re.Pattern[str]
    told: str


@dataclass(frozen=True, slots=True)
class _Tables:
    parts: Mapping[str, Sequence[_Shape]]
    known: Mapping[str, Mapping[str, str]]
    loose: frozenset[str]


def note(text: str, words: Words) -> str:
    """A note to admins or a refusal, line by line, for readers of these words; a line that no shape fits stays."""
    tables = _tables(words.language)
    if tables is None:
        return text
    shapes = [*tables.parts["note"], *tables.parts["refusal"]]
    return "\n".join(_told(line, shapes, tables) or line for line in text.split("\n"))


def cause(text: str, words: Words) -> str:
    """Why a source, a server or Slack could not be used, for readers of these words; a server's own words stay."""
    tables = _tables(words.language)
    shapes = [*tables.parts["cause"], *tables.parts["note"]] if tables else []
    return _told(text, shapes, tables) or text if tables else text


def _told(sentence: str, shapes: Sequence[_Shape], tables: _Tables) -> str:
    """The sentence told anew by the first shape that fits with all its parts; empty where none does."""
    for shape in shapes:
        found = shape.read.fullmatch(sentence)
        if found is None:
            continue
        facts = {slot: _part(slot, value, tables) for slot, value in found.groupdict().items()}
        if None not in facts.values():
            return shape.told.format(**facts)
    return ""


def _part(slot: str, value: str, tables: _Tables) -> str | None:
    """A fact as it is told; None where it is none of what the slot may hold."""
    if slot in tables.known:
        return tables.known[slot].get(value)
    if slot in tables.parts:
        return _told(value, tables.parts[slot], tables) or (value if slot in tables.loose else None)
    return value


@cache
def _tables(language: str) -> _Tables | None:
    """The shapes of a language; None for English, in which the sentences are written."""
    if language == "en":
        return None
    raw, more = (_read(f"{name}_{language}.toml") for name in ("reasons", "refusals"))
    known: Mapping[str, Mapping[str, str]] = raw["known"]
    parts = {**more["parts"], **raw["parts"], "note": [*raw["parts"]["note"], *more["parts"]["note"]]}
    return _Tables(
        parts={name: [_shape(each, known) for each in shapes] for name, shapes in parts.items()},
        known=known,
        loose=frozenset(more["loose"]),
    )


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("bot.words").joinpath(name).read_text(encoding="utf-8"))


def _shape(written: Mapping[str, Any], known: Mapping[str, Mapping[str, str]]) -> _Shape:
    """A sentence with slots as a pattern. What a slot may hold is checked later; an empty one only where it may."""
    pieces = _SLOT.split(str(written["en"]))
    pattern = "".join(
        _group(piece, known) if number % 2 else re.escape(piece) for number, piece in enumerate(pieces)
    )
    return _Shape(read=re.compile(pattern, re.DOTALL), told=str(written["zh"]))


def _group(slot: str, known: Mapping[str, Mapping[str, str]]) -> str:
    if slot in known:
        longest_first = sorted(known[slot], key=len, reverse=True)
        return f"(?P<{slot}>{'|'.join(map(re.escape, longest_first))})"
    return f"(?P<{slot}>.+?)"

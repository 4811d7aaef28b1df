"""Frozen records to JSON text and back, exactly: Decimal, date, datetime, tuples and enums survive."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from bot.domain.sentences import Sentence, read

Record = TypeVar("Record")


class Codec(Generic[Record]):
    """Reads and writes one kind of record. Fields added later read as their default in older rows."""

    def __init__(self, kind: type[Record]) -> None:
        _resolve_types(kind)
        self._adapter: TypeAdapter[Record] = TypeAdapter(kind)

    def text(self, record: Record) -> str:
        """The record as JSON."""
        return self._adapter.dump_json(record).decode()

    def record(self, text: str) -> Record:
        """The record back.

        Raises:
            pydantic.ValidationError: the row was written by something else.
        """
        return self._adapter.validate_json(text)


def _sentence(_: type[Sentence], source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """Older rows hold the text of a sentence; it is read as one without facts."""
    return core_schema.no_info_before_validator_function(
        lambda held: read(held) if isinstance(held, str) else held, handler(source)
    )


Sentence.__get_pydantic_core_schema__ = classmethod(_sentence)  # type: ignore[attr-defined]  # the domain knows no pydantic

_codecs: dict[type[Any], Codec[Any]] = {}


def codec(kind: type[Record]) -> Codec[Record]:
    """The codec of a kind of record, made once."""
    return _codecs.get(kind) or _codecs.setdefault(kind, Codec(kind))


def _resolve_types(kind: Any) -> None:
    """Put real types where a dataclass and those inside it hold annotations as text.

    Pydantic would look the text up in the class first, where a field called ``date`` hides the type ``date``;
    ``get_type_hints`` looks in the module first.
    """
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        for field in fields(kind):
            if isinstance(field.type, str):
                field.type = hints[field.name]
                _resolve_types(field.type)
    for part in get_args(kind):
        _resolve_types(part)

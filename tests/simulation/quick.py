"""What ``slack_sdk`` says of blocks and views, said once: its own way looks through all that is within a thing again at each
thing around it, and asks each attribute of each thing whether it is a check. A tenth of a simulated day went into that.

The same checks are made, and the same is said: ``test_swarm`` holds it to the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from slack_sdk.models import basic_objects
from slack_sdk.models.basic_objects import JsonObject

EMPTY = frozenset(
    (each["type"], each["property"]) for each in basic_objects.EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST
)
"""What is told though it is empty."""

PLAIN = frozenset({str, int, float, bool})
TO_DICT = JsonObject.to_dict


@cache
def _checks(kind: type) -> tuple[str, ...]:
    return tuple(sorted(basic_objects._class_validator_names(kind)))


@cache
def _says_itself(kind: type) -> bool:
    """Whether what things of this kind say is as it is sent, down to its leaves."""
    return kind.to_dict is TO_DICT  # type: ignore[attr-defined,no-any-return]


def checked(self: JsonObject) -> None:
    """Each check of the kind."""
    for name in _checks(type(self)):
        getattr(self, name)()


def _sent(value: Any) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, list | tuple):
        return [_sent(each) for each in value]
    said = getattr(value, "to_dict", None)
    if not said or not callable(said):
        return value
    if _says_itself(type(value)):
        return said()
    return {name: _sent(each) for name, each in said().items()}


def told(self: JsonObject) -> dict[str, Any]:
    """What it is sent as."""
    found = {}
    for name in sorted(self.attributes):
        value = self.get_object_attribute(name)
        if value is None:
            continue
        empty = hasattr(value, "__len__") and not len(value)
        if not empty or (getattr(self, "type", None), name) in EMPTY:
            found[name] = _sent(value)
    return found


@contextmanager
def said_once() -> Iterator[None]:
    """In here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JsonObject, "validate_json", checked)
        patch.setattr(JsonObject, "get_non_null_attributes", told)
        yield

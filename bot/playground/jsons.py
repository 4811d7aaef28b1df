"""Reading JSON that another program sent: every look-up says which type it expects and never raises."""

import json
from collections.abc import Iterable

Json = dict[str, object]


def text(source: Json, key: str, default: str = "") -> str:
    """The string under `key`; numbers are spelt out, anything else gives the default."""
    value = source.get(key)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return default


def record(source: Json, key: str) -> Json:
    """The object under `key`, or an empty one."""
    return as_record(source.get(key))


def records(source: Json, key: str) -> list[Json]:
    """The objects in the list under `key`; members of another type are left out."""
    return as_records(source.get(key))


def strings(source: Json, key: str) -> list[str]:
    """The strings in the list under `key`."""
    value = source.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def number(source: Json, key: str, default: float) -> float:
    """The number under `key`, also when it was sent as text."""
    value = source.get(key)
    try:
        return float(value) if isinstance(value, str | int | float) else default
    except ValueError:
        return default


def flag(source: Json, key: str) -> bool:
    """Whether `key` is on, in any of the ways a form or a JSON body can say so."""
    value = source.get(key)
    return value.lower() in {"1", "true"} if isinstance(value, str) else bool(value)


def as_record(value: object) -> Json:
    """`value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_records(value: object) -> list[Json]:
    """The objects in `value` when it is a list, else none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def decoded(value: object) -> object:
    """A JSON document sent as a form field, decoded; anything else comes back as it is."""
    if not isinstance(value, str) or value[:1] not in "[{":
        return value
    try:
        result: object = json.loads(value)
    except ValueError:
        return value
    return result


def without_none(pairs: Iterable[tuple[str, object]]) -> Json:
    """The pairs that have a value, as an object."""
    return {key: value for key, value in pairs if value is not None}

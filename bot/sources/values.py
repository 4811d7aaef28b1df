"""Values as marketplaces write them: money in fen, addresses without a scheme, one object for a list, text for truth."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]


def at(value: object, path: str) -> Any:
    """What lies at a dotted path of nested objects; None where a step is missing."""
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def record(value: object) -> Row:
    """An object; empty where something else stands in its place."""
    return value if isinstance(value, Mapping) else {}


def rows(value: object) -> tuple[Row, ...]:
    """A list of objects; also where the only one stands alone, the list is missing, or nulls stand in it."""
    found = value if isinstance(value, list) else [value]
    return tuple(each for each in found if isinstance(each, Mapping))


def from_hundredths(value: object) -> Decimal | None:
    """Fen or cents in the major unit; None where there is no whole number."""
    try:
        return Decimal(int(str(value))) / 100
    except ValueError:
        return None


def whole(value: object) -> int | None:
    """A whole number, also as text."""
    try:
        return int(str(value))
    except ValueError:
        return None


def is_true(value: object) -> bool:
    """Truth, also as text or number."""
    return value is True or str(value).lower() in {"true", "1"}


def web_address(value: object) -> str:
    """A web address with its scheme (``//x`` and ``item.jd.com/x`` get https); empty where it is none."""
    text = str(value or "").strip()
    if text.startswith(("http://", "https://")):
        return text
    if text.startswith("//"):
        return f"https:{text}"
    host = text.partition("/")[0]
    return f"https://{text}" if "." in host.strip(".") and ":" not in host else ""


def pictures(*found: object) -> list[str]:
    """Web addresses of pictures, each once; an argument is one, or a list of them."""
    flat = [each for one in found for each in (one if isinstance(one, list) else [one])]
    return list(dict.fromkeys(address for each in flat if (address := web_address(each))))

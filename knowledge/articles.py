"""Trademark Law: where the content of an article of the 2019 text sits in the 2026 text (``law/articles.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One place of the 2019 text (``57``, ``57(1)``), its places in the 2026 text (none: dropped), and a remark."""

    before: str
    after: tuple[str, ...]
    note: str


def load(file: Traversable | Path | None = None) -> tuple[Moved, ...]:
    """The whole map, in the order of the 2019 text."""
    source = file if file is not None else Path(__file__).parent / "law" / "articles.toml"
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["article"]
    return tuple(Moved(before=row["from"], after=tuple(row["to"]), note=row.get("note", "")) for row in rows)


def converted(article: str, table: tuple[Moved, ...]) -> tuple[Moved, ...]:
    """Rows for an article of the 2019 text or one of its parts; ``57`` also finds ``57(1)``."""
    return tuple(row for row in table if _covers(article, row.before))


def origin(article: str, table: tuple[Moved, ...]) -> tuple[Moved, ...]:
    """Rows whose content ends in this article of the 2026 text."""
    return tuple(row for row in table if any(_covers(article, place) for place in row.after))


def _covers(asked: str, place: str) -> bool:
    return (
        place == asked
        or re.match(re.escape(asked) + r"\D", place) is not None
        or place == asked.partition("(")[0]
    )

"""Trademark Law: where the content of an article of the 2019 text sits in the 2026 text (``law/articles.toml``).

A bare number is ambiguous across the change: Article 57 lists infringing acts in one text and deals with
alteration and non-use in the other. :func:`collisions` names such numbers.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedArticle:
    """One place of the 2019 text (``57``, ``60(2)``), its places in the 2026 text (none: dropped), and a remark."""

    before: str
    after: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """A number that means one thing in the 2019 text and another in the 2026 text."""

    number: str
    before: str
    after: str


def load(file: Traversable | Path | None = None) -> tuple[MovedArticle, ...]:
    """The whole map: articles in the order of the 2019 text, then the paragraphs and items that are known apart."""
    table = _table(file)
    rows = [*table["article"], *table["paragraph"]]
    return tuple(
        MovedArticle(before=row["from"], after=tuple(row["to"]), note=row.get("note", "")) for row in rows
    )


def collisions(file: Traversable | Path | None = None) -> Mapping[str, Collision]:
    """Numbers with two meanings, by number."""
    return {
        row["number"]: Collision(number=row["number"], before=row["meaning_2019"], after=row["meaning_2026"])
        for row in _table(file)["collision"]
    }


def converted(article: str, table: tuple[MovedArticle, ...]) -> tuple[MovedArticle, ...]:
    """Rows for an article of the 2019 text, then for its parts; a part not known apart finds its article."""
    found = [
        row for row in table if row.before == article or re.match(re.escape(article) + r"\D", row.before)
    ]
    whole = article.partition("(")[0]
    return tuple(found or (row for row in table if row.before == whole))


def origin(article: str, table: tuple[MovedArticle, ...]) -> tuple[MovedArticle, ...]:
    """Rows whose content ends in this article of the 2026 text."""
    return tuple(row for row in table if any(_covers(article, place) for place in row.after))


def _covers(asked: str, place: str) -> bool:
    return (
        place == asked
        or re.match(re.escape(asked) + r"\D", place) is not None
        or place == asked.partition("(")[0]
    )


def _table(file: Traversable | Path | None) -> dict[str, Any]:
    source = file if file is not None else Path(__file__).parent / "law" / "articles.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))

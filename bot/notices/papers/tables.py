"""Widths of a table's columns, by what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.notices.papers.house import House
from bot.notices.papers.markdown import Run

_FORM_COLUMNS = 2
_FORM_LABEL = 0.34
_UNITS = 90.0
"""Half-width characters of table text in a line."""
_PADDING = 2.6
_WIDE, _CAPITAL, _LATIN = 2.0, 1.6, 1.2
_HEAVIEST = 56
_LONGEST_WORD = 22.0
_FEW_CHARACTERS = 8.0


def widths(rows: Sequence[Sequence[Sequence[Run]]], columns: int, house: House) -> list[float]:
    """Columns in centimetres: room for the longest word first, the rest shared by how much stands in them."""
    page = house.page
    room = page.width - page.left - page.right
    texts = [["".join(run.text for run in row[c]) for row in rows if c < len(row)] for c in range(columns)]
    if columns == _FORM_COLUMNS:
        label = max(_length(text) for text in texts[0]) + _PADDING
        share = min(label / _UNITS, _FORM_LABEL)
        return [room * share, room * (1 - share)]
    needed = [max(_unbroken(text) for text in column) + _PADDING for column in texts]
    wanted = [min(max(_length(text) for text in column), _HEAVIEST) + _PADDING for column in texts]
    spare = max(_UNITS - sum(needed), 0.0)
    lacking = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    whole = sum(lacking) or 1.0
    units = [need + spare * lack / whole for need, lack in zip(needed, lacking, strict=True)]
    return [room * unit / sum(units) for unit in units]


def _unbroken(text: str) -> float:
    """The longest piece that a line cannot break, up to a limit: a word, or a few characters."""
    words = (_length(word) for word in re.findall(r"（?[^\s\u2e80-\u9fff\uff00-\uffef]+）?", text))
    return min(max([*words, min(_length(text), _FEW_CHARACTERS)]), _LONGEST_WORD)


def _length(text: str) -> float:
    """Full-width characters count twice; others a little more than once, for fonts differ."""
    return sum(_width(c) for c in text)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() else _LATIN

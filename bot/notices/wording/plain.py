"""Text from outside as plain text: nothing in a listing's title can act as a heading, clause or code."""

from __future__ import annotations

import re
import unicodedata

_LINE_STARTS = re.compile(r"^(#|>|~|---|<!--|!picture|\d+\. )")
_SPACES = re.compile(r"\s+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKS = re.compile(r"\\([\\*|#>~!\-<\d])")


class Marked(str):
    """Text that is canonical Markdown already and must not be escaped again."""

    __slots__ = ()


def one_line(text: str) -> str:
    """The text on one line, without control, bidirectional or zero-width characters and lone surrogates."""
    spaced = _SPACES.sub(" ", text)
    kept = (c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn"})
    return "".join(kept).strip()


def escaped(value: object) -> str:
    """The value as a run of canonical text: escaped where the Markdown subset would read it as a mark."""
    if isinstance(value, Marked):
        return value
    text = one_line(str(value)).replace("\\", "\\\\").replace("**", "\\*\\*").replace("|", "\\|")
    return _LINE_STARTS.sub(lambda start: "\\" + start.group(1), text)


def unescaped(text: str) -> str:
    """What a reader sees of escaped text."""
    return _MARKS.sub(r"\1", text)


def neutral_cell(value: str) -> str:
    """The value as a spreadsheet may hold it: what would start a formula is preceded by an apostrophe."""
    return "'" + value if value.startswith(_FORMULA_STARTS) else value

"""In what role a listing names the brand: sold, fitted, compared with, denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.signals.names.folding import Folded
from bot.signals.names.marks import NameForm
from bot.signals.names.wordmark import NameSighting
from bot.signals.offer.lexicon import TermHit, TermHits

_AHEAD = {"relation": 4, "measure": 3}
"""At most so many characters lie between a word and the name behind it: better than the Solvane."""
_BEHIND = {"relation": 3, "measure": 12}
"""The like for a word behind the name: 索维安 Air 3 平替, 索维安耳机通用."""
_DENIED = re.compile(r"(?:不是|并非|绝非|不做|非|\bnot|\bno)\s?$", re.IGNORECASE)
_VAGUE = frozenset({NameForm.INITIALS, NameForm.LINE})


def roles(title: Folded, terms: TermHits, seen: Sequence[NameSighting]) -> Iterator[str]:
    """Roles other than being sold, as pieces for the reader."""
    named = [s for s in seen if s.field == "title" and s.form not in _VAGUE]
    for group in _AHEAD:
        for term in terms.of(group, "title"):
            if not any(c.isdigit() for c in term.text):  # “V 5” of 20V 5.0Ah is no “vs”
                yield from _beside(group, term, named)
    if named and all(is_denied(title.raw, s) for s in named):
        yield "@denied"
    if terms.of("disclaimer"):
        yield "@disclaimed"


def _beside(group: str, term: TermHit, named: Sequence[NameSighting]) -> Iterator[str]:
    if any(0 <= s.start - term.end <= _AHEAD[group] for s in named):
        yield f"@{group} ahead"
    if any(0 <= term.start - s.end <= _BEHIND[group] for s in named):
        yield f"@{group} behind"


def is_denied(raw: str, sighting: NameSighting) -> bool:
    """Whether the text says that it is not the brand: 非索维安, 不是索维安."""
    return _DENIED.search(raw[max(0, sighting.start - 5) : sighting.start]) is not None

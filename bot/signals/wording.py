"""What the words say of the goods: replica slang, bulk supply, and the name left to the picture."""

from __future__ import annotations

from bot.domain.assessments import Signal
from bot.signals.folding import shortened
from bot.signals.lexicon import Found, Terms

_GROUPS = ("replica", "labelled", "packing", "initials")
_SCORE = {3: 0.95, 2: 0.65, 1: 0.25}
_FIELDS = {
    "title": "title",
    "description": "description",
    "seller_name": "shop name",
    "brand": "brand field",
    "picture": "picture text",
}


def replica(terms: Terms, *, named: bool, guessed: bool = False) -> Signal | None:
    """Replica slang. Weak words and initials count only in the title of a listing that names the brand.

    Where the brand is only ``guessed`` from initials, the copy may well be of another's goods: it counts half.
    """
    said = (t for group in _GROUPS for t in terms.of(group))
    counted = [t for t in said if _counts(t, named=named)]
    if not counted:
        return None
    best = max(counted, key=lambda t: (t.term.strength, t.field == "title", -t.start))
    score = _SCORE[best.term.strength]
    others = {t.term.word for t in counted if t.term.strength >= 2} - {best.term.word}
    if best.term.strength == 2 and others:
        score += 0.15
    return Signal(
        name="wording",
        score=score / 2 if guessed else score,
        because=f"{_FIELDS[best.field]} says “{shortened(best.text)}”: {best.term.meaning}",
        span=(best.start, best.end) if best.field == "title" else None,
    )


def _counts(found: Found, *, named: bool) -> bool:
    if found.term.group == "initials":
        return named and found.field == "title" and found.text.isalpha() and len(found.text) <= 4
    return (
        found.term.strength == 3
        or found.field == "title"
        or (named and found.term.strength == 2 and found.field == "description")
    )


def supply(terms: Terms) -> Signal | None:
    """Branded goods offered in bulk or made to order, in the title."""
    found = terms.of("supply", "title")
    if not found:
        return None
    words = "”, “".join(dict.fromkeys(t.text for t in found[:3]))
    return Signal(
        name="supply",
        score=min(0.8, 0.4 + 0.2 * len({t.term.word for t in found})),
        because=f"title says “{words}”: {found[0].term.meaning}",
    )


def coded(terms: Terms) -> Signal | None:
    """The name left to the picture, or old customers called to a new link."""
    said = terms.of("coded", "title", "description")
    if not said:
        return None
    found = said[0]
    return Signal(
        name="coded",
        score=0.4,
        because=f"{_FIELDS[found.field]} says “{shortened(found.text)}”: {found.term.meaning}",
    )

"""What the words say of the goods: replica slang, bulk supply, and the name left to the picture."""

from __future__ import annotations

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence, sentence
from bot.signals.names.folding import shortened
from bot.signals.names.wordmark import FIELDS
from bot.signals.offer.lexicon import TermHit, TermHits

_GROUPS = ("replica", "labelled", "packing")
_SCORE = {3: 0.95, 2: 0.65, 1: 0.25}


def signal(terms: TermHits, *, named: bool) -> Signal | None:
    """Replica slang. Weak words count only in the title of a listing that names the brand."""
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
        score=score,
        because=sentence(
            "{where} says “{text}”: {meaning}",
            where=Sentence(key=FIELDS[best.field]),
            text=shortened(best.text),
            meaning=Sentence(key=best.term.meaning),
        ),
        span=(best.start, best.end) if best.field == "title" else None,
    )


def _counts(found: TermHit, *, named: bool) -> bool:
    return (
        found.term.strength == 3
        or found.field == "title"
        or (named and found.term.strength == 2 and found.field == "description")
    )

"""Writes an answer from passages word for word: the direct answer, its conditions, what a second passage adds; and what is
about to change in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.domain.questions import UpcomingChange, Written
from knowledge.law import Register
from knowledge.passages import Hit, Passage

COMFORTABLE = 700
# A second passage is quoted only where it is nearly as likely as the first.
CLOSE = 0.4


class ExtractiveWriter:
    """An :class:`bot.ports.AnswerWriter` that invents nothing: every word comes from the guidance."""

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        parts: Sequence[str] = (),
        earlier: Sequence[str] = (),  # passages alone decide; a chat model reads it
        on_text: Callable[[str], None] | None = None,  # written at once, so nothing comes piece by piece
        records: Callable[[str], str] | None = None,  # quotes guidance alone
    ) -> Written:
        """The answer from the best passage, joined by a second one where that is close and room is left.

        Of a question in ``parts`` each gets, under its passage's title, the direct answer of its own passage.
        """
        if len(parts) > 1:
            return _in_parts(hits[: len(parts)])
        best = hits[0].passage
        rival = _rival(hits)
        texts = [_marked(best.paragraphs[0], 1)]
        passages: tuple[Passage, ...] = (best,)
        room = COMFORTABLE - len(texts[0])
        if rival is not None and len(rival.paragraphs[0]) <= room:
            texts.append(_marked(rival.paragraphs[0], 2))
            passages = (best, rival)
        elif len(best.paragraphs) > 1 and len(best.paragraphs[1]) <= room:
            texts.append(_marked(best.paragraphs[1], 1))
        return Written(text="\n\n".join(texts), passages=passages, writer="extractive")


def changes(passages: Sequence[Passage], register: Register, on: date) -> tuple[UpcomingChange, ...]:
    """What changes within twelve months in what the passages cite."""
    keys = dict.fromkeys(key for passage in passages for key in passage.keys)
    return tuple(
        UpcomingChange(key=c.key, effective_on=c.effective_on, summary=c.summary)
        for c in register.upcoming((key for key in keys if key in register), on)
    )


def _in_parts(hits: Sequence[Hit]) -> Written:
    passages = tuple(hit.passage for hit in hits)
    texts = [
        f"{passage.title}\n{_marked(passage.paragraphs[0], number)}"
        for number, passage in enumerate(passages, start=1)
    ]
    return Written(text="\n\n".join(texts), passages=passages, writer="extractive")


def _rival(hits: Sequence[Hit]) -> Passage | None:
    for hit in hits[1:2]:
        other, best = hit.passage, hits[0].passage
        # The same rule on another page adds nothing.
        same_rule = set(other.keys) <= set(best.keys) and not set(other.facts).isdisjoint(best.facts)
        repeats = other.section_id == best.section_id or same_rule
        if hit.probability >= CLOSE * hits[0].probability and not repeats:
            return other
    return None


def _marked(paragraph: str, number: int) -> str:
    return f"{paragraph} [{number}]"

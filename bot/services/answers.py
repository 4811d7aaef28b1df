"""Writes an answer from passages word for word: the direct answer, its conditions, and what a second passage adds."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.questions import Written
from knowledge.passages import Hit, Passage

COMFORTABLE = 700
# A second passage is quoted only where it is nearly as likely as the first to be what was asked for.
CLOSE = 0.5


class ExtractiveWriter:
    """An :class:`bot.ports.AnswerWriter` that invents nothing: every word comes from reviewed guidance."""

    def write(self, question: str, hits: Sequence[Hit], *, language: str) -> Written:
        """The answer from the best passage, joined by a second one where that is close and room is left."""
        best = hits[0].passage
        rival = _rival(hits)
        parts = [_marked(best.paragraphs[0], 1)]
        passages: tuple[Passage, ...] = (best,)
        room = COMFORTABLE - len(parts[0])
        if rival is not None and len(rival.paragraphs[0]) <= room:
            parts.append(_marked(rival.paragraphs[0], 2))
            passages = (best, rival)
        elif len(best.paragraphs) > 1 and len(best.paragraphs[1]) <= room:
            parts.append(_marked(best.paragraphs[1], 1))
        return Written(text="\n\n".join(parts), passages=passages, writer="extractive")


def _rival(hits: Sequence[Hit]) -> Passage | None:
    for hit in hits[1:3]:
        if hit.share >= CLOSE * hits[0].share and hit.passage.section_id != hits[0].passage.section_id:
            return hit.passage
    return None


def _marked(paragraph: str, number: int) -> str:
    return f"{paragraph} [{number}]"

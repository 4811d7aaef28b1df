"""Writes an answer from passages word for word: the direct answer, its conditions, and what a second passage adds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.domain.questions import Written
from knowledge.passages import Hit, Passage

COMFORTABLE = 700
# A second passage is quoted only where it is nearly as likely as the first, or where two things were asked.
CLOSE, CLOSE_IF_TWO = 0.5, 0.3
_TWO_THINGS = re.compile(
    r"[?？].+[?？]"
    r"|(?:,| and|;) (?:and )?(?:by |from |until |for |in |under |at )?"
    r"(?:when|how|what|which|who|where|whether|is|are|does|do|can|must|may)\b"
    r"|\band (?:the|its|what|how|when|which)\b|以及|还要|还有|并且|分别",
    re.IGNORECASE | re.DOTALL,
)
# Yes and no answer what is asked only if it can be answered by yes or no, and is not asked the other way round.
_YES_OR_NO = re.compile(
    r"(?:^|[.!;:,?]\s*|\band |\bso )(?:then )?"
    r"(?:is|are|was|were|do|does|did|can|could|may|might|must|should|will|would|has|have|right|correct"
    r"|isn't|aren't|doesn't|don't|won't|can't)\b"
    r"|\b(?:right|correct|yes|isn't it|don't they|doesn't it|aren't they)\?|[吗么]|能不能|是不是|是否|可不可以",
    re.IGNORECASE,
)
_OTHER_WAY_ROUND = re.compile(
    r"\b(?:in the clear|off the hook|get(?:s|ting)? away|allowed|lawful|legal|permitted|safe|fine|ok|okay|innocent|harmless"
    r"|free to)\b|没事|合法|允许",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:Yes|No)\. (?=\S)")


class ExtractiveWriter:
    """An :class:`bot.ports.AnswerWriter` that invents nothing: every word comes from reviewed guidance."""

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        parts: Sequence[str] = (),
        earlier: Sequence[str] = (),  # passages alone decide; a chat model reads it
        on_text: Callable[[str], None] | None = None,  # written at once, so nothing comes piece by piece
    ) -> Written:
        """The answer from the best passage, joined by a second one where that is close and room is left.

        Of a question in ``parts`` each gets the direct answer of its own passage.
        """
        if len(parts) > 1:
            return _in_parts(parts, hits)
        best = hits[0].passage
        rival = _rival(question, hits)
        first = _fitting(best.paragraphs[0], question)
        parts = [_marked(first, 1)]
        passages: tuple[Passage, ...] = (best,)
        room = COMFORTABLE - len(parts[0])
        if rival is not None and len(rival.paragraphs[0]) <= room:
            parts.append(_marked(_without_opening(rival.paragraphs[0]), 2))
            passages = (best, rival)
        elif len(best.paragraphs) > 1 and len(best.paragraphs[1]) <= room:
            parts.append(_marked(best.paragraphs[1], 1))
        return Written(text="\n\n".join(parts), passages=passages, writer="extractive")


def _in_parts(parts: Sequence[str], hits: Sequence[Hit]) -> Written:
    passages = tuple(hit.passage for hit in hits[: len(parts)])
    paragraphs = [
        _marked(_fitting(passage.paragraphs[0], part), number)
        for number, (part, passage) in enumerate(zip(parts, passages, strict=True), start=1)
    ]
    return Written(text="\n\n".join(paragraphs), passages=passages, writer="extractive")


def _rival(question: str, hits: Sequence[Hit]) -> Passage | None:
    close = CLOSE_IF_TWO if _TWO_THINGS.search(question) else CLOSE
    for hit in hits[1:2]:
        other, best = hit.passage, hits[0].passage
        # The same rule on another page adds nothing.
        same_rule = set(other.keys) <= set(best.keys) and not set(other.facts).isdisjoint(best.facts)
        repeats = other.section_id == best.section_id or same_rule
        if hit.share >= close * hits[0].share and not repeats:
            return other
    return None


def _fitting(paragraph: str, question: str) -> str:
    if _YES_OR_NO.search(question) and not _OTHER_WAY_ROUND.search(question):
        return paragraph
    return _without_opening(paragraph)


def _without_opening(paragraph: str) -> str:
    return _OPENING.sub("", paragraph)


def _marked(paragraph: str, number: int) -> str:
    return f"{paragraph} [{number}]"

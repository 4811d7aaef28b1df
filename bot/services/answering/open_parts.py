"""Which questions of a message are named as not answered: those that nothing shown is about and that find nothing by their own
words. What was found for them is shown all the same."""

from collections.abc import Sequence
from dataclasses import replace

from bot.ports import Likeness
from bot.services.answering.parts import Look, PartsReading, QuestionPart
from bot.services.answering.thresholds import AT
from knowledge.reading import last_question


def with_open(
    read: PartsReading, parts: Sequence[QuestionPart], look: Look, likeness: Likeness
) -> PartsReading:
    """The reading with the parts named that it leaves open. ``look`` searches for wordings."""
    shown = [hit.passage for hit in read.hits[: max(1, len(read.answered))]]
    texts = [text for each in shown for text in (*each.questions, each.title, *each.paragraphs)]

    def is_open(text: str) -> bool:
        if not last_question(text, 2.0):
            return False
        (found,) = look((text,))  # a question costs a twentieth of what all the sentences of passages do
        if any(hit.probability >= AT.fair for hit in found.hits[:1]):
            return False
        return max(likeness(text, texts), default=1.0) < AT.speaks_of

    named = [each.text for each in parts if each.text in read.left_open or is_open(each.text)]
    return replace(read, left_open=tuple(dict.fromkeys(named)))

"""A message that says what it does not ask, and is refused or asked back, is answered as the rest of it."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.questions import Answer, AnswerOutcome, Question, RefusalReason, as_typed
from bot.services.answering.questions import Questions
from bot.services.answering.thresholds import AT
from knowledge.reading import MessageKind

_NOT_ANSWERED = (AnswerOutcome.CHOICE, AnswerOutcome.REFUSED)
_OF_LAW = (MessageKind.LAW, MessageKind.PLAN)
RestOf = Callable[[str, float], str]
"""What is left of a text without the clauses that say, with at least these log-odds, what it does not ask; else empty."""


class RestOnly(Questions):
    """Answers as :class:`Questions` does; where all of a message is refused or asked back, the rest of it without what it says
    that it does not ask, which is read as strictly as any message. All of it is what is stored and shown."""

    _rest_of: RestOf

    def hearing(self, rest_of: RestOf) -> "RestOnly":
        """The same, with what tells the rest of a message."""
        self._rest_of = rest_of
        return self

    def ask(self, question: Question, *, on_text: Callable[[str], None] | None = None) -> Answer:
        """As :meth:`Questions.ask`."""
        told = super().ask(question, on_text=on_text)
        if question.picked or told.outcome not in _NOT_ANSWERED or told.kind not in _OF_LAW:
            return told
        text = as_typed(question.text)
        surely = told.reason in (RefusalReason.UNLAWFUL, None)
        rest = self._rest_of(text, AT.unasked_surely if surely else AT.unasked)
        if not rest:
            return told
        answer = super().ask(replace(question, text=rest), on_text=on_text)
        return replace(answer, question=text) if answer.outcome is AnswerOutcome.ANSWERED else told

"""Answers questions from reviewed guidance, for a date; refuses what is not its subject or not certain enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.domain.asof import named_day
from bot.domain.errors import GuidanceUnavailable, QuestionUnusable
from bot.domain.questions import (
    LONGEST,
    Answer,
    Citation,
    Outcome,
    Question,
    RefusalReason,
    UpcomingChange,
    Written,
)
from bot.ports import AnswerWriter, GuidanceSearch
from bot.services.parts import BESIDE, COMPARED, parts_of, read_parts
from knowledge.known import Known
from knowledge.known import load as known_law
from knowledge.law import Register
from knowledge.passages import Found, KnowledgeFault, Scope

# Below this the best passage is more likely wrong than it is worth, see `marque eval`.
SURE_ENOUGH = 0.4
CONSIDERED = 5
_REASONS = {Scope.COUNSEL: RefusalReason.NEEDS_COUNSEL}
_FOLLOW_UP = re.compile(
    r"\s*(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|what if)\b|\s*(?:那|如果|还有|另外|换成)|.{0,12}呢[?？]?\s*$",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\b(?:it|its|that|this|those|these|they|them|there|same|one)\b", re.IGNORECASE)
SHORT, LEANING, SHORT_ZH = 5, 9, 9


class Questions:
    """The desk's answer to questions. ``today`` is the day in Shanghai; ``help_sentences`` is language → kind → sentence."""

    def __init__(
        self,
        *,
        search: GuidanceSearch,
        writer: AnswerWriter,
        register: Register,
        help_sentences: Mapping[str, Mapping[str, str]],
        today: Callable[[], date],
        sure_enough: float = SURE_ENOUGH,
        known: Known | None = None,
    ) -> None:
        self._search, self._writer, self._register = search, writer, register
        self._known = known or known_law()
        self._help, self._today, self._sure_enough = help_sentences, today, sure_enough

    def ask(self, question: Question, *, on_text: Callable[[str], None] | None = None) -> Answer:
        """Answer or refuse. ``on_text`` is given the checked text so far, where it comes piece by piece.

        Raises:
            QuestionUnusable: the question is empty or longer than 4,000 characters.
            GuidanceUnavailable: pages, index or embedding model cannot be used.
        """
        text = question.text.strip()
        if not text or len(text) > LONGEST:
            raise QuestionUnusable(len(text), LONGEST)
        language = question.language or language_of(text)
        asked_for = question.as_of or self._today()
        asked = with_thread(text, question.earlier)
        named = named_day(text, asked_for) or named_day(asked, asked_for)
        on = named.day if named else asked_for
        parts = parts_of(text) if asked == text else ()
        leaning = [part.text for part in parts if part.leans]
        texts = (asked, *(part.searched for part in parts), *leaning)
        found, *others = self._found(texts, on, language, question.about)
        alone = dict(zip(leaning, others[len(parts) :], strict=True))
        reading = read_parts(found, parts, others[: len(parts)], self._sure_enough, alone)
        scope = found.verdict.scope
        if scope is not Scope.GUIDANCE and not (reading.begins and scope in BESIDE):
            reason = _REASONS.get(scope, RefusalReason.OUT_OF_SCOPE)
            return self._refusal(text, on, language, reason, scope.value)
        hits = reading.hits[:CONSIDERED]
        if not hits or (hits[0].score < self._sure_enough and not reading.answered):
            return self._refusal(
                text, on, language, RefusalReason.NO_GUIDANCE, RefusalReason.NO_GUIDANCE.value
            )
        doubt = self._known.doubt(on, self._today(), language)
        draft = self._writer.write(
            text,
            hits,
            language=language,
            parts=reading.answered,
            earlier=question.earlier if asked != text else (),
            on_text=_behind(doubt, on_text),
        )
        remarks = [_left_open(part, language) for part in reading.left_open]
        remarks += [_dated(on, language)] if named else []
        remarks += [_fallback(language)] if found.fallback else []
        return self._answer(text, on, language, draft, (doubt, remarks), reading.left_open)

    def _found(
        self, texts: Sequence[str], on: date, language: str, about: Sequence[str]
    ) -> tuple[Found, ...]:
        try:
            if len(texts) == 1:
                return (
                    self._search.search(texts[0], on=on, language=language, limit=CONSIDERED, about=about),
                )
            return self._search.search_all(texts, on=on, language=language, limit=COMPARED, about=about)
        except KnowledgeFault as fault:
            raise GuidanceUnavailable(str(fault)) from fault

    def _answer(
        self,
        text: str,
        on: date,
        language: str,
        draft: Written,
        around: tuple[str, list[str]],
        left_open: tuple[str, ...],
    ) -> Answer:
        doubt, remarks = around
        citations = tuple(Citation(number=n, passage=p) for n, p in enumerate(draft.passages, start=1))
        keys = dict.fromkeys(key for passage in draft.passages for key in passage.keys)
        changes = self._register.upcoming((key for key in keys if key in self._register), on)
        return Answer(
            question=text,
            as_of=on,
            language=language,
            outcome=Outcome.ANSWERED,
            reason=None,
            text="\n\n".join(part for part in (doubt, draft.text, *remarks) if part),
            citations=citations,
            upcoming_changes=tuple(
                UpcomingChange(key=c.key, effective_on=c.effective_on, summary=c.summary) for c in changes
            ),
            writer=draft.writer,
            left_open=left_open,
        )

    def _refusal(self, text: str, on: date, language: str, reason: RefusalReason, kind: str) -> Answer:
        return Answer(
            question=text,
            as_of=on,
            language=language,
            outcome=Outcome.REFUSED,
            reason=reason,
            text=self._help[language if language in self._help else "en"][kind],
            citations=(),
            upcoming_changes=(),
            writer="extractive",
        )


def language_of(text: str) -> str:
    """``zh`` where the text holds Chinese characters and they are not outnumbered by Latin words, else ``en``."""
    signs = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    latin = sum(word[:1].isascii() and word[:1].isalpha() for word in text.split())
    return "zh" if signs > latin else "en"


def with_thread(text: str, earlier: Sequence[str]) -> str:
    """A follow-up with the question it follows in front; a question that stands by itself as it is."""
    if not earlier or not follows_up(text):
        return text
    # “And for designs?” after “and in 2027?” still follows the question before both.
    anchor = next((each for each in reversed(earlier) if not follows_up(each)), earlier[-1])
    return f"{anchor} {text}"


def follows_up(text: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    words = text.split()
    if _FOLLOW_UP.match(text):
        return True
    if language_of(text) == "zh":
        return len(text) < SHORT_ZH
    return len(words) < SHORT or (len(words) < LEANING and _LEANS.search(text) is not None)


def _behind(doubt: str, on_text: Callable[[str], None] | None) -> Callable[[str], None] | None:
    """What the reader sees grow, with the doubt in front from its first piece on."""
    if on_text is None or not doubt:
        return on_text
    return lambda text: on_text(f"{doubt}\n\n{text}")


def _dated(on: date, language: str) -> str:
    if language == "zh":
        return f"以上按问题所指的日期{on.year}年{on.month}月{on.day}日作答。"
    return f"Answered for {on.day} {on:%B %Y}, the date your question names."


def _left_open(part: str, language: str) -> str:
    if language == "zh":
        return f"未回答的部分：“{part}”。现有指引没有可靠依据。"
    return f"Not answered here: “{part}” There is no reviewed guidance to answer it from."


def _fallback(language: str) -> str:
    return (
        "该主题暂无中文指引，以上为英文原文。"
        if language == "zh"
        else "No English page covers this; the Chinese text is shown."
    )

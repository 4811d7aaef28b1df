"""Questions in their threads: what this person asked here before, the facts of the thread's case, what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.errors import UnknownThing
from bot.domain.ids import AskedId, PersonId
from bot.domain.listings import split_listing_id
from bot.domain.questions import Answer, Asked, Dislike, Opinion, Outcome, Question, RefusalReason
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.questions import Questions
from bot.words.book import Words, day, load_words

REMEMBERED = 5
# Thread memory and gap list need no more, and people's questions are not kept for their own sake.
KEPT = timedelta(days=365)
_ABOUT_CASE = re.compile(
    r"\b(?:this|the|our) (?:case|matter|file|seller|shop|listing|deadline)s?\b|\bnext (?:step|deadline)s?\b"
    r"|\bwho (?:owns|handles|is responsible)\b|\bwhen is (?:it|that|this) due\b"
    r"|本案|此案|该案|这个案|这个卖家|这家店|下一步|截止|谁负责",
    re.IGNORECASE,
)
_SILENT = frozenset({RefusalReason.NO_GUIDANCE, RefusalReason.OUT_OF_SCOPE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer, and the row it is kept under."""

    asked: Asked
    answer: Answer


class Conversations:
    """Asks on behalf of people in threads. Nobody's words reach another person's answer."""

    def __init__(self, store: Store, questions: Questions, clock: Clock) -> None:
        self._store, self._questions, self._clock = store, questions, clock

    def ask(
        self,
        text: str,
        *,
        person: PersonId,
        channel: str = "",
        thread: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Told:
        """Answer in the thread. ``on_text`` is given the checked text so far, where it comes piece by piece.

        Raises:
            QuestionUnusable, GuidanceUnavailable: as :meth:`Questions.ask`.
        """
        with self._store.unit() as unit:
            earlier = unit.asked.in_thread(person, channel, thread, REMEMBERED) if thread else ()
            case = unit.cases.in_thread(channel, thread) if thread else None
            clocks = _running(unit, case)
            about = _subjects(unit, case)
        question = Question(text=text, earlier=tuple(each.text for each in earlier), about=about)
        answer = _with_case(self._questions.ask(question, on_text=on_text), case, clocks)
        with self._store.unit() as unit:
            asked = self._kept(answer, unit.asked.next_id(), person, channel, thread)
            unit.asked.save(asked)
        return Told(asked=asked, answer=answer)

    def opine(
        self,
        asked_id: AskedId,
        opinion: Opinion,
        *,
        by: PersonId,
        dislike: Dislike | None = None,
        comment: str = "",
    ) -> Asked:
        """Keep what somebody thinks of an answer; the last opinion stands.

        Raises:
            UnknownThing: the question is no longer kept.
        """
        with self._store.unit() as unit:
            asked = unit.asked.get(asked_id)
            if asked is None:
                raise UnknownThing("question", asked_id, "it is kept for a year")
            changed = replace(asked, opinion=opinion, dislike=dislike, comment=comment)
            unit.asked.save(changed)
        return changed

    def forget_old(self) -> int:
        """Drop questions that are older than a year; how many."""
        with self._store.unit() as unit:
            return unit.asked.forget_before(self._clock() - KEPT)

    def _kept(self, answer: Answer, asked_id: AskedId, person: PersonId, channel: str, thread: str) -> Asked:
        return Asked(
            asked_id=asked_id,
            person=person,
            channel=channel,
            thread=thread,
            text=answer.question,
            language=answer.language,
            as_of=answer.as_of,
            at=self._clock(),
            outcome=answer.outcome,
            reason=answer.reason,
            passages=tuple(citation.passage.passage_id for citation in answer.citations),
            left_open=answer.left_open,
            writer=answer.writer,
        )


def _running(unit: UnitOfWork, case: Case | None) -> tuple[Deadline, ...]:
    if case is None:
        return ()
    running = [d for d in unit.deadlines.all() if d.case_id == case.case_id and d.done_at is None]
    return tuple(sorted(running, key=lambda deadline: deadline.due_on))


def _subjects(unit: UnitOfWork, case: Case | None) -> tuple[str, ...]:
    """The kinds of right and the platforms of a case."""
    if case is None:
        return ()
    rights = (right for book in unit.brand_books.all() for right in book.rights)
    kinds = (right.kind.value for right in rights if right.id in case.right_ids)
    return tuple(dict.fromkeys([*kinds, *(split_listing_id(each)[0] for each in case.listing_ids)]))


def _with_case(answer: Answer, case: Case | None, clocks: tuple[Deadline, ...]) -> Answer:
    """The answer with the case's own facts in front, where the question is about the case."""
    if case is None or not _ABOUT_CASE.search(answer.question):
        return answer
    facts = _facts(case, clocks, load_words(answer.language))
    if answer.outcome is Outcome.ANSWERED:
        return replace(answer, text=f"{facts}\n\n{answer.text}")
    if answer.reason in _SILENT:
        return replace(answer, outcome=Outcome.ANSWERED, reason=None, text=facts)
    return answer


def _facts(case: Case, clocks: tuple[Deadline, ...], words: Words) -> str:
    """The case in one line, in words a reader knows."""
    between, also = words("case.facts.between"), words("case.facts.also")
    held = {
        "status": words(f"case.status.{case.status.value}"),
        "brand": case.brand,
        "seller": case.seller_key,
        "listings": also.join(case.listing_ids),
        "rights": also.join(case.right_ids),
    }
    facts = between.join(words(f"case.facts.{name}", value=value) for name, value in held.items() if value)
    due = [
        words("case.facts.due", kind=_clock(d.kind, words), day=day(d.due_on, words.language)) for d in clocks
    ]
    told = between.join(due) or words("case.facts.no_clock")
    return words("case.facts.all", case=case.case_id, facts=facts, clocks=told)


def _clock(kind: str, words: Words) -> str:
    """What runs out; a kind of another version has no word and is told by its name."""
    key = f"deadline.kind.{kind}"
    return words(key) if words.has(key) else kind.replace("_", " ")

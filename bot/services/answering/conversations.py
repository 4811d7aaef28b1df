"""Questions in their threads: what was asked before, how a picked topic is answered, feedback (*not helpful*), how long kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cases import Case
from bot.domain.errors import NotPossible
from bot.domain.ids import AskedId, PersonId, split_listing_id
from bot.domain.questions import Answer, AskedQuestion, Dislike, Opinion, Question
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.answering.questions import Questions
from knowledge.reading import MessageKind

REMEMBERED = 5
# Thread memory and gap list need no more, and people's questions are not kept for their own sake.
KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer, and the row it is kept under."""

    asked: AskedQuestion
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """Who asks, where, and by which ``delivery``; from ``since`` on a process that is gone may have kept it."""

    person: PersonId
    channel: str
    thread: str
    delivery: str = ""
    since: datetime | None = None

    def kept(self, unit: UnitOfWork) -> Sequence[AskedQuestion]:
        """What was kept of everybody since then."""
        return unit.asked.since(self.since) if self.since else ()

    def is_again(self, kept: AskedQuestion) -> bool:
        """Whether this is the same question, and not one that they asked before, maybe in the same words."""
        return bool(self.delivery) and kept.delivery == self.delivery and kept.person == self.person


class Conversations:
    """Asks on behalf of people in threads. Nobody's words reach another person's answer; what somebody of the team picked
    from a choice tells which section such a question means (:mod:`bot.services.answering.picks`)."""

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
        may_see_drafts: bool = True,
        delivery: str = "",
        since: datetime | None = None,
    ) -> KeptAnswer:
        """Answer in the thread. ``on_text`` is given the checked text so far, where it comes piece by piece. What a process
        that is gone may have kept of the same ``delivery``, from ``since`` on, is asked and kept once all the same.

        Raises:
            QuestionUnusable, GuidanceUnavailable: as :meth:`Questions.ask`.
        """
        asked = _Asking(person=person, channel=channel, thread=thread, delivery=delivery, since=since)
        question = replace(self._asked(text, asked), may_see_drafts=may_see_drafts)
        return self._keep(self._questions.ask(question, on_text=on_text), asked)

    def is_talk(self, text: str, *, person: PersonId, channel: str, thread: str) -> bool:
        """Whether a reply in a thread of theirs asks nothing and wants nothing done. Nothing of it is kept.

        Raises:
            GuidanceUnavailable: as :meth:`Questions.ask`.
        """
        asked = _Asking(person=person, channel=channel, thread=thread)
        return self._questions.kind_of(self._asked(text, asked)) is MessageKind.CHAT

    def _asked(self, text: str, asked: _Asking) -> Question:
        """A message with what its person asked before it in the thread."""
        thread = asked.thread
        with self._store.unit() as unit:
            kept = unit.asked.in_thread(asked.person, asked.channel, thread, REMEMBERED + 1) if thread else ()
            case = unit.cases.in_thread(asked.channel, thread) if thread else None
            about = _subjects(unit, case)
        return Question(
            text=text,
            earlier=tuple(each.turn for each in kept if not asked.is_again(each))[-REMEMBERED:],
            about=about,
            case_id=case.case_id if case else None,
            person=asked.person,
        )

    def pick(
        self,
        asked_id: AskedId,
        section: str,
        *,
        person: PersonId,
        teaches: bool = False,
        delivery: str = "",
        since: datetime | None = None,
    ) -> KeptAnswer:
        """Answer with the title that a person picked from a choice, and keep the pick: it tells what was meant. It
        ``teaches`` where the person is of the team and asked it themself; ``delivery`` and ``since`` as in
        :meth:`ask`.

        Raises:
            UnknownThing: the question is no longer kept.
            NotPossible: the title was not offered.
        """
        with self._store.unit() as unit:
            asked = unit.asked.need(asked_id)
            if section not in asked.choices:
                raise NotPossible("this choice", "the title was not offered", "ask again")
            unit.asked.save(replace(asked, picked=section, teaches=teaches and person == asked.person))
        question = Question(
            text=asked.text, as_of=asked.as_of, language=asked.language, person=person, picked=section
        )
        told = _Asking(
            person=person, channel=asked.channel, thread=asked.thread, delivery=delivery, since=since
        )
        return self._keep(self._questions.ask(question), told)

    def shared_in(self, asked_id: AskedId, channel: str, thread: str) -> None:
        """An answer given privately stands in a channel now: what follows in its thread follows it."""
        with self._store.unit() as unit:
            asked = unit.asked.get(asked_id)
            if asked is not None:
                unit.asked.save(replace(asked, channel=channel, thread=thread))

    def opine(
        self,
        asked_id: AskedId,
        opinion: Opinion,
        *,
        dislike: Dislike | None = None,
        comment: str = "",
    ) -> AskedQuestion:
        """Keep what somebody thinks of an answer; the last opinion stands.

        Raises:
            UnknownThing: the question is no longer kept.
        """
        with self._store.unit() as unit:
            asked = unit.asked.need(asked_id)
            changed = replace(asked, opinion=opinion, dislike=dislike, comment=comment)
            unit.asked.save(changed)
        return changed

    def forget_old(self) -> int:
        """Drop questions that are older than a year; how many."""
        with self._store.unit() as unit:
            return unit.asked.forget_before(self._clock() - KEPT)

    def _keep(self, answer: Answer, by: _Asking) -> KeptAnswer:
        turn = answer.turn
        with self._store.unit() as unit:
            kept = [each for each in by.kept(unit) if by.is_again(each)]
            asked = AskedQuestion(
                asked_id=kept[0].asked_id if kept else unit.asked.next_id(),
                person=by.person,
                channel=by.channel,
                thread=by.thread,
                delivery=by.delivery,
                text=answer.question,
                language=answer.language,
                as_of=answer.as_of,
                at=self._clock(),
                outcome=answer.outcome,
                reason=answer.reason,
                passages=tuple(citation.passage.passage_id for citation in answer.citations),
                left_open=answer.left_open,
                writer=answer.writer,
                kind=answer.kind,
                subject=turn.subject,
                sections=turn.sections,
                choices=tuple(passage.section_id for passage in answer.choices),
            )
            unit.asked.save(asked)
        return KeptAnswer(asked=asked, answer=answer)


def _subjects(unit: UnitOfWork, case: Case | None) -> tuple[str, ...]:
    """The kinds of right and the platforms of a case."""
    if case is None:
        return ()
    rights = (right for book in unit.brand_books.all() for right in book.rights)
    kinds = (right.kind.value for right in rights if right.id in case.right_ids)
    return tuple(dict.fromkeys([*kinds, *(split_listing_id(each)[0] for each in case.listing_ids)]))

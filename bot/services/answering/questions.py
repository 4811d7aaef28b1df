"""Reads a message and answers it by its kind: law, a plan, the team's own records, an act, help or chat; or refuses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, partial

from bot.domain.errors import GuidanceUnavailable, QuestionUnusable
from bot.domain.ids import PersonId
from bot.domain.moments import CHINA
from bot.domain.questions import (
    LONGEST,
    Answer,
    AnswerOutcome,
    EarlierTurn,
    Question,
    RefusalReason,
    as_typed,
    language_of,
)
from bot.ports import AnswerWriter, GuidanceSearch, Likeness, MessageReader
from bot.repositories import Store
from bot.services.answering.acts import Acts
from bot.services.answering.answers import MONEY, in_doubt
from bot.services.answering.halves import HARDLY, joined, of_both
from bot.services.answering.kinds import OURS, cautioned, likely_ours, may_be_ours, of_us, outdone, settle
from bot.services.answering.last_days import sets_a_time
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion, ReadMessage
from bot.services.answering.openings import (
    MAY_TELL_A_TIME,
    with_last_day,
    with_past_texts,
)
from bot.services.answering.plans import OFFERED_PLAN, Plans
from bot.services.answering.reckoned import MAY_BE_WEIGHED, with_amounts
from bot.services.answering.records import OwnRecords
from bot.services.answering.refusals import Refusals, question_alone
from bot.services.answering.routes import Routes
from bot.services.answering.situations import Situations
from bot.services.answering.threads import again, beside, following, in_thread, last_about, surely, turned
from bot.services.answering.thresholds import AT
from knowledge.forms import DAY_LIKE
from knowledge.known import KnownUntil
from knowledge.known import load as known_law
from knowledge.law import Register
from knowledge.passages import KnowledgeFault, Passage
from knowledge.reading import MessageKind, MessageReading, Refusal, asks, of_law, ordered, sentences
from knowledge.topics import Stage, best, stage_told

_TONGUES = {"in_english": "en", "in_chinese": "zh"}


class Questions:
    """The desk's answer to messages. ``today`` is the day in Shanghai."""

    def __init__(
        self,
        *,
        search: GuidanceSearch,
        reader: MessageReader,
        writer: AnswerWriter,
        register: Register,
        store: Store,
        today: Callable[[], date],
        known: KnownUntil | None = None,
        with_reader: Callable[[Passage], Passage] = lambda passage: passage,
        likeness: Likeness = lambda question, texts: [1.0] * len(texts),
        sorting: Callable[[MessageReading, str], MessageReading] = lambda reading, text: reading,
        name_of: Callable[[PersonId], str] = lambda person: "",
        stage: Callable[[str, date, str], Stage | None] = lambda text, on, language: stage_told(text),
    ) -> None:
        self._with_reader, self._sorting, self._known = with_reader, sorting, known or known_law()
        self._stage = stage
        self._reader, self._register, self._store, self._today = reader, register, store, today

        def passage_of(section: str, on: date, language: str) -> Passage | None:
            return reader.passage(section, on=on, language=language)

        self._law = LawAnswers(search, writer, register, self._doubt, passage_of, likeness, self._recorded)
        self._told = Situations(Plans(store, reader, register), self._law, register, self._doubt)
        self._refusals = Refusals(reader, self._law, self._told.outright)
        routes = Routes(store, register, lambda: datetime.combine(today(), time(12), CHINA))
        self._records = OwnRecords(store, today, routes.best, name_of, register)
        self._acts = Acts(store, today, register, passage_of, reader.topics, self._law.found)

    def ask(self, question: Question, *, on_text: Callable[[str], None] | None = None) -> Answer:
        """Answer, ask back or refuse. ``on_text`` is given the checked text so far, where it comes piece by piece.

        Raises:
            QuestionUnusable: the question is empty or longer than 4,000 characters.
            GuidanceUnavailable: pages, index or embedding model cannot be used.
        """
        question = replace(question, text=(text := as_typed(question.text)))
        if not text or len(text) > LONGEST:
            raise QuestionUnusable(len(text), LONGEST)
        try:
            message = self._read(text, question)
            if message.asked.reading.foreign:
                asked = replace(message.asked, language="en")
                return asked.plain(asked.words("ask.foreign"), kind=MessageKind.HELP)
            if question.picked:
                return self._read_by(message, self._picked(message))
            answer = self._read_by(message, self._turned(message) or self._answer(message, on_text))
            if message.asked.text != text:
                line = message.asked.words("ask.spoken", text=message.asked.text)
                answer = replace(answer, text=f"{line}\n\n{answer.text}")
            return replace(answer, case_id=message.case.case_id) if message.case else answer
        except KnowledgeFault as fault:
            raise GuidanceUnavailable(str(fault)) from fault

    def kind_of(self, question: Question) -> MessageKind:
        """What a message is in its thread, before anything is answered."""
        return self._read(as_typed(question.text), question).asked.reading.is_kind

    def _read_by(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer with last days and the texts of the days told, whose sources say who of the team's counsel has read them."""
        asked, law, read = message.asked, self._register, self._with_reader
        if asked.began or DAY_LIKE.search(asked.text):
            answer = with_last_day(message, answer, law, self._reader)
        if any(form.search(asked.told) for form in MAY_BE_WEIGHED):
            answer = with_amounts(asked, answer, law, self._reader, self._law.picked)
        answer = with_past_texts(asked, answer, law) if MAY_TELL_A_TIME.search(asked.told) else answer
        return replace(answer, citations=tuple(replace(e, passage=read(e.passage)) for e in answer.citations))

    def earlier(self, texts: tuple[str, ...], question: Question) -> tuple[EarlierTurn, ...]:
        """The turns of a thread in which these texts were asked before, oldest first, answered silently.

        Raises:
            QuestionUnusable, GuidanceUnavailable: as :meth:`ask`.
        """
        turns: tuple[EarlierTurn, ...] = ()
        for text in texts:
            turns += (self.ask(replace(question, text=text, earlier=turns, picked="")).turn,)
        return turns

    def _doubt(self, on: date, language: str) -> str:
        return self._known.doubt(on, self._today(), language)

    def _read(self, text: str, question: Question) -> ReadMessage:
        on = question.as_of or self._today()
        read = self._reader.read(text, on=on)
        text = read.written or text
        topics = about = of_us(told := self._reader.topics(text), text)
        reading = self._sorting(settle(read, text, topics, partial(self._reader.read, on=on)), text)
        follow = following(text, question.earlier)
        if follow is not None and follow.leans:
            reading = in_thread(text, reading, self._reader.read(follow.joined, on=on))
            about = of_us(self._reader.topics(follow.joined), text)
        elif follow is not None:
            reading = beside(text, reading, self._reader.read(follow.joined, on=on))
        if may_be_ours(reading, text) and self._records.surely_asked(text, likely_ours(reading)):
            reading = replace(reading, kind=surely(MessageKind.OWN_DATA), refused=Refusal.NONE)
        asked = LawQuestion(
            question=question,
            text=text,
            reading=reading,
            language=question.language
            or language_of(text, [t.language for t in question.earlier if t.language]),
            today=on,
            on=on,
            topics_of=cache(self._reader.topics),
        )
        stage = self._stage(text, on, asked.language)
        asked, case = asked.hearing(about).at(stage) if stage else asked.hearing(about), None
        if question.case_id is not None:
            with self._store.unit() as unit:
                case = unit.cases.get(question.case_id)
        shown = follow.shown if follow is not None and follow.leans else frozenset()
        return ReadMessage(asked=asked, told=told, topics=topics, case=case, about=about, shown=shown)

    def _answer(self, message: ReadMessage, on_text: Callable[[str], None] | None) -> Answer:
        asked, refused = message.asked, message.refused
        stated = asked.stage if message.states_its_stage else None
        caution = cautioned(asked.reading, message.told, partial(self._law.surest, asked))
        settles = caution if caution and not (stated and (stated.guards or not caution.whole)) else stated
        if settles and not asked.states_a_wrong:
            return self._told.with_plan(message, self._told.staged(message, settles))
        if len(sentences(asked.text)) > 1 and not asked.is_guarded:
            read = partial(self._read, question=asked.question)
            if told := self._refusals.beside(message, refused, read, partial(self._by_kind, on_text=on_text)):
                return told
        if refused is not Refusal.NONE:
            alone = question_alone(asked.text) if refused is not Refusal.UNLAWFUL else ""
            return self._alone(alone, message) or self._refusals.answer(message, refused)
        answer, order, acts = self._by_kind(message, on_text), ordered(asked.text), self._acts
        return acts.beside(answer, asked, self._reader.topics(order), message.case) if order else answer

    def _alone(self, text: str, message: ReadMessage) -> Answer | None:
        """The answer to this part of a message, where it is not refused and a section surely answers it."""
        alone = self._read(text, message.asked.question) if text else message
        stands = text and self._refusals.stands_alone(alone.asked)
        return replace(self._by_kind(alone, None), question=message.asked.text) if stands else None

    def _by_kind(self, message: ReadMessage, on_text: Callable[[str], None] | None) -> Answer:
        again = partial(self._read, question=message.asked.question)
        own = message.asked.reading.kind[MessageKind.OWN_DATA] >= HARDLY
        halves = (again, self._own_data, self._law.answer, self._records.last_day)
        if own and (both := of_both(message.asked, *halves)):
            return both
        match self._wanted(message):
            case MessageKind.PLAN:
                return self._told.plan(message, partial(self._of_law, message, on_text))
            case MessageKind.OWN_DATA:
                return self._told.beside_records(message, self._own_data(message))
            case MessageKind.ACT:
                return self._act(message)
            case MessageKind.HELP:
                return message.asked.plain(message.asked.words("ask.help"), kind=MessageKind.HELP)
            case MessageKind.CHAT:
                return self._chat(message)
        return self._of_law(message, on_text)

    def _of_law(self, message: ReadMessage, on_text: Callable[[str], None] | None) -> Answer:
        """The answer of a section, with the clock of what is told."""
        told = self._told if message.may_tell else None
        answer = self._law.answer(message.asked, on_text)
        if answer.reason is RefusalReason.UNLAWFUL:
            return self._refusals.answer(message, Refusal.UNLAWFUL)
        answer = told.with_clock(message, answer) if told else answer
        answer = self._told.with_rest(message, answer) if sets_a_time(answer) else answer
        answer = self._law.with_caution(message.asked, answer)
        return in_doubt(answer, message.asked.reading.doubted, message.happened[1], message.asked.words)

    def _wanted(self, message: ReadMessage) -> MessageKind:
        """The kind that is answered: what was read, or law where a section answers more surely than that is wanted."""
        asked, kind = message.asked, message.kind
        ends_a_clock = kind is MessageKind.OWN_DATA and asked.asks_when and message.has_its_clock
        law = not message.case and (ends_a_clock or of_law(kind, asked.text))
        if law or message.goes_on or (kind in OURS and self._law.surely_follows(asked)):
            return MessageKind.LAW
        least = outdone(asked.reading)
        return MessageKind.LAW if least < 1 and self._law.surest(asked) >= max(least, AT.outdoes) else kind

    def _chat(self, message: ReadMessage) -> Answer:
        """A kind word; what asks at length, or likely about another subject, is none of ours."""
        topic, _ = best(message.topics, "chat")
        answer = message.asked.plain(message.asked.words(f"ask.chat.{topic}"), kind=MessageKind.CHAT)
        text, elsewhere = message.asked.text, message.asked.reading.refusal[Refusal.ELSEWHERE]
        about_else = elsewhere >= AT.suspect or len(text.encode()) > AT.longest_talk
        if topic == "other" and asks(text) and about_else:
            return replace(answer, outcome=AnswerOutcome.REFUSED, reason=RefusalReason.OUT_OF_SCOPE)
        return answer

    def _own_data(self, message: ReadMessage) -> Answer:
        (topic, _), asked = best(message.topics, "own"), message.asked
        found = self._records.answer(topic, asked.question, asked.language, message.case)
        return replace(asked.plain(found.text, kind=MessageKind.OWN_DATA), rows=found.rows)

    def _recorded(self, asked: LawQuestion, question: str) -> str:
        """What the records say on a question that a chat model puts for the asker, who sees what they would see of it."""
        topic, _ = best(self._reader.topics(question), "own")
        told = self._records.answer(topic, replace(asked.question, text=question), asked.language, None)
        return "\n".join((told.text, *(f"{row.subject}: {row.text}" for row in told.rows)))

    def _act(self, message: ReadMessage) -> Answer:
        done = self._acts.answer(message.topics, message.asked, message.case)
        beside = self._alone(question_alone(message.asked.text), message) or self._stated(message.asked, done)
        asks_law = beside and beside.kind is MessageKind.LAW and beside.outcome is AnswerOutcome.ANSWERED
        return replace(joined(beside, done), kind=MessageKind.ACT) if beside and asks_law else done

    def _stated(self, asked: LawQuestion, done: Answer) -> Answer | None:
        """What a section that tells a sum says of one that is to stand in the paper ordered; None without such."""
        paper = done.act and done.act.form == "draft" and asked.reading.sums
        best = self._law.found(asked)[:1] if paper else ()
        sure = any(hit.probability >= AT.outdoes and MONEY.search(hit.passage.text) for hit in best)
        return self._law.answer(asked) if sure else None

    def _picked(self, message: ReadMessage) -> Answer:
        asked, picked = message.asked, message.asked.question.picked
        if picked.startswith(OFFERED_PLAN):
            return self._told.planned(message, picked.removeprefix(OFFERED_PLAN))
        passage = self._reader.passage(picked, on=asked.on, language=asked.language)
        return self._law.answer(asked) if passage is None else self._law.picked(asked, passage)

    def _turned(self, message: ReadMessage) -> Answer | None:
        """The last answer once more: shorter, in the other language, or on; None where that is not asked for."""
        before = last_about([turn for turn in message.asked.question.earlier if turn.sections])
        turn = turned(message.asked.reading, message.topics) if before is not None else ""
        if before is None or not turn or self._asks_anew(message.asked):
            return None
        asked = message.asked
        language = _TONGUES.get(turn) or asked.question.language or before.language or asked.language
        asked = replace(asked, language=language)
        if not (told := again(turn, self._sections(before.sections, asked))):
            return asked.plain(asked.words("ask.no_more"))
        text = "\n\n".join(f"{piece} [{number}]" for number, (_, piece) in enumerate(told, start=1))
        return asked.plain(text, subject=before.subject or before.text, passages=[each for each, _ in told])

    def _asks_anew(self, asked: LawQuestion) -> bool:
        """Whether what is not clearly read as a word on the answer before is a question that a section surely answers."""
        return asked.reading.turn < AT.clearly and self._law.surest(asked) >= AT.outdoes

    def _sections(self, sections: Sequence[str], asked: LawQuestion) -> list[Passage]:
        """Sections in the language and on the day asked for."""
        found = (self._reader.passage(each, on=asked.on, language=asked.language) for each in sections)
        return [each for each in found if each]

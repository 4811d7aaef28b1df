"""Reads a message and answers it by its kind: law, a plan, the team's own records, an act, help or chat; or refuses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.clocks import Event
from bot.domain.errors import GuidanceUnavailable, QuestionUnusable
from bot.domain.ids import PersonId
from bot.domain.moments import CHINA
from bot.domain.questions import (
    LONGEST,
    Answer,
    AnswerOutcome,
    Citation,
    EarlierTurn,
    Question,
    RefusalReason,
    language_of,
)
from bot.ports import AnswerWriter, GuidanceSearch, Likeness, MessageReader
from bot.repositories import Store
from bot.services.answering.acts import Acts, named
from bot.services.answering.demands import demanded
from bot.services.answering.kinds import (
    asks_law,
    names_a_place,
    names_a_source,
    outdone,
    settle,
    standing,
)
from bot.services.answering.law_answers import REASONS, LawAnswers, LawQuestion, asks_when, changes, plain
from bot.services.answering.messages import HAPPENED, MAYBE, ReadMessage, fitting
from bot.services.answering.openings import first_sentence, opened_by
from bot.services.answering.parts import last_question
from bot.services.answering.plans import Plans, PlanText
from bot.services.answering.records import OwnRecords
from bot.services.answering.routes import Routes
from bot.services.answering.threads import SURELY, again, beside, following, in_thread, last_about, surely
from bot.services.answering.threads import turned as turned_by
from bot.words.book import load_words
from knowledge.known import KnownUntil
from knowledge.known import load as known_law
from knowledge.law import Register
from knowledge.passages import KnowledgeFault, Passage
from knowledge.plans import packets
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading, Refusal
from knowledge.topics import OTHER, best, within

# Of situations the likeliest counts from this chance on; a cry for help that tells less is about fakes on sale.
LIKELY, USUAL, _GENUINE = 0.4, "fakes_on_sale", "genuine_goods"
# Pages that may advise a letter, the section that says when it harms, and what a letter would warn.
_LETTERS = ("cn/cease-and-desist#", "cn/takedown#letter-needed")
_NO_LETTER = "cn/cease-and-desist#when-not"
# What is said where a plain answer would warn the other side, from this chance on that it would.
_WARNING, WARNS = (_NO_LETTER, "cn/choosing-a-route#factory"), 0.5
# Bytes: talk that is longer asks something.
LONGEST_TALK = 60
# Which part of an event's packet answers what is asked of it.
_ROWS = {
    Aspect.HOW_MUCH: "cost",
    Aspect.PAPERS: "papers",
    **dict.fromkeys((Aspect.WHO, Aspect.WHERE), "to"),
    Aspect.HOW_LONG: "clock",
}
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
    ) -> None:
        self._with_reader, self._sorting = with_reader, sorting
        self._reader, self._register, self._store, self._today = reader, register, store, today
        self._known = known or known_law()
        self._law = LawAnswers(
            search,
            writer,
            register,
            self._doubt,
            lambda section, on, language: reader.passage(section, on=on, language=language),
            likeness,
            self._recorded,
        )
        self._plans = Plans(store, reader, register)
        routes = Routes(store, register, lambda: datetime.combine(today(), time(12), CHINA))
        self._records, self._acts = OwnRecords(store, today, routes.best, name_of), Acts(store, today)

    def ask(self, question: Question, *, on_text: Callable[[str], None] | None = None) -> Answer:
        """Answer, ask back or refuse. ``on_text`` is given the checked text so far, where it comes piece by piece.

        Raises:
            QuestionUnusable: the question is empty or longer than 4,000 characters.
            GuidanceUnavailable: pages, index or embedding model cannot be used.
        """
        # A half of a pair of surrogates is no character: no encoder reads it, no terminal prints it.
        question = replace(question, text=question.text.encode(errors="replace").decode())
        text = question.text.strip()
        if not text or len(text) > LONGEST:
            raise QuestionUnusable(len(text), LONGEST)
        try:
            message = self._read(text, question)
            if question.picked:
                return self._read_by(self._picked(message))
            turned = self._turned(message)
            answer = self._read_by(turned if turned is not None else self._answer(message, on_text))
            return replace(answer, case_id=message.case.case_id) if message.case else answer
        except KnowledgeFault as fault:
            raise GuidanceUnavailable(str(fault)) from fault

    def kind_of(self, question: Question) -> MessageKind:
        """What a message is in its thread, before anything is answered."""
        return self._read(question.text.strip(), question).asked.reading.is_kind

    def _read_by(self, answer: Answer) -> Answer:
        """The answer whose sources say who of the team's counsel has read them."""
        read = (replace(each, passage=self._with_reader(each.passage)) for each in answer.citations)
        return replace(answer, citations=tuple(read))

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
        languages = [turn.language for turn in question.earlier if turn.language]
        topics = about = self._reader.topics(text)
        reading = self._sorting(self._settled(text, on, topics), text)
        follow = following(text, question.earlier)
        if follow is not None and follow.leans:
            reading = in_thread(text, reading, self._reader.read(follow.joined, on=on), topics)
            about = self._reader.topics(follow.joined)
        elif follow is not None:
            reading = beside(text, reading, self._reader.read(follow.joined, on=on))
        name, chance = best(fitting(within(about, ("event", OTHER)), text), "event")
        clock = packets()[name].clock if chance >= MAYBE else ""
        asked = LawQuestion(
            question=question,
            text=text,
            reading=reading,
            language=question.language or language_of(text, languages),
            on=on,
            event=Event(clock) if clock else None,
        )
        case = None
        if question.case_id is not None:
            with self._store.unit() as unit:
                case = unit.cases.get(question.case_id)
        shown = follow.shown if follow is not None and follow.leans else frozenset()
        return ReadMessage(asked=asked, topics=topics, case=case, about=about, shown=shown)

    def _settled(self, text: str, on: date, topics: Mapping[str, float]) -> MessageReading:
        """How a message is read by itself; a story that ends in a question of law is one."""
        reading = settle(self._reader.read(text, on=on), text, topics)
        last = last_question(text) if reading.is_kind is MessageKind.PLAN else ""
        law = last and asks_law(self._reader.read(last, on=on))
        return replace(reading, kind=surely(MessageKind.LAW)) if law else reading

    def _answer(self, message: ReadMessage, on_text: Callable[[str], None] | None) -> Answer:
        reading = message.asked.reading
        warned = best(message.topics, "caution")[1] >= WARNS
        if warned and message.asked.reading.is_asker is not Asker.COUNTERFEITER:
            return self._law.picked(message.asked, *self._sections(_WARNING, message.asked))
        refused = standing(reading, message.topics, deadline=message.asks_its_clock)
        if refused is not Refusal.NONE:
            return self._refusal(message, refused)
        match self._wanted(message):
            case MessageKind.PLAN:
                return self._plan(message)
            case MessageKind.OWN_DATA:
                return self._own_data(message)
            case MessageKind.ACT:
                return self._act(message)
            case MessageKind.HELP:
                return self._said(message, "ask.help", MessageKind.HELP)
            case MessageKind.CHAT:
                return self._chat(message)
        answer = self._row(message) or self._law.answer(message.asked, on_text)
        if answer.reason is RefusalReason.UNLAWFUL:
            return self._refusal(message, Refusal.UNLAWFUL)
        if message.told_in_vain(answer):
            return self._plan(message)
        return self._in_doubt(message, self._with_caution(message, self._with_clock(message, answer)))

    def _wanted(self, message: ReadMessage) -> MessageKind:
        """The kind that is answered: what was read, or law where a section answers more surely than that is wanted."""
        asked, kind = message.asked, message.asked.reading.is_kind
        # What somebody demands of us within days is no look into our own calendar.
        if kind is not MessageKind.ACT and demanded(asked.text) and not message.case:
            return MessageKind.LAW
        least = outdone(asked.reading, asked.text)
        if least == 1 or (kind is MessageKind.OWN_DATA and self._own_data(message).rows):
            return kind
        return MessageKind.LAW if self._law.surest(asked) >= least else kind

    @staticmethod
    def _in_doubt(message: ReadMessage, answer: Answer) -> Answer:
        """The answer, opened by what it is not for where it was near to a refusal."""
        doubted = message.asked.reading.doubted
        if doubted is Refusal.NONE or not answer.citations:
            return answer
        return replace(
            answer, text=f"{load_words(answer.language)(f'ask.doubt.{doubted.value}')}\n\n{answer.text}"
        )

    def _chat(self, message: ReadMessage) -> Answer:
        """A kind word; a long message that is no thanks asks about something else, which is not our subject."""
        topic, _ = best(message.topics, "chat")
        answer = self._said(message, f"ask.chat.{topic}", MessageKind.CHAT)
        if topic == "other" and len(message.asked.text.encode()) > LONGEST_TALK:
            return replace(answer, outcome=AnswerOutcome.REFUSED, reason=RefusalReason.OUT_OF_SCOPE)
        return answer

    def _row(self, message: ReadMessage) -> Answer | None:
        """What a follow-up asks of the packet that its thread was shown: its cost, papers, addressee or clock; nothing where
        the thread surely finds a section that was not."""
        asked, (name, chance) = message.asked, message.happened
        part = _ROWS.get(asked.reading.is_aspect, "")
        if chance < HAPPENED or packets()[name].sections[0] not in message.shown:
            return None
        text = self._plans.rows(name, message.situation).get(part, "")
        passages = self._plans.sections(name, message.situation)
        if not text or self._law.finds_beyond(message.shown, asked):
            return None
        marks = "".join(f" [{number}]" for number, _ in enumerate(passages, start=1))
        answer = plain(asked.text, asked.language, asked.on, f"{text}{marks}", subject=self._subject(asked))
        return replace(
            answer, citations=tuple(Citation(number=n, passage=p) for n, p in enumerate(passages, start=1))
        )

    @staticmethod
    def _subject(asked: LawQuestion) -> str:
        before = last_about(asked.question.earlier)
        return (before.subject or before.text) if before else asked.text

    def _with_clock(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer with the clock of an event that the message tells of; a bare story gets the event's whole packet."""
        asked, (name, chance) = message.asked, message.happened
        cited = {citation.passage.section_id for citation in answer.citations}
        seen = cited | {passage.section_id for passage in answer.choices}
        about = not seen.isdisjoint(packets()[name].sections)
        if answer.reason not in (None, RefusalReason.NO_GUIDANCE) or not message.tells(answer, about):
            return answer
        passages = self._plans.sections(name, message.situation)[:1]
        if message.shown & {passage.section_id for passage in passages}:
            return answer
        next_step = asked.reading.is_aspect is Aspect.NEXT_STEP and (about or chance >= SURELY)
        if answer.outcome is not AnswerOutcome.ANSWERED or next_step:
            return self._packet(message, name, MessageKind.LAW)
        if not cited or {passage.section_id for passage in passages} & cited:
            return answer
        return self._clocked(message, answer, self._plans.clock(name, message.situation), passages[0])

    def _clocked(self, message: ReadMessage, answer: Answer, clock: str, passage: Passage) -> Answer:
        """The answer with the clock, in front where a time is asked for. A named day starts the answer's own clock first."""
        asked = message.asked
        if not clock or clock in answer.text or (asked.reading.dates and message.has_another_clock(answer)):
            return answer
        new = Citation(number=len(answer.citations) + 1, passage=passage)
        line = f"{load_words(asked.language)('ask.clock', clock=clock)} [{new.number}]"
        return replace(
            answer,
            text="\n\n".join((line, answer.text) if asks_when(asked) else (answer.text, line)),
            citations=(*answer.citations, new),
            upcoming_changes=changes([c.passage for c in (*answer.citations, new)], self._register, asked.on),
        )

    def _with_caution(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer on letters that begins with when not to write one, where a raid, the police or a source is in sight."""
        asked = message.asked
        cited = [citation.passage.section_id for citation in answer.citations]
        letters = any(section.startswith(_LETTERS) for section in cited)
        if not letters or _NO_LETTER in cited or not names_a_source(asked.text):
            return answer
        passage = self._reader.passage(_NO_LETTER, on=asked.on, language=asked.language)
        if passage is None:
            return answer
        return opened_by(answer, passage, first_sentence(passage.paragraphs[0]))

    def _plan(self, message: ReadMessage) -> Answer:
        text = message.asked.text
        event, happened = best(fitting(within(message.topics, ("event", "plan")), text), "event")
        name, chance = best(within(message.topics, ("plan",)), "plan")
        # A plan for genuine goods helps nobody against fakes; the other way round step 0 asks.
        name = name if chance >= (SURELY if name == _GENUINE else LIKELY) else USUAL
        if message.asked.reading.is_asker is Asker.ACCUSED and name not in ("accused", "mark_filed"):
            name = "accused"
        if name == USUAL and names_a_place(text) and not message.asked.reading.platforms:
            name = "shop_or_factory"
        if happened >= HAPPENED:
            return self._packet(message, event, MessageKind.PLAN)
        told = self._stepped(message, self._plans.plan(name, message.situation), MessageKind.PLAN)
        lead = self._law.leading(message.asked)
        return opened_by(told, lead, lead.paragraphs[0]) if lead is not None else told

    def _packet(self, message: ReadMessage, name: str, kind: MessageKind) -> Answer:
        return self._stepped(message, self._plans.packet(name, message.situation), kind)

    def _stepped(self, message: ReadMessage, told: PlanText, kind: MessageKind) -> Answer:
        asked, citations = message.asked, told.citations
        doubt = self._doubt(asked.on, asked.language)
        text = "\n".join(part for part in (told.title, doubt, *told.lines) if part)
        return replace(
            plain(asked.text, asked.language, asked.on, text, kind=kind, subject=asked.text),
            citations=citations,
            steps=told.steps if kind is MessageKind.PLAN else (),
            upcoming_changes=changes([c.passage for c in citations], self._register, asked.on),
        )

    def _own_data(self, message: ReadMessage) -> Answer:
        topic, _ = best(message.topics, "own")
        asked = message.asked
        found = self._records.answer(topic, asked.question, asked.language, message.case)
        answer = plain(asked.text, asked.language, asked.on, found.text, kind=MessageKind.OWN_DATA)
        return replace(answer, rows=found.rows)

    def _recorded(self, asked: LawQuestion, question: str) -> str:
        """What the records say on a question that a chat model puts for the asker, who sees what they would see of it."""
        topic, _ = best(self._reader.topics(question), "own")
        told = self._records.answer(topic, replace(asked.question, text=question), asked.language, None)
        return "\n".join((told.text, *(f"{row.subject}: {row.text}" for row in told.rows)))

    def _act(self, message: ReadMessage) -> Answer:
        topic, _ = best(message.topics, "act")
        asked, words = message.asked, load_words(message.asked.language)
        act = self._acts.act(topic, asked.question, asked.reading, asked.language, message.case)
        filled = "; ".join(
            f"{words(f'ask.field.{name}')}: {named(value, words)}" for name, value in act.filled
        )
        missing = ", ".join(words(f"ask.field.{name}") for name in act.missing)
        parts = [words("ask.act", form=act.title)]
        parts += [words("ask.act_filled", filled=filled)] if filled else []
        parts += [words("ask.act_missing", missing=missing)] if missing else []
        answer = plain(asked.text, asked.language, asked.on, " ".join(parts), kind=MessageKind.ACT)
        return replace(answer, act=act)

    def _said(self, message: ReadMessage, key: str, kind: MessageKind) -> Answer:
        asked = message.asked
        return plain(asked.text, asked.language, asked.on, load_words(asked.language)(key), kind=kind)

    def _refusal(self, message: ReadMessage, refused: Refusal) -> Answer:
        asked, words = message.asked, load_words(message.asked.language)
        if refused is Refusal.UNLAWFUL:
            act, _ = best(message.topics, "unlawful")
            text = words("ask.refusal.unlawful", act=words(f"ask.unlawful.{act}"))
        else:
            text = words(f"ask.refusal.{refused.value}")
        answer = plain(asked.text, asked.language, asked.on, text)
        return replace(answer, outcome=AnswerOutcome.REFUSED, reason=REASONS[refused])

    def _picked(self, message: ReadMessage) -> Answer:
        asked = message.asked
        passage = self._reader.passage(asked.question.picked, on=asked.on, language=asked.language)
        if passage is None:
            return self._law.answer(asked)
        return self._law.picked(asked, passage)

    def _turned(self, message: ReadMessage) -> Answer | None:
        """The last answer once more: shorter, in the other language, or on; None where that is not asked for."""
        shown = [turn for turn in message.asked.question.earlier if turn.sections]
        before = last_about(shown)
        turn = turned_by(message.topics, message.asked.text) if before is not None else ""
        if before is None or not turn:
            return None
        asked = message.asked
        language = _TONGUES.get(turn) or asked.question.language or before.language or asked.language
        asked = replace(asked, language=language)
        told = again(turn, self._sections(before.sections, asked))
        if not told:
            return self._said(replace(message, asked=asked), "ask.no_more", MessageKind.LAW)
        text = "\n\n".join(f"{piece} [{number}]" for number, (_, piece) in enumerate(told, start=1))
        answer = plain(asked.text, asked.language, asked.on, text, subject=before.subject or before.text)
        return replace(
            answer, citations=tuple(Citation(number=n, passage=p) for n, (p, _) in enumerate(told, start=1))
        )

    def _sections(self, sections: Sequence[str], asked: LawQuestion) -> list[Passage]:
        """Sections in the language and on the day asked for."""
        found = [self._reader.passage(each, on=asked.on, language=asked.language) for each in sections]
        return [passage for passage in found if passage is not None]

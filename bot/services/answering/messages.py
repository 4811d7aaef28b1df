"""A message as it was read: what it is like, what it tells of, what its thread was shown; and a wrong in it, said no to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.cases import Case
from bot.domain.clocks import RULES, ClockRule, Event
from bot.domain.premises import Supposed, supposed_terms
from bot.domain.questions import Answer, AnswerOutcome, Citation, Question
from bot.domain.told_times import ToldTime
from bot.services.answering.answers import WHEN
from bot.services.answering.kinds import AGAINST_US, gives_way, is_talk, talk_of, told_of, upheld
from bot.services.answering.thresholds import AT
from bot.services.answering.told_days import day_of
from bot.words.book import Words, load_words
from knowledge.already import dates_already, surely_begun
from knowledge.happenings import of_national_mark
from knowledge.mentions import demanded
from knowledge.months import begins, placed_times, to_come
from knowledge.passages import Passage
from knowledge.penalties import was_held_before
from knowledge.plans import SITUATIONS, packets
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading, Refusal, asks
from knowledge.sides import UNTIMED
from knowledge.suppositions import as_supposed, lets_go
from knowledge.told_days import TopicsOf
from knowledge.topics import OTHER, Stage, best, fitting, within

OFFERED, _LAW = 3, MessageKind.LAW  # titles, where it is not sure what is meant
# Events that one fact makes: their cards are shown to nobody who does not tell it.
_DEFINING = {
    "repeat_offender": was_held_before,
    **dict.fromkeys(("mark_registered", "foreign_filing"), of_national_mark),
}


def clock_rules(keys: Collection[str]) -> tuple[ClockRule, ...]:
    """The rules of the clocks table that rest on these provisions."""
    return tuple(rule for rule in RULES if rule.basis in keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawQuestion:
    """A question with what is known of it: how it was read, language, ``today``, the day whose law counts (``on``), the event
    that it tells of, where ``clearly``, its ``stage``, when the right of ours ``ends``; ``silent`` events start no clock."""

    question: Question
    text: str
    reading: MessageReading
    language: str
    today: date
    on: date
    named: bool = False
    event: Event | None = None
    clearly: bool = False
    stage: Stage | None = None
    ends: date | None = None
    topics_of: TopicsOf | None = None
    silent: frozenset[Event] = frozenset()

    @property
    def states_a_wrong(self) -> bool:
        """Whether the stage that it states is a wrong."""
        return self.stage is not None and bool(self.stage.wrong)

    @property
    def is_guarded(self) -> bool:
        """Whether the stage that it states guards from harm: then nothing is told beside a no."""
        return self.stage is not None and self.stage.guards

    @property
    def has_no_clock(self) -> bool:
        """Whether it states a stage at which no time runs."""
        return self.stage is not None and self.event is None and not self.stage.believed

    def plain(
        self, text: str, *, kind: MessageKind = _LAW, subject: str = "", passages: Sequence[Passage] = ()
    ) -> Answer:
        """An answer to it that rests on these passages, numbered in their order."""
        return Answer(
            question=self.text,
            as_of=self.on,
            language=self.language,
            outcome=AnswerOutcome.ANSWERED,
            reason=None,
            text=text,
            citations=tuple(Citation(number=n, passage=each) for n, each in enumerate(passages, start=1)),
            upcoming_changes=(),
            writer="extractive",
            kind=kind,
            subject=subject,
        )

    def offering(self, choices: Sequence[Passage], *, kind: MessageKind = _LAW, subject: str = "") -> Answer:
        """The question asked back, by the titles of what may be meant."""
        demand = demanded(self.text)
        line = self.words("ask.demand", term=demand.term) if demand else self.words("ask.choice")
        answer = self.plain(line, kind=kind, subject=subject)
        return replace(answer, outcome=AnswerOutcome.CHOICE, choices=tuple(choices))

    @property
    def words(self) -> Words:
        """The words of its language."""
        return load_words(self.language)

    def hearing(self, about: Mapping[str, float]) -> LawQuestion:
        """The question with the event that it tells of by these chances of topics."""
        name, chance = self.heard(within(about, ("event", OTHER)))
        told = packets()[name].clock if chance >= AT.maybe else ""
        return replace(self, event=Event(told) if told else None, clearly=bool(told) and chance >= AT.clearly)

    def heard(self, chances: Mapping[str, float]) -> tuple[str, float]:
        """The likeliest event of these chances that its words fit, and its chance."""
        return best(self.fitting(chances), "event")

    def fitting(self, chances: Mapping[str, float]) -> Mapping[str, float]:
        """These chances, none for events that its words do not fit."""
        return fitting(chances, self.text, self.reading.ahead_of(self.on))

    def at(self, stage: Stage) -> LawQuestion:
        """The question at the stage that it states, which alone starts a clock, or none; one only believed bars none."""
        own = bool(stage.clock) or not stage.believed
        event = (Event(stage.clock) if stage.clock else None) if own else self.event
        return replace(self, event=event, clearly=own or self.clearly, stage=stage)

    @property
    def said(self) -> tuple[str, ...]:
        """All that was said in its thread, the message last, with the figures that were supposed last."""
        return as_supposed((*(turn.text for turn in self.question.earlier), self.text))

    @property
    def told(self) -> str:
        """The same in one text."""
        return "\n".join(self.said)

    @property
    def began(self) -> date | None:
        """The day of what it tells of; one before which something is to be done is none, nor one that is only asked about."""
        return surely_begun(self.text, day, self.today) if (day := self.reading.began(self.today)) else None

    def when(self, event: str) -> ToldTime | None:
        """When this event happened, by the words beside its times and by their meaning, or in its thread where it tells none."""
        day, told, on = self.began, self.told, self.today
        starts = event not in ("", *self.silent)
        if not starts or (day and day > on and day not in dates_already(told, on)):
            return ToldTime(first=day, last=day) if starts and day and begins(event, told, day, on) else None
        return day_of(event, told, on, self.since, self.topics_of, self.event if self.clearly else "")

    @property
    def since(self) -> int:
        """Where in its thread the times are told: here, or anywhere where it tells none."""
        return len(self.told) - len(self.said[-1]) if placed_times(self.text, self.today) else 0

    @property
    def supposed(self) -> Supposed:
        """What it takes for a term or its end."""
        gone = {self.began, *(dates_already(self.told, self.today) if self.reading.dates else ())}
        later = [day for day in self.reading.dates if day not in gone and (self.began or day > self.today)]
        terms = () if demanded(self.text) or UNTIMED.search(self.text) else supposed_terms(self.text)
        times, ends = to_come(self.text, self.told, self.today, self.began), lets_go(self.text)
        return Supposed(days=tuple(later), terms=terms, times=times, ends=ends, told=self.told)

    @property
    def asks_when(self) -> bool:
        """Whether a time is asked for: how long, or by when."""
        return self.reading.is_aspect is Aspect.HOW_LONG or bool(WHEN.search(self.text))


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan is written for: its day, language, the thread's case, ``when`` the message says that an event happened, in
    words that are ``told``, and what is ``supposed`` the end of a term."""

    on: date
    language: str
    case: Case | None = None
    when: Callable[[str], ToldTime | None] = lambda event: None
    told: str = ""
    supposed: Supposed = field(default_factory=Supposed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """A message with its chances of every topic: ``told`` with cautions, ``topics`` without them, ``about`` with the subject of
    the thread that it leans on, whose sections are ``shown``."""

    asked: LawQuestion
    told: Mapping[str, float]
    topics: Mapping[str, float]
    about: Mapping[str, float]
    case: Case | None
    shown: frozenset[str] = frozenset()

    @property
    def happened(self) -> tuple[str, float]:
        """The event that it most likely tells of, and the chance among events, situations and questions of law. An event of
        another kind of right than the message names is none, and so is one that hardly is the topic."""
        name, chance = self.asked.heard(within(self.about, (*SITUATIONS, OTHER)))
        return name, chance if self.about[f"event.{name}"] >= AT.hardly and not self.lacks(name) else 0.0

    def lacks(self, name: str) -> bool:
        """Whether the fact that makes this event is told neither here nor before."""
        tells = _DEFINING.get(name, packets()[name].told.search) if name in packets() else None
        return tells is not None and not self.asked.question.earlier and not tells(self.asked.text)

    @property
    def refused(self) -> Refusal:
        """The refusal that stands of all of it."""
        if self.asked.states_a_wrong:
            return Refusal.UNLAWFUL
        return upheld(self.asked.reading, self.topics, deadline=self.has_its_clock)

    @property
    def goes_on(self) -> bool:
        """Whether it is read as talk in its thread and is none by its topic: then it tells what goes on there."""
        read_as_talk = self.asked.question.earlier and self.kind is MessageKind.CHAT
        return bool(read_as_talk) and talk_of(self.topics) < AT.chatty

    @property
    def states_its_stage(self) -> bool:
        """Whether it states the stage that it asks about: then the rule of that is told, whatever it is like."""
        reading, stage = self.asked.reading, self.asked.stage
        if stage is None or gives_way(stage, reading):
            return False
        # Which of our records and which rule is asked for sounds alike.
        own = reading.is_kind is MessageKind.ACT or reading.kind[MessageKind.OWN_DATA] >= AT.outdoes
        here = stage.here or self.refused is not Refusal.ELSEWHERE
        told = stage.guards or not (own or reading.is_asker is Asker.COUNTERFEITER)
        return told and here and self.case is None

    @property
    def has_its_clock(self) -> bool:
        """Whether it tells of an event that starts a clock, with its time or asking for it; by its words alone where it is rather
        not to be refused, would let a right go, or says when somebody means to act."""
        (name, chance), asked = self.happened, self.asked
        if chance >= AT.happened and packets()[name].clock and (asked.asks_when or asked.reading.dates):
            return True
        own = asked.reading.is_kind is MessageKind.OWN_DATA
        if not (asked.reading.dates or own) or not any(map(asked.when, Event)):
            return False
        chances = asked.reading.refusal
        rather = max(chances, key=lambda each: chances[each]) is Refusal.NONE and asked.asks_when
        return rather or lets_go(asked.text) or any(each.meant for each in asked.supposed.times)

    def tells(self, answer: Answer, about: bool) -> bool:
        """Whether it tells of its event surely enough beside this answer, which may be ``about`` the same. Who asks for a time
        that the answer sets, from another event, only asks for the rule, but where that is done to us: the days of the other side
        are none of ours."""
        if self.asked.asks_when and self.has_another_clock(answer):
            against = f"event.{self.happened[0]}" in AGAINST_US
            return against and self.happened[1] >= AT.happened
        answered = answer.outcome is AnswerOutcome.ANSWERED and not self.asked.asks_when
        least = AT.maybe if about else AT.surely if answered else AT.happened
        return self.happened[1] >= least and not demanded(self.asked.text)

    def has_another_clock(self, answer: Answer) -> bool:
        """Whether what answers best, or is offered first, sets a time that other events start than the one told of."""
        passages = [*(each.passage for each in answer.citations), *answer.choices][:1]
        own = {rule.event for passage in passages for rule in clock_rules(passage.keys)}
        return bool(own) and packets()[self.happened[0]].clock not in own

    @property
    def kind(self) -> MessageKind:
        """The kind that was read; what asks no step of ours is no plan, and a bare story no question of law, nor small talk."""
        reading, read = self.asked.reading, self.asked.reading.is_kind
        cries = read is MessageKind.CHAT and self.asks_nothing and not is_talk(reading, self.topics)
        if read is MessageKind.PLAN and self.no_step_of_ours:
            return MessageKind.LAW
        return MessageKind.PLAN if cries or (read is MessageKind.LAW and self.only_tells) else read

    @property
    def only_tells(self) -> bool:
        """Whether a thread begins with a story of an event or a situation that asks nothing and is not surely a question."""
        tells = self.asked.reading.kind[MessageKind.PLAN] >= AT.bare and told_of(self.topics) >= AT.happened
        return self.asks_nothing and tells and not self.no_step_of_ours

    @property
    def asks_nothing(self) -> bool:
        """Whether it opens a thread and asks nothing: it wants steps, whatever opens them."""
        return not self.asked.question.earlier and not asks(self.asked.text)

    @property
    def no_step_of_ours(self) -> str:
        """What the other side or an office surely did that no plan is about; empty where nothing was."""
        name, chance = best(self.topics, "other")
        return name if chance >= AT.happened and f"other.{name}" not in AGAINST_US else ""

    @property
    def may_tell(self) -> bool:
        """Whether it may tell of an event, or tells of what starts no clock of ours."""
        return self.happened[1] >= AT.maybe or bool(self.no_step_of_ours)

    @property
    def situation(self) -> Situation:
        """What a plan or packet is written for."""
        asked = self.asked
        return Situation(asked.on, asked.language, self.case, asked.when, asked.told, asked.supposed)

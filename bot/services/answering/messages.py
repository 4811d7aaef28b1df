"""A message as it was read, before anything is answered: what it is like, what it tells of, what its thread was shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.cases import Case
from bot.domain.clocks import Event
from bot.domain.questions import Answer, AnswerOutcome, Citation, Question
from bot.services.answering.demands import demanded
from bot.services.answering.parts import asks
from bot.services.answering.plans import Situation
from bot.services.answering.sums import clock_rules
from bot.services.answering.threads import SURELY
from bot.words.book import Words, load_words
from knowledge.mentions import rights
from knowledge.passages import Passage
from knowledge.plans import packets
from knowledge.reading import Aspect, MessageKind, MessageReading
from knowledge.topics import OTHER, best, within

# From this chance on, among events, situations and questions of law, a message tells of the event.
HAPPENED = 0.7
# So much is enough where the answer rests on the page of that event, or a time is asked for.
MAYBE = 0.45
# From this chance on a message that asks nothing may want a plan.
NOTABLE = 0.15


_WHEN = re.compile(
    r"\b(?:by|until|till|since|from) when\b|\bhow (?:long|many days|soon|fast|quickly)\b"
    r"|\bwhen (?:must|do|does|should|is|are|can|will)\b"
    r"|\b(?:dead ?line|last day|due date|too late)\b"
    r"|多久|多长|几[天日个年月]|哪[天日]|什么时候|何时|期限|最[晚迟]|截止|来得?及|到期",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawQuestion:
    """A question with what is known of it: how it was read, language, the day whose law counts, and the event of the clocks
    table that it tells of."""

    question: Question
    text: str
    reading: MessageReading
    language: str
    on: date
    named: bool = False
    event: Event | None = None

    def plain(
        self,
        text: str,
        *,
        kind: MessageKind = MessageKind.LAW,
        subject: str = "",
        passages: Sequence[Passage] = (),
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

    @property
    def words(self) -> Words:
        """The words of its language."""
        return load_words(self.language)

    @property
    def asks_when(self) -> bool:
        """Whether a time is asked for: how long, or by when."""
        return self.reading.is_aspect is Aspect.HOW_LONG or bool(_WHEN.search(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """A message with its chances of every topic: ``topics`` by itself, ``about`` with the subject of the thread that it leans
    on, whose sections are ``shown``."""

    asked: LawQuestion
    topics: Mapping[str, float]
    about: Mapping[str, float]
    case: Case | None
    shown: frozenset[str] = frozenset()

    @property
    def happened(self) -> tuple[str, float]:
        """The event that it most likely tells of, and the chance among events, situations and questions of law. An event of
        another kind of right than the message names is none."""
        return best(fitting(within(self.about, ("event", "plan", OTHER)), self.asked.text), "event")

    @property
    def asks_its_clock(self) -> bool:
        """Whether it tells of an event and asks for the time that this starts."""
        return self.happened[1] >= HAPPENED and self.asked.asks_when

    def tells(self, answer: Answer, about: bool) -> bool:
        """Whether it tells of its event surely enough beside this answer, which may be ``about`` the same. Who asks for a time
        that the answer sets, from another event, only asks for the rule."""
        if self.asked.asks_when and self.has_another_clock(answer):
            return False
        answered = answer.outcome is AnswerOutcome.ANSWERED
        timed = about or (self.asked.asks_when and answered)
        least = MAYBE if timed else SURELY if answered else HAPPENED
        return self.happened[1] >= least and not demanded(self.asked.text)

    def has_another_clock(self, answer: Answer) -> bool:
        """Whether what answers best, or is offered first, sets a time that other events start than the one told of."""
        passages = [*(each.passage for each in answer.citations), *answer.choices][:1]
        own = {rule.event for passage in passages for rule in clock_rules(passage.keys)}
        return bool(own) and packets()[self.happened[0]].clock not in own

    def told_in_vain(self, answer: Answer) -> bool:
        """Whether it asks nothing, may well tell of a situation, and this answer has no law for it."""
        silent = answer.outcome is not AnswerOutcome.ANSWERED and not asks(self.asked.text)
        return silent and self.asked.reading.kind[MessageKind.PLAN] >= NOTABLE

    @property
    def situation(self) -> Situation:
        """What a plan or packet is written for."""
        asked = self.asked
        return Situation(on=asked.on, language=asked.language, case=self.case, dates=asked.reading.dates)


def fitting(chances: Mapping[str, float], text: str) -> Mapping[str, float]:
    """The chances of topics without those of events about another kind of right than the text names."""
    named = rights(text)
    barred = {f"event.{name}" for name, packet in packets().items() if not packet.fits(named)}
    return {topic: 0.0 if topic in barred else chance for topic, chance in chances.items()}

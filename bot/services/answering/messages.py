"""A message as it was read, before anything is answered: what it is like, what it tells of, what its thread was shown; and a
term that it names itself, which somebody demands of us and no law sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.cases import Case
from bot.domain.clocks import Event
from bot.domain.questions import Answer, AnswerOutcome, Citation, Question
from bot.services.answering.kinds import told_of
from bot.services.answering.offences import tells_a_penalty
from bot.services.answering.parts import asks
from bot.services.answering.plans import Situation
from bot.services.answering.sums import clock_rules
from bot.services.answering.threads import SURELY
from bot.words.book import Words, load_words
from knowledge.mentions import NUMBERS, rights
from knowledge.passages import Passage
from knowledge.plans import packets
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading
from knowledge.stages import Stage
from knowledge.topics import OTHER, best, within

# From this chance on, among events, situations and questions of law, a message tells of the event.
HAPPENED = 0.7
# So much is enough where the answer rests on the page of that event; and so little among all topics tells of none.
MAYBE, HARDLY = 0.45, 0.1
# And from this chance on what it tells of is misheard so seldom that no other event of its section counts.
CLEARLY = 0.9
# From this chance on a message that asks nothing may want a plan.
NOTABLE = 0.15
# What is done to us and has a plan: a fine, a warning letter, a measure of a court.
AGAINST_US = ("event.fined", "other.warned", "other.measure_reviewed")
# Events that one fact makes: their cards are shown to nobody who does not tell it.
_DEFINING = {"repeat_offender": tells_a_penalty}


_WHEN = re.compile(
    r"\b(?:by|until|till|since|from) when\b|\bhow (?:long|many days|soon|fast|quickly)\b"
    r"|\bwhen (?:must|do|does|should|is|are|can|will)\b"
    r"|\b(?:dead ?line|last day|due date|too late)\b"
    r"|多久|多长|几[天日个年月]|哪[天日]|什么时候|何时|期限|最[晚迟]|最后一[天日]|截止|来得?及|到期",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawQuestion:
    """A question with what is known of it: how it was read, language, the day whose law counts, the event of the clocks table
    that it tells of, all that may be ``heard`` in it, where it tells ``clearly`` of one, and the ``stage`` that it states."""

    question: Question
    text: str
    reading: MessageReading
    language: str
    on: date
    named: bool = False
    event: Event | None = None
    heard: frozenset[Event] = frozenset()
    clearly: bool = False
    stage: Stage | None = None

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
    on, whose sections are ``shown``; ``tells_of`` is the chance that a situation is told, whatever it ends in."""

    asked: LawQuestion
    topics: Mapping[str, float]
    about: Mapping[str, float]
    case: Case | None
    shown: frozenset[str] = frozenset()
    tells_of: float = 0.0

    @property
    def happened(self) -> tuple[str, float]:
        """The event that it most likely tells of, and the chance among events, situations and questions of law. An event of
        another kind of right than the message names is none, and so is one that hardly is the topic."""
        name, chance = best(
            fitting(
                within(self.about, ("event", "plan", OTHER)),
                self.asked.text,
                self.asked.reading.ahead_of(self.asked.on),
            ),
            "event",
        )
        return name, chance if self.about[f"event.{name}"] >= HARDLY and not self.lacks(name) else 0.0

    def lacks(self, name: str) -> bool:
        """Whether the fact that makes this event is told neither here nor before."""
        defining = _DEFINING.get(name)
        return defining is not None and not self.asked.question.earlier and not defining(self.asked.text)

    @property
    def states_its_stage(self) -> bool:
        """Whether it states the stage that it asks about: then the rule of that is told, whatever it is like."""
        asks = self.asked.reading.is_kind is not MessageKind.ACT and self.case is None
        return (
            self.asked.stage is not None and asks and self.asked.reading.is_asker is not Asker.COUNTERFEITER
        )

    @property
    def has_its_clock(self) -> bool:
        """Whether it tells of an event, with its day or asking for the time that this starts."""
        return self.happened[1] >= HAPPENED and (self.asked.asks_when or bool(self.asked.reading.dates))

    def tells(self, answer: Answer, about: bool) -> bool:
        """Whether it tells of its event surely enough beside this answer, which may be ``about`` the same. Who asks for a time
        that the answer sets, from another event, only asks for the rule, but where the day of the own event is told, or what is
        done to us: the days of the other side are none of ours."""
        if self.asked.asks_when and self.has_another_clock(answer):
            return self.has_its_day or (
                self.happened[1] >= HAPPENED and f"event.{self.happened[0]}" in AGAINST_US
            )
        answered = answer.outcome is AnswerOutcome.ANSWERED and not self.asked.asks_when
        least = MAYBE if about else SURELY if answered else HAPPENED
        return self.happened[1] >= least and not demanded(self.asked.text)

    @property
    def has_its_day(self) -> bool:
        """Whether it surely tells of its event, with one day, which is then the day of that."""
        return (
            self.happened[1] >= HAPPENED
            and len(self.asked.reading.dates) == 1
            and not demanded(self.asked.text)
        )

    def has_another_clock(self, answer: Answer) -> bool:
        """Whether what answers best, or is offered first, sets a time that other events start than the one told of."""
        passages = [*(each.passage for each in answer.citations), *answer.choices][:1]
        own = {rule.event for passage in passages for rule in clock_rules(passage.keys)}
        return bool(own) and packets()[self.happened[0]].clock not in own

    def told_in_vain(self, answer: Answer) -> bool:
        """Whether this answer has no law for it, and it surely tells of a situation, or may well do so and asks nothing."""
        least = SURELY if asks(self.asked.text) else NOTABLE
        vain = answer.outcome is not AnswerOutcome.ANSWERED and not self.no_step_of_ours
        return vain and self.tells_of >= least

    @property
    def kind(self) -> MessageKind:
        """The kind that was read; what asks no step of ours is no plan, and a bare story no question of law."""
        read = self.asked.reading.is_kind
        if read is MessageKind.PLAN and self.no_step_of_ours:
            return MessageKind.LAW
        return MessageKind.PLAN if read is MessageKind.LAW and self.only_tells else read

    @property
    def only_tells(self) -> bool:
        """Whether a thread begins with a story that asks nothing, surely of an event or a situation."""
        opens = not self.asked.question.earlier and not asks(self.asked.text)
        return opens and not self.no_step_of_ours and told_of(self.topics) >= CLEARLY

    @property
    def no_step_of_ours(self) -> str:
        """What the other side or an office surely did that no plan is about; empty where nothing was."""
        name, chance = best(self.topics, "other")
        return name if chance >= HAPPENED and f"other.{name}" not in AGAINST_US else ""

    @property
    def may_tell(self) -> bool:
        """Whether it may tell of an event, or tells of what starts no clock of ours."""
        return self.happened[1] >= MAYBE or bool(self.no_step_of_ours)

    @property
    def situation(self) -> Situation:
        """What a plan or packet is written for."""
        asked = self.asked
        return Situation(on=asked.on, language=asked.language, case=self.case, dates=asked.reading.dates)


def heard(chances: Mapping[str, float]) -> frozenset[Event]:
    """The events of the clocks table that may be told of."""
    found = (packet.clock for name, packet in packets().items() if chances[f"event.{name}"] >= HARDLY)
    return frozenset(Event(clock) for clock in found if clock)


def fitting(chances: Mapping[str, float], text: str, ahead: bool) -> Mapping[str, float]:
    """The chances of topics without those of events about another kind of right than the text names, or that no day
    ``ahead`` can be the day of."""
    named = rights(text)
    if not (named or ahead):
        return chances
    barred = {f"event.{name}" for name, packet in packets().items() if not packet.fits(named, ahead=ahead)}
    return {topic: 0.0 if topic in barred else chance for topic, chance in chances.items()}


_NUMBERS = {
    **NUMBERS, "a": 1, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
    "十五": 15, "二十": 20, "三十": 30,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = (
    r"(?:(?:working |business |calendar )?(?:days?|hours?|hrs?|weeks?)|个?(?:工作)?[日天]|个?小时|周|个星期)"
)
_TERM = re.compile(rf"(?<![A-Za-z0-9.月])(?P<term>(?P<number>{_NUMBER})[ -]?{_UNIT})", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:by|until|till|before) (?P<term>(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|tomorrow|tonight|the end of (?:the |this |next )?(?:week|month))\b"
    r"|(?P<zh>(?:本|下|这)?(?:周|星期)[一二三四五六日天]|明天|月底|周末)之?前",
    re.IGNORECASE,
)
# Who demands. Customs' notice and a court's papers have clocks of the law, and so has a seller's statement.
_WHO = (
    r"(?:platforms?|market ?places?|portals?|taobao|tmall|alibaba|1688|jd|pinduoduo|pdd|douyin|xiaohongshu|xianyu|temu|amazon"
    r"|amr|bureau|regulator|office|cnipa|police|officers?|sellers?|shops?|other side|opponents?|lawyers?|law firm|they|he|she|it"
    r"|平台|淘宝|天猫|京东|拼多多|抖音|小红书|闲鱼|阿里|市监局|市场监管局?|商标局|知识产权局|公安|警察|卖家|店家|店铺|对方|律师|律所|他们|客服)"
)
_DEMANDS = (
    r"(?:wants?|wanted|asks?|asked|demands?|demanded|requires?|required|requests?|requested|gives?|gave|given|tells?|told|insists?|expects?"
    r"|needs?|says?|said|wrote|set|要求|要我|要咱|让我|让咱|叫我|(?<!期)限|给了?我|通知我|催|必须|补)"
)
_EN = re.compile(rf"\b{_WHO}\b.{{0,40}}?\b{_DEMANDS}\b", re.IGNORECASE)
_ZH = re.compile(rf"{_WHO}.{{0,12}}?{_DEMANDS}")

# Asked for these, a term that somebody sets us is but told on the way.
_TIMELESS = (Aspect.PAPERS, Aspect.WHERE, Aspect.WHO, Aspect.WHY, Aspect.HOW_MUCH)
_CLAUSE = re.compile(r"[;；。]|\.\s")
_DAYS = re.compile(r"(?<!月)(?<!\d)(\d{1,3}) ?(?:working |calendar )?(?:个?工作)?(?:days?|日|天)")
_ANY = re.compile(
    r"\d ?(?:working |calendar )?(?:days?|months?|years?)\b|(?<![月\d])\d{1,3}个?(?:工作)?[日天月年]"
)


@dataclass(frozen=True, slots=True)
class Demand:
    """The term as the message words it; ``number`` of its units, 0 where it is a day."""

    term: str
    number: int


def demanded(text: str) -> Demand | None:
    """The term that somebody sets us in this message; None where it names none."""
    for form in (_EN, _ZH):
        made = form.search(text)
        if made is None:
            continue
        rest = text[made.start() :]
        term = _TERM.search(rest)
        if term is not None:
            number = term["number"].lower()
            return Demand(term["term"], int(number) if number.isdigit() else _NUMBERS[number])
        weekday = _WEEKDAY.search(rest)
        if weekday is not None:
            return Demand(weekday["term"] or weekday["zh"], 0)
    return None


def sets(text: str, demand: Demand) -> bool:
    """Whether the first clause of a text of the law names the very same number of days: then its clock is meant."""
    clause = _CLAUSE.split(text, maxsplit=1)[0]
    return demand.number in {int(n) for n in _DAYS.findall(clause)}


def names_a_term(text: str) -> bool:
    """Whether a text of the law names any term of days, months or years."""
    return _ANY.search(text) is not None


def of_another_clock(text: str, aspect: Aspect, passage: Passage) -> bool:
    """Whether somebody's demand sets the term and the passage names another one, which has its own event."""
    demand = demanded(text)
    if demand is None or aspect in _TIMELESS:
        return False
    first = passage.paragraphs[0] if passage.paragraphs else ""
    return names_a_term(passage.text) and not sets(first, demand)

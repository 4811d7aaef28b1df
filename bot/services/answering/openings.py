"""What opens an answer beside what it rests on: the last day by another rule, and which text counts of acts."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.clocks import OF_EVENT, RULES, Event, reckon
from bot.domain.questions import Answer, AnswerOutcome, RefusalReason
from bot.domain.told_times import of_non_use
from bot.domain.workdays import counting_rule
from bot.ports import MessageReader
from bot.services.answering.answers import opened_by
from bot.services.answering.judged import against_office
from bot.services.answering.last_days import is_timed, last_days
from bot.services.answering.messages import LawQuestion, ReadMessage, clock_rules
from bot.services.answering.plan_clocks import clocks_of
from bot.services.answering.spans import past_text
from bot.services.answering.sums import computed
from bot.services.answering.thresholds import AT
from bot.words.book import day
from knowledge import articles
from knowledge.forms import MONTH_ALONE
from knowledge.instruments import NotInForce
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.months import last_acts, told_apart, unread_day
from knowledge.passages import Passage
from knowledge.plans import packets
from knowledge.reading import MessageKind
from knowledge.topics import OTHER, within

# No time, and no article, is told without one of these.
MAY_TELL_A_TIME = lazily(
    rf"\d|{MONTH_ALONE}|\b(?:ago|back|last|previous|since|before|yesterday|week|month|quarter|year|spring|summer|autumn|fall"
    r"|winter|festival|holiday)|[年月周日天期拜昨前去上今节季条]",
    re.IGNORECASE,
)
_ARTICLE = lazily(r"\bart(?:icle)?s?\.? ?\d|条", re.IGNORECASE)
# Any rule whose text changes tells when all of them do.
_NUMBERED = "tm.infringing_identical"
_OF_LAW = (MessageKind.LAW, MessageKind.PLAN)


def with_last_day(message: ReadMessage, answer: Answer, register: Register, reader: MessageReader) -> Answer:
    """The answer, opened by the last day of the event whose day the message tells, whatever passage it rests on, where it tells
    none; of several that are surely told, of each, a plan by what may start a clock of it; and by a day that is not read."""
    answer = with_unread_day(message.asked, answer)
    events = [*_events(message, answer)] if _is_open(message.asked, answer) else []
    if events and answer.plan:
        message = replace(message, asked=clocks_of(answer.plan).silenced(message.asked, register))
    for event in events:
        answer = _with_day_of(event, message, answer, register, reader)
    return answer


def _with_day_of(
    event: Event,
    message: ReadMessage,
    answer: Answer,
    register: Register,
    reader: MessageReader,
) -> Answer:
    """The answer, opened by the last day of this event, where its day is told, and no such day yet."""
    asked, language = message.asked, message.asked.language
    when, rules, supposed = asked.when(event), OF_EVENT[event], asked.supposed
    if when is None or not when.is_day:
        return answer
    if event not in _spoken_of(message, answer):
        # Which step is meant is not surely this event's: late is told, in time is not.
        supposed = replace(supposed, times=tuple(replace(each, meant=False) for each in supposed.times))
    lines = last_days(rules, when, register, language, on=asked.today, told=rules, supposed=supposed)
    ends = (day(each.due_on, language) for each in reckon(register, event, when.first))
    passage = _resting(event, asked, answer, reader) if lines else None
    if passage is None or any(each in answer.text for each in (lines[0], *ends)):
        return answer
    line = " ".join((*lines, *against_office(event, register, language, asked.on)))
    told = [each for each in answer.text.split("\n\n") if each not in line]
    return opened_by(replace(answer, text="\n\n".join(told)), passage, line)


def with_unread_day(asked: LawQuestion, answer: Answer) -> Answer:
    """The answer, opened by the words that tell a day which is not read, where something of what it cites runs from a day."""
    said = unread_day(asked.text, asked.today)
    timed = any(clock_rules(each.passage.keys) for each in answer.citations)
    if not said or not timed or answer.outcome is not AnswerOutcome.ANSWERED:
        return answer
    joint = " " if answer.steps else "\n\n"
    return replace(answer, text=joint.join((asked.words("ask.unread_day", said=said), answer.text)))


def counted_before(asked: LawQuestion, register: Register, ends: Event | None = None) -> tuple[str, ...]:
    """What is counted before an act: the last days that the day told starts by law: ours, where an order holds a later day beside
    it or the watch over the event that it ``ends``; all, where it lets go what they are open for; and from when a request is
    open."""
    opens = ("tm.nonuse_evidence",) if of_non_use(asked.text) else ()
    lines = computed(asked.text, asked.reading, opens, register, (asked.on, asked.today), asked.language)
    event = ends or (_started(asked) if asked.supposed.days or asked.supposed.ends else None)
    when = asked.when(event) if event else None
    if event is None or when is None:
        return lines
    # Which step an order is for is not surely one of these: late is told, in time is not.
    times = tuple(replace(each, meant=False) for each in asked.supposed.times)
    own, supposed = OF_EVENT[event], replace(asked.supposed, times=times)
    lines += last_days(own, when, register, asked.language, on=asked.today, told=own, supposed=supposed)
    return (*lines, *against_office(event, register, asked.language, asked.on))


def running(
    asked: LawQuestion, told: Iterable[Mapping[str, float]], found: Collection[str], register: Register
) -> Event | None:
    """The event that starts a time of ours, by what its sentences are surely ``told`` to be about, the sections that they
    ``found`` or the words beside its day; none whose time is over."""
    heard = (asked.heard(within(each, ("event", OTHER))) for each in told)
    clocks = [packets()[name].clock for name, chance in heard if chance >= AT.happened]
    clocks += [each.clock for each in packets().values() if not {*each.sections, each.late}.isdisjoint(found)]
    event = next((Event(each) for each in clocks if each), None) or _started(asked)
    if event is None or not any(rule.ours for rule in OF_EVENT[event]):
        return None
    when = asked.when(event)
    ends = [each.due_on for each in reckon(register, event, when.latest)] if when else [asked.today]
    return event if max(ends, default=asked.today) >= asked.today else None


def _started(asked: LawQuestion) -> Event | None:
    """The event whose day is told: the one clearly told of, else the first that starts a time of ours, or any that is ended."""
    told = [event for event in OF_EVENT if asked.when(event)]
    ours = [each for each in told if asked.supposed.ends or any(rule.ours for rule in OF_EVENT[each])]
    return asked.event if asked.clearly and asked.event in told else next(iter(ours), None)


def _resting(event: Event, asked: LawQuestion, answer: Answer, reader: MessageReader) -> Passage | None:
    """What a clock of this event rests on: its packet's section, else the section cited on the same step."""
    for packet in packets().values():
        if packet.clock == event:
            return reader.passage(packet.sections[0], on=asked.on, language=asked.language)
    kinds = {rule.kind for rule in OF_EVENT[event]}
    return next((p for p in _passages(answer) if kinds & {r.kind for r in clock_rules(p.keys)}), None)


def _passages(answer: Answer) -> list[Passage]:
    return [each.passage for each in answer.citations]


def _is_open(asked: LawQuestion, answer: Answer) -> bool:
    """Whether it answers law, with sources, to what is asked for a time."""
    told = answer.outcome is AnswerOutcome.ANSWERED or answer.reason is RefusalReason.NEEDS_COUNSEL
    return told and bool(answer.citations) and answer.kind in _OF_LAW and is_timed(asked)


def _events(message: ReadMessage, answer: Answer) -> Iterator[Event]:
    """The events that are surely told, where they are several; and the one whose words stand beside a day that is told, and that
    something else speaks for too: how the message was heard, what the answer rests on, or a last day supposed."""
    asked, spoken = message.asked, _spoken_of(message, answer)
    apart = told_apart(Event, asked.told, asked.today)
    yield from sorted(map(Event, apart), key=lambda each: apart[each]) if len(apart) > 1 else ()
    if asked.has_no_clock or (asked.clearly and asked.event and asked.when(asked.event)):
        yield from [asked.event] if asked.event else []
        return
    yield from _only_told(asked, spoken)


def _only_told(asked: LawQuestion, spoken: Collection[str | None]) -> list[Event]:
    """The one event told that is spoken of; else the only one, where somebody takes a day for the last one or means to wait."""
    told = [each for each in Event if asked.when(each)]
    waits = asked.supposed.days or asked.supposed.times
    found = [each for each in told if each in spoken] or (told if waits else [])
    return found if len(found) == 1 else []


def _spoken_of(message: ReadMessage, answer: Answer) -> set[str | None]:
    """The events that the answer speaks of, and as one of which the message was heard: surely, or beside no other."""
    name, chance = message.happened
    spoken = {*_spoken(answer), message.asked.event}
    heard = chance >= AT.happened or (chance > 0 and spoken <= {None})
    return {*spoken, packets()[name].clock} if heard else spoken


def _spoken(answer: Answer) -> Iterator[str]:
    """The events of the clocks that the answer rests on: of the same step, of an outer limit, of a packet or of what is left
    after it, counted so."""
    cited = {each.section_id for each in _passages(answer)}
    keys = {key for each in _passages(answer) for key in each.keys}
    kinds = {rule.kind for rule in clock_rules(keys)}
    yield from (r.event for r in RULES if r.kind in kinds or r.other.rpartition(".")[0] in keys)
    # What only says how days are counted speaks for every time that is counted so.
    yield from (r.event for r in RULES if counting_rule(r.basis) in keys)
    yield from (
        each.clock for each in packets().values() if not cited.isdisjoint((*each.sections, each.late))
    )


def with_past_texts(asked: LawQuestion, answer: Answer, register: Register) -> Answer:
    """The answer, opened by what of its law did not count yet when the acts were done that the message tells, and by the
    numbers of its articles in the text to come."""
    answer = _with_numbers(asked, answer, register)
    since = _in_time_since(register, answer.as_of, asked.today)
    cited = {key for each in answer.citations for key in each.passage.keys}
    rules = register.changed(cited, since, answer.as_of) if since else []
    acts = last_acts(asked.told, asked.today) if rules else None
    if acts is None or since is None or acts[1] < since or answer.outcome is not AnswerOutcome.ANSWERED:
        return answer
    lines = dict.fromkeys(line for rule in rules for line in past_text(rule, acts[1], answer))
    # Of a plan the first line alone is shown above its steps.
    joint = " " if answer.steps else "\n\n"
    return replace(answer, text=joint.join((" ".join(lines), answer.text))) if lines else answer


def _with_numbers(asked: LawQuestion, answer: Answer, register: Register) -> Answer:
    """The answer, opened by both numbers of each article that is named, where the text to come is spoken of."""
    if _ARTICLE.search(asked.text) is None or answer.outcome is not AnswerOutcome.ANSWERED:
        return answer
    change = register.provision(_NUMBERED).versions[-1].in_force_from
    late = any(each >= change for each in asked.reading.dates) or articles.tells_the_change(asked.text)
    if not (told := articles.named(asked.text) if late else ()):
        return answer
    pairs = "; ".join(" > ".join(each) for each in told)
    line = asked.words("ask.numbers", pairs=pairs, since=day(change, asked.language))
    return replace(answer, text=(" " if answer.steps else "\n\n").join((line, answer.text)))


def _in_time_since(register: Register, on: date, today: date) -> date | None:
    """From when on what was done is not out of time, whatever text would count; None on a day of unknown limitation."""
    try:
        years = register.figure("li.limitation.years", today).value
    except NotInForce:
        return None
    return on - timedelta(days=366 * years)

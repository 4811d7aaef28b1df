"""Last days that a message makes possible, by the clocks table: what opens an answer to who tells the day of an event.

Each line shows its arithmetic and stands on a provision that the answer cites. Nothing is counted from another event's day.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.domain.clocks import RULES as CLOCKS
from bot.domain.clocks import ClockRule, Event, Reckoning, reckon
from bot.domain.premises import NOTHING, Supposed, SupposedTerm, mistaken, supposes_over
from bot.domain.questions import Answer
from bot.domain.told_times import ToldTime, barred_on, of_another, time_of
from bot.services.answering.judged import (
    against_office,
    at_home,
    last_day_text,
    own_home,
    plain_words,
    with_posting,
)
from bot.services.answering.messages import LawQuestion, clock_rules
from bot.services.answering.readings import by_each
from bot.services.answering.several_days import each_own, either_day, restarted
from bot.services.answering.spans import period
from bot.services.answering.sums import RULES, computed
from bot.services.answering.told_days import perhaps_day
from bot.words.book import day, load_words
from knowledge.happenings import of_national_mark
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.mentions import loosely
from knowledge.passages import Hit, Passage
from knowledge.plans import packets
from knowledge.reading import Aspect

_RECORDAL, _AT_CUSTOMS = "cn/customs#recordal", lazily(r"customs|record|海关|备案", re.IGNORECASE)


def figures(
    asked: LawQuestion, passage: Passage, register: Register, perhaps: Collection[str] = tuple(Event)
) -> tuple[str, ...]:
    """Sums and last days that open an answer which rests on this passage: the figure or date asked for, and what the message
    mistakes for it. From a day that is only ``perhaps`` its own, those of these events alone."""
    lines = tuple[str, ...]()
    rules = [rule for rule in _steps_of(clock_rules(passage.keys)) if not _begins_otherwise(rule, asked)]
    if not RULES.keys().isdisjoint(passage.keys):
        text, days = asked.text, (asked.on, asked.today)
        lines = computed(text, asked.reading, passage.keys, register, days, asked.language, told=asked.told)
    return lines + _clocked(asked, passage, rules, register, perhaps) if rules else lines


def _steps_of(rules: Sequence[ClockRule]) -> list[ClockRule]:
    """These rules and, of the same events, those of every other step of ours: one day starts them all."""
    events = {rule.event for rule in rules}
    return [rule for rule in CLOCKS if rule in rules or (rule.ours and rule.event in events)]


def _begins_otherwise(rule: ClockRule, asked: LawQuestion) -> bool:
    """Whether what is told begins another time: a mark that came through Madrid, a claim that came in from a court, or a
    warning of another right than a patent."""
    if rule.event is Event.DEMAND_TO_SUE:
        return of_another(rule.event, asked.told)
    if rule.event is Event.MARK_REGISTERED:
        return not of_national_mark(asked.told)
    claims = rule.event is Event.COURT_JUDGMENT and asked.began is not None
    return claims and time_of("court_claim", asked.told, asked.today) is not None


def _clocked(
    asked: LawQuestion,
    passage: Passage,
    rules: Sequence[ClockRule],
    register: Register,
    perhaps: Collection[str],
) -> tuple[str, ...]:
    """The last days by these rules, which rest on the passage."""
    told, (latest, begun) = asked.supposed, _latest(asked, rules)
    packets_of = {each.clock for each in packets().values() if passage.section_id in each.sections}
    of_page = _of_its_event(asked, rules) or tuple(r for r in rules if r.event in packets_of)
    if latest is None:
        if not is_timed(asked):
            return ()
        if asked.began is None or asked.has_no_clock:
            beside = () if asked.clearly else rules
            return set_right(told.terms, of_page, register, asked.language, on=asked.on, beside=beside)
        may = partial(filter, lambda rule: rule.event in perhaps)
        own = [rule for rule in may(of_page) if rule.basis in passage.keys]
        return _if_its_day(asked, [*may(of_page or rules)], register) or _not_from(asked, own, register)
    count = partial(_from, asked, rules=begun, register=register)
    return counted_from(latest, asked.text, asked.today, asked.language, count)


def is_timed(asked: LawQuestion) -> bool:
    """Whether it asks for a time, for the next step, or for what is left after a time, or supposes one."""
    asks = asked.asks_when or asked.reading.is_aspect is Aspect.NEXT_STEP or supposes_over(asked.text)
    return asks or asked.supposed != NOTHING


def sets_a_time(answer: Answer) -> bool:
    """Whether what answers best sets a time."""
    return any(clock_rules(each.passage.keys) for each in answer.citations[:1])


def of_another_end(asked: LawQuestion, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The sections among these that speak of another end: of one that is still to come, by the day told or that of the right
    named, for a right in force has not been lost; and of a customs recordal, where a right is named and no recordal."""
    found, ends = {hit.passage.section_id for hit in hits}, {Event.MARK_EXPIRED: asked.ends}
    events = [
        (each.late, Event(each.clock)) for each in packets().values() if each.past and each.late in found
    ]
    told = ((late, ends.get(event), asked.when(event)) for late, event in events)
    days = ((late, end or (when.first if when else None)) for late, end, when in told)
    recordal = (_RECORDAL,) if asked.ends and not _AT_CUSTOMS.search(asked.text) else ()
    return (*recordal, *(late for late, day in days if day is not None and day >= asked.today))


def starts(asked: LawQuestion, passage: Passage) -> bool:
    """Whether the day told is that of an event which starts a time that rests on this passage."""
    return bool(_latest(asked, clock_rules(passage.keys))[1])


def counted_from(
    when: ToldTime, text: str, on: date, language: str, count: Callable[[ToldTime], tuple[str, ...]]
) -> tuple[str, ...]:
    """What is counted from the time told, from each of two days that its words may mean; and what is said of loose words."""
    words = load_words(language)
    if not when.is_day:
        return (*made, words("ask.first_of_it")) if (made := count(when)) else ()
    said, days = loosely(text, when.first, on)
    made = tuple(line for each in days for line in count(replace(when, first=each, last=each)))
    return (words("ask.loosely", said=said), *made) if said else made


def _latest(asked: LawQuestion, rules: Sequence[ClockRule]) -> tuple[ToldTime | None, tuple[ClockRule, ...]]:
    """When the last thing happened that starts any of these clocks, and those which it starts."""
    told = {rule: when for rule in rules if (when := asked.when(rule.event))}
    if own := asked.clearly and _of_its_event(asked, tuple(told)):
        told = {rule: when for rule, when in told.items() if rule in own or _rivals(asked, rule, own)}
    # Of one step no later day is told than may be true.
    first = {rule.kind: min(told[r].first for r in told if r.kind == rule.kind) for rule in told}
    told = {rule: when for rule, when in told.items() if when.first == first[rule.kind]}
    latest = max(told.values(), key=lambda when: when.first, default=None)
    return latest, tuple(rule for rule, when in told.items() if when == latest)


def _rivals(asked: LawQuestion, rule: ClockRule, own: Sequence[ClockRule]) -> bool:
    """Whether it is for the step of one of these, and no stage tells which of their events happened."""
    return asked.stage is None and rule.kind in {each.kind for each in own}


def _from(
    asked: LawQuestion, when: ToldTime, rules: Sequence[ClockRule], register: Register
) -> tuple[str, ...]:
    """The last days from a time, by rules whose event the message tells of it; where it clearly tells of one, by that alone."""
    language, today, own = asked.language, asked.today, _of_its_event(asked, rules)
    # Of two days the second may be its own: what has passed is told only of what it clearly tells.
    ends = partial(last_days, supposed=asked.supposed, passed=asked.clearly or not asked.supposed.days)
    stage = asked.stage if asked.stage and not asked.stage.believed else None
    if stage is None and (several := either_day(rules, when, register, language, on=today)):
        return several
    possible = own if stage or (own and asked.clearly) else rules
    anew = tuple(restarted(possible, when, asked.when, register, language))
    told = ends(possible, when, register, language, on=today, told=() if anew else own or rules) + anew
    if told and asked.reading.is_aspect is Aspect.NEXT_STEP:
        told += tuple(against_office(possible[0].event, register, language, today))
    return told


def _if_its_day(asked: LawQuestion, rules: Collection[ClockRule], register: Register) -> tuple[str, ...]:
    """The last days by the clocks of one event, from the one day told that may be its own, if it was."""
    language, words, events = asked.language, asked.words, {rule.event for rule in rules}
    event = next(iter(events), None)
    when = perhaps_day(event, asked.told, asked.today, asked.since) if event and len(events) == 1 else None
    if event is None or when is None:
        return ()
    lines = last_days(rules, when, register, language, on=asked.today, told=rules, supposed=asked.supposed)
    told = words("ask.only_if", day=day(when.first, language), event=words(f"deadline.event.{event}"))
    return (*lines, told) if lines else ()


def _not_from(asked: LawQuestion, rules: Collection[ClockRule], register: Register) -> tuple[str, ...]:
    """The times that run from another event than what is told of the day, from which nothing is counted."""
    told = asked.began
    own = [rule for rule in rules if told and not barred_on(rule.event, asked.told, told, asked.today)]
    within = dict.fromkeys(period(rule, register, asked.on, asked.language) for rule in own)
    if told and any(within) and asked.asks_when and not any(map(asked.when, Event)):
        return (asked.words("ask.not_from", day=day(told, asked.language)), *within)
    return ()


def _of_its_event(asked: LawQuestion, rules: Sequence[ClockRule]) -> tuple[ClockRule, ...]:
    """Those of these clocks that its event starts."""
    return tuple(rule for rule in rules if rule.event is asked.event)


def last_days(
    rules: Collection[ClockRule],
    when: ToldTime,
    register: Register,
    language: str,
    *,
    on: date,
    told: Collection[ClockRule] = (),
    supposed: Supposed = NOTHING,
    passed: bool = True,
) -> tuple[str, ...]:
    """The last day by each rule, counted from the first day meant, with the arithmetic, the earliest first; a rule without law on
    that day gives none. Beside those of the event ``told`` only what ends earlier, and for one step the earliest alone: an event
    may be misheard, and no later day is told than may be true. ``on`` is today. What is ``supposed`` otherwise of the event
    told is set right. Days that have ``passed`` may be left out. Of several readings of the time each is told."""
    count = partial(_of_one, rules, register=register, language=language, on=on, told=told, supposed=supposed)
    if when.also and rules:
        return by_each(when, next(iter(rules)).event, language, lambda each: count(when=each, passed=True))
    return count(when=when, passed=passed)


def _of_one(
    rules: Collection[ClockRule],
    when: ToldTime,
    register: Register,
    language: str,
    *,
    on: date,
    told: Collection[ClockRule],
    supposed: Supposed,
    passed: bool,
) -> tuple[str, ...]:
    """:func:`last_days` by one reading of the time."""
    found, of = [at_home(each, supposed.home) for each in _reckoned(rules, when, register)], _steps(told)
    last = max((each.due_on for each in found if _steps([each.rule]) <= of), default=date.max)
    first = sorted({each.rule.kind: each for each in reversed(found)}.values(), key=lambda each: each.due_on)
    own = [each for each in first if _steps([each.rule]) <= of]
    said, over = plain_words(supposed, own, on, load_words(language), language, is_day=when.is_day)
    said += tuple(_not_so(own, told, when, supposed, register, language))
    shown = [each for each in first if (each in own or each.due_on < last) and (passed or each.due_on >= on)]
    lines = [last_day_text(each, register, language, on, when, told=over) for each in shown]
    lines = with_posting(lines, own, register, language, on) if supposed.posted else lines
    lines += each_own(own, when.first, supposed.told, register, (language, on))
    return (" ".join((*said, *lines[:1])), *lines[1:]) if lines else said


def _steps(rules: Collection[ClockRule]) -> set[tuple[Event, str]]:
    """Which step of which event each of these rules is for."""
    return {(rule.event, rule.kind) for rule in rules}


def _reckoned(rules: Collection[ClockRule], when: ToldTime, register: Register) -> list[Reckoning]:
    """What these rules give, the earliest first."""
    events = dict.fromkeys(rule.event for rule in rules)
    found = [each for event in events for each in reckon(register, event, when.first) if each.rule in rules]
    return sorted(found, key=lambda each: each.due_on)


def _not_so(
    own: Sequence[Reckoning],
    told: Collection[ClockRule],
    when: ToldTime,
    supposed: Supposed,
    register: Register,
    language: str,
) -> Iterator[str]:
    """The term supposed that is none, and the one that is not for who is at home here; where the law changes while the time
    runs, either may be right."""
    unsure = not own or any("transition_unknown" in each.notes for each in own)
    for each in () if unsure else mistaken(supposed.terms, told, register, when.first, supposed.home):
        words = load_words(language)
        yield words("ask.not_term_of", what=words(f"deadline.kind.{own[0].rule.kind}"), term=each.words)
    yield from own_home(own, supposed.home, register, language)


def set_right(
    terms: Sequence[SupposedTerm],
    rules: Collection[ClockRule],
    register: Register,
    language: str,
    *,
    on: date,
    beside: Collection[ClockRule] = (),
) -> tuple[str, ...]:
    """The period by each of these rules, where the message supposes one that none of them sets, nor one ``beside`` them."""
    words, wrong = load_words(language), rules and mistaken(terms, (*rules, *beside), register, on)
    what = words(f"deadline.kind.{next(iter(rules)).kind}") if wrong else ""
    said = tuple(words("ask.not_term_of", what=what, term=each.words) for each in wrong or ())
    return said and (*said, *dict.fromkeys(period(rule, register, on, language) for rule in rules))

"""When a message says that an event happened which starts a clock: by the words beside a day, unless these hardly mean it, and by
what the words around a day mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial

from bot.domain.clocks import Event
from bot.domain.later_steps import overtaken
from bot.domain.told_times import ToldTime, clocked, is_by_another, is_not_abroad, starts_none, time_alone
from bot.services.answering.thresholds import AT
from knowledge.ahead import times_ahead
from knowledge.arrivals import came_after
from knowledge.happenings import (
    are_apart,
    beside,
    comes,
    foreign,
    is_barred,
    is_denied,
    is_of_another,
    is_told_on,
)
from knowledge.mentions import placed_dates
from knowledge.months import placed_times, told_apart
from knowledge.planned import only_planned
from knowledge.plans import cases, packets
from knowledge.told_days import TopicsOf, around, day_signs


def day_of(
    event: str, text: str, on: date, since: int, topics_of: TopicsOf | None, clear: str | None = ""
) -> ToldTime | None:
    """When it happened, told from place ``since`` on, and where it is the arrival of something, when that came; None where it is
    told not to have happened, or only planned. What others do on a day ahead starts its clock on that day, by the law of that
    day."""
    none = is_denied(event, text) or only_planned(event, text)
    found = None if none else _happened(event, text, on, since, topics_of, clear)
    if found is None:
        return _to_come(event, text, on, since)
    return _come(text, on, since, found) if comes(event) else found


def perhaps_day(event: str, text: str, on: date, since: int) -> ToldTime | None:
    """The one day told that may be its own, and whose own words tell what is done in it: one that is only near starts nothing."""
    found = None if only_planned(event, text) else time_alone(event, text, on, since)
    told = found and any(
        is_told_on(event, text, *at[:2]) for at in placed_times(text, on) if at[2] == found.first
    )
    return (_come(text, on, since, found) if comes(event) else found) if found and told else None


def _to_come(event: str, text: str, on: date, since: int) -> ToldTime | None:
    """The one day ahead, told with its year, on which a publication or a paper is told to come: no doing of ours starts that."""
    found = set[date]()
    for day in _named_ahead(text, on, since) if comes(event) or event == Event.MARK_PUBLISHED else ():
        when = clocked(event, text, day, since)
        found |= {when.first} if when and when.is_day and when.first > on else set()
    return ToldTime(first=min(found), last=min(found)) if len(found) == 1 else None


def _named_ahead(text: str, on: date, since: int) -> set[date]:
    """The days ahead that are told with their year from place ``since`` on, and on which nobody means to act."""
    meant = {each.first for each in times_ahead(text, on) if each.meant}
    ahead = {day for start, _, day in placed_dates(text, on) if start >= since and day > on}
    return {day for day in ahead - meant if str(day.year) in text}


def _come(text: str, on: date, since: int, found: ToldTime) -> ToldTime:
    """When a paper came of which a time is told: on the day of its delivery where one is told behind it; else, where somebody is
    told to have had it in hand, between its own day and that."""
    days = {each[:2]: each[2] for each in placed_times(text, on) if each[0] >= since and each[2] == each[3]}
    told = next((at for at, day in sorted(days.items()) if day == found.first), None)
    if told is None or found.by or found.last not in (found.first, on):
        return found
    paper, later, is_delivery = came_after(text, told, tuple(days))
    if later is None or days[later] < days[paper]:
        return found
    return ToldTime(first=days[later] if is_delivery else days[paper], last=days[later])


def _happened(
    event: str, text: str, on: date, since: int, topics_of: TopicsOf | None, clear: str | None
) -> ToldTime | None:
    """As the words beside a time say it, unless by its meaning that hardly is its day; else the day that by its meaning is, at
    least perhaps where this event is ``clear``; of one that no network hears, then, the only one told."""
    by_words = clocked(event, text, on, since)
    chances = day_chances(event, text, on, since, topics_of) if topics_of else {}
    meant = _meant(chances, AT.hardly_its_day if event == clear else AT.its_day)
    if by_words and not by_words.is_day:
        # A paper came no sooner than the day that it bears: that is told by no other day.
        return meant if meant and meant.first != by_words.first else by_words
    if by_words is None:
        own = None if meant and _is_of_step_before(event, text, meant.first, on) else meant
        alone = event == clear and not chances
        return own or (perhaps_day(event, text, on, since) if alone else None)
    if _is_surer(event, text, by_words.first, on):
        return by_words
    heard = chances.get(by_words.first, 1.0) >= AT.hardly_its_day
    return replace(by_words, also=_also(event, text, by_words, chances, on)) if heard else None


def _also(
    event: str, text: str, by_words: ToldTime, chances: Mapping[date, float], on: date
) -> tuple[date, ...]:
    """The day that by its meaning is rather its own than the one that the words tell, and on which what is done in it is told,
    too: which of both it is, is open."""
    likelier = _meant(chances, max(AT.its_day, chances.get(by_words.first, 0.0)))
    if likelier is None or likelier.first == by_words.first:
        return ()
    told = any(is_told_on(event, text, *at[:2]) for at in placed_times(text, on) if at[2] == likelier.first)
    return (likelier.first,) if told else ()


def _is_of_step_before(event: str, text: str, day: date, on: date) -> bool:
    """Whether the words beside a day tell it of a step that this event ended, of which it is the day then."""
    placed = placed_times(text, on)
    times = tuple(each[:2] for each in placed)
    earlier = [before for before in overtaken({event}) if are_apart(event, before)]
    return any(beside(each, text, *at[:2], times) for each in earlier for at in placed if at[2] == day)


def _is_surer(event: str, text: str, day: date, on: date) -> bool:
    """Whether its words are surer than what all those around the day mean: where two events are told, each beside its own day,
    and of an arrival, whose thing is told beside this day alone, or beside an earlier one."""
    apart, placed = told_apart(Event, text, on), placed_times(text, on)
    times, own = tuple(each[:2] for each in placed), apart.get(Event(event))
    near = (beside(event, text, *each[:2], times) for each in placed if each[2] == day)
    came = own is not None and own <= day and any(each and (each.arrival or each.came) for each in near)
    return came or {event} < apart.keys()


def _meant(chances: Mapping[date, float], least: float) -> ToldTime | None:
    """The likeliest of these days, where it is this likely."""
    day = max(chances, key=lambda each: chances[each], default=None)
    return ToldTime(first=day, last=day) if day and chances[day] >= least else None


def day_chances(event: str, text: str, on: date, since: int, topics_of: TopicsOf) -> Mapping[date, float]:
    """How likely each single day told from place ``since`` on is that of this event."""
    chances = dict[date, float]()
    for day, signs, is_foreign in _days(event, text, on, since, topics_of):
        chance = _chance((*signs, 0.0))
        # Words of something else only make less of it.
        chance = _chance((*signs, float(is_foreign()))) if chance >= AT.hardly_its_day else chance
        chances[day] = max(chances.get(day, 0.0), chance)
    return chances


def day_signs_of(
    event: str, text: str, on: date, since: int, topics_of: TopicsOf
) -> list[tuple[date, tuple[float, ...]]]:
    """Each single day told from place ``since`` on that may start a clock of this event, with what :attr:`AT.day` weighs."""
    days = _days(event, text, on, since, topics_of)
    return [(day, (*signs, float(is_foreign()))) for day, signs, is_foreign in days]


def _days(
    event: str, text: str, on: date, since: int, topics_of: TopicsOf
) -> Iterator[tuple[date, tuple[float, ...], Callable[[], bool]]]:
    """Each such day with what its words mean, and whether some beside it tell of something else."""
    topics = _topics().get(event, ())
    # A network that gives them no chance at all does not know them, and says nothing of the event.
    none = starts_none(event, text) or is_of_another(event, text)
    if none or not any(topics_of(text).get(each) for each in topics):
        return
    placed = placed_times(text, on)
    times = tuple(each[:2] for each in placed)
    for start, end, first, last in placed:
        at = (start, end)
        other = is_not_abroad(event, text, end) or is_barred(event, text, start, end)
        other = other or is_by_another(event, around(text, at, times)[0])
        if start >= since and first == last and not other:
            signs = day_signs(topics, text, at, times, topics_of)
            yield first, signs, partial(foreign, event, text, start, end, times)


def _chance(signs: tuple[float, ...]) -> float:
    weight, *weights = AT.day
    return 1 / (1 + math.exp(-weight - sum(w * s for w, s in zip(weights, signs, strict=True))))


@cache
def _topics() -> Mapping[str, tuple[str, ...]]:
    """The topics of each event that starts clocks: its packets, the cases that rest on the section of one first, and those in
    which it runs."""
    found = dict[str, tuple[str, ...]]()
    for case in cases().values():
        for clock in case.clocks:
            found[clock] = (*found.get(clock, ()), f"case.{case.id}")
    for name, packet in packets().items():
        alike = (case for case in cases().values() if case.sections[0] == packet.sections[0])
        rest = [f"case.{case.id}" for case in alike if packet.clock not in case.clocks]
        if packet.clock:
            found[packet.clock] = (*found.get(packet.clock, ()), f"event.{name}", *rest)
    return found

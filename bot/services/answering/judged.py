"""One last day in words, with its arithmetic, and whether the time at which somebody means to act is in time: the plain word in
front."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.clocks import OF_EVENT, Event, OtherDay, Reckoning, count, moved_day, reckon
from bot.domain.premises import Supposed
from bot.domain.rights import add_months
from bot.domain.told_times import ToldTime
from bot.domain.workdays import READING, counting_rule
from bot.words.book import Words, day, load_words
from knowledge.ahead import AheadTime
from knowledge.law import Register
from knowledge.phrasing import Phrases
from knowledge.plans import filled, packets

# These end a time later for none who can act.
_NEVER_OURS = ("outside_control",)
_ABROAD = "no_domicile"
# By which rule a paper in the post counts, of periods counted so; and what is filed on the day it arrives.
_POSTED = {"ct.trademark": "ct.filing_trademark", "ct.patent": "ct.filing_patent", "ct.court": "ct.court"}
_FILED = ("tm.priority", "tm.exhibition_priority")
# Open only to who reserved it: whether that was done is for the asker to say.
_ON_CONDITION = frozenset({"opposition_evidence"})
# What is left out of the count of these times only the office knows: testing, a hearing.
_LEAVES_OUT = frozenset({"amr_seizure", "amr_decision"})
# Who these days hold for is seldom the asker.
_SELDOM = {"outside_control", "if_sent_that_day"}


def plain_words(
    supposed: Supposed,
    found: Sequence[Reckoning],
    on: date,
    words: Words,
    language: str,
    *,
    is_day: bool = True,
) -> tuple[tuple[str, ...], bool]:
    """What is said in front of these last days, if any: that they have passed, which is said so; or that what is to be ended is
    open to us still, and what is to be said of each time; nothing of what is no day."""
    if not (is_day and found):
        return (), False
    if over := gone(found, on, words, language):
        return (over, *_late_even_then(supposed.times, found, on, words)), True
    ours = [each for each in found if each.rule.ours and supposed.ends]
    ends = [each for reckoned in ours for each in first_days(reckoned) if each >= on]
    still = [words("ask.still_open", due=day(min(ends), language))] if ends else []
    return (*still, *judged_times(supposed, found, on, words, open_still=bool(still))), False


def _late_even_then(
    times: Sequence[AheadTime], found: Sequence[Reckoning], on: date, words: Words
) -> Iterator[str]:
    """The first of these times that lies behind every last day, even one that counts only on a condition."""
    last = max(day for each in found for day in (each.due_on, *(other.on for other in each.others)))
    late = [each for each in times if each.first > last >= on]
    yield from (words("ask.late_even_then", said=each.words, due=last) for each in late[:1])


def judged_times(
    supposed: Supposed, found: Sequence[Reckoning], on: date, words: Words, *, open_still: bool = False
) -> tuple[str, ...]:
    """What is to be said of each time, where all last days ``found`` agree: nothing where the facts do not bear a plain word. In
    time is only what somebody says that they will do: the step meant, the last of several, and nothing taken for over."""
    kinds = {each.rule.kind for each in found}
    unsure = open_still or any(_ends_sooner(each, on, posted=supposed.posted) for each in found)
    planned = not unsure and _ON_CONDITION.isdisjoint(kinds)
    times = _to_judge([replace(each, meant=each.meant and planned) for each in supposed.times], found)
    said = (_judged(each, found, on, words) for each in times)
    return tuple(dict.fromkeys(line for lines in said for line in lines))


def _ends_sooner(found: Reckoning, on: date, *, posted: bool) -> bool:
    """Whether the step is dearer once a term that still runs has ended, or in time only by its arrival."""
    ahead = found.rule.event is Event.MARK_EXPIRED and found.started_on >= on
    return ahead or (posted and found.rule.basis in _FILED)


def _to_judge(times: Sequence[AheadTime], found: Sequence[Reckoning]) -> list[AheadTime]:
    """Of these times the first that is late, and of those meant the ones behind the last day, else all that are not late."""
    late = sorted((each for each in times if _is_late(each, found)), key=lambda each: each.first)
    first = min((each.due_on for each in found), default=date.max)
    behind = [each for each in times if each.meant and each.first > first]
    told = behind + [each for each in late if each not in behind] if behind else times
    return [each for each in told if each not in late[1:]]


def _is_late(time: AheadTime, found: Sequence[Reckoning]) -> bool:
    return time.first > max(map(_last, found))


def _judged(time: AheadTime, found: Sequence[Reckoning], on: date, words: Words) -> Iterator[str]:
    ours = [each for each in found if each.rule.ours]
    first = min(each.due_on for each in found)
    if _is_late(time, found):
        ends = [each for each in _moved_ends(ours, first) if first < on <= each]
        key, due = ("ask.too_late", first) if ours else ("ask.past_office", max(map(_last, found)))
        key, due = ("ask.too_late_moved", min(ends)) if ends else (key, due)
        yield words(key, said=time.words, first=first, due=due)
    elif time.meant and time.first > first and _by_reading(ours):
        yield words("ask.only_moved", said=time.words, first=first)
    elif all((ours, time.meant, time.first <= first)):
        key = "ask.in_time" if time.last <= first else "ask.in_time_until"
        yield words(
            key, said=time.words, days=(first - time.last).days, due=first, steps=_steps(ours, first, words)
        )


def _steps(ours: Sequence[Reckoning], last: date, words: Words) -> str:
    """The steps whose last day this is: no other step is in time by being taken then."""
    kinds = dict.fromkeys(each.rule.kind for each in ours if each.due_on == last)
    tables = {kind: "step" if words.has(f"deadline.step.{kind}") else "kind" for kind in kinds}
    return " / ".join(words(f"deadline.{table}.{kind}") for kind, table in tables.items())


def _moved_ends(found: Sequence[Reckoning], first: date) -> list[date]:
    """To which days the first of these last days may move."""
    return [day for each in found if each.due_on == first for day in first_days(each)]


def _by_reading(found: Sequence[Reckoning]) -> bool:
    return READING in {other.because for each in found for other in each.others}


def _last(found: Reckoning) -> date:
    """The last day that there may be for it."""
    return max((found.due_on, *(each.on for each in found.others if each.because not in _NEVER_OURS)))


def at_home(found: Reckoning, home: str) -> Reckoning:
    """The last day for one who is at home here, or abroad: of two days that hold for either, its own alone."""
    own = next((each for each in found.others if each.because == _ABROAD), None)
    if own is None or not home:
        return found
    others = tuple(each for each in found.others if each is not own)
    if home == "here":
        return replace(found, others=others)
    basis, _, figure = found.rule.other.rpartition(".")
    rule = replace(found.rule, basis=basis, figure=figure, other="", because="")
    return replace(found, rule=rule, due_on=own.on, others=(), notes=())


def own_home(found: Sequence[Reckoning], home: str, register: Register, language: str) -> Iterator[str]:
    """That a longer time is not for who is at home here."""
    for each in found if home == "here" else ():
        if each.rule.because == _ABROAD:
            phrases = Phrases(register=register, language=language, act_on=each.law_of, filed_on=each.law_of)
            within, cite = phrases.figure(each.rule.other), phrases.cite(each.rule.other.rpartition(".")[0])
            yield load_words(language)("ask.at_home", within=within, cite=cite)


def posting(found: Collection[Reckoning], register: Register, language: str, on: date) -> Iterator[str]:
    """By which day a paper in the post counts, of these periods: what goes to a court by the rule of courts."""
    words = load_words(language)
    phrases = Phrases(register=register, language=language, act_on=on, filed_on=on)
    for kind, basis in dict.fromkeys((each.rule.kind, each.rule.basis) for each in found):
        rule = "ct.court" if "suit" in kind else _POSTED.get(counting_rule(basis))
        rule = "ct.filing_date_application" if basis in _FILED else rule
        if rule:
            yield words(f"ask.posted.{rule.removeprefix('ct.')}", cite=phrases.cite(rule))


def with_posting(
    lines: Sequence[str], found: Sequence[Reckoning], register: Register, language: str, on: date
) -> list[str]:
    """These lines with what holds of papers in the post; in front where it is the arrival that counts."""
    posted, first = list(posting(found, register, language, on)), any(e.rule.basis in _FILED for e in found)
    return [*posted, *lines] if first else [*lines, *posted]


def first_days(found: Reckoning) -> tuple[date, ...]:
    """The last day, and the one to which a day off moves it."""
    moved = (each.on for each in found.others if each.because.startswith("day_off"))
    return (found.due_on, *sorted(moved))


def gone(found: Sequence[Reckoning], on: date, words: Words, language: str) -> str:
    """That every one of these last days has passed, or that of an office but for an extension, or for what is not counted in it;
    empty where it has not."""
    if not found or any(first_days(each)[-1] >= on for each in found):
        return ""
    ours, last = any(each.rule.ours for each in found), max(map(_last, found))
    if all(each.over(on) for each in found):
        key = "ask.gone" if ours else "ask.office_gone"
        key += "_by_days" * (not _LEAVES_OUT.isdisjoint(each.rule.kind for each in found))
        return words(key, due=day(last, language))
    first = max(first_days(each)[-1] for each in found)
    because = {each.because for reckoned in found for each in reckoned.others if each.on >= on}
    if ours:
        return words("ask.gone_but", due=day(first, language)) if because <= _SELDOM else ""
    return words("ask.gone_unless", due=day(first, language))


def last_day_text(
    found: Reckoning, register: Register, language: str, on: date, when: ToldTime, *, told: bool = False
) -> str:
    """One last day with its arithmetic; that it has passed where that is not ``told`` in front."""
    words = load_words(language)
    phrases = Phrases(register=register, language=language, act_on=found.law_of, filed_on=found.law_of)
    text = words(
        "ask.last_day",
        what=words(f"deadline.kind.{found.rule.kind}"),
        started=day(found.started_on, language),
        within=phrases.figure(f"{found.rule.basis}.{found.rule.figure}"),
        due=day(found.due_on, language),
        cite=phrases.cite(found.rule.basis),
    )
    notes = [words(f"deadline.note.{note}") for note in found.notes if words.has(f"deadline.note.{note}")]
    others = [_other_day(each, register, language) for each in found.others]
    over = () if told else _over(found, register, language, on, when)
    term = [_term(when, register, language, found.law_of)] if when.by else []
    ahead = found.rule.event is Event.MARK_EXPIRED and found.started_on >= on
    term += [_renewal(found, register, language)] if ahead else []
    return " ".join((*term, text, *notes, *others, *over, *_against_silence(found, register, language, on)))


def _term(when: ToldTime, register: Register, language: str, law_of: date) -> str:
    """The own term of a mark from the day of its registration."""
    phrases = Phrases(register=register, language=language, act_on=law_of, filed_on=law_of)
    return load_words(language)(
        "ask.own_term",
        started=day(when.by or when.first, language),
        within=phrases.figure("tm.term.years"),
        due=day(when.first, language),
        cite=phrases.cite("tm.term"),
    )


def _renewal(found: Reckoning, register: Register, language: str) -> str:
    """From when to when a mark whose term still runs is renewed without more."""
    law_of, basis = found.started_on, found.rule.basis
    phrases = Phrases(register=register, language=language, act_on=law_of, filed_on=law_of)
    opens = add_months(law_of, -register.figure(f"{basis}.before", law_of).value)
    return load_words(language)(
        "ask.renewal", opens=day(opens, language), due=day(law_of, language), cite=phrases.cite(basis)
    )


def _over(found: Reckoning, register: Register, language: str, on: date, when: ToldTime) -> Iterator[str]:
    """That it is over; where only some of the days that it may run from make it so, the end by the last of them."""
    words = load_words(language)
    by_last = [r for r in reckon(register, found.rule.event, when.last) if r.rule is found.rule]
    if all(each.over(on) for each in (found, *by_last)):
        yield words("ask.passed")
    elif found.rule.ours and when.is_day and (ends := [each for each in first_days(found) if each >= on]):
        left = (ends[0] - on).days
        yield words("ask.days_left", days=left) if left else words("ask.last_today")
    elif found.rule.ours and when.is_day:
        yield words("ask.passed_but")
    elif found.over(on):
        yield words("ask.perhaps_passed", last=day(when.last, language), due=day(by_last[0].due_on, language))


def _other_day(other: OtherDay, register: Register, language: str) -> str:
    phrases = Phrases(register=register, language=language, act_on=other.law_of, filed_on=other.law_of)
    said = f"deadline.because.{other.because}"
    return load_words(language)(said, day=day(other.on, language), basis=phrases.cite(other.basis))


def _against_silence(found: Reckoning, register: Register, language: str, on: date) -> Iterator[str]:
    """The time against an office that was silent until its own was over, and after an extension."""
    if found.rule.kind != "amr_check" or found.due_on >= on:
        return
    words, basis = load_words(language), OF_EVENT[Event.AMR_REFUSAL][0].basis
    phrases = Phrases(register=register, language=language, act_on=found.due_on, filed_on=found.due_on)
    figure = register.figure(f"{basis}.days", found.due_on)
    ends = [count(last, figure) for last in (found.due_on, *(each.on for each in found.others))]
    yield words(
        "ask.against_silence",
        within=phrases.figure(f"{basis}.days"),
        due=day(ends[0], language),
        later=day(ends[-1], language),
        cite=phrases.cite(basis),
    )
    moved = moved_day(register, basis, ends[-1])
    if (moved.on if moved else ends[-1]) < on:
        yield words("ask.passed")


def against_office(event: Event, register: Register, language: str, on: date) -> Iterator[str]:
    """What we may do, and by when, once an office's own time after this event is over."""
    for each in packets().values() if not any(rule.ours for rule in OF_EVENT[event]) else ():
        if each.clock == event and each.clock_text:
            yield filled(each.clock_text, register, language, on)

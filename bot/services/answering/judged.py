"""Whether the time at which somebody means to act is in time, by the last days that are counted: the plain word in front."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.clocks import Reckoning
from bot.words.book import Words, day, load_words
from knowledge.ahead import AheadTime, times_ahead

# These end a time later for none who can act.
_NEVER_OURS = ("outside_control",)
# Who these days hold for is seldom the asker.
_SELDOM = {"outside_control", "if_sent_that_day"}


def plain_words(
    times: Sequence[AheadTime], found: Sequence[Reckoning], on: date, words: Words, language: str
) -> tuple[tuple[str, ...], bool]:
    """What is said in front of these last days: that they have passed, which is said so, or what is to be said of each time."""
    over = gone(found, on, words, language)
    return ((over,), True) if over else (judged_times(times, found, words, language), False)


def judged_times(
    times: Sequence[AheadTime], found: Sequence[Reckoning], words: Words, language: str
) -> tuple[str, ...]:
    """What is to be said of each time, where all last days found agree: nothing where the facts do not bear a plain word. In time
    is only what somebody says that they will do."""
    if not found:
        return ()
    # What is late at one time is late at each behind it.
    late = sorted((each for each in times if _is_late(each, found)), key=lambda each: each.first)
    said = (_judged(each, found, words, language) for each in times if each not in late[1:])
    return tuple(dict.fromkeys(line for lines in said for line in lines))


def _is_late(time: AheadTime, found: Sequence[Reckoning]) -> bool:
    return time.first > max(map(_last, found))


def _judged(time: AheadTime, found: Sequence[Reckoning], words: Words, language: str) -> Iterator[str]:
    ours = [each for each in found if each.rule.ours]
    first, last = min(each.due_on for each in found), max(map(_last, found))
    if _is_late(time, found):
        yield words(
            "ask.too_late" if ours else "ask.past_office",
            said=time.words,
            due=day(first if ours else last, language),
        )
    elif ours and time.meant and time.last <= first:
        days = (first - time.last).days
        yield words("ask.in_time", said=time.words, days=days, due=day(first, language))
    elif ours and time.meant and time.first <= first < time.last:
        yield words("ask.in_time_until", said=time.words, due=day(first, language))


def _last(found: Reckoning) -> date:
    """The last day that there may be for it."""
    return max((found.due_on, *(each.on for each in found.others if each.because not in _NEVER_OURS)))


def first_days(found: Reckoning) -> tuple[date, ...]:
    """The last day, and the one to which a day off moves it."""
    moved = (each.on for each in found.others if each.because.startswith("day_off"))
    return (found.due_on, *sorted(moved))


def gone(found: Sequence[Reckoning], on: date, words: Words, language: str) -> str:
    """That every one of these last days has passed, or that of an office but for an extension; empty where it has not."""
    if not found or any(first_days(each)[-1] >= on for each in found):
        return ""
    ours, last = any(each.rule.ours for each in found), max(map(_last, found))
    if all(each.over(on) for each in found):
        return words("ask.gone" if ours else "ask.office_gone", due=day(last, language))
    first = max(first_days(each)[-1] for each in found)
    because = {each.because for reckoned in found for each in reckoned.others if each.on >= on}
    if ours:
        return words("ask.gone_but", due=day(first, language)) if because <= _SELDOM else ""
    return words("ask.gone_unless", due=day(first, language))


def too_early(text: str, on: date, opens: date, language: str) -> Iterator[str]:
    """That a time told is too early for what is open from this day on."""
    for time in [each for each in times_ahead(text, on) if each.last < opens][:1]:
        yield load_words(language)("ask.too_early", due=day(opens, language), said=time.words)

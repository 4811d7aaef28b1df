"""The days that a message names: spans of the team's own records, or on which something was done; a day that somebody wants
something done on, and whether that is too early or too late; and which text of a law counts of acts that ended before the one
that is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from bot.domain.clocks import ClockRule
from bot.domain.questions import Answer
from bot.words.book import day, load_words
from knowledge.ahead import times_ahead
from knowledge.forms import DAY_SIGN, MONTH_ALONE, MONTH_ZH, UNITS, month_of, weekday_of
from knowledge.instruments import LawError
from knowledge.law import Provision, Register, Version
from knowledge.lazily import lazily
from knowledge.mentions import dates
from knowledge.numerals import A_COUNT, COUNT, whole
from knowledge.phrasing import Phrases, place_en, place_zh

NOW = lazily(
    r"\b(?:now|today|tonight|this (?:morning|afternoon|evening|week)|at once|immediately|right away)\b"
    r"|现在|今[天日晚]|马上|立即|立刻",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)
_YEAR = r"(?:(?P<fyear>20\d\d)年的?|(?P<flast>\blast |去年的?))?"
_JOINT = lazily(r" ?(?:to|until|till|through|and|-|–) ?", re.IGNORECASE)
# By name; where two begin in one place the first counts.
_WORDS = {
    "days": rf"\b(?:last|past|previous) +(?P<n>{COUNT}) +(?P<unit>day|week|month)s?\b"
    rf"|(?:最近|近|过去)(?P<zn>{COUNT})(?P<zunit>天|周|个月)",
    "since_yesterday": r"\bsince yesterday\b|昨天到今天|昨天以来",
    "today": r"\btoday\b|今天|今日",
    "yesterday": r"\byesterday\b|昨天",
    "week_before": r"\b(?:the )?week before(?: last)?\b|上上个?(?:周|星期)",
    "last_week": r"\b(?:last|previous) week\b|上个?(?:周|星期)",
    "week": r"\bthis week\b|\bweekly\b|\bsince monday\b|本周|这周|这个?星期",
    "month_before": r"\b(?:the )?month before(?: last)?\b|上上个?月",
    "last_month": r"\b(?:last|previous) month\b|上个?月",
    "month": r"\bthis month\b|\bmonthly\b|本月|这个?月",
    "last_quarter": r"\b(?:last|previous) quarter\b|上个?季度",
    "quarter": r"\bthis quarter\b|[本这]个?季度",
    "numbered": r"\bq(?P<q>[1-4])\b|第?(?P<zq>[一二三四1-4])季度",
    "feast": rf"{_YEAR}(?:(?P<singles>\bsingles.? day\b|\bdouble (?:11|eleven)\b|双(?:十一|11))"
    r"|双(?:十二|12)|\bdouble (?:12|twelve)\b)(?:(?: of)? (?P<fof>20\d\d))?",
    "last_year": r"\blast year\b|去年",
    "year": r"\bthis year\b|\bso far\b|\bytd\b|今年",
    "named": rf"\b(?P<name>{MONTH_ALONE})(?: (?P<of>20\d\d))?"
    r"|(?:(?P<zyear>20\d\d)年)?(?P<number>1[0-2]|[1-9])月(?:份)?(?![\d日号])"
    rf"|(?P<sign>{MONTH_ZH})月份",
}
_SPAN = lazily("|".join(f"(?P<{name}>{form})" for name, form in _WORDS.items()), re.IGNORECASE)
_SINCE, _SINCE_ZH = lazily(r"\bsince\s*$", re.IGNORECASE), lazily(r"以来|至今|起")
_AHEAD = {
    "days": rf"\b(?:within|in|next|coming)(?: the)?(?: next| coming)? (?P<n>{COUNT}) (?P<unit>day|week|month)s?\b"
    rf"|(?P<zn>{COUNT})(?P<zunit>天|周|个月)[之以]?内",
    "today": r"\btoday\b|今天|今日",
    "tomorrow": r"\btomorrow\b|明天",
    "next_week": r"\b(?:next|coming) week\b|下个?(?:周|星期)",
    "week": r"\bthis week\b|本周|这周|这个?星期",
    "next_month": r"\b(?:next|coming) month\b|下个?月",
    "month": r"\b(?:this|end of the|end of) month\b|本月|这个?月|月底",
    "next_year": r"\bnext year\b|明年",
    "year": r"\bthis year\b|今年|年底",
    "given": r"\bin (?P<of>20\d\d)\b|(?P<zof>20\d\d)年",
}
_TO_COME = lazily("|".join(f"(?P<{name}>{form})" for name, form in _AHEAD.items()), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """From the first to the last day, both counted."""

    start: date
    end: date

    @property
    def before(self) -> DaySpan:
        """The month, or as many days, before."""
        end = self.start - timedelta(days=1)
        monthly = self.start.day == 1 and self.start.month == self.end.month
        return DaySpan(end.replace(day=1) if monthly else end - (self.end - self.start), end)


def names_days(text: str) -> bool:
    """Whether a span of days is named."""
    return _SPAN.search(text) is not None


def spans_of(text: str, today: date) -> tuple[DaySpan, ...]:
    """The spans named up to today, in the order of the text. A month without a year is of the year told with another."""
    found, year = list[DaySpan](), 0
    matches = list(_SPAN.finditer(text))
    for match, behind in zip_longest(matches, matches[1:]):
        if behind and _year(behind) and _JOINT.fullmatch(text, match.end(), behind.start()):
            year = _year(behind)
        span = _feast(match, today) if match.lastgroup == "feast" else _past(match, today, year)
        since = _SINCE.search(text, 0, match.start()) or _SINCE_ZH.match(text, match.end())
        found.append(DaySpan(span.start, today) if since else span)
        year = _year(match) or year
    return tuple(found)


def span_to_come(text: str, today: date) -> DaySpan | None:
    """The span from today on that is named; None where none is."""
    match = _TO_COME.search(text)
    if match is None:
        return None
    sunday, tomorrow, first = today + timedelta(6 - today.weekday()), today + _DAY, _first_of_next(today)
    match match.lastgroup:
        case "days":
            return DaySpan(today, today + timedelta(days=_number(match)))
        case "given" | "year" | "next_year" as name:
            year = int(match["of"] or match["zof"]) if name == "given" else today.year + (name == "next_year")
            start = date(year, 1, 1)
            return DaySpan(max(start, today) if year == today.year else start, date(year, 12, 31))
    return {
        "today": DaySpan(today, today),
        "tomorrow": DaySpan(tomorrow, tomorrow),
        "week": DaySpan(today, sunday),
        "next_week": DaySpan(sunday + _DAY, sunday + timedelta(days=7)),
        "month": DaySpan(today, first - _DAY),
        "next_month": DaySpan(first, _first_of_next(first) - _DAY),
    }[str(match.lastgroup)]


def _past(match: re.Match[str], today: date, year: int) -> DaySpan:
    match match.lastgroup:
        case "days":
            return DaySpan(today - timedelta(days=_number(match) - 1), today)
        case "numbered":
            number = whole(match["q"] or match["zq"])
            return _quarter(today.year - (3 * number - 2 > today.month), number)
        case "named":
            return _month(match, today, year)
        case "year" | "last_year" as name:
            year = today.year - (name == "last_year")
            return DaySpan(date(year, 1, 1), min(date(year, 12, 31), today))
    yesterday, monday = today - _DAY, DaySpan(today - timedelta(days=today.weekday()), today)
    month, number = DaySpan(today.replace(day=1), today), (today.month + 2) // 3
    weeks = [DaySpan(monday.start - 7 * back * _DAY, monday.start - (7 * back - 6) * _DAY) for back in (1, 2)]
    return {
        "today": DaySpan(today, today),
        "yesterday": DaySpan(yesterday, yesterday),
        "since_yesterday": DaySpan(yesterday, today),
        "week": monday,
        "last_week": weeks[0],
        "week_before": weeks[1],
        "month": month,
        "last_month": month.before,
        "month_before": month.before.before,
        "quarter": DaySpan(_quarter(today.year, number).start, today),
        "last_quarter": _quarter(today.year - (number == 1), (number - 2) % 4 + 1),
    }[str(match.lastgroup)]


def _quarter(year: int, number: int) -> DaySpan:
    start = date(year, 3 * number - 2, 1)
    return DaySpan(start, _first_of_next(date(year, 3 * number, 1)) - _DAY)


def _number(match: re.Match[str]) -> int:
    """Days of “30 days”, “2 weeks”."""
    return whole(match["n"] or match["zn"]) * UNITS[(match["unit"] or match["zunit"]).lower()]


def _year(match: re.Match[str]) -> int:
    """The year that a month is told with; 0 without."""
    return int(match["of"] or match["zyear"] or 0)


def _feast(match: re.Match[str], today: date) -> DaySpan:
    """The day of a sales feast: of the year told, else the last past."""
    day = date(today.year, 11, 11) if match["singles"] else date(today.year, 12, 12)
    told = int(match["fyear"] or match["fof"] or 0)
    last = match["flast"] and not match["flast"].startswith("last")
    return DaySpan(*2 * (day.replace(year=told or today.year - bool(last or day > today)),))


def _month(match: re.Match[str], today: date, told: int) -> DaySpan:
    month = month_of(match["name"] or match["number"] or match["sign"])
    year = _year(match) or told or (today.year if month <= today.month else today.year - 1)
    return DaySpan(date(year, month, 1), _first_of_next(date(year, month, 1)) - timedelta(days=1))


def _first_of_next(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def past_text(rule: Provision, ended: date, answer: Answer) -> Iterator[str]:
    """Which other text set this rule on that day, and what it said; else since when the first one is in force that does."""
    words, until = load_words(answer.language), day(ended, answer.language)
    now, then = (next((v for v in rule.versions if v.in_force_on(on)), None) for on in (answer.as_of, ended))
    if now is None or then is now:
        return
    if then is not None:
        yield words("ask.past_text", day=until, **_quoted(then, answer.language))
    elif now.in_force_from > ended:
        since = day(now.in_force_from, answer.language)
        yield words("ask.no_past_text", **_quoted(now, answer.language), since=since, day=until)


def _quoted(text: Version, language: str) -> dict[str, str]:
    """The title of a text of law, with the place and without, and what it says."""
    law = text.instrument
    if language == "zh":
        return {"text": law.title_zh + place_zh(text), "title": law.title_zh, "says": text.says_zh}
    return {"text": f"{law.title} {place_en(text)}", "title": law.title, "says": text.says}


_TODAY = lazily(r"\btoday\b|\btonight\b|今[天日晚早]", re.IGNORECASE)
_WEEKDAY_ZH = lazily(rf"(?:周|星期|礼拜)(?P<sign>{DAY_SIGN})")
_WAIT = lazily(
    rf"\bfor (?P<number>{A_COUNT}) (?P<unit>day|week|fortnight|month)s?\b",
    re.IGNORECASE,
)


def day_wanted(text: str, today: date) -> date | None:
    """The day that is named; of a time ahead its first day, the next one of a weekday."""
    if named := dates(text, today):
        return named[0]
    if ahead := times_ahead(text, today):
        return ahead[0].last if ahead[0].first == today else ahead[0].first
    if _TODAY.search(text):
        return today
    if weekday := _WEEKDAY_ZH.search(text):
        return today + timedelta(days=(weekday_of(weekday["sign"]) - today.weekday()) % 7 or 7)
    if wait := _WAIT.search(text):
        return today + timedelta(days=whole(wait["number"]) * UNITS[wait["unit"].lower()])
    return None


def too_early(text: str, on: date, opens: date, language: str) -> Iterator[str]:
    """That a time told, or now, is too early for what is open from this day on."""
    ahead = [each.words for each in times_ahead(text, on) if each.last < opens]
    now = NOW.findall(text) if on < opens else []
    for said in [*ahead, *now][:1]:
        yield load_words(language)("ask.too_early", due=day(opens, language), said=said)


def too_late(text: str, on: date, ends: date, language: str) -> Iterator[str]:
    """That a time told is too late for what ends with this day."""
    for time in [each for each in times_ahead(text, on) if each.first > ends >= on][:1]:
        yield load_words(language)("ask.too_late", due=day(ends, language), said=time.words)


def period(rule: ClockRule, register: Register, on: date, language: str) -> str:
    """``answer to customs, with security: within 3 working days, counted from “…” (…)``; empty where no law sets it."""
    words = load_words(language)
    phrases = Phrases(register=register, language=language, act_on=on, filed_on=on)
    try:
        within = phrases.figure(f"{rule.basis}.{rule.figure}")
    except LawError:
        return ""
    return words(
        "ask.period" if rule.ours else "ask.period_theirs",
        what=words(f"deadline.kind.{rule.kind}"),
        within=within,
        event=words(f"deadline.event.{rule.event}"),
        cite=phrases.cite(rule.basis),
    )

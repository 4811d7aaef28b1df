"""When somebody means to act: days, and spans of days, that a message tells ahead of today, in its own words."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from knowledge.forms import (
    DAY_NAME,
    DAY_SIGN,
    MONTH,
    MONTH_ALONE,
    MONTH_ZH,
    PARTS,
    TELLS_PAST,
    UNITS,
    WEEKDAYS,
    month_of,
    part_of,
    weekday_of,
)
from knowledge.law import load
from knowledge.lazily import lazily
from knowledge.mentions import placed_dates
from knowledge.numerals import A_COUNT, COUNT, SIGNS, whole

# The first and last month of a season.
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11),
            "春": (3, 5), "夏": (6, 8), "秋": (9, 11)}  # fmt: skip
_LED_ZH = r"(?:(?P<zyear>20\d\d)年|(?P<zled>[明来今]年)的?)?"
_FORM = lazily(
    rf"\b(?:(?P<part>early|late|mid|(?:beginning|start|middle|end) of)[ -])?(?:next )?"
    rf"(?P<name>{MONTH_ALONE})(?! ?\d{{1,2}}\b)(?: (?P<year>20\d\d))?"
    r"|\b(?P<season>spring(?! festival)|summer|autumn)\b(?: (?P<syear>20\d\d))?"
    rf"|\b(?:in|after|within|another) (?P<count>{A_COUNT}) (?:more )?(?P<unit>day|week|fortnight|month)s?\b"
    rf"|(?P<from>{A_COUNT}) (?P<funit>day|week|fortnight|month)s? from (?:now|today)\b"
    r"|\b(?P<next>next (?:week|month|year)|(?:the )?(?:day after )?tomorrow(?: week)?"
    r"|new year(?:.s)?|christmas|(?:the )?year.?s? end|year-end)\b"
    rf"|\b(?:(?P<after>next) |by |on |until |till |this |coming )+"
    rf"(?P<weekday>{DAY_NAME})\b(?!,? (?:the )?(?:\d|{MONTH}))"
    rf"|(?<!every )(?<!each )(?<!\ba )(?<!\d )(?<!\d, )(?<!\()\b(?P<bare>{DAY_NAME})\b(?!,? (?:the )?(?:\d|{MONTH}))"
    rf"|(?:(?<=\bon )|(?<=\bby )|(?<=\btill )|(?<=\buntil )|(?<=\bbefore )|\b(?P<of>{DAY_NAME}),? )the "
    r"(?P<nth>[1-3]?\d)(?:st|nd|rd|th)(?=[,.;:?!)]|$| (?:and|but|so|by|from|to|at|is|will|would|we|with|then|when|before)\b)"
    r"|(?<![\d月第#\-])(?<!没有)(?P<znth>[1-3]?\d)号(?=[^，。；？]{0,4}(?:[再才就前能会要签交递办寄提去]|行|可以|来得及))"
    rf"|{_LED_ZH}(?<![\d{SIGNS}])(?P<month>{MONTH_ZH})月份?(?P<zpart>[上中下]旬|[初中底末])?(?![\d{SIGNS}]|没|只有|有[\d二三])"
    r"|(?P<zseason>(?:[明来今]年)?(?:开)?(?P<zs>[春夏秋])(?:天|季)|[明来]年开春|开春)"
    rf"|(?P<zcount>{COUNT})个?"
    r"(?P<zunit>天|日|周|星期|礼拜|月)(?:之?后|以后|再)"
    rf"|(?P<znext>下个?(?:周|星期|礼拜)(?P<sign>{DAY_SIGN})?|下个?月(?P<znpart>[初中底]|[上中下]旬)?|(?<![当那该上个每月\d])月底|年底|年末|元旦(?:后|以后|(?=再|才|交|提|去|时|当天|那))|明年|(?:春节|年|过完年)(?:以?后)|后天|明[天日])",
    re.IGNORECASE,
)
_DAYS = {
    "tomorrow": 1,
    "明天": 1,
    "明日": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "后天": 2,
    "tomorrow week": 8,
}
# By how many years from this one, from which to which month and day. The spring festival comes no earlier than that.
_FIXED = {"christmas": (0, (12, 24), (12, 26)), "next year|明年": (1, (1, 1), (12, 31)),
          "年[底末]|.*end$": (0, (12, 21), (12, 31)),
          "new year|元旦": (1, (1, 1), (1, 31)), ".*后$": (1, (1, 22), (3, 31))}  # fmt: skip
# Whose day it is: one that comes by itself, or on which others do something, is no plan.
_COMES = lazily(
    r"\b(?:fair|hearing|trial|launch\w*|expected|in force|take[sn]? effect|commence\w*"
    r"|applies from|sails?|ships?|arriv\w+|holidays?"
    r"|meeting|conference|visit|expir\w+|publish\w*|publication|new law|new act|revised)\b"
    r"|展会|开庭|施行|生效|起运|到港|放假|假期|到期|届满|公告|新法|会议|上市|发布",
    re.IGNORECASE,
)
_MEANS = lazily(
    r"\b(?:we|i)(?:['’](?:ll|d)| (?:will|would|plan|mean|intend|want|can|could|may|might|go|file|sue|answer|reply|act|apply|renew"
    r"|oppose|appeal))\b|\b(?:our|my) (?:\w+ ){0,2}(?:will|would|plans?|files?|is|starts?)\b|\bgoing to\b|\bplan\b"
    r"|\bour (?:\w+ ){0,2}(?:can|could|may|might)\b|\blet(?:['’]s| us)\b"
    r"|打算|准备|计划|想|再|排|我们?[^，。；？]{0,6}(?:才|去|交|提|报|办)",
    re.IGNORECASE,
)
# Whether that will do, which is asked behind it.
_WILL_DO = lazily(
    r"\b(?:fine|ok(?:ay)?|enough|in time|good|all right|early|objections?|confirm)\b|来得?及|(?:行|可以|够|好)[吗吧么]|没问题",
    re.IGNORECASE,
)
# What somebody wants done has not been done.
_WANTED = lazily(
    r"\b(?:want(?:s|ed)?|hope[ds]?|plan(?:s|ned)?|intend(?:s|ed)?|would like)\b|打算|准备|计划|想(?=过|等|到|在)",
    re.IGNORECASE,
)
# What is posted then has not arrived then, and who only sees a thing then does nothing.
_POSTS = lazily(r"\b(?:posts?|mails?|courier|sees?|reads?|learns?)\b|寄|看到|看见|知道", re.IGNORECASE)
_HAPPENED = lazily(
    rf"{TELLS_PAST.pattern}|\bran out\b|[了过于]|月份?[^，。；？将要会再才打准]{{1,4}}的$|去年|前年|收到|送达|签收|注册|公告"
    r"|是[^，。；？]{0,4}月[^，。；？将要会再打准]{2,14}的$|月[底初中]?才[^，。；？将要会再打准]{1,10}的|\b(?:last|did)\b",
    re.IGNORECASE,
)
# A time since when something has been so is no plan.
_SINCE = lazily(r"(?i)\bsince (?:\w+ing (?:\w\w )?)?(?:(?:the|early|mid|late|last|this)[ -]){0,2}$")
# The text of the law to come is waited for: nothing is done before the day on which it begins.
_FOR_THE_LAW = lazily(
    r"\b(?:wait\w*|hold (?:on|off|back|it)|until|till|once|after|as soon as)\b[^.?!;]{0,40}?"
    r"\b(?:new|revised|amended|20\d\d) (?:trade ?mark )?(?:law|act|text)\b"
    r"|(?:等|待|拖到|放到|留到)[^，。；？]{0,8}新(?:商标)?法|新(?:商标)?法[^，。；？]{0,8}(?:[之以]?后|才|再)[^，。；？]{0,4}[提交办请起申]",
    re.IGNORECASE,
)
_CHANGED = "tm.infringing_identical"
_AHEAD = lazily(
    r"next|in \d|in (?:[a-z]+[ -])+(?:day|week|fortnight|month)|(?:the )?(?:day after )?tomorrow|[明来下]|\d+年|.{0,3}[后再]",
    re.IGNORECASE,
)
_SENTENCE = lazily(r"[.?!;]\s+|[。；？！\n]")
_Told = Mapping[str, str | None]
_Span = tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class AheadTime:
    """A time ahead in the ``words`` of the message, from its ``first`` to its ``last`` day; ``meant`` where somebody says
    that they will act then."""

    words: str
    first: date
    last: date
    meant: bool


@lru_cache(64)  # asked of each day that a message names
def times_ahead(text: str, on: date) -> tuple[AheadTime, ...]:
    """The times after ``on`` that a message tells, in its order, but for what comes by itself then."""
    found = _ahead_of(text, on)
    made = list[AheadTime]()
    stop = 0
    for start, end, first, last in found:
        clause, (own, behind) = _clause(text, start, end), _sentences(text, start, end)
        meant = bool(_MEANS.search(own) or _WILL_DO.search(own) or _WILL_DO.search(behind))
        meant = meant and _POSTS.search(clause) is None
        # A month without its year, or a weekday, may as well be past.
        dated = re.search(r"20\d\d", text[start:end]) or _AHEAD.match(text, start)
        past = not dated and _HAPPENED.search(clause) is not None and _WANTED.search(clause) is None
        past = past or not (meant or _is_to_come(text[start:end], on))
        if start >= stop and last > on and not past and _COMES.search(clause) is None:
            made.append(AheadTime(text[start:end].strip(" ,.，"), max(first, on), last, meant))
        stop = max(stop, end)
    return (*made, *_waited_for(text, on))


def _ahead_of(text: str, on: date) -> list[tuple[int, int, date, date]]:
    """The times of a text, in its order, without those since when something is so."""
    told = sorted((*_named(text, on), *_told(text, on)))
    return [each for each in told if not _SINCE.search(text[: each[0]])]


def _waited_for(text: str, on: date) -> Iterator[AheadTime]:
    """The day on which the text of the law to come begins, where it is waited for."""
    begins, waits = load().provision(_CHANGED).versions[-1].in_force_from, _FOR_THE_LAW.search(text)
    if waits and begins > on:
        yield AheadTime(waits.group(), begins, begins, meant=False)


def _month_alone(words: str) -> int:
    """The number of a month that is named without its year or a part; 0 of anything else."""
    name = words.strip(" ,.").lower()
    return month_of(name.rstrip("份月")) if re.fullmatch(rf"{MONTH}|{MONTH_ZH}月份?", name) else 0


def _is_to_come(words: str, on: date) -> bool:
    """Whether a time is ahead by itself: a weekday alone that is today's or yesterday's tells of these."""
    name = words.strip(" ,.").lower().removesuffix("day")
    return name not in WEEKDAYS or (on.weekday() - WEEKDAYS.index(name)) % 7 > 1


def _sentences(text: str, start: int, end: int) -> tuple[str, str]:
    """The sentence of a time, and the one behind it."""
    begin = max((cut.end() for cut in _SENTENCE.finditer(text, 0, start)), default=0)
    cuts = [*(cut.end() for cut in _SENTENCE.finditer(text, end)), len(text), len(text)]
    return text[begin : cuts[0]], text[cuts[0] : cuts[1]]


def _clause(text: str, start: int, end: int) -> str:
    begin = max((cut.end() for cut in re.finditer(r"[,.;:?!，。；：？！\n]", text[:start])), default=0)
    behind = re.search(r"[,;:?!，。；：？！\n]|\.\s", text[end:])
    return text[begin : end + behind.start() if behind else len(text)]


def _named(text: str, on: date) -> Iterator[tuple[int, int, date, date]]:
    """The days that are named; one without its year that has passed is the next such day where it is told as to come."""
    for start, end, day in placed_dates(text, on):
        told = (
            _MEANS.search(_sentences(text, start, end)[0])
            and _HAPPENED.search(_clause(text, start, end)) is None
        )
        if not re.search(r"20\d\d|年", text[start:end]) and day <= on - timedelta(days=180) and told:
            day = _later(day, 12)
        yield start, end, day, day


def _told(text: str, on: date) -> Iterator[tuple[int, int, date, date]]:
    # A month alone that a day past is told of is that day's own.
    placed = placed_dates(text, on)
    gone = {day.month for _, _, day in placed if day <= on}
    for match in _FORM.finditer(text):
        # A day of no month is of that of the day ahead which is told before it.
        alone = match["nth"] or match["znth"]
        near = [day for _, end, day in placed if alone and end <= match.start() and day > on][-1:]
        span = _span(match, max([on, *(day.replace(day=1) - timedelta(days=1) for day in near)]))
        if span is not None and _month_alone(match.group()) not in gone:
            yield *match.span(), *span


def _span(match: re.Match[str], on: date) -> _Span:
    told = match.groupdict()
    spans = (made(told, on) for made in (_of_month, _of_season, _counted, _nth, _weekday, _relative))
    return next(filter(None, spans), None)


def _of_month(told: _Told, on: date) -> _Span:
    if not (month := told["name"] or told["month"]):
        return None
    number = month_of(month)
    year, part = _year(told["year"] or told["zyear"], told["zled"], on), told["part"] or told["zpart"]
    # The month of today is told of what has happened in it.
    return None if number == on.month and not (year or part) else _month(number, year, part, on)


def _of_season(told: _Told, on: date) -> _Span:
    if not (season := told["season"] or told["zs"] or (told["zseason"] and "春")):
        return None
    first, last = _SEASONS[season.lower()]
    year = int(told["syear"] or 0) or on.year + (first <= on.month)
    return date(year, first, 1), _end(date(year, last, 1))


def _counted(told: _Told, on: date) -> _Span:
    if not (count := told["count"] or told["from"] or told["zcount"]):
        return None
    unit, number = (told["unit"] or told["funit"] or told["zunit"] or "").lower(), whole(count)
    return 2 * (_later(on, number) if unit in ("month", "月") else on + timedelta(days=UNITS[unit] * number),)


def _year(named: str | None, led: str | None, on: date) -> int:
    return int(named) if named else on.year + (led != "今年") if led else 0


def _month(number: int, year: int, part: str | None, on: date) -> tuple[date, date]:
    last = PARTS[(part or "").lower()][1]
    year = year or on.year + (number < on.month or (number == on.month and last < on.day))
    return part_of(date(year, number, 1), part)


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has none."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _nth(told: _Told, on: date) -> _Span:
    """The next such day of a month; none where that is another weekday than is told with it."""
    if not (number := int(told["nth"] or told["znth"] or 0)):
        return None
    month = on if number > on.day else _end(on) + timedelta(days=1)
    if number > monthrange(month.year, month.month)[1]:
        return None
    day = month.replace(day=number)
    return None if told["of"] and weekday_of(told["of"]) != day.weekday() else 2 * (day,)


def _weekday(told: _Told, on: date) -> _Span:
    """The weekday to come; 下周五 is that of the week behind this one, “next Friday” may be one week further on, and the name of
    today's may mean today."""
    if sign := told["sign"]:
        return 2 * (on + timedelta(days=7 - on.weekday() + weekday_of(sign)),)
    if not (name := told["weekday"] or told["bare"]):
        return None
    ahead = (weekday_of(name) - on.weekday()) % 7
    first = on + timedelta(days=ahead or (7 if told["after"] else 0))
    return first, first + timedelta(days=0 if ahead and not told["after"] else 7)


def _relative(told: _Told, on: date) -> _Span:
    said, part = (told["next"] or told["znext"] or "").lower(), told["znpart"]
    month, monday = _end(on) + timedelta(days=1), on + timedelta(days=7 - on.weekday())
    if days := _DAYS.get(said):
        return 2 * (on + timedelta(days=days),)
    if said == "月底":
        return max(on, on.replace(day=21)), _end(on)
    if "月" in said or said == "next month":
        return _month(month.month, month.year, part, on)
    for form, (year, *ends) in _FIXED.items():
        if re.match(form, said):
            first, last = (date(on.year + year, *each) for each in ends)
            return first, last
    return (monday, monday + timedelta(days=6)) if said else None

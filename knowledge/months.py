"""When something is told to have happened: days, and in place of a day parts of months, months, weeks and years, from which first
to which last day each may be."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from knowledge.ahead import AheadTime, times_ahead
from knowledge.already import days_already
from knowledge.forms import (
    CLAUSE,
    DAY_LIKE,
    DAY_SIGN,
    MONTH,
    MONTH_ALONE,
    MONTH_ZH,
    PARTS,
    TELLS_PAST,
    YEARS,
    month_of,
    part_of,
)
from knowledge.happenings import beside, foreign
from knowledge.lazily import lazily
from knowledge.mentions import is_bound, is_waited_for, placed_dates, placed_days, relative_days
from knowledge.not_done import is_now
from knowledge.numerals import A_COUNT, COUNT, SIGNS, whole
from knowledge.suppositions import is_plan

# So many signs may stand between a day and its weekday, which is no other.
_BESIDE = 3
_MONTH_ZH = rf"(?<![\d{SIGNS}])(?P<month>{MONTH_ZH})月"
_YEAR_ZH = r"(?:(?P<zyear>20\d\d)年|(?P<zled>[前去今明来后]年)的?)?"
_PART = lazily(
    rf"\b(?P<part>early|late|mid|(?:beginning|start|middle|end) of)[ -](?:(?P<name>{MONTH})\.?"
    r"(?: (?P<year>20\d\d)|,? (?:of )?(?P<led>(?:last|this|next) year))?|(?P<last>last month))\b(?! \d)"
    rf"|(?<!\d年){_YEAR_ZH}(?:{_MONTH_ZH}|(?P<zlast>上个?月)|(?P<this>(?:[本这]个?)?(?<![\d{SIGNS}])月))(?:份的?)?"
    r"(?P<zpart>[上中下]旬|[初中底末](?!级|间|国|方|标))",
    re.IGNORECASE,
)
_SPAN = lazily(
    rf"(?:\b(?P<name>{MONTH})\.? "
    r"|\b(?:in|since|of|from|during|back in) (?:early |late |mid-)?)"
    r"(?P<en>20[012]\d)\b(?![-/])"
    r"|(?P<zh>20[012]\d)年的?(?:(?P<month>1[0-2]|0?[1-9])月(?!\d{1,2}[日号]?)|(?P<zseason>[春夏秋])[天季]?)?(?!\d+月)"
    r"|\b(?P<season>spring|summer|autumn|fall) (?:of )?(?P<syear>20[012]\d)\b"
    r"|(?<!\d)(?P<now>(?<![去前明后]年)(?:今年)?年初)",
    re.IGNORECASE,
)
_MONTH_OR_WEEK = lazily(
    rf"\b(?:(?:in|during|(?P<upto>through|until|till|to|late as))(?: (?:last|this))?|last|this)"
    rf" (?P<name>{MONTH_ALONE})(?! ?\d)(?: (?P<led>(?:last|this) year))?"
    r"|\b(?P<week>(?P<before>the )?(?(before)week before last|last week))\b"
    rf"|(?<!\d年){_YEAR_ZH}{_MONTH_ZH}份?(?!\d|[上中下]旬|[初中底末]|没|只有|有[\d二三])"
    rf"|(?P<zweek>上上?)个?(?:周|星期|礼拜)(?!{DAY_SIGN}|末)"
    r"|\b(?P<full>month before last|last month)\b|(?P<zfull>上上?)个?月(?![初中底末]|[上中下]旬)"
    r"|\b(?P<back>last year)\b|(?P<zback>[去前]年)(?!\d|[十一二三四五六七八九]+月|[^，。；？]{0,2}月)"
    rf"|(?P<ago>{A_COUNT}) months? ago\b|(?P<zago>{COUNT})个月[之以]?前",
    re.IGNORECASE,
)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "春": 3, "夏": 6, "秋": 9}
# Another paper than the first came, too.
ANOTHER_PAPER = lazily(
    r"\b(?:second|corrected|amended|another|further|re-?issued|interim) (?:\w+ ){0,2}"
    r"(?:notice|decision|refusal|statement|letter|judge?ment|report|complaint)"
    r"|(?:第二|另一|又一|更正|重新)[^，。；？]{0,6}(?:通知|决定|声明|函|判决|举报)|(?:新|补充|再次|又)的?[“\"]?举报",
    re.IGNORECASE,
)
_ACT = "infringing_act"
_FEAST = lazily(
    r"(?:(?P<zyear>20\d\d)年的?|(?P<led>[去前今]年|last year)(?:的|.s)? ?)?"
    r"(?:(?P<singles>\bsingles.? day|双(?:十一|11))|双(?:十二|12)|\bdouble twelve)(?:,? (?:of )?(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_EXPECTED = lazily(
    r"(?i)\b(?:will|shall|going to|expect\w*|due|scheduled|hope\w*)\b|['’]ll\b|将|预计|估计|预期"
)
# What is told of acts that go on, and what tells a time without naming one.
_YEAR = lazily(r"20[012]\d(?=年| )")
_GOES_ON = lazily(
    r"(?i)\b(?:still|go(?:es)? on|going on|ongoing|continu\w+|keeps?|once more|again"
    r"|(?:never|not yet|hasn['’]t|has not|haven['’]t|have not) (?:really )?(?:stopped|ceased|ended)|without a break)\b"
    r"|至今|还在|[没未](?:有)?停过?|从[没未]停|没断过|仍(?!可|能)|一直(?!播)|持续|到现在|以来|又"
)
_MAY = lazily(r"\b(?:can|could|may|might|must|should)\b[^,.;:?!]*$", re.IGNORECASE)
_SAME_DAY = lazily(r"\b(?:on )?(?:the|that) (?:very )?same day\b|同一天|同日|当天", re.IGNORECASE)
_CUT = lazily(r"[,.;:?!，。；：？！]")
_LOOSE = lazily(
    rf"(?i)\b{MONTH_ALONE}|(?<![\d{SIGNS}]){MONTH_ZH}月|\b(?:spring|summer|autumn|winter|recently|lately"
    r"|the other day|(?:few|couple of|several) (?:days|weeks|months))\b|[春夏秋冬][天季]|最近|近来|近期|前不久|前阵子|前些"
)
_Placed = tuple[int, int, date, date]


@lru_cache(maxsize=256)
def placed_times(text: str, on: date, *, ends: bool = False) -> tuple[_Placed, ...]:
    """Where each time up to ``on`` is told, and the first and the last day that it may be: a day, none before which something is
    only to be done, or what stands in its place; of a month without its year the last one that began by then. Those up to
    which something went on are among them where its ``ends`` are wanted."""
    named = placed_dates(text, on)
    days = _placed_days(text, on, ends=ends)
    found: list[_Placed] = [(*each, each[2]) for each in days]
    taken = [(at, to) for at, to, _ in (*named, *days)]
    for at, to, first, last in (
        *(_feasts(text, on) if ends else ()),
        *_parts(text, on),
        *_spans(text, on),
        *_months_and_weeks(text, on, ends=ends),
    ):
        ahead = first > on or (not ends and is_waited_for(text, at, to)) or _is_none(text, at, to)
        if not ahead and all(to <= start or at >= end for start, end in taken):
            found.append((at, to, first, min(last, on)))
            taken.append((at, to))
    return tuple(found)


def last_acts(text: str, on: date) -> tuple[date, date] | None:
    """From which first to which last day the last of the acts told may be. None where they go on, where none is told of a time,
    or where another time is told later, or loosely, that no other event makes its own: that may be a later act. What is
    over no later than these acts may be is no later time."""
    placed = placed_times(text, on, ends=True)
    times = tuple(each[:2] for each in placed)
    acts = [each for each in placed if beside(_ACT, text, *each[:2], times)]
    if not acts:
        return None
    last = max(acts, key=lambda each: each[2:])
    later = (each for each in placed if each not in acts and (each[2] > last[2] or each[3] > last[3]))
    open_still = any(not foreign(_ACT, text, *each[:2], times) for each in later)
    return None if open_still or _goes_on(text, last[0], on) or _told_loosely(text, times, on) else last[2:]


def _goes_on(text: str, at: int, on: date) -> bool:
    """Whether acts go on of which the last time stands here; what went on up to a time does not, nor what may still be done."""
    ended = text[at - 1 : at] == "到" or at not in {each[0] for each in placed_times(text, on)}
    return any(
        not ended or each.end() > at or _CUT.search(text, each.end(), at) is not None
        for each in _GOES_ON.finditer(text)
        if not _MAY.search(text, 0, each.start())
    )


def _told_loosely(text: str, times: Iterable[tuple[int, int]], on: date) -> bool:
    """Whether words tell of a time up to ``on`` that is none of these; the first month of a span lies before its last."""
    known = [*times, *(each[:2] for each in placed_dates(text, on))]
    ahead = " ".join(each.words for each in times_ahead(text, on))
    return any(
        all(each.end() + len(" to ") < begin or each.start() >= end for begin, end in known)
        for each in _LOOSE.finditer(text)
        if each.group() not in ahead
    )


def to_come(text: str, told: str, on: date, began: date | None) -> tuple[AheadTime, ...]:
    """The times after ``on`` in a text, where all that is ``told`` holds one up to it, or one to come on which something has
    ``began``, by which they may be judged."""
    if began and began > on:
        return tuple(each for each in times_ahead(text, on) if each.first > began)
    return times_ahead(text, on) if placed_times(told, on) else ()


def _named_days(text: str, on: date, *, ends: bool) -> set[tuple[int, int, date]]:
    past = (each for each in placed_dates(text, on) if each[2] <= on or each in days_already(text, on))
    return {each for each in past if ends or not is_bound(text, each[2], on)}


def _placed_days(text: str, on: date, *, ends: bool) -> list[tuple[int, int, date]]:
    named, days = placed_dates(text, on), _named_days(text, on, ends=ends)
    days |= {
        (start, end, day)
        for start, end, day in relative_days(text, on)
        if day <= on and all(_apart(text, (start, end), each[:2]) for each in named)
    }
    placed = sorted(each for each in days if not (is_plan(text, *each[:2]) or is_now(text, each[0])))
    for same in _SAME_DAY.finditer(text):
        placed += [(*same.span(), day) for _, end, day in placed if end <= same.start()][-1:]
    return sorted(placed)


def _apart(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two days stand so far apart that one is not the weekday of the other, or are both days of a month."""
    between = max(one[0] - other[1], other[0] - one[1])
    return between > _BESIDE or (between > 0 and re.search(r"\d ?[日号]$", text[slice(*one)]) is not None)


def begins(event: str, text: str, day: date, on: date) -> bool:
    """Whether the words beside a day that is told, and nearer to no other, make it the day of this event; of one to come those of
    its own sentence."""
    placed = placed_days(text, on)
    times = tuple(each[:2] for each in placed)
    near = (beside(event, text, *each[:2], times) for each in placed if day == each[2])
    return any(each and (day <= on or each.at >= each.begin) for each in near)


def unread_day(text: str, on: date) -> str:
    """The words of a message that tell a day which is not read: none of the calendar, or one that may be several; empty where
    none do."""
    known = [(start, end) for start, end, *_ in placed_dates(text, on)]
    known += [(start, end) for start, end, _, _ in placed_times(text, on)]
    return next(
        (
            match.group()
            for match in DAY_LIKE.finditer(text)
            if all(match.end() <= start or match.start() >= end for start, end in known)
        ),
        "",
    )


def _is_none(text: str, start: int, end: int) -> bool:
    """Whether it is told to be this month or week, or one without its year is one in which something is expected."""
    if re.search(r"\d{4}|last|[上前去]", text[start:end]) or is_now(text, start):
        return is_now(text, start)
    begin = max((cut.end() for cut in CLAUSE.finditer(text, 0, start)), default=0)
    cut = CLAUSE.search(text, end)
    clause = text[begin : cut.start() if cut else len(text)]
    return _EXPECTED.search(clause) is not None and TELLS_PAST.search(clause) is None


def _feasts(text: str, on: date) -> Iterator[_Placed]:
    """The days of sales feasts, which are told by name."""
    for match in _FEAST.finditer(text):
        day = date(on.year, 11, 11) if match["singles"] else date(on.year, 12, 12)
        led = YEARS[match["led"].lower()] if match["led"] else -(day > on)
        day = day.replace(year=int(match["zyear"] or match["year"] or on.year + led))
        yield *match.span(), day, day


def _parts(text: str, on: date) -> Iterator[_Placed]:
    for match in _PART.finditer(text):
        part = match["part"] or match["zpart"]
        if match["last"] or match["zlast"]:
            yield *match.span(), *part_of(on.replace(day=1) - timedelta(days=1), part)
        elif match["this"]:
            # The end of this month may as well be to come.
            yield from [(*match.span(), *part_of(on, part))] if PARTS[part] != PARTS["底"] else []
        else:
            yield *match.span(), *part_of(_month(match, on, PARTS[part.lower()][0]), part)


def _month(match: re.Match[str], on: date, first: int = 1) -> date:
    """The month of a match, of the year that is named, or led to by such words as “last year”, else the last that began."""
    told = match.groupdict()
    month = month_of(told["name"] or told["month"])
    named, led = told.get("year") or told["zyear"], told["led"] or told["zled"]
    year = int(named) if named else on.year + YEARS[led.lower()] if led else 0
    return date(year or on.year - (date(on.year, month, first) > on), month, 1)


def _spans(text: str, on: date) -> Iterator[_Placed]:
    for match in _SPAN.finditer(text):
        year = on.year if match["now"] else int(match["en"] or match["zh"] or match["syear"])
        if month := match["name"] or match["month"]:
            yield *match.span(), *part_of(date(year, month_of(month), 1), None)
        elif season := match["season"] or match["zseason"]:
            begins = date(year, _SEASONS[season.lower()], 1)
            yield *match.span(), begins, part_of(begins.replace(month=begins.month + 2), None)[1]
        else:
            yield *match.span(), date(year, 1, 1), date(year, 3 if match["now"] else 12, 31)


def _months_and_weeks(text: str, on: date, *, ends: bool) -> Iterator[_Placed]:
    for match in _MONTH_OR_WEEK.finditer(text):
        if ends or not (match["upto"] or match["back"] or match["zback"]):
            yield *match.span(), *_month_or_week(match, text if ends else "", on)


def _month_or_week(match: re.Match[str], text: str, on: date) -> tuple[date, date]:
    """The first and the last day; a Chinese month without its year is of the year told before it in the ``text``."""
    if match["name"] or match["month"]:
        month, before = _month(match, on), _YEAR.findall(text, 0, match.start())
        same = match["month"] and not (match["zyear"] or match["zled"])
        return part_of(month.replace(year=int(before[-1])) if same and before else month, None)
    if back := match["back"] or match["zback"]:
        year = on.year + YEARS[back.lower()]
        return date(year, 1, 1), date(year, 12, 31)
    if full := match["full"] or match["zfull"]:
        last = on.replace(day=1) - timedelta(days=1)
        earlier = last.replace(day=1) - timedelta(days=1)
        return part_of(earlier if full in ("month before last", "上上") else last, None)
    if count := match["ago"] or match["zago"]:
        # So many months ago may be half a month more or less.
        days = 30 * whole(count)
        return on - timedelta(days=days + 15), on - timedelta(days=days - 15)
    weeks = 1 + (match["before"] is not None or match["zweek"] == "上上")
    monday = on - timedelta(days=on.weekday() + 7 * weeks)
    return monday, monday + timedelta(days=6)


def told_apart(events: Iterable[str], text: str, on: date) -> Mapping[str, date]:
    """The day of each of these events whose own thing is told beside it, and of no other of them; none where such are several."""
    placed, found = placed_times(text, on), dict[str, set[date]]()
    times = tuple(each[:2] for each in placed)
    for start, end, first, last in placed:
        own = [event for event in events if (near := beside(event, text, start, end, times)) and near.own]
        if len(own) == 1 and first == last:
            found.setdefault(own[0], set()).add(first)
    return {event: days.pop() for event, days in found.items() if len(days) == 1}

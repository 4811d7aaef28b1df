"""The date a question asks about (effective date), where its own words name one other than today.

"In March 2027, how long …" asks about 2027; "registered in 2019" and "expires in May 2029" tell a story and do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.ahead import times_ahead
from knowledge.forms import MONTH, MONTH_ZH, YEARS, month_of
from knowledge.lazily import lazily
from knowledge.months import placed_times

_LEAD = r"(?P<lead>as of|as at|as from|by the end of|in|on|from|after|before|until|till|during|since|once|starting|beginning|come|by|for|at)"
_FILLER = r"(?:the |early |late |mid-?|end of |beginning of |start of |middle of |(?:1st|first) of )*"
_ENGLISH = lazily(
    rf"\b{_LEAD} {_FILLER}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?:(?P<month>{MONTH})\.?(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)?,? )?"
    rf"(?P<year>20[12345]\d)\b(?!-\d)(?!\s*(?:law|text|version|revision|amendment|rules?|interpretation|measures|provisions))",
    re.IGNORECASE,
)
_ISO = lazily(rf"\b{_LEAD} (?P<year>20[12345]\d)-(?P<month>\d\d)-(?P<day>\d\d)\b", re.IGNORECASE)
_RELATIVE = lazily(
    rf"\b(?:(?P<of>{MONTH}),? (?:of )?)?(?P<which>next|last) (?P<unit>year|month|{MONTH})\b", re.IGNORECASE
)
_CHINESE = lazily(
    r"(?P<year>20[12345]\d)年(?!的?(?:那[个部份])?《?(?:司法)?(?:解释|规定|办法|条例|意见|文本|版))"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?(?P<tail>[起之以后前底初中]*)"
)
_CHINESE_RELATIVE = lazily(
    rf"(?P<which>[明去前后今]年)(?:(?P<month>{MONTH_ZH})月)?(?!\d+月)|(?P<near>[上下])个月"
)

# A date that belongs to one of these tells when something happened or ends, not which law the question is about.
_STORY = lazily(
    r"\b(?:regist|expir|stopp|ceased|fil(?:ed|ing)|applied (?:for|to)|application|founded|launched|bought|sold|sale|issued|granted|dated|signed|adopted"
    r"|received|reached|arrived|served|published|valid|renew|runs?|ends?|due|since|started|opened|used|lapse|decided|judgment"
    r"|fined|punished|penali[sz]ed|convicted|sentenced|caught|raided|seized|detained|warned|settled|sued|notified|complained|copied|infring"
    r"|promulgated|passed|takes? effect|effective|in force|into force|enters?|commence|applies from|version|text|change[sd]?)\w*",
    re.IGNORECASE,
)
# A story may tell of the past before it asks about today: only the sentence that asks can ask about a past day.
_ASKS = lazily(
    r"\?\s*$|\b(?:how|what|which|who|whom|whose|where|when|why|whether)\b|^\W*(?:was|were|did|could|would|had|is|are|do|does|can)\b",
    re.IGNORECASE,
)
_ENDS = lazily(
    r"\b(?:expir|valid until|runs?|ends?|due|lapse|lasts?|registered|takes? effect|comes? into|came into|enter(?:s|ed)?|in force|effective"
    r"|commence|what (?:is )?chang)\w*",
    re.IGNORECASE,
)
_ENDS_ZH = lazily(r"到期|届满|有效期|保护期|注册于|取得|施行|生效|起实施")
# What was done or came in on a day is told of it: which law is asked about is another matter.
_HAPPENED_ZH = lazily(
    r"^[^，。；？]{0,8}(?:停止|停售|停了|收到|送达|购买|买的|取证|扣|查获|查处|立案|提交|卖|下架|发现|举报|投诉)"
)
# Who weighs two texts against each other asks about both of them.
_EITHER_TEXT = lazily(
    r"\b(?:old|2019)\b[^.?!]{0,60}\b(?:or|and|versus|vs)\b[^.?!]{0,40}\b(?:new|2026)\b"
    r"|\b(?:new|2026)\b[^.?!]{0,60}\b(?:or|and|versus|vs)\b[^.?!]{0,40}\b(?:old|2019)\b"
    r"|[旧老原][^。？]{0,14}(?:还是|或|和)[^。？]{0,6}新|新[^。？]{0,14}(?:还是|或|和)[^。？]{0,6}[旧老原]",
    re.IGNORECASE,
)
# The law of a day further ahead is known to nobody: such a day ends a term.
_NEAR = timedelta(days=3 * 365)
_PAST_ASKED = lazily(
    r"\b(?:was|were|did|applied|had|could|would)\b|\bwhich (?:text|law|version|article|interpretation|rules?)|\b(?:governed|applicable)\b|\bas (?:of|at)\b",
    re.IGNORECASE,
)
_NEW_LAW = lazily(
    r"\b(?:under|by|per|according to|in line with|with|once|when|after|as soon as|does|do|will|would|can|did|in)\b[^.?!]{0,25}"
    r"\b(?:new|revised|amended|2026|2027) (?:chinese |prc |china )?(?:trade ?mark law|trade ?mark act|trade ?mark rules)\b"
    r"|(?:新|修订后的?|新修订的?|2026年?)(?:的)?《?商标法》?(?:下|规定|施行后|生效后|实施后|里|中)",
    re.IGNORECASE,
)
_OLD_LAW = lazily(
    r"\b(?:under|by|per|in|according to)\b[^.?!]{0,12}\b(?:(?:old|previous|former|earlier|2019) (?:trade ?mark (?:law|act)|law|text|version|rules?)"
    r"|(?:law|text|rules?) (?:of|from|until|before) 20(?:19|26))\b"
    r"|(?:按照?|依照?|根据)?(?:(?:旧|原|2019年?)(?:的|版)?《?商标法》?(?:下|规定|里|中)|旧法|原法|老法|修[订改]前的?《?(?:商标)?法)",
    re.IGNORECASE,
)
_NOW = lazily(
    r"\b(?:today|now|currently|at present|at the moment|this (?:week|month|year)|right now|these days|already)\b|现在|目前|今天|本周|本月|这个月|今年",
    re.IGNORECASE,
)
_COMMENCES = lazily(
    r"\b(?:since when|from when|when (?:does|do|did|will|is|are)|has .{0,30}(?:entered|taken|come)|entered into force|is .{0,20}in force"
    r"|came into force|date of)\b|什么时候|何时|哪天|哪一天|是否已经",
    re.IGNORECASE,
)
# Who asks what the law is then asks of that day, whatever was told before.
_OF_LAW = lazily(
    r"\b(?:which|what|new|old|amended|revised) (?:\w+ )?(?:law|act|text|version|rules?|articles?|provisions?)\b|\b(?:appl(?:y|ies)|in force|govern\w*)\b"
    r"|新法|旧法|适用|哪部|施行|生效|新《|修订",
    re.IGNORECASE,
)
# Who acts today asks of today's law, whatever they heard of a later one, unless they ask which of them counts.
_ACTS_TODAY = lazily(
    r"\b(?:i|we)\b(?:'m|'re|'ll| am| are| will)?(?: \w+){0,6} (?:today|right now|this afternoon|tonight)\b|\btoday (?:i|we)\b"
    r"|(?:我|咱)们?(?:\w{0,3})(?:今天|今日|今晚|现在)就?[^，。；？]{0,4}(?:去|来|要|递|交|报|提|办|发|签|起诉|投诉|申请)",
    re.IGNORECASE,
)
# From when on something is only then so is what somebody holds, of an act of today.
_NOT_BEFORE = lazily(
    r"\b(?:only|not|n['’]t)(?: \w+){0,2} (?:until |before |from |in |as of )?$", re.IGNORECASE
)
# Up to a day a time runs, or something is to be done.
_BOUND = lazily(r"[到至]$|\b(?:until|till|by|before) (?:the end of )?$", re.IGNORECASE)
NEW_TEXT_FROM = date(2027, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day that the question's own words ask about, and those words."""

    day: date
    words: str


def named_day(question: str, as_of: date) -> NamedDay | None:
    """The day the question asks about if its words name one that is not ``as_of``; else None.

    A month or a year stands for its first day, a past year for its middle.
    """
    if _EITHER_TEXT.search(question):
        return None
    told = [each for each in _dates(question, as_of) if not _is_planned(question, each.day, as_of)]
    today = _ACTS_TODAY.search(question) is not None
    for found in (*told, *_laws(question, as_of)):
        if found.day != as_of and found.day <= (as_of if today else as_of + _NEAR):
            return found
    return None


def _is_planned(question: str, day: date, as_of: date) -> bool:
    """Whether somebody who tells what has happened only means to act on this day, or lets a time run to it: the law that counts
    is that of what happened."""
    if day <= as_of or _OF_LAW.search(question) or not placed_times(question, as_of):
        return False
    # Up to a month is up to the day before it.
    months = {(each.year, each.month) for each in (day, day + timedelta(days=1))}
    return any(
        (each.first.year, each.first.month) <= month <= (each.last.year, each.last.month)
        for each in times_ahead(question, as_of)
        for month in months
        if each.meant or _is_bound(question, each.words)
    )


def _is_bound(question: str, said: str) -> bool:
    """Whether a time in these words is one up to which something runs or is to be done."""
    return _BOUND.search(question.partition(said)[0]) is not None or f"{said}前" in question


def _dates(question: str, as_of: date) -> Iterator[NamedDay]:
    for sentence in re.split(r"(?<=[.?!;。？！；])\s*", question):
        for match in (*_ENGLISH.finditer(sentence), *_ISO.finditer(sentence)):
            day = _day(match["year"], match["month"], match["day"] or match.groupdict().get("day2"), as_of)
            if day and match["lead"].lower() in ("before", "until", "till"):
                day -= timedelta(days=1)
            before = " ".join(sentence[: match.start()].split()[-6:])
            told = _told_behind(sentence[match.end() :])
            if day and _asked(sentence, before, day, as_of, match["lead"]) and (day > as_of or not told):
                yield NamedDay(day=day, words=match.group().strip())
        for match in _RELATIVE.finditer(sentence):
            day = _relative(match["which"].lower(), match["unit"].lower(), match["of"], as_of)
            before = " ".join(sentence[: match.start()].split()[-6:])
            if _asked(sentence, before, day, as_of) and not _NOT_BEFORE.search(sentence[: match.start()]):
                yield NamedDay(day=day, words=match.group())
        yield from _chinese_dates(sentence, as_of)


def _told_behind(rest: str) -> bool:
    """Whether what follows a day, up to its clause's end, tells what happened on it."""
    clause = re.split(r"[;?]|, (?=(?:how|what|which|who|when|may|can|is|are|do|does)\b)", rest, maxsplit=1)[0]
    return _STORY.search(clause) is not None and _PAST_ASKED.match(clause.strip(" ,")) is None


def _chinese_dates(sentence: str, as_of: date) -> Iterator[NamedDay]:
    for match in _CHINESE.finditer(sentence):
        day = _day(match["year"], match["month"], match["day"], as_of)
        if day and "前" in match["tail"]:
            day -= timedelta(days=1)
        if day and _asked_zh(sentence, match, ahead=day > as_of):
            yield NamedDay(day=day, words=match.group())
    for match in _CHINESE_RELATIVE.finditer(sentence):
        near = sentence[max(0, match.start() - 8) : match.end() + 8]
        found = _chinese_relative(match, as_of)
        late = sentence.startswith("才", match.end())
        asked = (
            found is not None
            and not late
            and (found > as_of or re.search(r"当时|那时|适用", sentence) is not None)
        )
        if found is not None and asked and not _ENDS_ZH.search(near):
            yield NamedDay(day=found, words=match.group())


def _asked_zh(sentence: str, match: re.Match[str], *, ahead: bool) -> bool:
    near = sentence[max(0, match.start() - 8) : match.end() + 8]
    then = re.search(r"当时|那时|时的", sentence) is not None
    told = _HAPPENED_ZH.search(sentence[match.end() :]) is not None and not then
    return (ahead or then or "适用" in sentence) and not told and _ENDS_ZH.search(near) is None


def _chinese_relative(match: re.Match[str], as_of: date) -> date | None:
    """The day that 去年12月 stands for; none for this year without a month."""
    if match["near"]:
        return _relative("next" if match["near"] == "下" else "last", "month", None, as_of)
    years, month = YEARS[match["which"]], match["month"]
    if month:
        return date(as_of.year + years, month_of(month), 1)
    if years < 0:
        return as_of + timedelta(days=365 * years)
    return date(as_of.year + years, 1, 1) if years else None


def _asked(sentence: str, before: str, day: date, as_of: date, lead: str = "") -> bool:
    if day > as_of:
        return _ENDS.search(f"{before} {lead}") is None and _COMMENCES.search(sentence) is None
    return (
        _STORY.search(before) is None
        and _ASKS.search(sentence) is not None
        and _PAST_ASKED.search(sentence) is not None
    )


def _laws(question: str, as_of: date) -> Iterator[NamedDay]:
    if as_of < NEW_TEXT_FROM and not _NOW.search(question) and not _COMMENCES.search(question):
        match = _NEW_LAW.search(question)
        if match:
            yield NamedDay(day=NEW_TEXT_FROM, words=match.group())
    if as_of >= NEW_TEXT_FROM and not _NOW.search(question):
        match = _OLD_LAW.search(question)
        if match:
            yield NamedDay(day=NEW_TEXT_FROM - timedelta(days=1), words=match.group())


def _day(year: str, month: str | None, day: str | None, as_of: date) -> date | None:
    if not (number := month_of(month) if month else 0):
        return (
            date(int(year), 7, 1)
            if int(year) < as_of.year
            else date(int(year), 1, 1)
            if int(year) > as_of.year
            else None
        )
    try:
        found = date(int(year), number, int(day or 1))
    except ValueError:
        return None
    return as_of if (found.year, found.month) == (as_of.year, as_of.month) and not day else found


def _relative(which: str, unit: str, of: str | None, as_of: date) -> date:
    """The day that “last December”, “December last year” or “next month” stands for."""
    ahead = which == "next"
    if unit == "month":
        last = as_of.replace(day=1) - timedelta(days=1)
        return date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, 1) if ahead else last
    if unit == "year" and of:
        return date(as_of.year + (1 if ahead else -1), month_of(of), 1)
    if unit == "year":
        return date(as_of.year + 1, 1, 1) if ahead else as_of - timedelta(days=365)
    month = month_of(unit)
    return date(as_of.year + (month <= as_of.month if ahead else -(month >= as_of.month)), month, 1)

"""What a message takes for granted: how long a period is, and which of several days something happened on.

What it supposes of a period is held against the figure of the register; it is set right nowhere else.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.domain.clocks import ClockRule, Event
from knowledge.forms import MONTH, MONTHS, TERM_NUMBERS
from knowledge.instruments import Figure, LawError
from knowledge.law import Register
from knowledge.mentions import placed_dates

_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(sorted(TERM_NUMBERS, key=len, reverse=True))})"
_EN = rf"(?P<term>{_NUMBER}[ -](?P<working>working |business )?(?:calendar )?(?P<unit>day|week|month|year)s?)"
# Of a longer numeral no end is taken for the whole.
_ZH = rf"(?P<term>(?<![\d一二三四五六七八九十百千]){_NUMBER}(?P<working>个?工作日)?(?P<unit>(?(working)|(?:个月|[日天年周]))))"
_HAD = (
    r"\b(?:(?:opposition|appeal|review|grace|protection|period|term|window|dead ?line|limit)"
    r"|have|has|get|gets|got|'ve|is|are|of|in|within|lasts?|takes?|counts?|allow(?:s|ed)?)"
    r" (?:only |just |still |another |about |now )?"
)
_STEP = r"(?:sue|file|answer|reply|respond|apply|appeal|oppose|act|decide|object|review|renew|go|think)"
# A period is supposed where it is said to be had, to be the term, or to be enough for a step.
_SUPPOSED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_HAD}{_EN}\b(?! (?:ago|old|later|before|already|of (?:use|sales|waiting)))",
        rf"(?<!for )(?<!after )\b{_EN}\b (?:to {_STEP}|for (?:the|an?|our|that|filing) )",
        rf"(?:有|是|为|期限?|最多|必须|应当|在|保护期|宽展期|异议期|上诉期)(?:还有)?{_ZH}(?![^，。；？]{{0,1}}(?:[前了]|没|以?后|多))",
        rf"(?<![过等了]){_ZH}(?:内|之内|的?(?:时间|期限|异议期|上诉期|宽展期|考虑)|可以|够|提|起诉|复审|答辩|申请)",
    )
)
_UNITS = {"day": "days", "日": "days", "天": "days", "month": "months", "个月": "months",
          "year": "years", "年": "years"}  # fmt: skip
# The same length in another unit is no mistake to set right.
_SAME = {("days", 30): ("months", 1), ("days", 60): ("months", 2), ("days", 90): ("months", 3),
         ("months", 12): ("years", 1), ("months", 36): ("years", 3), ("months", 60): ("years", 5)}  # fmt: skip
_CAME = (
    r"received|reached|arrived|came|served|delivered|got|forwarded|notified|[收接]到|送[达到]|转[来交]|来函"
)
# Words beside a day by which it is that of an event.
_OF = {
    Event.CUSTOMS_NOTICE: r"told|wrote|notice|notified|received|通知|[收接]到",
    Event.CUSTOMS_DETENTION: r"detain\w*|detention|扣",
    Event.CUSTOMS_DETENTION_ON_APPLICATION: r"detain\w*|detention|扣",
    Event.AMR_COMPLAINT_SENT: r"report\w*|complain\w*|filed|sent|submitted|举报|投诉|提交|递交|寄",
    Event.AMR_CASE_FILED: r"opened|立案",
    Event.AMR_SEIZURE: r"seiz\w*|sealed|查封|扣押",
    Event.MARK_PUBLISHED: r"publi\w+|gazett\w+|公告|初审",
    Event.MARK_REGISTERED: r"regist\w+|certificate|注册|核准|下证",
    Event.MARK_EXPIRED: r"expir\w*|ran out|lapsed|ended|到期|届满|期满|过期",
    Event.FOREIGN_FILING: r"fil\w+|appl\w+|申请|首次",
    Event.OPPOSITION_FILED: r"oppos\w+|filed|lodged|异议|提交|递交",
    Event.LETTER_SENT: r"sent|letter|reached|发函|发出|寄",
    Event.PATENT_REQUEST_SENT: r"request\w*|filed|sent|提交|请求|递交",
}
# These start a clock of ours where another's mark is meant.
_THEIRS = (Event.MARK_REGISTERED, Event.MARK_PUBLISHED)
_OURS = re.compile(
    r"\b(?:we|our (?:own )?(?:\w+ )?(?:trade ?mark|mark|registration|brand|logo|name))\b"
    r"|(?<![把将被])我们(?!的?(?:前|代理|经销|员工|客户))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!;]\s|[。；？！\n]")
_SPAN = re.compile(
    rf"(?:\b(?P<name>{MONTH})\.? "
    r"|\b(?:in|since|of|from|during|back in) (?:early |late |mid-)?)"
    r"(?P<en>20[012]\d)\b(?![-/])"
    r"|(?P<zh>20[012]\d)年(?:(?P<month>1[0-2]|0?[1-9])月(?!\d{1,2}[日号]?))?(?!\d+月)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupposedTerm:
    """A period as the message words it, of so many ``unit`` of the register's figures."""

    words: str
    number: int
    unit: str

    def agrees(self, figure: Figure) -> bool:
        """Whether it is as long as the figure."""
        own, right = (self.unit, self.number), (figure.unit, figure.value)
        return own == right or _SAME.get(own) == right or _SAME.get(right) == own


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What a message takes for the end of a period: ``days`` that it names, ``terms`` that it says."""

    days: tuple[date, ...] = ()
    terms: tuple[SupposedTerm, ...] = ()


NOTHING = Supposed()


def supposed_terms(text: str) -> tuple[SupposedTerm, ...]:
    """The periods that a message supposes, each once."""
    found = (_term(match) for form in _SUPPOSED for match in form.finditer(text))
    return tuple(dict.fromkeys(found))


def _term(match: re.Match[str]) -> SupposedTerm:
    said = match["number"].lower()
    number = int(said) if said.isdigit() else TERM_NUMBERS[said]
    unit = (match["unit"] or "").lower()
    if match["working"]:
        return SupposedTerm(words=match["term"], number=number, unit="working_days")
    weeks = unit in ("week", "周")
    return SupposedTerm(
        words=match["term"],
        number=number * 7 if weeks else number,
        unit="days" if weeks else _UNITS[unit],
    )


def mistaken(
    terms: Sequence[SupposedTerm], rules: Collection[ClockRule], register: Register, on: date
) -> tuple[SupposedTerm, ...]:
    """The period that none of these rules sets, where no other supposed one is right either; empty without such."""
    figures = list(_figures(rules, register, on))
    if not figures or any(term.agrees(figure) for term in terms for figure in figures):
        return ()
    return tuple(terms[:1])


def _figures(rules: Collection[ClockRule], register: Register, on: date) -> Iterator[Figure]:
    """The figure of each rule, and a second one that counts for some parties or from another day."""
    for rule in rules:
        others = (rule.other,) if rule.because in ("no_domicile", "if_sent_that_day") else ()
        for path in (f"{rule.basis}.{rule.figure}", *others):
            try:
                yield register.figure(path, on)
            except LawError:
                continue


def day_of(event: Event, text: str, on: date) -> date | None:
    """Of several days that are named, the one nearest to a word of this event in its sentence; None where none is, or one to
    come."""
    placed = placed_dates(text, on)
    return _nearest(event, text, placed, on) if len(placed) > 1 else None


def first_day_of(event: Event, text: str, on: date) -> date | None:
    """Where no day is named, the first of the month or year that is told beside a word of this event; None where none is, or
    one to come."""
    spans = [] if placed_dates(text, on) else list(_SPAN.finditer(text))
    placed = [(m.start(), m.end(), date(int(m["en"] or m["zh"]), _month(m), 1)) for m in spans]
    return _nearest(event, text, placed, on)


def the_day(event: Event, text: str, days: Sequence[date], on: date) -> tuple[date | None, bool]:
    """The one day of ``days`` where a word of this event is told, or :func:`day_of`; else :func:`first_day_of`, and that it is
    that."""
    if len(days) == 1 and _beside(event).search(text):
        return days[0], False
    first = first_day_of(event, text, on)
    return (first, True) if first else (day_of(event, text, on), False)


def _nearest(event: Event, text: str, placed: Sequence[tuple[int, int, date]], on: date) -> date | None:
    near = [(distance, day) for start, end, day in placed for distance in _distances(event, text, start, end)]
    found = min(near)[1] if near else None
    return found if found and found <= on else None


@cache
def _beside(event: Event) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_OF.get(event, _CAME)})", re.IGNORECASE)


def _distances(event: Event, text: str, start: int, end: int) -> Iterator[int]:
    first = max((cut.end() for cut in _SENTENCE.finditer(text, 0, start)), default=0)
    behind = _SENTENCE.search(text, end)
    for word in _beside(event).finditer(text, first, behind.start() if behind else len(text)):
        if event not in _THEIRS or _OURS.search(text, first, word.start()) is None:
            yield max(start - word.end(), word.start() - end)


def _month(span: re.Match[str]) -> int:
    if span["name"]:
        return MONTHS[span["name"].lower()]
    return int(span["month"] or 1)

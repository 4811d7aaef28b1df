"""What a message takes for granted: how long a period is, held against the register's figure and set right nowhere else, and
which of several days something happened on."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.clocks import ClockRule, Event
from bot.domain.rights import add_months
from knowledge import sides
from knowledge.ahead import AheadTime
from knowledge.forms import MONTH, UNITS
from knowledge.happenings import Beside, beside, foreign
from knowledge.instruments import Figure, LawError
from knowledge.law import Register, load
from knowledge.mentions import rights
from knowledge.months import ANOTHER_PAPER, in_lists, placed_times
from knowledge.numerals import A_COUNT, whole

_NUMBER = rf"(?P<number>{A_COUNT})"
_EN = rf"(?P<term>{_NUMBER}[ -](?P<working>working |business )?(?:calendar )?(?P<unit>day|week|month|year)s?)"
_ZH = rf"(?P<term>(?<!月)(?!(?:19|20)\d\d年){_NUMBER}(?P<working>个?工作日)?(?P<unit>(?(working)|(?:个月|[日天年周]))))"
_HAD = (
    r"\b(?:(?:opposition|appeal|review|grace|protection|period|term|window|dead ?line|limit)"
    r"|have|has|get|gets|got|'ve|is|are|of|in|within|lasts?|counts?|allow(?:s|ed)?)"
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
# For so long nothing came: a time of waiting, and no term.
_WAITED = re.compile(
    rf"\b(?:not|never|nothing|nobody)\b[^.?!,;]{{0,40}} in (?:the last |over |about )?{A_COUNT} (?:day|week|month|year)s?$",
    re.IGNORECASE,
)
_UNITS = {"month": "months", "个月": "months", "year": "years", "年": "years"}
# The same length in another unit is no mistake to set right.
_SAME = {("days", 30): ("months", 1), ("days", 60): ("months", 2), ("days", 90): ("months", 3),
         ("months", 12): ("years", 1), ("months", 36): ("years", 3), ("months", 60): ("years", 5)}  # fmt: skip
_Near = tuple[Beside, "ToldTime"]
# That a filing is one abroad, and that it is none.
_ABROAD = re.compile(
    r"(?i:\b(?:priority|first (?:\w+ ){0,2}?(?:fil|appl)\w+|(?:home|foreign) (?:fil|appl)\w+|abroad|overseas)\b)"
    rf"|\b(?:at|in|with) (?:the )?(?!China|CNIPA|AMR|(?i:{MONTH}))[A-Z]\w+|\b[A-Z]{{2,5}} (?:fil|appl)\w+"
    r"|优先权|首次|境外|海外|[^中本全我]国(?!家|内|际|知)|欧盟|日本"
)
_HERE = re.compile(
    r"(?i)(?:\b(?:in|into|at|with) (?:china|cnipa)\b|\bhere\b|[在到向](?:中国|国内|大陆|国知局))[^.?!;,，。；？！]*$"
)
# Whose act starts a clock of ours: what befalls another's mark, and what we did ourselves.
_NOT_BY: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys((Event.MARK_REGISTERED, Event.MARK_PUBLISHED), sides.is_ours),
    **dict.fromkeys((Event.FOREIGN_FILING, Event.OPPOSITION_FILED), sides.by_a_stranger),
}

# A mark's own term, and what another does to the mark.
_ENDS = re.compile(
    r"\b(?:expir\w*|renew\w*|grace|laps\w+|r[ua]ns? out|(?:its|the|our|own) term|ends?|ended)\b"
    r"|续展|宽展|到期|期满|届满|有效期|没续|未续|续了|过期|作废",
    re.IGNORECASE,
)
_ATTACKED = re.compile(r"\b(?:cancel\w*|oppos\w+|invalid\w*)\b|撤销|异议|无效", re.IGNORECASE)
_CANCELS = re.compile(r"\bcancel\w*|撤销", re.IGNORECASE)
_NON_USE = re.compile(
    r"\b(?:non-?use|unused|(?:never|not|n.t) (?:been )?(?:used|put to use|seen in))\b|撤三|不使用|[没未](?:有)?(?:使)?用(?![说])",
    re.IGNORECASE,
)
_NO_TERM = (_ATTACKED.search, _NON_USE.search, sides.taken_by_another)
# What is left after a time.
_REST = re.compile(
    r"\b(?:no|any) (?:\w+ )?remed(?:y|ies)\b"
    r"|\b(?:nothing|anything|what|something|any \w+|dead|lost|stuck) ?(?:else |\w+ ){0,2}(?:left|remains?|do|possible|open)?\b"
    r"|没(?:有)?(?:别的|什么|其他|其它)?(?:办法|辙|路|救|戏)|还(?:有|能)|补救|来得及|彻底|只能认|[么吗]\W*$",
    re.IGNORECASE,
)


def supposes_over(text: str) -> bool:
    """Whether a message takes a time for over, and asks whether anything is left."""
    return _ENDED.search(text) is not None and _REST.search(text) is not None


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
    """What a message takes for the end of a period: ``days`` that it names, ``terms`` that it says, ``times`` at which a step is
    to be taken; whether the message ``ends`` what they are for; and all that was ``told``."""

    days: tuple[date, ...] = ()
    terms: tuple[SupposedTerm, ...] = ()
    times: tuple[AheadTime, ...] = ()
    ends: bool = False
    told: str = ""

    @property
    def home(self) -> str:
        """Whether the asker is at home here or abroad."""
        return sides.home_of(self.told)

    @property
    def posted(self) -> bool:
        """Whether papers go by post."""
        return sides.POSTS.search(self.told) is not None


NOTHING = Supposed()


def supposed_terms(text: str) -> tuple[SupposedTerm, ...]:
    """The periods that a message supposes, each once."""
    found = (match for form in _SUPPOSED for match in form.finditer(text))
    return tuple(dict.fromkeys(_term(match) for match in found if not _WAITED.search(text, 0, match.end())))


def _term(match: re.Match[str]) -> SupposedTerm:
    number, unit = whole(match["number"]), (match["unit"] or "").lower()
    if match["working"]:
        return SupposedTerm(words=match["term"], number=number, unit="working_days")
    if longer := _UNITS.get(unit):
        return SupposedTerm(words=match["term"], number=number, unit=longer)
    return SupposedTerm(words=match["term"], number=number * UNITS[unit], unit="days")


def mistaken(
    terms: Sequence[SupposedTerm], rules: Collection[ClockRule], register: Register, on: date, home: str = ""
) -> tuple[SupposedTerm, ...]:
    """The period that none of these rules sets for one who is at ``home`` there, where no other supposed one is right either;
    empty without such."""
    figures = list(_figures(rules, register, on, home))
    if not figures or any(term.agrees(figure) for term in terms for figure in figures):
        return ()
    return tuple(terms[:1])


def _figures(rules: Collection[ClockRule], register: Register, on: date, home: str) -> Iterator[Figure]:
    """The figure of each rule, and a second one that counts for some parties or from another day."""
    for rule in rules:
        other, own = rule.because in ("no_domicile", "if_sent_that_day"), f"{rule.basis}.{rule.figure}"
        paths = (own, rule.other) if other else (own,)
        if home and rule.because == "no_domicile":
            paths = (own if home == "here" else rule.other,)
        for path in paths:
            try:
                yield register.figure(path, on)
            except LawError:
                continue


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTime:
    """When a message says that something happened: the ``first`` and the ``last`` day that it may mean, mostly one; where it was
    counted, the day told ``by`` which it was."""

    first: date
    last: date
    by: date | None = None

    @property
    def is_day(self) -> bool:
        """Whether one day is told."""
        return self.first == self.last


def time_of(event: str, text: str, on: date, since: int = 0) -> ToldTime | None:
    """Of the times up to ``on`` that are told from place ``since`` on, the one beside the words of this event, and of several
    arrivals, or of a list, the first: what is passed on within a house arrived before; None where none is, or two papers came."""
    placed = _lists(text, on, since)
    times = [each[:2] for each in placed]
    near = [
        (own, ToldTime(first=each[2], last=each[3]))
        for each in placed
        if (own := _beside(event, text, *each[:2], times))
        and (each[3] - each[2] <= _MONTH or event not in _PASSED_ON)
    ]
    best = min(near, key=lambda each: each[0].order, default=None)
    if best is None or (sum(not own.paper for own, _ in near) > 1 and ANOTHER_PAPER.search(text)):
        return None
    if best[0].paper:  # it came no sooner than the day that it bears, and by now
        return replace(best[1], last=on)
    return _first_come(event, text, near, best)


def _lists(text: str, on: date, since: int) -> list[tuple[int, int, date, date]]:
    """The times told from place ``since`` on, a list of them as one that is the first of them."""
    rows = in_lists(text, on)
    return [(row[0][0], row[-1][1], *min(each[2:] for each in row)) for row in rows if row[0][0] >= since]


def _first_come(event: str, text: str, near: Sequence[_Near], best: _Near) -> ToldTime:
    """The first arrival among these; of what is not passed on, no later than the best."""
    arrived = [each for each in near if each[0].arrival and each[1].is_day >= best[1].is_day]
    passed = arrived and _is_passed_on(event, text, arrived)
    return min((told for _, told in (arrived if passed else [best, *arrived])), key=lambda each: each.first)


def _is_passed_on(event: str, text: str, arrived: Collection[_Near]) -> bool:
    """Whether what came was filed with others, and came no sooner than it was passed on; who does so for us had it before."""
    return event in _PASSED_ON and not any(_HOUSE.search(text, b.begin, b.at + 30) for b, _ in arrived)


_PASSED_ON = (Event.COUNTER_STATEMENT, Event.DEMAND_TO_SUE)
_HOUSE = re.compile(
    r"(?i)\b(?:agen(?:t|cy)|attorney|lawyer|counsel|colleague|paralegal|assistant|clerk|reception|branch)s?\b|代理|律师|同事|助理|前台"
)
_LAST_YEAR = re.compile(r"\blast year\b|[去前]年", re.IGNORECASE)
_ENDED = re.compile(r"(?i)\b(?:expired|lapsed|ran out|has run out|is over)\b|已经?(?:到期|过期|届满)|过期了")
_MONTH = timedelta(days=31)  # a letter comes within one: a year is that of a right


def of_non_use(text: str) -> bool:
    """Whether a mark is told to be unused, and nothing of its invalidity or an opposition."""
    return _NON_USE.search(text) is not None and _ATTACKED.search(_CANCELS.sub("", text)) is None


def of_another(event: str, text: str) -> bool:
    """Whether what is told has no such clock of ours: only a warning of a patent makes a demand to sue run for a set time, a
    penalty that another bears is its own to fight, and what the patent office decides is no judgment."""
    if event == Event.DEMAND_TO_SUE:
        return "patent" not in (rights(text) or {"patent"})
    office = event == Event.COURT_JUDGMENT and sides.office_rules(text)
    return bool(office) or (event == Event.AMR_PENALTY and sides.punishes_another(text))


def clocked(event: str, text: str, on: date, since: int) -> ToldTime | None:
    """:func:`time_of` an event that starts a clock: a registration starts none of a request for non-use, and the end of a mark's
    own term is counted from it where no day of that is told."""
    if (event == Event.MARK_REGISTERED and of_non_use(text)) or of_another(event, text):
        return None
    found = time_of(event, text, on, since)
    if event == Event.MARK_EXPIRED and not (found and found.is_day):
        return _term_end(text, on, since) or (None if found and _rather_to_come(found, text, on) else found)
    return found


def _rather_to_come(end: ToldTime, text: str, on: date) -> bool:
    """Whether a month without its year, in which a term ends, is rather the next than the last: that is nearer, and no words say
    that the term is over."""
    named = str(end.first.year) in text or _LAST_YEAR.search(text) or _ENDED.search(text)
    return not named and add_months(end.first, 12) - on < on - end.last


def _term_end(text: str, on: date, since: int) -> ToldTime | None:
    """The last day of a mark's own term, where its end or renewal is spoken of, and nothing against it, and
    one day is told from place ``since`` on of its registration; None where none is."""
    if _ENDS.search(text) is None or any(each(text) for each in _NO_TERM):
        return None
    placed = placed_times(text, on)
    times = [each[:2] for each in placed]
    days = {
        first
        for start, end, first, last in placed
        if start >= since and first == last and beside(Event.MARK_REGISTERED, text, start, end, times)
    }
    if len(days) != 1:
        return None
    [told], years = days, load().provision("tm.term").versions[-1].figures["years"].value
    ends = add_months(told, 12 * years) - timedelta(days=1)
    return ToldTime(first=ends, last=ends, by=told)


def time_alone(event: str, text: str, on: date, since: int = 0) -> ToldTime | None:
    """The one day told from place ``since`` on that nothing told makes another event's; None where there is none, or several."""
    placed = placed_times(text, on) if not of_another(event, text) else ()
    times = [(start, end) for start, end, _, _ in placed]
    days = {
        first
        for start, end, first, last in placed
        if start >= since and first == last and not foreign(event, text, start, end, times)
    }
    return ToldTime(first=min(days), last=min(days)) if len(days) == 1 else None


def _beside(event: str, text: str, start: int, end: int, times: Sequence[tuple[int, int]]) -> Beside | None:
    """Where its event's words stand beside one of the ``times``; None where they tell of something else, or another's act."""
    if event == Event.FOREIGN_FILING and (not _ABROAD.search(text) or _HERE.search(text, 0, end)):
        return None
    found, not_by = beside(event, text, start, end, times), _NOT_BY.get(event)
    return None if found and not_by and not_by(text[found.begin : found.at]) else found

"""What a message takes for granted: how long a period is, held against the register's figure and set right nowhere else."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.clocks import ClockRule
from bot.domain.told_times import ENDED
from knowledge import sides
from knowledge.ahead import AheadTime
from knowledge.forms import UNITS
from knowledge.instruments import Figure, LawError
from knowledge.law import Register
from knowledge.lazily import lazily
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
    lazily(form, re.IGNORECASE)
    for form in (
        rf"{_HAD}{_EN}\b(?! (?:ago|old|later|before|already|of (?:use|sales|waiting)))",
        rf"(?<!for )(?<!after )\b{_EN}\b (?:to {_STEP}|for (?:the|an?|our|that|filing) )",
        rf"(?:有|是|为|期限?|最多|必须|应当|在|保护期|宽展期|异议期|上诉期)(?:还有)?{_ZH}(?![^，。；？]{{0,1}}(?:[前了]|没|以?后|多))",
        rf"(?<![过等了]){_ZH}(?:内|之内|的?(?:时间|期限|异议期|上诉期|宽展期|考虑)|可以|够|提|起诉|复审|答辩|申请)",
    )
)
# For so long nothing came, or something is expected: a time of waiting, and no term; nor is one that others set.
_NO_TERM = lazily(
    rf"\b(?:not|never|nothing|nobody)\b[^.?!,;]{{0,40}} in (?:the last |over |about )?{A_COUNT} (?:day|week|month|year)s?$"
    rf"|\bexpect\w*[^.?!,;]{{0,20}} (?:in|within) (?:about |some )?{A_COUNT} (?:day|week|month|year)s?$"
    rf"|[要让叫请](?:我们?|我方|我司|他们?|对方)(?:在)?{A_COUNT}(?:个?工作)?(?:个月|[日天年周])(?:之?内)?$",
    re.IGNORECASE,
)
_UNITS = {"month": "months", "个月": "months", "year": "years", "年": "years"}
# The same length in another unit is no mistake to set right.
_SAME = {("days", 30): ("months", 1), ("days", 60): ("months", 2), ("days", 90): ("months", 3),
         ("months", 12): ("years", 1), ("months", 36): ("years", 3), ("months", 60): ("years", 5)}  # fmt: skip
# What is left after a time.
_REST = lazily(
    r"\b(?:no|any) (?:\w+ )?remed(?:y|ies)\b"
    r"|\b(?:nothing|anything|what|something|any \w+|dead|lost|stuck) ?(?:else |\w+ ){0,2}(?:left|remains?|do|possible|open)?\b"
    r"|没(?:有)?(?:别的|什么|其他|其它)?(?:办法|辙|路|救|戏|招)|还(?:有|能)|补救|来得及|彻底|只能认|[么吗]\W*$",
    re.IGNORECASE,
)


# That a step can no longer be taken in time.
_TOO_LATE = lazily(r"赶不[上及]|来不及了|错过了")


def supposes_over(text: str) -> bool:
    """Whether a message takes a time for over, and asks whether anything is left."""
    over = ENDED.search(text) or _TOO_LATE.search(text)
    return over is not None and _REST.search(text) is not None


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
    return tuple(dict.fromkeys(_term(match) for match in found if not _NO_TERM.search(text, 0, match.end())))


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

"""Whether the acts that a message tells come after an earlier penalty, and still within the years for which it counts: by the
days told of both. What was only judged by a civil court, or punished for these very acts, is no earlier penalty."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.rights import add_months
from bot.domain.told_times import ToldTime, time_of
from bot.services.answering.spans import NOW
from bot.services.answering.tiers import Saying
from knowledge import penalties
from knowledge.crime_lines import years_since_penalty
from knowledge.forms import MONTH, month_of
from knowledge.lazily import lazily
from knowledge.months import placed_times

_ANEW = lazily(r"\bthis time\b|\bnow (?:he|she|they|it)\b|这[次回]又?", re.IGNORECASE)
_SINCE = lazily(rf"\bsince (?:early |mid-?|late )?(?P<name>{MONTH})\b(?! ?\d)", re.IGNORECASE)
_GOES_ON = lazily(r"\b(?:since|from) $|[自从]$", re.IGNORECASE)
_SO_FAR = lazily(
    r" ?(?:on(?:wards?)?\b|until (?:now|today)|to date)|[起]?(?:至今|到现在|以来|起)", re.IGNORECASE
)
_TO = lazily(
    r"[,.]? ?(?:to|until|till|through|up to|and|-|–|—)(?: (?:the )?(?:end|middle|beginning) of)? |[份日号]?[到至\-–—~]",
    re.IGNORECASE,
)
_YEAR_MONTHS, _WHAT_REPEATS, _HEAVIER = 12, "tm.repeat_in_five_years", "tm.amr_repeat.years"
# The heavier penalty of the market regulator is of marks alone.
_PATENTS = "cl.patent_passing_off_serious"


class SincePenalty(StrEnum):
    """How acts stand to an earlier penalty: ``within`` its years, ``over`` them, ``open`` where a day decides that is not told;
    after a ``court`` alone, ``same`` where it was for these very acts; ``none`` where none is told."""

    NONE = "none"
    WITHIN = "within"
    OVER = "over"
    OPEN = "open"
    COURT = "court"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Repeat:
    """How acts stand to a penalty, and the last day of the years told, where that of the penalty is."""

    standing: SincePenalty
    until: date | None = None
    penalty: ToldTime | None = None

    @property
    def lowers(self) -> bool:
        """Whether the lines are those of who was punished before."""
        return self.standing is SincePenalty.WITHIN


def repeat_of(text: str, today: date, years: int) -> Repeat:
    """How what a message tells stands to an earlier penalty that counts for so many years."""
    if penalties.only_by_a_court(text):
        return Repeat(SincePenalty.COURT)
    penalty = penalty_time(text, today)
    acts = acts_told(text, today, penalty)
    later = bool(penalty and acts and penalty.last < acts.first)
    if penalties.for_these_acts(text) and not later:
        return Repeat(SincePenalty.SAME)
    before = later or penalties.punished_before(text)
    if penalty is None:
        return _by_words(text, years, before)
    return _by_days(penalty, acts, before, (today, years))


def _by_words(text: str, years: int, before: bool) -> Repeat:
    """The same where no day of a penalty is told, but perhaps how many years ago it was."""
    ago = years_since_penalty(text)
    if not (before or ago):
        return Repeat(SincePenalty.NONE)
    return Repeat(
        SincePenalty.OPEN if ago in (0, years) else SincePenalty.WITHIN if ago < years else SincePenalty.OVER
    )


def _by_days(penalty: ToldTime, acts: ToldTime | None, before: bool, counted: tuple[date, int]) -> Repeat:
    """The same by the day of the penalty; of acts of no day up to today, for so many years."""
    today, years = counted
    first, last = (add_months(each, _YEAR_MONTHS * years) for each in (penalty.first, penalty.last))
    if acts and acts.first > last:
        return Repeat(SincePenalty.OVER, last, penalty)
    if not before:
        return Repeat(SincePenalty.NONE)
    within = (acts.last if acts else today) <= first
    return Repeat(SincePenalty.WITHIN if within else SincePenalty.OPEN, first, penalty)


def penalty_time(text: str, today: date) -> ToldTime | None:
    """When the earlier penalty was told to have come: by the words beside its day, else by those of its sentence."""
    if told := time_of("earlier_penalty", text, today):
        return told
    before, found = 0, list[ToldTime]()
    for start, end, first, last in placed_times(text, today):
        if penalties.is_of_a_penalty(text, start, before):
            found.append(ToldTime(first=first, last=last))
        before = end
    return found[0] if len(found) == 1 else None


def acts_told(text: str, today: date, penalty: ToldTime | None) -> ToldTime | None:
    """From which first to which last day the acts told were done: by the words beside their day, up to now, or at the only time
    told after the penalty."""
    spans = list(_spans(text, today))
    if told := time_of("infringing_act", text, today):
        return next((each for each in spans if each.first <= told.first and told.last <= each.last), told)
    later = [each for each in spans if penalty and each.first > penalty.last]
    if len(later) == 1:
        return later[0]
    if NOW.search(text) or _ANEW.search(text):
        return ToldTime(first=today, last=today)
    return None


def _spans(text: str, today: date) -> Iterator[ToldTime]:
    """The times told up to today, two that are told as the first and the last of one as one."""
    placed, held = placed_times(text, today), None
    for n, (start, end, first, last) in enumerate(placed):
        behind = placed[n + 1] if n + 1 < len(placed) else None
        if held is None and behind and _TO.fullmatch(text, end, behind[0]) and first <= behind[2]:
            held = first
            continue
        open_end = _SO_FAR.match(text, end) or (held is None and _GOES_ON.search(text, 0, start))
        yield ToldTime(first=held or first, last=today if open_end else last)
        held = None
    for since in _SINCE.finditer(text):
        month = month_of(since["name"])
        yield ToldTime(first=date(today.year - (month > today.month), month, 1), last=today)


def said_of(repeat: Repeat, years: int, given: Saying, key: str) -> str:
    """What is to be said of an earlier penalty that the lines of ``key`` are, or are not, lowered by."""
    told = {"years": years, "until": given.words.day(repeat.until) if repeat.until else ""}
    match repeat.standing:
        case SincePenalty.WITHIN if repeat.until:
            return given.words("ask.before_within", **told, cite=given.cite(key))
        case SincePenalty.OPEN:
            return given.words("ask.before_until" if repeat.until else "ask.before", **told)
        case SincePenalty.OVER:
            line = given.words("ask.before_over" if repeat.until else "ask.before_old", **told)
            return " ".join(filter(None, (line, _heavier_still(repeat, given) if key != _PATENTS else "")))
        case SincePenalty.COURT:
            line, five = given.words("ask.before_court", cite=given.cite(key)), given.figure(_HEAVIER)
            heavier = given.words("ask.heavier_judgment", years=five, cite=given.cite(_WHAT_REPEATS))
            return line if key == _PATENTS else f"{line} {heavier}"
        case SincePenalty.SAME:
            return given.words("ask.before_same", cite=given.cite("am.no_substitution"))
    return ""


def _heavier_still(repeat: Repeat, given: Saying) -> str:
    """That the market regulator has to punish more heavily all the same, where the acts lie within the years of that."""
    years = given.figure(_HEAVIER)
    longer = repeat_of(given.told, given.today, years)
    if longer.standing is not SincePenalty.WITHIN or repeat.penalty is None:
        return ""
    return given.words("ask.heavier_still", years=years, cite=given.cite(_WHAT_REPEATS))

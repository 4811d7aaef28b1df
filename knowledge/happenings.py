"""Which event a day that a message tells is the day of, by words beside it: what is done, and what to (``happenings.toml``)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.forms import TELLS_PAST
from knowledge.happening_rows import HappeningRow, happening_table
from knowledge.lazily import lazily
from knowledge.not_done import BY_US, is_done, is_over

_CLAUSE = lazily(r"[,:.](?!\d)|[，、;；：。!?！？()（）\n]|\b(?:and|but|while)\b")
_LINE = 60
_REMARK = lazily(r"[(（][^()（）]*[)）]")
_SENTENCE = lazily(r"[.?!;]\s|[。；？！\n]")
# The day that a paper bears, and on which it was sent.
_DATED = lazily(
    r"(?i)\b(?:dated|bears|issued|signed|stamped|posted|mailed|date on it)(?: (?:on|is|was|of))?"
    r"(?: (?:mon|tues|wednes|thurs|fri|satur|sun)day,?)? ?$|(?:落款|日期|签发|作出)[^，。；？\d]{0,4}$"
)
_SENT = lazily(
    r"(?i)[^，。；？,.;]{0,4}(?:寄出|发出|签发|作出|出具|落款)|,? (?:was )?(?:posted|mailed|issued|sent out)\b"
)
# What is done where a day of this event is an end itself.
_ENDS = frozenset({"expired", "due"})
_LAST = frozenset({"taken_in", "effective"})
# What stands beside a word and names nothing.
_BARE = lazily(
    r"(?i)\b(?:on|by|at|we|us|it|the|was|is|only|and|which|that|our|here)\b|[我们方司于在是才的了到时]|\W"
)
_PAST_ZH = lazily(r"[了过到]")
_PAPER_IS = lazily(r"[份件封张书函][^，。；？]{0,6}是$")
# What only gives the day of what is told before.
_THAT_WAS = lazily(r"\b(?:that|this|it|which)(?:['’]s| was| is)\b", re.IGNORECASE)
_Times = tuple[tuple[int, int], ...]
_Set = frozenset[str]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is done in an event: how ``far`` from its day, ``at`` which place, the ``begin`` of the sentence, whether a thing
    of its ``own`` is told beside the day, whether what is told before it ``came`` on that day, whether the day is only
    that of a ``paper``, and whether it is told as that of an ``arrival``."""

    far: int
    at: int
    begin: int
    own: bool
    paper: bool
    came: bool = False
    arrival: bool = False

    @property
    def order(self) -> tuple[bool, bool, bool, int]:
        """Of several days of one event the least is its own: that of an arrival, and that of a paper last."""
        return self.paper, not self.came, not self.own, self.far


@lru_cache(1 << 13)  # of every event in turn, and of each again to see that no other is meant
def beside(event: str, text: str, start: int, end: int, times: _Times = ()) -> Beside | None:
    """Where what is done in this event is told next to a day that stands here; None where something else is told nearer by, of
    another thing, or not what it has in common with the event. What is told nearer to another of ``times`` is done then."""
    return None if _is_end(event, text, start, end) else _told(event, text, start, end, times)


def _told(event: str, text: str, start: int, end: int, times: _Times) -> Beside | None:
    """:func:`beside` a day that is no end."""
    begin, stop = _sentence(text, start, end)
    since = begin * (BY_US.search(text, begin, stop) is not None)
    before = _before(begin, start, times)
    own, there = (
        happening_table().events[event],
        _things_beside(text, _apart(text, begin, start, times), start, end),
    )
    if before and "came" in own.done and _only_came(event, text, start, end):
        found = beside(event, text, *before, times)
        if found or there.isdisjoint(own.named):
            return replace(found, came=True, paper=False, arrival=True) if found else None
    # What is done at another time of its sentence leaves none to be told before.
    here = _done(text, begin, stop, start, end) and (begin, stop, start, end, times)
    near = _done(text, *(here or (since, begin, start, end)))
    least = min((far for far, _ in near.values()), default=0)
    nearest = _nearest(near)
    weak = _Set() if len(times) > 1 else happening_table().weak
    told, things = _things(text, 0, min(stop, _clause_end(text, end))), _things(text, 0, len(text))
    if not _fits(own, nearest, there, (told, things), weak):
        return _of_paper(own, text, start, end, begin) if own.bears(there, told, things, weak) else None
    done, paper = own.done.intersection(nearest), _is_of_paper(own, text, start, end)
    at = max((nearest[name] for name in done), default=0)
    own_thing, arrival = not there.isdisjoint(own.named), "came" in done and not paper
    # What an office has was sent before, and what takes effect was decided before.
    return Beside(least, at, begin, own_thing, paper, not _LAST.isdisjoint(done), arrival)


def _of_paper(own: HappeningRow, text: str, start: int, end: int, begin: int) -> Beside | None:
    """A day that only its paper bears; what is done with that is told behind it."""
    bears = _is_of_paper(own, text, start, end)
    return Beside(0, start, begin, own=True, paper=True) if bears else None


def _before(begin: int, start: int, times: Collection[tuple[int, int]]) -> tuple[int, int] | None:
    """The last time that is told in the sentence before this one."""
    return max((each for each in times if begin <= each[0] and each[1] <= start), default=None)


def foreign(event: str, text: str, start: int, end: int, times: _Times = ()) -> bool:
    """Whether something else than this event is told of a day that stands here: what is done nearest to it is none of its own,
    or of another thing, or makes another event; or the day is an end."""
    if _is_end(event, text, start, end):
        return True
    rows, begin, stop = happening_table().events, *_sentence(text, start, end)
    done = _done(text, begin, stop, start, end, times) or _done(text, begin, stop, start, end)
    near, own = _nearest(done), rows[event]
    there = _things_beside(text, _apart(text, begin, start, times), start, end)
    other = bool(own.named and there - happening_table().weak and there.isdisjoint(own.named))
    if (near and own.done.isdisjoint(near)) or other or own.is_foreign(there, happening_table().weak):
        return True
    others = (each for each in rows if each != event)
    return is_of_another(event, text) or any(beside(each, text, start, end, times) for each in others)


def is_told_on(event: str, text: str, start: int, end: int) -> bool:
    """Whether the clause of a day tells what is done in this event, or the day that its paper bears; or nothing that is done,
    where what the event is of is told."""
    own, first, last = happening_table().events[event], _clause_begin(text, start), _clause_end(text, end)
    forms = [(name, happening_table().done[name]) for name in own.done]
    done = (is_done(name, text, m.start()) for name, form in forms for m in form.finditer(text, first, last))
    bare = not own.named.isdisjoint(_things(text, 0, len(text))) and not tells_its_own(text, start, end)
    is_paper = "came" in own.done and _PAPER_IS.search(text, 0, start) is not None
    return any(done) or bare or is_paper or _is_of_paper(own, text, start, end)


def tells_its_own(text: str, start: int, end: int) -> bool:
    """Whether the clause of a day tells something that is done, whatever it is."""
    clause = _THAT_WAS.sub("", text[_clause_begin(text, start) : _clause_end(text, end)])
    return TELLS_PAST.search(clause) is not None or _PAST_ZH.search(clause) is not None


def is_barred(event: str, text: str, start: int, end: int) -> bool:
    """Whether beside a day stands what makes it the day of something else, or an end, whatever is meant."""
    if _is_end(event, text, start, end):
        return True
    there = _things(text, _clause_begin(text, start), _clause_end(text, end))
    return not there.isdisjoint(happening_table().events[event].never)


def _is_end(event: str, text: str, start: int, end: int) -> bool:
    """Whether a day is told as that on which a time is over, which begins no event but such an end."""
    return is_over(text, start, end) and _ENDS.isdisjoint(happening_table().events[event].done)


def _is_of_paper(own: HappeningRow, text: str, start: int, end: int) -> bool:
    """Whether a day is only told as that of a paper, or on which it was sent: what runs from an arrival runs from another."""
    return "came" in own.done and any((_DATED.search(text, 0, start), _SENT.match(text, end)))


def comes(event: str) -> bool:
    """Whether it is the arrival of something."""
    return "came" in happening_table().events[event].done


def is_of_another(event: str, text: str) -> bool:
    """Whether something that is told anywhere makes what it tells another event than this, whatever it means."""
    return not happening_table().events[event].nowhere.isdisjoint(_things(text, 0, len(text)))


def are_apart(event: str, other: str) -> bool:
    """Whether nothing that is done in one of these events is done in the other, so that words tell them apart."""
    rows = happening_table().events
    return rows[event].done.isdisjoint(rows[other].done)


def is_denied(event: str, text: str) -> bool:
    """Whether all that is told of what is done in this event is that it was not done."""
    # Who tells that others filed nothing may have done so.
    forms = [
        (name, happening_table().done[name])
        for name in happening_table().events[event].done
        if name != "filed"
    ]
    told = [is_done(name, text, m.start()) for name, form in forms for m in form.finditer(text)]
    return bool(told) and not any(told)


def of_national_mark(text: str) -> bool:
    """Whether no mark is told to have come to China by an international registration."""
    return "madrid" not in _things(text, 0, len(text))


def _only_came(event: str, text: str, start: int, end: int) -> bool:
    """Whether the clause of a day tells that something came in, and names nothing but what its event is of."""
    own, table = happening_table().events[event], happening_table()
    clause = f"{text[_clause_begin(text, start) : start]} {text[end : _clause_end(text, end)]}"
    rest = table.done["came"].sub(" ", clause)
    for name in own.named | own.also | table.weak:
        rest = table.things[name].sub(" ", rest)
    return rest != clause and table.done["came"].search(clause) is not None and not _BARE.sub("", rest)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of a day begins and ends."""
    behind = _SENTENCE.search(text, end)
    begin = max((cut.end() for cut in _SENTENCE.finditer(text, 0, start)), default=0)
    return begin, behind.start() if behind else len(text)


def _nearest(near: Mapping[str, tuple[int, int]]) -> Mapping[str, int]:
    """What is done nearest to a day, each with its place, and what the same words may tell besides."""
    least = min((far for far, _ in near.values()), default=0)
    places = {at for far, at in near.values() if far == least}
    return {name: at for name, (_, at) in near.items() if at in places}


def _apart(text: str, begin: int, start: int, times: Collection[tuple[int, int]]) -> int:
    """Where what may be told of a day begins in its sentence: a clause of another time before tells nothing of it."""
    behind = max((to for _, to in times if begin < to <= start), default=0)
    # A day may be read together with the comma behind it.
    return next((cut.end() for cut in _CLAUSE.finditer(text, behind - 1, start) if behind), begin)


def _fits(
    own: HappeningRow, nearest: Collection[str], there: _Set, things: tuple[_Set, _Set], weak: _Set
) -> bool:
    """Whether what is done and told makes the event: by what is told up to the day, or in all. What is only named behind the
    day may be what is asked for; another event that needs no more than is told goes before."""
    told, whole = things
    if not own.nowhere.isdisjoint(whole):
        return False
    rows = (row for row in happening_table().events.values() if row.named)
    return own.befell(nearest, there, told, weak) or (
        own.befell(nearest, there, whole, weak)
        and not any(row.befell(nearest, there, told, weak) for row in rows)
    )


@lru_cache(1 << 10)
def _things_beside(text: str, begin: int, start: int, end: int) -> _Set:
    """What stands in the clause of a day, or from there to the beginning of its sentence."""
    first, last = _clause_begin(text, start), _clause_end(text, end)
    return _things(text, first, last) or _things(text, begin, last)


def _clause_begin(text: str, start: int) -> int:
    """Where the clause of a day that begins here does."""
    return max((cut.end() for cut in _CLAUSE.finditer(text, 0, start)), default=0)


def _clause_end(text: str, end: int) -> int:
    """Where the clause of a day that ends here is over."""
    cut = _CLAUSE.search(text, end - 1)  # a day may be read together with the comma behind it
    return cut.end() if cut else len(text)


@lru_cache(1 << 10)
def _done(
    text: str, begin: int, stop: int, start: int, end: int, times: _Times = ()
) -> Mapping[str, tuple[int, int]]:
    """Of each thing done in this span, how far from the day it is done, and where."""
    others, found = [each for each in times if each != (start, end)], dict[str, tuple[int, int]]()
    text = _without_remarks(text, times)
    ours = [each.span() for each in BY_US.finditer(text, begin, stop)]
    for name, form in happening_table().done.items():
        far = [
            (own, m.start())
            for m in form.finditer(text, begin, stop)
            if is_done(name, text, m.start())
            and not (name == "came" and any(at <= m.start() < to for at, to in ours))
            and (own := _far(text, m, start, end))
            <= min((_far(text, m, *each) for each in others), default=own)
        ]
        if far:
            found[name] = min(far)
    return found


def _without_remarks(text: str, times: Collection[tuple[int, int]]) -> str:
    """The text, blank where a remark in brackets tells no time: it stands in the midst of what is done on a day."""
    return _REMARK.sub(
        lambda remark: (
            remark[0] if any(remark.start() < at < remark.end() for at, _ in times) else " " * len(remark[0])
        ),
        text,
    )


def _far(text: str, done: re.Match[str], start: int, end: int) -> int:
    """How far from a day something is done, a clause between them counted as a whole line, or as half of one."""
    first, last = (done.end(), start) if done.end() <= start else (end, done.start())
    # A day may be read together with the comma behind it. What “and” joins may be two things of one clause.
    cuts = _CLAUSE.findall(text, first - (first == end), last)
    return max(last - first, 0) + sum(_LINE // 2 if cut.isalpha() else _LINE for cut in cuts)


@lru_cache(1 << 12)  # asked of every event in turn
def _things(text: str, start: int, end: int) -> _Set:
    return frozenset(name for name, form in happening_table().things.items() if form.search(text, start, end))

"""Which event a day that a message tells is the day of, by words beside it: what is done, and what to (``happenings.toml``)."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from pathlib import Path

from knowledge.lazily import lazily
from knowledge.not_done import BY_US, is_done, is_over

_CLAUSE = lazily(r"[,:.](?!\d)|[，、;；：。!?！？()（）\n]|\b(?:and|but|while)\b")
# A thing whose term is named has not happened for that: “the review deadline”.
_ASKED = r"(?! (?:dead ?line|last day)s?\b|(?:的)?(?:截止|期限|最后一天))"
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
# What stands beside a word and names nothing.
_BARE = lazily(
    r"(?i)\b(?:on|by|at|we|us|it|the|was|is|only|and|which|that|our|here)\b|[我们方司于在是才的了到时]|\W"
)
_Times = tuple[tuple[int, int], ...]
_Forms = Mapping[str, re.Pattern[str]]
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


@dataclass(frozen=True, slots=True)
class _Row:
    done: _Set
    one: _Set
    too: _Set
    all: _Set
    also: _Set
    never: _Set
    nowhere: _Set

    @property
    def named(self) -> _Set:
        """The things of which some must be told of it."""
        return self.one | self.too | self.all

    def befell(self, done: Collection[str], there: _Set, whole: _Set, weak: _Set) -> bool:
        """Whether it may be this event of which this is ``done`` and these things are told: ``there`` beside the day, and in the
        ``whole``; ``weak`` ones are no sign of another."""
        needed = self.all <= whole and not any(
            some and some.isdisjoint(whole) for some in (self.one, self.too)
        )
        return not self.done.isdisjoint(done) and not self.is_foreign(there, weak) and needed

    def is_foreign(self, there: _Set, weak: _Set) -> bool:
        """Whether what is told beside a day makes it that of something else."""
        return bool(there & self.never or (there - weak and there.isdisjoint(self.named | self.also)))


@dataclass(frozen=True, slots=True)
class _Table:
    done: _Forms
    things: _Forms
    weak: _Set
    events: Mapping[str, _Row]


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
    own, there = _table().events[event], _things_beside(text, _apart(text, begin, start, times), start, end)
    if before and "came" in own.done and _only_came(event, text, start, end):
        found = beside(event, text, *before, times)
        if found or there.isdisjoint(own.named):
            return replace(found, came=True, paper=False, arrival=True) if found else None
    # What is done at another time of its sentence leaves none to be told before.
    here = _done(text, begin, stop, start, end) and (begin, stop, start, end, times)
    near = _done(text, *(here or (since, begin, start, end)))
    least = min((far for far, _ in near.values()), default=0)
    nearest = _nearest(near)
    weak = _Set() if len(times) > 1 else _table().weak
    told = _things(text, 0, min(stop, _clause_end(text, end)))
    if not _fits(own, nearest, there, (told, _things(text, 0, len(text))), weak):
        return None
    done, paper = own.done.intersection(nearest), _is_of_paper(own, text, start, end)
    at = max((nearest[name] for name in done), default=0)
    own_thing, arrival = not there.isdisjoint(own.named), "came" in done and not paper
    # What an office has was sent before.
    return Beside(least, at, begin, own_thing, paper, "taken_in" in done, arrival)


def _before(begin: int, start: int, times: Collection[tuple[int, int]]) -> tuple[int, int] | None:
    """The last time that is told in the sentence before this one."""
    return max((each for each in times if begin <= each[0] and each[1] <= start), default=None)


def foreign(event: str, text: str, start: int, end: int, times: _Times = ()) -> bool:
    """Whether something else than this event is told of a day that stands here: what is done nearest to it is none of its own,
    or of another thing, or makes another event."""
    rows, begin, stop = _table().events, *_sentence(text, start, end)
    done = _done(text, begin, stop, start, end, times) or _done(text, begin, stop, start, end)
    near, own = _nearest(done), rows[event]
    there = _things_beside(text, _apart(text, begin, start, times), start, end)
    other = bool(own.named and there - _table().weak and there.isdisjoint(own.named))
    if (near and own.done.isdisjoint(near)) or other or own.is_foreign(there, _table().weak):
        return True
    others = (each for each in rows if each != event)
    return not own.nowhere.isdisjoint(_things(text, 0, len(text))) or any(
        beside(each, text, start, end, times) for each in others
    )


def _is_end(event: str, text: str, start: int, end: int) -> bool:
    """Whether a day is told as that on which a time is over, which begins no event but such an end."""
    return is_over(text, start, end) and _ENDS.isdisjoint(_table().events[event].done)


def _is_of_paper(own: _Row, text: str, start: int, end: int) -> bool:
    """Whether a day is only told as that of a paper, or on which it was sent: what runs from an arrival runs from another."""
    return "came" in own.done and any((_DATED.search(text, 0, start), _SENT.match(text, end)))


def comes(event: str) -> bool:
    """Whether it is the arrival of something."""
    return "came" in _table().events[event].done


def is_denied(event: str, text: str) -> bool:
    """Whether all that is told of what is done in this event is that it was not done."""
    # Who tells that others filed nothing may have done so.
    forms = [(name, _table().done[name]) for name in _table().events[event].done if name != "filed"]
    told = [is_done(name, text, m.start()) for name, form in forms for m in form.finditer(text)]
    return bool(told) and not any(told)


def of_national_mark(text: str) -> bool:
    """Whether no mark is told to have come to China by an international registration."""
    return "madrid" not in _things(text, 0, len(text))


def _only_came(event: str, text: str, start: int, end: int) -> bool:
    """Whether the clause of a day tells that something came in, and names nothing but what its event is of."""
    own, table = _table().events[event], _table()
    first = max((cut.end() for cut in _CLAUSE.finditer(text, 0, start)), default=0)
    clause = f"{text[first:start]} {text[end : _clause_end(text, end)]}"
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


def _fits(own: _Row, nearest: Collection[str], there: _Set, things: tuple[_Set, _Set], weak: _Set) -> bool:
    """Whether what is done and told makes the event: by what is told up to the day, or in all. What is only named behind the
    day may be what is asked for; another event that needs no more than is told goes before."""
    told, whole = things
    if not own.nowhere.isdisjoint(whole):
        return False
    rows = (row for row in _table().events.values() if row.named)
    return own.befell(nearest, there, told, weak) or (
        own.befell(nearest, there, whole, weak)
        and not any(row.befell(nearest, there, told, weak) for row in rows)
    )


@lru_cache(1 << 10)
def _things_beside(text: str, begin: int, start: int, end: int) -> _Set:
    """What stands in the clause of a day, or from there to the beginning of its sentence."""
    first, last = (
        max((cut.end() for cut in _CLAUSE.finditer(text, 0, start)), default=0),
        _clause_end(text, end),
    )
    return _things(text, first, last) or _things(text, begin, last)


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
    for name, form in _table().done.items():
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
    """How far from a day something is done, a clause between them counted as a whole line."""
    first, last = (done.end(), start) if done.end() <= start else (end, done.start())
    # A day may be read together with the comma behind it.
    return max(last - first, 0) + _LINE * len(_CLAUSE.findall(text, first - (first == end), last))


@lru_cache(1 << 12)  # asked of every event in turn
def _things(text: str, start: int, end: int) -> _Set:
    return frozenset(name for name, form in _table().things.items() if form.search(text, start, end))


@cache
def _table() -> _Table:
    rows = tomllib.loads((Path(__file__).parent / "happenings.toml").read_text(encoding="utf-8"))
    return _Table(
        done=_forms(rows["done"]),
        things=_forms(rows["things"], _ASKED),
        weak=frozenset(rows["weak"]["things"]),
        events={
            name: _Row(*(frozenset(row.get(part.name, ())) for part in fields(_Row)))
            for name, row in rows["event"].items()
        },
    )


def _forms(rows: Mapping[str, tuple[str, str]], but: str = "") -> _Forms:
    """The English and the Chinese of each as one pattern, ``but`` for what follows: a Latin word begins where Chinese ends."""
    return {
        name: lazily(rf"(?:(?<![a-z])(?:{english})(?![a-z])|(?:{chinese})){but}", re.IGNORECASE)
        for name, (english, chinese) in rows.items()
    }

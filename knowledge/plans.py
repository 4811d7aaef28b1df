"""What to do when something happened or a situation is told: ``events.toml`` and ``plans.toml``, filled from the register.

Pure: tables, a register, a language and a date. No number is typed in a table.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.instruments import LawError
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.phrasing import Phrases
from knowledge.planned import only_planned
from knowledge.routes import Worded

EVENTS = Path(__file__).parent / "events.toml"
PLANS = Path(__file__).parent / "plans.toml"
OWNER, ACCUSED, THIRD = "owner", "accused", "third"
# The groups of topics that tell what happened or how things stand.
SITUATIONS = ("case", "event", "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One event. ``clock`` names what starts clocks in the clocks table, empty where none does; ``clock_text`` says
    what else binds in time. ``cost`` is None where no source of ours tells one. ``past``: a day to come is not its day. ``late``
    is the section that tells what follows once the clock is over, empty where none does; ``side`` is whose event it is, the
    ``owner``'s or the ``accused``'s, empty where it is anybody's. What does not match ``told`` does not tell the fact that makes
    it: then the case ``otherwise`` is meant."""

    id: str
    title: Worded
    clock: str
    clock_text: Worded | None
    to: Worded
    papers: Worded
    cost: Worded | None
    next_step: Worded
    sections: tuple[str, ...]
    told: re.Pattern[str]
    right: str = ""
    past: bool = False
    late: str = ""
    side: str = ""
    otherwise: str = ""

    def fits(self, rights: Collection[str], text: str, *, ahead: bool) -> bool:
        """Whether it may be meant where these kinds of right are named, and a day that is ``ahead``; no step that the text only
        plans."""
        own = not (self.right and rights) or self.right in rights
        return own and not (self.past and ahead) and not only_planned(self.clock, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One step. ``shows`` names the team's own records told in it, ``button`` what may be done from it."""

    title: Worded
    text: Worded
    sections: tuple[str, ...]
    shows: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A situation and its steps; the first is the same for all."""

    id: str
    title: Worded
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCase:
    """A situation that ``sections`` of the guidance are for, in the order of action, behind what is done ``today``. ``side`` is
    whose it is: the ``owner``'s, the ``accused``'s, a ``third`` party's, or anybody's (empty). ``clocks`` names events of the
    clocks table whose time runs in it whether or not a day is told."""

    id: str
    title: Worded
    today: Worded
    sections: tuple[str, ...]
    side: str = ""
    clocks: tuple[str, ...] = ()


@cache
def packets(file: Path = EVENTS) -> Mapping[str, Packet]:
    """Every event by its id."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["event"]
    return {row["id"]: _packet(row) for row in rows}


@cache
def _table(file: Path) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def plans(file: Path = PLANS) -> Mapping[str, Plan]:
    """Every plan by its id."""
    table = _table(file)
    first = _step(table["first"])
    return {row["id"]: _plan(row, first) for row in table["plan"]}


@cache
def cases(file: Path = PLANS) -> Mapping[str, PlanCase]:
    """Every situation that has sections of its own, by its id."""
    return {row["id"]: _case(row) for row in _table(file)["case"]}


@cache
def written_for(file: Path = PLANS) -> Mapping[str, tuple[str, ...]]:
    """How the sections begin that are written for the ``owner``, or for the ``accused``, alone."""
    table = _table(file)["written_for"]
    return {side: tuple(sections) for side, sections in table.items()}


@cache
def advice_for(file: Path = PLANS) -> Mapping[str, frozenset[str]]:
    """The sections of which what stands behind the answer is advice to the ``owner`` alone."""
    table = _table(file)["advice_for"]
    return {side: frozenset(sections) for side, sections in table.items()}


def rests_on(topic: str) -> tuple[str, ...]:
    """The sections that a topic of :data:`SITUATIONS` (``case.labels``) rests on, in the order of action."""
    group, _, name = topic.partition(".")
    if group == "plan":
        return tuple(section for step in plans()[name].steps[1:] for section in step.sections)
    return packets()[name].sections if group == "event" else cases()[name].sections


def side_of(topic: str) -> str:
    """Whose topic it is (``event.fined``): the ``owner``'s, the ``accused``'s, a ``third`` party's, or anybody's (empty)."""
    group, _, name = topic.partition(".")
    if group == "plan":
        return ACCUSED if name == ACCUSED else OWNER
    if group == "case":
        return cases()[name].side
    return packets()[name].side if group == "event" else ""


def filled(text: Worded, register: Register, language: str, on: date) -> str:
    """The text with what it cites, as the law stands on the day.

    Raises:
        LawError: a key or figure has no text in force on the day.
    """
    phrases = Phrases(register=register, language=language, act_on=on, filed_on=on)
    return phrases.filled(text.in_(language))


def line(text: Worded | None, register: Register, language: str, on: date) -> str:
    """A line as :func:`filled` gives it; empty where there is none, or no law of that day is known."""
    try:
        return filled(text, register, language, on) if text else ""
    except LawError:
        return ""


def texts() -> Iterator[Worded]:
    """Every text of both tables, for tests of what they cite."""
    for packet in packets().values():
        yield from (
            each
            for each in (
                packet.title,
                packet.clock_text,
                packet.to,
                packet.papers,
                packet.cost,
                packet.next_step,
            )
            if each is not None
        )
    for plan in plans().values():
        yield from (text for step in plan.steps for text in (step.title, step.text))
    for case in cases().values():
        yield from (case.title, case.today)


def sections() -> frozenset[str]:
    """Every section that is cited."""
    found = {section for each in packets().values() for section in (*each.sections, each.late) if section}
    found |= {section for case in cases().values() for section in case.sections}
    found |= {section for advised in advice_for().values() for section in advised}
    return frozenset(found | {each for plan in plans().values() for s in plan.steps for each in s.sections})


def _packet(row: Mapping[str, Any]) -> Packet:
    return Packet(
        id=row["id"],
        title=_both(row, "title"),
        clock=row.get("clock", ""),
        clock_text=_both(row, "clock_text") if "clock_text" in row else None,
        to=_both(row, "to"),
        papers=_both(row, "papers"),
        cost=_both(row, "cost") if "cost" in row else None,
        next_step=_both(row, "next"),
        sections=tuple(row["sections"]),
        right=row.get("right", ""),
        past=row.get("past", False),
        late=row.get("late", ""),
        side=row.get("side", ""),
        told=lazily(row.get("told", ""), re.IGNORECASE),
        otherwise=row.get("otherwise", ""),
    )


def _plan(row: Mapping[str, Any], first: PlanStep) -> Plan:
    return Plan(id=row["id"], title=_both(row, "title"), steps=(first, *map(_step, row["step"])))


def _case(row: Mapping[str, Any]) -> PlanCase:
    title, today = _both(row, "title"), _both(row, "today")
    return PlanCase(
        id=row["id"],
        title=title,
        today=today,
        sections=tuple(row["sections"]),
        side=row.get("side", ""),
        clocks=tuple(row.get("clocks", ())),
    )


def _step(row: Mapping[str, Any]) -> PlanStep:
    return PlanStep(
        title=_both(row, "title"),
        text=_both(row, "text"),
        sections=tuple(row["sections"]),
        shows=row.get("shows", ""),
        button=row.get("button", ""),
    )


def _both(row: Mapping[str, Any], name: str) -> Worded:
    return Worded(en=row[name], zh=row[f"{name}_zh"])

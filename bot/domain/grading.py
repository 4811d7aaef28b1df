"""The grade of a case's evidence for each forum (platform, AMR, court, police), and what would lift it. Pure.

A hash or a time stamp proves when something was there, not where it came from: it lifts only where a forum
weighs it (courts), and never stands in for a purchase or a deed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

GRADES = ("A", "B", "C")
"""Best first; below C is D."""


class Forum(StrEnum):
    """Where evidence is put to use."""

    PLATFORM = "platform"
    AMR = "amr"
    CUSTOMS = "customs"
    COURT = "court"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumRule:
    """What each grade of a forum needs on top of the grade below it; ``basis`` are ids of the fact sheet."""

    forum: Forum
    basis: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How far the evidence carries in one forum. ``lifts`` are the parts that the next better grade lacks."""

    forum: Forum
    grade: str
    has: tuple[str, ...]
    lifts: tuple[str, ...]
    basis: tuple[str, ...]


def grade(rule: ForumRule, present: Collection[str]) -> Grade:
    """The best grade whose needs, and those of every grade below it, are all present; ``D`` where none is."""
    reached = "D"
    lifts: tuple[str, ...] = ()
    for step in reversed(GRADES):
        missing = tuple(part for part in rule.needs[step] if part not in present)
        if missing:
            lifts = missing
            break
        reached = step
    wanted = [part for step in reversed(GRADES) for part in rule.needs[step]]
    has = tuple(part for part in wanted if part in present)
    return Grade(forum=rule.forum, grade=reached, has=has, lifts=lifts, basis=rule.basis)

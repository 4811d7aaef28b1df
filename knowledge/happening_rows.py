"""The table of happenings (``happenings.toml``): by which words a day is that of an event."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from knowledge.lazily import lazily

# A thing whose term is named has not happened for that: “the review deadline”.
_ASKED = r"(?! (?:dead ?line|last day)s?\b|(?:的)?(?:截止|期限|最后一天))"
_Forms = Mapping[str, re.Pattern[str]]
_Set = frozenset[str]


@dataclass(frozen=True, slots=True)
class HappeningRow:
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

    def bears(self, there: _Set, told: _Set, whole: _Set, weak: _Set) -> bool:
        """Whether a paper of its own is told of beside the day, where what is done with it may be told behind."""
        own = bool(self.named & there - weak) and self.nowhere.isdisjoint(whole)
        return own and self.befell(self.done, there, told, weak)

    def is_foreign(self, there: _Set, weak: _Set) -> bool:
        """Whether what is told beside a day makes it that of something else."""
        return bool(there & self.never or (there - weak and there.isdisjoint(self.named | self.also)))


@dataclass(frozen=True, slots=True)
class HappeningTable:
    done: _Forms
    things: _Forms
    weak: _Set
    events: Mapping[str, HappeningRow]


@cache
def happening_table() -> HappeningTable:
    rows = tomllib.loads((Path(__file__).parent / "happenings.toml").read_text(encoding="utf-8"))
    return HappeningTable(
        done=_forms(rows["done"]),
        things=_forms(rows["things"], _ASKED),
        weak=frozenset(rows["weak"]["things"]),
        events={
            name: HappeningRow(*(frozenset(row.get(part.name, ())) for part in fields(HappeningRow)))
            for name, row in rows["event"].items()
        },
    )


def _forms(rows: Mapping[str, tuple[str, str]], but: str = "") -> _Forms:
    """The English and the Chinese of each as one pattern, ``but`` for what follows: a Latin word begins where Chinese ends."""
    return {
        name: lazily(rf"(?:(?<![a-z])(?:{english})(?![a-z])|(?:{chinese})){but}", re.IGNORECASE)
        for name, (english, chinese) in rows.items()
    }

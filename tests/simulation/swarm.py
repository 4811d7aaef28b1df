"""What beyond the least of every day is done on the days of a seed: each leaves out a part of the kinds of acts, does a few of
some, and the others as often as a busy team does.

So more days are lived in the same time, and more kinds of days: what always happens beside everything else hides what comes of
the few without the rest. After Alex Groce, Chaoqiang Zhang, Eric Eide, Yang Chen and John Regehr, Swarm Testing, ISSTA 2012,
https://doi.org/10.1145/2338965.2336763: of the same time, test configurations that each omit some features found 42 % more
distinct ways to crash compilers than one that has all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

LEAST: Mapping[str, int] = {"list": 12, "ask": 20, "dismiss": 30, "draft": 2, "clock": 10}
"""A day of every seed; twelve times a feed grows by nine. Both approvers press *Approve* on each draft, so there are twice as
many approvals as drafts. Who may not presses too: its author, an analyst, a viewer, somebody unknown."""

MORE: Mapping[str, int] = {
    "snooze": 6,
    "change": 10,
    "remove": 6,
    "look": 4,
    "judge": 10,
    "undo": 5,
    "open": 5,
    "second_thoughts": 2,
    "forge": 16,
    "thread": 16,
    "wake": 3,
    "restart": 5,
    "clockwork": 4,
    "casework": 6,
    "rework": 4,
    "regret": 4,
    "begin": 3,
    "hand_in": 2,
    "buy": 4,
    "talk": 4,
    "ask_changes": 2,
    "plan": 6,
    "press": 56,
    "fill": 12,
    "visit": 17,
    "rights": 1,
    "unnamed": 2,
    "batch": 1,
    "leaver": 1,
    "count": 1,
    "misfit": 2,
    "outage": 1,
    "poison": 1,
    "take_away": 2,
}
"""What a busy team does besides. In order: alerts put away; pages that change; offers that are taken down; looks at a case;
verdicts, some of them taken back; cases that somebody opens of an alert; drafts that their author changes once somebody has said
yes; acts that are not their person's; words in threads; what is opened again; starts of a bot beside the other; what people do
with clocks and cases; drafts written anew; yeses that are taken back; clocks that people start by hand; papers that they hand in
for a listing of a case, or for what was bought from one; purchases; threads in which two people ask in turn; drafts that an
approver sends back to their author; talks with offices and days of the team's own that somebody notes; presses of whatever stands
there, and forms; Home and commands; and what comes once or twice."""

LATER = ("visit", "thread", "press", "visit", "press", "plan", "fill")
"""What people do in the week after the busy days, if the seed has it, on some of these days."""

OFTEN, FEW, PART = 0.15, 0.35, 0.25
"""The share of kinds that a seed does as often as a busy team; that of those of which it does a few, and how many; the others it
leaves out."""

ON_A_DAY = 0.5
"""The share of days of the week after on which one of these is done."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often what is done in a day of a seed; ``seed`` tells the same each time."""

    seed: int
    often: Mapping[str, int]

    @property
    def day(self) -> Sequence[str]:
        """Each act of a busy day, kind by kind."""
        return [act for act, times in self.often.items() for _ in range(times)]

    def later(self, day: int) -> Sequence[str]:
        """What is done on this day of the week after."""
        drawn = Random(f"day {day} of {self.seed}")
        return [act for act in LATER if act in self.often and drawn.random() < ON_A_DAY]


def mixture(seed: int) -> Mixture:
    """What a seed has: drawn apart from what happens in it, so that it is known without living."""
    drawn, often = Random(f"mixture {seed}"), dict(LEAST)
    for kind, times in MORE.items():
        chosen = drawn.random()
        if chosen < OFTEN:
            often[kind] = times
        elif chosen < OFTEN + FEW:
            often[kind] = max(1, round(times * PART))
    return Mixture(seed, often)

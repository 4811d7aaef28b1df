"""While one step waits for Slack, a page or a picture, somebody else acts: on the very thing that the step is about, through the
other bot, and that one's jobs go on; as the threads and replicas of a real team do.

Any call may be slow. Which one is drawn as kills are: a place that is seldom come to weighs most at its first times. Nothing is
held to here: that what people did stands afterwards is promised in other rooms, of each commit and of the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.clocks import Event
from bot.domain.moments import china_day
from tests.simulation import figures
from tests.simulation.model import ANA, JONAS, LEO, MEI, RANK

if TYPE_CHECKING:
    from tests.simulation.replica import Replica
    from tests.simulation.world import World

OFTEN, SELDOM, LASTS, STEPS = 0.2, 0.005, 5.0, 3
"""The share of first visits to a call that are slow, and of all later ones at least; for so many seconds; so many pieces of work
follow from one delivery at most."""

SAME = 0.4
"""The share of those who press the same once more, a double click or another's, and of deliveries that Slack repeats."""

THING = re.compile(r"(?<![\w-])(?:A-[a-z]+:\d{6}|[CD]-\d{6})\b")
ACTS: Mapping[str, tuple[str, ...]] = {
    "A": ("dismiss", "dismiss", "snooze", "wake", "open", "choose", "choose", "judge"),
    "D": ("approve", "approve", "reject", "withdraw", "change", "waive"),
    "C": ("note", "note", "assign", "close", "begin", "mention"),
}
"""What somebody does with an alert, a draft, a case."""

VERDICTS = ("counterfeit", "lookalike", "genuine")
VERBS = {"deputy": f"<@{JONAS}>", "cost": "CNY 90 courier", "due": "2027-03-01"}
NUMBERED = frozenset({"ask", "home", "command", "mention", "again", "undo", "forged"})
"""What is pressed on nothing, or is said: never twice at once."""


def _of_draft(row: Mapping[str, Any]) -> bool:
    return str(row["kind"]).startswith("draft")


class Meanwhile:
    """Who acts in whose time of waiting."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.open, self.about = False, ""
        """Whether people are at work at all; the thing that a step took up last."""

        self.met = set[str]()
        """Things on which somebody acted in that time, until what stands of them was looked at."""

    def waits(self, number: int, method: str, told: Any) -> None:
        """A step of this bot waits for an answer: mostly nothing happens in that time."""
        world = self._world
        if not self.open or world.passing or not world.stepping:
            return
        acting = world.replicas[number].acting
        self.about = self._thing(told, acting.key if acting else "") or self.about
        if world.chance.meets(f"{method} in {acting.name if acting else world.step}", OFTEN, SELDOM):
            world.pass_time(number, LASTS, in_call=True)

    def _thing(self, told: Any, key: str) -> str:
        """What a call is about, or the delivery for which it is made."""
        found = THING.search(json.dumps(told, default=str))
        if found is None and isinstance(told, Mapping) and (ts := told.get("ts") or told.get("thread_ts")):
            known = self._world.known.rows
            return next(
                (at for (table, at), row in known.items() if table in ("alerts", "cases", "drafts") and row["ts"] == ts),
                "",
            )  # fmt: skip
        if found is None and key:
            found = THING.search(json.dumps(self._world.said.body(key)))
        return found[0] if found else ""

    def acts(self, waiting: Replica, other: Replica) -> None:
        """Somebody presses, on what the step is about where that is known, and the other bot does it at once."""
        world, acting = self._world, waiting.acting
        pressed = world.pressed.get(world.office.number_of(acting.key)) if acting else None
        same = pressed and pressed["act"] not in NUMBERED and world.chance.random.random() < SAME
        press = (
            self._once_more(pressed) if same and pressed else self._another(acting.person if acting else "")
        )
        if press is None:
            return
        world.said.crossed |= {press["key"], pressed["key"] if pressed else ""}
        self.met |= {self.about} if self.about else set()
        world.heard.setdefault(press["key"], world.clock())
        world.number_now = other.number
        waits = len(other.pool.waiting)
        if other.hear(world.office.delivery(press)):
            if press not in world.promises.acknowledged:
                world.promises.acknowledged.append(press)
        elif not same:  # whoever pressed twice leaves it at that
            world.unacknowledged.append(press)
        lives = other.lives
        for _ in range(STEPS):
            if other.lives != lives or len(other.pool.waiting) <= waits:
                return
            other.pool.waiting.rotate(1)  # the newest first
            world._try(other, "work", other.work)

    def stale(self) -> list[str]:
        """What stands of a thing on which people acted together shows its record, as soon as nothing about it waits: whatever is
        done to it later would draw it anew, and hide that."""
        world = self._world
        if not self.met or world.unacknowledged or any(each.pool.waiting for each in world.replicas):
            return []
        desk, waiting = world.replicas[0].desk, list(world.known.waiting.values())
        if desk.inbox.waiting():
            return []
        aside = [row for (table, _), row in world.known.rows.items() if table == "aside"]
        settled = {
            key for key in self.met if not any(key in json.dumps(row) for row in (*waiting, *aside))
        } - {key for key in self.met if key.startswith("D") and any(map(_of_draft, waiting))}
        self.met -= settled
        seen = {key for key in settled if self._place(key) not in world.slack.odd_edits}
        with desk.store.unit() as unit:
            found = figures.shows(world, unit, seen) if seen else ()
            return [f"what people did together is settled, and yet {each}" for each in found]

    def _place(self, key: str) -> tuple[str, str]:
        table = {"A": "alerts", "C": "cases", "D": "drafts"}[key[0]]
        row = self._world.known.rows.get((table, key), {})
        return row.get("channel") or "", row.get("ts") or ""

    def _once_more(self, pressed: Mapping[str, str]) -> dict[str, str]:
        """The same delivery, a double click, or another person who presses the same."""
        world, random = self._world, self._world.chance.random
        way = random.choice(("delivered", "pressed", "another"))
        if way == "delivered":
            return world.pressed[pressed["key"]]
        others = self._others(pressed["who"]) if "body" not in pressed and way == "another" else ()
        who = random.choice(others or (pressed["who"],))
        rest = {
            name: value
            for name, value in pressed.items()
            if name not in {"act", "who", "about", "key", "version"}
        }
        return self._pressed(pressed["act"], who, pressed["about"], int(pressed["version"]), **rest)

    def _another(self, than: str) -> dict[str, str] | None:
        """Another act on the same thing."""
        world, random, about = self._world, self._world.chance.random, self.about
        if not about:
            return None
        act, who = random.choice(ACTS[about[0]]), random.choice(self._others(than))
        if about[0] == "D":
            row = world.known.rows.get(("drafts", about))
            who = random.choice([each for each in (ANA, JONAS) if each != than])
            return self._pressed(act, who, about, int(row["version"])) if row else None
        if act == "judge":
            return self._pressed(act, who, f"{about.removeprefix('A-')} {random.choice(VERDICTS)}")
        if act == "begin":
            on = china_day(world.clock()) - timedelta(days=1)
            return self._pressed(act, who, about, what=Event.LETTER_SENT, on=on.isoformat())
        if act == "mention":
            row = world.known.rows.get(("cases", about))
            if not row or not row["ts"]:
                return None
            verb = random.choice(list(VERBS))
            place = {"channel": row["channel"], "thread": row["ts"]}
            return self._pressed(act, who, about, verb=verb, said=VERBS[verb], **place)
        return self._pressed(act, who, about)

    def _pressed(self, act: str, who: str, about: str, version: int = 1, **more: str) -> dict[str, str]:
        self._world._press(act, who, about, version, **more)  # type: ignore[arg-type]
        return self._world.unacknowledged.pop()

    def _others(self, than: str) -> Collection[str]:
        may = [who for who in (MEI, LEO, ANA, JONAS) if RANK[self._world.role_of(who)] >= RANK["analyst"]]
        return [who for who in may if who != than]

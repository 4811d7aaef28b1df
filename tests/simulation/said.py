"""What a person said at a door against what the records hold after it: every field of a form, every word after a verb or a
command, and what a button is about. Where each is kept is told in ``said.toml``, a table a door; what a door that is not told
there says is held somewhere in the rows that its delivery changed, so that new doors come under it by themselves.

``python -m tests.simulation said [SEEDS [FIRST]]`` tells where each was kept on all of so many days, to be read by a person.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.moments import china_day
from tests.simulation.journal import Change, changed
from tests.simulation.model import Acting, within_of

if TYPE_CHECKING:
    from tests.simulation.world import World

UNSAID = frozenset({"ref.channel", "ref.thread", "ref.version"})
LEAST, OFTEN = 4, 3
"""Characters of a piece that is no chance likeness; a place is told once it held a field in so many deliveries."""

KIND = re.compile(r"([a-z]+):([A-Z]+-\d+)")
NOWHERE = frozenset({"outbox", "leases", "seen", "looks", "doubts", "aside"})
"""Tables of what is on its way, which keep nothing."""

PLACED = frozenset({"channel", "ts", "copies", "calls"})
TODAY, BY, NOTHING = "(today)", "(by)", "(nothing)"
"""The day in China on which it was done; who did it, told of doors that never leave all as it was; that nothing changed."""


@cache
def told() -> Mapping[str, Mapping[str, Any]]:
    """By door and field, where it is kept."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class Said:
    """What deliveries say, and what they changed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._changes, self.broken = defaultdict[str, list[Change]](list), set[str]()
        """Deliveries of which their people were told that they could not be done."""

        self._settled, self._days = set[str](), dict[str, str]()
        """Which are worked off; on which day in China each did what it did."""

        self._bodies = dict[str, Mapping[str, Any]]()
        self.found = defaultdict[tuple[str, str], list[frozenset[str]]](list)
        """By door and field, where it stood after each delivery: what ``said.toml`` is learned from."""

        self.learns = False
        self.crossed = set[str]()
        """Presses in whose time another was made, and these: who came first may have done it."""

    def heard(self, key: str, body: Mapping[str, Any]) -> None:
        """A delivery is in the inbox."""
        self._bodies[key] = body

    def committed(self, key: str, changes: Sequence[Change]) -> None:
        """A unit of work of this delivery."""
        if any(each.table == "audit" for each in changes):
            self._days.setdefault(key, china_day(self._world.clock()).isoformat())
        self._changes[key] += [
            each for each in changes if each.table not in NOWHERE and each.after and not _only_moved(each)
        ]

    def body(self, key: str) -> Mapping[str, Any]:
        """A delivery as it came."""
        return self._bodies.get(key, {})

    def of(self, acting: Acting | None) -> Mapping[str, Sequence[str]]:
        """What a delivery says, by field."""
        return dict(said_in(self._bodies.get(acting.key, {}), acting)) if acting else {}

    def shown(self, key: str) -> str:
        """As what a window showed the things that this delivery is about."""
        return within_of((self._bodies.get(key, {}).get("view") or {}).get("private_metadata"))

    def settled(self, key: str) -> Iterator[str]:
        """The delivery is worked off: whatever it said is held where it belongs."""
        acting, changes = self._world.worked.get(key), self._changes.pop(key, [])
        if acting is None or key in self.broken | self._settled or not self._world.checks.allowed(acting):
            return
        self._settled.add(key)
        door, fields = door_of(acting), dict(self.of(acting))
        today = self._days.get(key) or china_day(self._world.clock()).isoformat()
        fields |= {TODAY: [today], BY: [acting.person]}
        held = _leaves(changes)
        if self.learns:
            for field, values in fields.items():
                self.found[door, field].append(frozenset(_where(values, held) if changes else [NOTHING]))
            return
        wanted = told().get(door)
        if not changes and press_of(self._bodies.get(key, {})) in self.crossed:
            return  # who came first did it
        if wanted is None and acting.kind == "command":  # they show something
            return
        # Captures alone were taken for an act that is refused then: somebody else acted meanwhile.
        done = [each for each in changes if each.table != "evidence"]
        if wanted is not None and not done and BY not in wanted:
            return
        for field, values in fields.items():
            typed = wanted is None and field not in {TODAY, BY} and _typed(field)
            if typed and not (_where(values, held) or _by_lines(values, changes)):
                yield f"{door} by {acting.person}: {field} was {' '.join(values):.60}, and is kept nowhere"
            for place in _lacking((wanted or {}).get(field, ()), values, changes, held):
                there = [leaf for at, leaf in held if at == place.rstrip("~")]
                yield f"{door} by {acting.person}: {field} was {' '.join(values):.60}, and {place} is {there[:2]!s:.80}"


def _only_moved(change: Change) -> bool:
    """Whether all that changed is where its message stands."""
    before, after = change.before, change.after
    return (
        bool(before)
        and before != after
        and all(before.get(name) == value for name, value in after.items() if name not in PLACED)
    )


def press_of(body: Mapping[str, Any]) -> str:
    """The press that a delivery tells of."""
    return str(body.get("trigger_id") or body.get("event_id") or "").removeprefix("press ")


def door_of(acting: Acting) -> str:
    """By which name a door is told of."""
    within = "" if acting.name == "/ask" else acting.within
    return f"{acting.name}:{within}".rstrip(":")


def _typed(field: str) -> bool:
    return not field.startswith("ref.")


def said_in(body: Mapping[str, Any], acting: Acting) -> Iterator[tuple[str, list[str]]]:
    """Each field of a delivery with what it says, of what is said at all."""
    if not body:
        return
    if acting.kind == "form":
        yield from _ref(body["view"].get("private_metadata"))
        for block in body["view"]["state"]["values"].values():
            yield from (
                _of_kind(field, held) for field, entry in block.items() if (held := list(_values(entry)))
            )
    elif acting.kind == "click":
        action = body["actions"][0]
        chosen = action.get("value") or (action.get("selected_option") or {}).get("value")
        yield from _ref(chosen)
        if chosen and not chosen.startswith("{"):
            yield "ref.chosen", [chosen]
    else:
        yield from _words(body, acting)


def _of_kind(field: str, values: list[str]) -> tuple[str, list[str]]:
    """Where a menu offers things of several kinds, which kind is a field of its own: ``purchase:P-000001``."""
    kinds = [KIND.fullmatch(each) for each in values]
    named = [each for each in kinds if each]
    return (
        (f"{field} {named[0][1]}", [each[2] for each in named])
        if len(named) == len(values)
        else (field, values)
    )


def _words(body: Mapping[str, Any], acting: Acting) -> Iterator[tuple[str, list[str]]]:
    """What is written behind a command, or behind a verb."""
    if acting.kind == "command":
        words = str(body.get("text") or "").split()[bool(acting.within) :]
    else:
        words = str((body.get("event") or {}).get("text") or "").split()[1 + bool(acting.within) :]
    yield from ((f"word {at}", [word.strip("<@>")]) for at, word in enumerate(words))


def _ref(written: Any) -> Iterator[tuple[str, list[str]]]:
    try:
        held = json.loads(written or "{}")
    except ValueError:
        return
    for name, value in held.items() if isinstance(held, dict) else ():
        if isinstance(value, str) and value:
            yield f"ref.{name}", [value]


def _values(entry: Mapping[str, Any]) -> Iterator[str]:
    """What one element of a form holds."""
    for name, value in entry.items():
        for each in value if isinstance(value, list) else [value]:
            if name != "type" and each:
                yield (
                    str(each.get("value") or each.get("id"))
                    if isinstance(each, Mapping)
                    else str(each).strip()
                )


def _leaves(changes: Sequence[Change], *, whole: bool = False) -> list[tuple[str, str]]:
    """Each plain value that was newly written, with its place; ``whole``: also what stood in these rows already."""
    found = []
    for each in changes:
        if each.table == "audit":
            act = each.after
            found += [(f"audit {act['what']}.{name}", str(act[name])) for name in ("who", "subject")]
            found += _walk(f"audit {act['what']}", act["details"])
        else:
            found += [
                (f"{each.table}.key", each.key),
                *_walk(each.table, each.after if whole else changed(each.after, each.before)),
            ]
    return found


def _walk(path: str, node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from _walk(f"{path}.{name}", value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _walk(path, value)
    elif node is not None and not isinstance(node, bool):
        yield path, str(node)


def _where(values: Sequence[str], held: Sequence[tuple[str, str]]) -> set[str]:
    """The places at which all of this stands; with ``~`` behind it where more stands there."""
    found: set[str] | None = None
    for value in values:
        there = {at for at, leaf in held if _same(value, leaf)}
        there |= {f"{at}~" for at, leaf in held if len(value) >= LEAST and value in leaf}
        found = there if found is None else found & there
    return found or set()


def _by_lines(values: Sequence[str], changes: Sequence[Change]) -> bool:
    """Whether these are several lines that stand each by itself: what the bot had put there is kept as what it was made of."""
    lines, held = [line for each in values for line in each.splitlines()], _leaves(changes, whole=True)
    return len(lines) > len(values) and all(_where([line], held) for line in lines)


def _lacking(
    places: Sequence[str], values: Sequence[str], changes: Sequence[Change], held: Sequence[tuple[str, str]]
) -> list[str]:
    """The places at which this should stand and does not, nor stood before in these rows."""
    left = set(places)
    left -= _where(values, held) if left else left
    left -= _where(values, _leaves(changes, whole=True)) if left else left
    return [each for each in places if each in left]


def _same(value: str, leaf: str) -> bool:
    if value == leaf:
        return True
    if value[4:5] == "-" and leaf[4:5] == "-" and "T" in leaf:
        try:
            return china_day(datetime.fromisoformat(leaf)).isoformat() == value
        except ValueError:
            return False
    try:
        return value[:1].isdecimal() and leaf[:1].isdecimal() and Decimal(value) == Decimal(leaf)
    except InvalidOperation:
        return False


def _telling(field: str, place: str) -> bool:
    return field != TODAY or not place.endswith(("_at", ".at"))


def learned(found: Mapping[tuple[str, str], Sequence[frozenset[str]]]) -> Iterator[str]:
    """The table of doors, as it is written down."""
    doors = defaultdict[str, dict[str, list[str]]](dict)
    for (door, field), places in sorted(found.items()):
        some = [each for each in places if NOTHING not in each]
        always = frozenset.intersection(*some) if len(some) >= OFTEN else frozenset()
        if (field == BY and len(some) < len(places)) or field in UNSAID:
            continue
        doors[door][field] = sorted(
            each for each in always if each[:-1] not in always and _telling(field, each)
        )
    for door, fields in doors.items():
        yield f"[{json.dumps(door)}]"
        yield from (f"{json.dumps(name)} = {json.dumps(kept)}" for name, kept in fields.items() if kept)
        yield ""

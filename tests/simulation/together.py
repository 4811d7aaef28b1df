"""Promises about several things at once: what is done to an alert is done to those it speaks for, and whoever acts on drafts as
they were shown changes no other version of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tests.simulation.journal import Change
from tests.simulation.model import Acting

if TYPE_CHECKING:
    from tests.simulation.world import World

HANDLED = frozenset({"alert.dismissed", "alert.snoozed", "alert.woken"})
"""Acts on an alert that are on those it speaks for, which stand as it does."""

CHOSEN = re.compile(r"\b(D-\d+):(\d+):")
"""How a choice in a form names a draft and the version that is shown."""

TEXT = ("version", "approvals", "waivers", "status")
"""What an act on a version makes of a draft."""


def of_one_mind(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Who speaks for others and those behind it that stood as it did stand alike after an act on it."""
    before, after = dict[str, Any](world.known.rows.of("alerts")), dict[str, Any]()
    for each in changes:
        if each.table == "alerts" and each.after:
            before[each.key] = before.get(each.key) or each.before
            after[each.key] = each.after
    acts = [each.after for each in changes if each.table == "audit" and each.added]
    for name in sorted({act["subject"] for act in acts if act["what"] in HANDLED} & after.keys()):
        stood, stands = before[name] or {}, after[name]
        for other, row in before.items():
            if row and row["folded_into"] == name and _standing(row) == _standing(stood):
                now = after.get(other, row)
                if now["state"] != stands["state"]:
                    yield f"{name} is {stands['state']}, and {other}, for which it speaks, is {now['state']}"


def _standing(row: dict[str, Any]) -> tuple[Any, Any]:
    return row.get("state"), row.get("verdict")


def as_shown(world: World, changes: Sequence[Change], acting: Acting) -> Iterator[str]:
    """What a person decides of a draft is of the version that they had before them when they did."""
    shown = versions(world.said.body(acting.key))
    for each in changes:
        if each.table != "drafts" or not each.before or not each.after or each.key not in shown:
            continue
        if any(each.turned(field) for field in TEXT) and each.before["version"] not in shown[each.key]:
            seen = ", ".join(map(str, sorted(shown[each.key])))
            yield (
                f"{acting.name} by {acting.person} was of version {seen} of {each.key}, and changed version "
                f"{each.before['version']}"
            )


def versions(body: Any) -> dict[str, set[int]]:
    """Which drafts a delivery names by the version that stood before its person."""
    found = dict[str, set[int]]()
    if not body:
        return found
    action = (body.get("actions") or [{}])[0]
    view = body.get("view") or {}
    chosen = action.get("value") or (action.get("selected_option") or {}).get("value")
    for written in (chosen, view.get("private_metadata")):
        try:
            held = json.loads(written or "{}")
        except ValueError:
            continue
        if isinstance(held, dict) and held.get("draft") and held.get("version"):
            found.setdefault(held["draft"], set()).add(int(held["version"]))
    for draft, version in CHOSEN.findall(json.dumps((view.get("state") or {}).get("values") or {})):
        found.setdefault(draft, set()).add(int(version))
    return found

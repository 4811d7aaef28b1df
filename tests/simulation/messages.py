"""A plain model of what is told: of each unit of work the messages that it has sent, each once, and no others; of each message
the place where it stands, and whose messages that is. Reckoned from acts and rows as :mod:`tests.simulation.lives` does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.simulation.journal import Change
from tests.simulation.lives import Unit, unit_of
from tests.simulation.model import ROLES

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
Told = tuple[str, str, str]
"""Kind, what it is about, and which of its kind."""

BY_THEMSELVES = frozenset({"audit head", "outbox", "inbox"})
"""Notes to the admins that no act and no row speaks of; held to elsewhere."""

SHOWS = frozenset({"draft.made", "draft.revised", "draft.links_left_out"})
"""Acts after which a draft is shown anew; after all others its message is edited."""

NOTED = ("draft.reminder.", "draft.released", "draft.outdated")
"""Acts of the bot that are told beside a draft."""

EDITED = frozenset({"alert.snoozed", "alert.woken", "alert.in_case"})
OF_SEEN = {"digest:": ("admin_note", "weekly digest", ""), "rules ": ("rule_report", "rules", "")}
"""What a mark says that was told."""

OF_CASES = frozenset({"case.looked", "case.relisted", "contact.reminded"})


def wrong_messages(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What this unit of work has told beyond what it should, or not at all."""
    unit = unit_of(world, changes)
    told = Counter(_name(each.after) for each in unit.of("outbox") if each.added and not _is_card(each.after))
    wanted, either = Counter(_wanted(unit)), _either(unit)
    told -= Counter(
        {
            each: told[each]
            for each in told
            if each[:2] == ("admin_note", each[1]) and each[1] in BY_THEMSELVES
        }
    )
    for kind, about in either:
        found = [each for each in told if each[0] in {"alert", "alert_update"} and each[1] == about]
        if not found:
            yield f"{about} changed, and {kind} is not told"
    open_ones = {about for _, about in either}
    for each in wanted.keys() - told.keys():
        yield f"{' '.join(each)} was to be told after {_did(unit)}, and is not on its way"
    for each, times in told.items():
        if each in wanted:
            edits = each[0] in {"alert_update", "draft_update"}
            if times > wanted[each] and not edits:
                yield f"{' '.join(each)} is told {times} times after {_did(unit)}"
        elif each[1] not in open_ones:
            yield f"{' '.join(each)} is told after {_did(unit)}, and nothing calls for it"


def _did(unit: Unit) -> str:
    return ", ".join(sorted({act["what"] for act in unit.acts})) or unit.world.step


def _is_card(row: Row) -> bool:
    """Whether it is the card of a case, ordered anew where Slack did not change it at once: what that shows is held to its record
    elsewhere."""
    return (row["kind"], row["body"]) == ("case_note", "")


def _name(row: Row) -> Told:
    kind, subject, body = row["kind"], row["subject"], row["body"]
    if kind == "draft_shown":
        return kind, json.loads(body)["draft"], ""
    return kind, subject, body if kind in {"draft_note", "reminder"} else ""


def _wanted(unit: Unit) -> Iterator[Told]:
    for act in unit.acts:
        yield from _of_act(unit, act)
    for each in unit.of("alerts"):
        yield from _of_alert(unit, each)
    for each in unit.of("seen"):
        for mark, told in OF_SEEN.items() if each.added else ():
            if each.key.startswith(mark):
                yield told
        if each.added and each.key.startswith("proof "):
            yield "case_note", each.key.split()[1], ""
    digested = {each.after["rule"] for each in unit.of("alerts") if each.became("held", "told_in_digest")}
    yield from (("digest", rule, "") for rule in digested)
    for each in unit.of("looks"):
        yield from _of_look(unit, each)


def _of_act(unit: Unit, act: Row) -> Iterator[Told]:
    what, subject, told = act["what"], act["subject"], act["details"]
    draft = str(told.get("draft") or "")
    if what in SHOWS:
        yield "draft_shown", draft, ""
    elif draft and (what.startswith(("draft.", "notice.", "paper.")) or what == "gap.waived"):
        yield "draft_update", draft, ""
        if what == "draft.changes_requested" and act["who"] != unit.row("drafts", draft)["author"]:
            yield "draft_note", draft, f"asked_anew {act['who']}"
        elif what.startswith(NOTED):
            yield "draft_note", draft, what.rpartition(".")[2]
        elif what == "draft.approved" and unit.row("drafts", draft)["released_at"]:
            yield "draft_note", draft, "released"
    elif what in OF_CASES:
        yield "case_note", subject, ""
    elif what == "deadline.reminded":
        yield "reminder", str(told["deadline"]), str(told["reminder"])
    elif what in EDITED:
        yield "alert_update", subject, ""
    elif what in {"verdict.given", "verdict.taken_back"} and unit.row("alerts", f"A-{subject}"):
        yield "alert_update", f"A-{subject}", ""


def _of_alert(unit: Unit, change: Change) -> Iterator[Told]:
    """Who is raised, or speaks for itself from now on, or is held no longer, is told; who speaks for others tells how many."""
    if not change.after:
        return
    held, step = change.turned("held") and change.after["held"] is None, unit.world.step
    if change.added:
        into = change.after["folded_into"]
        yield ("alert_update", into, "") if into else ("alert", change.key, "")
        return
    own = change.turned("folded_into") and change.after["folded_into"] is None
    if own and not change.turned("listing"):
        yield "alert", change.key, ""
    released = held and step == "alerts.held" and not unit.acts
    ruled = held and any(act["what"] == "rule.dropped" for act in unit.acts)
    if released or ruled:
        yield "alert", change.key, ""
    if own and change.turned("listing"):
        yield "alert_update", change.before["folded_into"], ""


def _either(unit: Unit) -> list[tuple[str, str]]:
    """Alerts that show something else: their message is edited, or they are told anew."""
    return [("its change", act["subject"]) for act in unit.acts if act["what"] == "alert.changed"]


def _of_look(unit: Unit, change: Change) -> Iterator[Told]:
    """The admins hear when a source cannot be looked at any more, and when it can again."""
    if change.added:
        source, broken = change.after["source"], bool(_words(change.after["error"]))
        if unit.world.known.broken.get(source, False) != broken:
            yield "admin_note", source, ""
        unit.world.known.broken[source] = broken


def _words(error: Any) -> str:
    return str(error.get("key", "")) if isinstance(error, Mapping) else str(error or "")


def misplaced(world: World, channel: str, thread: str, payload: Row) -> Iterator[str]:
    """A message that stands where it does not belong, or with somebody whom it is not for."""
    known = world.slack.standin.workspace.channels.get(channel)
    alone = next((who for who in known.members if who in ROLES), "") if known and known.is_im else ""
    for what, place, people in _belongs(world, payload):
        if alone and alone not in people:
            yield f"{what} was told to {alone}, and is for {', '.join(sorted(people)) or 'a channel'}"
        loose = not thread and place in world.slack.deleted  # without a thread to stand in: in its channel
        if not alone and place and (channel, thread) != place and not (loose and channel == place[0]):
            yield f"{what} stands in {channel} {thread}, and belongs to {' '.join(place)}"


def _belongs(world: World, payload: Row) -> Iterator[tuple[str, tuple[str, str] | None, set[str]]]:
    """What a message is, by what it is known by, in which thread it stands, and to whom it may be told alone."""
    admins = {who for who in ROLES if world.role_of(who) == "admin"}
    rows, key = world.known.rows, str(payload.get("key") or "")
    first, _, what = key.partition(" ")
    if name := payload.get("alert_id"):
        yield str(name), ("C0ALERTS", ""), set()
    elif first in {"note", "rules"}:
        yield key, None, admins
    elif first == "digest":
        yield key, ("C0ALERTS", ""), set()
    elif draft := rows.get(("drafts", first)):
        approvers = {who for who in ROLES if world.role_of(who) in {"approver", "admin"}}
        asked = approvers - {draft["author"]} if what.startswith(("waiting", "deputy")) else {draft["author"]}
        yield key, (draft["channel"], draft["ts"]), asked
    elif case := rows.get(("cases", first)):
        yield key, (case["channel"], case["ts"]), set()
    elif clock := rows.get(("deadlines", first)):
        case = rows.get(("cases", clock["case_id"])) or {}
        mine = {who for who in (case.get("owner"), case.get("deputy")) if who}
        yield key, (case["channel"], case["ts"]) if case.get("ts") else None, mine or admins

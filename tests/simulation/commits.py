"""What must hold for every single commit: what belongs together is in one unit of work, and nobody does what is not theirs.

Written from what Marque promises, with reckonings of its own: none of the bot's rules is called here.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.moments import china_day
from bot.slack.ids import ModalField
from tests.simulation.journal import Change
from tests.simulation.model import RANK

if TYPE_CHECKING:
    from tests.simulation.world import World

SELLING = frozenset({"high", "medium"})
SNOOZED_FOR, OVERSLEPT = timedelta(days=1), 2
"""How long an alert is put away, and within how many ticks of the bots it is open again when that is over."""

MOVES = {
    "awaiting_approval": {"approved", "changes_requested", "rejected", "blocked", "awaiting_approval"},
    "blocked": {"awaiting_approval", "rejected", "changes_requested"},
    "changes_requested": {"awaiting_approval", "blocked", "rejected"},
    "approved": {"sent", "awaiting_approval", "blocked", "needs_new_version"},
    "needs_new_version": {"awaiting_approval", "blocked"},
}
"""From each status of a draft, where it may go."""


def wrong_of(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Every promise that this unit of work did not keep."""
    for rule in RULES:
        yield from rule(world, changes)


def _queued(changes: Sequence[Change], kind: str, subject: str, body: str | None = None) -> bool:
    return any(
        c.table == "outbox"
        and c.added
        and (c.after["kind"], c.after["subject"]) == (kind, subject)
        and body in (None, c.after["body"])
        for c in changes
    )


def _shown(changes: Sequence[Change]) -> set[str]:
    """Drafts whose preview is on its way; those of a batch leave one after the other, under the name of its first."""
    queued = [c.after for c in changes if c.table == "outbox" and c.added]
    return {str(json.loads(each["body"])["draft"]) for each in queued if each["kind"] == "draft_shown"}


def _told(changes: Sequence[Change], subject: str) -> bool:
    """Whether an act about it is on the trail."""
    return any(
        c.table == "audit"
        and c.added
        and (c.after["subject"] == subject or subject in str(c.after["details"]))
        for c in changes
    )


def _of(changes: Sequence[Change], table: str) -> list[Change]:
    return [change for change in changes if change.table == table]


def _alerts(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A new alert is told of, or folded into another; a change of state is on the trail and is shown."""
    for change in _of(changes, "alerts"):
        if change.gone:
            continue
        added, state = change.added, change.after["state"]
        what = f"{change.key} was raised" if added else f"{change.key} became {state}"
        about = (change.key, change.key.removeprefix("A-"))  # a verdict is on its listing
        if (added or change.turned("state")) and not any(_told(changes, each) for each in about):
            yield f"{what} without an act on the trail"
        shown = any(_queued(changes, kind, change.key) for kind in ("alert", "alert_update"))
        if added and not (_queued(changes, "alert", change.key) or change.after["folded_into"]):
            yield f"{what} and nobody is told"
        if change.turned("state") and not shown:
            yield f"{what} and its message stays as it was"
        if change.turned("ts") and change.before["ts"]:
            yield f"{change.key} has a second message"
        if change.turned("raised_at"):
            yield f"{change.key} was raised a second time"


def _snoozes(world: World, changes: Sequence[Change]) -> Iterator[str]:
    said = world.said.of(world.replicas[world.number_now].acting)
    days = int(said.get(ModalField.DAYS, "1")[0])
    for change in _of(changes, "alerts"):
        again = any(
            c.after and c.after["takes_back"] for c in _of(changes, "verdicts")
        )  # as it was before that verdict
        if (
            change.became("state", "snoozed")
            and not again
            and _moment(change.after["snoozed_until"]) != world.clock() + SNOOZED_FOR * days
        ):
            yield f"{change.key} is put away until {change.after['snoozed_until']}, for {days} days at {world.clock()}"
        asleep = change.before and change.before["state"] == "snoozed"
        woken = asleep and change.became("state", "open") and _woken(changes, change.key)
        if woken and world.clock() < _moment(change.before["snoozed_until"]):
            yield f"{change.key} was woken at {world.clock()}, before its time"
        elif woken:
            due = _moment(change.before["snoozed_until"])
            if sum(due < tick for tick in world.ticks) > OVERSLEPT:
                yield f"{change.key} was woken at {world.clock()}, long after {due}"


def _woken(changes: Sequence[Change], key: str) -> bool:
    return any(
        c.after["what"] == "alert.woken" and c.after["who"] == "marque" and c.after["subject"] == key
        for c in _of(changes, "audit")
        if c.after
    )


def _judged(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What is judged as suspect has its alert in the same unit, and is judged for what its page shows."""
    raised = {c.after["listing"]["item_id"] for c in _of(changes, "alerts") if c.after}
    raised |= {
        c.key.partition(":")[2] for c in _of(changes, "assessments") if c.gone and c.before["band"] in SELLING
    }
    for change in _of(changes, "assessments"):
        if change.added and change.after["band"] in SELLING and change.key.partition(":")[2] not in raised:
            yield f"{change.key} was judged {change.after['band']} and has no alert from that unit"


def _drafts(world: World, changes: Sequence[Change]) -> Iterator[str]:
    for change in _of(changes, "drafts"):
        draft = change.after
        if change.gone:
            yield f"{change.key} was deleted"
            continue
        if change.added and change.key not in _shown(changes):
            yield f"{change.key} was made and its preview is not on its way"
        if change.added or not change.turned("status"):
            continue
        if draft["status"] not in MOVES.get(change.before["status"], set()):
            yield f"{change.key} went from {change.before['status']} to {draft['status']}"
        if not _told(changes, change.key):
            yield f"{change.key} became {draft['status']} without an act on the trail"
        if not (_queued(changes, "draft_update", change.key) or change.key in _shown(changes)):
            yield f"{change.key} became {draft['status']} and its message stays as it was"


def _approvals(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Two people approve what stands, and then its documents are on their way."""
    for change in _of(changes, "drafts"):
        if not change.before or not change.after:
            continue
        draft, before = change.after, change.before
        for given in draft["approvals"][len(before["approvals"]) :]:
            yield from _yes(world, change, given)
        if change.became("status", "approved"):
            world.approved[change.key] = world.clock()
            yield from _enough(world, change)
        released = draft["released_at"] and change.turned("released_at")
        if not released:
            continue
        yield from _enough(world, change)
        yield from _files(change)
        if not _queued(changes, "draft_note", change.key, "released"):
            yield f"{change.key} was released and its documents are not on their way"
        if draft["status"] != "approved" or world.clock() < world.approved[change.key] + world.delay:
            yield f"{change.key} was released before its time, {draft['status']}"


def _yes(world: World, change: Change, given: dict[str, Any]) -> Iterator[str]:
    """A yes is of an approver who is not the author, to the version and the text that stand."""
    draft, before, role = change.after, change.before, world.role_of(given["by"])
    if given["by"] == draft["author"]:
        yield f"{change.key} was approved by its author"
    if RANK[role] < RANK["approver"]:
        yield f"{change.key} was approved by {given['by']}, a {role}"
    shown = world.shown.get((change.key, given["by"]), before["version"])
    if not given["version"] == shown == before["version"]:
        yield f"{change.key} was approved in another version than was shown"
    if before["request"]["as_of"] != china_day(world.clock()).isoformat():
        yield f"{change.key}, dated {before['request']['as_of']}, was approved on {china_day(world.clock())}"
    if before["status"] != "awaiting_approval":
        yield f"{change.key} was approved while {before['status']}"


@cache
def _asked() -> Mapping[str, int]:
    """How many people each kind of notice asks for, as the catalog tells it."""
    told = tomllib.loads(
        (Path(__file__).parents[2] / "templates" / "catalog.toml").read_text(encoding="utf-8")
    )
    return {each["kind"]: each["approvers"] for each in told["kind"]}


def _enough(world: World, change: Change) -> Iterator[str]:
    draft = change.after
    text = {
        tuple(sorted(map(tuple, a["sha256"]))) for a in draft["approvals"] if a["version"] == draft["version"]
    }
    given = {a["by"] for a in draft["approvals"] if a["version"] == draft["version"]} - {draft["author"]}
    people = {who for who in given if RANK[world.role_of(who)] >= RANK["approver"]}
    if len(people) < _asked()[draft["request"]["kind"]]:
        yield f"{change.key} is approved by {len(people)} that count"
    if len(text) > 1:
        yield f"{change.key} is approved in several texts"
    waived = {each["field"] for each in draft["waivers"]}
    open_gaps = [g["field"] for g in draft["composition"]["gaps"] if g["severity"] == "blocking"]
    if set(open_gaps) - waived:
        yield f"{change.key} is approved with a gap that blocks: {open_gaps[0]}"


def _declined(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A draft is sent back by an approver or its author, in the version that they were shown."""
    for change in _of(changes, "drafts"):
        if not any(change.became("status", each) for each in ("rejected", "changes_requested")):
            continue
        acts = [c.after for c in _of(changes, "audit") if c.added and _is_about(c.after, change.key)]
        for who in sorted({act["who"] for act in acts}):
            if RANK[world.role_of(who)] < RANK["approver"] and who != change.after["author"]:
                yield f"{change.key} was sent back by {who}, a {world.role_of(who)}"
            if world.shown.get((change.key, who)) != change.after["version"]:
                yield f"{change.key} was sent back in another version than {who} was shown"


def _is_about(act: Any, draft_id: str) -> bool:
    return bool(act["details"].get("draft") == draft_id)


def _verdicts(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Every word on a listing is on the trail: whose it is, and what was said."""
    acts = [c.after for c in _of(changes, "audit") if c.added and c.after["what"].startswith("verdict.")]
    told = [(act["subject"], act["who"], act["details"].get("verdict")) for act in acts]
    for change in _of(changes, "verdicts"):
        if change.added and (change.key, change.after["by"], change.after["verdict"]) not in told:
            yield f"{change.after['by']} called {change.key} {change.after['verdict']} without an act on the trail"


def _files(change: Change) -> Iterator[str]:
    """The clean documents are those whose hashes are kept."""
    for file in change.after["files"]:
        if file["role"] == "clean":
            path = Path(file["path"])
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
                yield f"{change.key}: the file {path.name} is not what was kept of it"


def _clocks(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A clock's days stay as they were."""
    for change in _of(changes, "deadlines"):
        if change.gone:
            yield f"the clock {change.key} was deleted"
            continue
        for field in ("due_on", "started_on", "basis", "kind"):
            if change.turned(field):
                yield f"{change.key}: {field} was changed"


def _reminders(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A reminder is marked and queued in one unit, once."""
    queued = {
        (c.after["subject"], c.after["body"])
        for c in _of(changes, "outbox")
        if c.added and c.after["kind"] == "reminder"
    }
    marked = set[tuple[str, str]]()
    for change in _of(changes, "deadlines"):
        marks = change.after["reminded"] if change.after else []
        before = change.before["reminded"] if change.before else []
        marked |= {(change.key, mark) for mark in marks if mark not in before}
        if len(set(marks)) < len(marks) or not set(before) <= set(marks):
            yield f"the reminders of {change.key} are {before}, then {marks}"
    for clock, mark in sorted(queued ^ marked):
        yield f"{clock}, {mark}: marked as reminded and queued as a reminder are not one"


def _trail(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Nothing on the trail is changed or taken away, and it says the moment."""
    for change in _of(changes, "audit"):
        if not change.added:
            yield f"entry {change.key} of the trail was changed"
            continue
        act = change.after
        if _moment(act["at"]) != world.clock():
            yield f"entry {change.key} of the trail, {act['what']}, says {act['at']} at {world.clock()}"


def _settled(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What leaves the outbox is in Slack, or had no reason any more."""
    for change in _of(changes, "outbox"):
        if not change.gone:
            continue
        kind, subject, body = (change.before[name] for name in ("kind", "subject", "body"))
        key = {
            "reminder": f"{subject} {body}",
            "draft_note": f"{subject} {body} {change.key}" if body in {"released", "held_back"} else "",
            "admin_note": f"note {change.key}",
            "digest": f"digest {subject} {change.key}",
        }.get(kind, "")
        if key and not world.slack.stored[key] and not world.needless(kind, subject, body):
            yield f"{key} left the outbox and is not in Slack"


def _looks(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Down is what a look saw gone; a look that saw nothing changes nothing but its word."""
    for change in _of(changes, "case_listings"):
        if not change.before or not change.after or change.after["looks"] == change.before["looks"]:
            continue
        seen, now, was = world.feed.seen.get(change.key), change.after["state"], change.before["state"]
        if now == "down" and was != "down" and seen != "gone":
            yield f"{change.key} counts as down; its page was {seen}"
        if now in ("still_up", "back") and seen != "up" and not now == was == "back":
            yield f"{change.key} counts as {now}; its page was {seen}"
        if seen == "a riddle" and now != was and now != "could_not_look":
            yield f"{change.key} became {now} by a look at a riddle"
        if seen == "gone" and now != "down":
            yield f"{change.key} is gone and counts as {now}"


def _cases(world: World, changes: Sequence[Change]) -> Iterator[str]:
    for change in _of(changes, "cases"):
        if change.gone:
            yield f"{change.key} was deleted"
        elif change.turned("status") and not any(_told(changes, key) for key in _names(change)):
            yield f"{change.key} became {change.after['status']} without an act on the trail"


def _names(change: Change) -> Iterator[str]:
    yield change.key
    yield from change.after["listing_ids"]


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))


RULES: tuple[Callable[[World, Sequence[Change]], Iterator[str]], ...] = (
    _alerts,
    _snoozes,
    _judged,
    _drafts,
    _approvals,
    _declined,
    _verdicts,
    _clocks,
    _reminders,
    _trail,
    _settled,
    _looks,
    _cases,
)

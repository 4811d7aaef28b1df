"""Promises by whole kinds, whoever's feature it is: what is limited or held goes on when its time comes, a reminder belongs to
what still waits, what is looked up by says what its record says, what is offered is heard."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.domain.moments import CHINA
from bot.domain.rules import AlertRule, Pace
from bot.repositories import UnitOfWork
from tests.simulation.journal import Change

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
HOUR, DAY, A_WHILE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=15)
HELD = {"hourly_cap", "digest", "quiet_hours"}
"""Why an alert is told later."""

OVERSLEPT = 3
"""Within so many rounds in which a bot looked for it what is due is told."""

OF_STATUS = {
    "waiting": "awaiting_approval",
    "deputy": "awaiting_approval",
    "unfiled": "approved",
    "held_back": "approved",
}
"""The status of a draft in which people are reminded of it."""

OTHERWISE = {("alerts", "listing_id"), ("audit", "payload")}
"""Columns that tell something else than the field of their name."""


def wrong_kinds(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Everything in this unit of work that one of the kinds forbids."""
    for rule in RULES:
        yield from rule(world, changes)


def _of(changes: Sequence[Change], table: str) -> list[Change]:
    return [each for each in changes if each.table == table and each.after]


def _limited(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A limit falls again: over an hourly cap is only who comes after as many as that within the hour."""
    now = world.clock()
    for change in _of(changes, "alerts"):
        rule = change.after["rule"]
        if not change.became("held", "hourly_cap") or rule not in world.caps:
            continue
        posted = [
            row["posted_at"]
            for row in world.known.rows.of("alerts").values()
            if row["rule"] == rule and row["posted_at"]
        ]
        told = sum(now - datetime.fromisoformat(at) < HOUR + A_WHILE for at in posted)
        if told < world.caps[rule]:
            yield f"{change.key} is over the cap of {rule}, which told {told} alerts in the hour before"


def _anew(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Whatever waits anew, or stands in a new version, is reminded of anew; and of nothing that does not wait."""
    for change in _of(changes, "drafts"):
        row, before = change.after, change.before
        if before is None:
            continue
        begun = change.turned("version") or (before["status"] == "approved" != row["status"] != "sent")
        old = [step for step in row["reminders"] if step in before["reminders"]]
        if begun and old and row["status"] in {"awaiting_approval", "blocked"}:
            yield f"{change.key} waits anew, and counts as reminded of: {old[0]}"
        for step in row["reminders"]:
            if step not in before["reminders"] and row["status"] != OF_STATUS.get(step, row["status"]):
                yield f"{change.key} is {row['status']}, and its people are reminded of it: {step}"


def _in_their_hour(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A digest is made when the oldest that it tells of has waited for its hour, and at no other."""
    for change in _of(changes, "outbox"):
        if not change.added or change.after["kind"] != "digest":
            continue
        rows = [world.known.alert(name) for name in change.after["body"].split()]
        dues = [due for row in rows if row.get("held") in HELD and (due := due_at(world, row))]
        if dues and min(dues) > world.clock():
            yield f"a digest of {change.after['subject']} was made before its hour, {min(dues)}"


def _certain(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A message that may stand in Slack is one that may stand there for as long as it waits, also where it is set aside."""
    for change in changes:
        about = change.after["subject"] if change.table == "doubts" else ""
        if about and (change.after["before"] or world.slack.doubts.about(f"{change.after['kind']} {about}")):
            yield f"message {change.key} about {about} may stand in Slack, and is kept as one that does not"


def due_at(world: World, alert: Row) -> datetime | None:
    """When an alert that is held is told at the latest, if its rule is known."""
    rule, raised = world.rules.get(alert["rule"]), datetime.fromisoformat(alert["raised_at"])
    if rule is None or alert["held"] not in HELD:
        return None
    local = raised.astimezone(CHINA)
    if rule.pace is Pace.DAILY:
        at = local.replace(hour=rule.digest_at.hour, minute=rule.digest_at.minute, second=0, microsecond=0)
        return at if at > local else at + DAY
    if rule.quiet_to is not None and _quiet(rule, raised):
        ends = local.replace(hour=rule.quiet_to.hour, minute=rule.quiet_to.minute, second=0, microsecond=0)
        return ends if ends > local else ends + DAY
    return raised + HOUR


def _quiet(rule: AlertRule, at: datetime) -> bool:
    """Whether nobody is to be told at this time of the day; the hours may run over midnight."""
    begins, ends, here = rule.quiet_from, rule.quiet_to, at.astimezone(CHINA).time()
    if begins is None or ends is None:
        return False
    return begins <= here < ends if begins <= ends else not ends <= here < begins


def held_on(world: World, looked: datetime | None = None) -> Iterator[str]:
    """What is held is told once its own hour has come, however much comes after it: by the job that ``looked``, or within a
    few ticks."""
    for name, row in world.known.rows.of("alerts").items():
        if row["held"] not in HELD or row["state"] != "open" or row["verdict"]:
            continue
        due = due_at(world, row)
        rule = world.rules.get(row["rule"])
        if due is None or rule is None:
            continue
        due = max(due, world.known.held_since.get(name, due))  # other goods on its page are held anew
        seen = [looked] if looked else sorted(set(world.holding))
        since = [at for at in seen if due < at and not _quiet(rule, at)]
        if len(since) > (0 if looked else OVERSLEPT):
            yield f"{name} is held ({row['held']}) at {world.clock()}, and was to be told by {due}"


def told_in_time(world: World, payload: Row) -> Iterator[str]:
    """What stands in Slack just now: no alert within the quiet hours of its rule, no reminder of what ended before."""
    now, known = world.clock(), world.known
    if name := payload.get("alert_id"):
        alert = known.alert(name)
        rule = world.rules.get(alert.get("rule", ""))
        if rule is not None and _quiet(rule, now - A_WHILE) and _quiet(rule, now) and not alert.get("ts"):
            yield f"{name} was told within the quiet hours of {rule.rule_id}"
    clock = known.rows.get(("deadlines", str(payload.get("key") or "").partition(" ")[0]))
    if clock and clock["done_at"] and now - datetime.fromisoformat(clock["done_at"]) > A_WHILE:
        yield f"{clock['deadline_id']} was reminded of, and ended at {clock['done_at']}"


def columns(world: World, unit: UnitOfWork) -> Iterator[str]:
    """What a row is found by says what its record says; a summary says what it sums up."""
    connection = sqlite3.connect(world.home / "marque.sqlite3")
    connection.row_factory = sqlite3.Row
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # names of its own
            for row in rows if rows and "record" in rows[0] else ():
                yield from _odd_columns(table, dict(row))
        drafts = {row["draft_id"]: row["record"] for row in connection.execute("SELECT * FROM drafts")}
        for row in connection.execute("SELECT * FROM draft_summaries"):
            summary, draft = json.loads(row["record"]), json.loads(drafts[row["draft_id"]])
            for field in summary.keys() & draft.keys():
                if summary[field] != draft[field]:
                    yield f"the summary of {row['draft_id']} says {field} {summary[field]!r:.40}, not {draft[field]!r:.40}"
        for row in connection.execute("SELECT * FROM alerts"):
            alert = json.loads(row["record"])
            waits = (
                alert["state"] == "open" and alert["verdict"] is None and alert["assessment"]["band"] != "low"
            )
            if bool(row["waits"]) != waits and alert["assessment"]["band"] in {"high", "medium"}:
                yield f"{row['alert_id']} is found as {'' if row['waits'] else 'not '}waiting"
            yield from _odd_traces(connection, row, alert["listing"])
    finally:
        connection.close()


def _odd_traces(connection: sqlite3.Connection, row: sqlite3.Row, listing: Row) -> Iterator[str]:
    """An alert is found by the shop, the pictures and the names of the goods that it is about now, and by no other's."""
    shop = f"{listing['platform']}:{listing['seller_id']}"
    held = connection.execute("SELECT trace FROM alert_traces WHERE alert_id = ?", [row["alert_id"]])
    found = {trace for (trace,) in held}
    pictures = {urlsplit(each) for each in listing["images"]}
    wanted = {f"picture:{each.netloc}{each.path}" for each in pictures}
    wanted |= {f"seller:{shop}"} | {f"picture:print:{key}" for _, key in listing["prints"] if key}
    mute = {place for place, key in listing["prints"] if not key}
    own = {each for each in found if each.startswith(("picture:", "seller:"))}
    if not mute and own != wanted:
        yield f"{row['alert_id']} is found by {sorted(own - wanted)[:2]}, and not by {sorted(wanted - own)[:2]}"
    names = connection.execute("SELECT name, shop FROM shop_names WHERE listing_id = ?", [row["listing_id"]])
    called = {(name, at) for name, at in names}
    told = {listing[name].lower() for name in ("seller_id", "seller_name", "seller_company")}
    if called != {(name, shop) for name in told if len(name) > 1} or row["shop"] != shop:
        yield f"the shop of {row['alert_id']} is {shop}, and it is found by {sorted(called)[:3]}, {row['shop']}"


def _odd_columns(table: str, row: Row) -> Iterator[str]:
    record = json.loads(row["record"])
    if not isinstance(record, dict):
        return
    for name in row.keys() & record.keys():
        told, held = row[name], record[name]
        if (table, name) in OTHERWISE or isinstance(held, dict | list | bool) or isinstance(told, bytes):
            continue
        if (isinstance(held, str) and "T" in held and ":" in held and name.endswith("_at")) or name == "at":
            same = not told or datetime.fromisoformat(str(told)).replace(tzinfo=None) == _utc(held)
        else:
            same = (told or None) == (held or None)
        if not same:
            yield f"{table} {next(iter(row.values()))}: {name} is {held!r:.40}, and it is found by {told!r:.40}"


def _utc(moment: str) -> datetime:
    read = datetime.fromisoformat(moment)
    return (read - (read.utcoffset() or timedelta())).replace(tzinfo=None)


def offered(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Every button of a message that stands is heard: somebody works off what its press delivers."""
    heard = {route.name for route in world.replicas[0].front.worklist.routes if route.kind == "click"}
    seen = set[str]()
    for messages in world.slack.standin.workspace.messages.values():
        for message in messages.values():
            seen |= set(_pressable(message.blocks))
    for name in sorted(seen - heard):
        yield f"nobody hears the button {name}"


def _pressable(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "button" and node.get("action_id") and not node.get("url"):
            yield str(node["action_id"])
        for value in node.values():
            yield from _pressable(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _pressable(value)


RULES = (_limited, _anew, _in_their_hour, _certain)
CHECKS = (columns, offered)

"""What must hold of every row at every commit: its fields fit each other, it goes only where it may, whoever changed it is on
the trail with what they did, and the trail says what the row says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.moments import CHINA, china_day
from tests.simulation.journal import Change
from tests.simulation.reckoned import works

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
DAY = timedelta(days=1)

ON_TRAIL: Mapping[str, Sequence[str]] = {
    "alerts": ("state", "verdict", "snoozed_until"),
    "drafts": (
        "status",
        "version",
        "approvals",
        "waivers",
        "sent",
        "received",
        "released_at",
        "reminders",
        "comment",
    ),
    "deadlines": ("done_at", "done_by", "snoozed_until", "reminded"),
    "cases": ("status", "owner", "deputy", "due_on", "closed_reason", "outcomes", "costs"),
    "alert_rules": ("channel", "band", "pace", "cap", "muted", "min_score"),
    "test_purchases": ("state", "examination"),
    "evidence": ("kind",),
}
"""Fields that change only with an act on the trail, in the same unit of work."""

DECIDED = {
    "open": "snoozed dismissed in_case",
    "snoozed": "open dismissed in_case",
    "dismissed": "open in_case snoozed",
    "in_case": "open dismissed snoozed",
}

NEXT = {
    "open": "investigating notice_drafted down escalated closed",
    "investigating": "notice_drafted down escalated closed",
    "notice_drafted": "investigating approved down escalated closed",
    "approved": "investigating notice_drafted sent down escalated closed",
    "sent": "answered down escalated closed",
    "answered": "notice_drafted sent down escalated closed",
    "down": "investigating notice_drafted answered escalated closed",
    "escalated": "notice_drafted sent answered down closed",
    "closed": "investigating",
}
"""From each status of a case, where it may go within one unit of work."""

OPENS, CLOSES, PATIENCE = 9, 18, timedelta(hours=4)


def wrong_rows(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Everything that does not fit."""
    for rule in RULES:
        yield from rule(world, changes)


def _of(changes: Sequence[Change], table: str) -> list[Change]:
    """The last change of each row of a table."""
    return list({each.key: each for each in changes if each.table == table and each.after}.values())


def _firsts(changes: Sequence[Change], table: str) -> Mapping[str, Any]:
    """Each row of a table as it was before the unit of work."""
    found: dict[str, Any] = {}
    for each in changes:
        if each.table == table:
            found.setdefault(each.key, each.before)
    return found


def _acts(changes: Sequence[Change]) -> list[Row]:
    return [each.after for each in changes if each.table == "audit" and each.added]


def _named(table: str, key: str, row: Row) -> Iterator[str]:
    """By which an act may name a row."""
    yield key
    if table == "alerts":
        yield f"{row['listing']['platform']}:{row['listing']['item_id']}"
    for field in ("listing_id", "case_id", "draft_id", "deadline_id", "rule_id", "evidence_id"):
        if row.get(field) and table not in {"deadlines", "drafts"}:
            yield str(row[field])


def _traced(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What a person or the bot decided of a row is on the trail, in the same unit of work."""
    acts = [f"{act['subject']} {act['details']}" for act in _acts(changes)]
    for table, owned in ON_TRAIL.items():
        firsts = _firsts(changes, table)
        for change in _of(changes, table):
            before = firsts[change.key]
            turned = [name for name in owned if before and before.get(name) != change.after.get(name)]
            if not turned:
                continue
            names = list(_named(table, change.key, change.after))
            if not any(name in act for act in acts for name in names):
                yield f"{change.key}: {turned[0]} became {change.after[turned[0]]!r:.60} without an act on the trail"


def _alerts(world: World, changes: Sequence[Change]) -> Iterator[str]:
    said = {each.key: each.after for each in changes if each.table == "verdicts" and each.after}
    for change in _of(changes, "alerts"):
        row, state = change.after, change.after["state"]
        if state == "snoozed" and not row["snoozed_until"]:
            yield f"{change.key} sleeps for ever"
        if state == "in_case" and not row["case_id"]:
            yield f"{change.key} is in a case, and in none"
        listing = f"{row['listing']['platform']}:{row['listing']['item_id']}"
        stands = said.get(listing) or world.known.verdicts.get(listing)
        if stands is not None and not row["changed"] and row["verdict"] != stands["verdict"]:
            yield f"{change.key} shows the verdict {row['verdict']}, and {stands['verdict']} stands"
    for act in _acts(changes):
        row = next((each.after for each in _of(changes, "alerts") if each.key == act["subject"]), None)
        if row is None:
            continue
        if act["what"] == "alert.snoozed" and act["details"]["until"] != _iso(row["snoozed_until"]):
            yield f"{act['subject']} sleeps until {row['snoozed_until']}, and the trail says {act['details']['until']}"
        wanted = {"alert.snoozed": "snoozed", "alert.dismissed": "dismissed", "alert.in_case": "in_case"}.get(
            act["what"]
        )
        if wanted and row["state"] != wanted:
            yield f"{act['subject']} is {row['state']}, and the trail says {act['what']}"
        if wanted in {"snoozed", "in_case"} and row["handled_by"] != act["who"]:
            yield f"{act['subject']} was handled by {row['handled_by']}, and the trail says {act['who']}"


def _iso(text: Any) -> str:
    return datetime.fromisoformat(str(text)).isoformat() if text else ""


def _cases(world: World, changes: Sequence[Change]) -> Iterator[str]:
    firsts = _firsts(changes, "cases")
    for change in _of(changes, "cases"):
        before, row = firsts[change.key], change.after
        if before is None:
            continue
        apart = any(act["what"] in {"case.split", "case.unmerged"} for act in _acts(changes))
        ways = NEXT[before["status"]].split()
        if before["status"] != row["status"] and row["status"] not in ways and not apart:
            yield f"{change.key} went from {before['status']} to {row['status']}"
        if row["listing_count"] < before["listing_count"] and not (row.get("merged") or apart):
            yield f"{change.key} has {row['listing_count']} listings, after {before['listing_count']}"


def _drafts(world: World, changes: Sequence[Change]) -> Iterator[str]:
    firsts = _firsts(changes, "drafts")
    for change in _of(changes, "drafts"):
        row, before = change.after, firsts[change.key]
        if (row["status"] == "awaiting_approval") != bool(row["waiting_since"]) and row["status"] in {
            "awaiting_approval",
            "blocked",
        }:
            yield f"{change.key} is {row['status']} and waits since {row['waiting_since']}"
        if before is None:
            continue
        if row["version"] - before["version"] not in (0, 1):
            yield f"{change.key}: after version {before['version']} came {row['version']}"
        same = row["version"] == before["version"]
        if same and row["composition"] != before["composition"] and row["status"] != "needs_new_version":
            yield f"{change.key}: the text of version {row['version']} changed"
        if not same and any(file["role"] == "clean" for file in row["files"]):
            yield f"{change.key}: version {row['version']} has clean documents of an earlier one"
        if row["status"] == "approved" != before["status"]:
            due = world.clock() + world.delay
            held = row["release_at"] and datetime.fromisoformat(row["release_at"]) == due
            if not (held if world.delay else row["released_at"]):
                yield f"{change.key} was approved at {world.clock()}, and is released at {row['release_at']}"
        if row["released_at"] and row["status"] not in {"approved", "sent", "needs_new_version"}:
            yield f"{change.key} is {row['status']}, and released"
        yield from _patience(world, change.key, before, row)


def _patience(world: World, name: str, before: Row, row: Row) -> Iterator[str]:
    """Approvers are reminded after four hours of working time, whoever files on the next working morning."""
    now = world.clock().astimezone(CHINA)
    for step in row["reminders"]:
        if step in before["reminders"]:
            continue
        if step == "waiting" and worked(_local(row["waiting_since"]), now) < PATIENCE:
            yield f"{name}: approvers were reminded after {worked(_local(row['waiting_since']), now)} of working time"
        if step == "unfiled":
            released = _local(row["released_at"])
            if released.date() >= now.date() or not _is_weekday(now.date()) or now.hour < OPENS:
                yield f"{name}: released {released}, its filing was asked for at {now}"


def _local(text: Any) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone(CHINA)


def _is_weekday(day: date) -> bool:
    """The team of the simulation works Monday to Friday."""
    return day.isoweekday() <= 5


def worked(start: datetime, end: datetime) -> timedelta:
    """How much working time lies between."""
    total, day = timedelta(), start.date()
    while day <= end.date():
        if _is_weekday(day):
            opens, closes = (
                start.replace(
                    year=day.year, month=day.month, day=day.day, hour=hour, minute=0, second=0, microsecond=0
                )
                for hour in (OPENS, CLOSES)
            )
            total += max(min(end, closes) - max(start, opens), timedelta())
        day += DAY
    return total


def _clocks(world: World, changes: Sequence[Change]) -> Iterator[str]:
    firsts, today = _firsts(changes, "deadlines"), china_day(world.clock())
    for change in _of(changes, "deadlines"):
        row, before = change.after, firsts[change.key] or {}
        if bool(row["done_at"]) != bool(row["done_by"]):
            yield f"{change.key} was ended at {row['done_at']} by {row['done_by']}"
        if row["working_days"] and not works(date.fromisoformat(row["due_on"])):
            yield f"{change.key} counts working days, and ends on {row['due_on']}, a day off"
        later = row["snoozed_until"]
        if later and later != before.get("snoozed_until") and not today.isoformat() < later <= row["due_on"]:
            yield f"{change.key} ends on {row['due_on']}, and is quiet until {later}"
        if before.get("done_at") and row != before:
            yield f"{change.key} was ended, and changed afterwards"
        for act in _acts(changes):
            if (
                act["what"] == "deadline.done"
                and act["details"]["deadline"] == change.key
                and act["who"] != row["done_by"]
            ):
                yield f"{change.key} was ended by {row['done_by']}, and the trail says {act['who']}"


def _in_order(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Messages about one subject leave in the order in which they were added."""
    if not any(each.table == "outbox" and each.gone for each in changes):
        return
    stuck = world.slack.poisoned | world.slack.lost
    gone = {each.key: each.before for each in changes if each.table == "outbox" and each.gone}
    for key, row in gone.items():
        for number, other in world.known.waiting.items():
            earlier = other["subject"] == row["subject"] and int(number) < int(key) and number not in gone
            passed = earlier and world.known.rows.of("aside").get(number, {}).get("aside")
            if earlier and not passed and row["subject"] and row["subject"] not in stuck:
                yield f"message {key} about {row['subject']} left before {number}"


RULES: tuple[Callable[[World, Sequence[Change]], Iterator[str]], ...] = (
    _traced,
    _alerts,
    _cases,
    _drafts,
    _clocks,
    _in_order,
)

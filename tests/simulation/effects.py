"""What an effect is, whoever's door it came through: the role it needs, whose name it bears, on which day its clocks begin.

Held to at every commit and written from what Marque promises, so that a new door needs no check of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.clocks import RULES, Event, reckon
from bot.domain.moments import china_day
from bot.slack.ids import ModalField
from knowledge import law
from tests.simulation.journal import Change, changed
from tests.simulation.model import RANK, ROLES, Acting
from tests.simulation.reckoned import odd

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]

_VIEWERS = "answer.feedback answer.picked answer.shared question.asked routes.picked"
_ANALYSTS = """alert.dismissed alert.in_case alert.snoozed alert.woken brand.imported case.assigned case.closed case.cost
case.deputised case.due_set case.exported case.kept_open case.merged case.moved case.noted case.opened case.outcome
case.reopened case.results case.split case.unmerged contact.logged deadline.done deadline.snoozed deadline.started
draft.approval_withdrawn draft.changes_requested draft.links_left_out draft.made draft.rejected draft.revised
evidence.bundled evidence.handed_in evidence.sealed infringers.cut infringers.imported infringers.uncut listing.reported
listings.brought notice.delivered notice.sent outbox.tried_again paper.received purchase.examined purchase.recorded
seller.licence_read sweep.asked verdict.given verdict.lapsed verdict.taken_back"""
_APPROVERS = "draft.approval_given draft.approved gap.waived rule.dropped rule.moved rule.saved"
_ADMINS = "records.erased settings.added settings.changed settings.taken"
ROLE: Mapping[str, str] = {
    name: role
    for role, names in (
        ("viewer", _VIEWERS), ("analyst", _ANALYSTS), ("approver", _APPROVERS), ("admin", _ADMINS),
    )
    for name in names.split()
}  # fmt: skip
"""What an entry on the trail needs of whom it names."""

_LOOKED = "source.looked_at alert.raised alert.changed case.looked case.relisted evidence.stamped"
LOOKED = frozenset(_LOOKED.split())
"""What the bot does by itself wherever somebody has it look."""

_IN_JOBS = """alert.woken contact.reminded deadline.done deadline.reminded draft.outdated draft.released picture.quarantined
    publication.found records.forgotten slack.installation_ended verdict.lapsed weights.fitted"""
BY_ITSELF = LOOKED | frozenset(_IN_JOBS.split())
"""What it does by itself in its jobs."""

_SIGNED = "by handled_by opened_by done_by author read_by released_by made_by added_by"
SIGNED = frozenset(_SIGNED.split())
"""Fields in which a record is signed."""

UNSIGNED = frozenset({"audit", "outbox", "leases", "case_listings", "assessments"})
"""Tables whose rows are nobody's, and the trail, which is held to more."""

STARTS = {"counter_statement": Event.COUNTER_STATEMENT}
"""Which paper starts which clocks, of the notices of the simulation."""

SENDING = {
    "cease-and-desist": Event.LETTER_SENT,
    "amr-complaint": Event.AMR_COMPLAINT_SENT,
    "patent-adjudication-request": Event.PATENT_REQUEST_SENT,
}
"""Which kinds of notice start clocks once they are sent; whoever presses on may write any kind."""

OF_PAPERS = frozenset(rule.kind for rule in RULES if rule.event in STARTS.values())
"""Kinds of clock that a paper starts."""


def wrong_effects(world: World, changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """Everything in this unit of work that nobody was to do, or that bears another's name or day."""
    acts = [each.after for each in changes if each.table == "audit" and each.added]
    for act in acts:
        yield from _beyond(world, act)
        if act["who"] == "marque":
            yield from _own(act, acts, acting)
    if acting is not None or world.in_job:
        yield from wrong_names(changes, acting)
    yield from wrong_clocks(world, changes, acting)
    yield from wrong_wakes(world, changes)


def _beyond(world: World, act: Row) -> Iterator[str]:
    what, who = act["what"], act["who"]
    if who == "marque" or who.startswith("cli:"):  # whoever has the machine may do everything
        return
    if what not in ROLE:
        yield f"nobody knows what {what} by {who} needs"
    elif RANK[world.role_of(who)] < RANK[ROLE[what]] and not _asked_unnamed(world, act):
        yield f"{what} by {who}, a {world.role_of(who)}"


def _asked_unnamed(world: World, act: Row) -> bool:
    """Whether it is a question of somebody of whom Slack did not say who they are."""
    return act["what"] == "question.asked" and act["who"] in world.slack.mute


def _own(act: Row, acts: Sequence[Row], acting: Acting | None) -> Iterator[str]:
    what = act["what"]
    if what not in BY_ITSELF and not what.startswith("draft.reminder."):
        yield f"{what} is on the trail as the bot's own"
    elif acting is not None and what not in LOOKED:
        other_goods = what == "verdict.lapsed" and any(each["what"] == "alert.changed" for each in acts)
        if not other_goods:
            yield f"{what} is on the trail as the bot's own, and it was {acting.person} who did {acting.name}"


def wrong_names(changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """A name that a row is newly signed with is that of whoever acts; who gets back what was theirs is not signed anew."""
    person = acting.person if acting else ""
    after = [(each.table, each.after) for each in changes if each.after]
    given_back = any(
        row["takes_back"] if table == "verdicts" else table == "audit" and row["what"] == "alert.woken"
        for table, row in after
    )
    firsts, lasts = dict[tuple[str, str], Any](), dict[tuple[str, str], Row]()
    for each in changes:
        if each.table in UNSIGNED or each.gone:
            continue
        firsts.setdefault((each.table, each.key), each.before)
        lasts[each.table, each.key] = each.after
    for at, row in lasts.items():
        before = firsts[at] if at[0] != "verdicts" else None  # each word is its own
        for field, who in _signed(changed(row, before)) - _signed(changed(before, row) if before else None):
            restored = given_back and field == "handled_by"
            if who in ROLES and who != person and not restored:
                did = f"{acting.person} who did {acting.name}" if acting else "the bot by itself"
                yield f"{at[0]} {at[1]}: {field} is {who}, and it was {did}"


def _signed(row: Any) -> Counter[tuple[str, str]]:
    """By path, whose names are in a record."""
    return Counter(_names(row, ""))


def _names(row: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(row, dict):
        for name, value in row.items():
            if isinstance(value, dict | list):
                yield from _names(value, f"{path}{name}.")
            elif name in SIGNED and isinstance(value, str):
                yield f"{path}{name}", value
    elif isinstance(row, list):
        for value in row:
            yield from _names(value, path)


def wrong_clocks(world: World, changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """Clocks begin on the day of what started them, all that it starts, and end where they are counted to end."""
    drafts = {each.key: each for each in changes if each.table == "drafts" and each.before and each.after}
    clocks = [each.after for each in changes if each.table == "deadlines" and each.added]
    for key, change in drafts.items():
        mine = [clock for clock in clocks if clock["draft_id"] == key]
        if len(change.after["received"]) > len(change.before["received"]):
            paper = change.after["received"][-1]
            day = china_day(datetime.fromisoformat(paper["reached_us_at"]))
            yield from _started(key, mine, day, STARTS.get(paper["what"]))
            meant = _meant(world, acting)
            if meant and day != meant:
                yield f"{key}: a paper of {meant}, as {paper['by']} said, is kept as of {day}"
        elif change.after["sent"] and not change.before["sent"]:
            day = china_day(datetime.fromisoformat(change.after["sent"]["at"]))
            yield from _started(key, mine, day, SENDING.get(change.after["request"]["kind"]))
            meant = _meant(world, acting)
            if meant and day != meant:
                yield f"{key}: sent on {meant}, as its person said, is kept as of {day}"
    for clock in clocks:
        yield from _counted(clock)


def _meant(world: World, acting: Acting | None) -> date | None:
    """The day that whoever acts named, else today."""
    if acting is None:
        return None
    pressed = world.pressed.get(world.office.number_of(acting.key), {})
    [on] = world.said.of(acting).get(ModalField.WHEN, [pressed.get("on", "")])
    return date.fromisoformat(on) if on else china_day(world.clock())


def _started(key: str, clocks: Sequence[Row], day: date, event: Event | None) -> Iterator[str]:
    wanted = sorted(each.rule.kind for each in reckon(law.load(), event, day)) if event else []
    if (found := sorted(each["kind"] for each in clocks)) != wanted:
        yield f"{key}: what happened on {day} starts {found}, not {wanted}"
    for clock in clocks:
        if clock["started_on"] != day.isoformat():
            yield f"{clock['deadline_id']} runs from {clock['started_on']}, what started it was on {day}"


def _counted(clock: Row) -> Iterator[str]:
    """The clock is one of those that a reckoning by hand gives of the day on which it began."""
    if clock["deadline_id"].startswith("register:"):
        return
    begun = date.fromisoformat(clock["started_on"])
    events = {rule.event for rule in RULES if (rule.kind, rule.basis) == (clock["kind"], clock["basis"])}
    counted = [each for event in sorted(events) for each in reckon(law.load(), event, begun)]
    same = [each for each in counted if (each.rule.kind, each.rule.basis) == (clock["kind"], clock["basis"])]
    if clock["due_on"] not in {each.due_on.isoformat() for each in same}:
        yield f"{clock['deadline_id']}, {clock['kind']} from {begun}, ends on {clock['due_on']}"
    for each in same:
        yield from odd(each)


def wrong_wakes(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Whoever speaks for others wakes before them or with them."""
    woken = {
        each.key
        for each in changes
        if each.table == "alerts"
        and each.before
        and each.before["state"] == "snoozed"
        and each.became("state", "open")
    }
    by_itself = any(
        each.table == "audit"
        and each.added
        and (each.after["what"], each.after["who"]) == ("alert.woken", "marque")
        for each in changes
    )
    for key in sorted(woken) if by_itself else ():
        speaker = world.known.alert(key).get("folded_into")
        row = world.known.alert(speaker or "")
        due = row.get("state") == "snoozed" and datetime.fromisoformat(row["snoozed_until"]) <= world.clock()
        if due and speaker not in woken:
            yield f"{key} was woken before {speaker}, which speaks for it and is due too"

"""A plain model of the records: what each act makes of the row it is about, reckoned from the row before it and told from
docs/how-it-works.md, docs/threads.md and the issues. Whatever a unit of work leaves otherwise than this was not promised: a
field that no act speaks of stays as it was, and one that an act decides is what the act says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.moments import china_day
from tests.simulation.journal import Change
from tests.simulation.rows import NEXT
from tests.simulation.states import key_of

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
ANY: Any = object()
"""What the model leaves open."""

DAY, A_CALL = timedelta(days=1), timedelta(seconds=150)
"""A call may last so long between a moment that is kept and the commit."""

OWN = frozenset({"genuine", "grey_market", "another_brand"})
"""Verdicts that clear the goods."""

GOODS = ("title", "images", "seller_id")
"""What makes other goods of an offer: its price, for one, does not."""

LOOKS_DAILY, LOOKS_SELDOM = 7, 15
"""So many looks come daily, then up to so many every three days, then weekly."""


@dataclass(frozen=True)
class Unit:
    """A unit of work as the journal tells it."""

    world: World
    changes: Sequence[Change]
    acts: Sequence[Row]

    @property
    def now(self) -> str:
        return self.world.clock().isoformat()

    def of(self, table: str) -> list[Change]:
        """What it changed of a table, in order."""
        return [each for each in self.changes if each.table == table]

    def row(self, table: str, key: str) -> Row:
        """A row as the unit leaves it."""
        mine = [each.after for each in self.of(table) if key_of(each) == key and each.after]
        return mine[-1] if mine else self.world.known.rows.get((table, key), {})


def unit_of(world: World, changes: Sequence[Change]) -> Unit:
    """What was committed just now."""
    return Unit(world, changes, [each.after for each in changes if each.table == "audit" and each.added])


def wrong_lives(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Every field of a row that is otherwise than what happened makes of it."""
    unit = unit_of(world, changes)
    firsts, lasts = dict[tuple[str, str], Any](), dict[tuple[str, str], Any]()
    for each in changes:
        if each.table in LIVES:
            at = each.table, key_of(each)
            firsts.setdefault(at, each.before)
            lasts[at] = each.after
    for at, after in lasts.items():
        if after is None:
            continue
        before = firsts[at]
        wanted = LIVES[at[0]](unit, at[1], before, after) if before else BIRTHS[at[0]](unit, at[1], after)
        for field, value in wanted.items():
            if value is not ANY and not same(after.get(field), value):
                did = ", ".join(act["what"] for act in unit.acts) or world.step
                yield f"{at[1]}: {field} is {after.get(field)!r:.60} after {did}, not {value!r:.60}"


def same(one: Any, other: Any) -> bool:
    """Whether two values are one, moments however they are written, and give or take what a slow call lasts."""
    if one == other:
        return True
    try:
        return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= A_CALL
    except (TypeError, ValueError):
        return False


def _plain(gap: Row) -> tuple[str, str]:
    return str(gap["field"]), json.dumps(gap["message"], sort_keys=True)


def first_status(row: Row) -> str:
    """How a text stands on which nobody has decided."""
    covered = {_plain(each) for each in row["waivers"]}
    gaps = row["composition"]["gaps"]
    blocks = any(gap["severity"] == "blocking" and _plain(gap) not in covered for gap in gaps)
    return "blocked" if blocks else "awaiting_approval"


# Drafts


def _yes(unit: Unit, row: Row, after: Row, act: Row) -> None:
    added = after["approvals"][-1] if after["approvals"] else {}
    row["approvals"] = [
        *row["approvals"],
        added | {"by": act["who"], "at": unit.now, "version": row["version"]},
    ]
    for name in ("at",):  # as it is written
        row["approvals"][-1][name] = added.get(name)
    if act["what"] == "draft.approved":
        due = unit.world.clock() + unit.world.delay
        row |= {"status": "approved", "release_at": due.isoformat()}
        if not unit.world.delay:
            row |= {"released_at": unit.now, "files": ANY}


def _withdrawn(unit: Unit, row: Row, after: Row, act: Row) -> None:
    mine = {"by": act["who"], "version": row["version"]}
    if row["status"] != "awaiting_approval":
        row["waiting_since"] = unit.now
    row["approvals"] = [each for each in row["approvals"] if not mine.items() <= each.items()]
    _unreleased(row)
    row["status"] = first_status(row)


def _unreleased(row: Row) -> None:
    files = [each for each in row["files"] if each["role"] != "clean"]
    row |= {"files": files, "release_at": None, "released_at": None, "reminders": []}


def _waived(unit: Unit, row: Row, after: Row, act: Row) -> None:
    more = after["waivers"][len(row["waivers"]) :]
    row["waivers"] = [*row["waivers"], *more]
    if row["status"] == "blocked" and first_status(row) == "awaiting_approval":
        row |= {"status": "awaiting_approval", "waiting_since": unit.now}


def _declined(unit: Unit, row: Row, after: Row, act: Row) -> None:
    row |= {"status": act["what"].partition(".")[2], "comment": act["details"]["comment"]}


def _revised(unit: Unit, row: Row, after: Row, act: Row) -> None:
    row["previous"] = row["composition"]
    row |= dict.fromkeys(("request", "composition"), ANY) | {"version": row["version"] + 1}
    _unreleased(row)
    there = {_plain(gap) for gap in after["composition"]["gaps"]}
    row |= {"comment": "", "outdated_on": None, "files": ANY}
    row["waivers"] = [each for each in row["waivers"] if _plain(each) in there]
    row["status"] = first_status({**row, "composition": after["composition"]})
    row["waiting_since"] = unit.now if row["status"] == "awaiting_approval" else None


def _sent(unit: Unit, row: Row, after: Row, act: Row) -> None:
    told = {name: act["details"][name] for name in ("channel", "reference", "courier_number", "delivered_on")}
    row |= {"status": "sent", "sent": {**told, "by": act["who"], "at": (after["sent"] or {}).get("at")}}
    if not same(row["sent"]["at"], act["details"]["at"]):
        row["sent"]["at"] = act["details"]["at"]


def _paper(unit: Unit, row: Row, after: Row, act: Row) -> None:
    row["received"] = [*row["received"], *after["received"][len(row["received"]) :][:1]]


def _released(unit: Unit, row: Row, after: Row, act: Row) -> None:
    row |= {"released_at": unit.now, "files": ANY}


def _outdated(unit: Unit, row: Row, after: Row, act: Row) -> None:
    row |= {"status": "needs_new_version", "outdated_on": ANY}


OF_DRAFTS: Mapping[str, Callable[[Unit, Row, Row, Row], None]] = {
    "draft.approval_given": _yes,
    "draft.approved": _yes,
    "draft.approval_withdrawn": _withdrawn,
    "gap.waived": _waived,
    "draft.changes_requested": _declined,
    "draft.rejected": _declined,
    "draft.revised": _revised,
    "draft.links_left_out": _revised,
    "notice.sent": _sent,
    "notice.delivered": lambda unit, row, after, act: row.update(sent=ANY),
    "paper.received": _paper,
    "draft.released": _released,
    "draft.outdated": _outdated,
}
LISTS, MOST_PLACES = ("copies", "calls"), 40
"""Where messages about a draft stand beside its first one: kept when they were posted, by no act, the newest of them."""


def _draft(unit: Unit, key: str, before: Row, after: Row) -> Row:
    row, mine = dict(before), [act for act in unit.acts if act["details"].get("draft") == key]
    if any(act["what"] in MIXED for act in unit.acts):
        row["case_id"] = ANY
    if not mine:
        row |= _standing(unit, before, after)
    for act in mine:
        what = act["what"]
        if what.startswith("draft.reminder."):
            row["reminders"] = [*row["reminders"], what.removeprefix("draft.reminder.")]
        elif what in OF_DRAFTS:
            OF_DRAFTS[what](unit, row, after, act)
    return row


def _standing(unit: Unit, before: Row, after: Row) -> Row:
    """Where its messages stand: they are added to, and the first one moves only where somebody took it away."""
    moves = not before["ts"] or (before["channel"], before["ts"]) in unit.world.slack.deleted
    grown = [
        name
        for name in LISTS
        if len(after[name]) >= MOST_PLACES or {*map(_at, before[name])} <= {*map(_at, after[name])}
    ]
    return dict.fromkeys((*grown, *(("channel", "ts") if moves else ())), ANY)


def _at(place: Row) -> tuple[str, str]:
    return place["channel"], place["ts"]


def _new_draft(unit: Unit, key: str, after: Row) -> Row:
    status = first_status(after)
    waits = unit.now if status == "awaiting_approval" else None
    nothing = {
        "approvals": [],
        "reminders": [],
        "received": [],
        "sent": None,
        "released_at": None,
        "comment": "",
    }
    return {**nothing, "version": 1, "status": status, "waiting_since": waits, "created_at": ANY}


# Cases and their listings


def followed(row: Row, to: str) -> None:
    """A case goes on with what was done about it, where a way leads there."""
    if row["status"] != "closed" and to in NEXT[row["status"]].split():
        row["status"] = to


ON_CASES: Mapping[str, str] = {
    "draft.made": "notice_drafted",
    "draft.approved": "approved",
    "notice.sent": "sent",
    "paper.received": "answered",
}
"""How a case follows what is done with its drafts."""

MIXED = frozenset({"case.merged", "case.unmerged", "case.split", "case.relisted"})
"""Acts on several cases at once."""

REGROUPED = frozenset(
    {"status", "listing_count", "listing_ids", "right_ids", "merged", "closed_reason", "closed_at", "down_at"}
)
"""What these make of a case; all else of it stays as it was."""


def _case(unit: Unit, key: str, before: Row, after: Row) -> Row:
    row = dict(before)
    if any(act["what"] in MIXED for act in unit.acts):
        return row | dict.fromkeys(REGROUPED, ANY)
    entries = [each for each in unit.of("case_listings") if each.added and each.after["case_id"] == key]
    joined = [act for act in unit.acts if act["what"] == "alert.in_case" and act["details"]["case"] == key]
    row["listing_count"] += len(entries)
    row["listing_ids"] = [*row["listing_ids"], *(each.key for each in entries)][:20]
    if joined or entries:
        row["right_ids"] = ANY
    if not unit.acts and not before["ts"]:
        row |= dict.fromkeys(("channel", "ts"), ANY)
    for act in unit.acts:
        if act["subject"] == key or act["details"].get("case") == key:
            _on_case(unit, row, after, act)
    return row


def _on_case(unit: Unit, row: Row, after: Row, act: Row) -> None:
    what, told = act["what"], act["details"]
    if what in ON_CASES:
        followed(row, ON_CASES[what])
    elif what == "draft.approval_withdrawn":
        before = next(each.before for each in unit.of("drafts") if each.key == told["draft"])
        if before["status"] == "approved":
            followed(row, "notice_drafted")
    elif what in {"case.assigned", "case.deputised", "case.due_set", "case.moved"}:
        names = {"owner", "deputy", "due_on", "status"} & told.keys()
        row |= {name: told[name] for name in names}
    elif what == "case.closed":
        row |= {"status": "closed", "closed_reason": told["reason"], "closed_at": unit.now}
    elif what == "case.reopened":
        row |= {"status": "investigating", "closed_reason": "", "closed_at": None}
    elif what == "case.outcome":
        kept = after["outcomes"][len(row["outcomes"]) :][:1] or [{}]
        row["outcomes"] = [*row["outcomes"], *({**each, **told} for each in kept)]
        followed(row, "answered")
    elif what == "case.cost":
        on = china_day(unit.world.clock()).isoformat()
        named = {name: told[name] for name in ("amount", "currency", "what")}
        row["costs"] = [*row["costs"], {**named, "on": on, "by": act["who"]}]
    elif what == "case.looked":
        _concluded(unit, row)


def _concluded(unit: Unit, row: Row) -> None:
    """What a look saw: back takes a case up again, all down ends it."""
    came = [each for each in unit.of("case_listings") if each.turned("state")]
    if any(each.after["state"] == "back" for each in came):
        row["down_at"] = None
        if row["status"] == "closed" and not row["merged"]:
            row |= {"status": "investigating", "closed_reason": "", "closed_at": None}
        else:
            followed(row, "investigating")
        return
    held = unit.world.known.rows.of("case_listings")
    rows = [unit.row("case_listings", at) for at in held if at.startswith(f"{row['case_id']} ")]
    states = {each["state"] for each in rows}
    if states <= {"down", "listed"} and "down" in states:
        followed(row, "down")
        row["down_at"] = unit.now


def _new_case(unit: Unit, key: str, after: Row) -> Row:
    opened = next((act for act in unit.acts if (act["what"], act["subject"]) == ("case.opened", key)), None)
    if opened is None:
        return _split_off(unit, key)
    who, entries = (
        opened["who"],
        [e for e in unit.of("case_listings") if e.added and e.after["case_id"] == key],
    )
    return {
        "opened_by": who, "owner": who, "opened_at": unit.now, "closed_at": None, "costs": [], "ts": "",
        "listing_count": len(entries), "listing_ids": [each.key for each in entries][:20],
    }  # fmt: skip


def _split_off(unit: Unit, key: str) -> Row:
    """A case made of another's listings is whose that one is."""
    acts = [act for act in unit.acts if (act["what"], act["subject"]) == ("case.split", key)]
    parents = [unit.world.known.rows["cases", act["details"]["case"]] for act in acts]
    return {
        name: value
        for act, row in zip(acts, parents, strict=True)
        for name, value in (
            *((each, row[each]) for each in ("owner", "deputy", "brand", "right_ids")),
            *(
                ("opened_by", act["who"]),
                ("opened_at", unit.now),
                ("costs", []),
                ("split_from", row["case_id"]),
            ),
        )
    }


def _entry(unit: Unit, key: str, before: Row, after: Row) -> Row:
    """A listing of a case: notified by what was sent, down or up by what a look saw, down since it first was."""
    row, now = dict(before), unit.world.clock()
    if any(act["what"] in MIXED for act in unit.acts):
        return row | dict.fromkeys(("case_id", "came_from"), ANY)
    if any(act["what"] == "case.results" for act in unit.acts):
        return row | dict.fromkeys(("result", "result_reason", "result_at", "next_look_at"), ANY)
    for act in unit.acts:
        if act["what"] == "notice.sent" and act["subject"] == row["case_id"]:
            at = datetime.fromisoformat(act["details"]["at"])
            row["state"] = "notified" if row["state"] == "listed" else row["state"]
            row["notified_at"] = row["notified_at"] or at.isoformat()
            row["next_look_at"] = (at + DAY).isoformat()
            return row
    row |= {"looks": row["looks"] + 1, "looked_at": unit.now, "why": ANY}
    seen, days = unit.world.feed.seen.get(row["listing_id"], "a riddle"), 7
    if seen == "gone":
        row |= {"state": "down", "down_at": row["down_at"] or unit.now}
    else:
        days = 1 if row["looks"] < LOOKS_DAILY else 3 if row["looks"] < LOOKS_SELDOM else 7
        gone = row["state"] in {"down", "back"} if seen == "a riddle" else row["down_at"] is not None
        unknown = row["state"] if gone else "could_not_look"
        row["state"] = unknown if seen == "a riddle" else "back" if gone else "still_up"
    row["next_look_at"] = (now + DAY * days).isoformat() if row["notified_at"] else None
    return row


def _new_entry(unit: Unit, key: str, after: Row) -> Row:
    if any(act["what"] in MIXED for act in unit.acts):
        return {}
    nothing = dict.fromkeys(("notified_at", "down_at", "looked_at", "next_look_at", "came_from"), None)
    return {**nothing, "state": "listed", "looks": 0, "added_at": unit.now}


# Clocks, words, alerts


def _clock(unit: Unit, key: str, before: Row, after: Row) -> Row:
    row = dict(before)
    if any(act["what"] in MIXED for act in unit.acts):
        row["case_id"] = ANY
    for act in unit.acts:
        what, told = act["what"], act["details"]
        if told.get("deadline") != key:
            continue
        if what == "deadline.done":
            row |= {"done_at": unit.now, "done_by": act["who"]}
        elif what == "deadline.snoozed":
            row["snoozed_until"] = told["until"]
        elif what == "deadline.reminded":
            row["reminded"] = [*row["reminded"], told["reminder"]]
    return row


def _new_clock(unit: Unit, key: str, after: Row) -> Row:
    return {"reminded": [], "done_at": None, "done_by": None, "snoozed_until": None}


def _alert(unit: Unit, key: str, before: Row, after: Row) -> Row:
    """What people said of it, and where its message stands. How many it speaks for is counted apart."""
    row, listing = dict(before), key.removeprefix("A-")
    words = [each.after for each in unit.of("verdicts") if each.added and each.key == listing]
    shown = ("listing", "assessment", "shared", "folds")
    row |= dict.fromkeys(shown, ANY)
    other = before["listing"].get("images") != after["listing"].get("images")
    if other or (not unit.acts and not _made(before["proof"], after["proof"])):
        row["proof"] = ANY
    decided = [after["assessment"]["score"], after["assessment"]["band"]]
    for act in unit.acts:
        what, told = act["what"], act["details"]
        if act["subject"] == listing and what.startswith("verdict."):
            _said(row, words.pop(0), what, before, after, decided)
        elif act["subject"] != key:
            continue
        elif what == "alert.snoozed":
            row |= {"state": "snoozed", "handled_by": act["who"], "snoozed_until": told["until"]}
        elif what == "alert.woken":
            row |= {"verdict": None, "reason": ""} if row["state"] == "dismissed" else {}
            stands = unit.world.known.verdicts.get(listing) if row["verdict"] else None
            judge = stands["restored_of"] or stands["by"] if stands else None
            row |= {"state": "open", "handled_by": judge, "snoozed_until": None}
        elif what == "alert.in_case":
            row |= {"state": "in_case", "handled_by": act["who"], "case_id": told["case"]}
            row |= {} if row["verdict"] else {"decided_on": decided}
    return row | _placing(unit, before, after)


def _made(before: Row | None, after: Row | None) -> bool:
    """Whether a proof that shows something is there already, and becomes another one or none."""
    shows = before is not None and before["file"]
    return bool(shows) and (after is None or any(before[name] != after[name] for name in ("sha256", "file")))  # type: ignore[index]


def _said(row: Row, word: Row, what: str, before: Row, after: Row, decided: Any) -> None:
    by, said = word["restored_of"] or word["by"], word["verdict"]
    if what == "verdict.lapsed" and word["by"] != "marque":
        return  # whoever opened it again did that
    if what == "verdict.lapsed":
        other = any(before["listing"].get(name) != after["listing"].get(name) for name in GOODS)
        row |= {"state": "open", "verdict": None, "handled_by": None, "reason": "", "snoozed_until": None}
        row["changed"] = True if other else "of other goods, and they are the same"
        return
    row["decided_on"] = decided
    if what == "verdict.taken_back":  # held to what was before it
        row |= dict.fromkeys(("state", "verdict", "reason", "handled_by", "snoozed_until"), ANY)
    elif row["state"] == "in_case":
        row["verdict"] = said
    else:
        cleared = {"state": "dismissed", "reason": word["note"] or str(said).replace("_", " ")}
        row |= cleared if said in OWN else {"state": "open", "reason": ""}
        row |= {"verdict": said, "handled_by": by}


def _placing(unit: Unit, before: Row, after: Row) -> Row:
    """Where it is told, and why not yet: decided by whoever delivers, or by rules that changed."""
    delivers = unit.world.step in {"deliver", "alerts.held"} and not unit.acts
    if delivers or any(act["what"].startswith("rule.") for act in unit.acts):
        if (
            delivers and after["ts"] and not before["ts"]
        ):  # it was decided before that it is told, by which rule
            return {"channel": ANY, "ts": ANY, "posted_at": unit.now, "held": None}
        return dict.fromkeys(("held", "rule", "channel", "released_at"), ANY)
    if before["folded_into"] and not after["folded_into"]:  # it is told by itself from now on
        return {"folded_into": None, "held": None}
    moved = after["listing"] != before["listing"]
    return {"held": ANY} if moved else {}


def _new_alert(unit: Unit, key: str, after: Row) -> Row:
    nothing = dict.fromkeys(
        ("verdict", "handled_by", "case_id", "posted_at", "snoozed_until", "decided_on"), None
    )
    held = "folded" if after["folded_into"] else None
    empty = {"ts": "", "reason": "", "changed": False, "folds": ANY}
    return {**nothing, **empty, "raised_at": unit.now, "state": "open", "held": held}


LIVES: Mapping[str, Callable[[Unit, str, Row, Row], Row]] = {
    "drafts": _draft,
    "cases": _case,
    "case_listings": _entry,
    "deadlines": _clock,
    "alerts": _alert,
}
BIRTHS: Mapping[str, Callable[[Unit, str, Row], Row]] = {
    "drafts": _new_draft,
    "cases": _new_case,
    "case_listings": _new_entry,
    "deadlines": _new_clock,
    "alerts": _new_alert,
}


def wrong_words(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A word on a listing follows the one that stood; those of one act, and no others, are joined by one name."""
    added = [each for each in changes if each.table == "verdicts" and each.added]
    names = {each.after["batch"] for each in added} - {""}
    if len(names) > 1 and not any(each.after["verdict"] is None for each in added):
        yield f"one act gave verdicts under {len(names)} names"
    for name in sorted(names & world.known.batches):
        yield f"two acts gave verdicts under one name, {name}"
    world.known.batches |= names
    stood = dict(world.known.verdicts)
    for each in added:
        before = stood.get(each.key, {}).get("verdict")
        if each.after["previous"] != before:
            yield f"a verdict on {each.key} says that {each.after['previous']} stood, and {before} did"
        stood[each.key] = each.after


def counted(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """An alert speaks for as many as are folded into it."""
    unit = unit_of(world, changes)
    touched = [each for each in unit.of("alerts") if each.after]
    if not any(each.added or each.turned("folds") or each.turned("folded_into") for each in touched):
        return
    rows = dict(world.known.rows.of("alerts"))
    rows |= {each.key: each.after for each in touched}
    behind: dict[str, int] = {}
    for row in rows.values():
        if row["folded_into"]:
            behind[row["folded_into"]] = behind.get(row["folded_into"], 0) + 1
    for key, row in rows.items():
        if row["folds"] != behind.get(key, 0):
            yield f"{key} speaks for {behind.get(key, 0)}, and counts {row['folds']}"

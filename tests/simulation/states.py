"""What must hold of every commit, given all that was committed before: cards that speak, verdicts taken back, digests, reminders,
looks and captures.

Like :mod:`tests.simulation.commits`: from what Marque promises, with reckonings of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.domain.moments import CHINA
from tests.simulation.journal import Change
from tests.simulation.reckoned import months_on, working_days, works

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
COMES = {None, "quiet_hours", "digest", "hourly_cap"}
"""Why a card that has no message yet will have one all the same."""

JUDGED = ("state", "verdict", "reason", "handled_by", "case_id", "folded_into", "snoozed_until")
"""What a verdict may change of an alert, and what taking it back must give back."""

WAITS_BY = ("held", "state", "verdict")
NINE, NOON, SHORT = 9, 12, 5
STALE, CHECKED = timedelta(days=7), timedelta(days=2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Rows(dict[tuple[str, str], Row]):
    """Rows by their table and key, those of one table at hand: each commit is held to some of them."""

    def __init__(self, rows: Mapping[tuple[str, str], Row] = MappingProxyType({})) -> None:
        super().__init__()
        self._tables: dict[str, dict[str, Row]] = {}
        for at, row in rows.items():
            self[at] = row

    def __setitem__(self, at: tuple[str, str], row: Row) -> None:
        super().__setitem__(at, row)
        self._tables.setdefault(at[0], {})[at[1]] = row

    def drop(self, at: tuple[str, str]) -> None:
        """Forget a row, where it is there."""
        self.pop(at, None)
        self._tables.get(at[0], {}).pop(at[1], None)

    def of(self, table: str) -> Mapping[str, Row]:
        """Those of a table by their key, in the order in which they came."""
        return self._tables.get(table, {})


@dataclass
class Known:
    """Every row that was seen committed, and what follows from their history."""

    rows: Rows = field(default_factory=Rows)
    verdicts: dict[str, Row] = field(default_factory=dict)
    """The newest word on each listing."""

    given: dict[tuple[str, str], tuple[Row, Row, Row | None]] = field(default_factory=dict)
    """By act and listing: the alert before and after it, and what was said before."""

    spoken_for: dict[str, set[str]] = field(default_factory=dict)
    """Whose card has ever told of an alert."""

    digested: set[str] = field(default_factory=set)
    anew: Counter[str] = field(default_factory=Counter)
    """How often an alert's listing showed other goods."""

    marked: dict[tuple[str, str], date] = field(default_factory=dict)
    born: dict[str, datetime] = field(default_factory=dict)
    """When each clock was started."""

    down: set[str] = field(default_factory=set)
    """Listings of cases that some look found gone."""

    waiting: dict[str, Row] = field(default_factory=dict)
    """Messages in the outbox, by their number."""

    told: dict[str, list[datetime]] = field(default_factory=dict)
    """When each rule told of an alert."""

    held_since: dict[str, datetime] = field(default_factory=dict)
    """Since when an alert waits, held for the reason that it is."""

    batches: set[str] = field(default_factory=set)
    """Names under which the verdicts of one act were given."""

    broken: dict[str, bool] = field(default_factory=dict)
    """Whether the newest look at a source broke off."""

    captures: dict[str, Row] = field(default_factory=dict)
    """The newest capture of each listing, whatever else is kept of it."""

    def learn(self, changes: Sequence[Change], now: datetime) -> None:
        """Take these in."""
        for change in changes:
            at = change.table, key_of(change)
            if change.table == "outbox":
                self.waiting.pop(change.key, None)
                self.rows.drop(("aside", change.key))
                if not change.gone:
                    self.waiting[change.key] = change.after
            if change.gone:
                self.rows.drop(at)
                continue
            self.rows[at] = change.after
            if change.table == "alerts" and (change.added or any(map(change.turned, WAITS_BY))):
                self.held_since[change.key] = now
            if change.table == "alerts" and change.after["folded_into"]:
                self.spoken_for.setdefault(change.key, set()).add(change.after["folded_into"])
            if change.table == "verdicts":
                self.verdicts[change.key] = change.after
            if change.table == "deadlines":
                self.born.setdefault(change.key, now)
            if change.table == "evidence" and change.after["kind"] == "capture":
                self.captures[change.after["listing_id"]] = change.after

    def alert(self, alert_id: str) -> Row:
        return self.rows.get(("alerts", alert_id), {})


def key_of(change: Change) -> str:
    """A listing may be in several cases."""
    row = change.after or change.before
    return f"{row['case_id']} {change.key}" if change.table == "case_listings" else change.key


def unkept(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Every promise about what went before that this unit of work did not keep; then it is part of what went before."""
    for rule in RULES:
        yield from rule(world, changes)
    world.known.learn(changes, world.clock())


def _of(changes: Sequence[Change], table: str) -> list[Change]:
    return [change for change in changes if change.table == table and change.after]


def _after(world: World, changes: Sequence[Change], alert_id: str) -> Row:
    """The alert as this unit of work leaves it."""
    mine = [c.after for c in _of(changes, "alerts") if c.key == alert_id]
    return mine[-1] if mine else world.known.alert(alert_id)


def _speaking(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Who waits for a verdict without a message of their own has a card that speaks for them and is open."""
    for change in _of(changes, "alerts"):
        alert = change.after
        waits = alert["state"] == "open" and alert["verdict"] is None and alert["folded_into"]
        if not waits or alert != _after(world, changes, change.key) or alert["folded_into"] == change.key:
            continue
        if not (change.added or change.turned("folded_into") or change.turned("state")):
            continue
        card = _after(world, changes, alert["folded_into"])
        if card.get("state") != "open" or card["folded_into"] or (change.added and card["verdict"]):
            yield f"{change.key} waits, and {alert['folded_into']}, which speaks for it, is {card.get('state')}"
        elif change.added and not card["ts"] and card["held"] not in COMES:
            yield f"{change.key} is folded into {alert['folded_into']}, of which nobody is told: {card['held']}"


def _woken(world: World, alert: Mapping[str, Any]) -> bool:
    """Whether it was put away, and its time to come back has come."""
    return alert["state"] == "snoozed" and datetime.fromisoformat(alert["snoozed_until"]) <= world.clock()


def _comparable(world: World, changes: Sequence[Change], after: Row, wanted: Row) -> tuple[Row, Row]:
    """How an alert is and was, but for what is not to come back."""
    left = {"handled_by"} if wanted["state"] == "snoozed" else set()  # who put it away is on the trail
    card = _after(world, changes, wanted["folded_into"] or "")
    # Nobody speaks for it any more; what is judged before it was told never does.
    never_told = card.get("verdict") and not card["ts"] and card["held"] != "told_in_digest"
    if card.get("state") != "open" or never_told:
        left.add("folded_into")
    return tuple({k: v for k, v in row.items() if k not in left} for row in (after, wanted))  # type: ignore[return-value]


def _taken_back(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A verdict that is taken back leaves everything as it was before, word for word."""
    known = world.known
    alerts = dict[str, Change]()
    for c in _of(changes, "alerts"):  # one unit of work may write it twice
        name = f"{c.after['listing']['platform']}:{c.after['listing']['item_id']}"
        alerts[name] = replace(c, before=alerts[name].before if name in alerts else c.before)
    for change in _of(changes, "verdicts"):
        said, alert = change.after, alerts.get(change.key)
        if alert is None or not alert.before or not change.added:  # what was said before is written once more
            continue
        before = {name: alert.before[name] for name in JUDGED}
        after = {name: alert.after[name] for name in JUDGED}
        if said["verdict"] and not said["takes_back"]:
            known.given[said["batch"], change.key] = before, after, known.verdicts.get(change.key)
        wanted = known.given.get((said["takes_back"], change.key))
        if said["takes_back"] and not world.presses["undo", said["by"], said["takes_back"]]:
            yield f"a verdict on {change.key} was taken back, and {said['by']} asked for no such thing"
        if not said["takes_back"] or wanted is None or wanted[1] != before or _woken(world, wanted[0]):
            continue  # something else has happened to it since
        now, once = _comparable(world, changes, after, wanted[0])
        if now != once:
            odd = next(name for name in now if now[name] != once[name])
            yield f"a verdict on {change.key} was taken back, and {odd} is {now[odd]}, not {once[odd]}"
        stood = wanted[2]
        if (said["verdict"], said["note"]) != ((stood["verdict"], stood["note"]) if stood else (None, "")):
            yield f"a verdict on {change.key} was taken back, and what stood before does not stand again"


def _digests(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A digest holds what is held for it, once, when its hour has come; and what it holds is in a digest."""
    told = {
        name
        for c in _of(changes, "outbox")
        if c.added and c.after["kind"] == "digest"
        for name in c.after["body"].split()
    }
    marked = {c.key for c in _of(changes, "alerts") if c.became("held", "told_in_digest")}
    for name in sorted(told ^ marked):
        yield f"{name}: put into a digest and marked as told in one are not one"
    for name in sorted(told & world.known.digested):
        yield f"{name} is in a second digest"
    world.known.digested |= told
    for change in _of(changes, "alerts"):
        before = change.before or change.after
        other_goods = before["listing"]["title"] != change.after["listing"]["title"]  # it asks anew
        # Judged before its digest was posted, it was left out of that: once it waits again it is told for the first time.
        left_out = (before["held"], change.after["held"]) == ("told_in_digest", "judged_before_told")
        if other_goods or left_out:
            world.known.digested.discard(change.key)
            world.known.anew[change.key] += 1
    daily = [world.known.alert(name) for name in told if world.known.alert(name).get("rule") == world.daily]
    if daily and _next_nine(min(each["raised_at"] for each in daily)) > world.clock():
        yield f"a daily digest was made at {world.clock()}, before its hour"


def _placed(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Where the message of an alert stands is kept in the unit of work that takes it out of the outbox: else nobody finds it
    again."""
    left = [c.before for c in changes if c.table == "outbox" and c.gone]
    told = {each["subject"] for each in left if each["kind"] in {"alert", "alert_update"}}
    for subject in sorted(told - world.slack.lost):
        if world.slack.stored[f"alert {subject}"] and not _after(world, changes, subject).get("ts"):
            yield f"{subject} stands in Slack, and where is not kept"


def _capped(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A rule with a cap tells no more than that within an hour, but for what turned out to be told already."""
    now = world.clock()
    for change in _of(changes, "alerts"):
        if not change.turned("posted_at") or world.slack.stood_at[change.key] != world.turn:
            continue  # it was found to stand already
        rule = change.after["rule"]
        told = world.known.told.setdefault(rule, [])
        told.append(now)
        count = sum(now - at < HOUR for at in told)
        if rule in world.caps and count > world.caps[rule]:
            yield f"{rule} told {count} alerts within an hour, in spite of a cap of {world.caps[rule]}"


def _next_nine(raised: str) -> datetime:
    local = datetime.fromisoformat(raised).astimezone(CHINA)
    nine = local.replace(hour=NINE, minute=0, second=0, microsecond=0)
    return nine if nine > local else nine + DAY


def _reminders(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A reminder comes on its day, in the morning at the earliest, and later only if nobody lived through that day."""
    here = world.clock().astimezone(CHINA)
    for change in _of(changes, "deadlines"):
        before = change.before["reminded"] if change.before else []
        for mark in (each for each in change.after["reminded"] if each not in before):
            world.known.marked[change.key, mark] = here.date()
            days = dict(marks_of(change.after))
            if mark not in days:
                yield f"{change.key} has no reminder {mark}"
            elif days[mark] > here.date() or (mark != "at once" and here.hour < NINE):
                yield f"{change.key}, {mark} of {days[mark]}, came early: {here:%d %B, %H:%M}"
            elif any(days[mark] <= day < here.date() for day in world.mornings_since(change.key)):
                yield f"{change.key}, {mark} of {days[mark]}, came late: {here:%d %B, %H:%M}"


def marks_of(clock: Row) -> list[tuple[str, date]]:
    """When the people of a clock are reminded: five and two days ahead and on the day, or of a short one at once, two days
    and one day ahead and on the day; in a clock of working days these are working days."""
    due, begun = date.fromisoformat(clock["due_on"]), date.fromisoformat(clock["started_on"])
    months = [(f"M-{n}", months_on(due, -n)) for n in clock["months_ahead"]]
    working = working_days(begun, due)
    short = working <= SHORT and (due - begun).days <= 2 * SHORT + SHORT - 1
    found = [*months, *([("at once", begun)] if short else [])]
    found += [(f"T-{n}", _ahead(due, n, clock["working_days"])) for n in ((2, 1, 0) if short else (5, 2, 0))]
    if quiet := clock["snoozed_until"]:
        until = date.fromisoformat(quiet)
        found = [*((mark, day) for mark, day in found if day > until), (f"S-{quiet}", until)]
    return sorted(
        ((mark, day) for mark, day in found if day >= begun), key=lambda each: (each[1], each[0] != "at once")
    )


def _ahead(due: date, count: int, working: bool) -> date:
    while count:
        due -= DAY
        count -= not working or works(due)
    return due


def _looks(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What a look changed is told in the case's thread, in the same unit; what was ever down and is up is *back*."""
    for change in _of(changes, "case_listings"):
        if not change.before or change.before["looks"] == change.after["looks"]:
            continue
        row, was, at = change.after, change.before["state"], key_of(change)
        now, ever = row["state"], at in world.known.down
        if (now == "still_up" and ever) or (now == "back" and not ever):
            yield f"{at} counts as {now}; it was {'' if ever else 'never '}down before"
        if world.feed.seen.get(change.key) == "a riddle" and was in {"down", "back"} and now != was:
            yield f"{at} was {was} and is {now} by a look that saw nothing"
        if now != was and not _noted(changes, row["case_id"], change.key):
            yield f"{at} was {was} and is {now}, and its case is told nothing"
        if now == "down":
            world.known.down.add(at)
        if now == "down" != was:
            yield from _concluded(world, changes, row["case_id"])
    return


def _noted(changes: Sequence[Change], case_id: str, listing_id: str) -> bool:
    return any(
        c.added
        and c.after["kind"] == "case_note"
        and c.after["subject"] == case_id
        and listing_id in c.after["body"]
        for c in _of(changes, "outbox")
    )


def _concluded(world: World, changes: Sequence[Change], case_id: str) -> Iterator[str]:
    """Once all that was notified is down, so is the case."""
    held = world.known.rows.of("case_listings")
    rows = {key: row for key, row in held.items() if row["case_id"] == case_id}
    rows |= {key_of(c): c.after for c in _of(changes, "case_listings") if c.after["case_id"] == case_id}
    case = next(
        (c.after for c in reversed(_of(changes, "cases")) if c.key == case_id),
        world.known.rows.get(("cases", case_id), {}),
    )
    if all(row["state"] in {"down", "listed"} for row in rows.values()) and case.get("status") not in {
        "down",
        "closed",
    }:
        yield f"everything in {case_id} is down, and it is {case.get('status')}"


def _cases(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A case counts as down only once all of it that was notified was seen to be."""
    for change in _of(changes, "cases"):
        by_hand = any(c.after["what"] == "case.moved" for c in _of(changes, "audit") if c.added)
        if by_hand or not change.became("status", "down"):
            continue
        rows = dict(world.known.rows.of("case_listings"))
        rows |= {key_of(c): c.after for c in _of(changes, "case_listings")}
        states = {row["state"] for row in rows.values() if row["case_id"] == change.key}
        if not states <= {"down", "listed"} or "down" not in states:
            yield f"{change.key} counts as down, and of its listings some are {', '.join(sorted(states))}"


def _fresh(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A text rests on captures that are fresh, or says that they are not."""
    taken = dict(world.known.captures)
    taken |= {
        c.after["listing_id"]: c.after for c in _of(changes, "evidence") if c.after["kind"] == "capture"
    }
    for change in _of(changes, "drafts"):
        draft = change.after
        if not (change.added or change.turned("version")):
            continue
        gaps = {gap["field"] for gap in draft["composition"]["gaps"]}
        for listing_id in draft["request"]["listing_ids"]:
            capture = taken.get(listing_id)
            age = world.clock() - datetime.fromisoformat(capture["captured_at"]) if capture else None
            wanted = (
                "evidence.capture"
                if age is None
                else "evidence.captured_at"
                if age > STALE
                else "listing.checked"
            )
            if (age is None or age > CHECKED) and wanted not in gaps:
                yield f"{change.key} rests on a capture of {listing_id} that is {age} old, and does not say so"
            if change.added and age is not None and age > STALE:
                yield f"{change.key} was begun on a capture that is {age} old, and none was taken"
            seen = capture and {file["name"].partition(".")[0] for file in capture["files"]} & {
                "page",
                "screenshot",
            }
            if capture and not seen and "evidence.page" not in gaps:
                yield f"{change.key} rests on a capture that shows nothing, and does not say so"


RULES: tuple[Callable[[World, Sequence[Change]], Iterator[str]], ...] = (
    _speaking,
    _taken_back,
    _digests,
    _placed,
    _capped,
    _reminders,
    _looks,
    _cases,
    _fresh,
)

"""Promises by whole kinds, of what is told: by a mark that is set with it, of its own period, to whom it is for, from their own
words; and what is shown is all that the store holds of its subject, and nothing else."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.alerts import AlertState
from bot.domain.director import ReportSpan
from bot.domain.drafts import DraftStatus
from bot.domain.ids import CaseId, ListingId, PersonId
from bot.domain.moments import CHINA, china_day
from bot.domain.questions import Question
from bot.repositories import UnitOfWork
from bot.services.desk import Desk
from tests.simulation.journal import Change, changed
from tests.simulation.model import ROLES, Acting

if TYPE_CHECKING:
    from tests.simulation.replica import Replica
    from tests.simulation.world import World

Row = dict[str, Any]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MARKS = {"deadlines": "reminded", "drafts": "reminders"}
"""Where a row keeps that somebody was told of it."""

WORKS_FROM, REMEMBERED = 9, 5
"""The hour from which weekly notes are told on a Monday; so many turns of a thread are remembered at most."""

FIGURES = ("cases_opened", "cases_closed", "notified")
COUNTED = ("new", "confirmed", "cleared", "down")
"""What a report counts by the moment at which it happened: it adds up over days."""

FRESH, OFTEN = timedelta(minutes=10), timedelta(minutes=4)
"""For so long what Slack said of somebody counts, however often it is looked at meanwhile."""


def wrong_tellings(world: World, changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """Everything in this unit of work that marks what is not told, tells of another period, or stands with another."""
    yield from _marked(world, changes)
    yield from _of_its_period(world, changes)
    yield from _with_another(world, changes)
    for each in changes:
        if acting and each.table == "asked" and each.added and each.after["person"] != acting.person:
            yield f"{each.key} was asked by {acting.person}, and is kept as {each.after['person']}'s"


def _marked(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """That something was told is kept in the unit of work that has it told: neither before, nor where there is nothing."""
    told = [each.after for each in changes if each.table == "outbox" and each.added]
    for each in changes:
        if each.table == "seen" and each.added and world.in_job and not told and not _begun(each.key):
            yield f"{each.key} counts as told since {world.clock()}, and nothing is on its way"
        field = MARKS.get(each.table)
        if field and each.after:
            new = [mark for mark in each.after[field] if mark not in (each.before or {}).get(field, ())]
            if new and not told:
                yield f"{each.key} counts as reminded of, {new[0]}, and nothing is on its way"


def _begun(mark: str) -> bool:
    """Whether this says that somebody is at posting a case's message, which is on its way already."""
    return mark.startswith("thread:")


def _of_its_period(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A weekly note is of the seven days before this Monday: each day is in one, and each counts what happened then."""
    today = china_day(world.clock())
    monday = today - timedelta(days=today.weekday())
    for each in changes:
        if each.table != "outbox" or not each.added:
            continue
        kind, subject, body = (each.after[name] for name in ("kind", "subject", "body"))
        if kind == "rule_report" and body != "{}-W{:02d}".format(*today.isocalendar()[:2]):
            yield f"the rules are reported on for {body} on {today}"
        if subject != "weekly digest":
            continue
        facts = next(_facts(json.loads(body)))
        begin, end = (date.fromisoformat(str(facts[name])) for name in ("begin", "end"))
        if (begin, end) != (monday - WEEK, monday - DAY):
            yield f"the digest of {today} is of {begin} to {end}"
        held = {"new": (("alerts", "raised_at"),), "notified": (("case_listings", "notified_at"),)}
        for name, ((table, field),) in held.items():
            there = _count(world, table, field, monday - WEEK, monday - DAY)
            if int(facts[name]) != there:
                yield f"the digest of {today} tells of {facts[name]} {name}, and the week had {there}"


def _facts(node: Any) -> Iterator[Row]:
    """The facts of a sentence that tells of a period."""
    if isinstance(node, dict):
        if "begin" in node:
            yield node
        for value in node.values():
            yield from _facts(value)


def _count(world: World, table: str, field: str, begin: date, end: date) -> int:
    """How many rows have this moment on one of these days in China."""
    moments = [row[field] for row in world.known.rows.of(table).values() if row[field]]
    return sum(begin <= china_day(datetime.fromisoformat(at)) <= end for at in moments)


def _with_another(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What a record keeps as somebody's message stands in that person's messages."""
    channels = world.slack.standin.workspace.channels
    for each in changes:
        for held in _placed(changed(each.after, each.before)) if each.after else ():
            channel = channels.get(held["channel"])
            people = {who for who in channel.members if who in ROLES} if channel else set()
            if channel and channel.is_im and held["person"] and held["person"] not in people:
                yield f"{each.table} {each.key}: what is {held['person']}'s stands with {', '.join(people)}"


def _placed(node: Any) -> Iterator[Row]:
    if isinstance(node, dict):
        if node.get("channel") and "person" in node:
            yield node
        for value in node.values():
            yield from _placed(value)
    elif isinstance(node, list):
        for value in node:
            yield from _placed(value)


def asked_with(world: World, question: Question) -> Iterator[str]:
    """A question is read with what its person said before it in that thread, and with nobody else's words."""
    acting = world.replicas[world.number_now].acting
    if acting is None or not question.person:
        return
    if question.person != acting.person:
        yield f"{acting.person} asks, and is answered as {question.person}"
    press = world.pressed.get(world.office.number_of(acting.key), {})
    mine = [
        row
        for row in world.known.rows.of("asked").values()
        if (row["person"], row["thread"]) == (acting.person, press.get("thread", "-"))
        and row["text"] != question.text  # kept by a process that died over it
    ]
    mine.sort(key=lambda row: (row["at"], row["asked_id"]))
    said = [row["text"] for row in mine]
    read = [turn.text for turn in question.earlier]
    if not question.picked and read != said[-len(read) :] * bool(read):
        yield f"{acting.person} said {said} before, and a question is read with {read}"
    if len(read) < min(len(said), REMEMBERED):
        yield f"{acting.person} said {said} before, and a question is read without"


APPROVERS = frozenset(who for who, role in ROLES.items() if role in {"approver", "admin"})
"""Who has a copy of each draft where there is no channel for drafts."""


def told_directly(world: World, acting: Acting | None, channel: str) -> None:
    """A message in the direct messages of somebody else than who acts."""
    known = world.slack.standin.workspace.channels.get(channel)
    if acting is None or known is None or not known.is_im:
        return
    world.direct[acting.key] |= {who for who in known.members if who in ROLES} - {acting.person}


def reached(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Whose draft is to change has heard so, and from whom; what an act tells somebody reaches nobody whom it is not for."""
    asks = {
        str(act["details"]["draft"]): act["who"]
        for act in world.known.rows.of("audit").values()
        if act["what"] == "draft.changes_requested"
    }
    for name, who in asks.items():
        row = world.known.rows["drafts", name]
        waits = row["status"] == "changes_requested" and who != row["author"]
        if waits and not world.slack.told(name, f"asked_anew {who}"):
            yield f"{name} is to change, says {who}, and {row['author']} was not told"
    for key, got in world.direct.items():
        acting = world.worked.get(key)
        about = world.pressed.get(world.office.number_of(key), {}).get("about", "")
        draft = world.known.rows.get(("drafts", about), {})
        author, place = (
            str(draft.get("author")),
            world.slack.standin.workspace.channels.get(draft.get("channel")),
        )
        alone = set() if world.legal else {author, *APPROVERS}
        alone |= {author} if place and place.is_im and author in place.members else set()
        if acting and not got <= alone:
            yield f"{key} by {acting.person} was told to {', '.join(got - alone)}, whom it is not for"


def weekly(world: World, unit: UnitOfWork) -> Iterator[str]:
    """What is told once a week was told in every week in which its job ran and there was something to tell."""
    notes = {
        (kind, day.isocalendar()[:2]) for kind, day in (*world.notes, *(("rules", at) for at in world.ruled))
    }
    for at in world.ran["digest"]:
        local = at.astimezone(CHINA)
        week = local.date().isocalendar()[:2]
        if local.weekday() == 0 and local.hour >= WORKS_FROM and ("weekly digest", week) not in notes:
            yield f"nobody was told the digest in week {week[1]}, {at}"
    for at in world.ran["alerts.report"]:
        week = at.astimezone(CHINA).date().isocalendar()[:2]
        as_made = [when for name, when in world.sure.items() if _rule(world, name) not in world.altered]
        since = min(as_made, default=at)
        if since < at and ("rules", week) not in notes:
            yield f"the rules were not reported on in week {week[1]}, and were judged at {since}"


def _rule(world: World, alert: str) -> object:
    return world.known.alert(alert).get("rule")


def judged(world: World, changes: Sequence[Change]) -> None:
    """Since when a rule has an alert of which a person was sure."""
    world.altered |= {each.key for each in changes if each.table == "alert_rules" and each.before}
    for each in changes:
        row = each.after if each.table == "alerts" else None
        sure = (
            row and row["verdict"] in {"counterfeit", "lookalike", "genuine"} and row["rule"] in world.rules
        )
        if sure and not row["changed"] and world.rules[row["rule"]].band == row["assessment"]["band"]:
            world.sure.setdefault(each.key, world.clock())
        elif each.table == "alerts":
            world.sure.pop(each.key, None)  # taken back, or nobody is sure any more: it begins anew
        if each.table == "outbox" and each.added and each.after["kind"] == "rule_report":
            world.ruled.append(china_day(world.clock()))


def overtaken(world: World, changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """Whoever judges what was shown to them leaves as it is what somebody else has judged otherwise since."""
    if acting is None or not acting.name.startswith("triage.judge"):
        return
    shown = world.said.shown(acting.key) or None
    for each in changes:
        if each.table != "verdicts" or not each.added or each.after["takes_back"]:
            continue
        stood = world.known.verdicts.get(each.key, {})
        author = stood.get("restored_of") or stood.get("by")
        if stood.get("verdict") not in {None, shown} and author != acting.person:
            yield f"{acting.person} judged {each.key}, which {author} called {stood['verdict']} since it was shown"


def lists(world: World) -> Iterator[str]:
    """Every list shows all that the store holds of its subject, once, in all its pages together, and nothing else."""
    held, desk = _Held(world), world.replicas[0].desk
    for case in sorted(held.rows["cases"]):
        yield from _of_case(desk, held, CaseId(case))
    total = desk.cases.find(limit=4)[1]
    pages = [case for page in range(1, total // 4 + 2) for case in desk.cases.find(limit=4, page=page)[0]]
    yield from _same("pages of cases", [each.case_id for each in pages], list(held.rows["cases"]))
    with desk.store.unit() as unit:
        yield from _of_all(unit, held)


def _of_all(unit: UnitOfWork, held: _Held) -> Iterator[str]:
    for listing in sorted({row["listing_id"] for row in held.rows["evidence"].values()}):
        shown = [each.evidence_id for each in unit.evidence.of_listing(ListingId(listing))]
        yield from _same(f"evidence of {listing}", shown, held.where("evidence", listing_id=listing))
    for person in sorted({row["by"] for row in held.rows["verdicts"].values()}):
        shown = [each.listing_id for each in unit.verdicts.by(PersonId(person))]
        mine = [row["listing_id"] for row in held.rows["verdicts"].values() if row["by"] == person]
        yield from _same(f"verdicts of {person}", shown, mine)
    yield from _same(
        "running clocks",
        [each.deadline_id for each in unit.deadlines.running()],
        held.where("deadlines", done_at=None),
    )
    for status in {row["status"] for row in held.rows["drafts"].values()}:
        shown = [each.draft_id for each in unit.drafts.summaries(DraftStatus(status))]
        yield from _same(f"drafts, {status}", shown, held.where("drafts", status=status))
    for state in {row["state"] for row in held.rows["alerts"].values()}:
        shown = [each.alert_id for each in unit.alerts.in_state(AlertState(state))]
        yield from _same(f"alerts, {state}", shown, held.where("alerts", state=state))


def _of_case(desk: Desk, held: _Held, case: CaseId) -> Iterator[str]:
    mine = [row["listing_id"] for row in held.rows["case_listings"].values() if row["case_id"] == case]
    with desk.store.unit() as unit:
        pages = [each for at in range(0, len(mine) + 1, 2) for each in unit.case_listings.page(case, 2, at)]
        drafts, counts = (
            [each.draft_id for each in unit.drafts.of_case(case)],
            unit.case_listings.counts(case),
        )
    yield from _same(f"pages of listings of {case}", [each.listing_id for each in pages], mine)
    if sum(counts.values()) != len(mine):
        yield f"{case} has {len(mine)} listings, and {counts} are counted"
    papers = [key for key, row in held.rows["evidence"].items() if row["listing_id"] in mine]
    bought = [key for key, row in held.rows["test_purchases"].items() if row["listing_id"] in mine]
    shown = desk.evidence.list_of(case)
    yield from _same(f"evidence list of {case}", [each.id for each in shown], papers + bought)
    if [each.no for each in shown] != list(range(1, len(shown) + 1)):
        yield f"the evidence list of {case} is numbered {[each.no for each in shown]}"
    yield from _same(f"drafts of {case}", drafts, held.where("drafts", case_id=case))
    clocks = [each.deadline_id for each in desk.deadlines.running(case)]
    yield from _same(f"clocks of {case}", clocks, held.where("deadlines", case_id=case, done_at=None))


class _Held:
    """What the tables hold, read below every layer: records by the first column of their key that is theirs alone."""

    def __init__(self, world: World) -> None:
        self.rows: dict[str, dict[str, Row]] = {}
        connection = sqlite3.connect(world.home / "marque.sqlite3")
        try:
            for table, key in TABLES.items():
                query = f"SELECT {key}, record FROM {table}"  # names of its own
                self.rows[table] = {str(row[0]): json.loads(row[1]) for row in connection.execute(query)}
        finally:
            connection.close()

    def where(self, table: str, **wanted: object) -> list[str]:
        """The names of rows whose record has all of these."""
        return [
            key
            for key, row in self.rows[table].items()
            if all(row.get(field) == value for field, value in wanted.items())
        ]


TABLES = {
    "cases": "case_id",
    "case_listings": "case_id || ' ' || listing_id",
    "evidence": "evidence_id",
    "test_purchases": "purchase_id",
    "verdicts": "number",
    "deadlines": "deadline_id",
    "drafts": "draft_id",
    "alerts": "alert_id",
}


def _same(what: str, shown: Sequence[object], held: Sequence[object]) -> Iterator[str]:
    left, more = sorted(map(str, held)), sorted(map(str, shown))
    if left != more:
        lacks = [each for each in left if left.count(each) > more.count(each)]
        odd = [each for each in more if more.count(each) > left.count(each)]
        yield f"{what}: lacks {', '.join(lacks[:3]) or 'nothing'}, shows beyond it {', '.join(odd[:3]) or 'nothing'}"


def adding_up(world: World) -> Iterator[str]:
    """A report covers its days and no others: wherever a span is cut in two, the two add up to the whole."""
    reports, first = world.replicas[0].desk.reports, china_day(world.lived_from)
    last = china_day(world.clock())
    cut = first + timedelta(days=world.chance.random.randrange(1, (last - first).days))
    spans = ((first, last), (first, cut), (cut + DAY, last))
    whole, *parts = (reports.figures(ReportSpan(start=begin, end=end)) for begin, end in spans)
    for name in FIGURES:
        if getattr(whole, name) != sum(getattr(part, name) for part in parts):
            yield f"{name} from {first} to {last} are {getattr(whole, name)}, cut after {cut} they are others"
    for name in COUNTED:
        if getattr(whole.total, name) != sum(getattr(part.total, name) for part in parts):
            yield f"{name} from {first} to {last} are {getattr(whole.total, name)}, cut after {cut} they are others"
    counted = {"new": whole.total.new, "notified": whole.notified, "cases_opened": whole.cases_opened}
    fields = {
        "new": ("alerts", "raised_at"),
        "notified": ("case_listings", "notified_at"),
        "cases_opened": ("cases", "opened_at"),
    }
    for name, (table, field) in fields.items():
        if (there := _count(world, table, field, first, last)) != counted[name]:
            yield f"{name} from {first} to {last} are told as {counted[name]}, and are {there}"
    for period, days in (("week", 7),):
        span = reports.span(period)
        if (span.end - span.start).days + 1 != days or span.end != last:
            yield f"the {period} of {last} is told as {span.start} to {span.end}"
    newest = reports.week()
    since = world.clock() - WEEK
    raised = world.known.rows.of("alerts").values()
    there = sum(datetime.fromisoformat(row["raised_at"]) >= since for row in raised)
    if newest.found != there:
        yield f"Home tells of {newest.found} found in a week, and there were {there}"


def elsewhere(world: World, unit: UnitOfWork) -> Iterator[str]:
    """A message about one thing offers and links to that thing, and to no other."""
    for messages in world.slack.standin.workspace.messages.values():
        for message in messages.values():
            about = dict(message.metadata.get("event_payload") or {}) if message.metadata else {}
            if message.deleted:
                continue
            for value in _values(message.blocks):
                yield from _other(about, value)
            if name := about.get("alert_id"):
                own = world.known.alert(str(name)).get("listing", {}).get("url", "")
                for url in re.findall(r"<(https?://[^|>]*item[^|>]*)[|>]", json.dumps(message.blocks)):
                    if own and url.replace("&amp;", "&") != own:
                        yield f"the card of {name} links to {url}"


def _other(about: Mapping[str, Any], value: Row) -> Iterator[str]:
    for field, named in (("alert", "alert_id"), ("draft", "draft_id"), ("case", "case_id")):
        own = about.get(named)
        if own and value.get(field) and value[field] != own:
            yield f"a button of the message of {own} is about {value[field]}"


def _values(node: Any) -> Iterator[Row]:
    if isinstance(node, Mapping):
        if node.get("type") == "button" and str(node.get("value", "")).startswith("{"):
            yield json.loads(str(node["value"]))
        for value in node.values():
            yield from _values(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _values(value)


def rights_end(world: World, who: PersonId, change: Callable[[bool], None], role: str) -> Iterator[str]:
    """A right that Slack took away ends for good once what it said before is no longer fresh, however often its person acts
    meanwhile; and one that is given again is theirs as soon."""
    for taken in (True, False):
        change(taken)
        began = world.clock()
        while world.clock() - began <= FRESH + OFTEN:
            for replica in world.replicas:
                _look(replica, who)
            world.clock.at += OFTEN
        for replica in world.replicas:
            held = replica.desk.people.role_of(who)
            wanted = "nobody" if taken else role
            if held.role.name.lower() != wanted:
                yield f"{who} is held to be {held.role.name.lower()}, and is {wanted} since {began}"
            approves = who in replica.desk.people.may_approve
            if approves is not (wanted in {"approver", "admin"}):
                yield f"{who} {'may' if approves else 'may not'} approve, and is {wanted} since {began}"


def _look(replica: Replica, who: PersonId) -> None:
    people = replica.desk.people
    people.refresh()
    for ask in (people.role_of, people.name, people.language, lambda _: people.may_approve):
        ask(who)


CHECKS = (reached, weekly, elsewhere)
OF_SERVICES = (lists, adding_up)

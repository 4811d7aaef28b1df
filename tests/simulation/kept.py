"""A plain model of what leaves the store, and what goes from it: a case's file holds all of the case, each class of listings is
forgotten when its term ends and not before, and an erasure takes a name away everywhere and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.audit import faults
from bot.domain.ids import CaseId
from bot.domain.prints import SharedPicture
from bot.queues import Incoming
from bot.store.inbox import SqlInbox
from tests.simulation.model import MEI

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
FEW, MOST, DAY = 3, 100_000, timedelta(days=1)
TERMS = ((99, ()), (102, ("unreviewed",)), (3 * 365 + 3, ("unreviewed", "reviewed")))
"""So many days after the last act what is forgotten: a hundred days after nobody looked at it, three years after somebody did;
what was enforced stays for seven."""


def _rows(world: World, table: str) -> dict[str, Row]:
    return dict(world.known.rows.of(table))


def exported(world: World) -> Iterator[str]:
    """The file of a case names each of its listings, drafts and clocks as it is, and every act on it, in order."""
    cases = sorted(_rows(world, "cases"))
    for case in world.chance.random.sample(cases, min(FEW, len(cases))):
        done = [row for row in _rows(world, "audit").values() if row["subject"] == case]
        path = world.home / f"{case}.json"
        world.replicas[0].desk.casefiles.write(CaseId(case), path, by=MEI)
        told = json.loads(path.read_text(encoding="utf-8"))
        for table, key, name, fields in (
            ("case_listings", "listing_id", "listings", ("state", "looks", "result")),
            ("drafts", "draft_id", "drafts", ("version", "status")),
            ("deadlines", "deadline_id", "deadlines", ("due_on", "started_on")),
        ):
            held = {row[key]: row for row in _rows(world, table).values() if row["case_id"] == case}
            wanted = sorted((one, *(row[field] for field in fields)) for one, row in held.items())
            found = sorted((row[key], *(row[field] for field in fields)) for row in told[name])
            if found != wanted:
                yield f"the file of {case} has the {name} {found}, and they are {wanted}"
        acts = [(act["who"], act["what"]) for act in told["timeline"]]
        if acts != [(act["who"], act["what"]) for act in done]:
            yield f"the file of {case} tells of {len(acts)} acts, and there were {len(done)}"


def _class_of(world: World, listing: str) -> str:
    entries = _rows(world, "case_listings").values()
    cases = {row["case_id"] for row in entries if row["listing_id"] == listing}
    if any(row["sent"] for row in _rows(world, "drafts").values() if row["case_id"] in cases):
        return "enforced"
    alert = world.known.alert(f"A-{listing}")
    stands = world.known.verdicts.get(listing, {}).get("verdict")
    said = stands is not None or alert.get("state") == "dismissed"
    return "reviewed" if cases or said else "unreviewed"


def forgotten(world: World) -> Iterator[str]:
    """What would be forgotten as time goes by: each class after its term."""
    room, now, listings = world.replicas[0].desk.retention, world.clock.at, world.promises.listed
    began = world.lived_from
    try:
        for days, classes in TERMS:
            world.clock.at = (began if days < TERMS[1][0] else now) + DAY * days
            gone = set(room.sweep(dry_run=True).listings)
            due = {each for each in listings if _class_of(world, each) in classes}
            for each in sorted(gone ^ due)[:1]:
                kind = _class_of(world, each)
                yield f"{each}, {kind}, is {'' if each in gone else 'not '}forgotten {days} days on"
    finally:
        world.clock.at = now


def erased(world: World) -> Iterator[str]:
    """A name that is erased stands nowhere any more; all else does, and the chain holds."""
    desk, random = world.replicas[0].desk, world.chance.random
    mine = random.choice(world.feed.listings)
    name = f"shop {mine.seller_id.removeprefix('s-')}"
    _pictured_elsewhere(world, mine.seller_id, name)
    before = _table(world, "alerts")
    desk.retention.erase(name, by=MEI)
    after, plain = _table(world, "alerts"), name.replace(" ", "")
    hit = {key for key, text in before.items() if plain in text.replace(" ", "")}
    left = [key for key, text in after.items() if plain in text.replace(" ", "")]
    changed = {key for key, text in before.items() if after.get(key) != text}
    if left or changed - hit or after.keys() != before.keys():
        yield f"{name} was erased: it stands in {left[:2]}, and {sorted(changed - hit)[:2]} changed beside"
    with desk.store.unit() as unit:
        yield from (
            f"entry {each.number} after an erasure: {each.fault}" for each in faults(unit.audit.entries())
        )


def _pictured_elsewhere(world: World, seller: str, name: str) -> None:
    """Alerts on other shops' listings say that this one shows one of their pictures, too."""
    with world.replicas[0].desk.store.unit() as unit:
        others = [each for each in unit.alerts.recent(MOST) if each.listing.seller_id != seller]
        for alert in others[:FEW]:
            shared = SharedPicture(place=1, shops=2, names=(name, "another"))
            unit.alerts.save(replace(alert, shared=(shared,)))


def _table(world: World, table: str) -> dict[str, str]:
    """What each row holds, below every layer."""
    connection = sqlite3.connect(world.home / "marque.sqlite3")
    try:
        rows = connection.execute(f"SELECT alert_id, record FROM {table}")  # names of its own
        return {str(key): json.dumps(json.loads(record)) for key, record in rows}
    finally:
        connection.close()


def left_behind(world: World) -> Iterator[str]:
    """What a machine that is gone had in hand is another's once its time is over, however often that one says that it lives."""
    inbox, name, key = world.replicas[0].desk.inbox, world.replicas[0].name, "of another machine"
    now = world.clock()
    own = Incoming(key="of this one", kind="click", name="note", person=MEI, body="{}", at=now)
    for each, holder in ((replace(own, key=key), "elsewhere:7"), (own, name)):
        SqlInbox.keep(inbox, each, holder)
    for seconds in (20, 25):
        inbox.renew(name, now + timedelta(seconds=seconds))
    for seconds, wanted in ((29, []), (31, [key])):
        taken = [each.key for each in SqlInbox.take(inbox, name, now + timedelta(seconds=seconds))]
        if taken != wanted:
            yield f"{seconds} seconds after its last sign of life {taken} is taken up of a machine that is gone"
    for each in (key, own.key):
        SqlInbox.done(inbox, each, now)


LAST = (left_behind, exported, forgotten, erased)
"""Looked at after all else: they change what is kept."""

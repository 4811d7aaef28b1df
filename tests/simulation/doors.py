"""Doors of a day beside the plain buttons: words in threads, papers that come back, what was put away opened
again, yeses that come late, acts forged through every door there is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.domain.clocks import Event
from bot.domain.drafts import DraftRequest
from bot.domain.errors import MarqueError
from bot.domain.ids import DraftId, ListingId, RightId
from bot.domain.moments import china_day
from bot.ports import Posted
from bot.slack.blocks.handed import PURCHASE
from bot.slack.listeners.cases import CASE
from bot.slack.listeners.help import MARQUE
from bot.slack.listeners.rights import RIGHTS
from bot.slack.listeners.watches import WATCH
from tests.factories import FACTS
from tests.simulation import hands
from tests.simulation.beside import plan
from tests.simulation.model import (
    ADA,
    ANA,
    ANYBODY,
    ASKED,
    EVE,
    JONAS,
    LANGUAGE,
    LEO,
    MEI,
    NEEDS,
    RANK,
    ROLES,
    VERA,
    VERBS,
    ZOE,
)
from tests.simulation.told import rights_end

if TYPE_CHECKING:
    from tests.simulation.world import World

ORDERLY, FALLING, EARLIER = 0.7, 0.85, 4
"""The share of restarts that are orderly; papers are recorded up to so many days after they came."""

NOT_THEIRS, JUST_BELOW, OTHERS, SELDOM = 0.5, 0.7, 0.2, 0.4
"""Of words in threads the share of those who may not; of forged acts that of people whose role is just too low; of undos
that of those who press for another's act; of drafts of another day those that somebody says yes to."""

GONE_ON = 0.6
"""The share of purchases and papers that are about a case in which something was bought before."""

LEADS, MUTED = 0.7, 4
"""The share of what is opened again that speaks for others; so many acts somebody tries whom Slack does not name."""

OFFERS, WAITS, ELSEWHERE = 3, 6, "宁波远帆百货"
"""So many listings of a shop of another company; so many ticks whoever writes to it waits; how such companies are called."""

QUESTION = "How long do we have to oppose a published trademark?"

TURNS = 4
"""So often at most somebody asks on in a thread."""

SAID: Mapping[str, str] = {
    "note": "the shop moved to another name",
    "assign": f"<@{LEO}>",
    "deputy": f"<@{ANA}>",
    "cost": "CNY 1200 notary",
    "due": "2026-12-20",
    "sent": "courier SF1234567",
    "received": "counter-statement from Best Bags",
    "close": "it is over",
    "reopen": "it is back",
    "outcome": "penalty 义乌市监局 7号",
    "contact": "义乌市监局 they look into it",
    "status": "investigating",
    "merge": "C-000002",
    "split": "taobao:000001",
}
"""What is written after a verb, where it names nothing."""

OFFICES, SPENT, DAYS_AHEAD = ("义乌市监局", "Taobao"), 3, 20
COMMANDS = tuple(
    (each.command, word) for each in (WATCH, RIGHTS, CASE, MARQUE) for word in each.subs if word != "sweep"
)
OPENING = 0.6
"""With whom people speak; of so many sums they spend one; so many days ahead they plan; what a command shows; of visits the
share of those to Home."""

DATED = frozenset({"sent", "received"})
"""Verbs after which people name the day on which it happened."""

_THEIRS = """note assign deputy cost due show evidence help sent received look similar listings outcome contact status
close reopen merge split undo results export"""
THEIRS = _THEIRS.split()
"""Verbs of those who may; the others are tried by those who may not."""

ROUTES = frozenset({"click", "form", "command", "shortcut"})

WITHIN = defaultdict[str, list[str]](list)
"""What may be asked for within an act."""

for each in NEEDS:
    if ":" in each:
        WITHIN[each.partition(":")[0]].append(each)


def thread(world: World) -> None:
    """Somebody names the bot in the thread of a case or draft, with a verb that is theirs or is not."""
    rows = [
        row for (table, _), row in world.known.rows.items() if table in {"cases", "drafts"} and row.get("ts")
    ]
    if not rows:
        return
    random = world.chance.random
    verbs = list(VERBS) if random.random() < NOT_THEIRS else THEIRS
    verb = random.choice(verbs)
    several = [row for row in rows if row.get("listing_count", 0) > 1]
    row = random.choice(several if verb == "split" and several else rows[-12:])
    more = {}
    if verb in DATED:
        on = china_day(world.clock()) - timedelta(days=random.randrange(EARLIER))
        more = {"on": on.isoformat()}
    may = [who for who, role in ROLES.items() if RANK[role] >= RANK[VERBS[verb]]]
    who = random.choice(may if verbs is THEIRS else [VERA, *(each for each in ROLES if each not in may)])
    if verbs is not THEIRS and who in may:
        verb, more = random.choice([each for each, role in VERBS.items() if role == "viewer"]), {}
    if who not in world.slack.standin.workspace.channels[row["channel"]].members:
        return  # direct messages are read by one person
    place = {"channel": row["channel"], "thread": row["ts"]}
    said = " on ".join([_said(world, verb, str(row["case_id"])), *more.values()])
    world._press("mention", who, row.get("draft_id") or row["case_id"], verb=verb, said=said, **place, **more)


def _said(world: World, verb: str, case: str) -> str:
    """What is written after a verb: about this case, and others."""
    random = world.chance.random
    held = [
        row["listing_id"] for row in world.known.rows.of("case_listings").values() if row["case_id"] == case
    ]
    others = [each for each in world._keys("cases") if each != case]
    pages = {each.listing_id: each.url for each in world.feed.listings}
    ways: Mapping[str, Callable[[], str]] = {
        "merge": lambda: random.choice(others or [case]),
        "split": lambda: random.choice(held),
        "results": lambda: "\n".join(f"{pages[each]} removed" for each in held if each in pages),
        "cost": lambda: f"CNY {random.randrange(1, SPENT)}200 notary",
        "due": lambda: (china_day(world.clock()) + timedelta(days=random.randrange(DAYS_AHEAD))).isoformat(),
        "contact": lambda: f"{random.choice(OFFICES)} they look into it",
    }
    return ways[verb]() if verb in ways and held else SAID.get(verb, "")


def visit(world: World) -> None:
    """Somebody opens Home, or asks a command to show something."""
    random = world.chance.random
    who = random.choice(hands.PRESSING)
    if random.random() < OPENING:
        world._press("home", who, "")
        return
    command, word = random.choice(COMMANDS)
    about = random.choice(["", *world._keys("cases")[:3], *world.promises.listed[:1]])
    world._press("command", who, "", command=command, said=f"{word} {about}".strip())


def wake(world: World) -> None:
    """Somebody opens again what another put away or cleared."""
    rows = world.known.rows.of("alerts")
    some = [key for key, row in rows.items() if row["state"] in {"snoozed", "dismissed"}]
    if some:
        # Mostly one that was cleared and speaks for others: what is done to it is done to those.
        leads = [key for key in some if rows[key]["folds"]]
        leads = [key for key in leads if rows[key]["state"] == "dismissed"] or leads
        alert = world.chance.random.choice(leads if leads and world.chance.random.random() < LEADS else some)
        others = [each for each in (MEI, LEO, ANA) if each != rows[alert]["handled_by"]]
        world._press("wake", world.chance.random.choice(others), alert)


def papers(world: World) -> None:
    """A paper comes back on what was sent, at whatever hour."""
    for name in world.drafts:
        draft = world.known.rows.get(("drafts", name), {})
        if draft.get("status") == "sent" and not draft["received"] and world.chance.random.random() < 0.5:
            what = world.chance.random.choice(("counter_statement", "counter_statement", "other"))
            today, sent = china_day(world.clock()), china_day(datetime.fromisoformat(draft["sent"]["at"]))
            on = max(sent, today - timedelta(days=world.chance.random.randrange(EARLIER)))
            world._press("received", LEO, name, what=what, on=on.isoformat())


def begin(world: World) -> None:
    """Somebody starts the clocks of what happened some days ago."""
    random, cases = world.chance.random, world._keys("cases")
    if cases:
        on = china_day(world.clock()) - timedelta(days=random.randrange(1, EARLIER))
        what = random.choice((Event.LETTER_SENT, Event.COUNTER_STATEMENT))
        world._press("begin", random.choice((MEI, LEO)), random.choice(cases), what=what, on=on.isoformat())


def hand_in(world: World) -> None:
    """Somebody hands in a paper for one of the things of a case: a listing, or what was bought from one."""
    if several := _several(world):
        random, (case, listings) = world.chance.random, several
        bought = [key for key, row in _bought(world).items() if row["listing_id"] in listings]
        tied = random.choice([*listings, *(f"{PURCHASE}{key}" for key in bought)])
        world._press("hand_in", random.choice((MEI, LEO)), case, tied=tied)


def buy(world: World) -> None:
    """Somebody buys from one of the listings of a case, mostly from one that nobody has bought from, and hands in what came."""
    if several := _several(world):
        random, (case, listings) = world.chance.random, several
        known = {row["listing_id"] for row in _bought(world).values()}
        listing = random.choice([each for each in listings if each not in known] or listings)
        on, order = china_day(world.clock()).isoformat(), f"{world.number}88"
        world._press("buy", random.choice((MEI, LEO)), case, listing=listing, order=order, on=on)
        world.later.append(partial(_came, world, case, order))


def _came(world: World, case: str, order: str) -> None:
    for key, row in _bought(world).items():
        if row["order_no"] == order:
            world._press("hand_in", LEO, case, tied=f"{PURCHASE}{key}")


def _several(world: World) -> tuple[str, list[str]] | None:
    """A case, one with several listings where there is any, and its listings; the same one again where something was bought."""
    listings = defaultdict[str, list[str]](list)
    for row in world.known.rows.of("case_listings").values():
        listings[row["case_id"]].append(row["listing_id"])
    known = {row["listing_id"] for row in _bought(world).values()}
    more = [case for case, held in listings.items() if len(held) > 1]
    begun = [case for case in more if known & set(listings[case])]
    cases = begun if begun and world.chance.random.random() < GONE_ON else more or list(listings)
    case = world.chance.random.choice(cases) if cases else ""
    return (case, listings[case]) if case else None


def _bought(world: World) -> Mapping[str, Mapping[str, Any]]:
    return world.known.rows.of("test_purchases")


def regret(world: World) -> None:
    """Who said yes takes it back, mostly where another's yes stands beside it."""
    given = [
        (len(row["approvals"]), yes["by"], name)
        for name, row in world.known.rows.of("drafts").items()
        if row["status"] in {"awaiting_approval", "approved"}
        for yes in row["approvals"]
        if yes["version"] == row["version"]
    ]
    if given:
        most = max(given)[0]
        _, who, name = world.chance.random.choice([each for each in given if each[0] == most])
        world._press("withdraw", who, name, world.known.rows["drafts", name]["version"])


def late(world: World) -> None:
    """Approvers say yes to what has waited since another day."""
    for name in world.drafts[-6:]:
        draft = world.known.rows.get(("drafts", name), {})
        old = draft and draft["request"]["as_of"] != china_day(world.clock()).isoformat()
        if old and draft["status"] == "awaiting_approval" and world.chance.random.random() < SELDOM:
            for who in (ANA, JONAS):
                world._press("approve", who, name, int(draft["version"]))


def rework(world: World) -> None:
    """An author changes what has waited so long that people were reminded of it."""
    for name in world.drafts[-8:]:
        row = world.known.rows.get(("drafts", name), {})
        waits = row and row["status"] == "awaiting_approval" and row["reminders"]
        if waits and RANK[world.role_of(row["author"])] >= RANK["analyst"]:
            with suppress(MarqueError):  # cleared in the meantime
                world._revise(world.replicas[1].desk.drafts.get(DraftId(name)))
            return


def restart(world: World) -> None:
    """One of the bots is started anew, while the other holds what it holds: killed now, stopped in order at its work, or
    killed there and at each of its next starts."""
    replica = world.chance.random.choice(world.replicas)
    way = world.chance.random.random()
    if way < ORDERLY:
        world.ending = [(replica, world.stop)]
    elif way < FALLING:
        world.ending = [(replica, world.fall)]
    else:
        world._restart(replica)


def forge(world: World) -> None:
    """Somebody sends what no screen offered them: an act that is not theirs, mostly just so."""
    random, found = world.chance.random, list(_acts(world))
    world.checks.wrong += [f"nobody knows what {name} needs" for _, name in found if name not in NEEDS]
    kind, act = random.choice([each for each in found if each[1] not in ANYBODY])
    name, _, within = act.partition(":")
    below = [who for who, role in ROLES.items() if RANK[role] < RANK[NEEDS.get(act, "admin")]]
    just = [who for who in below if RANK[ROLES[who]] == max(RANK[ROLES[each]] for each in below)]
    who = random.choice(just if random.random() < JUST_BELOW else below)
    known, cases = world.promises.listed[:-20], world._keys("cases")
    about = {
        "alert": f"A-{random.choice(known)}" if known else "",
        "draft": random.choice(world.drafts[-4:]) if world.drafts else "",
        "version": 1,
        "case": random.choice(cases) if cases else "",
        "channel": "C0ALERTS",
        "kind": "" if kind == "command" else within,
    }
    said = within if kind == "command" else ""
    world._press("forged", who, json.dumps(about), route=f"{kind} {name}", said=said)


def _acts(world: World) -> Iterator[tuple[str, str]]:
    """Every act that can be asked for through some door, and within it what it may be asked for."""
    for route in world.replicas[0].front.worklist.routes:
        if route.kind in ROUTES:
            yield route.kind, route.name
            yield from ((route.kind, act) for act in WITHIN[route.name])


def talk(world: World) -> None:
    """Two people ask in one thread, each more than once, in turn."""
    random = world.chance.random
    told = [row for row in world.known.rows.of("alerts").values() if row["ts"]]
    if not told:
        return
    row = random.choice(told)
    place = {"channel": row["channel"], "thread": row["ts"]}
    people = random.sample((MEI, LEO, VERA), 2)

    def turn(left: int) -> None:
        for who in people:
            said = (
                f"{world.number} 商标要多久？"
                if LANGUAGE.get(who) == "zh"
                else f"How long is {world.number}?"
            )
            world._press("mention", who, row["alert_id"], verb="", said=said, **place)
        if left:
            world.later.append(lambda: turn(left - 1))

    turn(random.randrange(1, TURNS))


def ask_changes(world: World) -> None:
    """An approver sends a draft back to its author, who writes it anew."""
    for name in world.drafts[-6:]:
        row = world.known.rows.get(("drafts", name), {})
        if row.get("status") == "awaiting_approval" and RANK[world.role_of(row["author"])] >= RANK["analyst"]:
            who = world.chance.random.choice([each for each in (ANA, JONAS, ADA) if each != row["author"]])
            world._press("change", who, name, int(row["version"]))
            world.later.append(partial(_written_anew, world, name))
            return


def _written_anew(world: World, name: str) -> None:
    author = world.known.rows["drafts", name]["author"]
    if RANK[world.role_of(author)] >= RANK["analyst"]:  # who is no approver just now writes nothing
        with suppress(MarqueError):  # cleared in the meantime
            world._revise(world.replicas[1].desk.drafts.get(DraftId(name)))


def unnamed(world: World) -> None:
    """For some time Slack does not say who somebody is to whom nothing is open; they try what others may look at, and ask."""
    random = world.chance.random
    who = random.choice([each for each, role in ROLES.items() if role == "nobody"])
    world.slack.mute.add(who)
    known, cases = world.promises.listed[:-20], world._keys("cases")
    looks = [
        each for each in _acts(world) if NEEDS.get(each[1]) == "viewer" and each[1] not in ANYBODY | ASKED
    ]
    for kind, act in random.sample(looks, MUTED):
        name, _, within = act.partition(":")
        about = {
            "alert": f"A-{random.choice(known)}" if known else "",
            "case": random.choice(cases) if cases else "",
            "channel": "C0ALERTS",
            "kind": "" if kind == "command" else within,
        }
        said = within if kind == "command" else ""
        world._press("forged", who, json.dumps(about), route=f"{kind} {name}", said=said)
    world._press("ask", who, QUESTION)
    world.later.append(partial(world.slack.mute.discard, who))


def batch(world: World) -> None:
    """A shop of another company puts up several; somebody writes to it and to another shop at once, and two others, with one
    screen before them, leave the same link out."""
    world._list(OFFERS)
    at, company = len(world.feed.listings), f"{ELSEWHERE}{world.number}"
    for place in range(at - OFFERS, at):
        listing = world.feed.listings[place]
        world.feed.listings[place] = replace(
            listing, seller_company=company, seller_id=f"s-of-{world.number}"
        )
    offers = [each.listing_id for each in world.feed.listings[-OFFERS:]]
    world.later.append(partial(_written_to, world, offers, WAITS))


def _written_to(world: World, offers: list[ListingId], waits: int) -> None:
    with world.replicas[0].desk.store.unit() as unit:
        judged = unit.listings.judged(offers)
    others = world._some_listings()
    if waits and not (others and judged.keys() >= set(offers)):
        world.later.append(partial(_written_to, world, offers, waits - 1))
        return
    wanted = DraftRequest(
        kind="cease-and-desist", listing_ids=(*offers, *others), right_ids=(RightId("TM-CN-03"),),
        as_of=china_day(world.clock()), texts=FACTS,
    )  # fmt: skip
    try:
        parts = world.replicas[0].desk.batches.prepare(
            wanted, by=MEI, told_in=Posted(channel="C0ALERTS", ts="")
        )
    except MarqueError:
        return  # cleared in the meantime
    part = max(parts, key=lambda each: len(each.request.listing_ids))
    if part.batch_id:
        world.later.append(partial(_left_out, world, part.draft_id, part.batch_id, WAITS))


def _left_out(world: World, draft: str, batch_id: str, waits: int) -> None:
    if world.known.rows["drafts", draft]["ts"]:  # its message stands, and the screen can be opened
        for who in world.chance.random.sample((ADA, MEI, JONAS), 2):
            world._press("leave_out", who, draft, batch=batch_id)
    elif waits:
        world.later.append(partial(_left_out, world, draft, batch_id, waits - 1))


def rights(world: World) -> None:
    """Somebody is taken out of a group, deactivated, or made a guest; later that is taken back."""
    slack = world.slack
    who, change = world.chance.random.choice(
        (
            (ZOE, lambda taken: slack.grouped(*(() if taken else (ZOE,)))),
            (EVE, lambda taken: slack.known_as(EVE, deleted=taken)),
            (EVE, lambda taken: slack.known_as(EVE, is_guest=taken)),
        )
    )
    world.checks.wrong += rights_end(world, who, change, ROLES[who])


DOORS: Mapping[str, Callable[[World], None]] = {
    "thread": thread,
    "wake": wake,
    "papers": papers,
    "begin": begin,
    "hand_in": hand_in,
    "buy": buy,
    "regret": regret,
    "late": late,
    "restart": restart,
    "rework": rework,
    "forge": forge,
    "talk": talk,
    "ask_changes": ask_changes,
    "plan": plan,
    "rights": rights,
    "unnamed": unnamed,
    "batch": batch,
    "press": hands.press,
    "fill": hands.fill,
    "visit": visit,
}

"""What people note beside their cases, and Home's days: talks with offices, the team's own days, the next day of each case; and
that what may stand in Slack already is looked for before it is posted once more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from bot.domain.moments import china_day
from bot.repositories import UnitOfWork
from bot.slack.admission import Refused
from bot.slack.ids import ActionId
from bot.slack.payloads import Place
from bot.words.book import load_words
from tests.simulation.journal import Change
from tests.simulation.lives import Row, unit_of
from tests.simulation.model import ANA, DEX, FAY, GUS, LEO, MEI, NEEDS, ROLES, VERA, may

if TYPE_CHECKING:
    from tests.simulation.world import World

OFFICES, FEW, TALKED, AHEAD, LATER = ("义乌市监局", "Taobao"), 3, 0.7, 4, 20
"""With whom people speak; about how many cases; the share of talks among what they note; for how many days ahead a next talk is
noted, and a day of the team's own."""

COMPLETED = frozenset({"test_purchases", "evidence"})
"""Tables whose rows only grow."""

OUTSIDE = (GUS, FAY, DEX)

MOST, DAY = 200, timedelta(days=1)
"""Of so many of a person's cases Home looks for the next day."""


def plan(world: World) -> None:
    """Somebody notes a talk with an office, mostly with the day of the next one, or gives a case a day of the team's own."""
    cases = [row for row in world.known.rows.of("cases").values() if row["ts"]]
    if not cases:
        return
    random, today = world.chance.random, china_day(world.clock())
    row, talks = random.choice(cases[:FEW]), random.random() < TALKED
    on = (today + DAY * random.randrange(1, AHEAD if talks else LATER)).isoformat()
    more = {} if talks and random.random() > TALKED else {"next": on}
    verb, said = ("contact", f"{random.choice(OFFICES)} they look into it") if talks else ("due", "")
    said = " ".join(filter(None, (said, *more.values())))
    place = {"channel": row["channel"], "thread": row["ts"]}
    world._press(
        "mention", random.choice((MEI, LEO, ANA)), row["case_id"], verb=verb, said=said, **place, **more
    )


def wrong_talks(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """A talk settles the earlier ones with that office about that case, and no other; what it says is what its person said."""
    unit, settled = unit_of(world, changes), set[str]()
    talks = world.known.rows.of("contacts")
    for act in unit.acts:
        if act["what"] not in {"contact.logged", "contact.reminded"}:
            continue
        for key, row in talks.items():
            same = (row["case_id"], row["office"]) == (act["subject"], act["details"]["office"])
            come = act["what"] == "contact.logged" or _has_come(row["next_on"], china_day(world.clock()))
            settled |= {key} if same and come else set()
    for key, row in talks.items() if settled or unit.of("contacts") else ():
        wanted = row | ({"settled": True} if key in settled else {})
        if unit.row("contacts", key) != wanted:
            yield f"{key} is {unit.row('contacts', key)!s:.90} after {[act['what'] for act in unit.acts]}"
    for each in unit.of("contacts"):
        logged = [act for act in unit.acts if act["what"] == "contact.logged"] if each.added else []
        for act in logged:
            told = (act["who"], act["details"]["office"], act["details"]["next_on"], False)
            if told != tuple(each.after[name] for name in ("by", "office", "next_on", "settled")):
                yield f"{each.key} is {each.after!s:.90}, and the trail says {told}"


def _has_come(day: str | None, today: date) -> bool:
    return day is not None and day <= today.isoformat()


def unspoken(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Nobody waits for a talk whose day is over without having been told of it."""
    for key, row in world.known.rows.of("contacts").items():
        over = row["case_id"] and not row["settled"]
        if over and _has_come(row["next_on"], china_day(world.clock()) - 2 * DAY):
            yield f"{key}: nobody was told to speak with {row['office']} on {row['next_on']}"


def next_days(world: World, person: str, view: Mapping[str, Any]) -> Iterator[str]:
    """Home shows each case with the first day on which anything of it is due, the soonest first."""
    owned = [row for row in world.known.rows.of("cases").values() if row["owner"] == person]
    days = {row["case_id"]: _first_day(world, row) for row in owned if row["status"] != "closed"}
    shown = list[str]()
    for block in view["blocks"]:
        held = block.get("accessory") or {}
        if (
            held.get("action_id") != ActionId.SHOW_CASE
            or (case := json.loads(held["value"])["case"]) not in days
        ):
            continue
        shown.append(case)
        if not any(each in block["text"]["text"] for each in _in_words(days[case])):
            yield f"Home of {person} shows {case} as: {block['text']['text']:.80}, and its next day is {days[case]}"
    order = [days[case] or date.max for case in shown]
    if order != sorted(order):
        yield f"Home of {person} shows {shown}, whose days are {order}"
    left = [on for case, on in days.items() if on and case not in shown] if len(days) <= MOST else []
    if shown and left and min(left) < order[-1]:
        yield f"Home of {person} ends with {order[-1]}, and a case is due on {min(left)}"


def _first_day(world: World, case: Row) -> date | None:
    clocks = [row for row in world.known.rows.of("deadlines").values() if not row["done_at"]]
    days = [row["due_on"] for row in clocks if row["case_id"] == case["case_id"]]
    return min((date.fromisoformat(each) for each in (case["due_on"], *days) if each), default=None)


def _in_words(day: date | None) -> list[str]:
    both = [load_words(language) for language in ("en", "zh")]
    return [words("home.next", day=day) if day else words("home.no_next") for words in both]


def by_settings(world: World) -> Iterator[str]:
    """Who may what follows from who is named: once viewers or analysts are, whoever is on neither list may nothing; before,
    whoever is in the alert channel works and everybody asks."""
    settings, people = world.replicas[0].desk.settings, world.replicas[0].desk.people
    held = {name: settings.of(name) for name in ("viewers", "analysts", "alert_channel")}
    for viewers, analysts in product(((), (VERA,)), ((), (LEO,))):
        settings.change({"viewers": viewers, "analysts": analysts, "alert_channel": ("C0ALERTS",)}, by=MEI)
        for who in ROLES.keys() - OUTSIDE:
            usual = world.role_of(who)
            listed = "analyst" if who in analysts else "viewer" if who in viewers else "nobody"
            by_list = listed if viewers or analysts else "analyst"
            wanted = usual if usual in {"approver", "admin"} else by_list
            if (found := people.role_of(who).role.name.lower()) != wanted:
                yield f"{who} is held to be {found}, and is {wanted} where {viewers} and {analysts} are named"
        for who in OUTSIDE:
            if (found := people.role_of(who).role.name.lower()) != "nobody":
                yield f"{who}, who is outside, is held to be {found}"
    settings.change(held, by=MEI)


def by_deputies(world: World) -> Iterator[str]:
    """Who stands in for approvers is asked for a yes once a draft has waited for these in vain, and not before."""
    desk = world.replicas[0].desk
    held = {"deputies": desk.settings.of("deputies")}
    desk.settings.change({"deputies": (LEO,)}, by=MEI)
    found = {each.draft_id for each in desk.pending.to_approve(LEO)}
    desk.settings.change(held, by=MEI)
    wanted = {
        key
        for key, row in world.known.rows.of("drafts").items()
        if row["status"] == "awaiting_approval" and "deputy" in row["reminders"] and row["author"] != LEO
    }
    if found != wanted:
        yield f"a deputy is asked for a yes to {sorted(found)}, and {sorted(wanted)} waited in vain"


def unheard(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """The admins hear of the first message of a kind that is set aside, in the unit of work that sets it aside."""
    told = any(c.table == "outbox" and c.added and c.after["subject"] == "outbox" for c in changes)
    known = {row["kind"] for row in world.known.rows.of("aside").values() if row["aside"]} | {"admin_note"}
    for each in changes:
        if each.table == "aside" and each.after["aside"] and not told and each.after["kind"] not in known:
            yield f"{each.after['kind']} {each.after['subject']} was set aside, and no admin hears of it"


def completed(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """Whoever records once more what is on record completes it: what they leave open stays as it was."""
    for each in changes:
        if each.table in COMPLETED and each.before and each.after:
            lost = [name for name, value in each.before.items() if value and not each.after.get(name)]
            yield from (f"{each.key}: {name} was {each.before[name]!s:.40}, and is gone" for name in lost)


def tied(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What is kept of a purchase is of the listing that was bought."""
    unit = unit_of(world, changes)
    for each in unit.of("evidence"):
        bought = (
            unit.row("test_purchases", each.after["purchase"])
            if each.after and each.after.get("purchase")
            else None
        )
        if bought and bought["listing_id"] != each.after["listing_id"]:
            yield f"{each.key} is of {each.after['purchase']}, and of {each.after['listing_id']}, not {bought['listing_id']}"


def by_act(world: World) -> Iterator[str]:
    """Every act that can be asked for is let in for whom it needs, and refused to everybody else."""
    admission = world.replicas[0].front.admission
    for named, who in product(NEEDS, ROLES):
        act, _, within = named.partition(":")
        try:
            admission.require(
                Place(person=who), *(("verb", within) if act == "app_mention" and within else (act, within))
            )
            let_in = True
        except Refused:
            let_in = False
        if let_in != may(world.role_of(who), act, within):
            yield f"{named} is {'let in for' if let_in else 'refused to'} {who}, a {world.role_of(who)}"


ANSWER = "answer "
"""By what the message that answers a question is known."""


class Doubts:
    """Posts of which nobody knows whether they stand: whoever posts such a thing again has looked for it since."""

    def __init__(self) -> None:
        self._calls, self._looked, self._unsure = 0, dict[str, int](), dict[tuple[str, str], int]()
        self._refused = dict[str, int]()

    def looked(self, channel: str) -> None:
        """Slack told what stands in a channel."""
        self._calls += 1
        self._looked[channel] = self._calls

    def refused(self, channel: str) -> None:
        """Slack did not tell it: an answer, for which somebody waits, comes all the same."""
        self._calls += 1
        self._refused[channel] = self._calls

    def posting(self, name: str, channel: str) -> Iterator[str]:
        """It is posted now."""
        looked = self._looked.get(channel, 0)
        if name.startswith(ANSWER):
            looked = max(looked, self._refused.get(channel, 0))
        if self._unsure.pop((name, channel), 0) > looked:
            yield f"{name} was posted again, and nobody had looked whether it stands"

    def about(self, name: str) -> bool:
        """Whether it may stand in some channel where nobody has looked since."""
        unsure = ((channel, at) for (each, channel), at in self._unsure.items() if each == name)
        return any(at > self._looked.get(channel, 0) for channel, at in unsure)

    def unsure(self, name: str, channel: str) -> None:
        """Slack did not say whether it was posted."""
        self._calls += 1
        self._unsure[name, channel] = self._calls

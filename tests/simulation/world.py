"""Days of a busy team with two replicas on one database, in virtual time and in one thread, with faults at every door.

What is real: desks, store, inbox, worklist, delivery, roles, jobs under their leases. Executors, clock, Slack and feeds are
the simulation's. A process may end before and after every commit and every post; a new one takes up what it left. Every
commit is held to :mod:`tests.simulation.commits`. What is done besides the least of every day differs by seed
(:mod:`tests.simulation.swarm`). At the end of all days faults stop, everything is worked off, days and
months go by, and :func:`wrong` compares what was promised with what is there.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from bot.domain.assessments import Assessment, Band
from bot.domain.brands import BrandBook
from bot.domain.clocks import Event, reckon
from bot.domain.compositions import Severity
from bot.domain.drafts import Draft, DraftRequest, DraftStatus
from bot.domain.errors import MarqueError, SourceUnavailable
from bot.domain.evidence import Evidence
from bot.domain.ids import DraftId, EvidenceId, ListingId, PersonId, RightId, RuleId
from bot.domain.licences import LicenceReading
from bot.domain.listings import Listing, ListingSighting
from bot.domain.moments import CHINA, china_day
from bot.domain.proofs import Drawn
from bot.domain.reports import ReportFigures
from bot.domain.rules import AlertRule, Pace
from bot.domain.sentences import worded
from bot.domain.verdicts import Verdict
from bot.ports import Posted
from bot.reports import charts
from bot.reports.page import page
from bot.services.casework.rights import Rights
from bot.store import inbox, sql
from bot.store.rows import Codec
from bot.words.book import load_words
from knowledge import law
from tests.factories import FACTS, NOW, a_listing
from tests.fakes import desk
from tests.fakes.desk import HandClock, InstantCapturer, Suspicious
from tests.simulation.beside import completed, tied, unheard, wrong_talks
from tests.simulation.chance import Chance, Killed
from tests.simulation.checks import Checks, poisoned_wrong, stale, wrong
from tests.simulation.commits import wrong_of
from tests.simulation.doors import DOORS, OTHERS
from tests.simulation.due import left_due
from tests.simulation.journal import Journal
from tests.simulation.kinds import due_at, held_on, wrong_kinds
from tests.simulation.lives import counted, wrong_lives, wrong_words
from tests.simulation.meanwhile import Meanwhile
from tests.simulation.messages import wrong_messages
from tests.simulation.model import (
    ANA,
    GROUP,
    JONAS,
    LANGUAGE,
    LEO,
    MEI,
    NAMED,
    RANK,
    ROLES,
    SAM,
    VERA,
    Acting,
    people,
)
from tests.simulation.office import Office
from tests.simulation.quick import said_once
from tests.simulation.reckoned import try_some
from tests.simulation.replica import Replica, in_virtual_time
from tests.simulation.rows import wrong_rows
from tests.simulation.said import Said
from tests.simulation.slack import ALERTS, LEGAL, SimulatedSlack, reached
from tests.simulation.states import NINE, NOON, Known, unkept
from tests.simulation.swarm import mixture

START = NOW
MODELS = (wrong_lives, wrong_words, counted, wrong_messages, wrong_talks, unheard, completed, tied)
TICKS, PARTS, AFTER = 12, (2, 3), 4
WEEK, AFTERNOON, WORK, BUSY = 7, timedelta(hours=5), timedelta(minutes=40), 0.6
"""Days that are lived after the quiet one, so that looks and reminders come on days of their own, with one tick so long after its
beginning; on this share of them with two more, this far apart."""

GROWS = 9
"""So many listings more a feed shows each time."""

LATELY = timedelta(hours=30)
"""What was sent is recorded within this."""

ASKED = {
    "en": "How long do we have to oppose a published trademark?",
    "zh": "商标公告后多久之内可以提出异议？",
}
CAP, DELAY, QUIET = 4, timedelta(minutes=30), (time(20), time(8))
"""Where a rule tells at most so many alerts an hour, where what is approved waits, and where a rule is quiet."""

CLOCKS_BY_HAND = [
    row
    for row in tomllib.loads(
        (Path(__file__).parents[1] / "data" / "clock_cases.toml").read_text(encoding="utf-8")
    )["case"]
    if "clock" in row
]
LEAST = {"listings": 100, "questions": 20, "clicks": 30, "approvals": 4, "clocks due": 10, "faults": 20}
"""What each day of each seed has; more: :mod:`tests.simulation.swarm`."""

SPOKEN = frozenset({"ask", "mention", "home", "command"})
"""Acts that are no clicks."""

RIDDLES, TWINS, BLURRED = 0.4, 0.25, 0.2
CHEAPER, TOGETHER, RENEWED, ON_CASES, FEW = 0.5, 0.9, 0.2, 0.5, 4
"""The share of changes that are of the price alone; of alerts of which a case is opened those for which two people press;
of clocks those of a case, which is one of so many."""

SAID = (Verdict.COUNTERFEIT, Verdict.LOOKALIKE, Verdict.GENUINE, Verdict.UNCLEAR)
REPEATS, TRIES, NIGHT, TWICE = timedelta(hours=1), 3, 16, 0.5
PARTLY, MOST, AGAIN = 0.7, 3, 4
"""The share of drafts on several listings, and of a draft's listings that are taken down at once; so many listings at most;
so many drafts are written anew after a week."""

RECKONED = 40
"""Clocks that are counted once more."""

DUES, NEAR = 8, 50
"""So many moments at which something falls due are looked at from shortly before, within so many minutes, and after."""

OFTEN, SELDOM, SHARED = frozenset({"deliver", "watch feed"}), 0.2, 0.5
"""Jobs of every round; the share of the others that come more than once a tick; that of ticks in which both bots are at them."""

DUE_FIELDS = {"alerts": "snoozed_until", "drafts": "release_at"}
FINDS = ("watch feed", "deliver")
TIMED = ("remind", "alerts.wake", "alerts.held", "approvals.remind", "approvals.unfiled", "approvals.release")

FALLS = 5
"""So often in a row a bot that cannot live is started."""

SLICE = timedelta(seconds=10)
"""What happens in a long call happens at these steps."""

PAGES = "https://item.taobao.example/item.htm?id="
LARGE = 8
"""Of so many listings, three are put up by one shop."""

PICTURED = 4
"""One of so many listings shows a picture."""

INSTANT = timedelta(milliseconds=1)
"""No two steps are done at one moment."""

FRESH = 20
"""Of the newest listings nobody speaks yet: they may not be judged."""


@dataclass
class Feed:
    """A market whose feed grows, changes, and sometimes breaks off in the middle; ``gone`` is taken down."""

    chance: Chance
    waits: Callable[[str, str], None]
    name: str = "feed"
    listings: list[Listing] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    ever_gone: set[str] = field(default_factory=set)
    given: list[Listing] = field(default_factory=list)
    """By the look that ended last."""

    broke: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    """What the page of a listing showed last: up, gone, or a riddle."""

    mine: dict[str, str] = field(default_factory=dict)
    """The same of the pages at which the step that runs has looked."""

    def look(self) -> Iterator[Listing]:
        """A feed is read from its oldest listing on; it breaks off near its newest ones, which are the news."""
        self.given, self.broke = [], self.chance.happens("feed broke off", 0.06)
        shown = list(self.listings)
        ends = max(0, len(shown) - self.chance.random.randrange(1, 10)) if self.broke else len(shown)
        for listing in shown[:ends]:
            yield listing
            self.given.append(listing)
        if self.broke:
            raise SourceUnavailable(self.name, "broke off")

    def page(self, listing: Listing) -> ListingSighting:
        """Its page, which sometimes shows a riddle instead, after the last fault of the bots too."""
        self.waits("page", listing.listing_id)
        if self.chance.random.random() < RIDDLES:
            self.seen[listing.listing_id] = self.mine[listing.listing_id] = "a riddle"
            raise SourceUnavailable(self.name, "shows a riddle")
        gone = listing.listing_id in self.gone
        self.seen[listing.listing_id] = self.mine[listing.listing_id] = "gone" if gone else "up"
        return ListingSighting(listing=None if gone else listing)


@dataclass(frozen=True)
class Camera:
    """Takes captures; some show nothing, as those of pages that bar it."""

    chance: Chance
    waits: Callable[[str, str], None]

    def draw(self, listing: Listing) -> Drawn:
        """Its picture beside the genuine one."""
        self.waits("picture", listing.listing_id)
        png = f"{listing.listing_id} {listing.title}".encode()
        return Drawn(picture=1, genuine="front.png", measured=worded("all of it"), png=png)

    def capture(self, listing: Listing, evidence_id: EvidenceId, at: datetime) -> Evidence:
        self.waits("capture", listing.listing_id)
        taken = InstantCapturer().capture(listing, evidence_id, at)
        barred = self.chance.random.random() < BLURRED
        return replace(taken, files=taken.files[-1:]) if barred else taken


class Eye(Suspicious):
    """Finds every listing suspect, a third of them less so; it looks at pictures, which takes its time."""

    def __init__(self, waits: Callable[[str, str], None]) -> None:
        super().__init__()
        self._waits = waits

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        self._waits("pictures", listing.listing_id)
        [found] = super().judge(listing)
        if sum(map(ord, listing.title)) % 3:
            return [found]
        return [replace(found, band=Band.MEDIUM, score=0.6)]


@dataclass
class Promises:
    """What the people were told is done: by it the world is judged."""

    listed: list[str] = field(default_factory=list)
    acknowledged: list[dict[str, str]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)


class World:
    """Everything outside the bots, and the order in which things happen."""

    def __init__(self, home: Path, seed: int, until_wrong: bool = False) -> None:
        self.until_wrong = until_wrong
        self.home, self.chance, self.clock = home, Chance(seed), HandClock()
        self.legal = LEGAL if seed % 5 else ""  # else drafts are told to each alone
        self.delay = DELAY if seed % 2 == 0 else timedelta()
        self.shown, self.journal = dict[tuple[str, str], int](), None
        self.heads: list[tuple[int, str]] = []
        self.presses: Counter[tuple[str, str, str]] = Counter()
        self.ended, self.lived, self.caps = set[str](), set[date](), dict[str, int]()
        self.rules, self.ending = dict[str, AlertRule](), list[tuple[Replica, Callable[[Replica], None]]]()
        self.notes, self.approved = list[tuple[str, date]](), dict[str, datetime]()
        self.feed = Feed(self.chance, self._fetches)
        self.camera, self.eye = Camera(self.chance, self._fetches), Eye(self._fetches)
        self.named, self.dead, self.begun, self.number_now = dict[str, Any](NAMED), set[str](), "", 0
        self.office, self.passing, self.pressed = Office(self), False, dict[str, dict[str, str]]()
        self.meanwhile, self.stepping = Meanwhile(self), False
        self.worked, self.in_job = dict[str, Acting](), False
        self.slack = SimulatedSlack(self, people())
        self.checks, self.said = Checks(self.clock), Said(self)
        self.promises, self.drafts, self.number = Promises(), list[str](), 0
        self.sent = set[str]()
        self.step, self.units, self.turn = "start", 0, 0
        self.unacknowledged: list[dict[str, str]] = []
        self.heard: dict[str, datetime] = {}
        self.known, self.roles, self.daily = Known(), dict(ROLES), ""
        self.judged, self.later = list[tuple[PersonId, str]](), list[Callable[[], None]]()
        self.ticks, self.reminding, self.began = list[datetime](), set[datetime](), self.clock()
        self.direct = defaultdict[str, set[str]](set)
        self.ran = defaultdict[str, list[datetime]](list)
        self.sure, self.ruled, self.lived_from = dict[str, datetime](), list[date](), self.clock()
        self.altered = set[str]()
        """Rules that somebody changed or dropped since they were made: what was judged under them is told of no more."""

        self.holding = list[datetime]()
        """Begins of rounds in which a bot lived through the job that tells what is held."""

        self.pressed_before, self.commits = set[str](), list[int]()
        self.handled, self.corrected = Counter[tuple[str, str]](), Counter[str]()
        self.clocks = list[str]()
        """Kinds of clock whose turn comes."""

        self.seed, self.replicas, self.mixture = seed, list[Replica](), mixture(seed)
        self.had = list[Mapping[str, int]]()
        """What each day really had of :data:`LEAST`."""

    def begin(self) -> None:
        """Both replicas start, and the rules are set."""
        seed = self.seed
        with self.calm():
            for number in range(2):
                self.replicas.append(Replica(self, number))
            self.journal = Journal(self.home)
            capped, quiet = seed % 3 == 0, QUIET if seed % 3 == 2 else (None, None)  # fmt: skip
            rules = [("R-000001", Band.MEDIUM if seed % 4 == 2 else Band.HIGH, Pace.AT_ONCE)]
            if seed % 2:
                self.daily = "R-000002"
                rules.append((self.daily, Band.MEDIUM, Pace.DAILY))
            elif seed % 4 == 0:
                rules.append(("R-000002", Band.MEDIUM, Pace.HOURLY))
            for name, band, pace in (
                rules if seed % 12 != 10 else ()
            ):  # where there are none all is told at once
                at_once = pace is Pace.AT_ONCE
                cap, (begins, ends) = (
                    (CAP, quiet) if at_once and capped else (0, quiet if at_once else (None, None))
                )
                self.caps |= {name: cap} if cap else {}
                self.rules[name] = AlertRule(
                    rule_id=RuleId(name), channel="C0ALERTS", band=band, pace=pace, cap=cap, made_by=MEI,
                    made_at=self.clock(), quiet_from=begins, quiet_to=ends,
                )  # fmt: skip
                self.replicas[0].desk.rules.save(self.rules[name], by=MEI)

    def committed(self, replica: Replica) -> None:
        """A unit of work was committed: what it changed is looked at."""
        self.commits.append(replica.number)
        if self.journal is not None and (changes := self.journal.newest()):
            self.checks.committed(self, replica, changes)
            self.judged += [
                (PersonId(c.after["by"]), c.after["batch"])
                for c in changes
                if c.table == "verdicts"
                and c.added
                and c.after["batch"]
                and not c.after["takes_back"]
                and c.after["by"] in ROLES
            ]
            found = [*wrong_of(self, changes), *wrong_rows(self, changes), *wrong_kinds(self, changes)]
            for model in MODELS:
                found += model(self, changes)
            found += unkept(self, changes)
            self.checks.wrong += found
            self.ended |= {
                c.key for c in changes if c.table == "deadlines" and c.after and c.after["done_at"]
            }
            self.notes += [
                (str(each.after["subject"]), china_day(self.clock()))
                for each in changes
                if each.table == "outbox" and each.added and each.after["kind"] == "admin_note"
            ]

    def role_of(self, who: str) -> str:
        """What somebody may do; what the bot does by itself is an analyst's."""
        return "analyst" if who == "marque" else self.roles.get(PersonId(who), "nobody")

    def lives(self, holder: str) -> bool:
        """Whether this is the name of a process that runs."""
        return holder not in self.dead and any(each.name == holder for each in self.replicas)

    def at_work(self, holder: str) -> bool:
        """Whether this names who can hold a lease: a person, a process that runs, a delivery that is worked off, or a message
        that is told."""
        kind, _, number = holder.rpartition(" ")
        told = kind == "message" and number in self.known.waiting
        known = told or holder.removeprefix("triage:") in ROLES or self.lives(holder)
        return known or (holder in self.worked and holder not in self.checks.done)

    def needless(self, kind: str, subject: str, body: str) -> bool:
        """Whether a message had no reason any more when its turn came."""
        draft = self.known.rows.get(("drafts", subject), {})
        taken_back = kind == "draft_note" and draft.get("status") not in {"approved", "sent"}
        if kind == "digest":  # each was judged before it was told
            return all(self.known.alert(name).get("verdict") for name in body.split())
        return taken_back or (kind == "reminder" and subject in self.ended)

    def mornings_since(self, clock: str) -> list[date]:
        """Days on which the bots lived through the job of reminders in two ticks or more of an afternoon since this clock was
        started."""
        born = self.known.born.get(clock, self.clock())
        days = Counter(
            china_day(at) for at in self.reminding if at > born and at.astimezone(CHINA).hour >= NOON
        )
        return [day for day, ticks in days.items() if ticks > 1]

    @contextmanager
    def calm(self) -> Iterator[None]:
        """No faults in here: what is set up, not what is tried."""
        before, self.chance.quiet = self.chance.quiet, True
        try:
            yield
        finally:
            self.chance.quiet = before

    def close(self) -> None:
        for replica in self.replicas:
            replica.stack.close()
        if self.journal is not None:
            self.journal.close()

    def days(self, count: int) -> None:
        """Live through so many days, then until everything is worked off."""
        for _ in range(count):
            self.meanwhile.open = True
            self._day()
            if self.over:
                return
        self.meanwhile.open = False
        self.chance.quiet = True
        self.checks.wrong += poisoned_wrong(self)
        self.slack.poisoned.clear()
        self.slack.lost.clear()
        self._press("again", LEO, "")
        for _ in range(60):
            self._go_on()
            self._deliver_again()
            self._tick(timedelta(minutes=10))
            if self._quiet():
                break
        with self.calm():
            self.checks.wrong += stale(self)
        for _ in range(AFTER):  # in which everything due within a day comes
            self._tick(timedelta(days=1) / AFTER)
        for day in range(WEEK):
            self.clock.at += AFTERNOON
            with self.calm():
                self._send(NIGHT)
                self._do("papers")
                self._do("late")
                self._do("rework")
                self._remove()
                self._remove()
                for act in self.mixture.later(day):
                    self._do(act)
            self._deliver_again()
            works = (WORK, WORK) if self.chance.random.random() < BUSY else ()
            for span in (*works, timedelta(days=1) - AFTERNOON - sum(works, timedelta())):
                self._tick(span, parts=1)
                if self.over:
                    return
        with self.calm():
            self._draft_again()
        self._deliver_again()
        self._tick(timedelta(minutes=10))
        self._try(self.replicas[0], "retain", self.replicas[0].desk.retention.sweep)

    def _go_on(self) -> None:
        """What people had planned to do next, they do."""
        planned, self.later = self.later, []
        with self.calm():
            for each in planned:
                each()

    @property
    def over(self) -> bool:
        """Whether a commit has broken a promise, and that is all that is asked for."""
        return self.until_wrong and bool(self.checks.wrong)

    def _quiet(self) -> bool:
        """Whether nothing waits any more."""
        desk = self.replicas[0].desk
        with desk.store.unit() as unit:
            return not (unit.outbox.waiting() or desk.inbox.waiting() or self.unacknowledged or self.later)

    def _day(self) -> None:
        acts, before = self.mixture.day, self._lived()
        at = sorted(acts, key=lambda _: self.chance.random.random())
        for tick in range(TICKS):
            self._go_on()
            for act in at[tick::TICKS]:
                with nullcontext() if act == "look" else self.calm():
                    self._do(act)
            with self.calm():
                self._send()
                for act in ("papers", "late"):
                    self._do(act)
            self._deliver_again()
            self._tick(timedelta(hours=24 / TICKS), parts=self.chance.random.choice(PARTS))
            if self.over:
                return
        self.had.append({what: now - before[what] for what, now in self._lived().items()})

    def _lived(self) -> Mapping[str, int]:
        """How much of what each day has at least there was until now: acts are counted once they are acknowledged, and those
        that nobody let through too."""
        acts = Counter(body["act"] for body in self.promises.acknowledged)
        return {
            "listings": len(self.promises.listed),
            "questions": acts["ask"],
            "clicks": acts.total() - sum(acts[each] for each in SPOKEN),
            "approvals": acts["approve"],
            "clocks due": len(self.known.rows.of("deadlines")),
            "faults": self.chance.faults.total(),
        }

    def _do(self, act: str) -> None:
        door = DOORS.get(act)
        if door is None:
            getattr(self, f"_{act}")()
        else:
            door(self)

    def _list(self, count: int = GROWS) -> None:
        for _ in range(count):
            self.number += 1
            shop = self._shop()
            name, url = f"{self.number:06}", f"{PAGES}{self.number:06}"
            made = a_listing(item_id=name, url=url, seller_id=f"s-{shop}", seller_name=f"shop {shop}")
            images = () if self.number % PICTURED else (f"images/{self.number}.png",)
            listing = replace(made, title=f"{made.title} {self.number}", images=images)
            self.feed.listings.append(listing)
            self.promises.listed.append(listing.listing_id)

    def _shop(self) -> str:
        """A new shop, or one that offers the same thing already: mostly one about whose listing somebody has decided."""
        if self.number % LARGE in (1, 2) and self.feed.listings:
            return self.feed.listings[-1].seller_id.removeprefix("s-")  # of a shop that puts up several
        if not self.feed.listings or self.chance.random.random() > TWINS:
            return str(self.number)
        decided = [about.removeprefix("A-") for act, _, about in self.presses if act in {"dismiss", "snooze"}]
        known = {each.listing_id: each for each in self.feed.listings}
        other = self.chance.random.choice(
            [*(known[name] for name in decided[-10:] if name in known), *self.feed.listings[-3:]]
        )
        return other.seller_id.removeprefix("s-")

    def _judge(self) -> None:
        """Two or three listings at once, in one act."""
        known = self.promises.listed[:-FRESH]
        if known:
            named = self.chance.random.sample(known, min(len(known), 3))
            verdict = self.chance.random.choice(SAID)
            self._press("judge", self.chance.random.choice((MEI, LEO)), " ".join([*named, verdict]))

    def _open(self) -> None:
        """A case of an alert, mostly of one that waits, whose listing is judged once it is in there."""
        known = self.promises.listed[:-FRESH]
        if known and self.chance.random.random() < PARTLY:
            waits = [each for each in known if self.known.alert(f"A-{each}").get("state") == "open"]
            known = waits or known
        if known:
            listing, said = self.chance.random.choice(known), self.chance.random.choice(SAID)
            way = self.chance.random.choice(("open", "choose", "choose"))
            self._press(way, LEO, f"A-{listing}")
            if self.chance.random.random() < TOGETHER:
                self._press(way, MEI, f"A-{listing}")
            self.later.append(lambda: self._press("judge", MEI, f"{listing} {said}"))

    def _undo(self) -> None:
        if self.judged:
            by, batch = self.chance.random.choice(self.judged)
            who = by
            if (
                self.chance.random.random() < OTHERS
            ):  # somebody else asks for it: it is not theirs to take back
                who = self.chance.random.choice([each for each in (MEI, LEO, ANA) if each != by])
            self._press("undo", who, batch)
            if self.chance.random.random() < TWICE:  # whose old screen still offers it
                self.later.append(lambda: self._press("undo", by, batch))

    def _leaver(self) -> None:
        """Somebody approves and is no approver any more when the next one does; later they are one again."""
        draft_id = self._made(self._some_listings(), MEI)
        if draft_id is None:
            return

        def gone() -> None:
            self._approvers((JONAS,))
            self._press("approve", JONAS, draft_id)
            self.later.append(back)

        def back() -> None:
            self._approvers((ANA, JONAS))
            self._press("withdraw", JONAS, draft_id)
            self.later.append(lambda: self._press("reject", JONAS, draft_id))

        self._press("approve", ANA, draft_id)
        self.later.append(gone)

    def _approvers(self, people: Sequence[PersonId]) -> None:
        """An admin sets who approves; every process reads it before the next delivery."""
        self.replicas[0].desk.settings.change({"approvers": (*people, GROUP)}, by=MEI)
        for replica in self.replicas:
            replica.desk.settings.refresh()
        self.roles = {**ROLES, **{who: "nobody" for who in (ANA, JONAS) if who not in people}}

    def _draft_again(self) -> None:
        """After a week: on listings of the first days, whose licence somebody has read since."""
        for name in self.drafts[:AGAIN]:
            draft = self.replicas[0].desk.drafts.get(DraftId(name))
            reading = LicenceReading(company="一家公司", read_by=MEI, read_at=self.clock())
            for listing_id in draft.request.listing_ids:
                self.replicas[0].desk.evidence.read_licence(listing_id, reading)
            again = self._made(draft.request.listing_ids, MEI)
            if again is not None:
                self._press("approve", ANA, again)

    def _snooze(self) -> None:
        known = self.promises.listed[:-FRESH]
        if known:
            for_others = [e for e in known if self.known.alert(f"A-{e}").get("folds")]
            leads = for_others and self.chance.random.random() < PARTLY
            self._press("snooze", MEI, f"A-{self.chance.random.choice(for_others if leads else known)}")

    def _change(self) -> None:
        """Other goods on the page of an old listing, or the same at another price: mostly of one that somebody cleared."""
        if not self.feed.listings:
            return
        self.number += 1
        random, listings = self.chance.random, self.feed.listings
        cleared = [
            at
            for at, each in enumerate(listings)
            if self.known.alert(f"A-{each.listing_id}").get("state") == "dismissed"
        ]
        by_price = random.random() < CHEAPER
        at = random.choice(cleared) if by_price and cleared else random.randrange(len(listings))
        listing, price = listings[at], Decimal(40 + self.number % 9)
        other = {"title": f"{listing.title}, now {self.number}", "images": (f"images/{self.number}.png",)}
        listings[at] = replace(listing, price=price) if by_price else replace(listing, **other)

    def _remove(self) -> None:
        """A seller takes offers down, or puts them up again: of what was sent where anything was, mostly in part."""
        about = sorted(self.sent) or self.drafts
        if about:
            draft = self.replicas[0].desk.drafts.get(DraftId(self.chance.random.choice(about)))
            some = [each for each in draft.request.listing_ids if self.chance.random.random() < PARTLY]
            if self.chance.random.random() < 0.3:
                self.feed.gone.difference_update(some)
            else:
                self.feed.gone.update(some)
                self.feed.ever_gone.update(some)

    def _look(self) -> None:
        """Somebody has a case looked at now."""
        if self.drafts:
            replica = self.replicas[self.number % 2]
            with self.calm():
                draft = replica.desk.drafts.get(DraftId(self.chance.random.choice(self.drafts)))
            self._try(replica, "look now", lambda: replica.desk.followups.look(draft.case_id))

    def _count(self) -> None:
        """A clock that was counted by hand is started, held to that, and ended."""
        row, desk = self.chance.random.choice(CLOCKS_BY_HAND), self.replicas[0].desk
        started = desk.deadlines.start(row["event"], row["on"], by=MEI)
        for clock in started:
            self.ended.add(clock.deadline_id)
            desk.deadlines.done(clock.deadline_id, by=MEI)
        if row["due"] not in [clock.due_on for clock in started if clock.kind == row["clock"]]:
            self.checks.wrong.append(f"{row['clock']} from {row['on']} does not end on {row['due']}")
        self.checks.wrong += try_some(self.chance.random, RECKONED)

    def _keys(self, table: str) -> list[str]:
        return list(self.known.rows.of(table))

    def _clockwork(self) -> None:
        """Somebody has a clock be quiet until a day, or ends it."""
        running = [key for key in self._keys("deadlines") if not self.known.rows["deadlines", key]["done_at"]]
        rights = [key for key in running if key.startswith("register:")]
        running = [key for key in running if key not in rights]
        if rights and self.chance.random.random() < RENEWED:
            self._press("finish", self.chance.random.choice((MEI, LEO)), self.chance.random.choice(rights))
        elif running:
            clock, today = self.chance.random.choice(running), china_day(self.clock())
            due = date.fromisoformat(self.known.rows["deadlines", clock]["due_on"])
            until = today + timedelta(days=self.chance.random.randrange(max(1, (due - today).days + 2)))
            act = self.chance.random.choice(("later", "later", "finish"))
            self._press(act, self.chance.random.choice((MEI, LEO)), clock, until=until.isoformat())

    def _casework(self) -> None:
        """Somebody writes in a case, gives it to somebody, names a deputy, or closes it."""
        if cases := self._keys("cases"):
            act = self.chance.random.choice(("note", "assign", "close", "deputy", "deputy"))
            who, case = self.chance.random.choice((MEI, LEO)), self.chance.random.choice(cases)
            row = self.known.rows["cases", case]
            if act != "deputy":
                self._press(act, who, case)
            elif row["ts"]:
                place = {"channel": row["channel"], "thread": row["ts"]}
                said = f"<@{self.chance.random.choice((ANA, JONAS, MEI))}>"
                self._press("mention", who, case, verb=act, said=said, **place)

    def _outage(self) -> None:
        """For some time a channel is archived, or the bot is not in it."""
        channel, archived = self.chance.random.choice((ALERTS, LEGAL)), self.chance.random.random() < 0.5
        self.slack.people_leave(channel, archived=archived, bot=archived)
        self.later.append(lambda: self.slack.people_leave(channel, archived=False, bot=True))

    def _poison(self) -> None:
        """The messages of the next four alerts are ones that Slack refuses for what they are."""
        self.slack.poisoning += 4

    def _take_away(self) -> None:
        """Somebody deletes a message of the bot."""
        told = [r for (name, _), r in self.known.rows.items() if name in {"alerts", "cases"} and r["ts"]]
        if told:
            row = self.chance.random.choice(told)
            self.slack.delete(row["channel"], row["ts"])

    def _revise(self, draft: Draft) -> int:
        """Its author changes what approvers were shown; the version that stands then."""
        texts = tuple((n, f"{v}（第二稿）" if n == "facts_zh" else v) for n, v in draft.request.texts)
        desk = self.replicas[1].desk
        wanted, told_in = replace(draft.request, texts=texts), Posted(channel="C0ALERTS", ts="")
        return desk.drafts.revise(draft.draft_id, wanted, by=draft.author, told_in=told_in).version

    def _misfit(self) -> None:
        """Who may not, presses all the same."""
        known = self.promises.listed[:-FRESH]
        if known:
            alert = f"A-{self.chance.random.choice(known)}"
            for act, who in (("dismiss", VERA), ("snooze", SAM), ("dismiss", LEO)):
                self._press(act, who, alert)
            self._press("ask", SAM, ASKED["en"])
        for name in self.drafts[-2:]:
            for act, who in (("approve", LEO), ("approve", VERA), ("waive", LEO), ("reject", LEO)):
                self._press(act, who, name)

    def _send(self, night: int = 0) -> None:
        """A person sends what was released, at whatever hour, and keeps the record; half of it only at night."""
        desk = self.replicas[0].desk
        for name in self.drafts:
            draft = desk.drafts.get(DraftId(name))
            by_night = int(name[-1]) % 2 and max(night, self.clock.at.hour) < NIGHT
            if draft.status is DraftStatus.APPROVED and not by_night and self.chance.random.random() < 0.5:
                with suppress(MarqueError):  # not released yet
                    at = max(
                        draft.released_at or self.clock(), self.clock() - LATELY * self.chance.random.random()
                    )
                    desk.approvals.sent(draft.draft_id, by=MEI, channel="portal", at=at)
                    self.sent.add(name)

    def _ask(self) -> None:
        """Everybody asks in the language in which they read, and is answered in that."""
        who = self.chance.random.choice((MEI, MEI, LEO, VERA))
        self._press("ask", who, ASKED[LANGUAGE.get(who, "en")])

    def _dismiss(self) -> None:
        known = self.promises.listed[:-FRESH]
        if known:
            self._press("dismiss", MEI, f"A-{self.chance.random.choice(known)}")

    def _some_listings(self) -> Sequence[ListingId]:
        """Of one shop, on record and called nothing but counterfeit: mostly of a shop that offers several."""
        said = self.known.verdicts.items()
        cleared = {at for at, row in said if row["verdict"] not in {None, Verdict.COUNTERFEIT}}
        with self.replicas[0].desk.store.unit() as unit:
            judged = unit.listings.judged([each.listing_id for each in self.feed.listings[:-FRESH]])
        known = [e for e in self.feed.listings if e.listing_id in judged and e.listing_id not in cleared]
        shops = Counter(each.seller_id for each in known)
        several = [each for each in known if shops[each.seller_id] > 1]
        if not known:
            return ()
        one = self.chance.random.choice(
            several if several and self.chance.random.random() < PARTLY else known
        )
        return [each.listing_id for each in known if each.seller_id == one.seller_id][:MOST]

    def _made(
        self, listings: Sequence[ListingId], author: PersonId, texts: tuple[tuple[str, str], ...] = ()
    ) -> DraftId | None:
        if not listings or RANK[self.role_of(author)] < RANK["analyst"]:
            return None
        wanted = DraftRequest(
            kind="cease-and-desist", listing_ids=tuple(listings), right_ids=(RightId("TM-CN-03"),),
            as_of=china_day(self.clock()), texts=texts or (() if len(self.drafts) % 3 == 2 else FACTS),
        )  # fmt: skip
        try:
            made = self.replicas[0].desk.batches.prepare(
                wanted, by=author, told_in=Posted(channel="C0ALERTS", ts="")
            )
        except MarqueError:
            return None  # dismissed in the meantime
        self.drafts.append(made[0].draft_id)  # of several where it is known what was bought from one
        return made[0].draft_id

    def _draft(self) -> None:
        author = (MEI, ANA, JONAS)[len(self.drafts) % 3]
        draft_id = self._made(self._some_listings(), author)
        if draft_id is None:
            self.later.append(self._draft)  # as soon as there is something to write about
            return
        people = (author, *(each for each in (ANA, JONAS, MEI) if each != author))
        self._asked(draft_id, people, (1,))
        self.later.append(lambda: self._accept(draft_id, people))

    def _accept(self, draft_id: DraftId, people: Sequence[PersonId]) -> None:
        """An approver accepts what blocks a draft of somebody else's, and all are asked again."""
        draft = self.replicas[0].desk.drafts.get(draft_id)
        blocking = [each for each in draft.open_gaps if each.severity is Severity.BLOCKING]
        for _ in {each.field for each in blocking}:
            self._press("waive", JONAS if draft.author == ANA else ANA, draft_id)
        if blocking:
            self.later.append(lambda: self._asked(draft_id, people, (1,)))

    def _second_thoughts(self) -> None:
        """One approver says yes, the author changes the text, and first only the other one sees what it says now: who said
        yes has second thoughts about the text of before."""
        author, first, second = self.chance.random.sample((ANA, JONAS, MEI), 3)
        draft_id = self._made(self._some_listings()[:1], author, FACTS)
        if draft_id is None:
            return

        def changed() -> None:
            if RANK[self.role_of(author)] < RANK["analyst"]:
                self.later.append(changed)  # no approver just now
                return
            try:
                stands = self._revise(self.replicas[0].desk.drafts.get(draft_id))
            except MarqueError:
                return  # cleared in the meantime
            self._press("reject", first, draft_id, stands - 1)
            self._asked(draft_id, (author, second), (stands,))
            # Who still sees the text of before presses too.
            self.later.append(lambda: self._asked(draft_id, (author, first, second), (stands - 1, stands)))

        self._press("approve", first, draft_id)
        self.later.append(changed)

    def _asked(self, draft_id: DraftId, people: Sequence[PersonId], versions: Sequence[int]) -> None:
        for version in versions:
            for who in people:
                self._press("approve", who, draft_id, version)

    def _clock(self) -> None:
        """One of each kind in its turn, started so long ago that it ends within the days to come: its reminders too are
        ahead, and a weekend may lie between."""
        kinds = sorted({str(row["clock"]) for row in CLOCKS_BY_HAND})
        self.clocks = self.clocks or self.chance.random.sample(kinds, len(kinds))
        kind, today = self.clocks.pop(), china_day(self.clock())
        row = self.chance.random.choice([each for each in CLOCKS_BY_HAND if each["clock"] == kind])
        length = date.fromisoformat(str(row["due"])) - date.fromisoformat(str(row["on"]))
        ends = today + timedelta(days=self.chance.random.randrange(WEEK + 3))
        begun = min(today, ends - length)
        while begun < today and any(
            each.rule.kind == kind and each.due_on < ends
            for each in reckon(law.load(), Event(row["event"]), begun)
        ):
            begun += timedelta(days=1)  # holidays lay within the days that were counted by hand
        cases = self._keys("cases")
        if cases and self.chance.random.random() < ON_CASES:  # the first of them have clocks of several kinds
            on = begun.isoformat()
            self._press("begin", LEO, self.chance.random.choice(cases[:FEW]), what=row["event"], on=on)
        else:
            self.replicas[1].desk.deadlines.start(row["event"], begun, by=MEI)

    def _press(self, act: str, who: PersonId, about: str, version: int = 1, **more: str) -> None:
        self.number += 1
        self.presses[act, who, about] += 1
        pressed = {"act": act, "who": who, "about": about, "key": f"{act} {self.number}", **more}
        self.pressed[pressed["key"]] = {**pressed, "version": str(version)}
        self.unacknowledged.append(self.pressed[pressed["key"]])

    def _deliver_again(self) -> None:
        """Slack delivers what is not acknowledged, and sometimes what is."""
        fresh = [
            each for each in self.promises.acknowledged if self.heard[each["key"]] > self.clock.at - REPEATS
        ]
        again = [each for each in fresh if self.chance.happens("repeated", 0.05)]
        waiting, self.unacknowledged = [*self.unacknowledged, *again], []
        for body in waiting:
            self.heard.setdefault(body["key"], self.clock.at)
            if not any(self._delivered(body) for _ in range(TRIES)):
                self.unacknowledged.append(body)

    def _delivered(self, body: dict[str, str]) -> bool:
        """Whether a bot acknowledged it, or another time: Slack delivers again what was not, within the hour."""
        replica = self.chance.random.choice(self.replicas)
        self.number_now = replica.number
        try:
            known = replica.hear(self.office.delivery(body))
        except Killed:
            self._restart(replica)
            return False
        if known and body not in self.promises.acknowledged:
            self.promises.acknowledged.append(body)
        return known or self.heard[body["key"]] < self.clock.at - REPEATS

    def _tick(self, span: timedelta, parts: int = PARTS[-1]) -> None:
        # Of quiet days, and else as often as not, one bot does the seldom jobs, and the other comes too late for them.
        shared = parts > 1 and self.chance.random.random() < SHARED
        alone = None if shared else self.chance.random.choice(self.replicas)
        for part in range(parts):
            if part:
                self._deliver_again()
            steps: list[tuple[Replica, str, Callable[[], object]]] = [
                (replica, job.name, job.run)
                for replica in self.replicas
                for job in replica.jobs
                if job.name in OFTEN
                or (alone in {None, replica} if not part else self.chance.random.random() < SELDOM)
            ]
            steps += [(replica, "work", replica.work) for replica in self.replicas for _ in range(8)]
            steps += [(replica, "inbox", replica.beat) for replica in self.replicas]
            self.chance.random.shuffle(steps)
            for replica, ends in self.ending:  # while much still waits
                at = self.chance.random.randrange(len(steps) // 3)
                steps.insert(at, (replica, "stop", partial(ends, replica)))
            self.ending = []
            begun = self.clock()
            self.began = self.began if part else begun
            lives = {replica.number: replica.lives for replica in self.replicas}
            for replica, name, step in steps:
                idle = name == "work" and not replica.pool.waiting
                if name == "stop" or (replica.lives == lives[replica.number] and not idle):
                    self._try(replica, name, step)
            with self.calm():
                self.checks.wrong += self.meanwhile.stale()
            if part == parts - 1:
                self._wait(span)
            else:
                self.clock.at += timedelta(seconds=20)
            if self.journal is not None:
                self.heads.append(self.journal.head())
            if not part:
                self.ticks.append(begun)
                self.checks.wrong += held_on(self)
            with self.calm():
                for replica in self.replicas:
                    replica.renew()

    def _wait(self, span: timedelta) -> None:
        """So much time goes by; shortly before and right after something falls due the bots look, and where it is held for a
        digest something else is found and held before that."""
        ends, nine = (
            self.clock.at + span,
            self.clock.at.astimezone(CHINA).replace(hour=NINE, minute=0, second=0, microsecond=0),
        )
        rows = [(table, row) for (table, _), row in self.known.rows.items() if table in DUE_FIELDS]
        told = [row[DUE_FIELDS[table]] for table, row in rows if row[DUE_FIELDS[table]]]
        held = [due_at(self, row) for row in self.known.rows.of("alerts").values() if row["held"]]
        kinds = {
            "nine": [nine if nine > self.clock.at else nine + timedelta(days=1)],
            "told": [datetime.fromisoformat(each) for each in told],
            "held": [due for due in held if due],
        }
        soon = {
            kind: [due for due in dues if self.clock.at < due < ends - INSTANT]
            for kind, dues in kinds.items()
        }
        some = [kind for kind, dues in soon.items() if dues]
        if some and (self.chance.quiet or self.chance.random.random() < DUES / TICKS):
            kind = self.chance.random.choice(some)
            due, replica = self.chance.random.choice(soon[kind]), self.chance.random.choice(self.replicas)
            early = due - timedelta(minutes=self.chance.random.randrange(1, NEAR))
            finds = kind == "held" and not self.chance.quiet
            self._looked(replica, early, ends, (*FINDS, *TIMED) if finds else TIMED)
            self._looked(replica, due + INSTANT, ends, TIMED)
        self.clock.at = max(ends, self.clock.at)

    def _looked(self, replica: Replica, at: datetime, ends: datetime, names: Sequence[str]) -> None:
        """The bot does these jobs then, unless that is over or too late."""
        if self.clock.at < at < ends:
            self.clock.at = at
            if FINDS[0] in names:
                self._list(1)
            jobs, lives = {job.name: job.run for job in replica.jobs}, replica.lives
            for name in names:
                if replica.lives == lives:
                    self._try(replica, name, jobs[name])

    def _fetches(self, what: str, listing_id: str) -> None:
        """A step waits for a page or a picture."""
        self.meanwhile.waits(self.number_now, what, f"A-{listing_id}")

    def seconds(self) -> float:
        """As a clock that only goes forward tells them."""
        return (self.clock() - START).total_seconds()

    def pass_time(self, number: int, seconds: float, *, in_call: bool = False) -> None:
        """A thread of this replica waits; what it holds is renewed meanwhile, and the other replica goes on."""
        waiting = self.replicas[self.number_now if number < 0 else number]
        ends, passing = self.clock.at + timedelta(seconds=seconds), self.passing
        aimed = in_call and self.meanwhile.open and not passing
        alone = passing or (self.chance.quiet and not aimed)
        state = (
            self.step,
            self.units,
            self.feed.given,
            self.feed.broke,
            self.feed.mine,
            self.number_now,
            self.turn,
            self.in_job,
            self.meanwhile.about,
        )
        job, self.passing = self.step if in_call and self.in_job and self.journal else "", True
        try:
            while self.clock.at < ends:
                self.clock.at = min(ends, self.clock.at + SLICE)
                self._renew()
                if job and self.journal is not None:
                    self.checks.in_hand(self.journal.held(job), self.clock())
                for other in self.replicas:
                    if other is not waiting and not alone:
                        if aimed:
                            copy_context().run(self.meanwhile.acts, waiting, other)
                        copy_context().run(self._meanwhile, other)
                aimed = False
        finally:
            (
                self.step,
                self.units,
                self.feed.given,
                self.feed.broke,
                self.feed.mine,
                self.number_now,
                self.turn,
                self.in_job,
                self.meanwhile.about,
            ) = state
            self.feed.seen |= self.feed.mine
            self.passing = passing

    def _renew(self) -> None:
        """What is held is held on: by the threads of every replica whose turn has come."""
        with self.calm():
            for replica in self.replicas:
                for renewal in replica.renewals:
                    if renewal.alive and self.clock.at >= renewal.due:
                        copy_context().run(renewal.round)
                replica.renew()

    def _meanwhile(self, other: Replica) -> None:
        lives, jobs = other.lives, {job.name: job.run for job in other.jobs}
        for name in ("deliver", "work", "work", "inbox"):
            step = {"work": other.work, "inbox": other.beat}.get(name) or jobs[name]
            if other.lives == lives:
                self._try(other, name, step)

    def _try(self, replica: Replica, name: str, step: Callable[[], object]) -> None:
        self.step, self.units, self.feed.given, self.feed.broke, self.feed.mine = name, 0, [], False, {}
        self.clock.at += INSTANT
        looked = self.clock()
        self.turn += 1
        self.number_now, self.in_job = replica.number, name not in {"work", "inbox", "look now"}
        replica.since = len(self.commits)
        stepping, self.stepping, self.meanwhile.about = self.stepping, True, ""
        try:
            copy_context().run(step)
        except Killed:
            self.in_job, self.stepping = False, stepping
            self._restart(replica)
        else:
            self.in_job, self.stepping = False, stepping
            if name == "remind":
                self.reminding.add(self.began)
            mine = self.checks.held.get(name, ("",))[0] == replica.name
            if name == "alerts.held":
                self.holding.append(self.began)
                self.checks.wrong += held_on(self, looked) if mine else []
            if mine:
                self.ran[name].append(looked)
                self.checks.wrong += left_due(self, name, looked)
            if name == "heads" and mine:
                self.lived.add(china_day(looked))
            with self.calm():
                self.checks.kept(self.replicas[0].desk, self.feed.given, self.feed.broke)

    def fall(self, replica: Replica) -> None:
        """As where it cannot live: killed again and again, before it begins anything."""
        for _ in range(FALLS):
            self._restart(replica)

    def stop(self, replica: Replica) -> None:
        """As an update does: what has begun comes to its end, and what waits is left to the next process."""
        replica.stop()
        self._restart(replica)

    def _restart(self, replica: Replica) -> None:
        self.checks.gone(replica.name)
        with self.calm():
            replica.begin()


def unprinted(told: ReportFigures, language: str) -> bytes:
    """The page of a report: what a browser prints of it, and its charts, are no part of the simulation."""
    words = load_words(language)
    return page(told, words("report.title"), words).encode()


@contextmanager
def _lasting() -> Iterator[None]:
    """A new process finds its database as it was: it is neither migrated nor is its brand book imported, nor are its
    statements put together once more, nor its templates; a report is not printed."""
    known = set[str]()

    def once(engine: Engine) -> None:
        if str(engine.url) not in known:
            migrate(engine)
            known.add(str(engine.url))

    def imported(room: Rights, book: BrandBook, by: PersonId) -> None:
        if book.folder not in known:
            import_book(room, book, by)
            known.add(book.folder)

    migrate, import_book = sql.migrate, Rights.import_book
    read = dict[tuple[int, str], Any]()
    record = Codec.record

    def once_read(codec: Codec[Any], text: str) -> Any:
        at = id(codec), text  # codecs stay for good
        if at not in read:
            read[at] = record(codec, text)
        return read[at]

    begin, held = Engine.begin, dict[Engine, Connection]()

    @contextmanager
    def begun(engine: Engine) -> Iterator[Connection]:
        connection = held.get(engine) or held.setdefault(engine, engine.connect())
        if connection.in_transaction():  # what nests is seen as it would be
            with begin(engine) as another:
                yield another
        else:
            with connection.begin():
                yield connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "migrate", once)
        patch.setattr(Rights, "import_book", imported)
        patch.setattr(desk, "TemplateNoticeWriter", cache(desk.TemplateNoticeWriter))
        patch.setattr(Engine, "begin", begun)  # one thread needs no pool
        patch.setattr(desk, "paper", unprinted)
        patch.setattr(charts, "png", lambda drawn: b"")
        patch.setattr(Codec, "record", once_read)  # nineteen of twenty rows are read again as they were
        patch.setattr(sql, "open_engine", cache(sql.open_engine))
        patch.setattr(inbox, "open_quick", cache(inbox.open_quick))
        try:
            yield
        finally:
            for connection in held.values():
                connection.close()


def live(
    home: Path, seed: int, days: int, *, until_wrong: bool = False, learns: bool = False
) -> tuple[World, list[str]]:
    """So many days from this seed; the world and what is wrong with it, at its end or as soon as a commit shows it, told alike
    in whichever folder it lived."""
    worlds = list[World]()
    with _lasting(), said_once(), in_virtual_time(lambda: worlds[-1]), reached(lambda: worlds[-1]):
        worlds.append(world := World(home, seed, until_wrong))
        world.said.learns = learns
        try:
            world.begin()
            world.days(days)
            found = world.checks.wrong if world.over else wrong(world)
            return world, [each.replace(str(home), "home") for each in found]
        finally:
            world.close()

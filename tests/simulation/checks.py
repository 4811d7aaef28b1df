"""What must hold in the simulated world: at every step, and at its end."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.audit import faults as chain_faults
from bot.domain.drafts import DraftStatus
from bot.domain.errors import MarqueError, NotKept
from bot.domain.followups import ListingState
from bot.domain.ids import DraftId, ListingId, PersonId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.triage import waits
from bot.queues import Inbox, Incoming, Leases
from bot.repositories import UnitOfWork
from bot.services.desk import Desk
from bot.slack.admission import Refused
from bot.slack.blocks.alerts import alert_card
from bot.slack.ids import ActionId, FormId
from bot.slack.left import MOST_TRIES
from bot.slack.payloads import Place
from bot.words.book import load_words
from tests.simulation import due, figures, kept, kinds, told
from tests.simulation.effects import OF_PAPERS, STARTS, wrong_effects
from tests.simulation.journal import Change
from tests.simulation.kinds import told_in_time
from tests.simulation.model import ANYBODY, ASKED, ROLES, Acting, may, within_of
from tests.simulation.states import marks_of
from tests.simulation.together import as_shown, of_one_mind, versions
from tests.simulation.whose import wrong_language, wrong_owners

if TYPE_CHECKING:
    from tests.simulation.replica import Replica
    from tests.simulation.world import World

DAY, LATE, A_WHILE = timedelta(days=1), timedelta(hours=3), timedelta(hours=1)
"""What is due is done within this, where nothing breaks any more."""

WEEK, FOR_GOOD, MOST = 7, 3, 1_000
TO_ASK = frozenset({"users.info", "usergroups.users.list", "conversations.members", "auth.test"})
"""What may be asked of Slack before it is known whose an act is."""

TELLING = frozenset({"chat.postEphemeral", "conversations.open", "chat.postMessage"})
"""How somebody is told that an act is not theirs."""

SHOWN = frozenset(
    {"views.open", "views.push", "views.update", "chat.postEphemeral", "chat.postMessage", "chat.update"}
    | {"chat.startStream", "chat.stopStream"}
)
"""Calls by which somebody sees what came of their act."""

SHOWN_AGAIN = (
    ({ActionId.SHOW_DRAFT, ActionId.SHOW_PART}, r"preview (D-\d+)", 1),
    ({ActionId.PACK}, r"files (D-\d+)-v\d+\.review", 0),
)
"""What stands once more for each who asked for it, and how often it stands unasked."""

OF_NOTICES = "REVIEW SHOW_PART EDIT_DRAFT DRAFT_NOTICE CHOOSE_KIND CHOOSE_RIGHTS MORE_FIELDS SUGGEST PICK"
IN_BOTH = frozenset(ActionId[each] for each in OF_NOTICES.split()) | {FormId.WAIVE, FormId.ASK_QUESTION}
"""Acts that show a notice, in both languages, or an answer, in that of its question."""


def _alone(world: World, args: Mapping[str, Any], acting: Acting | None) -> str:
    """Who alone sees a message or window; nobody where several do."""
    if "view" in args and (pressed := world.pressed.get(str(args.get("trigger_id")).removeprefix("press "))):
        return str(pressed["who"])
    if args.get("view"):
        return acting.person if acting else ""
    channel = world.slack.standin.workspace.channels.get(str(args.get("channel")))
    people = [each for each in channel.members if each in ROLES] if channel and channel.id[0] == "D" else []
    return str(args.get("user") or "") or (people[0] if len(people) == 1 else "")


def _said(acting: Acting) -> str:
    return f"{acting.name}:{acting.within}".rstrip(":")


def opened(world: World, acting: Acting, view: Mapping[str, Any]) -> Iterator[str]:
    """A form opens only for who may send it; what cannot be sent is for whoever may look at it."""
    if not view.get("submit"):
        return
    name, kind = str(view["callback_id"]), within_of(view.get("private_metadata"))
    if not may(role := world.role_of(acting.person), name, kind):
        yield f"{name} opened for {acting.person}, a {role}, by {_said(acting)}"


class Checks:
    """What is seen to be wrong while the world goes on."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.wrong: list[str] = []
        self.done: set[str] = set()
        """Deliveries that the inbox knows as done."""

        self.failed: set[str] = set()
        """Deliveries of which nothing was done, as their people were told."""

        self.rightful: dict[str, bool] = {}
        self.rightful_at: dict[tuple[str, int], bool] = {}
        """As it was when this replica took it up: what it says of it may be told when another has taken it up since."""

        self.begun_at: dict[tuple[str, int], datetime] = {}
        self.excused: set[str] = set()
        """Deliveries of which somebody was told that they came too late, or were done before a restart."""

        self.resumed = Counter[str]()
        """How often a delivery that a process left was begun once more."""

        self.refused: set[str] = set()
        """Deliveries whose people are told that they are not theirs."""

        self.held: dict[str, tuple[str, datetime]] = {}
        """Who has which lease, and until when."""

        self.alone = defaultdict[tuple[int, int], set[str]](set)
        """What a replica tried to tell somebody alone in a step, whether that came through or not."""

    def begun(self, world: World, acting: Acting, number: int) -> None:
        """A delivery is taken up by a replica."""
        rightful = may(world.role_of(acting.person), acting.name, acting.within)
        # Of whom Slack cannot say who they are a question is answered, and nothing else.
        rightful |= acting.name in ASKED and world.slack.unnamed(number, acting.person)
        self.rightful[acting.key] = self.rightful_at[acting.key, number] = rightful
        self.begun_at[acting.key, number] = world.clock()
        press = world.pressed.get(world.office.number_of(acting.key))
        if press and "version" in press:
            world.shown[press["about"], acting.person] = int(press["version"])
        for draft, shown in versions(world.said.body(acting.key)).items():
            world.shown[draft, acting.person] = max(shown)

    def worked_on(self, acting: Acting) -> None:
        """A delivery is worked on: not once more after it was done."""
        if acting.key in self.done:
            self.wrong.append(f"{acting.name} by {acting.person} was worked off again after it was done")

    def let_in(self, world: World, acting: Acting) -> None:
        """It was worked on without a refusal."""
        if not self.allowed(acting) and acting.name not in ANYBODY and acting.key not in self.excused:
            self.wrong.append(
                f"{_said(acting)} by {acting.person}, a {world.role_of(acting.person)}, was let in"
            )

    def allowed(self, acting: Acting) -> bool:
        """Whether it was theirs to do when it was taken up."""
        return self.rightful.get(acting.key, False)

    def reported(self, world: World, replica: Replica, error: BaseException, place: Place, key: str) -> None:
        """Somebody is told that it could not be done: a refusal to whom it is not theirs, and only to them."""
        world.promises.told[world.office.number_of(key)] += 1
        acting = world.worked.get(key)
        if isinstance(error, NotKept):
            return
        if not isinstance(error, MarqueError):
            self.wrong.append(f"{_said(acting) if acting else key} ended in {error!r}")
        if acting is None:
            return
        world.said.broken.add(key)
        if not world.promises.done[key]:
            self.failed.add(key)
        who, role = acting.person, world.role_of(acting.person)
        if isinstance(error, Refused):
            self.refused.add(key)
        rightful = self.rightful_at.get((key, replica.number), False)
        unsaid, begun = (
            world.slack.unsaid.get((replica.number, who)),
            self.begun_at.get((key, replica.number)),
        )
        unsure = replica.unsure(who) or (unsaid and begun and unsaid >= begun)
        if isinstance(error, Refused) and rightful and not unsure:
            self.wrong.append(f"{_said(acting)} was refused to {who}, a {role}")
        if not isinstance(error, Refused) and not rightful:
            self.wrong.append(f"{_said(acting)} by {who}, a {role}, was let in: {error}")

    def excuse(self, what: str, key: str) -> None:
        """Somebody is told what became of a delivery instead of it."""
        self.excused.add(key)
        if what == "given_up" and self.resumed[key] <= MOST_TRIES:
            self.wrong.append(f"{key} was given up, and was begun once more {self.resumed[key]} times")
        if what == "recorded" and key in self.failed:
            self.wrong.append(f"{key} failed, and its person was told that it is done")

    def called(self, world: World, number: int, method: str, args: Mapping[str, Any]) -> None:
        """Slack is called: never within a unit of work, and for whom an act is not theirs only to tell them so."""
        replica = world.replicas[number]
        if replica.units:
            self.wrong.append(f"{method} was called within a unit of work of {world.step}")
        acting = replica.acting
        if method in SHOWN and not (acting and acting.name in IN_BOTH):
            self.read(world, number, _alone(world, args, acting), args)
        if acting and isinstance(view := args.get("view"), dict) and view.get("callback_id"):
            self.wrong += opened(world, acting, view)
        alone = {number}.issuperset(
            world.commits[replica.since :]
        )  # else it was drawn before what another did
        if method == "views.publish" and alone:
            self.wrong += figures.home(world, str(args.get("user_id")), args["view"])
        if method == "chat.postEphemeral":
            self.alone[number, world.turn].add(str(args.get("text")))
        if method == "chat.postMessage":
            told.told_directly(world, acting, str(args.get("channel")))
            self.wrong += self._in_the_open(world, number, args)
        if acting is None:
            return
        told_so = acting.key in self.refused and method in TELLING
        told_so = told_so or (acting.name in ANYBODY and method == "views.publish")
        if not (self.allowed(acting) or method in TO_ASK or told_so or acting.key in self.excused):
            self.wrong.append(f"{method} for {_said(acting)} by {acting.person}, whose it is not")
        if method in SHOWN or method == "files.completeUploadExternal":
            world.promises.answered[world.office.number_of(acting.key)] += 1

    def _in_the_open(self, world: World, number: int, args: Mapping[str, Any]) -> Iterator[str]:
        """What was for one person alone stands nowhere where others read it, whatever did not come through before."""
        channel, text = str(args.get("channel")), str(args.get("text"))
        known = world.slack.standin.workspace.channels.get(channel)
        if known and not known.is_im and text in self.alone[number, world.turn]:
            yield f"what was for somebody alone is told in {channel}: {text:.60}"

    def whispered(self, world: World, url: str, body: Mapping[str, Any]) -> None:
        """Somebody alone is told something at the place of their act."""
        self.alone[world.number_now, world.turn].add(str(body.get("text")))
        self.read(world, world.number_now, url.rpartition("/")[2], body)
        acting = world.replicas[world.number_now].acting
        if acting is not None and not url.endswith(acting.person):
            self.wrong.append(f"what {acting.person} asked for was told to another")

    def read(self, world: World, number: int, person: str, told: Any) -> None:
        """Somebody alone reads this, in their own language where Slack said which that is."""
        acting = world.replicas[number].acting
        if acting and acting.kind == "command" and acting.within == "ask":
            return  # a question is answered in its own language
        unsaid = world.slack.unsaid.get((number, person))
        known = person in ROLES and world.replicas[number].desk.people.language(PersonId(person), ask=False)
        if known and (unsaid is None or world.clock() - unsaid > A_WHILE):
            self.wrong += wrong_language(person, told)

    def stood(self, world: World, channel: str, payload: Mapping[str, Any], ts: str) -> None:
        """A message stands in Slack: it was its turn."""
        known, early = world.known, world.slack.early
        early += told_in_time(world, payload)
        if (name := payload.get("alert_id")) and known.alert(name).get("held"):
            early.append(f"{name} was told while it is held")
        clock, _, mark = str(payload.get("key") or "").partition(" ")
        if clock == "digest":
            row = known.rows.get(("outbox", mark.rpartition(" ")[2]))
            world.slack.digested.update(row["body"].split() if row else ())
        row = known.rows.get(("deadlines", clock))
        if row and (shown := world.slack.message(channel, ts)):
            self.wrong += figures.reminded(world, row, shown)
        if row:
            day = dict(marks_of(row)).get(mark)
            if day and day > china_day(world.clock()):
                early.append(f"{clock} {mark} came before its day")
        draft = known.rows.get(("drafts", clock))
        if draft and mark.startswith("released") and draft["status"] not in {"approved", "sent"}:
            early.append(f"the documents of {clock} were given out while it is {draft['status']}")

    def committed(self, world: World, replica: Replica, changes: Sequence[Change]) -> None:
        """What was committed is the act of whoever acts, and theirs to do."""
        acting = replica.acting
        acts = [each.after for each in changes if each.table == "audit" and each.added]
        if acting is not None or world.in_job:
            self.wrong += wrong_owners(world, changes, acting)
        self.wrong += wrong_effects(world, changes, acting)
        self.wrong += told.wrong_tellings(world, changes, acting)
        self.wrong += told.overtaken(world, changes, acting)
        self.wrong += of_one_mind(world, changes)
        told.judged(world, changes)
        if acting is not None:
            self.wrong += as_shown(world, changes, acting)
            world.said.committed(acting.key, changes)
        if acting is None:
            if world.in_job:
                self.wrong += [
                    f"{act['what']} by {act['who']} in {world.step}" for act in acts if act["who"] != "marque"
                ]
            return
        if acts:
            world.promises.done[acting.key] += 1
            world.promises.answered[world.office.number_of(acting.key)] += 1
        self.wrong += [
            f"{act['what']} is on the trail as {act['who']}'s, and it was {acting.person} who did {_said(acting)}"
            for act in acts
            if act["who"] not in {acting.person, "marque"}
        ]
        if not self.allowed(acting):
            touched = sorted({each.table for each in changes} - {"leases", "seen"})
            if touched:
                self.wrong.append(
                    f"{_said(acting)} by {acting.person}, whose it is not, changed {touched[0]}"
                )

    def gone(self, holder: str) -> None:
        """A process ended: what it did not commit it never held."""
        self.held = {name: held for name, held in self.held.items() if held[0] != holder}

    def in_hand(self, held: Sequence[tuple[str, datetime]], now: datetime) -> None:
        """While a call lasts, what its job and its message hold is held."""
        self.wrong += [
            f"{what} is in hand, and its lease ended at {until}" for what, until in held if until <= now
        ]

    def kept(self, desk: Desk, given: Sequence[Listing], broke: bool) -> None:
        """What a source gave is on record after its look, however that ended, and a look that broke off says so."""
        if not given:
            return
        report = next(iter(desk.watches.status().looks), None)
        if report is None or bool(report.error) is not broke:
            self.wrong.append(
                f"a look that {'broke off' if broke else 'came to its end'} is reported otherwise"
            )
        with desk.store.unit() as unit:
            lost = {each.listing_id for each in given} - set(
                unit.listings.judged([e.listing_id for e in given])
            )
        self.wrong += [f"{each} was given and is not on record after the look" for each in sorted(lost)]


class WatchedLeases:
    """Leases that are seen to be granted to one holder at a time."""

    def __init__(self, leases: Leases, checks: Checks, world: World) -> None:
        self._leases, self._checks, self._lives, self._at_work = leases, checks, world.lives, world.at_work

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        if not self._at_work(holder):
            self._checks.wrong.append(f"the lease {name} was taken for {holder}, which is nobody at work")
        taken = self._leases.take(name, holder, now, seconds)
        if taken:
            other, until = self._checks.held.get(name, (holder, now))
            if other != holder and until > now:
                self._checks.wrong.append(f"the lease {name} was granted to two at once")
            self._checks.held[name] = holder, now + timedelta(seconds=seconds)
        return taken

    def drop(self, holder: str) -> Sequence[str]:
        now = self._checks.clock()
        for name, (held_by, until) in self._checks.held.items():
            if held_by == holder and self._lives(holder) and until > now:
                self._checks.wrong.append(f"the lease {name} was taken from {holder}, which lives")
        self._checks.held = {name: held for name, held in self._checks.held.items() if held[0] != holder}
        return self._leases.drop(holder)

    def holders(self) -> Sequence[str]:
        return self._leases.holders()


class WatchedInbox:
    """An inbox of which it is seen that nobody takes up what a living process has in hand."""

    def __init__(self, inbox: Inbox, checks: Checks, lives: Callable[[str], bool]) -> None:
        self._take, self._begin, self._checks, self._lives = inbox.take, inbox.begin, checks, lives
        self.elsewhere: set[str] = set()
        """What another has done and told."""

    def take(self, holder: str, now: datetime, gone: Collection[str] = ()) -> Sequence[Incoming]:
        """As the inbox does."""
        living = sorted(each for each in gone if each != holder and self._lives(each))
        self._checks.wrong += [f"{holder} takes up what {each} has in hand, which lives" for each in living]
        return self._take(holder, now, gone)

    def begin(self, key: str, *, again: bool = False) -> Incoming | None:
        """As the inbox does."""
        found = self._begin(key, again=again)
        self.elsewhere |= set() if found else {key}
        return found


def poisoned_wrong(world: World) -> list[str]:
    """Set aside is only what Slack refused again and again for what it is, and that is not tried for ever."""
    slack = world.slack
    with world.calm(), world.replicas[0].desk.store.unit() as unit:
        aside = {each.subject: each for each in unit.outbox.aside()}
    found = [
        f"set aside: {each.kind} {each.subject}, {each.why}, refused {slack.refused[each.subject]} times"
        for each in aside.values()
        if slack.refused[each.subject] < FOR_GOOD
    ]
    return found + [
        f"{name} was refused {times} times for what it is, and is tried on"
        for name, times in slack.refused.items()
        if times > FOR_GOOD and name not in aside
    ]


def stale(world: World) -> list[str]:
    """Where nothing waits any more, what stands in Slack shows its record, whoever died or was slow on the way: a later act on
    the same thing would draw it anew, and hide that."""
    with world.replicas[0].desk.store.unit() as unit:
        return [
            f"once nothing waited any more: {check}"
            for each in (_shown, figures.shows)
            for check in each(world, unit)
        ]


def wrong(world: World) -> list[str]:
    """Every promise that was not kept, a sentence each."""
    desk, slack = world.replicas[0].desk, world.slack
    with world.calm(), desk.store.unit() as unit:
        found = [check for each in CHECKS for check in each(world, unit)]
        found += [f"audit entry {each.number}: {each.fault}" for each in chain_faults(unit.audit.entries())]
        found += [f"set aside: {each.kind} {each.subject}, {each.why}" for each in unit.outbox.aside()]
        if unit.outbox.waiting():
            found.append(f"{unit.outbox.waiting()} messages still wait")
    with world.calm():
        found += [check for each in (*told.OF_SERVICES, *figures.OF_SERVICES) for check in each(world)]
    if desk.inbox.waiting():
        found.append(f"{desk.inbox.waiting()} deliveries are not worked off")
    found += [
        f"{key} was posted {times} times"
        for key, times in slack.stored.items()
        if times > 1 and times > _asked_for(world, key)
    ]
    with world.calm():
        found += [check for each in (due.never_ran, *kept.LAST) for check in each(world)]
    return [*world.checks.wrong, *slack.early, *found]


def _asked_for(world: World, key: str) -> int:
    """How often it may stand: a preview once more for each who asked to see it, clean documents with each release of one text:
    a yes that was taken back may come again."""
    if key.startswith("files ") and " D-" not in key:  # a report, or the file of a case: whoever asks gets it
        return world.slack.stored[key]
    for names, form, first in SHOWN_AGAIN:
        if about := re.match(form, key):
            asked = [each for each in world.worked.values() if each.name in names]
            return first + sum([about[1]] in world.said.of(each).values() for each in asked)
    found = re.match(r"files (D-\d+)-v(\d+)\.approved", key)
    what = "draft.released" if world.delay else "draft.approved"
    acts = [each for each in world.known.rows.of("audit").values() if found and each["what"] == what]
    return sum((each["details"]["draft"], str(each["details"]["version"])) == found.groups() for each in acts)


def _untold(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Every listing that was found is told of: by its own card, by one that speaks for it, or in one digest; unless a
    person cleared it before anybody was told."""
    for listing_id in world.promises.listed:
        alert = unit.alerts.of_listing(ListingId(listing_id))
        if alert is None:
            yield f"{listing_id} was never judged or has no alert"
            continue
        card = alert if alert.folded_into is None else unit.alerts.get(alert.folded_into)
        told = card is not None and (
            world.slack.stored[f"alert {card.alert_id}"] or world.slack.digested[card.alert_id]
        )
        if not told and not _cleared(alert) and not _awaited(world, card):
            yield f"nobody was told of {alert.alert_id}"
        if (
            card is not None
            and waits(alert)
            and card.state is not AlertState.OPEN
            and card.state is not AlertState.IN_CASE
        ):
            yield f"{alert.alert_id} waits, and {card.alert_id}, which speaks for it, is {card.state}"
        if world.slack.digested[alert.alert_id] > 1 + world.known.anew[alert.alert_id]:
            yield f"{alert.alert_id} is in {world.slack.digested[alert.alert_id]} digests"


def _cleared(alert: Alert) -> bool:
    """Whether a person has judged it, or opened a case of it, before its hour came: it was seen in triage."""
    in_case = alert.state is AlertState.IN_CASE and alert.held is not None
    return (
        alert.state is AlertState.DISMISSED
        or in_case
        or (alert.verdict is not None and alert.held is not None)
    )


def _awaited(world: World, card: Alert | None) -> bool:
    """Whether it is held for a digest whose hour has not come."""
    return card is not None and card.held is AlertHold.DIGEST and card.raised_at > world.clock() - DAY - LATE


def _undone(world: World, unit: UnitOfWork) -> Iterator[str]:
    """What was acknowledged is done, or the person was told why not."""
    promises = world.promises
    for body in promises.acknowledged:
        nobody_waits = body["act"] == "home"  # it opens anew when it is looked at
        if not nobody_waits and not _done(world, unit, body) and not promises.told[body["key"]]:
            yield f"the act {body['key']} by {body['who']} is lost, and nobody was told"
    for name in world.drafts:
        draft, stored = unit.drafts.get(DraftId(name)), world.slack.stored
        if (
            draft
            and draft.status in (DraftStatus.APPROVED, DraftStatus.SENT)
            and not (
                world.slack.told(name, "released")
                or (draft.release_at and world.slack.told(name, "held_back"))
            )
        ):
            yield f"the documents of {name} never reached Slack"
        if draft and not (stored[f"preview {name}"] and any(f"in {draft.ts}" in key for key in stored)):
            yield f"the preview of {name} or its files never reached Slack"


DECIDES = {"approve": {"draft.approval_given", "draft.approved"}, "waive": {"gap.waived"}}
"""What stands on the trail of an act that must be done or told of."""


def _done(world: World, unit: UnitOfWork, body: dict[str, str]) -> bool:
    if body["act"] in DECIDES:
        acts = world.known.rows.of("audit").values()
        given = DECIDES[body["act"]]
        return any(
            (act["who"], act["details"].get("draft")) == (body["who"], body["about"])
            for act in acts
            if act["what"] in given
        )
    if body["act"] in {"open", "choose"} and world.known.alert(body["about"]).get("case_id"):
        return True  # by whoever pressed first
    return world.promises.answered[body["key"]] > 0


def _unreminded(world: World, unit: UnitOfWork) -> Iterator[str]:
    for deadline in unit.deadlines.running():
        for mark in deadline.reminded:
            if not world.slack.stored[f"{deadline.deadline_id} {mark}"]:
                yield f"nobody was reminded of {deadline.deadline_id}, {mark}"


def _misdated(world: World, unit: UnitOfWork) -> Iterator[str]:
    """A clock that an act or a paper started begins on the day of that, in China."""
    for deadline in unit.deadlines.running():
        draft = unit.drafts.get(deadline.draft_id) if deadline.draft_id else None
        if draft is None or draft.sent is None:
            continue
        papers = [each.reached_us_at for each in draft.received if each.what in STARTS]
        came = papers if deadline.kind in OF_PAPERS else [draft.sent.at]
        if deadline.started_on not in {china_day(at) for at in came}:
            yield f"{deadline.deadline_id} runs from {deadline.started_on}, {draft.draft_id} was sent on another day"


def _unseen(world: World, unit: UnitOfWork) -> Iterator[str]:
    """What is on record of a listing is what its source shows, and down is only what was taken down."""
    for shown in world.feed.listings:
        known = unit.listings.get(shown.listing_id)
        if known is not None and (known.title, known.price) != (shown.title, shown.price):
            yield f"{shown.listing_id} shows other goods, or another price, than are on record"
    for name in world.drafts:
        draft = unit.drafts.get(DraftId(name))
        for listing_id in draft.request.listing_ids if draft else ():
            entry = unit.case_listings.get(draft.case_id, listing_id) if draft else None
            gone = listing_id in world.feed.gone
            up = listing_id not in world.feed.ever_gone or (
                not gone and world.feed.seen.get(listing_id) == "up"
            )
            looks = [each.looked_at for each in unit.case_listings.of_listing(listing_id) if each.looked_at]
            # It may be in several cases, each of which has its own looks.
            newest = entry and entry.looked_at == max(looks, default=None)
            if entry and entry.state is ListingState.DOWN and up and newest:
                yield f"{listing_id} counts as down and is up"


def _shown(world: World, unit: UnitOfWork) -> Iterator[str]:
    """The card of every alert offers what can be done with it as it is now, and names its case."""
    words = load_words("en")
    for alert in unit.alerts.recent(MOST):
        message = world.slack.message(alert.channel, alert.ts) if alert.ts else None
        if message is None or message.deleted:
            continue
        wanted = _offered([block.to_dict() for block in alert_card(alert, words, picture=False).blocks])
        if _offered(message.blocks) != wanted:
            yield f"the card of {alert.alert_id}, {alert.state}, offers {_offered(message.blocks)}, not {wanted}"


def _offered(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(set(re.findall(r'"action_id": "([^"]+)"', json.dumps(list(blocks)))))


def _asleep(world: World, unit: UnitOfWork) -> Iterator[str]:
    """What was put away is open again when its time has come."""
    for alert in unit.alerts.in_state(AlertState.SNOOZED):
        if alert.snoozed_until and alert.snoozed_until + LATE < world.clock():
            yield f"{alert.alert_id} should be awake since {alert.snoozed_until}"


def _overdue(world: World, unit: UnitOfWork) -> Iterator[str]:
    """On every morning that the bots lived through, the reminder of a clock that had come was given by then."""
    for name, clock in world.known.rows.of("deadlines").items():
        if clock["done_at"] or name.startswith("register:"):
            continue
        marks = marks_of(clock)
        for day in world.mornings_since(name):
            come = [mark for mark, on in marks if on <= day][-1:]
            if come and world.known.marked.get((name, come[0]), date.max) > day:
                yield f"{name}: nobody was reminded by {day}, {come[0]}"
                break


def _unlooked(world: World, unit: UnitOfWork) -> Iterator[str]:
    """What was notified is looked at every day of its first week, and every week whatever it is."""
    for at, row in world.known.rows.of("case_listings").items():
        if not row["notified_at"]:
            continue
        last = datetime.fromisoformat(row["looked_at"] or row["notified_at"])
        most = DAY if row["looks"] < WEEK and row["state"] != "down" else WEEK * DAY
        if world.clock() - max(last, datetime.fromisoformat(row["notified_at"])) > most + LATE:
            yield f"{at}, {row['state']}, was looked at {last} last"


def _pressed(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Nothing is done more often than somebody pressed."""
    acts = {"alert.dismissed": "dismiss", "alert.snoozed": "snooze"}
    done = Counter(
        (acts[entry.act.what], entry.act.who, entry.act.subject)
        for entry in unit.audit.entries()
        if entry.act and entry.act.what in acts
    )
    for (act, who, about), times in done.items():
        cards = {about, *world.known.spoken_for.get(about, ())}
        if times > sum(world.presses[act, who, card] for card in cards):
            yield f"{act} of {about} by {who} is on the trail {times} times"


def _rewritten(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Every head of the trail that was seen still stands in it."""
    entries = {entry.number: entry.hash for entry in unit.audit.entries()}
    for number, head in world.heads:
        if number and entries.get(number) != head:
            yield f"entry {number} of the trail is another one than it was"
            return


def _once_a_day(world: World, unit: UnitOfWork) -> Iterator[str]:
    """The head of the trail is told once on every day on which a bot lived through the job that tells it."""
    told = Counter(day for kind, day in world.notes if kind == "audit head")
    for day, times in told.items():
        if times > 1:
            yield f"the head of the trail was told {times} times on {day}"
    for day in world.lived - told.keys():
        yield f"the head of the trail was not told on {day}"
    digests = Counter(day.isocalendar()[:2] for kind, day in world.notes if kind == "weekly digest")
    for week, times in digests.items():
        if times > 1:
            yield f"the digest of week {week[1]} was told {times} times"


def _forgotten(world: World, unit: UnitOfWork) -> Iterator[str]:
    for listing_id in world.promises.listed:
        if unit.listings.get(ListingId(listing_id)) is None:
            yield f"{listing_id} was forgotten before its time"


CHECKS = (
    _untold,
    _undone,
    _unreminded,
    _misdated,
    _unseen,
    _shown,
    _asleep,
    _overdue,
    _unlooked,
    _pressed,
    _rewritten,
    _once_a_day,
    _forgotten,
    *kinds.CHECKS,
    *told.CHECKS,
    *figures.CHECKS,
)

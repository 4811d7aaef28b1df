"""A start amid work that waits, while Slack is slow: ``python -m tests.benchmarks boot [SECONDS OF A CALL] [LONGEST]``.

A process died over 500 deliveries (questions, approvals, presses that wanted a window, Home tabs) and 200 messages to Slack;
clocks are due and a feed of 3,600 listings is new. Every call to Slack takes two seconds, each twentieth is asked to slow
down. Beside the real ``marque run`` people go on: as soon as Slack is heard, and every ten seconds after, a question is asked,
a window wanted, a draft approved. Told is when each was acknowledged and seen, and when what waited was worked off.
"""

import asyncio
import itertools
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.drafts import Draft
from bot.domain.errors import NotPossible
from bot.domain.ids import LOCAL, PersonId
from bot.domain.moments import china_day
from bot.here import this_process
from bot.playground.driver import ActRefusedError, PlaygroundPerson
from bot.playground.gateway import Gateway
from bot.playground.records import BOT_TOKEN
from bot.playground.seen import WorkspaceSnapshot
from bot.playground.server import Playground
from bot.ports import OutboxKind
from bot.queues import Incoming
from bot.services.desk import Desk
from bot.slack.ids import ActionId, Ref
from bot.slack.kept import read_early
from bot.slack.parsing import event_key, place_of, written
from bot.slack.poster import Poster, make_client
from bot.sources.brandbook import read
from bot.store.inbox import open_inbox
from knowledge.library import Library
from tests.benchmarks.kills import PROMISED, drafts, process, settled
from tests.benchmarks.soak import BRAND
from tests.benchmarks.startup import SWEPT, lines
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, DAVE, WORKSPACE
from tests.scenario.test_roles import payload

LEFT = {"question": 250, "window": 150, "approval": 50, "home": 50}
MESSAGES, CLOCKS, ROUNDS, BETWEEN, SLOWED = 200, 50, 5, 10.0, 20
HEARD, ACKNOWLEDGED = 3.0, 3.0
TOO_LATE = "window, too late"
ASKED = "How long may we oppose a published trademark?"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Pace:
    """How long a call to Slack takes, in seconds."""

    seconds: float = 0.0


@contextmanager
def slack_at(pace: Pace) -> Iterator[None]:
    """A Slack whose calls take so long; where that is long, each twentieth is asked to slow down for five seconds."""
    counted, method, reply = itertools.count(1), Gateway.method, Gateway.reply

    async def called(self: Gateway, request: Request) -> Response:
        await asyncio.sleep(pace.seconds)
        if not pace.seconds or next(counted) % SLOWED:
            return await method(self, request)
        refused = {"ok": False, "error": "ratelimited"}
        return JSONResponse(refused, status_code=429, headers={"Retry-After": "5"})

    async def answered(self: Gateway, request: Request) -> Response:
        await asyncio.sleep(pace.seconds)
        return await reply(self, request)

    with patch.object(Gateway, "method", called), patch.object(Gateway, "reply", answered):
        yield


def _inbox(home: Path) -> str:
    return f"sqlite:///{home / 'inbox.sqlite3'}"


def _body(kind: str, draft: Draft, number: int, ts: str) -> dict[str, Any]:
    value = Ref(draft=draft.draft_id, version=draft.version).write()
    match kind:
        case "question":
            body = payload("event", "message", ALICE, ASKED, number)
            body["event"]["ts"] = ts
            return body
        case "home":
            return payload("event", "app_home_opened", ALICE, "", number)
        case "approval":
            return payload("click", ActionId.APPROVE_DRAFT, ALICE, value, number)
    return payload("click", ActionId.ASK_CHANGES, ALICE, value, number)


def leave(desk: Desk, home: Path, draft: Draft, asked: PlaygroundPerson) -> None:
    """What a process that is gone had acknowledged, mixed, a second apart; messages that had not reached Slack; due clocks."""
    kinds = [kind for kind, count in LEFT.items() for _ in range(count)]
    since, dead = _now() - timedelta(minutes=10), this_process().rpartition(":")[0] + ":999999"
    with open_inbox(_inbox(home), LOCAL) as inbox:
        for number in range(len(kinds)):
            kind = kinds[number * 7 % len(kinds)]  # in no order
            body = _body(kind, draft, number, asked.says(asked.dm, ASKED))
            early = read_early(body)
            left = Incoming(
                key=early.key if early else event_key(body),
                kind=early.kind if early else "event",
                name=early.name if early else "app_home_opened",
                person=place_of(body).person,
                body=written(body),
                at=since + timedelta(seconds=number),
                bound=kind == "window",
            )
            inbox.keep(left, dead)
    for _ in range(CLOCKS):
        desk.deadlines.start("customs_notice", china_day(_now()), by=PersonId(ALICE))
    with desk.store.unit() as unit:
        for number in range(MESSAGES):
            unit.outbox.add(OutboxKind.ADMIN_NOTE, f"waits {number}", f"This waited as number {number}.")


@dataclass
class Acts:
    """What people do at one moment, and after how many seconds each was acknowledged, and seen by them."""

    slack: Playground
    draft: Draft
    began: float = field(default_factory=time.monotonic)
    acknowledged: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    ts: str = "none yet"
    """Where the question stands."""

    def begin(self) -> None:
        message = self.slack.state().message(self.draft.channel, self.draft.ts)
        assert message is not None
        acts: dict[str, Callable[[], object]] = {
            "question": lambda: self.slack.person(DAVE).says(
                ALERTS, f"<@{BOT}> {ASKED} {self.draft.draft_id}"
            ),
            "window": lambda: self.slack.person(CAROL).clicks(message, ActionId.ASK_CHANGES),
            "approval": lambda: self.slack.person(BOB).clicks(message, ActionId.APPROVE_DRAFT),
        }
        for name, act in acts.items():
            threading.Thread(target=self._do, args=(name, act), daemon=True).start()

    def _do(self, name: str, act: Callable[[], object]) -> None:
        try:
            ts = act()
        except ActRefusedError:
            return
        self.ts = ts if isinstance(ts, str) else self.ts
        self.acknowledged[name] = time.monotonic() - self.began

    def look(self, state: WorkspaceSnapshot) -> None:
        """Write down what is seen by now."""
        preview = state.message(self.draft.channel, self.draft.ts)
        answered = [m for m in state.messages(ALERTS, by=BOT) if m.thread_ts == self.ts]
        late = any(
            "Nothing was changed" in each.everything and self.draft.draft_id in str(each.blocks)
            for each in state.all_messages
        )
        found = {
            "question": any("3 months" in each.everything for each in answered),
            "window": (view := state.modal(CAROL)) is not None and self.draft.draft_id in str(view),
            TOO_LATE: late,
            "approval": preview is not None and "Approved by" in preview.everything,
        }
        for name in [name for name, is_there in found.items() if is_there]:
            self.seen.setdefault(name, time.monotonic() - self.began)
        if found["window"] and view is not None:
            self.slack.person(CAROL).closes(view, all_of_them=True)


def _tell(what: str, value: float | None, most: float) -> bool:
    kept = value is not None and value <= most
    print(
        f"   {what:62} {'never' if value is None else f'{value:.1f} s':>8}{'' if kept else '  NOT KEPT'}",
        flush=True,
    )
    return kept


def slowed(pid: int, share: float) -> None:
    """Let a process have so many hundredths of one core, as it gets beside busy others; 100 and more leave it alone."""
    if share >= 100:
        return
    group = Path("/sys/fs/cgroup/cpu") / f"marque-{os.getpid()}"
    group.mkdir(exist_ok=True)
    (group / "cpu.cfs_quota_us").write_text(str(int(share * 1_000)))
    (group / "cgroup.procs").write_text(str(pid))


def boot(home: Path, seconds: float, longest: float, share: float) -> bool:
    """Leave work behind, start amid it, act; whether everybody was heard in three seconds and saw it within thirty."""
    feed, pace = home / "feed.ndjson", Pace()
    feed.write_text(lines(SWEPT), encoding="utf-8")
    settings = {"MARQUE_FEEDS": str(feed), "MARQUE_CAPTURE_HIGH": "no", "MARQUE_SWEEP_MINUTES": "1"}
    with (
        slack_at(pace),
        Playground(WORKSPACE, retry_delays=()) as slack,
        a_desk(home, clock=_now, approvers=(BOB, CAROL)) as desk,
    ):
        desk.rights.import_book(read(BRAND / "brand.toml"), PersonId("cli:benchmark"))
        waiting, *shown = drafts(desk, Poster(make_client(BOT_TOKEN, slack.api_url)), ROUNDS + 1)
        leave(desk, home, waiting, slack.person(ALICE))
        Library(home).warm().join()  # a home that was in use has its index
        pace.seconds = seconds
        with process(home, slack, **settings) as bot, open_inbox(_inbox(home), LOCAL) as inbox:
            slowed(bot.pid, share)
            began = time.monotonic()
            settled(lambda: bool(slack.slack.delivery.sockets.connections))
            kept = _tell("Slack is heard after", time.monotonic() - began, HEARD + 2 * seconds)
            rounds, ended = _watched(slack, inbox.waiting, shown, longest)
    for acts, name in itertools.product(rounds, ("question", "window", "approval")):
        what = f"{name}, {acts.began - began:.0f} s after the start:"
        kept &= _tell(f"{what} acknowledged after", acts.acknowledged.get(name), ACKNOWLEDGED)
        late = name == "window" and "window" not in acts.seen
        seen = "told to press again after" if late else "seen after"
        kept &= _tell(f"{what} {seen}", acts.seen.get(TOO_LATE if late else name), PROMISED)
    for name, when in ended.items():
        _tell(name, when, longest)
    return kept


def _watched(
    slack: Playground, left: Callable[[], int], shown: list[Draft], longest: float
) -> tuple[list[Acts], dict[str, float | None]]:
    """Have people act round by round; their acts, and after how many seconds what waited was done."""

    def told(words: str) -> int:
        return len(state.messages(f"D{DAVE[1:]}", containing=words))

    rounds, began, state = list[Acts](), time.monotonic(), slack.state()
    milestones: dict[str, Callable[[], bool]] = {
        "first alert": lambda: any(each.ts for each in state.messages(ALERTS, by=BOT) if not each.thread_ts),
        "clocks all told": lambda: told("Reminder for") >= CLOCKS,
        "deliveries left behind all worked off": lambda: len(rounds) == ROUNDS and _none(left),
        "messages left behind all told": lambda: told("This waited as number") >= MESSAGES,
    }
    ended = dict[str, float | None].fromkeys(milestones)
    while None in ended.values() and (gone := time.monotonic() - began) < longest:
        if len(rounds) < ROUNDS and gone > len(rounds) * BETWEEN:
            rounds.append(Acts(slack, shown[len(rounds)]))
            rounds[-1].begin()
        state = slack.state()
        for each in rounds:
            each.look(state)
        for name in [name for name, when in ended.items() if when is None and milestones[name]()]:
            ended[name] = gone
        time.sleep(0.2)
    return rounds, ended


def _none(left: Callable[[], int]) -> bool:
    """Whether nothing waits in the inbox; not as long as its file is held by the bot itself."""
    with suppress(NotPossible):
        return left() == 0
    return False


def main() -> int:
    """Print what came of it; status 1 where somebody was heard or saw it too late."""
    given = [float(each) for each in sys.argv[1:4]]
    seconds, longest, share = given + [2.0, 900.0, 100.0][len(given) :]
    print(f"   {seconds:.1f} s a call, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        kept = boot(Path(folder), seconds, longest, share)
    print(f"   load average at the end {os.getloadavg()[0]:.1f}")
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())

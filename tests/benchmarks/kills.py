"""Approvals and reminders under kill -9: ``python -m tests.benchmarks kills [TRIALS] [SEED]``.

Each trial starts a clock of which people are told at once and the real ``marque run`` against the stand-in for Slack, lets
two approvers press *Approve*, kills the process 0 to 1.5 seconds after the first acknowledgement, and starts it again.
Every approval that Slack saw acknowledged must be on record then, once, and its person must see so within 30 seconds of
the restart, in the preview or by a word; every clock is told of once.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.drafts import Draft, DraftRequest, DraftStatus
from bot.domain.ids import DraftId, PersonId, RightId
from bot.domain.moments import china_day
from bot.playground.driver import ActRefusedError
from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.seen import SeenMessage
from bot.playground.server import Playground
from bot.services.desk import Desk
from bot.services.drafting.showing import stand
from bot.slack.blocks.draft_card import draft_card
from bot.slack.blocks.drafts import draft_metadata
from bot.slack.poster import Poster, make_client
from bot.words.book import load_words
from knowledge import law
from tests.factories import FACTS, a_listing
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, DAVE, LEGAL, WORKSPACE

ROOT = Path(__file__).parents[2]
PATIENCE, LATEST, PROMISED = 90.0, 1.5, 30.0
MOST = 9
"""So often is pressed again where the machine is too busy to acknowledge anything."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(kw_only=True)
class Tally:
    """What became of the approvals pressed."""

    acknowledged: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    approved: list[Draft] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    """Messages with clean documents that each of these got, once every trial is over."""
    papers_late: int = 0
    """Of these, those whose documents the process of their own trial did not bring in time."""
    seconds: list[float] = field(default_factory=list)
    """How long after the restart's first moment each click's person saw what became of it."""
    heard: list[float] = field(default_factory=list)
    """How long until they saw that, or that it is kept and they will see it."""
    clocks: list[str] = field(default_factory=list)
    reminders: list[int] = field(default_factory=list)
    """Messages that tell of each clock, once every trial is over and one more process has had its time."""
    late: int = 0
    """Clocks that the process of their own trial did not tell of in time."""


def drafts(desk: Desk, poster: Poster, count: int) -> list[Draft]:
    """So many drafts that wait for two approvals, each shown in the legal channel."""
    made = []
    for number in range(count):
        listing = a_listing(item_id=f"9{number:05d}", seller_id=f"shop-{number}")
        desk.watches.record(listing)
        request = DraftRequest(
            kind="cease-and-desist",
            listing_ids=(listing.listing_id,),
            right_ids=(RightId("TM-CN-03"),),
            as_of=china_day(_now()),
            texts=FACTS,
        )
        draft = desk.drafts.prepare(request, by=PersonId(ALICE))
        shown = draft_card(draft, load_words("en"), law.load())
        posted = poster.post(LEGAL, shown, metadata=draft_metadata(draft))
        stand(desk.store, [draft], posted)
        made.append(desk.drafts.get(draft.draft_id))
    return made


def begun(home: Path, slack: Playground, **more: str) -> subprocess.Popen[bytes]:
    """One ``marque run`` against the stand-in for Slack; ``more`` of its settings."""
    environment = {
        **os.environ,
        "MARQUE_HOME": str(home),
        "MARQUE_ALERT_CHANNEL": ALERTS,
        "MARQUE_LEGAL_CHANNEL": LEGAL,
        "MARQUE_APPROVERS": f"{BOB},{CAROL}",
        "MARQUE_ADMINS": DAVE,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        **more,
    }
    with (home / "run.log").open("ab") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, stdout=told, stderr=told
        )


@contextmanager
def process(home: Path, slack: Playground, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The same, begun once Slack knows that the one before is gone, and killed at the end."""
    assert settled(lambda: not slack.slack.delivery.sockets.connections), "Slack never let go of the last one"
    running = begun(home, slack, **more)
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


def settled(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether it came to be so in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.05)
    return False


def press(slack: Playground, draft: Draft, acknowledged: dict[str, float]) -> list[threading.Thread]:
    """Two approvers press at once; who was acknowledged, and when, is written down."""
    message = slack.state().message(draft.channel, draft.ts)
    assert message is not None

    def approve(who: str) -> None:
        try:
            slack.person(who).clicks(message, "draft.approve")
        except ActRefusedError:
            return
        acknowledged[who] = time.monotonic()

    threads = [threading.Thread(target=approve, args=(who,)) for who in (BOB, CAROL)]
    for each in threads:
        each.start()
    return threads


def clean(slack: Playground, draft: Draft) -> int:
    """How many messages of the draft's thread bring its clean documents."""
    found = slack.state().messages(LEGAL, containing="Approved: clean documents")
    return sum(message.thread_ts == draft.ts for message in found)


def alone(slack: Playground, who: str) -> list[SeenMessage]:
    """What was told to somebody alone, so far."""
    told = slack.state().all_messages
    return [each for each in told if each.ephemeral_for == who or each.channel == f"D{who[1:]}"]


def shown(slack: Playground, draft: Draft, who: str, before: int) -> bool:
    """Whether somebody sees what became of their click: in the preview, or told to them since they had ``before``."""
    preview = slack.state().message(draft.channel, draft.ts)
    lines = preview.everything.splitlines() if preview else []
    told = any("done and recorded" in each.everything for each in alone(slack, who)[before:])
    return told or any("Approved by" in line and who in line for line in lines)


def kept(slack: Playground, who: str, before: int) -> bool:
    """Whether somebody was told that their click is kept since they had ``before``."""
    return any("What you did last is kept" in each.everything for each in alone(slack, who)[before:])


def reminded(slack: Playground, clocks: list[str]) -> list[int]:
    """How many messages tell of each of these clocks."""
    told = [f"Reminder for {each}:" for each in clocks]
    return [len(slack.state().messages(f"D{DAVE[1:]}", containing=each)) for each in told]


@dataclass
class Sight:
    """What each who pressed, by what they had been told ``before``, sees after the restart, and when."""

    desk: Desk
    slack: Playground
    draft_id: DraftId
    before: dict[str, int]
    began: float = field(default_factory=time.monotonic)
    seen: dict[str, float] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)

    def recorded(self) -> list[str]:
        """Who has approved."""
        return [str(given.by) for given in self.desk.drafts.get(self.draft_id).approvals]

    def of_all(self) -> bool:
        """Whether everybody has seen what became of it by now."""
        draft, seconds = self.desk.drafts.get(self.draft_id), time.monotonic() - self.began
        for who in self.before.keys() - self.seen.keys():
            if who in self.recorded() and shown(self.slack, draft, who, self.before[who]):
                self.seen[who] = seconds
            elif kept(self.slack, who, self.before[who]):
                self.heard.setdefault(who, seconds)
        return self.seen.keys() == self.before.keys()


def trial(desk: Desk, home: Path, slack: Playground, draft_id: DraftId, wait: float, tally: Tally) -> None:
    """Press, kill, start again, look."""
    acknowledged: dict[str, float] = {}
    clocks = desk.deadlines.start("customs_notice", china_day(_now()), by=PersonId(ALICE))
    with process(home, slack):
        assert settled(lambda: bool(slack.slack.delivery.sockets.connections)), "the bot never connected"
        threads = press(slack, desk.drafts.get(draft_id), acknowledged)
        for _ in range(MOST):
            if settled(lambda: bool(acknowledged), 5):
                break  # else Slack's three seconds were over
            threads += press(slack, desk.drafts.get(draft_id), acknowledged)
        time.sleep(wait)
    for each in threads:
        each.join()
    tally.acknowledged += len(acknowledged)
    tally.refused += len(threads) - len(acknowledged)

    names = [str(each.deadline_id) for each in clocks]
    before = {who: len(alone(slack, who)) for who in acknowledged}
    with process(home, slack):
        sight = Sight(desk, slack, draft_id, before)
        settled(sight.of_all)
        settled(lambda: all(reminded(slack, names)))
        draft = desk.drafts.get(draft_id)
        if draft.status is DraftStatus.APPROVED:
            tally.approved.append(draft)
            tally.papers_late += not settled(lambda: clean(slack, draft) > 0, PROMISED)
    tally.seconds += sight.seen.values()
    tally.heard += {**sight.seen, **sight.heard}.values()
    recorded = sight.recorded
    tally.clocks += names
    tally.late += reminded(slack, names).count(0)
    tally.lost += [f"{draft_id} by {who}" for who in set(acknowledged) - set(recorded())]
    tally.doubled += [f"{draft_id} by {who}" for who in set(recorded()) if recorded().count(who) > 1]


def run(trials: int, seed: int, home: Path) -> Tally:
    """So many trials on one state."""
    chance, tally = random.Random(seed), Tally()
    with Playground(WORKSPACE, retry_delays=()) as slack:
        poster = Poster(make_client(BOT_TOKEN, slack.api_url))
        with a_desk(home, clock=_now, approvers=(BOB, CAROL)) as desk:
            for number, draft in enumerate(drafts(desk, poster, trials), 1):
                trial(desk, home, slack, draft.draft_id, chance.uniform(0, LATEST), tally)
                print(
                    f"{number}/{trials}: {tally.acknowledged} acknowledged, {len(tally.lost)} lost, "
                    f"{[round(each, 1) for each in tally.seconds]}, "
                    f"reminders {reminded(slack, tally.clocks)}",
                    flush=True,
                )
        with process(home, slack):
            settled(lambda: all(reminded(slack, tally.clocks)))
            settled(lambda: all(clean(slack, draft) for draft in tally.approved))
        tally.reminders = reminded(slack, tally.clocks)
        tally.papers = [clean(slack, draft) for draft in tally.approved]
    return tally


def main() -> int:
    """Run and print what came of it; status 1 where something was lost or done twice."""
    trials, seed = (int(each) for each in (sys.argv[1:] + ["20", "1"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        tally = run(trials, seed, Path(folder))
    print(
        f"trials {trials}, acknowledged {tally.acknowledged}, not acknowledged {tally.refused}, "
        f"lost {len(tally.lost)} {tally.lost}, doubled {len(tally.doubled)}, "
        f"clean documents of {len(tally.papers)} approved drafts: missing {tally.papers.count(0)}, "
        f"not in time {tally.papers_late}, "
        f"twice {sum(each > 1 for each in tally.papers)}, "
        f"heard of by {sum(each <= PROMISED for each in tally.heard)} within {PROMISED:.0f} s of the restart, by the last "
        f"after {max(tally.heard, default=0):.1f} s, "
        f"seen by {sum(each <= PROMISED for each in tally.seconds)} within {PROMISED:.0f} s of the restart, by "
        f"{tally.acknowledged - len(tally.seconds)} never, by the last after {max(tally.seconds, default=0):.1f} s, "
        f"clocks told {len(tally.reminders)}: missing {tally.reminders.count(0)}, not in time {tally.late}, "
        f"twice {sum(each > 1 for each in tally.reminders)}"
    )
    counted = [*tally.papers, *tally.reminders]
    return int(bool(tally.lost or tally.doubled or [each for each in counted if each != 1]))


if __name__ == "__main__":
    sys.exit(main())

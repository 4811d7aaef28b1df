"""How long the Home tab takes: ``python -m tests.benchmarks.home [CASES]``.

A desk with so many cases (default 5,000): every second with a running clock, every tenth with a draft that waits, as
many alerts as cases, of which a fifth waits for a verdict. Told is the median of five, in seconds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import AlertId, DeadlineId, DraftId, PersonId
from bot.domain.moments import china_day
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from bot.slack.blocks.home import home_view
from bot.slack.front import Front, Trade
from bot.slack.listeners.cockpit import queue_of
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.words.book import load_words
from knowledge import law
from tests.factories import a_listing
from tests.fakes.desk import HandClock, a_desk
from tests.unit.slack.test_blocks import a_draft

ME, BOSS = PersonId("U0ALICE"), PersonId("U0BOB")
TURNS = 5


def fill(desk: Desk, count: int) -> None:
    """Put the records there."""
    now, today = desk.clock(), china_day(desk.clock())
    with desk.store.unit() as unit:
        for number in range(count):
            listing = a_listing(item_id=str(number), seller_id=f"shop-{number}")
            case = Case(
                case_id=unit.cases.next_id(),
                title=f"shop {number}",
                brand="Lumière Nord",
                seller_key=f"taobao:shop-{number}",
                owner=ME if number % 50 == 0 else BOSS,
                opened_at=now - timedelta(minutes=number),
                opened_by=BOSS,
            )
            unit.cases.save(case)
            judged = Assessment(
                listing_id=listing.listing_id, brand="Lumière Nord", band=Band.HIGH, score=0.9
            )
            alert = Alert(
                alert_id=AlertId(f"A-{listing.listing_id}"),
                listing=listing,
                assessment=judged,
                raised_at=now - timedelta(minutes=number),
                verdict=None if number % 5 == 0 else Verdict.COUNTERFEIT,
            )
            unit.alerts.save(alert)
            if number % 2 == 0:
                clock = Deadline(
                    deadline_id=DeadlineId(f"DL-{number}"),
                    case_id=case.case_id,
                    kind="counter_statement",
                    basis="ec.counter_wait",
                    started_on=today,
                    due_on=today + timedelta(days=number % 90),
                )
                unit.deadlines.save(clock)
            if number % 10 == 0:
                unit.drafts.save(_draft(unit.drafts.next_id(), case))


def _draft(draft_id: DraftId, case: Case) -> Draft:
    made = a_draft(draft_id=draft_id, case_id=case.case_id, status=DraftStatus.AWAITING, author=BOSS)
    short = replace(
        made.composition, texts=tuple((language, text[:6_000]) for language, text in made.composition.texts)
    )
    return replace(made, composition=short)


def measure(count: int) -> tuple[float, int]:
    """Seconds from the query to the finished view, and the blocks of it."""
    with (
        tempfile.TemporaryDirectory() as home,
        ThreadPoolExecutor(1) as pool,
        a_desk(Path(home), clock=HandClock(), approvers=(ME, BOSS)) as desk,
    ):
        fill(desk, count)
        options = SlackOptions(alert_channel="C1", legal_channel="C2", approvers=(ME, BOSS))
        front = Front(
            desk,
            Poster(make_client("xoxb-none", "http://127.0.0.1:9/")),
            options,
            load_words("en"),
            law.load(),
            Trade(pool=pool),
        )
        taken = []
        for _ in range(TURNS):
            began = time.perf_counter()
            view = home_view(queue_of(front, ME), front.words)
            taken.append(time.perf_counter() - began)
        return statistics.median(taken), len(view.blocks or ())


if __name__ == "__main__":
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    seconds, blocks = measure(cases)
    sys.stdout.write(f"{cases:,} cases: Home in {seconds:.2f} s, {blocks} blocks\n")

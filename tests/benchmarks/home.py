"""How long the Home tab takes: ``python -m tests.benchmarks.home [CASES]``.

A desk with so many cases (default 5,000): every second with a running clock, every tenth with a draft that waits, as
many alerts as cases, of which a fifth waits for a verdict. Then as many cases again that are closed, with their clocks
ended, drafts sent and alerts judged: history must not count. Told is the median of five in milliseconds, beside the
old way, which read every draft, alert and clock that it counted.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band
from bot.domain.cases import Case, CaseQuery, CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import UNDECIDED, Draft, DraftStatus
from bot.domain.ids import AlertId, DeadlineId, DraftId, PersonId
from bot.domain.moments import china_day
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from bot.slack.blocks.home import home_view
from bot.slack.front import Front
from bot.slack.listeners.cockpit import queue_of
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.words.book import load_words
from knowledge import law
from tests.cards import a_draft
from tests.factories import a_listing
from tests.fakes.desk import HandClock, a_desk

ME, BOSS = PersonId("U0ALICE"), PersonId("U0BOB")
TURNS = 5


def fill(desk: Desk, numbers: range, *, over: bool = False) -> None:
    """Put the records there; ``over``: of matters that are settled."""
    now, today = desk.clock(), china_day(desk.clock())
    if over:
        now -= timedelta(days=400)
    with desk.store.unit() as unit:
        for number in numbers:
            listing = a_listing(item_id=str(number), seller_id=f"shop-{number}")
            case = Case(
                case_id=unit.cases.next_id(),
                title=f"shop {number}",
                brand="Lumière Nord",
                seller_key=f"taobao:shop-{number}",
                owner=ME if number % 50 == 0 else BOSS,
                status=CaseStatus.CLOSED if over else CaseStatus.OPEN,
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
                verdict=None if number % 5 == 0 and not over else Verdict.COUNTERFEIT,
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
                    done_at=now if over else None,
                )
                unit.deadlines.save(clock)
            if number % 10 == 0:
                status = DraftStatus.SENT if over else DraftStatus.AWAITING
                unit.drafts.save(_draft(unit.drafts.next_id(), case, status))


def _draft(draft_id: DraftId, case: Case, status: DraftStatus) -> Draft:
    made = a_draft(draft_id=draft_id, case_id=case.case_id, status=status, author=BOSS)
    short = replace(
        made.composition, texts=tuple((language, text[:6_000]) for language, text in made.composition.texts)
    )
    return replace(made, composition=short)


def measure(count: int) -> Iterator[tuple[str, float]]:
    """Milliseconds from the query to the finished view, by what was measured."""
    with (
        tempfile.TemporaryDirectory() as home,
        ThreadPoolExecutor(1) as pool,
        a_desk(Path(home), clock=HandClock(), approvers=(ME, BOSS)) as desk,
    ):
        options = SlackOptions(alert_channel="C1", legal_channel="C2", approvers=(ME, BOSS))
        poster = Poster(make_client("xoxb-none", "http://127.0.0.1:9/"))
        front = Front(desk, poster, options, load_words("en"), law.load(), Trade(pool=pool))
        fill(desk, range(count))
        yield f"{count:,} cases: the old way", _taken(lambda: old_way(desk))
        yield f"{count:,} cases: Home", _taken(lambda: home_view(queue_of(front, ME), front.words))
        fill(desk, range(count, 2 * count), over=True)
        yield f"and {count:,} settled ones: Home", _taken(lambda: home_view(queue_of(front, ME), front.words))


def old_way(desk: Desk) -> None:
    """What Home read before: every record that it showed or counted, whole."""
    with desk.store.unit() as unit:
        unit.deadlines.running()
        unit.drafts.in_status(*UNDECIDED)
        unit.alerts.waiting()
        unit.alerts.waiting()
        unit.alerts.since(desk.clock() - timedelta(days=7))
        unit.cases.find(CaseQuery(owner=ME, open_only=True), 200)


def _taken(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TURNS):
        began = time.perf_counter()
        work()
        taken.append(1_000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    for what, milliseconds in measure(cases):
        sys.stdout.write(f"{what}: {milliseconds:,.0f} ms\n")
        sys.stdout.flush()

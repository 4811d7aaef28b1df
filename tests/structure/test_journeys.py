"""What one listing, one draft, one question and one reminder pass through on their way, warm: modules and transactions."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import FrameType

import pytest

from bot.domain.drafts import DraftRequest
from bot.domain.ids import PersonId, RightId
from bot.services.desk import Desk
from tests.factories import FACTS, TODAY, a_listing
from tests.fakes.desk import HandClock, a_desk

ROOT = Path(__file__).parents[2]
ME = PersonId("U_AUTHOR")
ROOMS = (f"{ROOT / 'bot'}/", f"{ROOT / 'knowledge'}/")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=[ME]) as desk:
        yield desk


def passed(walk: Callable[[], object]) -> tuple[int, int]:
    """How many modules of the house a walk enters, and how many units of work it opens."""
    files, units = set[str](), list[str]()

    def seen(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            name = frame.f_code.co_filename
            if name.startswith(ROOMS):
                files.add(name)
            if frame.f_code.co_name == "unit":
                units.append(name)

    sys.setprofile(seen)
    try:
        walk()
    finally:
        sys.setprofile(None)
    return len(files), len(units)


def test_a_journey_grows_no_longer(desk: Desk) -> None:
    """``ceilings.toml`` holds modules and units of work of today; the way of an answer ends where a search is canned."""
    first, second = (a_listing(item_id=str(number)) for number in range(2))
    request = DraftRequest(
        kind="platform-takedown",
        listing_ids=(first.listing_id,),
        right_ids=(RightId("TM-CN-03"),),
        as_of=TODAY,
        texts=FACTS,
    )
    desk.watches.record(first)
    desk.conversations.ask("How long may we oppose?", person=ME)
    desk.batches.prepare(request, by=ME)
    desk.deadlines.start("counter_statement", TODAY - timedelta(days=10), by=ME)
    walks: dict[str, Callable[[], object]] = {
        "question": lambda: desk.conversations.ask("How long may we oppose?", person=ME),
        "listing": lambda: desk.watches.record(second),
        "draft": lambda: desk.batches.prepare(request, by=ME),
        "reminder": desk.deadlines.remind,
    }
    text = (ROOT / "tests" / "structure" / "ceilings.toml").read_text(encoding="utf-8")
    ceilings = tomllib.loads(text)["journeys"]
    found = {name: passed(walk) for name, walk in walks.items()}
    longer = {name: each for name, each in found.items() if any(map(int.__gt__, each, ceilings[name]))}
    assert longer == {}, "it passes through more than before: modules, units of work"

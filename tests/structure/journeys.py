"""The way of one question, one listing, one draft and one reminder through the house, warm."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType

from bot.domain.drafts import DraftRequest
from bot.domain.ids import PersonId, RightId
from bot.services.desk import Desk
from tests.factories import FACTS, TODAY, a_listing

ROOT = Path(__file__).parents[2]
ME = PersonId("U_AUTHOR")
ROOMS = (f"{ROOT / 'bot'}/", f"{ROOT / 'knowledge'}/")

Walk = Callable[[], object]


def journeys(desk: Desk) -> dict[str, Walk]:
    """The walks by name, each of which was gone once before; the way of an answer ends where a search is canned."""
    first, second = (a_listing(item_id=str(number)) for number in range(2))
    request = DraftRequest(
        kind="platform-takedown",
        listing_ids=(first.listing_id,),
        right_ids=(RightId("TM-CN-03"),),
        as_of=TODAY,
        texts=FACTS,
    )
    desk.watches.record(first)
    for _ in range(2):  # whoever asks the second time has asked before
        desk.conversations.ask("How long may we oppose?", person=ME)
    desk.batches.prepare(request, by=ME)
    desk.deadlines.start("counter_statement", TODAY - timedelta(days=11), by=ME)
    assert desk.deadlines.remind()
    desk.deadlines.start("counter_statement", TODAY - timedelta(days=10), by=ME)
    return {
        "question": lambda: desk.conversations.ask("How long may we oppose?", person=ME),
        "listing": lambda: desk.watches.record(second),
        "draft": lambda: desk.batches.prepare(request, by=ME),
        "reminder": desk.deadlines.remind,
    }


def passed(walk: Walk) -> tuple[tuple[str, ...], int]:
    """The modules of the house that a walk enters, in order and dotted, and how many units of work it opens."""
    files, units = dict[str, None](), list[str]()

    def seen(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            name = frame.f_code.co_filename
            if name.startswith(ROOMS):
                files.setdefault(name)
            if frame.f_code.co_name == "unit":
                units.append(name)

    sys.setprofile(seen)
    try:
        walk()
    finally:
        sys.setprofile(None)
    return tuple(_dotted(name) for name in files), len(units)


def _dotted(name: str) -> str:
    return ".".join(Path(name).relative_to(ROOT).with_suffix("").parts)

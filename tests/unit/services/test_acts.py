"""An act names its form, what the message and the case fill in, and what is missing."""

from __future__ import annotations

from datetime import date

from bot.domain.questions import ActRequest, Question
from bot.services.answering.acts import Acts
from tests.factories import a_book, a_right
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore

ON = date(2026, 11, 26)


def act(store: MemoryStore, topic: str, text: str) -> ActRequest:
    reading = CannedReader().read(text, on=ON)
    return Acts(store).act(topic, Question(text=text), reading, "en", None)


def test_a_right_named_is_filled_in(store: MemoryStore) -> None:
    right = a_right()
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(right,)))
    told = act(store, "draft_letter", f"Letter on {right.id} for taobao:77 please")
    assert dict(told.filled) == {"kind": "cease-and-desist", "listings": "taobao:77", "rights": right.id}
    assert told.missing == ()


def test_a_day_named_starts_the_clock(store: MemoryStore) -> None:
    told = act(store, "start_clock", "Start the clock, it came on 20 November 2026")
    assert (told.form, dict(told.filled), told.missing) == ("start_clock", {"day": "2026-11-20"}, ("event",))


def test_what_no_message_holds_is_missing(store: MemoryStore) -> None:
    assert act(store, "report_listing", "report a listing").missing == ("url",)

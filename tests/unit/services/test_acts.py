"""An act names its form, what the message and the case fill in, and what is missing."""

from datetime import date

import pytest

from bot.domain.questions import ActRequest, Question
from bot.services.answering.acts import Acts
from bot.services.answering.messages import LawQuestion
from knowledge.law import load as load_law
from tests.factories import a_book, a_right
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.services.test_record_answers import an_alert

ON = date(2026, 11, 26)


def act(store: MemoryStore, topic: str, text: str) -> ActRequest:
    reading = CannedReader().read(text, on=ON)
    acts = Acts(store, lambda: ON, load_law(), lambda section, on, language: None)
    return acts.act(topic, Question(text=text), reading, "en", None)


def test_a_right_named_is_filled_in(store: MemoryStore) -> None:
    right = a_right()
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(right,)))
    told = act(store, "draft_letter", f"Letter on {right.id} for taobao:77 please")
    known = {"kind": "cease-and-desist", "listings": "taobao:77", "rights": right.id, "platform": "taobao"}
    assert dict(told.filled) == known
    assert told.missing == ()


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Our design was filed on 4 December 2016. Draft the notice for delivery in January.", False),
        ("Our design was filed on 4 December 2021. Draft the notice for delivery in January.", True),
    ],
)
def test_no_form_opens_on_a_right_that_will_have_ended(store: MemoryStore, text: str, opens: bool) -> None:
    acts = Acts(store, lambda: ON, load_law(), lambda section, on, language: None)
    read = CannedReader().read(text, on=ON)
    asked = LawQuestion(question=Question(text=text), text=text, reading=read, language="en", today=ON, on=ON)
    told = acts.answer({"act.draft_takedown": 1.0}, asked, None)
    assert (told.act is not None) is opens
    assert ("4 December 2026" in told.text) is not opens


def test_a_day_named_starts_the_clock(store: MemoryStore) -> None:
    told = act(store, "start_clock", "Start the clock, it came on 20 November 2026")
    assert (told.form, dict(told.filled), told.missing) == ("start_clock", {"day": "2026-11-20"}, ("event",))


@pytest.mark.parametrize(
    "text", ["snooze the alert on {} for a week", "snoze {} until Friday", "{}的提示稍后再看"]
)
@pytest.mark.parametrize("topic", ["start_clock", "hold"])
def test_an_alert_is_snoozed_and_starts_no_clock(store: MemoryStore, text: str, topic: str) -> None:
    alert = an_alert()
    with store.unit() as unit:
        unit.alerts.save(alert)
    told = act(store, topic, text.format(alert.listing.listing_id))
    assert (told.form, dict(told.filled)["alert"], told.missing) == ("snooze", alert.alert_id, ())
    assert act(store, topic, "snooze the first alert for a week").missing == ("alert",)
    assert act(store, topic, "snooze case 7 for a week").form == topic


def test_what_no_message_holds_is_missing(store: MemoryStore) -> None:
    assert act(store, "report_listing", "report a listing").missing == ("url",)


@pytest.mark.parametrize(
    ("topic", "text", "form", "filled"),
    [
        (
            "start_clock",
            "remind me on Monday about case 4",
            "remind",
            {"day": "2026-11-30", "case": "C-000004"},
        ),
        ("start_clock", "12月8日叫我看4号案", "remind", {"day": "2026-12-08", "case": "C-000004"}),
        ("hold", "park C-4 until March", "hold", {"day": "2027-03-01", "case": "C-000004"}),
        ("assign", "Mei should take case 4", "assign", {"case": "C-000004", "person": "Mei"}),
        ("assign", "4号案交给Mei", "assign", {"case": "C-000004", "person": "Mei"}),
        ("mark_sent", "D-7 went out yesterday", "mark_sent", {"draft": "D-000007", "day": "2026-11-25"}),
        ("note", "note on C-4: the bureau rang", "note", {"case": "C-000004", "note": "the bureau rang"}),
        ("note", "C-4 记一笔：局里来电", "note", {"case": "C-000004", "note": "局里来电"}),
    ],
)
def test_what_the_message_holds_is_filled_in(
    store: MemoryStore, topic: str, text: str, form: str, filled: dict[str, str]
) -> None:
    told = act(store, topic, text)
    assert (told.form, dict(told.filled), told.missing) == (form, filled, ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Log the deadline, it came on 20 November, so 11 December 2026", {"day": "2026-11-20"}),
        ("Log a deadline of 11 December 2026", {}),
        ("D-7 went out on Monday", {"day": "2026-11-23"}),
    ],
    ids=["beside the end that is reckoned", "only the end", "a weekday"],
)
def test_a_day_to_come_is_never_that_of_what_has_happened(
    store: MemoryStore, text: str, day: dict[str, str]
) -> None:
    filled = dict(act(store, "mark_sent" if "D-7" in text else "start_clock", text).filled)
    assert {name: value for name, value in filled.items() if name == "day"} == day

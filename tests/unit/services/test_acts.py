"""An act names its form, what the message and the case fill in, and what is missing."""

from datetime import date

import pytest

from bot.domain.questions import ActRequest, Question
from bot.services.answering.acts import Acts
from bot.services.answering.messages import LawQuestion
from bot.words.book import load_words
from knowledge.law import load as load_law
from knowledge.reading import MessageKind
from knowledge.topics import cautions
from tests.factories import a_book, a_right
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.services.test_questions import NOTHING, ask
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


def _ordered(text: str, topic: str, language: str, **beside: str) -> tuple[ActRequest | None, str]:
    """The form that an order of this ``topic`` opens, and what is told; sentences with these words are about another."""
    reader = CannedReader(kind=MessageKind.ACT, subjects={text: topic, **beside})
    told = ask(NOTHING, text, reader=reader, language=language)
    return told.act, told.text


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Close the case of the lamps. By the way, the shop denied it on 18 November.", "denied"),
        ("en", "Close the case of the lamps. By the way, the shop denied it some time ago.", "denied"),
        ("zh", "台灯那个案子结掉。顺便说一下，店家前阵子否认了。", "否认"),
    ],
    ids=["with its day", "without a day", "in Chinese"],
)
def test_no_case_is_closed_while_a_time_of_ours_may_run(language: str, text: str, word: str) -> None:
    form, told = _ordered(text, "act.close_case", language, **{word: "event.counter_statement"})
    assert form is None
    assert told.endswith(
        load_words(language)("ask.act_clock", form=load_words(language)("ask.form.close_case"))
    )
    assert _ordered(text, "act.close_case", language)[0] is not None


def test_a_case_whose_time_is_over_is_closed() -> None:
    text = "Close the case. The shop's counter-statement reached us on 3 March 2025."
    form, _ = _ordered(text, "act.close_case", "en", reached="event.counter_statement")
    assert form is not None
    assert form.form == "close_case"


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Draft the complaint to the platform. About the sample there is this to say.", "sample"),
        ("zh", "起草平台投诉。样品的情况是这样的。", "样品"),
    ],
)
def test_what_a_sentence_tells_of_its_ground_stands_before_a_paper(
    language: str, text: str, word: str
) -> None:
    """A pending mark is told first; what we had made ourselves is no ground for any paper."""
    for topic, opens in (("pending", True), ("lured", False), ("none", True)):
        form, told = _ordered(text, "act.draft_takedown", language, **{word: f"caution.{topic}"})
        assert (form is not None) is opens
        line = topic in cautions() and cautions()[topic].line
        assert bool(line and line.in_(language)[:20] in told) is (topic != "none")


def test_a_paper_on_a_right_of_another_kind_needs_no_mark() -> None:
    text = "Draft the complaint over the copyright in our photos. The plate came from us."
    assert _ordered(text, "act.draft_takedown", "en", plate="caution.lured")[0] is not None


@pytest.mark.parametrize(
    ("topic", "opens"), [("draft_letter", False), ("mark_sent", False), ("draft_amr", True)]
)
def test_what_the_other_side_sees_waits_for_the_officers_and_a_report_does_not(
    topic: str, opens: bool
) -> None:
    text = "Get the paper ready, please. The visit is planned and they know nothing."
    assert (_ordered(text, f"act.{topic}", "en", visit="caution.warns")[0] is not None) is opens


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Mark the notice as sent, it goes up tomorrow.", False),
        ("Mark the notice as sent, it went up yesterday.", True),
    ],
)
def test_nothing_is_marked_as_sent_before_it_went_out(text: str, opens: bool) -> None:
    assert (_ordered(text, "act.mark_sent", "en")[0] is not None) is opens

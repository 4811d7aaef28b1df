"""How surely a message tells of an event, beside the answer it got."""

from datetime import date

import pytest

from bot.domain.questions import Question
from bot.services.answering.messages import LawQuestion, ReadMessage
from tests.fakes.guidance import CannedReader

ON = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "chance", "about", "tells"),
    [
        ("It came.", 0.9, False, True),
        ("It came.", 0.6, False, False),
        ("It came.", 0.6, True, True),
        ("It came. Until when?", 0.75, False, True),
        ("It came. Until when?", 0.6, False, False),
        ("The seller wants an answer within three days.", 0.9, False, False),
    ],
)
def test_an_event_is_told_more_readily_where_the_answer_or_the_question_is_about_it(
    text: str, chance: float, about: bool, tells: bool
) -> None:
    reading = CannedReader().read(text, on=ON)
    asked = LawQuestion(
        question=Question(text=text), text=text, reading=reading, language="en", today=ON, on=ON
    )
    topics = {"event.customs_notice": chance, "other": 1 - chance}
    message = ReadMessage(asked=asked, told=topics, topics=topics, about=topics, case=None)
    assert message.tells(asked.plain("An answer."), about) is tells


def test_an_event_that_is_hardly_the_topic_did_not_happen() -> None:
    text = "How long must we keep pictures?"
    reading = CannedReader().read(text, on=ON)
    asked = LawQuestion(
        question=Question(text=text), text=text, reading=reading, language="en", today=ON, on=ON
    )
    topics = {"act.capture": 0.91, "event.customs_notice": 0.08, "other": 0.01}
    assert ReadMessage(asked=asked, told=topics, topics=topics, about=topics, case=None).happened[1] == 0.0


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("We filed our utility model in Peru first.", 0.0),
        ("我们的外观专利先在国外申请了", 0.0),
        ("We filed our mark in Peru first.", 0.9),
        ("We filed in Peru first.", 0.9),
    ],
)
def test_an_event_of_another_kind_of_right_than_is_named_did_not_happen(text: str, chance: float) -> None:
    asked = LawQuestion(
        question=Question(text=text),
        text=text,
        reading=CannedReader().read(text, on=ON),
        language="en",
        today=ON,
        on=ON,
    )
    topics = {"event.foreign_filing": 0.9, "other": 0.1}
    assert ReadMessage(asked=asked, told=topics, topics=topics, about=topics, case=None).happened[1] == chance

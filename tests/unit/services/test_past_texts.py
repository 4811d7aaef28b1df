"""Acts that ended before the quoted law came into force are said to be judged by the text of their day, and no others."""

from dataclasses import replace
from datetime import date

import pytest

from bot.words.book import day
from knowledge import law
from tests.fakes.guidance import a_passage
from tests.unit.services.test_questions import Told, ask

FINE = "What fine does the operator of the room get?"
REGISTER = law.load()


def told(text: str, key: str, language: str = "en") -> str:
    provision = replace(a_passage().provisions[0], key=key)
    passage = a_passage("The operator is fined.", provisions=(provision,), language=language)
    return ask(Told(passages=(passage,)), text, language=language).text


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("The stream that sold them ran on 14 November 2025.", date(2025, 11, 14)),
        ("They were sold from March to July 2025.", date(2025, 7, 31)),
        ("He streamed on Singles' Day 2025 and sold copies.", date(2025, 11, 11)),
        ("2025年8月有人直播卖假货，9月停了。", date(2025, 9, 30)),
        ("去年双十一直播卖的假货。", date(2025, 11, 11)),
    ],
)
def test_acts_before_an_order_are_not_judged_by_it(text: str, on: date) -> None:
    language = "en" if text.isascii() else "zh"
    since = REGISTER.provision("ec.live_barred_fine").versions[0].in_force_from
    opening = told(f"{text} {FINE}", "ec.live_barred_fine", language).partition("\n")[0]
    assert day(since, language) in opening
    assert day(on, language) in opening


def test_acts_under_an_earlier_text_are_told_what_that_said() -> None:
    before, _ = REGISTER.provision("uc.confusion_fine").versions
    opening = told(f"They sold them in July 2025. {FINE}", "uc.confusion_fine").partition("\n")[0]
    assert before.instrument.title in opening
    assert before.says in opening


@pytest.mark.parametrize(
    "text",
    [
        "The stream that sold them ran on 14 May 2026.",
        "He has sold them since March 2025 and still does.",
        "We bought a sample on 14 May 2025.",
        "Our mark was registered in March 2025.",
        "The first of them were sold in 2009, out of time whatever counts.",
        "2025年8月我们注册了商标，现在有人直播卖假货。",
    ],
)
def test_what_is_done_under_the_law_in_force_is_told_nothing_of_another(text: str) -> None:
    answer = told(f"{text} {FINE}", "ec.live_barred_fine", "en" if text.isascii() else "zh")
    assert answer.startswith("The operator is fined.")


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("From January 2027, is it still Article 57(1) of the Trademark Law?", "57(1) > 72(1)"),
        ("新商标法施行后还引第六十三条吗？", "63 > 77"),
    ],
)
def test_an_article_named_beside_the_text_to_come_is_told_in_both_texts(text: str, pair: str) -> None:
    assert pair in told(text, "tm.infringing_acts", "en" if text.isascii() else "zh").partition("\n")[0]


def test_an_article_of_today_alone_is_told_as_it_is() -> None:
    assert told("What does Article 57 say?", "tm.infringing_acts").startswith("The operator is fined.")

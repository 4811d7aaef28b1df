"""Reading a message: what it is, who asks, what is asked for, and what it names."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge import bank, examples, reader, standing, training
from knowledge.bank import Line
from knowledge.features import Featurer
from knowledge.mentions import dates, named_platforms, sums, without_platforms
from knowledge.reading import MessageKind, MessageReading, Sure, Thresholds

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def featurer() -> Featurer:
    return Featurer()


def _read(featurer: Featurer, text: str) -> MessageReading:
    return reader.load().read([text], featurer.features([text]), TODAY)[0]


def test_reader_was_learned_from_the_bank_as_it_is() -> None:
    assert reader.load().learned_from == examples.fingerprint(clauses=False), (
        "run `python -m knowledge.training`"
    )


def test_question_about_the_law_is_read_as_one(featurer: Featurer) -> None:
    reading = _read(featurer, "How long do we have to oppose a mark that was published last week?")
    assert reading.is_kind is MessageKind.LAW


def test_chances_of_each_head_sum_to_one(featurer: Featurer) -> None:
    reading = _read(featurer, "哪个局管淘宝卖家？")
    heads = (reading.kind, reading.refusal, reading.asker, reading.aspect)
    assert [sum(chances.values()) for chances in heads] == pytest.approx([1.0] * 4, abs=1e-4)


def test_a_head_of_two_labels_weighs_the_second_against_the_first() -> None:
    chances = reader.ReaderHead(0, ("no", "yes"), 1.0).chances(np.array([[0.0], [2.0]], dtype=np.float32))
    assert chances.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert chances[:, 1] == pytest.approx([0.5, 0.8808], abs=1e-4)


def test_what_asks_twice_is_read_so(featurer: Featurer) -> None:
    twice = (
        "what does it cost to put our mark on file with customs, and who has to sign the power of attorney?"
    )
    assert _read(featurer, twice).several > 0.5 > _read(featurer, "who signs the power of attorney?").several


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("published on 10 February 2027", [date(2027, 2, 10)]),
        ("we got it Nov 3rd, answered on 2026-11-10", [date(2026, 11, 3), date(2026, 11, 10)]),
        ("2027年2月3日公告，12月5日收到", [date(2027, 2, 3), date(2026, 12, 5)]),
        ("on 31 February", []),
    ],
)
def test_days_are_found(text: str, found: list[date]) -> None:
    assert list(dates(text, TODAY)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("stock worth RMB 75,000 and sales of 1.2m yuan", [75_000, 1_200_000]),
        ("卖了20万元，罚3万，一共500双", [200_000, 30_000]),
        ("a 1688 shop with 500 pairs", []),
    ],
)
def test_sums_are_found_in_yuan(text: str, found: list[int]) -> None:
    assert list(sums(text)) == found


def test_marketplaces_are_found_and_masked() -> None:
    text = "fakes on 1688 and 拼多多"
    assert [each.name for each in named_platforms(text)] == ["1688", "pinduoduo"]
    assert without_platforms("店铺在拼多多上卖") == "店铺在平台上卖"


def test_number_of_yuan_is_no_marketplace() -> None:
    assert named_platforms("he paid 1688 yuan") == ()


@pytest.mark.parametrize(("chance", "sure"), [(0.8, Sure.ANSWER), (0.4, Sure.CHOICE), (0.1, Sure.REFUSE)])
def test_thresholds_tell_answer_choice_and_refusal_apart(chance: float, sure: Sure) -> None:
    given = Thresholds(answer=0.7, choice=0.3, refuse={}, doubt={})
    assert given.sure(chance) is sure


def test_two_learners_are_believed_halfway() -> None:
    one, other = np.array([[0.9, 0.1]], np.float32), np.array([[0.1, 0.9]], np.float32)
    assert reader.meant(one, other) == pytest.approx(np.array([[0.5, 0.5]]))
    assert reader.meant(one, one) == pytest.approx(one)


def test_line_that_does_not_say_who_asks_allows_every_asker() -> None:
    line = Line(text="x", language="en", batch="b", kind="law", refusal="unlawful")
    [row] = standing.possible([line])
    names = [name for name, own in zip(standing.STANDINGS, row, strict=True) if own]
    assert names == ["unlawful.owner", "unlawful.accused", "unlawful.counterfeiter"]


def test_small_talk_about_something_else_stays_talk() -> None:
    assert standing.what(Line(text="x", language="en", batch="b", kind="chat", refusal="elsewhere")) == "chat"


def test_of_threads_only_later_messages_of_the_half_that_may_be_learned_from_are(tmp_path: Path) -> None:
    (tmp_path / "threads").mkdir()
    rows = [
        {"lang": "en", "half": half, "turns": [{"text": "How long?", "wanted": ["a#b"]}, *later]}
        for half, later in (
            (
                "seen",
                [{"text": "where", "wanted": ["a#c"]}, {"text": "what have we got", "wanted": ["own_data"]}],
            ),
            ("left_out", [{"text": "who", "wanted": ["a#d"]}]),
        )
    ]
    (tmp_path / "threads" / "some.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert bank.follow_ups(tmp_path) == (("where", "en", "law"), ("what have we got", "en", "own_data"))


def test_messages_with_several_questions_are_learned_from_in_the_half_that_may_be(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    rows = [
        {
            "text": f"{half}: who, and when?",
            "lang": "en",
            "batch": "parts",
            "sections": [["a#b"], ["a#c"]],
            "half": half,
        }
        for half in ("seen", "left_out")
    ]
    (tmp_path / "parts" / "some.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert [(line.text, line.several) for line in bank.several(tmp_path)] == [("seen: who, and when?", True)]


def test_questions_that_say_no_more_than_their_section_are_read_in_part() -> None:
    plain = [Line(text=str(n), language="en", batch="one", section="a#b", kind="law") for n in range(6)]
    mixed = [replace(each, batch="two") for each in plain] + [Line(text="x", language="en", batch="two")]
    assert training.read_of(plain) == [0, 5]
    assert training.read_of(mixed) == list(range(7))
    assert training.read_of([replace(each, kind="told") for each in mixed[:6]]) == [0, 2, 4]

"""A message's kind is settled by two readers that err differently."""

from __future__ import annotations

import pytest

from bot.services.answering.kinds import names_a_record, settled
from knowledge.reading import MessageKind


def kinds(**chances: float) -> dict[MessageKind, float]:
    return {kind: chances.get(kind.value, 0.01) for kind in MessageKind}


def likeliest(found: dict[MessageKind, float]) -> MessageKind:
    return max(found, key=lambda kind: found[kind])


def test_a_doubtful_kind_gives_way_to_what_the_message_is_surely_about() -> None:
    found = settled(kinds(law=0.6, act=0.2), {"act.assign": 0.95, "other": 0.02}, "let Ana do it")
    assert likeliest(found) is MessageKind.ACT
    assert sum(found.values()) == pytest.approx(1.0)


def test_a_sure_kind_stands() -> None:
    found = settled(kinds(law=0.95), {"own.due": 0.3, "other": 0.4}, "how long do we have")
    assert likeliest(found) is MessageKind.LAW


def test_a_record_named_by_its_number_speaks_for_our_own_work() -> None:
    chances = {"own.next_step": 0.3, "other": 0.3}
    assert likeliest(settled(kinds(law=0.8, own_data=0.1), chances, "where is C-12")) is MessageKind.OWN_DATA
    assert likeliest(settled(kinds(law=0.8, own_data=0.1), chances, "where is it")) is MessageKind.LAW


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("C-000012", True),
        ("case 4", True),
        ("3号案件", True),
        ("pdd:123456", True),
        ("Article 42", False),
        ("a case", False),
    ],
)
def test_what_names_a_record(text: str, named: bool) -> None:
    assert names_a_record(text) is named


def test_what_asks_nothing_tells_what_happened() -> None:
    chances = {"plan.fakes_on_sale": 0.3, "own.counts": 0.4}
    told = settled(kinds(own_data=0.5, plan=0.3), chances, "copies of our lamp all over the place")
    asked = settled(kinds(own_data=0.5, plan=0.3), chances, "how many copies of our lamp?")
    assert (likeliest(told), likeliest(asked)) == (MessageKind.PLAN, MessageKind.OWN_DATA)


@pytest.mark.parametrize(
    "text", ["the notice came on Monday, how many days to reply", "周一收到通知，几天内要回"]
)
def test_who_asks_for_a_figure_wants_nothing_done(text: str) -> None:
    chances = {"act.start_clock": 0.5, "other": 0.1, "event.customs_notice": 0.3}
    assert likeliest(settled(kinds(act=0.4, law=0.4), chances, text)) is MessageKind.LAW


def test_a_bare_word_that_is_like_nothing_of_ours_is_a_word_of_law() -> None:
    kinds = {kind: 0.88 if kind is MessageKind.CHAT else 0.024 for kind in MessageKind}
    topics = {"own.due": 0.22, "own.expires": 0.21, "chat.hello": 0.06, "other": 0.02}
    found = settled(kinds, topics, "时效")
    assert max(found, key=lambda kind: found[kind]) is MessageKind.LAW

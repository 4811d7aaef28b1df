"""What is asked for next is counted in the written threads; the counts ship with the hash of what they were made from."""

import math
from dataclasses import replace

import numpy as np
import pytest

from knowledge import bank, neighbour_training, neighbours
from knowledge.neighbours import counted

FINE, SHARE, TERM, FEE = "cn/amr#fine", "cn/amr#share", "cn/marks#term", "cn/marks#fee"
# A fine was asked for and then its share, a term and then its fee, thirty times each.
MANY = counted([((FINE,), (SHARE,), 1.0), ((TERM,), (FEE,), 1.0)] * 30)


def test_the_neighbours_were_counted_in_the_bank_as_it_is() -> None:
    assert neighbours.load().learned_from == bank.fingerprint(), (
        "run `python -m knowledge.neighbour_training`"
    )


def test_what_was_asked_next_before_is_likeliest_to_be_asked_next() -> None:
    near = MANY.near((FINE,))
    assert max(near, key=lambda section: near[section]) == SHARE


def test_chances_after_a_section_are_one_together() -> None:
    assert sum(map(math.exp, MANY.near((FINE,)).values())) == pytest.approx(1.0)


def test_of_what_was_never_asked_after_it_the_same_page_is_likelier() -> None:
    near = MANY.near((TERM,))
    assert near[TERM] > near[FINE]


def test_after_two_sections_each_counts_alike() -> None:
    both, fine, term = MANY.near((FINE, TERM)), MANY.near((FINE,)), MANY.near((TERM,))
    assert both[FEE] == pytest.approx((fine[FEE] + term[FEE]) / 2)


def test_after_what_nobody_asked_for_nothing_is_known() -> None:
    assert MANY.near(("team/house-rules#gifts",)) == {}


def test_a_question_asked_further_back_counts_half_and_talk_counts_nothing() -> None:
    told = list(neighbour_training.following([["cn/a#a"], [], ["cn/b#b"], ["cn/c#c"]]))
    assert told == [
        (["cn/a#a"], ["cn/b#b"], 0.5),
        (["cn/b#b"], ["cn/c#c"], 1.0),
        (["cn/a#a"], ["cn/c#c"], 0.5),
    ]


def test_a_section_is_the_liker_the_more_one_of_its_written_follow_ups_is_asked() -> None:
    asked, owner = np.eye(2, dtype=np.float32), np.array([[0, 1], [0, 1]])
    like = replace(MANY, asked=asked, owner=owner).like(np.array([0.6, 0.8], dtype=np.float32))
    assert like.tolist() == pytest.approx([0.6, 0.8, neighbours.UNLIKE, neighbours.UNLIKE])


def test_the_net_finds_what_its_signs_foretell() -> None:
    signs = np.random.default_rng(1).normal(size=(200, 5, len(neighbours.SIGNS))).astype(np.float32)
    right = [rows[:, 0] == rows[:, 0].max() for rows in signs]
    net = neighbour_training.fitted(list(zip(signs, right, strict=True)))
    found = sum(bool(true[net.scores(rows).argmax()]) for rows, true in zip(signs, right, strict=True))
    assert found > 180


def test_the_counts_that_ship_foretell_the_threads_left_out_better_than_no_counts() -> None:
    model, left_out = neighbours.load(), list(neighbour_training.pairs("left_out"))
    even = counted([((each,), (each,), 0.0) for each in model.sections])
    assert neighbour_training.surprise(model, left_out) < neighbour_training.surprise(even, left_out) - 2

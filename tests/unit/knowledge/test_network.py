"""A network of texts: what is learned of written lines, how it is kept, and what it says."""

from collections.abc import Sequence

import numpy as np

from knowledge.features import Features, pieces
from knowledge.learning import Wanted
from knowledge.network import STEPS, Network, Vectors, bent, in_steps
from knowledge.network_training import learn

SHOPS = ("the shop is shut", "a shut shop again", "their shop was shut", "shop shut today", "shut, the shop")
BOATS = ("a boat at sea", "the sea and a boat", "boat on the sea", "sea boats sail", "one boat, one sea")
WIDTH = 8


def _features(texts: Sequence[str]) -> Features:
    """Texts whose vectors say nothing: their words alone can tell them apart."""
    none = np.zeros((len(texts), WIDTH), dtype=np.float32)
    return Features(english=none, words=none, meaning=none, tuned=none, pieces=tuple(map(pieces, texts)))


def _learned(texts: Sequence[str], *, first: int, seed: int = 1) -> Network:
    second = np.arange(len(texts)) >= first
    one = Wanted(np.column_stack([~second, second]), np.ones(len(texts), dtype=np.float32))
    return learn(_features(texts), [one], units=8, places=1 << 8, seed=seed)


def _scores(network: Network, texts: Sequence[str]) -> Vectors:
    seen = _features(texts)
    return network.scores(seen.rich, seen.pieces)


def test_what_was_told_apart_by_its_words_is_told_apart_in_other_texts() -> None:
    network = _learned(SHOPS * 200 + BOATS * 200, first=1000)
    shop, boat = _scores(network, ["is that shop shut", "boats go to sea"])
    assert shop[0] > shop[1]
    assert boat[1] > boat[0]


def test_the_same_lines_are_learned_the_same_twice() -> None:
    one, other = (_learned(SHOPS + BOATS, first=5).tensors() for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_what_is_kept_in_half_bytes_says_what_it_said_before() -> None:
    network, asked = _learned(SHOPS + BOATS, first=5), [*SHOPS, "", "海上"]
    again = Network.of(network.tensors())
    assert np.allclose(_scores(again, asked), _scores(network, asked), atol=0.01)


def test_networks_that_are_joined_say_the_mean_of_what_each_says() -> None:
    one, other = (_learned(SHOPS + BOATS, first=5, seed=seed) for seed in (1, 2))
    said = (_scores(one, SHOPS) + _scores(other, SHOPS)) / 2
    assert not np.allclose(_scores(one, SHOPS), _scores(other, SHOPS), atol=0.01)
    assert np.allclose(_scores(Network.joined([one, other]), SHOPS), said, atol=1e-4)


def test_what_lies_beyond_the_reach_of_the_steps_counts_as_the_last_of_them() -> None:
    kept, size = in_steps(np.array([[1.0], [-10.0], [0.0], [5.0]], dtype=np.float32), reach=0.5)
    assert kept.ravel().tolist() == [1, -STEPS, 0, STEPS]
    assert np.allclose(size, 5 / STEPS)


def test_a_unit_that_speaks_against_says_next_to_nothing() -> None:
    assert np.allclose(bent(np.array([-9.0, 0.0, 9.0])), [0.0, 0.0, 9.0], atol=1e-6)


def test_two_questions_are_learned_side_by_side_each_of_its_own_texts() -> None:
    texts = [*SHOPS, *BOATS] * 200
    shops = np.array([text in SHOPS for text in texts])
    counts = np.arange(len(texts)) < len(texts) // 2
    heads = [
        Wanted(np.column_stack([shops, ~shops]), counts.astype(np.float32)),
        Wanted(np.column_stack([~shops, shops]), (~counts).astype(np.float32)),
    ]
    scores = _scores(learn(_features(texts), heads, units=8, places=1 << 8), ["is that shop shut"])[0]
    assert scores[0] > scores[1]
    assert scores[3] > scores[2]


def test_what_may_be_either_of_two_is_learned_as_neither_alone() -> None:
    texts = [*SHOPS, *BOATS] * 200
    shops = np.array([text in SHOPS for text in texts])
    either = Wanted(np.column_stack([shops, shops, ~shops]), np.ones(len(texts), dtype=np.float32))
    scores = _scores(learn(_features(texts), [either], units=8, places=1 << 8), ["is that shop shut"])[0]
    assert min(scores[0], scores[1]) > scores[2]

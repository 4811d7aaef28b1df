"""What is reported of batches left out, and the thresholds chosen on them."""

from functools import cache

import numpy as np
import pytest
from safetensors import safe_open

from knowledge import bank, encoder, judging, learning, ranker, read_left_out, refusing
from knowledge.bank import Line, once
from knowledge.ranker import Fusion, joined, log_shares, nearest, with_platform
from knowledge.wording import counted, spoken_for

TARGETS = {"knowledge/learned": 8_000_000}


@cache
def written() -> tuple[Line, ...]:
    """The bank, read once: to find what is said twice takes seconds."""
    return bank.read()


def test_ranker_was_learned_from_the_bank_as_it_is() -> None:
    assert ranker.load().learned_from == bank.fingerprint(), "run `python -m knowledge.training`"


def test_the_encoder_was_tuned_on_the_bank_as_it_is() -> None:
    with safe_open(encoder.FILE, framework="numpy") as held:
        assert held.metadata()["learned_from"] == bank.fingerprint(), "run `python -m knowledge.training`"


def test_what_was_learned_is_small() -> None:
    folder = ranker.FILE.parent
    assert sum(file.stat().st_size for file in folder.iterdir()) < TARGETS["knowledge/learned"]


def test_every_batch_of_questions_is_reported_left_out() -> None:
    batches = {line.batch for line in written() if line.section}
    assert set(judging.load()["ranking"]["batches"]) == batches


def test_every_batch_of_honest_and_refused_messages_is_reported_left_out() -> None:
    assert set(judging.load()["reading"]["batches"]) == read_left_out.two_sided(written())


def test_what_is_said_of_a_batch_is_as_if_it_had_never_been_learned_from() -> None:
    draw = np.random.default_rng(7)
    rows, goal = draw.normal(size=(30, 8)).astype(np.float32), draw.random((30, 3)).astype(np.float32)
    weight, batches = draw.uniform(0.2, 2.0, 30).astype(np.float32), np.repeat(["a", "b", "c"], 10)
    kernel = (rows @ rows.T + 1) ** 2
    _, said = learning._solved(kernel.copy(), goal, weight, batches)
    out, others = batches == "b", batches != "b"
    system = kernel[np.ix_(others, others)] + learning.RIDGE * np.diag(1 / weight[others])
    anew = kernel[np.ix_(out, others)] @ np.linalg.solve(system, goal[others])
    assert said[out] == pytest.approx(anew, abs=1e-2)


def test_from_when_on_is_refused_was_fitted_on_the_held_messages_as_they_are() -> None:
    assert judging.load()["reading"]["held"] == refusing.fingerprint(), "run `python -m knowledge.refusing`"


def test_honest_messages_are_seldom_refused_where_left_out_and_wrongs_seldom_answered() -> None:
    done = judging.load()["reading"]["refusals"]
    honest = [row["refused"] for name, row in done.items() if name.startswith(("honest", "questions"))]
    wrongs = [row["refused"] for name, row in done.items() if not name.startswith(("honest", "questions"))]
    assert max(honest) <= 0.05
    assert min(wrongs) >= 0.9


def test_lines_that_share_most_of_their_words_count_once() -> None:
    texts = ("how long do we have to oppose this mark", "how long do we have to oppose that mark", "who pays")
    lines = [Line(text=text, language="en", batch="b") for text in texts]
    assert [line.text for line in once(lines)] == [texts[0], texts[2]]


def test_the_wording_of_a_section_speaks_for_it() -> None:
    pieces = [np.array([1, 2]), np.array([3, 4])]
    said = spoken_for(counted(pieces, [0, 1], 2), [np.array([1, 9])])
    assert said[0, 0] > said[0, 1]


def test_nearest_written_question_stands_for_its_section() -> None:
    found = nearest(np.array([[0.2, 0.9, 0.5]], dtype=np.float32), np.array([0, 1, 1]), 3)
    assert found[0].tolist() == pytest.approx([0.2, 0.9, -1.0])


def test_a_platforms_name_chooses_between_pages_about_platforms_and_nothing_else() -> None:
    place = {"cn/platform-portals#taobao": 0, "cn/platform-portals#jd": 1, "cn/amr#fine": 2}
    shares = log_shares(np.log(np.array([[0.3, 0.1, 0.6]], dtype=np.float32)))
    named = np.exp(with_platform(shares, ["where do I complain on JD"], place))[0]
    assert named.tolist() == pytest.approx([0.0, 0.4, 0.6], abs=1e-3)
    without_page = np.exp(with_platform(shares, ["where do I complain on Kuaishou"], place))[0]
    assert without_page.tolist() == pytest.approx([0.0, 0.0, 0.6], abs=1e-3)


def test_channels_are_joined_by_their_weights() -> None:
    channels = np.array([[[1.0, 0.0]], [[0.0, 1.0]]], dtype=np.float32)
    shares = np.exp(joined(channels, Fusion(weights=(3.0, 1.0))))[0]
    assert shares[0] == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-4)


def test_the_unsure_are_asked_back_and_the_hopeless_refused() -> None:
    sure = np.array([[0.9, 0.0]] * 88, dtype=np.float32)
    unsure = np.array([[0.4, 1.0]] * 8, dtype=np.float32)
    lost = np.array([[0.1, 9.0]] * 4, dtype=np.float32)
    answer, choice = judging.thresholds_of([np.vstack([sure, unsure, lost])])
    assert 0.4 < answer <= 0.9
    assert 0.1 < choice <= 0.4

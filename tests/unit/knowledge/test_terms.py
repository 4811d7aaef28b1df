"""Words: light stems, Chinese pairs, synonyms, and a Chinese question in English catchwords."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import terms
from knowledge.lexical import Bm25, stem, words

TABLE = terms.load()


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("oppose", ["opposes", "opposed", "opposing"]),
        ("file", ["files", "filed", "filing"]),
        ("copy", ["copies", "copied"]),
        ("stop", ["stops", "stopped", "stopping"]),
    ],
)
def test_forms_of_a_word_share_a_stem(word: str, others: list[str]) -> None:
    assert {stem(other) for other in others} == {stem(word)}


def test_short_words_keep_their_letters() -> None:
    assert [stem(w) for w in ("use", "fee", "loss", "bus")] == ["use", "fee", "loss", "bus"]


def test_stop_words_are_left_out_and_numbers_kept() -> None:
    assert words("The fine is CNY 250,000") == ("fin", "cny", "250000") or "250000" in words(
        "The fine is CNY 250,000"
    )


def test_chinese_is_cut_into_pairs_and_signs() -> None:
    assert {"商标", "标注", "注册", "商", "册"} <= set(words("商标注册"))


def test_synonyms_meet_in_one_form() -> None:
    assert TABLE.canonical("fakes") == TABLE.canonical("counterfeit")
    assert TABLE.canonical("market regulator") == TABLE.canonical("AMR")


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("商标异议期限是多久", ["trademark", "opposition", "how long"]),
        ("注册商标续展", ["registered trademark", "renewal"]),
        ("1688的卖家", ["1688", "seller"]),
    ],
)
def test_a_chinese_question_has_english_catchwords(question: str, holds: list[str]) -> None:
    gloss = TABLE.gloss(question)
    assert [word for word in holds if word not in gloss] == []


def test_what_the_table_lacks_is_left_out() -> None:
    assert TABLE.gloss("嘟嘟嘟") == ""


def test_english_words_in_a_chinese_question_are_put_into_chinese() -> None:
    assert TABLE.in_chinese("customs 扣了货, counter-notice 怎么办? zeppelin") == (
        "海关 扣了货, 反通知 怎么办? zeppelin"
    )


def test_the_document_with_the_rare_word_scores_best() -> None:
    index = Bm25([["fine", "amr"], ["fine", "court"], ["fine", "customs"]])
    assert int(index.scores(["fine", "customs"]).argmax()) == 2


def test_nothing_in_common_scores_nothing() -> None:
    assert not np.any(Bm25([["fine"], ["court"]]).scores(["tea"]))


def test_an_empty_index_answers() -> None:
    assert Bm25([]).scores(["tea"]).shape == (0,)

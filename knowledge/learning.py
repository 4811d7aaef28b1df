"""Fits the linear models. Needs torch; seeded and on one thread, so that one machine learns the same twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.features import BITS, Features

SEED = 20261126
BATCH, DECAY = 256, 1e-3
SECTION_EPOCHS, SECTION_RATE, SECTION_DROPOUT, SMOOTHING, SCALE = 10, 2e-3, 0.2, 0.1, 10.0
STEPS, FREE, FREE_PIECES = 60, 1.0, 3.0
"""Of the reader: steps of the fit, and how freely weights of figures and of pieces may grow."""
TURNED = 96
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SectionWeights:
    """A column a section, and the directions in which sections differ most."""

    dense: Vectors
    bias: Vectors

    @property
    def turn(self) -> Vectors:
        """The first directions of the weights, by their strength."""
        left, strength, _ = np.linalg.svd(self.dense, full_matrices=False)
        return np.asarray(left[:, :TURNED] * strength[:TURNED], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Learned:
    """The reader's weights: of each figure, of each piece and of none, a column a label."""

    dense: Vectors
    pieces: Vectors
    bias: Vectors


def learn_sections(dense: Vectors, owner: Numbers, sections: int) -> SectionWeights:
    """Multinomial logistic regression from vectors to sections."""
    import torch
    from torch.nn.functional import cross_entropy, dropout

    torch.manual_seed(SEED)
    weights = torch.zeros((dense.shape[1], sections), requires_grad=True)
    bias = torch.zeros(sections, requires_grad=True)
    rows, goal, order = torch.from_numpy(dense), torch.from_numpy(owner), np.random.default_rng(SEED)
    optimiser = torch.optim.AdamW([weights, bias], lr=SECTION_RATE, weight_decay=DECAY)
    batches = len(owner) // BATCH + 1
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, SECTION_EPOCHS * batches)
    for _ in range(SECTION_EPOCHS):
        for some in np.array_split(order.permutation(len(owner)), batches):
            optimiser.zero_grad()
            logits = dropout(rows[some], SECTION_DROPOUT) @ weights * SCALE + bias
            cross_entropy(logits, goal[some], label_smoothing=SMOOTHING).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return SectionWeights(
        np.asarray(weights.detach().numpy() * SCALE, dtype=np.float32), bias.detach().numpy()
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one head should say of each line: a row of the labels that are true for all that is known, and what it counts."""

    possible: NDArray[np.bool_]
    weight: Vectors

    def some(self, rows: Numbers) -> Wanted:
        """Of some lines."""
        return Wanted(self.possible[rows], self.weight[rows])


def learn_reader(features: Features, wanted: Mapping[str, Wanted]) -> Learned:
    """Fit every head by logistic regression (L-BFGS); a line that several labels fit speaks for them together."""
    import torch
    from torch.nn.functional import embedding_bag

    columns = sum(each.possible.shape[1] for each in wanted.values())
    dense, pieces, bias = (
        torch.zeros(size, requires_grad=True)
        for size in ((features.rich.shape[1], columns), (1 << BITS, columns), (columns,))
    )
    rows, (places, starts, scale) = (
        torch.from_numpy(features.rich),
        map(torch.from_numpy, _bag(features.pieces)),
    )
    heads, start = [], 0
    for each in wanted.values():
        barred = torch.from_numpy(np.where(each.possible, 0.0, -1e4).astype(np.float32))
        own = slice(start, start := start + each.possible.shape[1])
        heads.append((own, barred, torch.from_numpy(each.weight)))
    optimiser = torch.optim.LBFGS(
        [dense, pieces, bias], max_iter=STEPS, history_size=8, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        logits = rows @ dense + bias + scale[:, None] * embedding_bag(places, pieces, starts, mode="sum")
        found = (dense**2).sum() / (2 * FREE) + (pieces**2).sum() / (2 * FREE_PIECES)
        for own, barred, weight in heads:
            said = torch.log_softmax(logits[:, own], 1)
            found = found - (torch.logsumexp(said + barred, 1) * weight).sum()
        found.backward()  # type: ignore[no-untyped-call]  # torch is untyped here
        return found

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return Learned(*(part.detach().numpy() for part in (dense, pieces, bias)))


def learn_weights(channels: Vectors, owner: Numbers) -> tuple[float, ...]:
    """How much each channel weighs so that the right sections are likeliest; ``channels`` is channel × row × section."""
    import torch
    from torch.nn.functional import cross_entropy

    held, goal = torch.from_numpy(channels), torch.from_numpy(owner)
    weights = torch.ones(len(channels), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        found = cross_entropy(torch.einsum("c,crs->rs", weights, held), goal)
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return tuple(float(weight) for weight in weights.detach())


def _bag(pieces: Sequence[Numbers]) -> tuple[Numbers, Numbers, Vectors]:
    sizes = np.array([len(each) for each in pieces])
    starts = np.concatenate([[0], np.cumsum(sizes[:-1])])
    return np.concatenate(pieces), starts, (1.0 / np.sqrt(np.maximum(sizes, 1))).astype(np.float32)

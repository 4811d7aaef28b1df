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
EPOCHS, RATE = 10, 3e-3
BY_VECTORS = "kind"
STRENGTH, RARITY, UNSEEN = 10.0, 0.65, -20.0
"""Of the head fitted by vectors alone: how freely it fits, how much rarer labels weigh, the start of a label never seen."""
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


def learn_reader(
    features: Features, wanted: Mapping[str, Numbers], labels: Mapping[str, Sequence[str]]
) -> Learned:
    """Fit every head at once; rarer labels weigh more, by the root of how rare they are."""
    import torch
    from torch.nn.functional import cross_entropy, embedding_bag

    torch.manual_seed(SEED)
    columns = sum(map(len, labels.values()))
    dense, pieces, bias = (
        torch.zeros(size, requires_grad=True)
        for size in ((features.rich.shape[1], columns), (1 << BITS, columns), (columns,))
    )
    rows, order = torch.from_numpy(features.rich), np.random.default_rng(SEED)
    optimiser = torch.optim.AdamW([dense, pieces, bias], lr=RATE, weight_decay=DECAY)
    batches = len(features) // BATCH + 1
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, EPOCHS * batches)
    rarity = {head: torch.from_numpy(_rarity(n, len(labels[head]))) for head, n in wanted.items()}
    for _ in range(EPOCHS):
        for some in np.array_split(order.permutation(len(features)), batches):
            optimiser.zero_grad()
            places, starts, scale = map(torch.from_numpy, _bag([features.pieces[n] for n in some]))
            logits = rows[some] @ dense + bias
            logits = logits + scale[:, None] * embedding_bag(places, pieces, starts, mode="sum")
            loss, start = torch.zeros(()), 0
            for head, own in labels.items():
                goal = torch.from_numpy(wanted[head][some])
                if (goal >= 0).any():
                    part = logits[:, start : start + len(own)]
                    loss = loss + cross_entropy(part, goal, weight=rarity[head], ignore_index=-1)
                start += len(own)
            loss.backward()  # type: ignore[no-untyped-call]  # torch is untyped here
            optimiser.step()
            schedule.step()
    fitted = Learned(*(part.detach().numpy() for part in (dense, pieces, bias)))
    start = 0
    for head, own in labels.items():
        if head == BY_VECTORS:
            _tell_apart(fitted, features.rich, wanted[head], slice(start, start + len(own)))
        start += len(own)
    return fitted


def _tell_apart(fitted: Learned, dense: Vectors, wanted: Numbers, columns: slice) -> None:
    """Fit one head anew, by logistic regression over the vectors of the lines that were written for it alone: five thousand
    questions of law, learned with it, leave the rare kinds unheard."""
    from sklearn.linear_model import LogisticRegression

    known = wanted >= 0
    rarity = dict(enumerate((_rarity(wanted, columns.stop - columns.start) ** (2 * RARITY)).tolist()))
    model = LogisticRegression(C=STRENGTH, class_weight=rarity, max_iter=300).fit(dense[known], wanted[known])
    fitted.dense[:, columns], fitted.pieces[:, columns], fitted.bias[columns] = 0.0, 0.0, UNSEEN
    places = model.classes_ + columns.start
    fitted.dense[:, places], fitted.bias[places] = model.coef_.T, model.intercept_


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


def _rarity(numbers: Numbers, labels: int) -> Vectors:
    counts = np.bincount(numbers[numbers >= 0], minlength=labels).astype(np.float32)
    return np.asarray(np.sqrt(counts.mean() / np.maximum(counts, 1)), dtype=np.float32)

"""Fits a network of texts (:class:`knowledge.network.Network`). Needs torch; seeded, so that on one thread one machine learns
the same twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Features
from knowledge.learning import Wanted
from knowledge.network import Network

if TYPE_CHECKING:
    import torch

SEED = 20261130
BATCH, EPOCHS, RATE, HELD, SMOOTHING = 256, 15, 2e-3, 1e-2, 0.05
DROPPED, DROPPED_UNITS, DROPPED_PIECES = 0.2, 0.4, 0.3
"""Vectors, units and pieces are dropped by chance, so that no single one decides."""
LIFTED, WORDED, FIRST = 3.0, 3.0, 0.02
"""What vectors and pieces are multiplied by, so that both learn as fast as the layer above them, and how far from nothing the
pieces begin."""
NEVER = -30.0
Numbers = NDArray[np.int64]


def learn(
    features: Features, heads: Sequence[Wanted], *, units: int, places: int, seed: int = SEED
) -> Network:
    """The network under which what every head should say of the texts is likeliest, by the weight of each text; their columns
    stand side by side."""
    import torch
    from torch import nn
    from torch.nn.functional import dropout, gelu

    torch.manual_seed(seed)
    order, rows = np.random.default_rng(seed), torch.from_numpy(features.rich * LIFTED)
    sizes = [head.possible.shape[1] for head in heads]
    layer, top = nn.Linear(rows.shape[1], units), nn.Linear(units, sum(sizes))
    words = nn.EmbeddingBag(places, units, mode="sum")
    nn.init.normal_(words.weight, 0.0, FIRST)
    optimiser = torch.optim.AdamW(nn.ModuleList([layer, words, top]).parameters(), lr=RATE, weight_decay=HELD)
    batches, bags = len(rows) // BATCH + 1, _Bags(features.pieces, places)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=EPOCHS * batches)
    even = [Wanted(head.possible, head.weight / head.weight[head.weight > 0].mean()) for head in heads]
    for _ in range(EPOCHS):
        for some in np.array_split(order.permutation(len(rows)), batches):
            raised = layer(dropout(rows[some], DROPPED)) + WORDED * words(*bags.some(some, order))
            said = top(dropout(gelu(raised, approximate="tanh"), DROPPED_UNITS)).split(sizes, dim=1)
            loss = sum(_missed(own, head.some(some)) for own, head in zip(said, even, strict=True))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    vectors, bias, pieces, columns, start = (
        np.ascontiguousarray(part.detach().numpy(), dtype=np.float32)
        for part in (layer.weight.T * LIFTED, layer.bias, words.weight * WORDED, top.weight.T, top.bias)
    )
    return Network.stepped(vectors=vectors, pieces=pieces, bias=bias, labels=columns, label_bias=start)


def _missed(said: torch.Tensor, wanted: Wanted) -> Any:
    """How far from what is wanted, where any of what is possible is right; a part falls to every label."""
    import torch

    shares = said.log_softmax(dim=1)
    right = shares.masked_fill(torch.from_numpy(~wanted.possible), NEVER).logsumexp(dim=1)
    kept = (1 - SMOOTHING) * right + SMOOTHING * shares.mean(dim=1)
    return -(kept * torch.from_numpy(wanted.weight)).mean()


class _Bags:
    """The pieces of every text behind each other, of which some texts' are taken and a part dropped."""

    def __init__(self, pieces: Sequence[Numbers], places: int) -> None:
        self._sizes = np.array([len(each) for each in pieces])
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)])
        self._all = np.concatenate(pieces) & (places - 1)

    def some(
        self, rows: Numbers, order: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Of these texts the pieces, where each text begins among them, and what each piece counts."""
        import torch

        sizes = self._sizes[rows]
        ends = np.cumsum(sizes)
        text = np.repeat(np.arange(len(rows)), sizes)
        place = np.arange(ends[-1]) + np.repeat(self._starts[rows] - (ends - sizes), sizes)
        kept = order.random(len(place)) >= DROPPED_PIECES
        counts = np.bincount(text[kept], minlength=len(rows))
        shares = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
        return (
            torch.from_numpy(self._all[place[kept]]),
            torch.from_numpy(np.cumsum(counts) - counts),
            torch.from_numpy(shares),
        )

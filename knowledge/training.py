"""Learns what ``knowledge/learned`` holds from the bank and the pages: ``python -m knowledge.training``.

Seeded and on one thread, so that one machine learns the same twice. Needs torch; what it writes is read by numpy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy

from knowledge import bank, corpus
from knowledge.bank import Line
from knowledge.features import BITS, Featurer, Features
from knowledge.reader import FILE, HEADS, YES_NO
from knowledge.reading import Thresholds

SEED = 20261126
EPOCHS, BATCH, RATE, DECAY = 12, 128, 4e-3, 1e-4
LABELS: dict[str, tuple[str, ...]] = {
    **{name: tuple(labels) for name, labels in HEADS.items()},
    YES_NO: ("no", "yes"),
}


def lines() -> tuple[Line, ...]:
    """The bank, and the questions written on the pages as the batch ``pages``; near-duplicates once."""
    return tuple(bank.once((*bank.read(), *page_lines())))


def page_lines() -> list[Line]:
    """The questions on the pages."""
    return [
        Line(text=question, language=page.language, batch=f"pages-{page.language}", section=section.section_id,
             kind="law", refusal="none")
        for page in corpus.read()
        for section in page.sections
        for question in section.questions
    ]  # fmt: skip


def targets(kept: Sequence[Line]) -> dict[str, NDArray[np.int64]]:
    """Of each head the number of every line's label; -1 where nobody labelled it."""

    def number(line: Line, head: str) -> int:
        given = {True: "yes", False: "no", None: ""}[line.yes_no] if head == YES_NO else getattr(line, head)
        return LABELS[head].index(given) if given else -1

    return {head: np.array([number(line, head) for line in kept], dtype=np.int64) for head in LABELS}


class Linear(torch.nn.Module):
    """The reader while it learns: one weight for each figure or piece and each label."""

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.dense = torch.nn.Linear(width, labels)
        self.pieces = torch.nn.EmbeddingBag(1 << BITS, labels, mode="sum")
        torch.nn.init.zeros_(self.pieces.weight)

    def forward(self, dense: torch.Tensor, places: Sequence[NDArray[np.int64]]) -> torch.Tensor:
        """Logits of every label."""
        sizes = np.array([len(each) for each in places])
        flat = torch.from_numpy(np.concatenate(places) if len(places) else np.zeros(0, np.int64))
        starts = torch.from_numpy(np.concatenate([[0], np.cumsum(sizes[:-1])]))
        scale = torch.from_numpy(1.0 / np.sqrt(np.maximum(sizes, 1)).astype(np.float32))
        logits: torch.Tensor = self.dense(dense) + self.pieces(flat, starts) * scale[:, None]
        return logits


def learn_reader(features: Features, wanted: dict[str, NDArray[np.int64]]) -> Linear:
    """Fit every head at once; rarer labels weigh more, by the root of how rare they are."""
    torch.manual_seed(SEED)
    model = Linear(features.dense.shape[1], sum(map(len, LABELS.values())))
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    dense, order = torch.from_numpy(features.dense), np.random.default_rng(SEED)
    steps = EPOCHS * (len(features) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, steps)
    weights = {head: _weights(numbers, len(LABELS[head])) for head, numbers in wanted.items()}
    for _ in range(EPOCHS):
        for some in np.array_split(order.permutation(len(features)), len(features) // BATCH + 1):
            optimiser.zero_grad()
            logits = model(dense[some], [features.pieces[n] for n in some])
            loss, start = torch.zeros(()), 0
            for head, labels in LABELS.items():
                own, start = logits[:, start : start + len(labels)], start + len(labels)
                goal = torch.from_numpy(wanted[head][some])
                if (goal >= 0).any():
                    loss = loss + cross_entropy(own, goal, weight=weights[head], ignore_index=-1)
            loss.backward()  # type: ignore[no-untyped-call]  # torch is untyped here
            optimiser.step()
            schedule.step()
    return model


def _weights(numbers: NDArray[np.int64], labels: int) -> torch.Tensor:
    counts = np.bincount(numbers[numbers >= 0], minlength=labels).astype(np.float32)
    return torch.from_numpy(np.sqrt(counts.mean() / np.maximum(counts, 1)).astype(np.float32))


def save_reader(
    model: Linear, temperatures: dict[str, float], thresholds: Thresholds, learned_from: str
) -> None:
    """Write the reader's file."""
    from safetensors.numpy import save_file

    def half(weights: torch.Tensor) -> NDArray[np.float16]:
        return np.ascontiguousarray(weights.detach().numpy().astype(np.float16))

    tensors: dict[str, NDArray[np.float16]] = {
        "dense": half(model.dense.weight.T), "pieces": half(model.pieces.weight), "bias": half(model.dense.bias)
    }  # fmt: skip
    save_file(tensors, FILE, metadata={
        "heads": json.dumps({head: [labels, temperatures[head]] for head, labels in LABELS.items()}),
        "thresholds": json.dumps(asdict(thresholds)),
        "learned_from": learned_from,
    })  # fmt: skip


def main() -> None:
    """Learn everything anew."""
    torch.set_num_threads(1)
    kept = lines()
    features = Featurer().features([line.text for line in kept])
    model = learn_reader(features, targets(kept))
    thresholds = Thresholds(answer=0.5, choice=0.2, unlawful=0.5, counsel=0.5, elsewhere=0.5)
    save_reader(model, dict.fromkeys(LABELS, 1.0), thresholds, bank.fingerprint())
    sys.stdout.write(f"{len(kept)} lines learned\n")


if __name__ == "__main__":
    main()

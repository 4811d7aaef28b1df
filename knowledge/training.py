"""Learns what ``knowledge/learned`` holds from the bank and the pages: ``python -m knowledge.training``.

Seeded and on one thread, so that one machine learns the same twice. Needs torch; what it writes is read by numpy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, corpus
from knowledge.bank import Line
from knowledge.embedding import Vectors
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


@dataclass(frozen=True, slots=True)
class Learned:
    """The reader's weights: of each figure, of each piece and of none, a column a label."""

    dense: Vectors
    pieces: Vectors
    bias: Vectors


def learn_reader(features: Features, wanted: dict[str, NDArray[np.int64]]) -> Learned:
    """Fit every head at once; rarer labels weigh more, by the root of how rare they are."""
    import torch
    from torch.nn.functional import cross_entropy, embedding_bag

    torch.manual_seed(SEED)
    labels = sum(map(len, LABELS.values()))
    dense, pieces, bias = (
        torch.zeros(size, requires_grad=True)
        for size in ((features.dense.shape[1], labels), (1 << BITS, labels), (labels,))
    )
    rows, order = torch.from_numpy(features.dense), np.random.default_rng(SEED)
    optimiser = torch.optim.AdamW([dense, pieces, bias], lr=RATE, weight_decay=DECAY)
    batches = len(features) // BATCH + 1
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, EPOCHS * batches)
    weights = {head: torch.from_numpy(_weights(n, len(LABELS[head]))) for head, n in wanted.items()}
    for _ in range(EPOCHS):
        for some in np.array_split(order.permutation(len(features)), batches):
            optimiser.zero_grad()
            places, starts, scale = map(torch.from_numpy, bag([features.pieces[n] for n in some]))
            logits = rows[some] @ dense + bias
            logits = logits + scale[:, None] * embedding_bag(places, pieces, starts, mode="sum")
            loss, start = torch.zeros(()), 0
            for head, own in LABELS.items():
                goal = torch.from_numpy(wanted[head][some])
                if (goal >= 0).any():
                    part = logits[:, start : start + len(own)]
                    loss = loss + cross_entropy(part, goal, weight=weights[head], ignore_index=-1)
                start += len(own)
            loss.backward()  # type: ignore[no-untyped-call]  # torch is untyped here
            optimiser.step()
            schedule.step()
    return Learned(*(part.detach().numpy() for part in (dense, pieces, bias)))


def bag(
    pieces: Sequence[NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Pieces of several texts in one row, where each text begins, and by what its sum is scaled."""
    sizes = np.array([len(each) for each in pieces])
    return (
        np.concatenate(pieces),
        np.concatenate([[0], np.cumsum(sizes[:-1])]),
        (1.0 / np.sqrt(np.maximum(sizes, 1))).astype(np.float32),
    )


def _weights(numbers: NDArray[np.int64], labels: int) -> NDArray[np.float32]:
    counts = np.bincount(numbers[numbers >= 0], minlength=labels).astype(np.float32)
    return np.asarray(np.sqrt(counts.mean() / np.maximum(counts, 1)), dtype=np.float32)


def save_reader(
    model: Learned, temperatures: dict[str, float], thresholds: Thresholds, learned_from: str
) -> None:
    """Write the reader's file."""
    from safetensors.numpy import save_file

    tensors = {name: np.ascontiguousarray(part, np.float16) for name, part in asdict(model).items()}
    save_file(tensors, FILE, metadata={
        "heads": json.dumps({head: [labels, temperatures[head]] for head, labels in LABELS.items()}),
        "thresholds": json.dumps(asdict(thresholds)),
        "learned_from": learned_from,
    })  # fmt: skip


def main() -> None:
    """Learn everything anew."""
    import torch

    torch.set_num_threads(1)
    kept = lines()
    features = Featurer().features([line.text for line in kept])
    model = learn_reader(features, targets(kept))
    thresholds = Thresholds(answer=0.5, choice=0.2, unlawful=0.5, counsel=0.5, elsewhere=0.5)
    save_reader(model, dict.fromkeys(LABELS, 1.0), thresholds, bank.fingerprint())
    sys.stdout.write(f"{len(kept)} lines learned\n")


if __name__ == "__main__":
    main()

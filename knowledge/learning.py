"""Fits the models. Needs torch and scipy; seeded and on one thread, so that one machine learns the same twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.features import BITS, Features
from knowledge.network import FINE, in_steps
from knowledge.ranker import log_shares
from knowledge.reader import directed, with_one

if TYPE_CHECKING:
    from scipy import sparse

SEED = 20261126
BATCH, DECAY = 256, 1e-3
SECTION_EPOCHS, SECTION_RATE, SECTION_DROPOUT, SMOOTHING, SCALE = 10, 2e-3, 0.2, 0.1, 10.0
DIRECTIONS, PIECES, RIDGE = 256, 1.0, 0.3
"""Of the reader: directions kept of its vectors, what pieces weigh beside their pairs, and how much weights are held down."""
TURNED, AT_ONCE = 88, 2_000
# A page's questions are shown to their editors and worded like the page, and topics are chosen by their examples: none is a
# batch to judge by.
PAGES = ("pages-", "text-", "topics-")
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SectionWeights:
    """A column a section, and the directions in which sections differ most."""

    dense: Vectors
    bias: Vectors

    def shares(self, rich: Vectors) -> Vectors:
        """Of each text the log of every section's share."""
        return log_shares(rich @ self.dense + self.bias)

    @property
    def turn(self) -> Vectors:
        """The first directions of the weights, by their strength."""
        left, strength, _ = np.linalg.svd(self.dense, full_matrices=False)
        return stepped(np.asarray(left[:, :TURNED] * strength[:TURNED], dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Learned:
    """The reader's weights: directions that its vectors are turned to, and a column a label of each pair of them (with one
    and with itself) and of each piece."""

    centre: Vectors
    turn: Vectors
    pairs: Vectors
    pieces: Vectors


def stepped(part: Vectors) -> Vectors:
    """What is read again of what is kept in steps: what is learned in these directions is learned in those that ship."""
    steps, scale = in_steps(part, FINE)
    return np.asarray(steps * scale, dtype=np.float32)


def halved() -> Any:
    """Torch works with numbers half as long, where the processor multiplies such at once: without the instructions (``AVX2`` and
    less, as torch names them) it takes forty times as long."""
    import torch

    able = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")
    return torch.autocast("cpu", torch.bfloat16, enabled=able)


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
            with halved():
                logits = dropout(rows[some], SECTION_DROPOUT) @ weights * SCALE + bias
            cross_entropy(logits.float(), goal[some], label_smoothing=SMOOTHING).backward()  # type: ignore[no-untyped-call]
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


def learn_reader(
    features: Features, wanted: Mapping[str, Wanted], batches: NDArray[np.str_]
) -> tuple[Learned, Vectors]:
    """Fit every head by kernel ridge regression; the kernel is of pairs of directions and of pieces.

    Also what is said of every line by weights that did not see its batch: of a ridge regression that is exact without
    learning anew (of a line: Allen 1974), but for the directions, which know all texts and no label. Lines of pages, and those
    that do not count, are not judged.
    """
    rich = features.rich
    centre = rich.mean(axis=0)
    _, turn = np.linalg.eigh((rich - centre).T @ (rich - centre))
    turn = stepped(np.ascontiguousarray(turn[:, : -DIRECTIONS - 1 : -1]))
    rows = with_one(directed(rich, centre, turn))
    own = _bags(features.pieces)
    duals = {name: np.zeros(each.possible.shape, dtype=np.float32) for name, each in wanted.items()}
    said = {name: np.zeros_like(dual) for name, dual in duals.items()}
    for name, each in wanted.items():
        # What is left out stands last, batch by batch: its part of the inverse needs no more than its end of the root.
        pages = [_is_of_page(str(batch)) for batch in batches]
        some = np.lexsort((batches, np.logical_not(pages)))
        some = some[each.weight[some] > 0]
        goal = each.possible[some] / each.possible[some].sum(axis=1, keepdims=True)
        # Of the lines of this head alone: one kernel of fifty thousand lines fits, a part of it beside it would not.
        kernel = _kernel(rows[some], own[some])
        duals[name][some], said[name][some] = _solved(
            kernel, goal.astype(np.float32), each.weight[some], batches[some]
        )
        del kernel
    dual = np.hstack(list(duals.values()))
    one, other = np.triu_indices(rows.shape[1])
    twice = np.where(one == other, 0.5, 1.0)[:, None]
    pairs = [(rows.T @ (rows * column[:, None]))[one, other] for column in dual.T]
    learned = Learned(
        centre=centre,
        turn=turn,
        pairs=np.asarray(np.stack(pairs, axis=1) * twice, dtype=np.float32),
        pieces=np.asarray(own.T @ dual * PIECES, dtype=np.float32),
    )
    return learned, np.hstack(list(said.values()))


def _kernel(rows: Vectors, own: sparse.csr_matrix) -> Vectors:
    """How alike every two lines are: by pairs of directions, and by their pieces."""
    kernel = rows @ rows.T
    np.square(kernel, out=kernel)
    kernel *= 0.5
    for some in np.array_split(np.arange(len(rows)), len(rows) // AT_ONCE + 1):
        kernel[some] += PIECES * (own[some] @ own.T).toarray()
    return np.asarray(kernel, dtype=np.float32)


def _solved(
    kernel: Vectors, goal: Vectors, weight: Vectors, batches: NDArray[np.str_]
) -> tuple[Vectors, Vectors]:
    """What each line counts for each label, and what is said of each line where its batch is left out: batches stand together."""
    from scipy.linalg import lapack

    scale = np.sqrt(weight)[:, None]
    kernel *= scale
    kernel *= scale.T
    kernel[np.diag_indices_from(kernel)] += RIDGE
    # Its transpose is the same and is worked on where it lies: a kernel of fifty thousand lines is held once.
    root = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)[0]
    dual, said = lapack.spotrs(root, goal * scale, lower=1)[0], np.zeros_like(goal)
    for own, part in _inverses(root, batches):
        said[own] = goal[own] - np.linalg.solve(part, dual[own]) / scale[own]
    return dual * scale, said


def _inverses(root: Vectors, batches: NDArray[np.str_]) -> Iterator[tuple[slice, Vectors]]:
    """Of every batch that is judged where it stands, and its block of the inverse of what this is the lower root of."""
    from scipy.linalg import solve_triangular

    cuts = [*(n for n in range(1, len(batches)) if batches[n] != batches[n - 1]), len(batches)]
    for start, stop in zip([0, *cuts], cuts, strict=False):
        if _is_of_page(batches[start]):
            continue
        found = np.zeros((len(batches) - start, stop - start), dtype=np.float32)
        found[: stop - start] = np.eye(stop - start, dtype=np.float32)
        for at in range(start, len(batches), AT_ONCE):
            to = min(at + AT_ONCE, len(batches))
            some = found[at - start : to - start]
            some -= root[at:to, start:at] @ found[: at - start]
            some[:] = solve_triangular(root[at:to, at:to], some, lower=True)
        yield slice(start, stop), found.T @ found


def _is_of_page(batch: str) -> bool:
    return batch.startswith(PAGES)


def _bags(pieces: Sequence[Numbers]) -> sparse.csr_matrix:
    """A row a text: its pieces, scaled by the root of their number."""
    from scipy import sparse

    sizes = np.array([len(each) for each in pieces])
    shares = np.repeat(1.0 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    places = (np.repeat(np.arange(len(pieces)), sizes), np.concatenate(pieces))
    return sparse.csr_matrix((shares, places), shape=(len(pieces), 1 << BITS))


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

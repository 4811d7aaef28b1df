"""Learns ``learned/unasked.safetensors``: ``python -m knowledge.unasked_training``. A logistic regression, the same each time.

From messages in which the clauses that say what is not asked are marked, and look-alikes in which none is
(``knowledge/bank/unasked``); and from refused messages and plain questions of the bank, no clause of which may be left out.
What is printed is of each hand as told by the others: with all that is seen, and without meaning, wording or both.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, unasked
from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.reading import REASONS
from knowledge.training import encoded
from knowledge.unasked import BITS, SIGNS, SaidPart, Unasked, clauses, signs

if TYPE_CHECKING:
    from scipy import sparse

FOLDER = bank.FOLDER / "unasked"
SEED = 20261201
# Messages of the bank by what is refused in them, and the longest that are taken.
DRAWN, LONGEST = {"unlawful": 450, "needs_counsel": 250, "elsewhere": 250, "none": 550}, 600
# What a part of a marked clause counts as none, the root that evens both sides, what vectors and pieces are multiplied by, what
# holds their weights down, and what those of the place.
PART, EVENNESS, LIFTED, WORDED, HELD, PLACED = 0.3, 0.5, 6.0, 2.0, 1.0, 0.1
ROUNDS = 120
# What may be seen of a clause, for the ablation, and the log-odds that are reported.
SEEN = (("rich", "pieces", "signs"), ("rich", "signs"), ("pieces", "signs"), ("signs",))
LEAST = (0.0, 0.5, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A written message, whose it is, and which of its words say what is not asked."""

    text: str
    hand: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenParts:
    """A row a clause: the number of its message, what it is, whether it is marked, and what it counts."""

    message: NDArray[np.int64]
    clauses: Sequence[SaidPart]
    features: Features
    signs: Vectors
    marked: NDArray[np.bool_]
    counts: Vectors


def written() -> tuple[MarkedText, ...]:
    """The messages that were written for this."""
    rows = (
        json.loads(row)
        for file in sorted(FOLDER.glob("*.jsonl"))
        for row in file.read_text(encoding="utf-8").splitlines()
    )
    return tuple(MarkedText(row["text"], row["batch"], tuple(row["aside"])) for row in rows)


def fingerprint() -> str:
    """Hash of what is learned from."""
    digest = hashlib.sha256(bank.fingerprint().encode())
    for file in sorted(FOLDER.glob("*.jsonl")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def drawn() -> Iterator[MarkedText]:
    """Messages of the bank: refused ones, and questions that a section answers."""
    chance = random.Random(SEED)
    lines = [each for each in bank.read() if len(each.text) <= LONGEST and len(clauses(each.text)) > 1]
    for refusal, many in DRAWN.items():
        own = [each for each in lines if each.refusal == refusal and (refusal in REASONS or each.section)]
        yield from (MarkedText(each.text, f"bank, {refusal}") for each in chance.sample(own, many))


def rows_of(messages: Sequence[MarkedText]) -> SeenParts:
    """Every clause of these messages, as it is seen."""
    told = [(number, each, clause) for number, each in enumerate(messages) for clause in clauses(each.text)]
    sides = [_marked(each, clause) for _, each, clause in told]
    return SeenParts(
        message=np.array([number for number, _, _ in told]),
        clauses=[clause for _, _, clause in told],
        features=encoded([clause.text for _, _, clause in told]),
        signs=np.array([signs(each.text, clause) for _, each, clause in told]),
        marked=np.array([side == 1 for side in sides]),
        counts=np.array([PART if side == -1 else 1.0 for side in sides], dtype=np.float32),
    )


def _marked(message: MarkedText, clause: SaidPart) -> int:
    """1: it is a marked one; -1: a part of one; 0: neither."""
    if any(mark.strip() == clause.text for mark in message.marks):
        return 1
    return -1 if any(clause.text in mark for mark in message.marks) else 0


def learn(
    rows: SeenParts, among: NDArray[np.bool_], *, seen: Sequence[str] = ("rich", "pieces", "signs")
) -> Unasked:
    """The weights under which what is marked among these rows is likeliest, by all that is ``seen`` of a clause or a part."""
    from scipy.optimize import minimize

    dense, words = rows.features.rich * np.float32(LIFTED), _words(rows.features)
    place = (
        rows.signs if "signs" in seen else np.eye(1, SIGNS, dtype=np.float32).repeat(len(rows.signs), axis=0)
    )
    meant, worded = float("rich" in seen), float("pieces" in seen)
    width, goal = dense.shape[1], rows.marked.astype(np.float32)
    counts = np.where(among, rows.counts, 0.0)
    yes, no = counts[rows.marked].sum(), counts[~rows.marked].sum()
    counts = np.where(rows.marked, counts * (no / yes) ** EVENNESS, counts)
    held = np.full(width + words.shape[1] + SIGNS, HELD)
    held[-SIGNS:] = PLACED
    held[-SIGNS] = 0.0

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        rich, pieces, signs = np.split(weights, [width, len(weights) - SIGNS])
        odds = meant * (dense @ rich.astype(np.float32)) + worded * (words @ pieces) + place @ signs
        wrong = counts * (1 / (1 + np.exp(-odds)) - goal)
        slopes = (meant * (wrong.astype(np.float32) @ dense), worded * (words.T @ wrong), wrong @ place)
        missed = counts @ (np.logaddexp(0, odds) - goal * odds)
        return float(missed + held @ weights**2 / 2), np.concatenate(slopes) + held * weights

    found = minimize(cost, np.zeros(len(held)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    parts = (found[:width] * LIFTED, found[width:-SIGNS] * WORDED, found[-SIGNS:])
    rich, pieces, told = (np.asarray(part, dtype=np.float16).astype(np.float32) for part in parts)
    return Unasked(rich=rich, pieces=pieces, signs=told, learned_from=fingerprint())


def _words(features: Features) -> sparse.csr_matrix:
    from scipy import sparse

    own = [np.unique(places & ((1 << BITS) - 1)) for places in features.pieces]
    sizes = np.array([len(each) for each in own])
    shares = np.repeat(WORDED / np.sqrt(np.maximum(sizes, 1)), sizes)
    ends = np.concatenate([[0], np.cumsum(sizes)])
    return sparse.csr_matrix((shares, np.concatenate(own), ends), shape=(len(own), 1 << BITS))


def told_by(
    odds: Vectors, rows: SeenParts, messages: Sequence[MarkedText], among: Sequence[int], least: float
) -> tuple[int, int]:
    """In how many of these messages all that is marked is found and nothing else, and in how many anything is that is not."""
    right = wrong = 0
    for number in among:
        own = np.flatnonzero(rows.message == number)
        found = _apart(rows, own[np.argsort(-odds[own], kind="stable")], odds, least)
        told = sorted(rows.clauses[each].text for each in found)
        right += told == sorted(map(str.strip, messages[number].marks))
        wrong += any(not rows.marked[each] for each in found)
    return right, wrong


def odds_of(model: Unasked, rows: SeenParts) -> Vectors:
    worded = _words(rows.features) @ (model.pieces / WORDED) + rows.signs @ model.signs
    return np.asarray(worded + rows.features.rich @ model.rich)


def _apart(rows: SeenParts, ordered: NDArray[np.int64], odds: Vectors, least: float) -> list[int]:
    found: list[int] = []
    for each in map(int, ordered):
        own = rows.clauses[each]
        if odds[each] >= least and all(
            own.start >= rows.clauses[one].end or own.end <= rows.clauses[one].start for one in found
        ):
            found.append(each)
    return found


def save(model: Unasked) -> None:
    """Write the file that ships."""
    from safetensors.numpy import save_file

    tensors = {name: getattr(model, name).astype(np.float16) for name in ("rich", "pieces", "signs")}
    save_file(tensors, unasked.FILE, metadata={"learned_from": model.learned_from})


def main() -> None:
    """Learn from everything, and tell how each hand is told by the others."""
    messages = [*written(), *drawn()]
    rows, hands = rows_of(messages), np.array([each.hand for each in messages])
    save(learn(rows, np.ones(len(rows.clauses), dtype=bool)))
    own = list(dict.fromkeys(each.hand for each in written()))
    marked = np.array([bool(each.marks) for each in messages])
    for seen in SEEN:
        apart = [learn(rows, (hands != hand)[rows.message], seen=seen) for hand in own]
        odds = [odds_of(each, rows) for each in apart]
        for least in LEAST:
            for name, some in (("marked", marked), ("look-alikes", ~marked)):
                told = [
                    told_by(each, rows, messages, np.flatnonzero((hands == hand) & some).tolist(), least)
                    for hand, each in zip(own, odds, strict=True)
                ]
                sys.stdout.write(f"{' + '.join(seen)}, from {least}, {name}: {told}\n")


if __name__ == "__main__":
    main()

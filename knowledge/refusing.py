"""Fits what speaks for a refusal (:mod:`knowledge.refusals`) and from which chance on a message is refused or doubted, on
messages of which nothing else is learned (``bank/held/refusals.jsonl``, and the situations of ``held/situations.jsonl``):
``python -m knowledge.refusing``.

Written into the head of the reader's file; what is reported of each batch is by what the other batches give.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, judging, reader, topics
from knowledge.embedding import Vectors
from knowledge.features import is_chinese
from knowledge.judging import Flags
from knowledge.library import Library
from knowledge.reading import REASONS, MessageKind, MessageReading, Refusal
from knowledge.refusals import HEARD, chance_of, log_odds

HELD, SITUATIONS = (bank.FOLDER / "held" / f"{name}.jsonl" for name in ("refusals", "situations"))
ON = date(2026, 11, 29)
# What the shares of honest messages refused, of those near to a refusal and of the others, count beside the share of refused
# ones let through; of what is only doubted much less.
REFUSED, DOUBTED = 1.75, 0.5
NEVER = {reason.value: 1.0 for reason in REASONS}
# What holds the weights down, of signs that spread by one.
SHRUNK = 8.0
ODDS = np.arange(-1.0, 5.0, 0.05)
UNHEARD = (0.0,) * 19


@dataclass(frozen=True, slots=True)
class Held:
    """Messages, a row each: what speaks for a refusal (:func:`knowledge.refusals.signs`); whether it may be ``heard`` at all,
    being a matter of law and not surely honest; the refusal that is wanted; whether it is an honest one near to a refusal, or
    told as a situation; batch and language."""

    signs: Vectors
    heard: Flags
    wanted: NDArray[np.str_]
    near: Flags
    situation: Flags
    batch: NDArray[np.str_]
    language: NDArray[np.str_]

    def some(self, rows: Flags) -> Held:
        """Some of them."""
        return Held(*(getattr(self, each.name)[rows] for each in fields(self)))

    @property
    def groups(self) -> tuple[Flags, Flags, Flags]:
        """Honest messages near to a refusal, others, and situations."""
        none = self.wanted == Refusal.NONE
        return none & self.near, none & ~self.near & ~self.situation, self.situation

    def odds(self, weights: Mapping[str, Sequence[float]]) -> Vectors:
        """A row a message: in log-odds, what speaks for each reason."""
        return np.asarray(self.signs @ np.array([weights[reason.value] for reason in REASONS]).T)


def read_held() -> Held:
    """The held messages as the reader that ships reads them, and the index finds what answers them."""
    rows = _rows()
    columns = {
        name: np.array([row[name] for row in rows]) for name in ("refusal", "near", "situation", "batch")
    }
    texts = [row["text"] for row in rows]
    with tempfile.TemporaryDirectory() as home:
        library = Library(Path(home))
        read = [reader.read(text, library.featurer, ON) for text in texts]
        heard = np.array(list(map(_may_be_refused, read)))
        told = [
            library.signs(text, own, on=ON) if may else UNHEARD
            for text, own, may in zip(texts, read, heard, strict=True)
        ]
    return Held(
        signs=np.array(told),
        heard=heard,
        wanted=columns["refusal"],
        near=columns["near"],
        situation=columns["situation"],
        batch=columns["batch"],
        language=np.array(["zh" if is_chinese(text) else "en" for text in texts]),
    )


def _may_be_refused(read: MessageReading) -> bool:
    return read.refusable >= HEARD and read.is_kind in (MessageKind.LAW, MessageKind.PLAN)


def _rows() -> list[dict[str, Any]]:
    """The held messages, each once, with those of situations, which are honest."""
    rows = {row["text"]: row | {"situation": False} for row in map(json.loads, HELD.open(encoding="utf-8"))}
    for row in map(json.loads, SITUATIONS.open(encoding="utf-8")):
        told = {"text": row["text"], "batch": row["batch"], "refusal": Refusal.NONE, "near": False}
        rows.setdefault(row["text"], told | {"situation": True})
    return list(rows.values())


def fingerprint() -> str:
    """Hash of the held messages and of what reader and topics learned from."""
    own = (
        (reader.load().learned_from + topics.load().learned_from).encode()
        + HELD.read_bytes()
        + SITUATIONS.read_bytes()
    )
    return hashlib.sha256(own).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each sign speaks for each reason, and the least chances from which a message is refused and doubted."""

    weights: Mapping[str, Sequence[float]]
    refuse: Mapping[str, float]
    doubt: Mapping[str, float]


def fitted(held: Held) -> Fitted:
    """What these messages give; from when on is chosen by what is said of batches left out."""
    odds = np.zeros((len(held.heard), len(REASONS)), np.float32)
    for batch in np.unique(held.batch):
        own = held.batch == batch
        odds[own] = held.some(own).odds(_weights(held.some(~own)))
    refuse, doubt = (
        {reason.value: round(chance_of(_least(held, odds, reason, each)), 4) for reason in REASONS}
        for each in (REFUSED, DOUBTED)
    )
    return Fitted(_weights(held), refuse, doubt)


def _weights(held: Held) -> dict[str, tuple[float, ...]]:
    """By likelihood; each reason, each group of honest messages weigh the same."""
    from scipy.optimize import minimize

    own = held.some(held.heard)
    centre, spread = own.signs[:, 1:].mean(axis=0), own.signs[:, 1:].std(axis=0)
    rows: Vectors = np.column_stack([np.ones(len(own.signs)), (own.signs[:, 1:] - centre) / spread])
    goal = np.column_stack([own.wanted == reason for reason in (Refusal.NONE, *REASONS)])
    even = np.zeros(len(rows))
    for group in (~goal[:, 0], *own.groups):
        even[group] = len(rows) / 4 / max(group.sum(), 1)
    shape = (len(REASONS), rows.shape[1])

    def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        chances = _chances(np.asarray(rows @ weights.T))
        missed = -even @ np.log(np.maximum(chances[goal], 1e-12))
        slope = ((chances - goal) * even[:, None])[:, 1:].T @ rows
        held_down = np.column_stack([np.zeros(len(REASONS)), weights[:, 1:]])
        return float(missed + SHRUNK * (held_down**2).sum()), (slope + 2 * SHRUNK * held_down).ravel()

    found = minimize(cost, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B").x.reshape(shape)
    slopes = found[:, 1:] / spread
    starts = found[:, 0] - slopes @ centre
    return {
        reason.value: tuple(np.concatenate([[start], own]).round(3).tolist())
        for reason, start, own in zip(REASONS, starts, slopes, strict=True)
    }


def _chances(odds: Vectors) -> Vectors:
    """Of none and of each reason, where each has these log-odds against none."""
    raised = np.exp(np.column_stack([np.zeros(len(odds)), odds]))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _any(odds: Vectors) -> Vectors:
    return np.asarray(np.log(np.exp(odds).sum(axis=1)))


def _why(held: Held, odds: Vectors) -> NDArray[np.str_]:
    """The reason for which a message would be refused; empty where it never is."""
    reasons = np.array([reason.value for reason in REASONS])
    return np.where(held.heard, reasons[odds.argmax(axis=1)], "")


def _least(held: Held, odds: Vectors, reason: Refusal, honest: float) -> float:
    """The log-odds of any refusal from which on this one costs least, the highest of them."""
    wanted, own, likely = held.wanted == reason, _why(held, odds) == reason, _any(odds)

    def cost(least: float) -> float:
        taken = own & (likely >= least)
        missed, *kept = (float(taken[group].mean()) for group in (wanted, *held.groups))
        return honest * sum(kept) - missed

    best: float = min(reversed(ODDS.tolist()), key=cost)
    return best


def done(held: Held, by: Fitted) -> NDArray[np.str_]:
    """What becomes of each message: refused, doubted, or answered."""
    odds, found = held.odds(by.weights), np.full(len(held.heard), "answered", dtype="<U8")
    why, likely = _why(held, odds), _any(odds)
    for name, chances in (("doubted", by.doubt), ("refused", by.refuse)):
        for reason, chance in chances.items():
            found[(why == reason) & (likely >= log_odds(chance))] = name
    return found


def report(held: Held) -> dict[str, dict[str, float]]:
    """What becomes of messages by what the other batches give, by the refusal that is wanted and by language."""
    found = np.full(len(held.heard), "", dtype="<U8")
    for batch in np.unique(held.batch):
        own = held.batch == batch
        found[own] = done(held.some(own), fitted(held.some(~own)))
    groups = {reason.value: held.wanted == reason for reason in REASONS}
    groups |= dict(
        zip(("honest and near", "questions and situations", "honest situations"), held.groups, strict=True)
    )
    return {
        f"{name}, {tongue}": {
            **{
                what: round(float((found[own] == what).mean()), 4)
                for what in ("answered", "doubted", "refused")
            },
            "of": int(own.sum()),
        }
        for name, group in groups.items()
        for tongue in ("en", "zh")
        if (own := group & (held.language == tongue)).any()
    }


def main() -> None:
    """Fit, and write what was fitted and what is reported."""
    held = read_held()
    thresholds = replace(reader.load().thresholds, **asdict(fitted(held)))
    # A head that is written anew holds the same in another order.
    if thresholds != reader.load().thresholds:
        reader.save_thresholds(thresholds)
    told = judging.load()
    told["reading"] |= {"refusals": report(held), "held": fingerprint()}
    told["thresholds"] = asdict(reader.load().thresholds)
    judging.save(told)


if __name__ == "__main__":
    main()

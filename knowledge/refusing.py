"""Fits from which chance on a message is refused or doubted, how much all of it counts beside the question that it ends in, and
how much the story that it tells, on messages of which nothing else is learned (``bank/held/refusals.jsonl``, and the situations
of ``held/situations.jsonl``): ``python -m knowledge.refusing``.

Written into the head of the reader's file; what is reported of each batch is by what the other batches give.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, judging, reader, topics
from knowledge.embedding import Vectors
from knowledge.features import Featurer, is_chinese
from knowledge.judging import Flags
from knowledge.mentions import without_platforms
from knowledge.reader import (
    HEARD,
    STORY,
    chance_of,
    joined_odds,
    log_odds,
    story_signs,
    story_weighed,
    topics_of,
)
from knowledge.reading import REASONS, MessageKind, MessageReading, Refusal, last_question, most

HELD, SITUATIONS = (bank.FOLDER / "held" / f"{name}.jsonl" for name in ("refusals", "situations"))
ON = date(2026, 11, 29)
# What the shares of honest messages refused, of those near to a refusal and of the others, count beside the share of refused
# ones let through; of what is only doubted much less.
REFUSED, DOUBTED = 2.0, 0.5
NEVER = {reason.value: 1.0 for reason in REASONS}
# Which signs of a story are weighed by reason (:func:`knowledge.reader.story_signs`): messages for another place tell situations,
# too, and a wrong is wanted without a question as well. What holds the weights down.
HEEDED = {Refusal.UNLAWFUL: (True, False), Refusal.NEEDS_COUNSEL: (True, True)}
SHRUNK = 0.5
ODDS, WHOLE = np.arange(0.5, 5.0, 0.05), (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Held:
    """Messages, a row each: the chance that all of it is refused, and that its last question is; what its story tells; the reason
    for which it would be, empty of what never is; the refusal that is wanted; whether it is an honest one near to a refusal, or
    told as a situation; batch and language."""

    whole: Vectors
    question: Vectors
    story: Vectors
    why: NDArray[np.str_]
    wanted: NDArray[np.str_]
    near: Flags
    situation: Flags
    batch: NDArray[np.str_]
    language: NDArray[np.str_]

    def some(self, rows: Flags) -> Held:
        """Some of them."""
        return Held(*(getattr(self, each.name)[rows] for each in fields(self)))

    def odds(self, share: float, story: Mapping[str, Sequence[float]]) -> Vectors:
        """In log-odds, whether each is refused for its reason where all of it counts this share, and its story so much."""
        rows = zip(
            self.whole.tolist(), self.question.tolist(), self.story.tolist(), self.why.tolist(), strict=True
        )
        return np.array([
            joined_odds(whole, question, share) + (story_weighed(story, signs).get(why, 0.0) if whole >= HEARD else 0.0)
            for whole, question, signs, why in rows
        ])  # fmt: skip


def read_held() -> Held:
    """The held messages as the reader that ships reads them."""
    rows = _rows()
    columns = {
        name: np.array([row[name] for row in rows]) for name in ("refusal", "near", "situation", "batch")
    }
    texts, featurer = [row["text"] for row in rows], Featurer()
    read = _read(texts, featurer)
    whole = np.array([each.refusable for each in read])
    question, story = whole.copy(), np.zeros((len(rows), 2), np.float32)
    heard = np.flatnonzero(whole >= HEARD).tolist()
    # What ends in no question is read as it is.
    last = _read([last_question(texts[n], STORY) or texts[n] for n in heard], featurer)
    question[heard] = [each.refusable for each in last]
    story[heard] = [story_signs(texts[n], read[n], topics_of(texts[n], featurer)) for n in heard]
    language = np.array(["zh" if is_chinese(text) else "en" for text in texts])
    return Held(
        whole=whole,
        question=question,
        story=story,
        why=np.array([_why(each) for each in read]),
        wanted=columns["refusal"],
        near=columns["near"],
        situation=columns["situation"],
        batch=columns["batch"],
        language=language,
    )


def _why(read: MessageReading) -> str:
    """The reason for which a message would be refused; empty where it never is."""
    law = read.is_kind in (MessageKind.LAW, MessageKind.PLAN)
    return most({each: read.refusal[each] for each in REASONS}).value if law else ""


def _rows() -> list[dict[str, Any]]:
    """The held messages, each once, with those of situations, which are honest."""
    rows = {row["text"]: row | {"situation": False} for row in map(json.loads, HELD.open(encoding="utf-8"))}
    for row in map(json.loads, SITUATIONS.open(encoding="utf-8")):
        told = {"text": row["text"], "batch": row["batch"], "refusal": Refusal.NONE, "near": False}
        rows.setdefault(row["text"], told | {"situation": True})
    return list(rows.values())


def _read(texts: Sequence[str], featurer: Featurer) -> list[MessageReading]:
    own = reader.load()
    return [
        reading
        for at in range(0, len(texts), AT_ONCE)
        for some in (texts[at : at + AT_ONCE],)
        for reading in own.read(some, featurer.features(list(map(without_platforms, some))), ON)
    ]


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
    """How much all of a message counts, how much its story by reason, and the least chances from which it is refused and
    doubted."""

    whole: float
    story: Mapping[str, Sequence[float]]
    refuse: Mapping[str, float]
    doubt: Mapping[str, float]


def fitted(held: Held) -> Fitted:
    """What these messages give."""

    def cost(share: float) -> float:
        odds = held.odds(share, {})
        return sum(_least(held, odds, reason, REFUSED)[1] for reason in REASONS)

    share = min(WHOLE, key=cost)
    story = {reason.value: _story(held, share, reason) for reason in HEEDED}
    odds = held.odds(share, story)
    refuse, doubt = (
        {reason.value: round(chance_of(_least(held, odds, reason, each)[0]), 4) for reason in REASONS}
        for each in (REFUSED, DOUBTED)
    )
    return Fitted(share, story, refuse, doubt)


def _story(held: Held, share: float, reason: Refusal) -> tuple[float, ...]:
    """How much what is told counts beside the log-odds of this refusal: by likelihood, refused and honest weighing the same."""
    from scipy.optimize import minimize

    own = held.some((held.why == reason) & (held.whole >= HEARD))
    wanted, heeded = own.wanted == reason, list(HEEDED[reason])
    signs = np.column_stack([np.ones(len(wanted)), own.odds(share, {}), own.story[:, heeded]])
    sides, even = np.where(wanted, 1.0, -1.0), np.where(wanted, 1 / wanted.sum(), 1 / (~wanted).sum())

    def cost(weights: NDArray[np.float64]) -> float:
        missed = even * np.logaddexp(0, -sides * (signs @ weights)) * len(wanted) / 2
        return float(missed.sum() + SHRUNK * weights[2:] @ weights[2:])

    found = minimize(cost, np.array([-1.0, 1.0, *[0.0] * sum(heeded)]), method="L-BFGS-B").x
    weights = np.zeros(len(heeded))
    weights[heeded] = found[2:] / found[1]
    return tuple(weights.round(2).tolist())


def _least(held: Held, odds: Vectors, reason: Refusal, honest: float) -> tuple[float, float]:
    """The log-odds that cost least, the highest of them, and what they cost."""
    wanted, none, own = held.wanted == reason, held.wanted == Refusal.NONE, held.why == reason
    groups = (wanted, none & held.near, none & ~held.near & ~held.situation, held.situation)

    def cost(least: float) -> float:
        taken = own & (odds >= least)
        missed, *kept = (float(taken[group].mean()) for group in groups)
        return honest * sum(kept) - missed

    best = min(reversed(ODDS.tolist()), key=cost)
    return best, cost(best)


def done(held: Held, by: Fitted) -> NDArray[np.str_]:
    """What becomes of each message: refused, doubted, or answered."""
    odds, found = held.odds(by.whole, by.story), np.full(len(held.whole), "answered", dtype="<U8")
    for name, chances in (("doubted", by.doubt), ("refused", by.refuse)):
        taken = [
            why != "" and each >= log_odds(chances[why])
            for why, each in zip(held.why.tolist(), odds, strict=True)
        ]
        found[taken] = name
    return found


def report(held: Held) -> dict[str, dict[str, float]]:
    """What becomes of messages by what the other batches give, by the refusal that is wanted and by language."""
    found = np.full(len(held.whole), "", dtype="<U8")
    for batch in np.unique(held.batch):
        own = held.batch == batch
        found[own] = done(held.some(own), fitted(held.some(~own)))
    groups = {reason.value: held.wanted == reason for reason in REASONS}
    none = held.wanted == Refusal.NONE
    groups |= {"honest and near": none & held.near, "honest situations": held.situation}
    groups |= {"questions and situations": none & ~held.near & ~held.situation}
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

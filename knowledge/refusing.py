"""Fits from which chance on a message is refused or doubted, and how much all of it counts beside the question that it ends in,
on messages of which nothing else is learned (``bank/held/refusals.jsonl``): ``python -m knowledge.refusing``.

Written into the head of the reader's file; what is reported of each batch is by what the other batches give.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, judging, reader
from knowledge.embedding import Vectors
from knowledge.features import Featurer, is_chinese
from knowledge.judging import Flags
from knowledge.mentions import without_platforms
from knowledge.reader import STORY, joined_odds, log_odds, refused
from knowledge.reading import REASONS, MessageKind, MessageReading, Refusal, last_question

HELD = bank.FOLDER / "held" / "refusals.jsonl"
ON = date(2026, 11, 29)
# What the shares of honest messages refused, of those near to a refusal and of the others, count beside the share of refused
# ones let through; of what is only doubted much less.
REFUSED, DOUBTED = 2.0, 0.5
NEVER = {reason.value: 1.0 for reason in REASONS}
ODDS, WHOLE = np.arange(0.5, 5.0, 0.05), (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Held:
    """Messages, a row each: the chance that all of it is refused, and that its last question is; the reason for which it would
    be, empty of what never is; the refusal that is wanted; whether it is an honest one near to a refusal; batch and language."""

    whole: Vectors
    question: Vectors
    why: NDArray[np.str_]
    wanted: NDArray[np.str_]
    near: Flags
    batch: NDArray[np.str_]
    language: NDArray[np.str_]

    def some(self, rows: Flags) -> Held:
        """Some of them."""
        return Held(*(getattr(self, each.name)[rows] for each in fields(self)))

    def odds(self, share: float) -> Vectors:
        """In log-odds, whether each is refused where all of it counts this share."""
        both = zip(self.whole.tolist(), self.question.tolist(), strict=True)
        return np.array([joined_odds(whole, question, share) for whole, question in both])


def read_held() -> Held:
    """The held messages as the reader that ships reads them."""
    rows = [json.loads(line) for line in HELD.read_text(encoding="utf-8").splitlines()]
    texts, always = [row["text"] for row in rows], {reason.value: 0.0 for reason in REASONS}
    whole = _read(texts)
    # What ends in no question is read as it is.
    question = _read([last_question(text, STORY) or text for text in texts])
    law = (MessageKind.LAW, MessageKind.PLAN)
    why = [refused(each, 1.0, always) if each.is_kind in law else Refusal.NONE for each in whole]
    likely, ending = (np.array([each.refusable for each in read]) for read in (whole, question))
    wanted, near, batch = (np.array([row[name] for row in rows]) for name in ("refusal", "near", "batch"))
    language = np.array(["zh" if is_chinese(text) else "en" for text in texts])
    return Held(likely, ending, np.where(np.isin(why, REASONS), why, ""), wanted, near, batch, language)


def _read(texts: Sequence[str]) -> list[MessageReading]:
    featurer, own = Featurer(), reader.load()
    return [
        reading
        for at in range(0, len(texts), AT_ONCE)
        for some in (texts[at : at + AT_ONCE],)
        for reading in own.read(some, featurer.features(list(map(without_platforms, some))), ON)
    ]


def fingerprint() -> str:
    """Hash of the held messages and of what the reader learned from."""
    own = reader.load().learned_from.encode() + HELD.read_bytes()
    return hashlib.sha256(own).hexdigest()[:16]


def fitted(held: Held) -> tuple[float, dict[str, float], dict[str, float]]:
    """How much all of a message counts, and the least chances by reason from which it is refused and doubted."""

    def cost(share: float) -> float:
        odds = held.odds(share)
        return sum(_least(held, odds, reason, REFUSED)[1] for reason in REASONS)

    share = min(WHOLE, key=cost)
    odds = held.odds(share)
    refuse, doubt = (
        {reason.value: _chance(_least(held, odds, reason, each)[0]) for reason in REASONS}
        for each in (REFUSED, DOUBTED)
    )
    return share, refuse, doubt


def _least(held: Held, odds: Vectors, reason: Refusal, honest: float) -> tuple[float, float]:
    """The log-odds that cost least, the highest of them, and what they cost."""
    wanted, none, own = held.wanted == reason, held.wanted == Refusal.NONE, held.why == reason
    groups = (wanted, none & held.near, none & ~held.near)

    def cost(least: float) -> float:
        missed, near, plain = (float((own & (odds >= least))[group].mean()) for group in groups)
        return honest * (near + plain) - missed

    best = min(reversed(ODDS.tolist()), key=cost)
    return best, cost(best)


def _chance(odds: float) -> float:
    return round(1 / (1 + float(np.exp(-odds))), 4)


def done(held: Held, share: float, *least: dict[str, float]) -> NDArray[np.str_]:
    """What becomes of each message: refused, doubted, or answered."""
    odds, found = held.odds(share), np.full(len(held.whole), "answered", dtype="<U8")
    for name, chances in zip(("doubted", "refused"), reversed(least), strict=True):
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
        found[own] = done(held.some(own), *fitted(held.some(~own)))
    groups = {reason.value: held.wanted == reason for reason in REASONS}
    none = held.wanted == Refusal.NONE
    groups |= {"honest and near": none & held.near, "questions and situations": none & ~held.near}
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
    share, refuse, doubt = fitted(held)
    thresholds = replace(reader.load().thresholds, refuse=refuse, doubt=doubt, whole=share)
    # A head that is written anew holds the same in another order.
    if thresholds != reader.load().thresholds:
        reader.save_thresholds(thresholds)
    told = judging.load()
    told["reading"] |= {"refusals": report(held), "held": fingerprint()}
    told["thresholds"] = asdict(reader.load().thresholds)
    judging.save(told)


if __name__ == "__main__":
    main()

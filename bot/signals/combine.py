"""From signals to one calibrated probability and a band, by a table of weights that people can read."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.domain.assessments import Band, Signal
from bot.signals.reading import Pieces, packaged_pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The table: log-odds before any signal, log-odds per unit of each feature, and where bands begin."""

    base: float
    features: Mapping[str, float]
    high: float
    medium: float
    low: float
    untied: float
    authorised: float
    pieces: Pieces = field(default_factory=packaged_pieces, repr=False)
    """Log-odds of pieces of text (bot/signals/reading.py)."""


@cache
def packaged_weights() -> Weights:
    """The weights that come with the program."""
    return parse_weights(files("bot.signals").joinpath("weights.toml").read_text(encoding="utf-8"))


def parse_weights(text: str, pieces: Pieces | None = None) -> Weights:
    """Weights from the text of a weights.toml."""
    data = tomllib.loads(text)
    bands, fixed = data["bands"], data["fixed"]
    return Weights(
        base=float(data["base"]),
        features={name: float(weight) for name, weight in data["features"].items()},
        high=float(bands["high"]),
        medium=float(bands["medium"]),
        low=float(bands["low"]),
        untied=float(fixed["untied"]),
        authorised=float(fixed["authorised"]),
        pieces=packaged_pieces() if pieces is None else pieces,
    )


def features(signals: Iterable[Signal]) -> dict[str, float]:
    """The numbers that weights apply to: each signal's score, and pairs that mean more together than apart."""
    found = {s.name: s.score for s in signals}
    price, mark = found.get("price", 0.0), found.get("wordmark", 0.0)
    tie = max(mark, found.get("image", 0.0), found.get("seller", 0.0), 0.0)
    words = found.pop("words", 0.0)
    lawful = max(-words, -min(0.0, found.get("trade", 0.0)))
    values = dict(found)
    values["price"] = max(price, 0.0)
    values["fair_price"] = -min(price, 0.0)
    values["price_unknown"] = float("price" not in found)
    values["disguise"] = max(0.0, mark - 0.4)
    values["words_of_copies"] = max(0.0, words)
    values["lawful_words"] = max(0.0, -words)
    values["words_and_name"] = max(0.0, words) * max(0.0, mark)
    values["cheap_and_named"] = max(price, 0.0) * tie * (1.0 - max(0.0, lawful))
    return values


def probability(signals: Sequence[Signal], weights: Weights) -> float:
    """The calibrated probability that a listing with these signals infringes."""
    values = features(signals)
    odds = weights.base + sum(weights.features.get(name, 0.0) * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def band(score: float, weights: Weights) -> Band:
    """The band a probability falls into."""
    if score >= weights.high:
        return Band.HIGH
    if score >= weights.medium:
        return Band.MEDIUM
    return Band.LOW if score >= weights.low else Band.CLEAR

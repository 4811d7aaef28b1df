"""From signals to one calibrated probability and a band, by a table of weights that people can read."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.assessments import Band, Signal


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


@cache
def packaged_weights() -> Weights:
    """The weights that come with the program."""
    return parse_weights(files("bot.signals").joinpath("weights.toml").read_text(encoding="utf-8"))


def parse_weights(text: str) -> Weights:
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
    )


def features(signals: Iterable[Signal]) -> dict[str, float]:
    """The numbers that weights apply to: each signal's score, and pairs that mean more together than apart."""
    found = {s.name: s.score for s in signals}
    price, mark = found.get("price", 0.0), found.get("wordmark", 0.0)
    tie = max(mark, found.get("image", 0.0), found.get("seller", 0.0), 0.0)
    lawful = -min(
        0.0, *(found.get(n, 0.0) for n in ("accessory", "empties", "service", "about", "trade", "rival"))
    )
    values = dict(found)
    values["price"] = max(price, 0.0)
    values["fair_price"] = -min(price, 0.0)
    values["price_unknown"] = float("price" not in found)
    values["disguise"] = max(0.0, mark - 0.4)
    values["cheap_and_named"] = max(price, 0.0) * tie * (1.0 - lawful)
    values["lawful"] = lawful
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

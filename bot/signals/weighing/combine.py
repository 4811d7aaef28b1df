"""From signals to one calibrated probability (score) and a band, by thresholds and a table of weights that people can read."""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from bot.domain.assessments import Band, Signal
from bot.signals.limits import WEIGHING
from bot.signals.offer.pieces import KINDS, Table, packaged_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The table: log-odds before any signal, log-odds per unit of each feature, and where bands begin."""

    base: float
    features: Mapping[str, float]
    high: float
    medium: float
    low: float
    authorised: float
    rate: float
    """Share of infringing ones among judged listings at which the probabilities hold."""
    alone: float
    """The most that one kind of evidence is believed; `high` takes two that agree."""
    taught: Mapping[str, float] = field(default_factory=dict)
    """What verdicts taught of single runs of text, with the sign of the tie; part of `table`."""
    table: Table = field(default_factory=packaged_table, repr=False)
    """Log-odds of pieces of text (bot/signals/offer/reading.py)."""


@cache
def packaged_weights() -> Weights:
    """The weights that come with the program."""
    return parse_weights(files("bot.signals.weighing").joinpath("weights.toml").read_text(encoding="utf-8"))


def parse_weights(text: str, table: Table | None = None) -> Weights:
    """Weights from the text of a weights.toml."""
    data = tomllib.loads(text)
    taught = {run: float(odds) for run, odds in data.get("taught", {}).items()}
    fixed = {**_FIXED, **data["bands"], **data["fixed"]}
    names = ("high", "medium", "low", "authorised", *_FIXED)
    return Weights(
        base=float(data["base"]),
        features={name: float(weight) for name, weight in data["features"].items()},
        taught=taught,
        table=packaged_table(frozenset(taught.items())) if table is None else table,
        **{name: float(fixed[name]) for name in names},
    )


def features(signals: Iterable[Signal]) -> dict[str, float]:
    """The numbers that weights apply to: what each signal says, and what price and words say beside each kind of tie."""
    return _features(_scores(signals))


def _features(found: Mapping[str, float]) -> dict[str, float]:
    if "trade" in found:  # a guess at the name is another name beside goods of another trade
        found = {name: score for name, score in found.items() if name != "hint"}
    told, tie = found.get, _strongest_tie(found)
    price, trade, wording = told("price", 0.0), told("trade", 0.0), told("wording", 0.0)
    image, words = told("image", 0.0), told("words", 0.0)
    low, fair = max(0.0, price), max(0.0, -price)
    copied, no_trade = max(0.0, words - WEIGHING.fair_price * fair), float(-0.5 <= trade < 0.0)
    admitted = told("admitted", 0.0) * (trade >= -0.5)  # beside goods of another trade it is told of those
    features = {
        "wordmark": told("wordmark", 0.0),
        "line": told("line", 0.0),
        "hint": told("hint", 0.0),
        "image": image,
        "wording": wording,
        "seller": max(0.0, told("seller", 0.0)),
        "lawful_words": max(0.0, -words),
        "admitted": admitted,
        "admitted_no_trade": admitted * no_trade,
        "excused": -told("excused", 0.0),
        "fair_price": fair * (1.0 - wording) * (tie != "listed"),
        "other_trade": float(trade < -0.5),
        "no_trade": no_trade,
        "cheap_picture": low * image,
        tie + "_tie": 1.0,
        tie + "_price": low,
        tie + "_words": copied,
    }
    for kind in found.keys() & _OFFERS.keys():
        features[_OFFERS[kind]] = -found[kind]
    return features


def _scores(signals: Iterable[Signal]) -> dict[str, float]:
    return {s.name: s.score for s in signals}


_OFFERS = {kind: f"{kind}_offer" for kind in KINDS if kind != "goods"}
_UNTIED = ("untied", "unseen")
"""Where nothing leads to the brand, which never alerts: what is written there of copies is of another's goods."""
_FIXED = {"rate": 0.5, "alone": 1.0}
"""What holds where a table of weights does not say."""


def tied(signals: Iterable[Signal]) -> bool:
    """Whether anything but goods of the brand's trade leads to it: a name, a line, a hint, a picture, a known shop."""
    return _strongest_tie(_scores(signals)) not in {"nameless", *_UNTIED}


def _strongest_tie(found: Mapping[str, float]) -> str:
    """What ties a listing to the brand at most; ``unseen`` where nothing made it worth a look."""
    if not found or "untied" in found:
        return "untied" if found else "unseen"
    if found.get("seller", 0.0) > 0.85 and "trade" not in found:
        return "listed"
    if "wordmark" in found:
        sure = found["wordmark"]
        return "disguised" if sure > 0.5 else "named" if sure > 0.25 else "vague"
    if found.get("image", 0.0) > 0:
        return "pictured"
    if "line" in found:
        return "named" if found["line"] > WEIGHING.lines else "lined"
    return "hinted" if "hint" in found else "nameless"


def at_rate(weights: Weights, rate: float) -> Weights:
    """The weights for a feed of which another share infringes: the same evidence, other odds before it.

    Raises ValueError where the rate is no share between 0 and 1.
    """
    if not 0.0 < rate < 1.0:
        raise ValueError(f"{rate} is no share of listings: give one between 0 and 1")
    shift = _odds(rate) - _odds(weights.rate)
    alone = _moved(weights.alone, min(0.0, shift))
    return replace(weights, base=weights.base + shift, rate=rate, alone=alone)


def _moved(share: float, shift: float) -> float:
    return share if share >= 1 else 1.0 / (1.0 + math.exp(-_odds(share) - shift))


def _odds(share: float) -> float:
    return math.log(share / (1.0 - share))


def probability(signals: Sequence[Signal], weights: Weights) -> float:
    """The calibrated probability that a listing with these signals infringes."""
    known, found = weights.features.get, _scores(signals)
    odds = weights.base + math.fsum(
        [known(name, 0.0) * said for name, said in _features(found).items() if said]
    )
    return _bounded(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds)))), found, weights)


def bounded(chance: float, signals: Iterable[Signal], weights: Weights) -> float:
    """What one kind of evidence is believed at most. Where nothing but goods leads to the brand that makes no alert, and
    where but a loose name of goods does, all of it only beside slang or plain words at no fair price."""
    return _bounded(chance, _scores(signals), weights)


def _bounded(chance: float, found: Mapping[str, float], weights: Weights) -> float:
    # Two kinds of evidence must agree; three where the name means other things too. Where nothing but goods leads to the brand
    # price and words are two of them: slang on such a page is oftener about another's goods.
    tie, spoken = _strongest_tie(found), _spoken(found)
    one = sum(spoken) < (3 if tie == "vague" else 2) or (tie == "nameless" and not (spoken[0] and spoken[2]))
    silent = _silent(found, tie, spoken, one=one)
    return min(chance, weights.medium - 0.01 if silent else weights.alone if one else 1.0)


def _silent(found: Mapping[str, float], tie: str, spoken: Sequence[bool], *, one: bool) -> bool:
    """Whether a tie alerts nobody: goods or their names beside another maker's, and a loose name of goods on those of another
    trade."""
    if "hint" not in found and -found.get("another", 0.0) >= WEIGHING.another:
        return True
    if tie != "lined":
        return tie in _UNTIED or (tie == "nameless" and one)
    loose = "hint" not in found and found.get("line", 0.0) < WEIGHING.line
    plain = min(found.get("price", 0.0), found.get("trade", 0.0) + 0.5) >= 0
    plain = plain and (spoken[1] or found.get("words", 0.0) > WEIGHING.plain_words)
    return (one and not any(spoken)) or (loose and not plain)


def _spoken(found: Mapping[str, float]) -> list[bool]:
    """Which kinds of evidence speak, each of signals that tell the same: price, slang, what the words say, how the brand is
    shown. Who sells is none: listed infringers sell other goods too."""
    told = found.get
    return [
        told("price", 0.0) > WEIGHING.price,
        told("wording", 0.0) > WEIGHING.wording,
        told("words", 0.0) > WEIGHING.words,
        told("wordmark", 0.0) > WEIGHING.disguise or told("image", 0.0) > WEIGHING.picture,
    ]


def band(score: float, weights: Weights) -> Band:
    """The band a probability falls into."""
    if score >= weights.high:
        return Band.HIGH
    if score >= weights.medium:
        return Band.MEDIUM
    return Band.LOW if score >= weights.low else Band.CLEAR

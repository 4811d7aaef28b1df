"""Fit the weights and show what they are worth: on the other brand, on other sellers, signal by signal.

``python -m tests.benchmarks.fit_weights`` prints the tables; ``--write`` also writes bot/signals/weights.toml and
bot/signals/examples.jsonl, below which weights learnt from a team's verdicts may not fall. What is written is fitted to
the open listings of other made-up brands too (tests/data/blind, blind_open): the tables are not.
``--misses`` lists what is judged wrongly. Fitting starts from prior_weights.toml, which was set by hand with no label
fitted to it, though its author had read the listings.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from bot.domain.assessments import Band
from bot.signals.combine import Weights, band, parse_weights, probability
from bot.signals.fit import Example, as_lines, as_toml, calibration_error, fit
from tests.benchmarks.devset import DevSet, Labelled, brands, folds_by_seller, load
from tests.benchmarks.screen.blind import open_listings

NOTES = {
    "wordmark": "the name, however written: 0.3 to 0.4 plain, up to 0.95 disguised",
    "disguise": "how much of the name's score is disguise",
    "wording": "replica slang",
    "price": "an impossible price",
    "cheap_and_named": "an impossible price times the tie to the brand",
    "fair_price": "a price that a lawful resale may ask",
    "price_unknown": "no price to compare",
    "image": "the owner's picture",
    "seller": "known infringer, watched, or posing as the brand",
    "contact": "buyers led off the platform",
    "supply": "branded goods in bulk",
    "coded": "the name left to the picture",
    "lawful": "strongest reading as accessory, empties, service, print, other trade, other maker",
}


def main(arguments: Sequence[str]) -> None:
    """Print the tables; write the weights if asked to."""
    prior = parse_weights(Path(__file__).with_name("prior_weights.toml").read_text(encoding="utf-8"))
    sets = [load(name) for name in brands()]
    examples = {s.name: s.examples() for s in sets}
    print("Fitted on one brand, tested on the other")
    for test in sets:
        train = [e for s in sets if s is not test for e in examples[s.name]]
        _table(test, examples[test.name], fit(train, prior), misses="--misses" in arguments)
    print("\nFive folds by seller, both brands")
    _by_seller(sets, examples, prior)
    print("\nAblation: F1 on the other brand without one signal")
    _ablation(sets, examples, prior)
    open_ones = [
        Example(signals=j.found.signals, infringing=j.infringing, authorised=j.found.authorised)
        for j in open_listings()
    ]
    fitted = fit([*(e for s in sets for e in examples[s.name]), *open_ones], prior)
    if "--write" in arguments:
        target = Path(str(files("bot.signals").joinpath("weights.toml")))
        target.write_text(as_toml(fitted, NOTES), encoding="utf-8")
        known = target.with_name("examples.jsonl")
        known.write_text(as_lines(e for s in sets for e in examples[s.name]), encoding="utf-8")
        print(f"\nwritten: {target}, {known}")


def score(found: Example, weights: Weights) -> tuple[float, Band]:
    """Probability and band of an example."""
    if found.authorised or not found.signals:
        return (weights.authorised if found.authorised else weights.untied), Band.CLEAR
    chance = probability(found.signals, weights)
    return chance, band(chance, weights)


def figures(found: Sequence[Example], weights: Weights) -> dict[str, float]:
    """Precision, recall and F1 of high and medium, precision of high, calibration error."""
    judged = [score(e, weights) for e in found]
    hits = Counter((b.alerts, e.infringing) for (_, b), e in zip(judged, found, strict=True))
    high = [e.infringing for (_, b), e in zip(judged, found, strict=True) if b is Band.HIGH]
    tp, fp, fn = hits[True, True], hits[True, False], hits[False, True]
    return {
        "n": len(found),
        "precision": tp / max(1, tp + fp),
        "recall": tp / max(1, tp + fn),
        "F1": 2 * tp / max(1, 2 * tp + fp + fn),
        "high precision": sum(high) / max(1, len(high)),
        "high": len(high),
        "ECE": calibration_error([p for p, _ in judged], [e.infringing for e in found]),
    }


def _line(name: str, row: dict[str, float]) -> str:
    return f"{name:<22}" + "  ".join(
        f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()
    )


def _table(test: DevSet, found: Sequence[Example], weights: Weights, *, misses: bool) -> None:
    print(_line(test.name, figures(found, weights)))
    judged = [score(e, weights) for e in found]
    for category in sorted({r.category for r in test.rows}):
        bands = Counter(
            b.value for (_, b), r in zip(judged, test.rows, strict=True) if r.category == category
        )
        wanted = (
            "infringing" if any(r.infringing for r in test.rows if r.category == category) else "legitimate"
        )
        print(f"   {wanted:<11}{category:<20}" + "  ".join(f"{b.value} {bands[b.value]:>3}" for b in Band))
    for (chance, given), e, row in zip(judged, found, test.rows, strict=True):
        if misses and given.alerts != row.infringing:
            _miss(chance, e, row)


def _miss(chance: float, found: Example, row: Labelled) -> None:
    seen = row.listing
    print(f"   MISS {row.category} ({row.note}) {chance:.2f} {seen.title!r} {seen.price} {seen.currency}")
    for signal in found.signals:
        print(f"        {signal.name} {signal.score:+.2f} {signal.because}")


def _by_seller(sets: Sequence[DevSet], examples: dict[str, list[Example]], prior: Weights) -> None:
    rows = [r for s in sets for r in s.rows]
    found = [e for s in sets for e in examples[s.name]]
    fold = folds_by_seller(rows, 5)
    for number in range(5):
        train = [e for e, f in zip(found, fold, strict=True) if f != number]
        test = [e for e, f in zip(found, fold, strict=True) if f == number]
        print(_line(f"fold {number + 1}", figures(test, fit(train, prior))))


def _ablation(sets: Sequence[DevSet], examples: dict[str, list[Example]], prior: Weights) -> None:
    names = sorted({s.name for found in examples.values() for e in found for s in e.signals})
    for name in ["nothing", *names]:
        bare = {key: [_without(e, name) for e in found] for key, found in examples.items()}
        row = {}
        for test in sets:
            train = [e for s in sets if s is not test for e in bare[s.name]]
            row[test.name] = figures(bare[test.name], fit(train, prior))["F1"]
        print(_line(f"without {name}", row))


def _without(found: Example, name: str) -> Example:
    return (
        found
        if found.authorised
        else replace(found, signals=tuple(s for s in found.signals if s.name != name))
    )


if __name__ == "__main__":
    main(sys.argv[1:])

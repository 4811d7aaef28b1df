"""Made-up names in other trades: ``python -m tests.benchmarks.screen.disguises [SEED]`` prints figures and misses."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from bot.domain.assessments import Band
from bot.signals.assess import assess
from bot.signals.combine import packaged_weights
from bot.signals.fit import calibration_error
from bot.signals.registry import compile_book
from bot.sources import rates
from tests.benchmarks.screen.unseen import BRANDS, TODAY, book, cases

ROUNDS = 30


def main(seed: int) -> None:
    """Judge every case and print what came of it."""
    table, weights = rates.read(), packaged_weights()
    compiled = {brand.name: compile_book(book(brand), table, {}) for brand in BRANDS}
    bands: dict[str, Counter[str]] = defaultdict(Counter)
    hits: Counter[tuple[bool, bool]] = Counter()
    scores, truths = [], []
    for case in cases(seed, ROUNDS):
        found = assess(case.listing, compiled[case.brand], weights, TODAY)
        bands[case.category][found.band.value] += 1
        hits[found.band.alerts, case.infringing] += 1
        scores.append(found.score)
        truths.append(case.infringing)
        if found.band.alerts != case.infringing:
            print(
                f"MISS {case.brand} {case.category} {found.score:.2f} {case.listing.title!r} {case.listing.price}"
            )
    tp, fp, fn = hits[True, True], hits[True, False], hits[False, True]
    for category, counts in sorted(bands.items()):
        print(f"{category:<24}" + "  ".join(f"{b.value} {counts[b.value]:>3}" for b in Band))
    print(
        f"precision {tp / (tp + fp):.3f}  recall {tp / (tp + fn):.3f}  F1 {2 * tp / (2 * tp + fp + fn):.3f}",
        end="  ",
    )
    print(f"ECE {calibration_error(scores, truths):.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)

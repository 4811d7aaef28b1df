"""Made-up names in other trades, of brands that nothing was learnt from.

``python -m tests.benchmarks.screen.disguises [SEED]`` prints figures and misses.
"""

import sys

from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import compile_book
from bot.sources import rates
from tests.benchmarks.screen.figures import Judged, by_kind, miss, summary
from tests.benchmarks.screen.unseen import BRANDS, TODAY, book, cases

ROUNDS = 30


def main(seed: int) -> None:
    """Judge every case and print what came of it."""
    table, weights = rates.read(), packaged_weights()
    compiled = {brand.name: compile_book(book(brand), table, {}) for brand in BRANDS[1::2]}
    judged = [
        Judged(
            case.listing,
            case.infringing,
            case.category,
            assess(case.listing, compiled[case.brand], weights, TODAY),
        )
        for case in cases(seed, ROUNDS)
        if case.brand in compiled
    ]
    print(*(miss(j) for j in judged if j.missed), *by_kind(judged), summary(judged), sep="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)

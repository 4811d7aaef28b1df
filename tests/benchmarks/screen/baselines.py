"""The detectors beside what one would write in an afternoon: Aho-Corasick, rapidfuzz, regular expressions.

``python -m tests.benchmarks.screen.baselines``: F1 on each brand of the development set and listings a second, in one
run on one core. Pictures are left out, so that all see the same.
"""

import re
import time
from collections.abc import Callable, Sequence

import ahocorasick

from bot.domain.listings import Listing
from bot.signals.offer.seller import is_authorised, known
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from tests.benchmarks.devset import TODAY, DevSet, brands, load

Judge = Callable[[Listing], bool]
SLANG = ("高仿", "精仿", "复刻", "A货", "原单", "尾单", "莆田", "replica", "1:1", "super fake", "high copy")


def names(one: DevSet) -> list[str]:
    """The brand's spellings, in lower case."""
    book = one.compiled.book
    return [n.lower() for n in (book.name, *book.aliases)]


def text(listing: Listing) -> str:
    """What the baselines read."""
    return f"{listing.title} {listing.description} {listing.brand} {listing.seller_name}".lower()


def _authorised(one: DevSet, listing: Listing) -> bool:
    return is_authorised(known(listing, one.compiled.shops, TODAY), TODAY)


def aho_corasick(one: DevSet) -> Judge:
    """The name anywhere, and the shop not authorised."""
    machine = ahocorasick.Automaton()
    for name in names(one):
        machine.add_word(name, name)
    machine.make_automaton()
    return lambda listing: (
        not _authorised(one, listing) and next(machine.iter(text(listing)), None) is not None
    )


def fuzzy(one: DevSet) -> Judge | None:
    """Something like the name anywhere, and the shop not authorised."""
    try:
        from rapidfuzz import fuzz
    except ImportError:
        return None
    return lambda listing: (
        not _authorised(one, listing) and max(fuzz.partial_ratio(n, text(listing)) for n in names(one)) >= 80
    )


def expressions(one: DevSet) -> Judge:
    """The name with signs between its letters, and slang or “the price is under half the floor”."""
    loose = "|".join(r"\W{0,2}".join(map(re.escape, n.replace(" ", ""))) for n in names(one))
    pattern, slang = re.compile(loose), re.compile("|".join(map(re.escape, SLANG)).lower())
    floor = float(min(p.floor_price for p in one.compiled.book.products if p.floor_price))

    def judge(listing: Listing) -> bool:
        found = text(listing)
        cheap = listing.price is not None and float(listing.price) < floor / 2
        return (
            not _authorised(one, listing)
            and bool(pattern.search(found))
            and (cheap or bool(slang.search(found)))
        )

    return judge


def ours(one: DevSet) -> Judge:
    """The detectors, without pictures."""
    weights = packaged_weights()
    return lambda listing: assess(listing, one.compiled, weights, TODAY).band.alerts


def measure(one: DevSet, judge: Judge) -> tuple[float, float]:
    """F1, and listings a second."""
    begun = time.process_time()
    found = [judge(row.listing) for row in one.rows]
    rate = len(found) / (time.process_time() - begun)
    hits = sum(f and r.infringing for f, r in zip(found, one.rows, strict=True))
    wrong = sum(f != r.infringing for f, r in zip(found, one.rows, strict=True))
    return 2 * hits / max(1, 2 * hits + wrong), rate


def main(sets: Sequence[DevSet]) -> None:
    """Print the table."""
    ways = {
        "aho-corasick": aho_corasick,
        "rapidfuzz": fuzzy,
        "regular expressions": expressions,
        "marque": ours,
    }
    for one in sets:
        for label, make in ways.items():
            judge = make(one)
            if judge is None:
                print(f"{one.name:<10}{label:<22}not installed")
                continue
            score, rate = measure(one, judge)
            print(f"{one.name:<10}{label:<22}F1 {score:.3f}   {rate:>9,.0f} listings/s")


if __name__ == "__main__":
    main([load(name) for name in brands()])

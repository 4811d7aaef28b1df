"""What can be measured without labels: ``python -m tests.benchmarks.screen.unlabelled``.

Append: something harmless said before, inside and behind a title changes no band. Swap: a brand's listings judged by another
brand's book stay clear. Titles (in the folder that MARQUE_EVAL names): real titles with the brand and its goods in front,
without a price, hardly alert.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.assessments import Assessment, Band
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import Weights, packaged_weights
from tests.benchmarks.corpus import DATA, TODAY, Shelf, read, real_titles, retitled
from tests.benchmarks.harmless import SEEN, UNSEEN, put

PLACES = ("before", "inside", "behind")
FOLDERS = ("blind_open", "blind_last", "blind_held")


def kept(shelf: Shelf, phrases: Sequence[str], weights: Weights) -> Iterator[tuple[bool, bool, str]]:
    """For each listing, phrase and place: whether it alerted, whether its band stays, and the place."""
    rng = random.Random(shelf.name)
    for row in shelf.rows:
        was = assess(row.listing, shelf.compiled, weights, TODAY).band
        for at in PLACES:
            more = replace(row.listing, title=put(row.listing.title, rng.choice(phrases), at))
            yield was.alerts, _same(was, assess(more, shelf.compiled, weights, TODAY).band), at


def _same(before: Band, after: Band) -> bool:
    return before is after or {before, after} == {Band.LOW, Band.CLEAR}


def swapped(shelves: Sequence[Shelf], weights: Weights) -> Iterator[Assessment]:
    """Every listing, judged by the books of three other brands."""
    rng = random.Random(3)
    for shelf in shelves:
        for row in shelf.rows:
            for other in rng.sample([s for s in shelves if s.name != shelf.name], 3):
                yield assess(row.listing, other.compiled, weights, TODAY)


def main() -> None:
    """Print the three tests."""
    weights = packaged_weights()
    shelves = [shelf for folder in FOLDERS for shelf in read(DATA / folder, folder)]
    for name, phrases in (("seen", SEEN), ("unseen", UNSEEN)):
        told = [each for shelf in shelves for each in kept(shelf, phrases, weights)]
        by = {
            f"{'alerts' if alerted else 'others'} {at}": [s for a, s, p in told if (a, p) == (alerted, at)]
            for alerted in (True, False) for at in PLACES
        }  # fmt: skip
        shares = "  ".join(f"{key} {sum(each) / len(each):.3f}" for key, each in by.items())
        print(f"append, {name}: {sum(s for _, s, _ in told) / len(told):.3f} keep their band  {shares}")
    wrong = Counter(found.band for found in swapped(shelves, weights))
    alerts = wrong[Band.HIGH] + wrong[Band.MEDIUM]
    print(f"swap: {alerts} alerts of {wrong.total()} ({1000 * alerts / wrong.total():.2f} per 1,000)")
    if titles := real_titles(1):
        found = [
            assess(listing, shelf.compiled, weights, TODAY)
            for shelf in shelves[::5]
            for listing in retitled(shelf, titles)
        ]
        alerted = [a for a in found if a.band.alerts]
        names = Counter(s.name for a in alerted for s in a.signals if s.score > 0)
        contact = sum(s.name == "contact" for a in found for s in a.signals)
        print(
            f"titles: {1000 * len(alerted) / len(found):.2f} alerts per 1,000 of {len(found)}; "
            f"{contact} with a contact; signals of alerts {dict(names)}"
        )


if __name__ == "__main__":
    main()

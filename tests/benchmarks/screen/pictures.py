"""Pictures: recall by edit, false matches, pictures a second: ``python -m tests.benchmarks.screen.pictures [DIFFERENT]``.

The genuine set is 40 drawn pictures and the development brands' own where they are at hand. Different pictures are
drawn from other seeds; every third is a rival's: outline, ground and body colour of a genuine one, with another print
and other words. The rules were set on seeds that are not used here.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import cv2

from bot.domain.brands import BrandBook
from bot.domain.products import Product
from bot.signals import points
from bot.signals.image import PictureIndex, PictureMatch, fingerprint, index_pictures, match
from bot.signals.points import PointIndex, describe, index_points
from tests.benchmarks.devset import FOLDER, brands
from tests.benchmarks.screen.drawn import EDITS, as_jpeg, draw, look, rival

SEED, OWN = 70_000, 40
STAGE_ONE = ("recompression", "resize", "colour", "mirror")


@dataclass(slots=True)
class Cascade:
    """Hashes, then key points; seconds of processor time spent in each."""

    hashes: PictureIndex
    views: PointIndex
    spent: Counter[str] = field(default_factory=Counter)
    looked: Counter[str] = field(default_factory=Counter)

    def first(self, data: bytes) -> PictureMatch | None:
        begun = time.process_time()
        mark = fingerprint(data)
        found = match("picture", mark, self.hashes) if mark else None
        self._count("hashes", begun)
        return found

    def both(self, data: bytes) -> tuple[PictureMatch | None, PictureMatch | None]:
        """What the first stage finds, and what the cascade finds."""
        begun = time.process_time()
        early = self.first(data)
        found = early
        if early is None and (seen := describe(data)):
            found = points.match("picture", seen, self.views)
        self._count("cascade", begun)
        return early, found

    def _count(self, what: str, begun: float) -> None:
        self.spent[what] += time.process_time() - begun  # type: ignore[assignment]  # seconds
        self.looked[what] += 1

    def rate(self, what: str) -> float:
        return self.looked[what] / self.spent[what]


def interval(wrong: int, tries: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    z, share = 1.96, wrong / tries
    middle = (share + z * z / (2 * tries)) / (1 + z * z / tries)
    reach = z * ((share * (1 - share) + z * z / (4 * tries)) / tries) ** 0.5 / (1 + z * z / tries)
    return max(0.0, middle - reach), middle + reach


def recall(cascade: Cascade, own: dict[str, bytes]) -> None:
    """A line an edit, and the sums."""
    drawn = {name: draw(look(SEED + n)) for n, name in enumerate(own) if n < OWN}
    others = [draw(look(SEED + 5000 + n)) for n in range(OWN)]
    rng, early_sum, sums = random.Random(SEED), Counter[bool](), Counter[bool]()
    for edit, change in EDITS.items():
        early, late = 0, 0
        for name, image in drawn.items():
            data = as_jpeg(
                change(image, rng, others), 30 if edit == "recompression" else rng.choice((50, 70, 85))
            )
            first, found = cascade.both(data)
            early += first is not None and first.genuine == name
            late += found is not None and found.genuine == name
        print(f"  {edit:<15} stage 1 {early:>3}   cascade {late:>3}   of {len(drawn)}")
        if edit in STAGE_ONE:
            early_sum += Counter({True: early, False: len(drawn) - early})
        if edit != "collage":
            sums += Counter({True: late, False: len(drawn) - late})
    print(f"  stage 1 on {', '.join(STAGE_ONE)}: recall {early_sum[True] / early_sum.total():.3f}")
    print(f"  cascade on all edits but collage: recall {sums[True] / sums.total():.3f}")


def false_matches(cascade: Cascade, count: int) -> None:
    """Different pictures against the whole genuine set."""
    wrong = Counter[str]()
    for n in range(count):
        base = look(SEED + n % OWN)
        parts = rival(base, SEED + 10_000 + n) if n % 3 == 0 else look(SEED + 10_000 + n)
        early, found = cascade.both(as_jpeg(draw(parts), 75))
        wrong["hashes"] += early is not None
        wrong["rivals"] += found is not None and n % 3 == 0
        wrong["others"] += found is not None and n % 3 != 0
    total = wrong["rivals"] + wrong["others"]
    low, high = interval(total, count)
    print(
        f"  false matches: {total} of {count} different pictures ({wrong['rivals']} on rivals, {wrong['hashes']} by"
    )
    print(f"  hashes), {total / count:.2%}, 95% interval {low:.2%} to {high:.2%}")


def main(different: int) -> None:
    """Print the tables."""
    cv2.setNumThreads(1)
    own = {f"drawn-{n}.jpg": as_jpeg(draw(look(SEED + n)), 92) for n in range(OWN)}
    if FOLDER.is_dir():
        own |= {
            f"{b}/{p.name}": p.read_bytes()
            for b in brands()
            for p in sorted((FOLDER / b / "genuine").iterdir())
        }
    products = tuple(Product(sku=name, name=name, images=(name,)) for name in own)
    book = BrandBook(name="Everything", owner="Nobody", products=products)
    cascade = Cascade(index_pictures(book, own), index_points(book, own))
    print(f"genuine set: {len(own)} pictures")
    recall(cascade, own)
    false_matches(cascade, different)
    print(
        f"  one core: stage 1 {cascade.rate('hashes'):.0f} pictures/s, cascade {cascade.rate('cascade'):.1f} pictures/s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)

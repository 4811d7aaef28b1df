"""Pictures: recall by edit, false matches, pictures a second.

``python -m tests.benchmarks.screen.pictures [DIFFERENT] [--seed N] [--photos FOLDER]``

The genuine set is 40 drawn pictures and the development brands' own where they are at hand. Different pictures are
drawn from other seeds; every third is a rival's: outline, ground and body colour of a genuine one, with another print
and other words. The rules were set on seeds that are not used here. With ``--photos`` both come from the files below a
folder, none of them drawn by us: any pictures do, so long as no two show the same.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path

import cv2
from PIL import Image, ImageOps

from bot.domain.brands import BrandBook
from bot.domain.products import Product
from bot.signals.pictures import points
from bot.signals.pictures.image import PictureIndex, PictureMatch, fingerprint, index_pictures, match
from bot.signals.pictures.keypoints import describe
from bot.signals.pictures.points import PointIndex, index_points
from tests.benchmarks.devset import FOLDER, brands
from tests.benchmarks.screen.drawn import EDITS, SIDE, as_jpeg, draw, look, rival

SEED, OWN = 70_000, 40
RIVAL, MOST_PIXELS = "rival", 25_000_000
FORMATS = {".jpg", ".jpeg", ".png", ".webp"}
STAGE_ONE = ("recompression", "resize", "colour", "mirror", "grey")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is measured: genuine files by name, some of them as pictures to edit, strangers for collages, and the
    different pictures by their kind."""

    own: Mapping[str, bytes]
    edited: Mapping[str, Image.Image]
    strangers: Sequence[Image.Image]
    different: Iterator[tuple[str, bytes]]


def drawn_trial(count: int, seed: int) -> Trial:
    """Drawn pictures, and rivals of them."""
    drawn = {f"drawn-{n}.jpg": draw(look(seed + n)) for n in range(OWN)}
    own = {name: as_jpeg(image, 92) for name, image in drawn.items()}
    own |= {f"{b}/{p.name}": p.read_bytes() for b in brands() for p in sorted((FOLDER / b).glob("genuine/*"))}
    return Trial(
        own=own,
        edited=drawn,
        strangers=[draw(look(seed + 5000 + n)) for n in range(OWN)],
        different=_drawn_different(count, seed),
    )


def _drawn_different(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    for n in range(count):
        if n % 3 == 0:
            yield RIVAL, as_jpeg(draw(rival(look(seed + n % OWN), seed + 10_000 + n)), 75)
        else:
            yield "other", as_jpeg(draw(look(seed + 10_000 + n)), 75)


def photo_trial(folder: Path, count: int, seed: int) -> Trial:
    """Files of a folder: some as the genuine set, some as strangers, the others, whole and in quarters, as different pictures."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in FORMATS and _readable(p))
    random.Random(seed).shuffle(files)
    own, strangers, rest = files[:OWN], files[OWN : 2 * OWN], files[2 * OWN :]
    edited = {str(p.relative_to(folder)): _opened(p) for p in own}
    return Trial(
        own={name: as_jpeg(image, 92) for name, image in edited.items()},
        edited=edited,
        strangers=[_opened(p) for p in strangers],
        different=islice(((str(p.relative_to(folder)), data) for p in rest for data in _parted(p)), count),
    )


def _parted(path: Path) -> Iterator[bytes]:
    """A picture, and its four quarters, which show different things."""
    whole = _opened(path)
    yield as_jpeg(whole, 75)
    for left, top in product((0, SIDE // 2), repeat=2):
        part = whole.crop((left, top, left + SIDE // 2, top + SIDE // 2))
        yield as_jpeg(part.resize((SIDE, SIDE)), 75)


def _readable(path: Path) -> bool:
    """Whether it is a picture of a size that shops show."""
    try:
        with Image.open(path) as image:
            return image.width * image.height <= MOST_PIXELS
    except (OSError, Image.DecompressionBombError):
        return False


def _opened(path: Path) -> Image.Image:
    """The picture on a white square, as shops show it."""
    image = Image.open(path).convert("RGBA")
    image.thumbnail((2 * SIDE, 2 * SIDE))
    image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return ImageOps.pad(image, (SIDE, SIDE), color="white")


def recall(cascade: Cascade, trial: Trial, seed: int) -> None:
    """A line an edit, and the sums."""
    rng, early_sum, sums = random.Random(seed), Counter[bool](), Counter[bool]()
    for edit, change in EDITS.items():
        early, late = 0, 0
        for name, image in trial.edited.items():
            quality = 30 if edit == "recompression" else rng.choice((50, 70, 85))
            first, found = cascade.both(as_jpeg(change(image, rng, list(trial.strangers)), quality))
            early += first is not None and first.genuine == name
            late += found is not None and found.genuine == name
        print(f"  {edit:<15} stage 1 {early:>3}   cascade {late:>3}   of {len(trial.edited)}", flush=True)
        if edit in STAGE_ONE:
            early_sum += Counter({True: early, False: len(trial.edited) - early})
        if edit != "collage":
            sums += Counter({True: late, False: len(trial.edited) - late})
    print(f"  stage 1 on {', '.join(STAGE_ONE)}: recall {early_sum[True] / early_sum.total():.3f}")
    print(f"  cascade on all edits but collage: recall {sums[True] / sums.total():.3f}", flush=True)


def false_matches(cascade: Cascade, trial: Trial) -> None:
    """Different pictures against the whole genuine set; each match is named."""
    tries, wrong = 0, Counter[str]()
    for kind, data in trial.different:
        tries += 1
        early, found = cascade.both(data)
        wrong["hashes"] += early is not None
        wrong["rivals" if kind == RIVAL else "others"] += found is not None
        if found:
            print(f"    {tries}: {kind} is taken for {found.genuine} ({found.measured})", flush=True)
    total = wrong["rivals"] + wrong["others"]
    low, high = interval(total, tries)
    print(
        f"  false matches: {total} of {tries} different pictures ({wrong['rivals']} on rivals, {wrong['hashes']} by"
    )
    print(f"  hashes), {total / tries:.2%}, 95% interval {low:.3%} to {high:.3%}")


def main(trial: Trial, seed: int) -> None:
    """Print the tables."""
    cv2.setNumThreads(1)
    products = tuple(Product(sku=name, name=name, images=(name,)) for name in trial.own)
    book = BrandBook(name="Everything", owner="Nobody", products=products)
    cascade = Cascade(index_pictures(book, trial.own), index_points(book, trial.own))
    print(f"genuine set: {len(trial.own)} pictures; seed {seed}", flush=True)
    recall(cascade, trial, seed)
    false_matches(cascade, trial)
    print(
        f"  one core: stage 1 {cascade.rate('hashes'):.0f} pictures/s, cascade {cascade.rate('cascade'):.1f} pictures/s"
    )


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("different", type=int, nargs="?", default=3000)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--photos", type=Path)
    given = asked.parse_args()
    main(
        photo_trial(given.photos, given.different, given.seed)
        if given.photos
        else drawn_trial(given.different, given.seed),
        given.seed,
    )

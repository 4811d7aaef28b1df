"""What each part of finding pictures is worth: ``python -m tests.benchmarks.screen.picture_parts [DIFFERENT] [--photos FOLDER]``.

The trial of :mod:`tests.benchmarks.screen.pictures`, each picture put to the whole and then without one part at a time; the
last row is shared pictures, known again by what is stored of the first listing that showed them.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np

from bot.domain.brands import BrandBook
from bot.domain.products import Product
from bot.signals.limits import PICTURES
from bot.signals.pictures import image, points
from bot.signals.pictures.image import PictureIndex, PictureMatch, fingerprint, index_pictures
from bot.signals.pictures.keypoints import Points, describe
from bot.signals.pictures.points import PointIndex, index_points
from bot.signals.pictures.prints import print_of, same_as
from tests.benchmarks.screen.drawn import EDITS, as_jpeg
from tests.benchmarks.screen.pictures import SEED, Trial, drawn_trial, interval, photo_trial

WHOLE, FIRST, SECOND, SHARED = (
    "whole",
    "without the second stage",
    "without the first stage",
    "shared pictures",
)
MIRRORED = "without mirrored views, second stage"
NOWHERE = 1e9
Parts = Mapping[str, Any]


def limits(**changed: Any) -> Parts:
    """Other limits in all of the room."""
    return {f"{room}.PICTURES": replace(PICTURES, **changed) for room in ("ground", "image", "points")}


EITHER: Mapping[str, Parts] = {
    WHOLE: {},
    "without telling what is grey": limits(tint=-1.0),
    "without colours": limits(tint=NOWHERE),
}
EARLY: Mapping[str, Parts] = EITHER | {
    "without mirrored hashes": {"image._MIRROR": np.ones(16, np.float32)},
    "without goods from close by": limits(same_goods=0.0),
}
LATE: Mapping[str, Parts] = EITHER | {
    MIRRORED: {},
    "without print that only the other has": limits(mutual=0.0),
    "without points that lie exactly": limits(exact=NOWHERE),
    "without colours that lie alike": limits(same_tints=-2.0),
}
"""What stands in the place of a part of either stage."""


@contextmanager
def put(parts: Parts) -> Iterator[None]:
    """Something else in the place of parts of the room."""
    with ExitStack() as held:
        for name, other in parts.items():
            held.enter_context(patch(f"bot.signals.pictures.{name}", other))
        yield


def found(data: bytes, hashes: PictureIndex, views: PointIndex) -> dict[str, str]:
    """What is found without each part."""
    early = {part: _early(data, hashes, EARLY[part]) for part in EARLY}
    seen, plain = describe(data), _unmirrored(views)
    late = {part: _late(seen, plain if part == MIRRORED else views, LATE[part]) for part in LATE}
    both = {part: early.get(part, early[WHOLE]) or late.get(part, late[WHOLE]) for part in (*EARLY, *LATE)}
    return both | {FIRST: early[WHOLE], SECOND: late[WHOLE]}


def _early(data: bytes, hashes: PictureIndex, parts: Parts) -> str:
    with put(parts):
        mark = fingerprint(data)
        return _named(image.match("", mark, hashes) if mark else None)


def _late(seen: Points | None, views: PointIndex, parts: Parts) -> str:
    with put(parts):
        return _named(points.match("", seen, views) if seen else None)


def _named(match: PictureMatch | None) -> str:
    return match.genuine if match else ""


def _unmirrored(index: PointIndex) -> PointIndex:
    kept = [at for at, view in enumerate(index.views) if not view.mirrored]
    rows = np.isin(index.owners, kept)
    owners = np.searchsorted(kept, index.owners[rows]).astype(np.int32)
    views = tuple(index.views[at] for at in kept)
    return PointIndex(views=views, descriptors=index.descriptors[rows], owners=owners)


def asked(trial: Trial, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Edits of the owner's pictures, by edit and name, and different ones without a name."""
    rng = random.Random(seed)
    for (edit, change), (name, shown) in product(EDITS.items(), trial.edited.items()):
        quality = 30 if edit == "recompression" else rng.choice((50, 70, 85))
        yield edit, name, as_jpeg(change(shown, rng, list(trial.strangers)), quality)
    for kind, data in trial.different:
        yield kind, "", data


def main(trial: Trial, seed: int) -> None:
    """Print a line a part."""
    cv2.setNumThreads(1)
    goods = tuple(Product(sku=name, name=name, images=(name,)) for name in trial.own)
    book = BrandBook(name="Everything", owner="Nobody", products=goods)
    hashes, views = index_pictures(book, trial.own), index_points(book, trial.own)
    marks = {name: mark for name, data in trial.own.items() if (mark := fingerprint(data))}
    prints = [print_of(mark) for mark in marks.values()]
    known = {one.key: name for one, name in zip(prints, marks, strict=True)}
    right, wrong, tries = dict[str, Counter[str]](), Counter[str](), 0
    for edit, name, data in asked(trial, seed):
        mark = fingerprint(data)
        again = same_as(mark, prints) if mark else None
        tries += not name
        for part, genuine in (
            found(data, hashes, views) | {SHARED: known[again.key] if again else ""}
        ).items():
            right.setdefault(part, Counter())[edit] += bool(name) and genuine == name
            wrong[part] += not name and bool(genuine)
    for part, by in right.items():
        share = sum(n for edit, n in by.items() if edit != "collage") / (len(EDITS) - 1) / len(trial.edited)
        lost = [
            f"{edit} {by[edit] - right[WHOLE][edit]:+d}" for edit in EDITS if by[edit] != right[WHOLE][edit]
        ]
        high = interval(wrong[part], max(1, tries))[1]
        print(
            f"{part}: found {share:.3f}, false {wrong[part]} of {tries} (at most {high:.2%}); {', '.join(lost)}"
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("different", type=int, nargs="?", default=1000)
    options.add_argument("--photos", type=Path)
    given = options.parse_args()
    main(
        photo_trial(given.photos, given.different, SEED)
        if given.photos
        else drawn_trial(given.different, SEED),
        SEED,
    )

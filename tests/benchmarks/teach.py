"""Teach Marque from written listings: pieces of text first, then the weights of all signals.

``python -m tests.benchmarks.teach`` prints what is learnt when whole brands are left out; ``--write`` also writes
bot/signals/reading.npz, weights.toml and examples.jsonl. The same listings and the same seed give the same files.
Weights are fitted to what pieces say of brands that they were not learnt from, else the words would be believed too much.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bot.domain.listings import Listing
from bot.signals import reading
from bot.signals.assess import ListingLook, assess
from bot.signals.combine import Weights, parse_weights
from bot.signals.fit import Example, as_lines, as_toml, fit
from bot.signals.registry import CompiledBook
from bot.signals.seller import is_authorised, known
from tests.benchmarks.corpus import TODAY, Shelf, judged, real_titles, retitled, training
from tests.benchmarks.harmless import TAUGHT, dressed
from tests.benchmarks.screen.figures import Judged, summary

SEED, FOLDS = 11, 6
BRANDS_AT_LEAST = 3
"""A piece that fewer brands' listings hold tells of a brand, not of an offer."""
LEAST = 0.02
"""Log-odds under which a piece is not kept."""
PLAINLY, DRESSED = 0.5, 3
"""What a listing counts as it stands, and how often it is read again with something harmless beside it."""
TITLES, PLAIN = 60, 0.25
"""Real titles that each brand's name is put before, and how much each counts."""
EXAMPLES = 12
"""Those that weights of signals are fitted to."""
SCALES, SOFTNESS = {"@": 1.5, "#": 0.6, "": 0.3}, 1.0
"""How strongly a piece counts while learning: roles and words of the lexicon, which are few, more than runs of text; and
the inverse of how far weights are drawn to nought."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is read from one listing, and what it was."""

    brand: str
    clauses: tuple[reading.Clause, ...]
    loose: tuple[str, ...]
    infringing: bool
    weight: float

    def pieces(self) -> set[str]:
        """Everything that counts."""
        return {*self.loose, *(c.place + piece for c in self.clauses for piece in reading.pieces(c))}


def lesson(
    listing: Listing, compiled: CompiledBook, brand: str, *, infringing: bool, weight: float
) -> Iterator[Lesson]:
    """The listing as the reader sees it, if anything ties it to the brand."""
    look = ListingLook(listing, compiled, known(listing, compiled.shops, TODAY), [], "", TODAY)
    if look.tied:
        clauses, loose = look.told()
        yield Lesson(brand, tuple(clauses), tuple(loose), infringing, weight)


def lessons(shelf: Shelf, rng: random.Random) -> Iterator[Lesson]:
    """Each listing of a brand, and once more with something harmless said beside it, which changes nothing."""
    for row in shelf.rows:
        shop = known(row.listing, shelf.compiled.shops, TODAY)
        if is_authorised(shop, TODAY) or not row.by_words:
            continue
        more = [replace(row.listing, title=dressed(row.listing.title, TAUGHT, rng)) for _ in range(DRESSED)]
        for listing, share in ((row.listing, PLAINLY), *((each, (1 - PLAINLY) / DRESSED) for each in more)):
            yield from lesson(
                listing, shelf.compiled, shelf.name, infringing=row.infringing, weight=share * shelf.weight
            )


def plain(shelves: Sequence[Shelf], rng: random.Random) -> Iterator[Lesson]:
    """Real titles with a brand and its goods in front: the trade's ordinary words, which speak for nothing."""
    titles = real_titles(0)
    for shelf in shelves:
        for listing in retitled(shelf, rng.sample(titles, min(TITLES, len(titles)))):
            yield from lesson(listing, shelf.compiled, shelf.name, infringing=False, weight=PLAIN)


def learn(taught: Sequence[Lesson]) -> dict[str, float]:
    """Log-odds of pieces."""
    held = [each.pieces() for each in taught]
    brands = defaultdict[str, set[str]](set)
    for each, found in zip(taught, held, strict=True):
        for piece in found:
            brands[piece].add(each.brand)
    names = sorted(piece for piece, seen in brands.items() if len(seen) >= BRANDS_AT_LEAST)
    place = {piece: at for at, piece in enumerate(names)}
    scale = np.array([SCALES.get(name[0], SCALES[""]) for name in names])
    ends, columns = [0], list[int]()
    for found in held:
        columns += sorted(place[piece] for piece in found if piece in place)
        ends.append(len(columns))
    table = sparse.csr_matrix((scale[columns], columns, ends), shape=(len(held), len(names)))
    model = LogisticRegression(C=SOFTNESS, max_iter=500)
    model.fit(table, [each.infringing for each in taught], sample_weight=[each.weight for each in taught])
    weights = dict(zip(names, (model.coef_[0] * scale).tolist(), strict=True))
    weights["=always"] = weights.get("=always", 0.0) + float(model.intercept_[0])
    return {piece: weight for piece, weight in weights.items() if abs(weight) >= LEAST}


def pack(weights: Mapping[str, float], target: Path) -> None:
    """Write the pieces, two bytes of weight each."""
    names = sorted(weights)
    unit = 0.005
    rounded = np.array([round(weights[name] / unit) for name in names], np.int16)
    text = np.frombuffer("\n".join(names).encode(), np.uint8)
    np.savez_compressed(target, pieces=text, weights=rounded, unit=np.float64(unit))


def folds(shelves: Iterable[Shelf]) -> list[set[str]]:
    """Brands that are left out together."""
    names = sorted({each.name for each in shelves})
    return [set(names[at::FOLDS]) for at in range(FOLDS)]


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of teaching: pieces, weights, and examples judged by pieces not learnt from their brand."""

    pieces: dict[str, float]
    weights: Weights
    examples: tuple[tuple[Shelf, Example], ...]


def teach(shelves: Sequence[Shelf], prior: Weights) -> Taught:
    """Pieces from all, weights from what is left out."""
    rng = random.Random(SEED)
    taught = {shelf.key: [*lessons(shelf, rng), *plain([shelf], rng)] for shelf in shelves}
    found = list[tuple[Shelf, Example]]()
    for out in folds(shelves):
        pieces = learn([each for s in shelves if s.name not in out for each in taught[s.key]])
        weights = replace(prior, pieces=reading.by_place(pieces))
        found += [(s, each) for s in shelves if s.name in out for each in examples(s, weights)]
    pieces = learn([each for shelf in shelves for each in taught[shelf.key]])
    weights = fit([example for _, example in found], prior)
    return Taught(pieces, replace(weights, pieces=reading.by_place(pieces)), tuple(found))


def examples(shelf: Shelf, weights: Weights) -> Iterator[Example]:
    """What the signals say of each listing."""
    for row, found in zip(shelf.rows, shelf.judge(weights), strict=True):
        yield Example(signals=found.signals, infringing=row.infringing, authorised=found.authorised)
    for listing in retitled(shelf, real_titles(0)[:EXAMPLES]):
        found = assess(listing, shelf.compiled, weights, TODAY)
        yield Example(signals=found.signals, infringing=False)


def left_out(shelves: Sequence[Shelf], prior: Weights) -> Iterator[tuple[str, list[Judged]]]:
    """Every brand judged by what the others taught: pieces and weights both."""
    for out in folds(shelves):
        weights = teach([s for s in shelves if s.name not in out], prior).weights
        for shelf in shelves:
            if shelf.name in out:
                yield shelf.key, judged(shelf, weights)


def prior_weights() -> Weights:
    """Where fitting starts."""
    return parse_weights(
        Path(__file__).with_name("prior_weights.toml").read_text(encoding="utf-8"), pieces={}
    )


def main(*, write: bool, tables: bool, without: Sequence[str]) -> None:
    """Print what is learnt, and write it if asked to."""
    shelves, prior = [s for s in training() if s.batch not in without], prior_weights()
    if tables:
        for key, rows in left_out(shelves, prior):
            print(f"{key:<26}{summary(rows)}")
    taught = teach(shelves, prior)
    print(f"{len(taught.pieces)} pieces of {len(shelves)} brands' listings")
    for shelf in (s for s in training() if s.batch in without):
        print(f"{shelf.key:<26}{summary(judged(shelf, taught.weights))}")
    print(as_toml(taught.weights, {}))
    if write:
        target = Path(str(files("bot.signals").joinpath("weights.toml")))
        target.write_text(as_toml(taught.weights, {}), encoding="utf-8")
        target.with_name("examples.jsonl").write_text(
            as_lines(e for s, e in taught.examples if s.batch == "dev"), encoding="utf-8"
        )
        pack(taught.pieces, target.with_name("reading.npz"))


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--tables", action="store_true")
    asked.add_argument("--without", nargs="*", default=[], help="batches to leave out and judge instead")
    main(**vars(asked.parse_args()))

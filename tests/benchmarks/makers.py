"""Teach Marque what a maker's name looks like that nobody's book has: from where written listings name their own brand.

``python -m tests.benchmarks.makers`` prints what is found where whole brands are left out, with all clues and without each group
of them; ``--write`` also writes bot/signals/offer/makers.npz. The same listings and the same seed give the same file.
"""

import argparse
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.signals.names.folding import ListingTexts
from bot.signals.names.forms import NameForm
from bot.signals.offer.makers import clues
from bot.signals.weighing.look import ListingLook, take
from tests.benchmarks.corpus import BATCHES, DATA, TODAY, Row, Shelf, training
from tests.benchmarks.screen import handwritten

SEED, FOLDS, SOFTNESS = 11, 5, 0.3
BRANDS_AT_LEAST = 4
"""A clue that fewer brands' titles hold tells of a brand, not of a name."""
UNIT, LEAST = 0.01, 0.05
"""What log-odds are written in, and under which a clue is left out."""
GROUPS = {
    "how it is written": "abcdef",
    "where": "pq",
    "which word": "wu",
    "words around": "tvsxyzno",
}
"""The groups of clues, by the signs that they begin with."""
CHANCES = (0.4, 0.5, 0.7)
_WRITTEN = {".ndjson", ".toml", ".tsv"}


@dataclass(frozen=True)
class Sheet:
    """A row a piece of a title: its clues, whether it is of a name, and the number of its brand and of its title."""

    names: Sequence[str]
    clues: Any
    named: npt.NDArray[np.bool_]
    brand: npt.NDArray[np.int64]
    title: npt.NDArray[np.int64]


def _pieces(row: Row, shelf: Shelf) -> Iterator[tuple[list[str], bool]]:
    """The clues of each piece of a title, and whether it is of a name: the brand's, or what is given as the maker's.
    What hints at the brand or is called after its goods is neither."""
    look = ListingLook(ListingTexts(row.listing), shelf.compiled, None, [], "", TODAY)
    take([look], ListingLook.place, ListingLook.see)
    title, seen = look.title.raw, [s for s in look.seen if s.field == "title"]
    named = [(s.start, s.end) for s in seen if s.tie == "wordmark" and s.form is not NameForm.LONGER]
    makers = (
        re.escape(part) for each in re.split("[/（(）)]", row.listing.brand) if len(part := each.strip()) > 1
    )
    named += [m.span() for maker in makers for m in re.finditer(maker, title, re.IGNORECASE)]
    other = [(s.start, s.end) for s in seen if s.tie != "wordmark"]
    for piece, told in clues(title, lambda piece: piece.sort != " "):
        of_name, of_goods = (
            any(piece.start < b and a < piece.end for a, b in each) for each in (named, other)
        )
        if of_name or not of_goods:
            yield told, of_name


def gather(shelves: Iterable[Shelf]) -> Sheet:
    """The pieces of every title that somebody wrote."""
    numbers, brands = dict[str, int](), dict[str, int]()
    columns, ends, named, brand, titles = list[int](), [0], list[bool](), list[int](), list[int]()
    rows = ((row, shelf) for shelf in shelves if shelf.batch != "drawn" for row in shelf.rows)
    for title, (row, shelf) in enumerate(rows):
        for told, of_name in _pieces(row, shelf):
            columns += [numbers.setdefault(clue, len(numbers)) for clue in told]
            ends.append(len(columns))
            named.append(of_name)
            brand.append(brands.setdefault(shelf.name, len(brands)))
            titles.append(title)
    shape, owner = (len(named), len(numbers)), np.array(brand)
    held = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), np.array(columns, np.int32), ends), shape=shape
    )
    of_brand = sparse.csr_matrix((np.ones(len(owner)), (owner, range(len(owner)))))
    kept = np.flatnonzero(np.asarray(((of_brand @ held) > 0).sum(axis=0)).ravel() >= BRANDS_AT_LEAST)
    every = list(numbers)
    return Sheet([every[at] for at in kept], held[:, kept], np.array(named), owner, np.array(titles))


def taught_by() -> str:
    """A short hash of the written listings and the books beside them."""
    folders = [*(DATA / folder for folder in BATCHES.values()), handwritten.FOLDER]
    written = [path for folder in folders for path in sorted(folder.rglob("*.*")) if path.suffix in _WRITTEN]
    return hashlib.sha256(b"".join(path.read_bytes() for path in written)).hexdigest()[:16]


def learn(on: Sheet, rows: npt.NDArray[np.bool_], without: str = "") -> Mapping[str, float]:
    """Log-odds of clues, from these rows."""
    from sklearn.linear_model import LogisticRegression  # seconds of import: only who teaches needs it

    taken = np.flatnonzero([name[0] not in without for name in on.names])
    model = LogisticRegression(C=SOFTNESS, solver="liblinear", intercept_scaling=3.0, random_state=SEED)
    model.fit(on.clues[rows][:, taken], on.named[rows])
    told = {on.names[at]: float(odds) for at, odds in zip(taken, model.coef_[0], strict=True)}
    return {
        "": float(model.intercept_[0]),
        **{name: odds for name, odds in told.items() if abs(odds) >= LEAST},
    }


def left_out(on: Sheet, without: str = "") -> npt.NDArray[np.float64]:
    """How surely each piece is of a name, by what the brands of other folds taught."""
    found = np.zeros(len(on.named))
    for fold in range(FOLDS):
        out = on.brand % FOLDS == fold
        odds = learn(on, ~out, without)
        told = on.clues[out] @ np.array([odds.get(name, 0.0) for name in on.names]) + odds[""]
        found[out] = 1.0 / (1.0 + np.exp(-told))
    return found


def told(on: Sheet, found: npt.NDArray[np.float64]) -> str:
    """Of pieces told as a name's the share that is, of names in titles the share that is found, and of titles the share in which
    what is none is told as one, from each chance on."""
    named = np.unique(on.title[on.named])
    lines = []
    for least in CHANCES:
        told_so = found >= least
        right, wrong = np.unique(on.title[told_so & on.named]), np.unique(on.title[told_so & ~on.named])
        precision = on.named[told_so].mean()
        every = len(np.unique(on.title))
        lines.append(f"{least}: {precision:.3f} {len(right) / len(named):.3f} {len(wrong) / every:.3f}")
    return "   ".join(lines)


def pack(odds: Mapping[str, float], target: Path | IO[bytes]) -> None:
    """Write the log-odds, two bytes each, and what they were learnt from."""
    names = sorted(odds)
    np.savez_compressed(
        target,
        clues=np.frombuffer("\n".join(names).encode(), np.uint8),
        odds=np.array([round(odds[name] / UNIT) for name in names], np.int16),
        unit=np.float64(UNIT),
        taught_by=np.array(taught_by()),
    )


def main() -> None:
    """Print the table; write what is learnt."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    given.add_argument("--write", action="store_true")
    options, on = given.parse_args(), gather(training())
    if options.write:
        odds = learn(on, np.ones(len(on.named), bool))
        pack(odds, Path(str(files("bot.signals.offer"))) / "makers.npz")
        print(f"{len(odds)} clues written")
    print(
        f"{len(on.named)} pieces, {on.named.sum()} of names; chance: right, names found, titles told wrongly"
    )
    print(f"{'all clues':<22}{told(on, left_out(on))}", flush=True)
    for name, signs in GROUPS.items():
        print(f"{'without ' + name:<22}{told(on, left_out(on, signs))}", flush=True)


if __name__ == "__main__":
    main()

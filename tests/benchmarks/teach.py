"""Teach Marque from written listings: kinds of offer, pieces of text, then the weights of all signals, in one run.

``python -m tests.benchmarks.teach`` prints what is learnt when whole brands are left out, how far the probabilities can be
trusted, and the hardest misses and false alarms; ``--write`` also writes bot/signals/offer/reading.npz, weights.toml and
examples.npz, ``--write weights`` the last two alone: what a page says is weighed by tables that did not see its brand, so that
weights hold for any tables that were learnt so.
Only listings of this repository are read; the same listings and the same seed give the same files. Whatever a later step
builds on was learnt from other brands, else it would be believed too much.
"""

import argparse
import math
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sellers import Seller, SellerStanding
from bot.signals.names.folding import ListingTexts
from bot.signals.names.vocabulary import is_word
from bot.signals.offer import reading, sale
from bot.signals.offer.lexicon import trades
from bot.signals.offer.pieces import KINDS, SPEAKING, TIES, Chances, compiled
from bot.signals.offer.seller import is_authorised, known
from bot.signals.pictures.image import PictureMatch
from bot.signals.weighing import detectors
from bot.signals.weighing.assess import Lot, candidates
from bot.signals.weighing.combine import Weights, bounded, features, parse_weights, probability
from bot.signals.weighing.fit import NO_SIGNAL, Example, as_toml
from bot.signals.weighing.look import ListingLook, take
from tests.benchmarks.corpus import TODAY, Row, Shelf, kind_of_offer, plain_titles, retitled, training
from tests.benchmarks.harmless import TAUGHT, dressed
from tests.benchmarks.lessons import recognised, terse
from tests.benchmarks.screen.figures import Told, reliability, told_summary

SEED, FOLDS = 11, 5
BRANDS_AT_LEAST = 3
"""A piece that fewer brands' listings hold tells of a brand, not of an offer."""
LEAST = 0.02
"""Log-odds under which a piece is not kept."""
PLAINLY, DRESSED = 0.5, 2
"""What a listing counts as it stands, and how often it is read again with something harmless beside it."""
WRONG, WRONGLY = 3, 4.0
"""Other brands by whose books each listing is judged too, and what that counts."""
TITLES, PLAIN = 30, 2.5
"""Titles of others' goods that each brand's name is put before, and how much each counts."""
RETITLED = "retitled"
PICTURED = {True: 0.3, False: 0.4}
"""Share of the infringing and of the lawful listings with a name that are learnt from once more with the owner's picture in its
place: who resells openly shows it, too."""
LISTED = {True: 0.15, False: 0.03}
"""Share of all that are learnt from once more as a listed infringer's, with the name and without it."""
SUPPOSED = 0.3
"""What a listing counts that is read with a picture or a shop that it has not."""
TERSE = 1.5
"""What a listing counts that says no more than a name and the goods, which people write seldom to teach and often to sell."""
EXAMPLES = "last"
"""The batch that comes with Marque as examples."""
SCALES = {"@": 2.5, "#": 0.8, "^": 0.4, "$": 0.4, "c": 0.6}
PIECE = 0.3
"""How strongly pieces count while learning: roles and words of the lexicon, which are few, more than runs of text."""
HIGH, STEP = (0.05, 0.97), 0.001
"""Where this share of listings infringes *high* is right this often, and how finely its beginning is sought."""
SOFTNESS = {"kinds": 1.0, "pieces": 1.0, "weights": 10.0}
"""The inverse of how far weights are drawn to nought."""
SIDES: tuple[tuple[re.Pattern[str], tuple[float | None, float | None]], ...] = (
    (re.compile("lawful_words|excused|fair_price|other_trade|no_trade"), (None, 0.0)),
    (
        re.compile(
            ".*_price|.*_words|price|words|admitted.*|wording|seller|image|cheap_picture|packaging_offer"
        ),
        (0.0, None),
    ),
)
"""Which weights of features are for a seller, and which against."""
EXACTLY = {"maxiter": 3000, "maxfun": 5000, "ftol": 1e-11, "gtol": 1e-5}
QUOTED_BRANDS, QUOTED = 6, (0.7, 0.8)
"""A reason quotes a run that so many brands' listings of one side hold, at most half as many brands' of the other, and of
which at least this share is surely of that side: for the seller, and against, which takes more. A word for one brand's goods
stands in no six brands' listings, and what all goods have, a size or a colour, on both sides."""
_BREAKS_OFF, _COUNT = (
    re.compile("[一二两三四五六七八九十百千万几]$"),
    re.compile("[一二两三四五六七八九十百千万几]+.{1,2}"),
)
T = TypeVar("T")
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]


class Vocabulary(dict[str, int]):
    """Pieces by number."""

    def places(self, pieces: Iterable[str]) -> Places:
        """The numbers of pieces, new ones counted on in an order that hangs on no hash: learning goes through them by number."""
        return np.array(sorted(self.setdefault(piece, len(self)) for piece in sorted(pieces)), np.int32)


@dataclass(frozen=True)
class Lesson:
    """A listing as the detectors see it, and what it was. ``source`` is the brand whose listing it is, ``brand`` the one
    by whose book it is judged; ``first`` is the lesson of the listing as it stands."""

    brand: str
    source: str
    batch: str
    look: ListingLook
    pieces: Places
    clues: Places
    infringing: bool
    kind: int
    weight: float
    first: int = -1
    row: Row | None = None
    seen: bool = True
    """Whether anything made it worth a look."""

    @property
    def written(self) -> bool:
        """Whether somebody wrote it about this brand, just as it stands."""
        own = self.first < 0 and self.source == self.brand
        return own and self.row is not None and self.row.kind != RETITLED


@dataclass
class Class:
    """All lessons, with the vocabularies of their pieces."""

    words: Vocabulary = field(default_factory=Vocabulary)
    clues: Vocabulary = field(default_factory=Vocabulary)
    lessons: list[Lesson] = field(default_factory=list)

    def add(
        self, look: ListingLook, row: Row, shelf: Shelf, source: Shelf, weight: float, first: int = -1
    ) -> bool:
        """A lesson more, if anything lets the listing be judged, or nothing though it was written about the brand; whether
        anything ties it."""
        seen = bool(look.shown or look.shop) or candidates(Lot([look.listing]), look.compiled)[0]
        tied = look.tied and seen
        if not tied and (first >= 0 or source is not shelf or row.kind == RETITLED):
            return False
        look.hear()
        told, loose = look.told()
        named = bool(look.sure)
        heard = {*loose, *(piece for c in told for piece in _signed(c, named=named))}
        clues = {*loose, *sale.known(look.offer.own, look.asked), *_clues(told, look.listing.category)}
        kind = list(KINDS).index(kind_of_offer(row.kind))
        heard_at, clues_at = self.words.places(heard), self.clues.places(clues)
        names = (shelf.name, source.name, shelf.batch)
        self.lessons.append(
            Lesson(*names, look, heard_at, clues_at, row.infringing, kind, weight, first, row, seen)
        )
        return tied


def _signed(clause: reading.Clause, *, named: bool) -> Iterator[str]:
    """The pieces of a clause with the signs under which weights are learnt: of its place, and of the tie."""
    signs = (clause.place, TIES[named]) if clause.place in "td" else (clause.place,)
    return (sign + run for run in clause.runs for sign in signs)


def _clues(told: Sequence[reading.Clause], category: str) -> Iterator[str]:
    """What tells the kind of offer: runs of the title and the description, those of the first and the last clause of the
    title apart, for there the goods are named; and runs of the category."""
    titled = [c for c in told if c.field == "title"]
    signed = [("o" + clause.place, clause) for clause in told if clause.place != "s"]
    signed += [*(("^", clause) for clause in titled[:1]), *(("$", clause) for clause in titled[-1:])]
    yield from (sign + run for sign, clause in signed for run in clause.runs)
    yield from ("c" + category[at : at + n] for n in (1, 2) for at in range(len(category) - n + 1))


def look_at(
    row: Row, shelf: Shelf, shown: Sequence[PictureMatch] = (), shop: Seller | None = None
) -> ListingLook | None:
    """The detectors' view of a listing; none of what an authorised shop sells."""
    shop = shop or known(row.listing, shelf.compiled.shops, TODAY)
    if is_authorised(shop, TODAY):
        return None
    look = ListingLook(ListingTexts(row.listing), shelf.compiled, shop, list(shown), "", TODAY)
    take([look], ListingLook.place, ListingLook.see)
    return look


def gather(shelves: Sequence[Shelf]) -> Class:
    """Lessons of all listings: as they stand, dressed, pictured, by wrong books; and titles of others' goods."""
    rng, every = random.Random(SEED), Class()
    titles = plain_titles(shelves)
    for shelf in shelves:
        for row in shelf.rows:
            if row.by_words and (look := look_at(row, shelf)):
                _learn_from(every, row, look, shelf, shelves, rng)
        _terse(every, shelf, [s.compiled.book.name for s in shelves if s.name != shelf.name], rng)
        for listing in retitled(shelf, rng.sample(titles, min(TITLES, len(titles)))):
            row = Row(listing, infringing=False, kind=RETITLED)
            if look := look_at(row, shelf):
                every.add(look, row, shelf, shelf, PLAIN)
    return every


def _learn_from(
    every: Class, row: Row, look: ListingLook, shelf: Shelf, shelves: Sequence[Shelf], rng: random.Random
) -> None:
    first = len(every.lessons)
    tied = every.add(look, row, shelf, shelf, PLAINLY * shelf.weight)
    named = any(s.tie == "wordmark" for s in look.seen)
    for _ in range(DRESSED * tied):
        more = replace(row, listing=replace(row.listing, title=dressed(row.listing.title, TAUGHT, rng)))
        if again := look_at(more, shelf):
            every.add(again, more, shelf, shelf, (1 - PLAINLY) / DRESSED * shelf.weight, first)
    _suppose(every, row, shelf, first, rng, named=named)
    for other in rng.sample([s for s in shelves if s.name != shelf.name], WRONG):
        wrong = replace(row, infringing=False)
        if strange := look_at(wrong, other):
            every.add(strange, wrong, other, shelf, WRONGLY)


def _terse(every: Class, shelf: Shelf, others: Sequence[str], rng: random.Random) -> None:
    """Listings of a few words, with pictures and disguises; a disguise that is not found teaches nothing."""
    for row, shown, named in terse(shelf.compiled, others, rng):
        if look := look_at(row, shelf, shown):
            if not named:
                look.seen = []
            if look.seen or not named or not row.infringing:
                every.add(look, row, shelf, shelf, TERSE, 0)


def _suppose(every: Class, row: Row, shelf: Shelf, first: int, rng: random.Random, *, named: bool) -> None:
    """The listing as a listed infringer's, with the name and without it, and with the owner's picture in the name's place."""
    weight = SUPPOSED * shelf.weight
    if rng.random() < LISTED[row.infringing]:
        shop = Seller(platform=row.listing.platform, seller_id="1", standing=SellerStanding.INFRINGER)
        for unnamed in (False, True)[: 1 + named]:
            if listed := look_at(row, shelf, shop=shop):
                if unnamed:
                    listed.seen = []
                every.add(listed, row, shelf, shelf, weight, first)
    if not named or rng.random() >= PICTURED[row.infringing]:
        return
    if pictured := look_at(row, shelf, rng.choice(recognised())):
        pictured.seen = []
        every.add(pictured, row, shelf, shelf, weight)


@dataclass(frozen=True)
class Sheet:
    """Lessons as tables to learn from."""

    lessons: Sequence[Lesson]
    words: Any
    clues: Any
    truth: Numbers
    weight: Numbers
    fold: npt.NDArray[np.int64]
    origin: npt.NDArray[np.int64]

    @cached_property
    def tied(self) -> npt.NDArray[np.bool_]:
        """Those that anything ties to the brand, from which pieces are learnt: what others' pages say is of other goods."""
        return np.array([each.seen and each.look.tied for each in self.lessons])

    def apart(self, fold: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """What is learnt from where a fold is left out, and what is left out."""
        out = self.fold == fold
        return ~out & (self.origin != fold), out


def sheet(every: Class, shelves: Sequence[Shelf]) -> Sheet:
    """The tables; brands fall into folds in the order of their names."""
    names = sorted({s.name for s in shelves})
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    rows = every.lessons
    return Sheet(
        rows,
        _table([r.pieces for r in rows], every.words, [r.source for r in rows]),
        _table([r.clues for r in rows], every.clues, [r.source for r in rows]),
        np.array([r.infringing for r in rows], float),
        np.array([r.weight for r in rows]),
        np.array([fold[r.brand] for r in rows]),
        np.array([fold[r.source] for r in rows]),
    )


def _table(held: Sequence[Places], names: Vocabulary, brands: Sequence[str]) -> Any:
    """Lessons by pieces, those that too few brands hold emptied."""
    ends = np.cumsum([0, *map(len, held)])
    columns = np.concatenate(held)
    found = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(held), len(names)))
    order = {brand: at for at, brand in enumerate(sorted(set(brands)))}
    owner = sparse.csr_matrix((np.ones(len(brands)), ([order[b] for b in brands], range(len(brands)))))
    spread = np.asarray(((owner @ found) > 0).sum(axis=0)).ravel()
    scale = np.array([SCALES.get(name[0], PIECE) for name in names])
    kept = found @ sparse.diags(np.where(spread >= BRANDS_AT_LEAST, scale, 0.0))
    kept.eliminate_zeros()  # they are most of it, and learning would go through them
    kept.sum_duplicates()  # sorted once here: scipy sorts in place, and fits run side by side
    return kept


def _fitted(table: Any, truth: Any, weight: Any, softness: float) -> tuple[Numbers, float]:
    from sklearn.linear_model import LogisticRegression  # seconds of import: only who teaches needs it

    model = LogisticRegression(C=softness, solver="liblinear", intercept_scaling=3.0, random_state=SEED)
    model.fit(table, truth, sample_weight=weight)
    return np.asarray(model.coef_[0]), float(model.intercept_[0])


def fitted_by_side(
    table: Numbers, truth: Numbers, weight: Numbers, names: Sequence[str]
) -> tuple[Numbers, float]:
    """Weights of features, none of which turns round: what speaks against a seller never counts for one."""
    scale = np.array([1.0] * len(names) + [3.0])
    rows, side = np.hstack([table, np.ones((len(table), 1))]), np.where(truth > 0, 1.0, -1.0)

    def loss(odds: Numbers) -> tuple[float, Numbers]:
        told = rows @ odds
        off = weight * (1.0 / (1.0 + np.exp(-np.clip(told, -30.0, 30.0))) - truth)
        whole = SOFTNESS["weights"] * float(weight @ np.logaddexp(0.0, -side * told))
        return whole + float(((odds / scale) ** 2).sum()) / 2, SOFTNESS[
            "weights"
        ] * rows.T @ off + odds / scale**2

    bounds = [
        next((bound for named, bound in SIDES if named.fullmatch(name)), (None, None)) for name in names
    ]
    from scipy.optimize import minimize

    found = minimize(
        loss,
        np.zeros(len(scale)),
        jac=True,
        method="L-BFGS-B",
        bounds=[*bounds, (None, None)],
        options=EXACTLY,
    ).x
    return found[:-1], float(found[-1])


def side_by_side(work: Callable[[int], T], over: Iterable[int]) -> list[T]:
    """What work gives for each of these numbers, on as many processors as there are: fitting lets others work meanwhile."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, over))


def learn_kinds(on: Sheet, names: Vocabulary, taken: npt.NDArray[np.bool_]) -> dict[str, tuple[float, ...]]:
    """Log-odds of kinds of offer by piece."""
    kind = np.array([r.kind for r in on.lessons])
    plain = taken & on.tied & np.array([r.source == r.brand for r in on.lessons])
    scale = np.array([SCALES.get(name[0], PIECE) for name in names])
    clues, told, weight = on.clues[plain], kind[plain], on.weight[plain]
    clues.sum_duplicates()

    def learnt(number: int) -> Numbers:
        found, base = _fitted(clues, told == number, weight, SOFTNESS["kinds"])
        found = found * scale
        found[names["=always"]] += base
        return found

    return _kept(names, np.array(side_by_side(learnt, range(len(KINDS)))).T)


def _kept(names: Vocabulary, found: Numbers) -> dict[str, tuple[float, ...]]:
    rounded = np.round(found / 0.005) * 0.005
    large = np.flatnonzero(np.abs(rounded).max(axis=1) >= 2 * LEAST)
    every = list(names)
    return {every[at]: tuple(rounded[at].tolist()) for at in large}


def learn_words(
    on: Sheet, names: Vocabulary, beside: Numbers, taken: npt.NDArray[np.bool_]
) -> dict[str, float]:
    """Log-odds of pieces, for what the other features do not tell. A piece counts the more while learning the more often
    it stands on one side than on the other (Wang and Manning 2012), which is worth .010 of F1 on brands left out."""
    held, taken = on.words > 0, taken & on.tied
    sides = [on.weight * taken * (on.truth == side) for side in (0, 1)]
    lawful, copied = ((held.T @ side + 1.0) / side.sum() for side in sides)
    loose = np.array([name[0] in "@#=" for name in names])  # few, and made to tell: taken as they are
    apart = np.where(loose, 1.0, np.abs(np.log(copied / lawful)))
    table = sparse.hstack([sparse.csr_matrix(beside), on.words @ sparse.diags(apart)]).tocsr()
    found, _ = _fitted(table[taken], on.truth[taken], on.weight[taken], SOFTNESS["pieces"])
    scale = np.array([SCALES.get(name[0], PIECE) for name in names]) * apart
    weights = dict(zip(names, (found[beside.shape[1] :] * scale).tolist(), strict=True))
    kept = {piece: weight for piece, weight in weights.items() if abs(weight) >= LEAST}
    return kept | learn_quoted(on, names, taken)


def learn_quoted(on: Sheet, names: Vocabulary, taken: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Runs that speak by themselves, with how much likelier one side says them: what a reason may quote."""
    rows = [at for at, each in enumerate(on.lessons) if taken[at] and each.written]
    brands = {name: at for at, name in enumerate(sorted({on.lessons[at].source for at in rows}))}
    held, wrong = (on.words[rows] > 0).astype(float), on.truth[rows]
    owners = [brands[on.lessons[at].source] for at in rows]
    of_brand = sparse.csr_matrix((np.ones(len(rows)), (owners, range(len(rows)))))
    said = np.stack([held.T @ (wrong == side) / np.mean(wrong == side) / 2 for side in (0, 1)])
    spread = np.stack(
        [
            np.asarray(((of_brand[:, wrong == side] @ held[wrong == side]) > 0).sum(axis=0)).ravel()
            for side in (0, 1)
        ]
    )
    shelves = {id(each.look.compiled): each.look.compiled.shelf for each in on.lessons}.values()
    found = dict[str, float]()
    for run, columns in _by_run(names).items():
        counts, brands_of = said[:, columns].sum(axis=1), spread[:, columns].max(axis=1)
        side = int(counts[1] > counts[0])
        telling = brands_of[side] >= max(QUOTED_BRANDS, 2 * brands_of[1 - side])
        telling = telling and _surely(counts[side], counts.sum()) >= QUOTED[side]
        if telling and _quotable(run) and not any(shelf.hinted(run) for shelf in shelves):
            odds = math.log((counts[1] + 0.5) / (counts[0] + 0.5))
            found[SPEAKING + run] = round(odds, 2)
    said_of = [
        (each.infringing, each.source, each.look.listing) for each in map(on.lessons.__getitem__, rows)
    ]
    return said_by_one_side(found, said_of)


def said_by_one_side(
    found: Mapping[str, float], listings: Iterable[tuple[bool, str, Listing]]
) -> dict[str, float]:
    """The runs that, wherever their letters stand, at most half as many brands' listings of the other side hold: what dealers
    write, too, if before other words, is no reason. Of each listing whether it infringes, and whose it is."""
    texts: dict[tuple[bool, str], list[str]] = {}
    for wrong, brand, listing in listings:
        texts.setdefault((wrong, brand), []).append(f"{listing.title}\n{listing.description}".lower())
    sides = {place: "\n".join(held) for place, held in texts.items()}
    kept = dict[str, float]()
    for piece, odds in found.items():
        brands_of = Counter(wrong for (wrong, _), text in sides.items() if piece[1:].strip() in text)
        if brands_of[odds > 0] >= 2 * brands_of[odds < 0]:
            kept[piece] = odds
    return kept


def _by_run(names: Vocabulary) -> Mapping[str, list[int]]:
    """The columns of each run, whether the brand is named or not."""
    found = dict[str, list[int]]()
    for name, column in names.items():
        if name[0] in TIES.values():
            found.setdefault(name[1:], []).append(column)
    return found


def _surely(part: float, whole: float) -> float:
    """The least share that so many of so many show, with 95% certainty (Wilson)."""
    z, share = 1.96, part / whole
    middle, reach = (
        share + z * z / (2 * whole),
        z * ((share * (1 - share) + z * z / (4 * whole)) / whole) ** 0.5,
    )
    return float((middle - reach) / (1 + z * z / whole))


def _quotable(run: str) -> bool:
    """Whether a run has words in it, two characters or four letters, and is neither a mask, a figure, a count (一箱), cut off at
    one (和专柜一 of 一个样) nor a word for goods."""
    bare = run.strip()
    if len(bare) < (4 if bare.isascii() else 2) or not bare.replace(" ", "").replace("'", "").isalpha():
        return False
    cut = _BREAKS_OFF.search(bare) and not any(is_word(bare[-n:]) for n in (2, 3, 4))
    counts = _COUNT.fullmatch(bare) and (sale.count(bare) or not is_word(bare))
    return not (cut or counts or any(bare in word for of_kind in trades().values() for word in of_kind))


def _signals(on: Sheet, weights: Sequence[Weights]) -> list[tuple[Signal, ...]]:
    """What the detectors say of each lesson by the tables that did not see its brand; nothing where none would look."""
    told = [
        iter(detectors.signals([r.look for r, f in zip(on.lessons, on.fold, strict=True) if f == fold], each))
        for fold, each in enumerate(weights)
    ]
    said = ((each.seen, next(told[fold])) for each, fold in zip(on.lessons, on.fold, strict=True))
    return [signals if seen else () for seen, signals in said]


def as_numbers(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Numbers:
    """Features as a table."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


@dataclass(frozen=True)
class Taught:
    """What came of teaching: the weights, and every lesson with its features and signals by tables of other brands."""

    weights: Weights
    pieces: Mapping[str, float]
    kinds: Mapping[str, Chances]
    on: Sheet
    rows: list[Mapping[str, float]]
    names: list[str]
    scores: Numbers
    signals: list[tuple[Signal, ...]]


def teach(shelves: Sequence[Shelf], prior: Weights) -> Taught:
    """Kinds of offer, then pieces, then weights, each from what the step before says of brands it did not see."""
    every = gather(shelves)
    on = sheet(every, shelves)
    whole = np.ones(len(on.lessons), bool)
    learnt = [learn_kinds(on, every.clues, on.apart(f)[0]) for f in range(FOLDS)]
    by_fold = [replace(prior, table=compiled({}, each)) for each in learnt]
    rows = [features(each) for each in _signals(on, by_fold)]
    names = sorted({name for row in rows for name in row})
    beside = as_numbers(rows, names)
    heard = side_by_side(lambda f: learn_words(on, every.words, beside, on.apart(f)[0]), range(FOLDS))
    by_fold = [replace(prior, table=compiled(*each)) for each in zip(heard, learnt, strict=True)]
    signals = _signals(on, by_fold)
    rows = [features(each) for each in signals]
    names = sorted({name for row in rows for name in row})
    found = as_numbers(rows, names)
    scores = np.zeros(len(rows))
    for f in range(FOLDS):
        taken, out = on.apart(f)
        weight, base = fitted_by_side(found[taken], on.truth[taken], on.weight[taken], names)
        scores[out] = 1 / (1 + np.exp(-(found[out] @ weight + base)))
    scores = np.array([bounded(float(c), s, prior) for c, s in zip(scores, signals, strict=True)])
    weight, base = fitted_by_side(found, on.truth, on.weight, names)
    pieces = learn_words(on, every.words, beside, whole)
    kinds = learn_kinds(on, every.clues, whole)
    weights = replace(
        prior,
        base=round(base, 2),
        features={
            name: told for name, each in zip(names, weight, strict=True) if (told := round(float(each), 2))
        },
        table=compiled(pieces, kinds),
    )
    taught = Taught(weights, pieces, kinds, on, rows, names, scores, signals)
    told = [t for each in left_out(taught, shelves, weights).values() for t in each]
    high = least_high(told, above=weights.alone)
    return replace(taught, weights=replace(weights, high=high))


def least_high(told: Sequence[Told], above: float) -> float:
    """The least probability from which *high* is as precise as it shall be where few infringe, were there one more false one
    among those left out than was seen; ``above`` what one kind of evidence is believed. 1, which none reaches, where none is."""
    every, (rate, precision) = Counter(t.infringing for t in told), HIGH
    for least in np.arange(above + STEP, 1.0, STEP):
        high = Counter(t.infringing for t in told if t.score >= least)
        wrong = (1 - rate) * (high[False] + 1) / every[False]
        right = rate * high[True] / every[True]
        if right and right / (right + wrong) >= precision:
            return round(float(least), 3)
    return 1.0


def pack(pieces: Mapping[str, float], kinds: Mapping[str, Chances], target: Path | IO[bytes]) -> None:
    """Write the pieces and the clues, two bytes for each of their weights."""
    unit, names, clues = 0.005, sorted(pieces), sorted(kinds)
    np.savez_compressed(
        target,
        pieces=np.frombuffer("\n".join(names).encode(), np.uint8),
        weights=np.array([round(pieces[name] / unit) for name in names], np.int16),
        clues=np.frombuffer("\n".join(clues).encode(), np.uint8),
        kinds=np.array([[round(each / unit) for each in kinds[name]] for name in clues], np.int16),
        unit=np.float64(unit),
    )


def pack_examples(examples: Iterable[Example], target: Path | IO[bytes]) -> None:
    """Write an examples.npz: those that something ties to a brand, with the runs that several of them hold."""
    kept = [each for each in examples if each.tied]
    names = sorted({signal.name for each in kept for signal in each.signals})
    said = Counter(run for each in kept for run in each.runs)
    runs = {run: at for at, run in enumerate(sorted(run for run, count in said.items() if count > 1))}
    found = [{signal.name: round(10 * signal.score) for signal in each.signals} for each in kept]
    places = [sorted(runs[run] for run in each.runs if run in runs) for each in kept]
    np.savez_compressed(
        target,
        names=np.frombuffer("\n".join(names).encode(), np.uint8),
        scores=np.array([[row.get(name, NO_SIGNAL) for name in names] for row in found], np.int8),
        infringing=np.array([each.infringing for each in kept]),
        runs=np.frombuffer("\n".join(runs).encode(), np.uint8),
        places=np.array([at for row in places for at in row], np.int32),
        ends=np.cumsum([len(row) for row in places])[:-1],
    )


def examples(taught: Taught) -> Iterator[Example]:
    """What the detectors say of the listings of one batch, by what was learnt from other brands."""
    for lesson, signals, about in zip(taught.on.lessons, taught.signals, taught.on.tied, strict=True):
        if about and lesson.batch == EXAMPLES and lesson.first < 0 and lesson.source == lesson.brand:
            heard = reading.heard(lesson.look.told()[0], named=bool(lesson.look.sure))
            yield Example(signals=signals, infringing=lesson.infringing, runs=heard)


def left_out(taught: Taught, shelves: Sequence[Shelf], weights: Weights) -> Mapping[str, list[Told]]:
    """What every listing is told by what other brands taught, by batch and brand."""
    said: dict[str, list[Told]] = {}
    unseen = probability((), weights)
    scored = {
        id(r.row): float(score)
        for r, score in zip(taught.on.lessons, taught.scores, strict=True)
        if r.first < 0 and r.source == r.brand and not r.look.shown
    }
    for shelf in shelves:
        for row in shelf.rows:
            shop = known(row.listing, shelf.compiled.shops, TODAY)
            score = weights.authorised if is_authorised(shop, TODAY) else scored.get(id(row), unseen)
            said.setdefault(f"{shelf.batch}/{shelf.name}", []).append(Told(score, row.infringing))
    return said


def tables(taught: Taught, shelves: Sequence[Shelf], weights: Weights) -> Iterator[str]:
    """Each brand judged by what the others taught: a line a brand, then all, the worst and the mean."""
    said = left_out(taught, shelves, weights)
    for key, each in said.items():
        yield f"{key:<26}{told_summary(each, weights)}"
    yield f"{'all':<26}{told_summary([t for each in said.values() for t in each], weights)}"
    groups = {key.split("/")[0] for key in said}
    for group in sorted(groups):
        rows = [t for key, each in said.items() if key.split("/")[0] == group for t in each]
        yield f"{group:<26}{told_summary(rows, weights)}"
    yield from reliability([t for each in said.values() for t in each])
    wrong = [s for r, s in zip(taught.on.lessons, taught.scores, strict=True) if r.source != r.brand]
    asked = WRONG * sum(len(s.rows) for s in shelves)
    yield f"wrong books: {1000 * sum(s >= weights.medium for s in wrong) / asked:.2f} alerts per 1,000"


def hardest(taught: Taught, count: int = 20) -> Iterator[str]:
    """The misses and the false alarms that other brands' listings teach most wrongly."""
    own = [
        (float(score), each)
        for each, score in zip(taught.on.lessons, taught.scores, strict=True)
        if each.written and not each.look.shown
    ]
    for wrong, name in ((True, "misses"), (False, "false alarms")):
        found = sorted((e for e in own if e[1].infringing is wrong), key=lambda e: e[0] if wrong else -e[0])
        yield name
        for score, each in found[:count]:
            one = each.look.listing
            yield f"{score:.3f} {each.brand}: {one.title} | {one.description} | {one.brand} | {one.price}"


def prior_weights() -> Weights:
    """Bands, and what is fixed."""
    path = Path(__file__).with_name("prior_weights.toml")
    return parse_weights(path.read_text(encoding="utf-8"), compiled({}, {}))


def main(*, write: str) -> None:
    """Print what is learnt, what was hardest, and write it if asked to."""
    shelves = training()
    taught = teach(shelves, prior_weights())
    print(*tables(taught, shelves, taught.weights), sep="\n")
    print(as_toml(taught.weights), *hardest(taught), sep="\n")
    if write:
        target = Path(str(files("bot.signals").joinpath("weighing/weights.toml")))
        target.write_text(as_toml(taught.weights), encoding="utf-8")
        if write == "all":
            pack(taught.pieces, taught.kinds, target.parent.with_name("offer") / "reading.npz")
        pack_examples(examples(taught), target.with_name("examples.npz"))


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--write", nargs="?", const="all", default="", choices=("all", "weights"))
    main(**vars(asked.parse_args()))

"""A brand book compiled once into the tables that detectors look things up in, for any process to use."""

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import ahocorasick

from bot.domain.brands import BrandBook
from bot.domain.ids import RightId
from bot.domain.products import Product
from bot.domain.rights import RightKind
from bot.signals.names.folding import BREAK, fold, is_cjk, machine
from bot.signals.names.initials import Withheld, build_initials, build_withheld
from bot.signals.names.marks import MarkTables, compile_marks
from bot.signals.names.wordmark import Finder, build_finder
from bot.signals.offer.lines import line_marks, says_goods
from bot.signals.offer.makers import Kin, kin_of
from bot.signals.offer.money import Rates, in_cny, tidy
from bot.signals.offer.pieces import describing
from bot.signals.offer.price import INSIDE, pieces
from bot.signals.offer.seller import Shops, shops_of
from bot.signals.offer.trade import Goods, Shelf, kinds_of, shelve, sizes_in
from bot.signals.pictures.image import PictureIndex, index_pictures
from bot.signals.pictures.points import PointIndex, index_points


@dataclass(frozen=True, kw_only=True)
class CompiledBook:
    """Everything `assess` needs to know of one brand. ``scent`` finds what may tie a listing to it, and tells it from what
    only hints at its goods (False). ``aside`` are genuine pictures that match too much: the brand's,
    and no sign of it; ``left_out`` names those that a person or Marque set aside."""

    book: BrandBook
    marks: MarkTables
    finder: Finder
    initials: tuple[re.Pattern[str], re.Pattern[str]]
    withheld: Withheld
    kin: Kin
    shelf: Shelf
    scent: ahocorasick.Automaton
    lowest: Goods | None
    shops: Shops
    pictures: PictureIndex
    aside: PictureIndex
    left_out: frozenset[str]
    points: PointIndex
    rates: Rates
    mark_rights: tuple[RightId, ...]


def compile_book(
    book: BrandBook, rates: Rates, pictures: Mapping[str, bytes], leave_out: Collection[str] = ()
) -> CompiledBook:
    """Compile a brand book; ``pictures`` maps names in `Product.images` to bytes, missing ones are skipped.
    ``leave_out`` names pictures that match too much."""
    marks = compile_marks(book.name, book.aliases, lambda part: says_goods(part) or part in describing())
    lines, goods = line_marks(book), tuple(_goods(product, marks, rates) for product in book.products)
    kept = {name: data for name, data in pictures.items() if name not in leave_out}
    index, shelf = index_pictures(book, kept), shelve(goods, marks.spellings, lines.keys())
    finder = build_finder(marks, lines.items())
    return CompiledBook(
        book=book,
        marks=marks,
        finder=finder,
        initials=build_initials(marks),
        withheld=build_withheld(book.name, marks.spellings, (p.list_price for p in book.products)),
        kin=kin_of(marks.spellings, lines),
        shelf=shelf,
        scent=_scent(finder, shelf),
        lowest=min((g for g in goods if g.floor), default=None, key=lambda g: g.floor or 0.0),
        shops=shops_of(book.sellers),
        pictures=index,
        aside=index_pictures(book, {name: pictures[name] for name in leave_out if name in pictures}),
        left_out=frozenset(leave_out),
        points=index_points(book, kept, leave_out=(name for name, _ in index.aside)),
        rates=rates,
        mark_rights=tuple(r.id for r in book.rights if r.kind is RightKind.TRADEMARK),
    )


def _scent(finder: Finder, shelf: Shelf) -> ahocorasick.Automaton:
    hints = shelf.words.keys() if shelf.words else ()
    ties = (*shelf.telling, *finder.machine.keys())
    return machine([*((word, False) for word in hints), *((word, True) for word in ties)])


def _goods(product: Product, marks: MarkTables, rates: Rates) -> Goods:
    names = tuple(word for word in (product.name, product.name_zh, *product.keywords) if word)
    floor = product.floor_price or product.list_price
    money = in_cny(floor, product.currency, "", rates) if floor is not None else None
    named = f"{product.name} {product.name_zh}"
    inside = INSIDE if any(unit in named for unit in INSIDE) else ""
    return Goods(
        product=product,
        kinds=kinds_of(names),
        keywords=_keywords(product, marks),
        hints=_hints(product, marks),
        sizes=sizes_in(named),
        floor=money.cny if money else None,
        floor_text=f"{product.currency} {tidy(floor)}" if floor is not None else "",
        inside=inside,
        pieces=pieces(named, inside) or 1,
    )


def _keywords(product: Product, marks: MarkTables) -> tuple[str, ...]:
    """Folded keywords, without those that are the brand's own name."""
    own = {fold(s) for s in marks.spellings}
    words = (fold(word) for word in (*product.keywords, product.model, product.gtin))
    return tuple(dict.fromkeys(w for w in words if len(w) > 1 and w not in own))


def _hints(product: Product, marks: MarkTables) -> tuple[str, ...]:
    """Parts of the product's names that hint at it: words of four letters and more, pairs of characters."""
    own = [fold(s) for s in marks.spellings]
    words = [fold(w) for w in re.findall(r"[A-Za-z]{4,}", " ".join((product.name, *product.keywords)))]
    found = [w for w in words if not any(w in spelling for spelling in own)]
    for text in (product.name_zh, *product.keywords):
        skeleton = fold(text)
        for spelling in own:
            skeleton = skeleton.replace(spelling, BREAK)
        found += [p for a, b in itertools.pairwise(skeleton) if is_cjk((p := a + b)[0]) and is_cjk(b)]
    return tuple(dict.fromkeys(found))

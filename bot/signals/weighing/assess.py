"""One listing judged against one brand: which is judged at all; pure, the same in a thread, a process or a cluster."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path

import numpy as np

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.listings import Listing
from bot.domain.sellers import shop_key
from bot.signals.names.folding import BREAK, ListingTexts, fold, readable
from bot.signals.names.initials import search
from bot.signals.names.parted import HIDES
from bot.signals.offer import seller
from bot.signals.offer.lexicon import NOTHING_SAID
from bot.signals.offer.price import is_low
from bot.signals.offer.reading import Numbers
from bot.signals.pictures.image import Fingerprint, PictureMatch, match
from bot.signals.weighing.combine import Weights, band, probability
from bot.signals.weighing.compiled_book import CompiledBook
from bot.signals.weighing.detectors import UNTIED, signals
from bot.signals.weighing.look import ListingLook, take

_ROOM = Path(__file__).parents[1]
_SCORE, _CLEAR = attrgetter("score"), Band.CLEAR


@cache
def detector_version() -> str:
    """What judgements depend on besides listing, brand book and weights: this room's code and data. A listing judged by
    another version is judged again."""
    digest = hashlib.sha256()
    for path in sorted(_ROOM.rglob("*")):
        if path.suffix in {".py", ".toml", ".npz"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Lot:
    """Listings that are judged together, with what is worked out of their texts once for all brands: the skeletons of all fields
    that names are looked for in, and both skeletons and titles as one text, gone over at once, with the ends of each."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self.listings = listings
        self.folded = [fold(BREAK.join(_told(each))) for each in listings]
        self.titles = ["\0".join((each.title, *(name for name, _ in each.sku_prices))) for each in listings]
        self.texts = [*map(ListingTexts, listings, self.folded)]
        self.shops = [shop_key(each.platform, each.seller_id) for each in listings]
        self.whole, self.ends = BREAK.join(self.folded), _ends(self.folded)
        self.titled, self.title_ends = "\0".join(self.titles), _ends(self.titles)
        self.hiding = _holding(self.title_ends, [seen.start() for seen in HIDES.finditer(self.titled)])


def _ends(texts: Sequence[str]) -> Numbers:
    return np.cumsum([len(text) + 1 for text in texts])


def _holding(ends: Numbers, places: Sequence[int]) -> set[int]:
    """The numbers of the texts, which end so, that hold these places of the whole."""
    return {*np.searchsorted(ends, places, side="right").tolist()}


def _told(listing: Listing) -> list[str]:
    """The texts that names are looked for in, as a shopper sees them."""
    texts = [listing.title, listing.brand, listing.seller_name, listing.description]
    return [*map(readable, texts + [name for name, _ in listing.sku_prices])]


def candidates(lot: Lot, compiled: CompiledBook) -> list[bool]:
    """Whether anything in the words or the shop may tie each of a lot to the brand; pictures are another matter. Where a sign
    shows in the whole, it is looked at by itself."""
    ends, found = lot.ends, [*compiled.scent.iter(lot.whole)]
    sure = _holding(ends, [last for last, ties in found if ties])
    sure |= _holding(ends, [seen.start() for seen in compiled.finder.sounds.finditer(lot.whole)])
    maybe = lot.hiding | _holding(ends, [last for last, ties in found if not ties])
    for pattern in compiled.initials:
        maybe |= _holding(lot.title_ends, [seen.start() for seen in pattern.finditer(lot.titled)])
    filed = {name: compiled.shelf.hinted(name) for name in {each.category for each in lot.listings}}
    known = compiled.shops.by_id
    return [
        at in sure or shop in known or ((at in maybe or filed[each.category]) and _may_be(lot, at, compiled))
        for at, (each, shop) in enumerate(zip(lot.listings, lot.shops, strict=True))
    ]


def _may_be(lot: Lot, at: int, compiled: CompiledBook) -> bool:
    """Whether a listing without a plain sign is to be looked at: its name hidden or in initials, or what only hints at goods,
    or is filed with them, where its price alone would alert."""
    listing = lot.listings[at]
    hidden = at in lot.hiding and compiled.finder.may_hide(lot.folded[at], _told(listing))
    if hidden or search(listing.title, compiled.initials):
        return True
    low = is_low(listing, compiled.rates, compiled.shelf.dearest)
    return low and (compiled.shelf.hinted(listing.title) or compiled.shelf.hinted(listing.category))


def assess(
    listing: Listing,
    compiled: CompiledBook,
    weights: Weights,
    today: date,
    *,
    prints: Mapping[str, Fingerprint] | None = None,
    found: Sequence[PictureMatch] = (),
    picture_text: str = "",
    lot: Lot | None = None,
) -> Assessment:
    """Judge a listing against one brand.

    ``prints`` holds fingerprints of the listing's pictures by name, ``found`` pictures recognised otherwise,
    ``picture_text`` what was read in them, and ``lot`` the listing by itself where the caller has it already.
    """
    own = (match(name, mark, compiled.pictures) for name, mark in (prints or {}).items())
    shown = [*filter(None, own), *found]
    lot = lot or Lot([listing])
    if not shown and not picture_text and not candidates(lot, compiled)[0]:
        return _plain(listing, compiled, _chance(weights), ())
    return _judged([_looked(lot.texts[0], compiled, weights, today, shown, picture_text)], weights)[0]


def assess_all(lot: Lot, compiled: CompiledBook, weights: Weights, today: date) -> list[Assessment]:
    """Judge listings without pictures against one brand: as `assess` does, but their words are read all at once."""
    unseen = _chance(weights)
    first = [
        _looked(texts, compiled, weights, today, [], "")
        if candidate
        else _plain(texts.listing, compiled, unseen, ())
        for texts, candidate in zip(lot.texts, candidates(lot, compiled), strict=True)
    ]
    return _judged(first, weights)


def _looked(
    texts: ListingTexts,
    compiled: CompiledBook,
    weights: Weights,
    today: date,
    shown: list[PictureMatch],
    picture_text: str,
) -> Assessment | ListingLook:
    """The judgement where the shop is authorised, else a look at the listing."""
    listing = texts.listing
    shop = seller.known(listing, compiled.shops, today)
    if shop is not None and seller.is_authorised(shop, today):
        standing = seller.signal(listing, shop, compiled.shops, (), NOTHING_SAID, own=True, on=today)
        return _plain(listing, compiled, weights.authorised, (standing,) if standing else ())
    return ListingLook(texts, compiled, shop, shown, picture_text, today)


def _judged(first: Sequence[Assessment | ListingLook], weights: Weights) -> list[Assessment]:
    """The judgements. What nothing ties to the brand is read, which takes longest, only where slang makes it worth that."""
    looks, quiet = [each for each in first if isinstance(each, ListingLook)], _chance(weights, UNTIED)
    take(looks, ListingLook.place, ListingLook.see)
    heard = [each if each.tied or each.copied else None for each in looks]
    judged, each_heard = _weighed([*filter(None, heard)], weights), iter(heard)
    return [
        each
        if isinstance(each, Assessment)
        else next(judged)
        if next(each_heard)
        else _plain(each.published, each.compiled, quiet, ())
        for each in first
    ]


def _weighed(looks: Sequence[ListingLook], weights: Weights) -> Iterator[Assessment]:
    said = signals(looks, weights)
    scores = [round(probability(each, weights), 4) for each in said]
    for look, told, score in zip(looks, said, scores, strict=True):
        if not look.tied:  # a chance, and no reason: nothing of it is about the brand
            yield _plain(look.published, look.compiled, score, ())
            continue
        product = look.offer.goods.product if look.offer.goods else None
        yield Assessment(
            listing_id=look.listing.listing_id,
            brand=look.compiled.book.name,
            band=band(score, weights),
            score=score,
            skus=(product.sku,) if product else (),
            product=(product.name, product.name_zh) if product else ("", ""),
            right_ids=look.right_ids,
            signals=tuple(sorted(told, key=_SCORE, reverse=True)),
            book_revision=look.compiled.book.revision,
            detector_version=detector_version(),
            genuine=look.surest.genuine if look.surest else "",
        )


def _chance(weights: Weights, *said: Signal) -> float:
    """The chance of a listing of which no more is said; of one that nothing made worth a look without anything."""
    return round(probability(said, weights), 4)


def _plain(listing: Listing, compiled: CompiledBook, score: float, signals: tuple[Signal, ...]) -> Assessment:
    return Assessment(
        listing_id=listing.listing_id,
        brand=compiled.book.name,
        band=_CLEAR,
        score=score,
        signals=signals,
        book_revision=compiled.book.revision,
        detector_version=detector_version(),
    )

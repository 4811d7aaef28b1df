"""One listing judged against one brand: which is judged at all; pure, the same in a thread, a process or a cluster."""

from __future__ import annotations

import hashlib
import itertools
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.listings import Listing
from bot.domain.sellers import shop_key
from bot.signals.names.folding import BREAK, fold, fold_all, readable
from bot.signals.names.initials import search
from bot.signals.names.parted import HIDES
from bot.signals.offer import seller
from bot.signals.offer.lexicon import NOTHING_SAID
from bot.signals.offer.price import is_low
from bot.signals.pictures.image import Fingerprint, PictureMatch, match
from bot.signals.weighing.combine import Weights, band, probability
from bot.signals.weighing.compiled_book import CompiledBook
from bot.signals.weighing.detectors import signals
from bot.signals.weighing.look import ListingLook

_ROOM = Path(__file__).parents[1]


@cache
def detector_version() -> str:
    """What judgements depend on besides listing, brand book and weights: this room's code and data. A listing judged by
    another version is judged again."""
    digest = hashlib.sha256()
    for path in sorted(_ROOM.rglob("*")):
        if path.suffix in {".py", ".toml", ".npz"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def skeleton(listing: Listing) -> str:
    """The folded text of all fields that names are looked for in: worked out once for all brands."""
    return fold(_joined(listing))


def skeletons(listings: Sequence[Listing]) -> list[str]:
    """Those of listings, in less time than one by one."""
    return fold_all([*map(_joined, listings)])


def _joined(listing: Listing) -> str:
    joined = BREAK.join(_fields(listing))
    return BREAK.join(_texts(listing)) if "<" in joined or "&" in joined else joined


def _fields(listing: Listing) -> Sequence[str]:
    fields = (listing.title, listing.brand, listing.seller_name, listing.description)
    return (*fields, *(name for name, _ in listing.sku_prices)) if listing.sku_prices else fields


def _texts(listing: Listing) -> Iterator[str]:
    return map(readable, _fields(listing))


def is_candidate(listing: Listing, compiled: CompiledBook, folded: str) -> bool:
    """Whether anything in the words or the shop may tie the listing to the brand; pictures are another matter."""
    return candidates([listing], compiled, [folded])[0]


def candidates(listings: Sequence[Listing], compiled: CompiledBook, folded: Sequence[str]) -> list[bool]:
    """The like for listings with their skeletons: all texts are gone over as one, and where a sign shows, each by itself."""
    titles = ["\0".join((each.title, *(name for name, _ in each.sku_prices))) for each in listings]
    sure, maybe = _showing(compiled, folded, titles)
    filed = {name: compiled.shelf.hinted(name) for name in {each.category for each in listings}}
    shops = compiled.shops.by_id
    return [
        at in sure
        or shop_key(each.platform, each.seller_id) in shops
        or ((at in maybe or filed[each.category]) and _may_be(each, compiled, folded[at], titles[at]))
        for at, each in enumerate(listings)
    ]


def _showing(
    compiled: CompiledBook, folded: Sequence[str], titles: Sequence[str]
) -> tuple[set[int], set[int]]:
    """The places of listings that a word ties to the brand, and of those in which anything may hint at it."""
    whole, ends = BREAK.join(folded), [*itertools.accumulate(len(text) + 1 for text in folded)]
    found = [(ties, bisect_right(ends, last)) for last, ties in compiled.scent.iter(whole)]
    found += [(True, bisect_right(ends, seen.start())) for seen in compiled.finder.sounds.finditer(whole)]
    whole, ends = "\0".join(titles), [*itertools.accumulate(len(text) + 1 for text in titles)]
    for pattern in (HIDES, *compiled.initials):
        found += [(False, bisect_right(ends, seen.start())) for seen in pattern.finditer(whole)]
    return {at for ties, at in found if ties}, {at for _, at in found}


def _may_be(listing: Listing, compiled: CompiledBook, folded: str, titles: str) -> bool:
    """Whether a listing without a plain sign is to be looked at: its name hidden or in initials, or what only hints at goods,
    or is filed with them, where its price alone would alert."""
    if compiled.finder.may_hide(folded, titles, _texts(listing)) or search(listing.title, compiled.initials):
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
    folded: str | None = None,
) -> Assessment:
    """Judge a listing against one brand.

    ``prints`` holds fingerprints of the listing's pictures by name, ``found`` pictures recognised otherwise,
    ``picture_text`` what was read in them, and ``folded`` its skeleton where the caller has it already.
    """
    own = (match(name, mark, compiled.pictures) for name, mark in (prints or {}).items())
    shown = [*filter(None, own), *found]
    folded = folded if folded is not None else skeleton(listing)
    if not shown and not picture_text and not is_candidate(listing, compiled, folded):
        return _plain(listing, compiled, weights.untied, ())
    first = _looked(listing, compiled, weights, today, shown, picture_text)
    return first if isinstance(first, Assessment) else next(_judged([first], weights))


def assess_all(
    listings: Sequence[Listing], compiled: CompiledBook, weights: Weights, today: date, folded: Sequence[str]
) -> list[Assessment]:
    """Judge listings without pictures against one brand: as `assess` does, but their words are read all at once."""
    first = [
        _looked(listing, compiled, weights, today, [], "")
        if candidate
        else _plain(listing, compiled, weights.untied, ())
        for listing, candidate in zip(listings, candidates(listings, compiled, folded), strict=True)
    ]
    judged = _judged([each for each in first if isinstance(each, ListingLook)], weights)
    return [each if isinstance(each, Assessment) else next(judged) for each in first]


def _looked(
    listing: Listing,
    compiled: CompiledBook,
    weights: Weights,
    today: date,
    shown: list[PictureMatch],
    picture_text: str,
) -> Assessment | ListingLook:
    """The judgement where nothing ties the listing to the brand or its shop is authorised, else a look at it."""
    shop = seller.known(listing, compiled.shops, today)
    if shop is not None and seller.is_authorised(shop, today):
        standing = seller.signal(listing, shop, compiled.shops, (), NOTHING_SAID, own=True, on=today)
        return _plain(listing, compiled, weights.authorised, (standing,) if standing else ())
    look = ListingLook(listing, compiled, shop, shown, picture_text, today)
    return look if look.tied else _plain(listing, compiled, weights.untied, ())


def _judged(looks: Sequence[ListingLook], weights: Weights) -> Iterator[Assessment]:
    for look, said in zip(looks, signals(looks, weights), strict=True):
        score = round(probability(said, weights), 4)
        product = look.offer.goods.product if look.offer.goods else None
        yield Assessment(
            listing_id=look.listing.listing_id,
            brand=look.compiled.book.name,
            band=band(score, weights),
            score=score,
            skus=(product.sku,) if product else (),
            product=(product.name, product.name_zh) if product else ("", ""),
            right_ids=look.right_ids,
            signals=tuple(sorted(said, key=lambda s: -s.score)),
            book_revision=look.compiled.book.revision,
            detector_version=detector_version(),
            genuine=look.surest.genuine if look.surest else "",
        )


def _plain(listing: Listing, compiled: CompiledBook, score: float, signals: tuple[Signal, ...]) -> Assessment:
    return Assessment(
        listing_id=listing.listing_id,
        brand=compiled.book.name,
        band=Band.CLEAR,
        score=score,
        signals=signals,
        book_revision=compiled.book.revision,
        detector_version=detector_version(),
    )

"""One listing judged against one brand: pure, picklable, the same in a thread, a process or a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.sellers import Seller, Standing, shop_key
from bot.signals import contact, context, image, price, seller, trade, wording, wordmark
from bot.signals.combine import Weights, band, probability
from bot.signals.folding import BREAK, fold, fold_field, published_span, readable
from bot.signals.image import Fingerprint, PictureMatch
from bot.signals.initials import find_initials
from bot.signals.lexicon import NOTHING_SAID, Terms, find_terms, has_slang
from bot.signals.marks import Form, Need
from bot.signals.registry import CompiledBook
from bot.signals.wordmark import Sighting

_DETECTOR = 10
"""Raise it when detectors change: listings are then judged again."""


@cache
def detector_version() -> str:
    """What judgements depend on besides listing, brand book and weights: detectors and their data."""
    digest = hashlib.sha256()
    for name in ("lexicon.toml", "trades.toml", "weights.toml"):
        digest.update(files("bot.signals").joinpath(name).read_bytes())
    return f"{_DETECTOR}-{digest.hexdigest()[:12]}"


def skeleton(listing: Listing) -> str:
    """The folded text of all fields that names are looked for in: worked out once for all brands."""
    texts = (listing.title, listing.brand, listing.seller_name, listing.description)
    joined = BREAK.join(texts)
    return fold(BREAK.join(map(readable, texts)) if "<" in joined or "&" in joined else joined)


def is_candidate(listing: Listing, compiled: CompiledBook, folded: str) -> bool:
    """Whether anything in the words or the shop may tie the listing to the brand; pictures are another matter."""
    if shop_key(listing.platform, listing.seller_id) in compiled.shops.by_id:
        return True
    if next(compiled.finder.iter(folded), None) is not None:
        return True
    for _, first, last, _ in compiled.splits:  # a plain loop: this runs on every line
        if first in folded and last in folded:
            return True
    return _initials_beside_slang(listing, compiled, folded)


def _initials_beside_slang(listing: Listing, compiled: CompiledBook, folded: str) -> bool:
    """Whether the title holds the brand's initials and something says that a copy is offered (高仿 LX 包)."""
    if compiled.initials is None or compiled.initials.search(listing.title) is None:
        return False
    return has_slang(folded) or any(wording.numeric_terms(fold_field("title", listing.title)))


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
    shown = [*image.matches((prints or {}).items(), compiled.pictures), *found]
    if (
        not shown
        and not picture_text
        and not is_candidate(listing, compiled, folded if folded is not None else skeleton(listing))
    ):
        return _plain(listing, compiled, weights.untied, ())
    shop = seller.known(listing, compiled.shops, today)
    if shop is not None and seller.is_authorised(shop, today):
        standing = seller.signal(listing, shop, compiled.shops, (), NOTHING_SAID, own=True, on=today)
        return _plain(listing, compiled, weights.authorised, (standing,) if standing else ())
    return _Look(listing, compiled, shop, shown, picture_text, today).judge(weights)


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


class _Look:
    """One listing under all detectors. What they share is worked out once, and only when one asks for it: most
    listings that hold letters of the name hold them within another word, and need no more than a look."""

    def __init__(
        self,
        listing: Listing,
        compiled: CompiledBook,
        shop: Seller | None,
        shown: list[PictureMatch],
        picture_text: str,
        today: date,
    ) -> None:
        self.listing, self.compiled, self.shop, self.shown, self.today = listing, compiled, shop, shown, today
        texts = {"title": listing.title, "brand": listing.brand, "seller_name": listing.seller_name}
        texts |= {"description": listing.description, "picture": picture_text}
        self.fields = {name: fold_field(name, text) for name, text in texts.items() if text}
        self.title = self.fields.get("title") or fold_field("title", "")
        self.surest = max(shown, key=lambda m: m.strength) if shown else None

    def judge(self, weights: Weights) -> Assessment:
        shop = self.shop
        listed = shop is not None and shop.standing is Standing.INFRINGER and shop.holds_on(self.today)
        if not self.seen and not self.shown and not (listed and self.offer.own):
            return _plain(self.listing, self.compiled, weights.untied, ())
        signals = tuple(self._placed(s) for s in self._signals() if s is not None)
        score = round(probability(signals, weights), 4)
        product = self.offer.goods.product if self.offer.goods else None
        return Assessment(
            listing_id=self.listing.listing_id,
            brand=self.compiled.book.name,
            band=band(score, weights),
            score=score,
            skus=(product.sku,) if product else (),
            right_ids=self._rights(),
            signals=tuple(sorted(signals, key=lambda s: -s.score)),
            book_revision=self.compiled.book.revision,
            detector_version=detector_version(),
            genuine=self.surest.genuine if self.surest else "",
        )

    def _placed(self, signal: Signal) -> Signal:
        """The signal with its span counted in the title as published, mark-up included."""
        if signal.span is None or self.listing.title == self.title.raw:
            return signal
        return replace(signal, span=published_span(self.listing.title, self.title.raw, signal.span))

    @cached_property
    def terms(self) -> Terms:
        """What the words of all fields say."""
        found = [term for text in self.fields.values() for term in find_terms(text)]
        return Terms(found + [term for text in self.fields.values() for term in wording.numeric_terms(text)])

    @cached_property
    def offer(self) -> trade.Offer:
        """What is on offer."""
        category = fold_field("category", self.listing.category)
        return trade.place(self.title, category, self.compiled.shelf, self.surest.sku if self.surest else "")

    @cached_property
    def seen(self) -> list[Sighting]:
        """Where the name stands."""
        compiled = self.compiled
        seen = [
            s
            for text in self.fields.values()
            for s in wordmark.sightings(text, compiled.finder, compiled.splits)
            if not s.need or s.need <= self._support(s)
        ]
        if not any(s.field == "title" for s in seen):
            hint = find_initials(self.title, compiled.marks, compiled.initials)
            if hint and (seen or self.shown or self._copied()):
                seen.append(hint)
        return seen

    def _copied(self) -> bool:
        """Whether strong slang offers a copy of the brand's own kinds of goods: what lets initials mean the brand."""
        return bool(self.offer.own) and self._slang()

    def _slang(self) -> bool:
        return any(t.term.strength >= 2 for t in self.terms.of("replica"))

    def _support(self, near: Sighting) -> Need:
        """What stands beside a reading that may be another's name. A maker who gives it as its brand may be cheap."""
        if not self.offer.own:
            return Need.NOTHING
        if self._slang() or self.terms.of("contact") or self.shown or self.shop is not None:
            return Need.SIGN
        own_name = self.listing.brand.strip().lower() == near.text.strip().lower()
        found = None if own_name else self._price()
        return Need.SIGN if found is not None and found.score > 0 else Need.GOODS

    def _signals(self) -> Iterable[Signal | None]:
        own, listing = self.offer.own, self.listing
        yield wordmark.signal(self.seen)
        yield wording.replica(self.terms, named=bool(self.seen), guessed=self._guessed())
        yield wording.supply(self.terms)
        yield wording.coded(self.terms)
        yield image.signal(self.shown)
        yield contact.signal(
            listing, self.terms, [(f, t.raw) for f, t in self.fields.items() if f in {"title", "description"}]
        )
        yield seller.signal(
            listing, self.shop, self.compiled.shops, self.seen, self.terms, own=own, on=self.today
        )
        lawful = list(context.signals(listing, self.title, self.terms, self.seen, self.compiled.shelf))
        yield from lawful
        yield trade.signal(self.offer, bool(self.seen))
        other = own is False or any(
            s.name in {"empties", "service", "about", "payment"} and s.score <= -0.8 for s in lawful
        )
        if not other:
            yield self._price()

    def _guessed(self) -> bool:
        """Whether nothing but initials says whose goods are copied."""
        return bool(self.seen) and not self.shown and all(s.form is Form.INITIALS for s in self.seen)

    def _price(self) -> Signal | None:
        return price.signal(
            self.listing,
            self.title.raw,
            self.offer,
            self.compiled.rates,
            self.compiled.lowest,
            sample=bool(self.terms.of("sample", "title")),
            used=bool(self.terms.of("secondhand", "title")),
        )

    def _rights(self) -> tuple[RightId, ...]:
        product = self.offer.goods.product if self.offer.goods else None
        return product.right_ids if product and product.right_ids else self.compiled.mark_rights

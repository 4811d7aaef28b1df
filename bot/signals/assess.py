"""One listing judged against one brand: pure, picklable, the same in a thread, a process or a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.sellers import Seller, shop_key
from bot.signals import contact, image, price, reading, sale, sayings, seller, trade, wording, wordmark
from bot.signals.combine import Weights, band, probability
from bot.signals.folding import BREAK, fold, fold_field, is_cjk, published_span, readable
from bot.signals.image import Fingerprint, PictureMatch
from bot.signals.initials import find_initials, has_initials
from bot.signals.lexicon import NOTHING_SAID, TermHit, TermHits, find_terms
from bot.signals.marks import NameForm, Need
from bot.signals.parted import hides
from bot.signals.registry import CompiledBook
from bot.signals.roles import roles
from bot.signals.vocabulary import holds_name, is_word
from bot.signals.wordmark import NameSighting, find_sounds

_BY_CHARACTER = frozenset(
    {
        NameForm.HOMOPHONE,
        NameForm.VARIANT,
        NameForm.INVERTED,
        NameForm.MISSPELT,
        NameForm.NEAR,
        NameForm.PINYIN,
        NameForm.PARTLY,
        NameForm.APART,
    }
)
"""Forms that may as well be another maker's name."""
_OFFERED = frozenset(
    (
        "正品", "全新", "闲置", "二手", "官方", "原装", "品牌", "专柜", "国货", "高仿", "精仿", "复刻", "原单", "买到", "收到",
        "求购", "代购", "出售", "转让", "转卖", "低价", "清仓", "特价", "正版", "旗舰", "进口", "大牌",
        *"出收转买卖求的是为发叫用",
    )
)  # fmt: skip
"""Words after which a name is the goods' own."""
_NAMED = frozenset("牌家官旗正同专全新的款版出")
"""Characters before which a name is a maker's: 锦鲤牌, 锦鲤家纺, 锦鲤官方."""
_GOODS = 0.35
"""How surely goods must be on sale for their price to be compared with that of goods."""
_DETECTOR = 13
"""Raise it when detectors change: listings are then judged again."""


@cache
def detector_version() -> str:
    """What judgements depend on besides listing, brand book and weights: detectors and their data."""
    digest = hashlib.sha256()
    for name in ("lexicon.toml", "trades.toml", "weights.toml", "reading.npz"):
        digest.update(files("bot.signals").joinpath(name).read_bytes())
    return f"{_DETECTOR}-{digest.hexdigest()[:12]}"


def skeleton(listing: Listing) -> str:
    """The folded text of all fields that names are looked for in: worked out once for all brands."""
    joined = BREAK.join((listing.title, listing.brand, listing.seller_name, listing.description))
    return fold(BREAK.join(_texts(listing)) if "<" in joined or "&" in joined else joined)


def _texts(listing: Listing) -> Iterator[str]:
    return map(readable, (listing.title, listing.brand, listing.seller_name, listing.description))


def is_candidate(listing: Listing, compiled: CompiledBook, folded: str) -> bool:
    """Whether anything in the words or the shop may tie the listing to the brand; pictures are another matter."""
    if shop_key(listing.platform, listing.seller_id) in compiled.shops.by_id:
        return True
    if next(compiled.finder.iter(folded), None) or next(compiled.shelf.scent.iter(folded), None):
        return True
    for way in compiled.splits:  # plain loops: this runs on every line
        if way[0] in folded and way[1] in folded and any(map(way.pattern.search, _texts(listing))):
            return True
    if hides(listing.title):
        for way in compiled.masks:
            if way[0] in folded and way[1] in folded and way.pattern.search(listing.title):
                return True
    # Initials (高仿 LX 包) and what sounds like the name count beside the brand's own kinds of goods.
    return has_initials(listing.title, compiled.marks, compiled.initials) or (
        bool(compiled.sounds) and any(find_sounds(listing.title, compiled.sounds))
    )


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
    shown = [*image.matches(prints.items(), compiled.pictures), *found] if prints else [*found]
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
    return ListingLook(listing, compiled, shop, shown, picture_text, today).judge(weights)


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


def _within(hit: TermHit, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a word is part of the name of the brand's own goods: 螺丝 of 电动螺丝刀."""
    return any(start <= hit.start and hit.end <= end for start, end in spans)


class ListingLook:
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
        if not self.tied:
            return _plain(self.listing, self.compiled, weights.untied, ())
        signals = self.signals(weights)
        score = round(probability(signals, weights), 4)
        product = self.offer.goods.product if self.offer.goods else None
        return Assessment(
            listing_id=self.listing.listing_id,
            brand=self.compiled.book.name,
            band=band(score, weights),
            score=score,
            skus=(product.sku,) if product else (),
            product=(product.name, product.name_zh) if product else ("", ""),
            right_ids=self._rights(),
            signals=tuple(sorted(signals, key=lambda s: -s.score)),
            book_revision=self.compiled.book.revision,
            detector_version=detector_version(),
            genuine=self.surest.genuine if self.surest else "",
        )

    def signals(self, weights: Weights) -> tuple[Signal, ...]:
        """What every detector says."""
        return tuple(self._placed(s) for s in self._signals(weights) if s is not None)

    @property
    def tied(self) -> bool:
        """Whether anything lets the listing be judged: a name, a picture, or the brand's own kinds of goods."""
        return bool(self.seen or self.shown or self.offer.own)

    def _placed(self, signal: Signal) -> Signal:
        """The signal with its span counted in the title as published, mark-up included."""
        if signal.span is None or self.listing.title == self.title.raw:
            return signal
        return replace(signal, span=published_span(self.listing.title, self.title.raw, signal.span))

    @cached_property
    def terms(self) -> TermHits:
        """What the words of all fields say."""
        found = [term for text in self.fields.values() for term in find_terms(text)]
        found += [term for text in self.fields.values() for term in sayings.in_figures(text)]
        return TermHits(found)

    @cached_property
    def offer(self) -> trade.Offer:
        """What is on offer."""
        category = fold_field("category", self.listing.category)
        return trade.place(self.title, category, self.compiled.shelf, self.surest.sku if self.surest else "")

    @cached_property
    def seen(self) -> list[NameSighting]:
        """Where the name stands, or what may hint at it."""
        compiled = self.compiled
        found = [
            s
            for text in self.fields.values()
            for s in wordmark.sightings(text, compiled.finder, compiled.splits, compiled.masks)
        ]
        found += wordmark.sounding(self.title, compiled.sounds)
        if not any(s.field == "title" and s.form is not NameForm.LINE for s in found):
            found += filter(None, [find_initials(self.title, compiled.marks, compiled.initials)])
        return [
            replace(s, need=Need.SIGN) if s.need is Need.GOODS and not self.offer.own else s
            for s in found
            if not self._another(s) and not self._ordinary(s)
        ]

    def _another(self, near: NameSighting) -> bool:
        """Whether it is a third maker's name, told by agreement: the brand field gives a longer name that the title or the
        shop has too, or the very name that the shop has."""
        maker, part = fold(self.listing.brand), fold(near.text)
        if part not in maker or not maker:
            return False
        shop = maker in fold(self.listing.seller_name)
        if part == maker:
            return near.form in _BY_CHARACTER and (shop or near.need >= Need.SIGN)
        return shop or maker in self.title.skeleton

    def _ordinary(self, near: NameSighting) -> bool:
        """Whether a name that is a word of the language means what the word means: run together with other words than
        the brand's own (小锦鲤, 锦鲤报春), where no copy is offered."""
        if near.form is not NameForm.PLAIN or not is_word(near.text) or near.field == "brand":
            return False
        raw = self.fields[near.field].raw
        ahead, behind = raw[max(0, near.start - 2) : near.start], raw[near.end : near.end + 6]
        if self._begins_goods(behind):
            return False
        if ahead and is_cjk(ahead[-1]) and ahead not in _OFFERED and ahead[-1] not in _OFFERED:
            return True
        return bool(behind) and is_cjk(behind[0]) and behind[0] not in _NAMED

    def _begins_goods(self, behind: str) -> bool:
        """Whether what follows a name is a word for the brand's goods, or ends as one of theirs does: 童鞋 beside 学步鞋."""
        words, shelf = fold(behind), self.compiled.shelf
        return words.startswith(tuple(shelf.beginnings)) or any(
            c in shelf.heads for c in behind[:4] if is_cjk(c)
        )

    def _signals(self, weights: Weights) -> Iterator[Signal | None]:
        listing, (told, loose), asked = self.listing, self.told(), self.asked
        on_sale = sale.read(told, loose, listing, weights.kinds, sale.known(self.offer.own, asked))
        sure = [s for s in self.seen if s.tie == "wordmark"]
        yield from wordmark.signals(self.seen)
        yield from sale.signals(on_sale)
        yield wording.replica(self.terms, named=bool(sure))
        yield reading.signal(reading.read(told, loose, weights.pieces))
        yield image.signal(self.shown)
        yield contact.signal(
            listing, self.terms, [(f, t.raw) for f, t in self.fields.items() if f in {"title", "description"}]
        )
        yield seller.signal(
            listing, self.shop, self.compiled.shops, sure, self.terms, own=self.offer.own, on=self.today
        )
        yield trade.signal(self.offer)
        if asked is not None and self.offer.own is not False and on_sale.goods > _GOODS:
            yield replace(asked, score=round(asked.score * on_sale.goods, 3))

    def told(self) -> tuple[list[reading.Clause], list[str]]:
        """What the words are read from: clauses of the title, the description and the shop's name, and the rest."""
        clauses, own = list[reading.Clause](), dict[str, list[tuple[int, int]]]()
        for name in ("title", "description", "seller_name"):
            if text := self.fields.get(name):
                named = [(s.start, s.end) for s in self.seen if s.field == name]
                goods = [] if name == "seller_name" else list(trade.own_spans(text, self.compiled.shelf))
                clauses += reading.clauses(text, reading.masked(text, named, goods))
                own[name] = goods
        named_so = any(s.field == "brand" for s in self.seen)
        return clauses, [
            *reading.circumstances(self.listing, named=named_so),
            *reading.lexical(
                (hit for hit in self.terms if not _within(hit, own.get(hit.field, ()))), clauses
            ),
            *roles(self.title, self.terms, self.seen),
            *self._amount(),
            *self._other_name(clauses),
        ]

    def _other_name(self, told: Sequence[reading.Clause]) -> Iterator[str]:
        """Whether a title that does not name the brand holds what is no word: likely another maker's name."""
        if not any(s.tie == "wordmark" for s in self.seen):
            titled = [c for c in told if c.field == "title"]
            ahead = [c for c in titled if reading.GOODS in c.text] or titled
            yield "@other name" if any(holds_name(c.text) for c in ahead[:1]) else "@no other name"

    def _amount(self) -> Iterator[str]:
        """How many pieces are spoken of, and where: one used thing is resold, thirty are not."""
        step = sale.amount(sale.count(self.listing.title, self.listing.description))
        yield f"@many {step}"
        yield f"@many {step} on {self.listing.platform}"

    @cached_property
    def asked(self) -> Signal | None:
        """The price as if goods were on sale."""
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

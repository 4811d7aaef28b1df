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
from bot.domain.sellers import Seller, SellerStanding, shop_key
from bot.signals import contact, image, price, reading, sayings, seller, trade, wording, wordmark
from bot.signals.combine import Weights, band, probability
from bot.signals.folding import BREAK, fold, fold_field, is_cjk, published_span, readable
from bot.signals.image import Fingerprint, PictureMatch
from bot.signals.initials import find_initials, has_initials
from bot.signals.lexicon import NOTHING_SAID, TermHits, find_terms
from bot.signals.marks import NameForm, Need
from bot.signals.parted import hides
from bot.signals.registry import CompiledBook
from bot.signals.roles import roles
from bot.signals.vocabulary import is_word
from bot.signals.wordmark import NameSighting, find_sounds

_GUESSED = frozenset({NameForm.INITIALS, NameForm.LINE})
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
_MISTYPED = frozenset(
    {
        NameForm.MISSPELT,
        NameForm.NEAR,
        NameForm.HOMOPHONE,
        NameForm.VARIANT,
        NameForm.PINYIN,
        NameForm.TRADITIONAL,
    }
)
"""Forms that an owner may hit upon who types a name by ear."""
_OWNERS = -0.7
"""Log-odds of the words from which a listing reads like an owner's own."""
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
_DETECTOR = 12
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
    lined = False
    for _, (_, mark) in compiled.finder.iter(folded):  # plain loops: this runs on every line
        if mark.form is not NameForm.LINE:
            return True
        lined = True
    for way in compiled.splits:
        if way[0] in folded and way[1] in folded and any(map(way.pattern.search, _texts(listing))):
            return True
    if hides(listing.title):
        for way in compiled.masks:
            if way[0] in folded and way[1] in folded and way.pattern.search(listing.title):
                return True
    # Names of goods, initials (高仿 LX 包) and what sounds like the name count beside the brand's own kinds of goods.
    return (
        lined
        or has_initials(listing.title, compiled.marks, compiled.initials)
        or (bool(compiled.sounds) and any(find_sounds(listing.title, compiled.sounds)))
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
        signals = tuple(self._placed(s) for s in self._signals(weights) if s is not None)
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

    @property
    def tied(self) -> bool:
        """Whether anything ties the listing to the brand."""
        return bool(self.seen or self.shown) or (self._listed() and self._sells_own())

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
        """Where the name stands."""
        compiled = self.compiled
        found = [
            s
            for text in self.fields.values()
            for s in wordmark.sightings(text, compiled.finder, compiled.splits, compiled.masks)
        ]
        found += wordmark.sounding(self.title, compiled.sounds)
        lined = any(s.form is NameForm.LINE and s.field == "title" for s in found)
        seen = [
            s
            for s in found
            if not self._another(s)
            and not self._ordinary(s)
            and (not s.need or s.need <= self._support(s, lined=lined))
        ]
        if not any(s.field == "title" and s.form is not NameForm.LINE for s in seen):
            hint = find_initials(self.title, compiled.marks, compiled.initials)
            if hint and (seen or self.shown or lined or self._meant(hint)):
                seen.append(hint)
        return seen

    def _copied(self) -> bool:
        """Whether a copy of the brand's own kinds of goods is offered, by slang or away from the platform: what lets
        initials mean the brand."""
        return bool(self.offer.own) and (
            self._slang() or bool(self.terms.of("contact") or self.terms.of("coded"))
        )

    def _sells_own(self) -> bool:
        """Whether goods of the brand's kinds are on offer, not what goes with them: all that ties a listed infringer's
        nameless goods to the brand."""
        told = not self.offer.guessed or bool(self.terms.of("coded", "title"))
        return bool(self.offer.own) and told and not self.terms.of("accessory", "title")

    def _another(self, near: NameSighting) -> bool:
        """Whether it is a third maker's name, told by agreement: the brand field gives a longer name that the title or the
        shop has too, or the very name that the shop has."""
        maker, part = fold(self.listing.brand), fold(near.text)
        if part not in maker or not maker:
            return False
        shop = maker in fold(self.listing.seller_name)
        if part == maker:
            return shop and near.form in _BY_CHARACTER and not self._undercuts()
        return shop or maker in self.title.skeleton

    def _undercuts(self) -> bool:
        """Whether the brand's own kinds of goods are on offer at an impossible price."""
        found = self._price() if self.offer.own and not self.offer.guessed else None
        return found is not None and found.score > 0

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

    def _meant(self, hint: NameSighting) -> bool:
        """Whether initials mean the brand, by what is offered and how."""
        return self._copied() or self._dumped(hint)

    def _dumped(self, hint: NameSighting) -> bool:
        """Whether a shop's first letter or character (T家) stands with the brand's own kinds of goods at an impossible
        price: initials alone may be anything there."""
        return hint.text.endswith("家") and self._undercuts()

    def _slang(self) -> bool:
        return any(
            t.term.strength >= 2 for t in (*self.terms.of("replica"), *self.terms.of("labelled", "title"))
        )

    def _support(self, near: NameSighting, *, lined: bool) -> Need:
        """What stands beside a reading that may be another's name; ``lined`` says that the title names goods as the
        brand alone does. A maker who gives it as its brand may be cheap."""
        led = bool(self.terms.of("contact"))
        if not self.offer.own and (not lined or near.form is NameForm.LINE):
            return Need.SIGN if led and self.offer.own is None else Need.NOTHING
        if self._slang() and self.offer.own is not False:
            return Need.COPY
        if lined and near.form not in {NameForm.LINE, NameForm.NEAR, NameForm.MISSPELT}:
            return Need.SIGN
        if self._slang() or led or self.shown or self.shop is not None:
            return Need.SIGN
        own_name = self.listing.brand.strip().lower() == near.text.strip().lower()
        found = None if own_name else self._price()
        return Need.SIGN if found is not None and found.score > 0 else Need.GOODS

    def _signals(self, weights: Weights) -> Iterable[Signal | None]:
        own, listing = self.offer.own, self.listing
        read = reading.read(*self.told(), weights.pieces)
        yield wordmark.signal(self._as_typed(read.odds))
        yield wording.replica(self.terms, named=bool(self.seen), guessed=self._guessed())
        yield reading.signal(read)
        yield image.signal(self.shown)
        led = contact.signal(
            listing, self.terms, [(f, t.raw) for f, t in self.fields.items() if f in {"title", "description"}]
        )
        yield led
        yield seller.signal(
            listing, self.shop, self.compiled.shops, self.seen, self.terms, own=own, on=self.today
        )
        if own is not None or not self._hides():
            yield trade.signal(self.offer, bool(self.seen))
        found = None if own is False else self._price()
        if found is not None and not (self._no_plea(led) if found.score < 0 else self._partial()):
            yield found

    def _as_typed(self, odds: float) -> list[NameSighting]:
        """The sightings; a name misspelt where the words read lawful is no disguise."""
        if odds > _OWNERS or self._hides():
            return self.seen
        plain = wordmark.plain_certainty
        return [
            replace(s, certainty=min(s.certainty, plain(s.field))) if s.form in _MISTYPED else s
            for s in self.seen
        ]

    def told(self) -> tuple[list[reading.Clause], list[str]]:
        """What the words are read from: clauses of the title, the description and the shop's name, and the rest."""
        clauses = list[reading.Clause]()
        for name in ("title", "description", "seller_name"):
            if text := self.fields.get(name):
                named = [(s.start, s.end) for s in self.seen if s.field == name]
                goods = () if name == "seller_name" else trade.own_spans(text, self.compiled.shelf)
                clauses += reading.clauses(text, reading.masked(text, named, goods))
        named_so = any(s.field == "brand" for s in self.seen)
        return clauses, [
            *reading.circumstances(self.listing, named=named_so),
            *reading.lexical(self.terms, clauses),
            *roles(self.title, self.terms, self.seen),
        ]

    def _no_plea(self, led: Signal | None) -> bool:
        """Whether a price like the genuine goods' speaks for nothing: buyers led away pay another, copies may be dear,
        and a listed infringer stays one."""
        copied = any(t.term.strength >= 2 for t in self.terms.of("replica", "title", "description"))
        return led is not None or copied or self._listed()

    def _listed(self) -> bool:
        """Whether the shop is a known infringer."""
        shop = self.shop
        return shop is not None and shop.standing is SellerStanding.INFRINGER and shop.holds_on(self.today)

    def _partial(self) -> bool:
        """Whether what is left of goods is on offer, whose price compares with none."""
        return bool(self.terms.of("partial", "title"))

    def _hides(self) -> bool:
        """Whether the seller has a reason to name no goods: buyers are led away, or copies are offered."""
        return bool(self.terms.of("contact", "title", "description")) or self._slang()

    def _guessed(self) -> bool:
        """Whether nothing but initials, or a name of goods, says whose goods are copied."""
        return bool(self.seen) and not self.shown and all(s.form in _GUESSED for s in self.seen)

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

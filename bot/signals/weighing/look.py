"""One listing and one brand looked at together: what all detectors share, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property

from bot.domain.assessments import Signal
from bot.domain.ids import RightId
from bot.domain.sellers import Seller
from bot.signals.limits import NAMES
from bot.signals.names import wordmark
from bot.signals.names.edges import in_phrase, is_makers
from bot.signals.names.folding import Folded, ListingTexts, fold, fold_field, is_cjk, is_latin
from bot.signals.names.forms import INITIALS, LINE, NEEDS_GOODS, NEEDS_SIGN, PLAIN, NameForm, Need
from bot.signals.names.initials import find_initials, find_withheld
from bot.signals.names.near import imitated, near
from bot.signals.names.vocabulary import cuts_word, is_word
from bot.signals.names.wordmark import NameSighting
from bot.signals.offer import price, reading, sale, trade
from bot.signals.offer.lexicon import COPIED, TermHits, find_terms
from bot.signals.offer.lines import names_another
from bot.signals.offer.pieces import describing
from bot.signals.offer.roles import is_denied, roles
from bot.signals.pictures.image import PictureMatch
from bot.signals.weighing.compiled_book import CompiledBook
from bot.signals.weighing.unheard import Places, opened, refused, unheard

_BY_CHARACTER = frozenset(
    {NameForm.HOMOPHONE, NameForm.INVERTED, NameForm.MISSPELT, NameForm.PINYIN, NameForm.APART, NameForm.NEAR}
)
"""Forms that may as well be another maker's name."""
_IMITATED = (_BY_CHARACTER - {NameForm.PINYIN}) | {NameForm.LONGER, NameForm.LOOKALIKE, NameForm.LEET}
"""Forms of a maker's name that nobody gives who sells the brand's own goods."""
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
_LINES = {need: f"@line {need.name.lower()}" for need in Need}
"""Pieces of names of goods, by what they need beside them."""


def take(looks: Sequence[ListingLook], *steps: Callable[[ListingLook], None]) -> None:
    """Take one step for every listing, then the next: what a processor has at hand takes half the time."""
    for step in steps:
        for look in looks:
            step(look)


class ListingLook:
    """One listing under all detectors. What they share is worked out once, in three steps: most listings that hold letters of
    the name hold them within another word, and need no more than to `place` and `see` them; what is tied is heard, too."""

    offer: trade.Offer
    """What is on offer."""
    seen: list[NameSighting]
    """Where the name is seen, or what may hint at it."""
    ties: dict[str, list[NameSighting]]
    """Sightings by the signal that they give."""
    sure: list[NameSighting]
    """Sightings of the name itself."""
    terms: TermHits
    """What the words of all fields say that are read."""
    asked: Signal | None
    """The price as if goods were on sale."""
    refused: Places
    """Where the seller refuses to make what bears the name."""
    unheard: Places
    """That, and what else is not read."""

    def __init__(
        self,
        texts: ListingTexts,
        compiled: CompiledBook,
        shop: Seller | None,
        shown: list[PictureMatch],
        picture_text: str,
        today: date,
    ) -> None:
        self.published, self.listing = texts.listing, opened(texts, compiled)
        texts = texts if self.listing is self.published else ListingTexts(self.listing)
        self.compiled, self.shop, self.shown, self.today = compiled, shop, shown, today
        self.fields = texts.fields
        if picture_text:
            self.fields = self.fields | {"picture": fold_field("picture", picture_text)}
        self.title = self.fields.get("title") or fold_field("title", "")
        self.surest = max(shown, key=lambda m: m.strength) if shown else None

    def place(self) -> None:
        """The first step: what is on offer."""
        category = fold_field("category", self.listing.category)
        pictured = self.surest.sku if self.surest else ""
        self.offer = trade.place(self.title, category, self.compiled.shelf, pictured)

    @cached_property
    def tied(self) -> bool:
        """Whether anything lets the listing be judged: a name, a picture, a known shop, or the brand's own kinds of goods where
        neither a name in the title nor brand field and shop by agreement say that they are another's."""
        if self.seen or self.shown:
            return True
        agreed = (maker := fold(self.listing.brand)) and maker in fold(self.listing.seller_name)
        return self.offer.sure and (self.shop is not None or not (agreed or names_another(self.title.raw)))

    @property
    def imitated(self) -> bool:
        """Whether the maker that is given is an imitation of the brand's name."""
        return any(s.field == "brand" and s.form in _IMITATED for s in self.sure)

    def hear(self) -> None:
        """The third step: what words and price tell."""
        self.ties = wordmark.by_tie(self.seen)
        self.sure = self.ties["wordmark"]
        self.refused = {} if self.sure else refused(self.listing, self.fields, self.seen)
        self.unheard, self.terms = unheard(self.listing, self.refused, self._said)
        sample, used = bool(self.terms.of("sample", "title")), bool(self.terms.of("secondhand", "title"))
        title, rates, lowest = self.title.raw, self.compiled.rates, self.compiled.lowest
        self.asked = price.signal(self.listing, title, self.offer, rates, lowest, sample=sample, used=used)
        if self.asked and self.asked.score > 0 and not self.copied and sale.is_remainder(self.listing):
            self.asked = None  # what is left of an opened one is worth little

    @property
    def copied(self) -> bool:
        """Whether slang of copies stands in it."""
        return not self._said.keys().isdisjoint(COPIED)

    @cached_property
    def _said(self) -> TermHits:
        """What the words of all fields say."""
        return TermHits([term for text in self.fields.values() for term in text.once(find_terms)])

    def see(self) -> None:
        """The second step: where the name is seen."""
        found = [
            s for text in self.fields.values() for s in text.once(wordmark.sightings, self.compiled.finder)
        ]
        if not [s for s in found if s.field == "title" and s.form is not LINE]:
            found += [*self._initials(told=bool(found)), *self._withheld()]
        maker, shop = fold(self.listing.brand), fold(self.listing.seller_name)
        found = self._ours(found, maker, shop) if maker and maker in self.title.skeleton else found
        if self.offer.own:
            found += self._near(told=any(s.tie == "wordmark" for s in found))
        held = [self._held(s, maker, shop) for s in found if not self._in_phrase(s)]
        self.seen = [*filter(self._leads, held)]

    def _leads(self, one: NameSighting) -> bool:
        """Whether it leads further: in a shop's name what may as well be a word of the language or anybody's initials does not,
        beside goods that are not surely the brand's."""
        weak = one.form is INITIALS or (one.form is LINE and one.need is NEEDS_SIGN)
        return self.offer.sure or one.field != "seller_name" or not weak

    def _in_phrase(self, one: NameSighting) -> bool:
        """Whether it is no more than a word among others, beside goods that are not the brand's: fresh juniper."""
        plain = one.form is PLAIN and not self.offer.own
        return plain and in_phrase(self.fields[one.field].raw, one.start, one.end)

    def _held(self, near: NameSighting, maker: str, shop: str) -> NameSighting:
        """The sighting, as a hint where it may mean something else or the seller says that the goods are not the brand's."""
        text = self.fields[near.field]
        denied, makers = is_denied(text, near), near.field == "brand"
        if makers or (len(near.alias) == 1 and is_makers(text.raw, near.start, near.end)):
            near = near if near.makers else near._replace(makers=True)
        bare = near.form is PLAIN and not near.makers
        if denied or self._doubtful(near, maker, shop) or (bare and self._ordinary(near)):
            return near._replace(need=NEEDS_SIGN, denied=denied)
        loose = near.form is LINE and near.need is NEEDS_SIGN
        loose = loose and (not self.offer.sure or fold(near.text) in describing())
        return near._replace(certainty=near.certainty * NAMES.loose) if loose else near

    def _initials(self, *, told: bool) -> Iterator[NameSighting]:
        """Initials in the title. A single letter (W家) may be anybody's, where nothing is ``told``, nor the goods the brand's."""
        found = find_initials(self.title, self.compiled.initials, self.compiled.marks.name)
        if found and (told or self.offer.sure or sum(map(is_latin, found.text)) != 1):
            yield found

    def _withheld(self) -> Iterator[NameSighting]:
        """Where title and description tell the brand without its name, beside its own goods; what is asked is not its price."""
        asked = f"{self.listing.price or 0:.0f}"
        for name in ("title", "description") if self.offer.own else ():
            if name in self.fields:
                told = self.fields[name].once(find_withheld, self.compiled.withheld)
                yield from (s for s in told if s.text != asked)

    def _near(self, *, told: bool) -> Iterator[NameSighting]:
        """What imitates the name as the maker's own, and where the name itself is not ``told`` what is nearly so in any field."""
        if "brand" in self.fields:
            yield from imitated(self.fields["brand"], self.compiled.marks.spellings)
        for field in () if told else ("title", "brand", "seller_name", "description"):
            if field in self.fields:
                yield from self.fields[field].once(near, self.compiled.marks.spellings)

    def _ours(self, found: list[NameSighting], maker: str, shop: str) -> list[NameSighting]:
        """Those that are no third maker's name, told by agreement of brand field and title on a longer name, and of the shop too
        but for a name of goods where the brand is not given as the maker: Anchor of Velvet Anchor is none of ours."""
        told, agreed = [(s, fold(s.text)) for s in found], maker in shop
        given = any(s.field == "brand" and s.tie == "wordmark" for s, _ in told)
        longer = {own for _, own in told if own != maker and own in maker}
        return [s for s, own in told if own not in longer or not (agreed or (s.tie == "line" and not given))]

    def _doubtful(self, near: NameSighting, maker: str, shop: str) -> bool:
        """Whether a reading is no more than a hint: on other goods, or on some not told where it is no maker's name,
        or where brand field and shop agree on it: it may be a maker's own name, near to the brand's."""
        bare, by_character = near.need is NEEDS_GOODS and not self.offer.own, near.form in _BY_CHARACTER
        if bare and self.offer.own is None and near.makers and near.field != "brand":
            return False
        if not (bare or by_character) or maker != fold(near.text):
            return bare
        given = near.field == "brand" and self.offer.own is None
        return (bare and not given) or (by_character and maker in shop and not self.offer.own)

    def _ordinary(self, near: NameSighting) -> bool:
        """Whether a name that is a word of the language, as every single character is, means what the word means, run together
        with other words than the brand's own (小锦鲤, 锦鲤报春) or one among them."""
        single, raw = len(near.text) == 1, self.fields[near.field].raw
        if not is_word(near.text) and not (single and is_cjk(near.text)):
            return in_phrase(raw, near.start, near.end)
        ahead, behind = raw[max(0, near.start - 2) : near.start], raw[near.end : near.end + 6]
        behind = behind.split(" ")[0] if single else behind
        if self._begins_goods(behind):
            whole = fold(behind).startswith(tuple(self.compiled.shelf.keywords))
            return single and cuts_word(raw, near.start, near.end) and not whole
        if is_cjk(ahead[-1:] or " ") and _OFFERED.isdisjoint((ahead, ahead[-1])):
            return True
        return bool(behind) and is_cjk(behind[0]) and behind[0] not in _NAMED

    def _begins_goods(self, behind: str) -> bool:
        """Whether what follows a name is a word for the brand's goods, or ends as one of theirs does: 童鞋 beside 学步鞋."""
        shelf = self.compiled.shelf
        ends = any(c in shelf.heads for c in behind[:4] if is_cjk(c))
        return ends or fold(behind).startswith(tuple(shelf.beginnings))

    def told(self) -> tuple[list[reading.Clause], list[str]]:
        """What the words are read from: clauses of the title, the description and the shop's name, and the rest."""
        clauses, named = list[reading.Clause](), dict[str, reading.Spans]()
        for one in self.seen:
            named[one.field] = (*named.get(one.field, ()), (one.start, one.end))
        for name in ("title", "description", "seller_name"):
            if text := self.fields.get(name):
                clauses += text.once(
                    _clauses, named.get(name, ()), self.unheard.get(name, ()), self.compiled.shelf
                )
        many = max(sale.count(self.listing.title), sale.count(self.listing.description))
        return clauses, [
            *sale.circumstances(self.listing, sale.amount(many), named="brand" in named),
            *reading.lexical(self.terms, clauses),
            *roles(self.fields, self.terms, self.seen),
            *["@ordinary"] * (PLAIN in [s.form for s in self.ties["hint"]]),
            *["@unnamed"] * (not self.sure),
            *{_LINES[s.need] for s in self.ties["line"]},
        ]

    @property
    def right_ids(self) -> tuple[RightId, ...]:
        """The rights that what is on offer falls under."""
        own = self.offer.goods.product.right_ids if self.offer.goods else ()
        return own or self.compiled.mark_rights


def _clauses(
    text: Folded, named: reading.Spans, unheard: reading.Spans, shelf: trade.Shelf
) -> list[reading.Clause]:
    """The clauses of a field, where names and goods are masked; no shop is called after goods."""
    goods = () if text.field == "seller_name" else trade.own_spans(text, shelf)
    return reading.clauses(text, named, goods, unheard)

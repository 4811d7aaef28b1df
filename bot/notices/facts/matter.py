"""The matter of one notice: who owns what, who acts, against whom, with what evidence; all from records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.domain.brands import BrandBook
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.evidence import Evidence
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.products import Product
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import Reason, ReasonKind, about
from bot.domain.rights import Authority, Owner, Right, RightKind, SellerDecision, add_months
from bot.domain.sellers import Seller, shop_key
from bot.notices.catalog import Catalog, KindEntry, Portal, Variant
from bot.notices.facts.terms import NO_TERMS, ActDates, LawFigures, act_dates
from bot.notices.wording.saying import HAN, BilingualText, either
from bot.papers import NoticeFacts

COUNTERFEIT, MARK_USE, SIMILAR = "counterfeit", "mark_use", "similar_mark"
"""The ground that wants a comparison, the one that the use of the mark alone bears, and that of Art. 57(2)."""

_ENDED = (DraftStatus.REJECTED, DraftStatus.BLOCKED)

OFFICES = frozenset({"amr", "patent", "customs", "court", "police"})
"""Routes to a public office, which may see the agent's contact."""


@dataclass(frozen=True, kw_only=True)
class NoticeMatter:
    """The facts of a request, resolved once. Nothing here is invented: what is missing stays empty.

    ``shelf`` is the folder of the captured files, where there is one.
    """

    facts: NoticeFacts
    entry: KindEntry
    catalog: Catalog
    terms: LawFigures = NO_TERMS
    shelf: Path | None = None

    @cached_property
    def texts(self) -> dict[str, str]:
        """The free-text fields of the modal, trimmed; empty ones are left out."""
        written = {name: text.strip() for name, text in self.facts.request.texts if text.strip()}
        marks = [(right.id, right.title) for right in self.marks]
        return {**self.entry.chosen(written, marks), **written}

    def free(self, field: str) -> BilingualText:
        """A person's own words. Where they wrote one language only, both texts show that (a gap says so)."""
        return either(*(self.texts.get(f"{field}_{language}", "") for language in ("zh", "en")))

    @cached_property
    def variant(self) -> Variant | None:
        """The instrument chosen in the form, where the kind has several; None for the kind's own."""
        return self.entry.variants.get(self.texts.get(self.entry.variant_by, ""))

    @property
    def route(self) -> str:
        """Before whom it acts: the scope that a power of attorney must have; empty where the owner writes itself."""
        return self.variant.route if self.variant else self.entry.route

    @property
    def titles(self) -> tuple[str, str]:
        """The document's title in Chinese and in English."""
        if self.variant:
            return self.variant.title_zh, self.variant.title
        return self.entry.title_zh, self.entry.title

    @property
    def us(self) -> BilingualText:
        """What the paper calls the right owner."""
        if self.texts.get("filing_channel") == "12315":
            return BilingualText("举报人", "the reporting party")
        return BilingualText(*(self.variant or self.entry).called)

    @property
    def template(self) -> str:
        """The folder of its template."""
        return self.variant.template if self.variant else self.entry.kind

    @property
    def as_of(self) -> date:
        return self.facts.request.as_of

    @cached_property
    def dates(self) -> ActDates:
        return act_dates(self.facts)

    @cached_property
    def rights(self) -> tuple[Right, ...]:
        """The rights asked for, as far as a book has them."""
        known = {right.id: right for book in reversed(self.facts.books) for right in book.rights}
        return tuple(known[each] for each in self.facts.request.right_ids if each in known)

    @cached_property
    def book(self) -> BrandBook | None:
        """The brand book of the first right."""
        held = [book for book in self.facts.books if self.rights and self.rights[0] in book.rights]
        return next(iter(held or self.facts.books), None)

    @cached_property
    def owner(self) -> Owner:
        """The registrant of the first right; an owner without a name where there is none."""
        if self.book is None or not self.rights:
            return Owner(name="")
        return self.book.owner_named(self.rights[0].owner or self.book.owner)

    def owner_of(self, right: Right) -> str:
        """The name of the right's owner."""
        return right.owner or (self.book.owner if self.book else "")

    @cached_property
    def marks(self) -> tuple[Right, ...]:
        """The trademarks among them."""
        return tuple(right for right in self.rights if right.kind is RightKind.TRADEMARK)

    @property
    def owner_name_zh(self) -> str:
        return self.owner.name_zh or (self.owner.name if HAN.search(self.owner.name) else "")

    @property
    def owner_address_zh(self) -> str:
        return self.owner.address_zh or (self.owner.address if HAN.search(self.owner.address) else "")

    @property
    def foreign(self) -> bool:
        """Whether the owner is known to be established outside the mainland."""
        return self.owner.abroad

    @cached_property
    def authorities(self) -> tuple[Authority, ...]:
        """Powers of attorney from this owner that cover every right of the notice."""
        wanted = {right.id for right in self.rights}
        given = self.book.authorities if self.book else ()
        return tuple(
            a
            for a in given
            if a.principal in {"", self.owner.name} and (not a.rights or wanted <= set(a.rights))
        )

    @cached_property
    def authority(self) -> Authority | None:
        """The power of attorney acted under: the one chosen, else the best that fits the route."""
        chosen = self.texts.get("agent", "")
        if not self.route or chosen.casefold() in {"none", "无"}:
            return None
        if chosen:
            given = self.book.authorities if self.book else ()
            return next((a for a in given if chosen in a.names), None)
        fitting = [a for a in self.authorities if a.fits(self.route)]
        return min(fitting, key=lambda a: a.expired(self.as_of), default=None)

    @property
    def listings(self) -> tuple[Listing, ...]:
        return self.facts.listings

    @property
    def first(self) -> Listing | None:
        return self.listings[0] if self.listings else None

    @property
    def seller_company(self) -> str:
        """The seller's name on the licence, from the form or from the listing."""
        return self.texts.get("seller_company") or next(
            (x.seller_company for x in self.listings if x.seller_company), ""
        )

    @property
    def seller_address(self) -> str:
        return self.texts.get("seller_address") or next(
            (x.seller_address for x in self.listings if x.seller_address), ""
        )

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """The newest capture of each listing that holds anything; papers that a person added only where there is none."""
        newest: dict[str, Evidence] = {}
        held = (e for e in self.facts.evidence if e.files and e.shows != "receipt")
        for item in sorted(held, key=lambda e: (e.kind == "capture", e.captured_at)):
            newest[item.listing_id] = item
        return newest

    @property
    def shown_on(self) -> list[date]:
        """The days of the captures and purchases it rests on, in order."""
        at = [*(e.captured_at for e in self.evidence.values()), *(p.ordered_at for p in self.purchases)]
        return sorted(china_day(each) for each in at if each)

    def licences(self, listing: Listing) -> list[Evidence]:
        """Pages on which the shop shows its licence, as a person read them."""
        held = (e for e in self.facts.evidence if e.listing_id == listing.listing_id)
        return [e for e in held if e.kind == "licence" and e.files]

    @cached_property
    def purchases(self) -> tuple[TestPurchase, ...]:
        """The test purchases of these listings, the one named in the form alone where one is."""
        chosen = self.texts.get("purchase", "")
        ids = {listing.listing_id for listing in self.listings}
        found = tuple(p for p in self.facts.purchases if p.listing_id in ids)
        return tuple(p for p in found if not chosen or chosen in p.names)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The genuine products concerned: those the assessments name, else those made under the rights."""
        every = [product for book in self.facts.books for product in book.products]
        named = tuple(p for p in every if p.sku in {sku for a in self.facts.assessments for sku in a.skus})
        wanted = {right.id for right in self.rights}
        return named or tuple(p for p in every if wanted & set(p.right_ids))

    @cached_property
    def same_case(self) -> tuple[Draft, ...]:
        """The other papers of the case about a listing of this one that are under way or sent."""
        ids = set(self.facts.request.listing_ids)
        return tuple(
            draft
            for draft in self.facts.drafts
            if draft.draft_id != self.facts.draft_id
            and draft.status not in _ENDED
            and ids & set(draft.request.listing_ids)
        )

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What a person ticked, as far as it is about a listing of this notice."""
        given, ids = self.facts.request.reasons, [listing.listing_id for listing in self.listings]
        return tuple(each.reason for each in about(given, ids)) if given else ()

    @cached_property
    def ground(self) -> str:
        """The ground that the facts bear: without a comparison “counterfeit” becomes the use of the mark, or a copied
        picture, where the kind takes those; what a person compared and found similar is no identical mark."""
        asked = self.facts.request.ground
        if self.texts.get("comparison_is") == "similar":
            return SIMILAR
        if asked != COUNTERFEIT or self.shown_fake:
            return asked
        return next((each for each in self._borne if each in self.entry.grounds), asked)

    @property
    def shown_fake(self) -> bool:
        """Whether a comparison with a sample, or a feature that a named examiner saw, shows that the goods are fake."""
        if any(bought.differences and bought.examiner for bought in self.purchases):
            return True
        if self.texts.keys() & {"test_purchase_zh", "test_purchase_en"}:
            return True
        kinds = {reason.kind for reason in self.reasons}
        told = ReasonKind.TELL in kinds or bool(self.texts.keys() & {"facts_zh", "facts_en"})
        return ReasonKind.SAMPLE in kinds or (told and bool(self.texts.get("examiner")))

    @property
    def _borne(self) -> Iterator[str]:
        kinds = {right.kind for right in self.rights}
        if not kinds or RightKind.TRADEMARK in kinds:
            yield MARK_USE
        if RightKind.COPYRIGHT in kinds:
            yield "copyright"

    @cached_property
    def portal(self) -> Portal | None:
        return self.catalog.portal_of(self.first.platform) if self.first else None

    @property
    def by_email(self) -> bool:
        """Whether the notice goes by letter although the platform has a portal."""
        return self.texts.get("channel") == "email"

    @property
    def platform_name(self) -> tuple[str, str]:
        """Whom a platform's notice addresses: its portal, or the platform itself where no portal is known."""
        if self.portal is not None:
            return self.portal.title_zh, self.portal.title
        return self.catalog.platform(self.first.platform) if self.first else ("", "")

    @cached_property
    def shops(self) -> tuple[Seller, ...]:
        """What the brand books say of the shops concerned."""
        keys = {shop_key(x.platform, x.seller_id) for x in self.listings if x.seller_id}
        sellers = (seller for book in self.facts.books for seller in book.sellers)
        return tuple(s for s in sellers if shop_key(s.platform, s.seller_id) in keys)

    @cached_property
    def findings(self) -> tuple[SellerDecision, ...]:
        """Effective decisions against this seller, recent enough to make it a repeat infringer."""
        keys = {f"{x.platform}:{x.seller_id}" for x in self.listings if x.seller_id}
        keys.add(self.seller_company or "-")
        act = self.dates.act_to
        found = [f for book in self.facts.books for f in book.findings if f.seller in keys and f.of_mark]
        return tuple(f for f in found if f.date <= act <= add_months(f.date, 12 * self.terms.repeat_years))

    @cached_property
    def bases(self) -> Sequence[str]:
        """The branches of law it rests on: trademark, copyright, design, patent, or unfair (competition)."""
        if self.ground == "unfair_competition":
            return ["unfair"]
        return list(dict.fromkeys(right.kind.branch for right in self.rights))

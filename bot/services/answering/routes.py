"""Route picker: the questions, what a case answers by itself, and the ranked routes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.domain.brands import BrandBook, with_terms
from bot.domain.cases import Case
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId, ListingId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.rights import Right, RightKind, RightState
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from knowledge import routes
from knowledge.law import Register
from knowledge.routes import Answers, Option, RouteQuestion, RoutesError, RouteTable

MOST = 200
"""So many listings of a case are looked at for what they tell."""

MANY = 5
"""Listings in one case from which it is no longer a few."""

ABROAD = frozenset({"temu", "shein"})
"""Platforms that mainly sell abroad (fact PL-24): goods on them cross the border."""

CRIME = "cl.selling_serious.sales"
"""Where the register keeps the sales from which knowing sale is a crime, in CNY."""

_GRACE = "tm.renewal.grace"
_BEST_FIRST = (
    (RightKind.TRADEMARK, "trademark"),
    (RightKind.INVENTION, "patent"),
    (RightKind.UTILITY_MODEL, "patent"),
    (RightKind.DESIGN, "patent"),
    (RightKind.COPYRIGHT, "copyright"),
)


class Routes:
    """Asks, fills in what a case tells, and ranks."""

    def __init__(
        self, store: Store, register: Register, clock: Clock, table: RouteTable | None = None
    ) -> None:
        self._store, self._register, self._clock = store, register, clock
        self._table = table or routes.load()

    @property
    def questions(self) -> Sequence[RouteQuestion]:
        """At most six, in the order in which they are asked."""
        return self._table.questions

    def known(self, case_id: CaseId) -> Answers:
        """What the records of a case answer: question id → answer id. What they do not tell is left out.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return self._known(unit, unit.cases.need(case_id))

    def best(self, unit: UnitOfWork, case: Case, language: str) -> Sequence[Option]:
        """The routes open to a case by what its records tell, best first; what they do not tell counts as not known."""
        unknown = {question.id: question.choices[0].id for question in self._table.questions}
        return self.pick({**unknown, **self._known(unit, case)}, language=language)

    def _known(self, unit: UnitOfWork, case: Case) -> Answers:
        today = china_day(self._clock())
        held = [each.listing_id for each in unit.case_listings.page(case.case_id, MOST)]
        seen = [unit.listings.get(name) for name in held]
        listings = [listing for listing in seen if listing is not None]
        books = [
            with_terms(book, self._register) for book in unit.brand_books.all() if book.name == case.brand
        ]
        evidence = _evidence(unit, held)
        answers = {
            "right": self._right(case, books, today),
            "seller": "named" if any(x.seller_company and x.seller_address for x in listings) else "shop",
            "scale": self._scale(case, books, listings, today),
        }
        abroad = {"border": "yes"} if any(x.platform in ABROAD for x in listings) else {}
        return {**answers, **evidence, **abroad}

    def pick(self, answers: Answers, *, on: date | None = None, language: str = "en") -> Sequence[Option]:
        """The routes that the answers leave open, best first, as the law stands on the day (default: today).

        Raises:
            WrongInput: a question is left out, or an answer is none of its choices.
        """
        try:
            day = on or china_day(self._clock())
            return routes.pick(self._table, answers, self._register, day, language)
        except RoutesError as fault:
            raise WrongInput(str(fault)) from fault

    def _right(self, case: Case, books: Sequence[BrandBook], today: date) -> str:
        grace = self._register.figure(_GRACE, today).value
        held = {
            right.kind
            for book in books
            for right in book.rights
            if _counts(right, case)
            and right.state(today, grace) in {RightState.IN_FORCE, RightState.IN_GRACE}
        }
        return next((answer for kind, answer in _BEST_FIRST if kind in held), "none")

    def _scale(self, case: Case, books: Sequence[BrandBook], listings: Sequence[Listing], today: date) -> str:
        sold = sum((_sold(listing) for listing in listings), Decimal())
        if sold >= self._register.figure(CRIME, today).value:
            return "crime"
        found = any(finding.seller == case.seller_key for book in books for finding in book.findings)
        return "many" if found or case.listing_count >= MANY else "few"


def _counts(right: Right, case: Case) -> bool:
    return right.jurisdiction == "CN" and (not case.right_ids or right.id in case.right_ids)


def _sold(listing: Listing) -> Decimal:
    """Asking price times units sold, where both are shown in CNY: an indication, no proof."""
    if listing.currency != "CNY" or listing.price is None or not listing.sales:
        return Decimal()
    return listing.price * listing.sales


def _evidence(unit: UnitOfWork, held: Sequence[ListingId]) -> dict[str, str]:
    purchases = [bought for name in held for bought in unit.purchases.of_listing(name)]
    if any(bought.differences for bought in purchases):
        return {"evidence": "purchase"}
    return {"evidence": "listing"} if any(map(unit.evidence.of_listing, held)) else {}

"""What is known of a shop from the team's own records: alerts, verdicts, cases, and earlier cases on one source."""

from collections.abc import Iterable
from datetime import date

from bot.domain.alerts import AlertState
from bot.domain.brands import BrandBook
from bot.domain.cases import CaseStatus
from bot.domain.ids import CaseId
from bot.domain.listings import Listing
from bot.domain.sellers import Seller, SellerHistory, Tie, shop_key, standing_on, tie, traces
from bot.repositories import UnitOfWork


def seller_history(unit: UnitOfWork, listing: Listing, brand: str, today: date) -> SellerHistory:
    """What is known of the listing's shop, this listing and near-duplicates told together with it left out."""
    seller = [trace for trace in traces(listing) if trace.startswith(f"{Tie.SELLER}:")]
    sharing = unit.alerts.sharing(seller) if seller else []
    own = unit.alerts.of_listing(listing.listing_id)
    told = {own.alert_id, own.folded_into} - {None} if own else set()
    found = [
        each
        for each in sharing
        if each.listing.listing_id != listing.listing_id and not told & {each.alert_id, each.folded_into}
    ]
    judged = [each.verdict for each in found if each.verdict is not None]
    shop = _entry(unit.brand_books.all(), listing, brand, today)
    return SellerHistory(
        standing=shop.standing if shop else None,
        since=shop.since if shop else None,
        ended=shop.until if shop and not shop.holds_on(today) else None,
        alerts=len(found),
        infringing=sum(verdict.infringes for verdict in judged),
        cleared=sum(verdict.clears for verdict in judged),
        cases=_open_first(unit, dict.fromkeys(each.case_id for each in found if each.case_id is not None)),
    )


def _entry(books: Iterable[BrandBook], listing: Listing, brand: str, today: date) -> Seller | None:
    """What the brand's book says of the listing's shop today; an entry that has ended where nothing holds."""
    own = shop_key(listing.platform, listing.seller_id)
    shops = [shop for book in books if book.name == brand for shop in book.sellers]
    found = standing_on((s for s in shops if shop_key(s.platform, s.seller_id) == own), today)
    begun = found is not None and (found.since is None or found.since <= today)
    return found if begun else None


def earlier_case(unit: UnitOfWork, listing: Listing) -> tuple[CaseId, Tie] | None:
    """The newest case on the same source, and the strongest thing that ties the listing to it."""
    mine = traces(listing)
    found: list[tuple[Tie, CaseId]] = []
    for alert in unit.alerts.sharing(mine, state=AlertState.IN_CASE):
        shared = tie(mine & traces(alert.listing))
        if shared and alert.case_id and alert.listing.listing_id != listing.listing_id:
            found.append((shared, alert.case_id))
    strongest = min(found, key=lambda each: list(Tie).index(each[0]), default=None)
    return (strongest[1], strongest[0]) if strongest else None


def _open_first(unit: UnitOfWork, case_ids: Iterable[CaseId]) -> tuple[CaseId, ...]:
    found = [(case.status is CaseStatus.CLOSED, each) for each in case_ids if (case := unit.cases.get(each))]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))

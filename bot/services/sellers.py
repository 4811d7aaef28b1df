"""What is known of a shop from the team's own records: alerts, verdicts, cases, and earlier cases on one source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.alerts import Alert
from bot.domain.ids import CaseId
from bot.domain.listings import Listing
from bot.domain.traces import Tie, tie, traces
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerHistory:
    """What was found of the shop before: other alerts, how many of them people found infringing or cleared, cases."""

    alerts: int = 0
    infringing: int = 0
    cleared: int = 0
    cases: tuple[CaseId, ...] = ()


NO_HISTORY = SellerHistory()


def seller_history(unit: UnitOfWork, alert: Alert) -> SellerHistory:
    """The shop's history, this alert left out."""
    found = _of_shop(unit, alert.listing, besides=alert)
    judged = [each.verdict for each in found if each.verdict is not None]
    return SellerHistory(
        alerts=len(found),
        infringing=sum(verdict.infringes for verdict in judged),
        cleared=sum(verdict.clears for verdict in judged),
        cases=tuple(dict.fromkeys(each.case_id for each in found if each.case_id is not None)),
    )


def earlier_case(unit: UnitOfWork, listing: Listing) -> tuple[CaseId, Tie] | None:
    """The newest case on the same source, and the strongest thing that ties the listing to it."""
    mine = traces(listing)
    found: list[tuple[Tie, CaseId]] = []
    for alert in unit.alerts.sharing(mine):
        shared = tie(mine & traces(alert.listing))
        if shared and alert.case_id and alert.listing.listing_id != listing.listing_id:
            found.append((shared, alert.case_id))
    strongest = min(found, key=lambda each: list(Tie).index(each[0]), default=None)
    return (strongest[1], strongest[0]) if strongest else None


def _of_shop(unit: UnitOfWork, listing: Listing, *, besides: Alert) -> Sequence[Alert]:
    shop = [trace for trace in traces(listing) if trace.startswith(f"{Tie.SELLER}:")]
    found = unit.alerts.sharing(shop) if shop else []
    return [each for each in found if each.alert_id != besides.alert_id]

"""When an alert is raised for a suspect listing, changed with it, raised again, or folded into one that speaks for it.

The alert and its message in the outbox are recorded in one transaction (unit of work): neither is ever there without the other.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.assessments import Assessment, Band
from bot.domain.audit import Act
from bot.domain.ids import MARQUE, AlertId
from bot.domain.likeness import near_duplicate, same_goods, same_offer
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.proofs import Proof
from bot.domain.sellers import Tie, traces
from bot.domain.triage import waits
from bot.ports import Clock, OutboxKind
from bot.repositories import UnitOfWork
from bot.services.assessment.folding import still_speaks
from bot.services.assessment.sellers import earlier_case, seller_history
from bot.services.assessment.shared_pictures import shared_pictures
from bot.services.assessment.verdicts import lapse_verdict

FOLDING = timedelta(days=7)
"""How long an alert speaks for near-duplicates that appear after it."""


def raise_alert(unit: UnitOfWork, listing: Listing, assessment: Assessment, *, clock: Clock) -> bool:
    """Record an alert for a suspect listing, or the change of one that is known. True where it is a new alert.

    One alert a listing: a listing judged again keeps its alert, and only a change that a reader would see shows.
    A near-duplicate from the same shop is folded into the alert that is there.
    """
    before = unit.alerts.of_listing(listing.listing_id)
    if before is not None:
        return _change_alert(unit, before, listing, assessment, clock)
    earlier = earlier_case(unit, listing)
    alert = Alert(
        alert_id=AlertId(f"A-{listing.listing_id}"),
        listing=listing,
        assessment=assessment,
        raised_at=clock(),
        earlier_case=earlier[0] if earlier else None,
        earlier_tie=earlier[1] if earlier else None,
        history=seller_history(unit, listing, assessment.brand, china_day(clock())),
        shared=shared_pictures(unit, listing),
    )
    leader = _speaker(unit, alert, clock())
    if leader is not None:
        alert = replace(alert, held=AlertHold.FOLDED, folded_into=leader.alert_id)
        unit.alerts.save(replace(leader, folds=leader.folds + 1))
        unit.outbox.add(OutboxKind.ALERT_UPDATE, leader.alert_id)
    unit.alerts.save(alert)
    _record(unit, alert, "alert.raised", clock)
    if leader is None:
        unit.outbox.add(OutboxKind.ALERT, alert.alert_id)
    return leader is None


def _change_alert(
    unit: UnitOfWork, before: Alert, listing: Listing, assessment: Assessment, clock: Clock
) -> bool:
    alert = replace(
        before,
        listing=listing,
        assessment=assessment,
        proof=_still_proof(before, listing, assessment),
        shared=shared_pictures(unit, listing),
    )
    if before.state is AlertState.DISMISSED and not same_goods(before.listing, listing):
        # Cleared goods were swapped for others under the same link: what a person said no longer holds.
        alert = replace(alert, state=AlertState.OPEN, verdict=None, handled_by=None, reason="")
        alert = replace(alert, snoozed_until=None, changed=True)
        lapse_verdict(unit, listing.listing_id, clock())
    alert = _unfolded(unit, before, alert)
    asked_anew = _asks_anew(before, alert) or alert.folded_into != before.folded_into
    if asked_anew:
        alert = replace(alert, held=None)
    unit.alerts.save(alert)
    if not asked_anew and before.assessment.band is assessment.band and same_offer(before.listing, listing):
        return False
    _record(unit, alert, "alert.changed", clock)
    unit.outbox.add(OutboxKind.ALERT if asked_anew else OutboxKind.ALERT_UPDATE, alert.alert_id)
    return False


def _still_proof(before: Alert, listing: Listing, assessment: Assessment) -> Proof | None:
    """What was proved of its pictures, as long as theirs, the owner's and the detectors are the same."""
    was = (before.listing.images, before.assessment.book_revision, before.assessment.detector_version)
    now = (listing.images, assessment.book_revision, assessment.detector_version)
    return before.proof if was == now else None


def _asks_anew(before: Alert, now: Alert) -> bool:
    """Whether the rules are asked again: no channel has a message about it, and it is more suspect than it was."""
    old, new = before.assessment, now.assessment
    untold_then = before.held is AlertHold.UNWANTED and (old.band is not new.band or new.score > old.score)
    graver = before.held is AlertHold.IN_DIGEST and new.band is Band.HIGH and old.band is not Band.HIGH
    return waits(now) and (untold_then or graver)


def _unfolded(unit: UnitOfWork, before: Alert, now: Alert) -> Alert:
    """The alert on its own again where it shows other goods than the one that spoke for it, or waits again and that one is
    settled."""
    if before.folded_into is None or same_goods(before.listing, now.listing):
        return now
    leader = unit.alerts.get(before.folded_into)
    speaks = leader is not None and (still_speaks(leader) or not waits(now))
    if leader is not None and speaks and near_duplicate(leader.listing, now.listing):
        return now
    if leader is not None:
        unit.alerts.save(replace(leader, folds=max(0, leader.folds - 1)))
        unit.outbox.add(OutboxKind.ALERT_UPDATE, leader.alert_id)
    return replace(now, held=None, folded_into=None)


def _speaker(unit: UnitOfWork, alert: Alert, now: datetime) -> Alert | None:
    """The open alert of the same shop and brand that already tells of this offer, where there is one."""
    shop = [trace for trace in traces(alert.listing) if trace.startswith(f"{Tie.SELLER}:")]
    for other in unit.alerts.sharing(shop) if shop else ():
        if (
            other.speaks_for(alert)
            and other.assessment.brand == alert.assessment.brand
            and now - other.raised_at <= FOLDING
            and near_duplicate(other.listing, alert.listing)
        ):
            return other
    return None


def _record(unit: UnitOfWork, alert: Alert, what: str, clock: Clock) -> None:
    judged = alert.assessment
    details = {
        "band": judged.band.value,
        "score": judged.score,
        "because": [str(each) for each in judged.reasons()],
    }
    unit.audit.append(Act(who=MARQUE, what=what, subject=alert.alert_id, details=details), clock())

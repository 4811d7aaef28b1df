"""Triage: people judge what the detectors found, one listing or a whole group at a time, and may take it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.domain.alerts import Alert, AlertState
from bot.domain.audit import Act
from bot.domain.brands import BrandBook
from bot.domain.errors import NotPossible, UnknownThing, WrongInput
from bot.domain.ids import ListingId, PersonId
from bot.domain.moments import china_day
from bot.domain.products import Product
from bot.domain.sellers import Standing
from bot.domain.triage import Bundle, Grouping, bundles
from bot.domain.verdicts import GivenVerdict, Verdict, last_act
from bot.ports import Clock, Store, UnitOfWork
from bot.services.sellers import NO_HISTORY, SellerHistory, seller_history

CLAIMED = 120.0
"""Seconds for which what one person looks at is shown to nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a person judges next. ``left`` counts listings that wait, those shown included; ``elsewhere`` those that
    others look at just now. ``genuine`` is the product it is compared with, ``picture`` its picture's file.
    """

    bundle: Bundle | None
    left: int
    elsewhere: int
    genuine: Product | None = None
    picture: Path | None = None
    history: SellerHistory = NO_HISTORY
    standing: Standing | None = None


class Triage:
    """Shows what waits and takes verdicts. The alert of a judged listing follows: it shows the verdict, or is
    dismissed by it.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def verdict(self, listing_id: ListingId) -> GivenVerdict | None:
        """What stands about the listing."""
        with self._store.unit() as unit:
            return unit.verdicts.standing(listing_id)

    def verdicts(self, listing_ids: Sequence[ListingId]) -> Mapping[ListingId, GivenVerdict]:
        """What stands about those of the listings that were judged."""
        with self._store.unit() as unit:
            found = {each: unit.verdicts.standing(each) for each in listing_ids}
        return {listing_id: given for listing_id, given in found.items() if given is not None}

    def turn(
        self,
        by: PersonId,
        grouping: Grouping = Grouping.ONE,
        *,
        first: Collection[ListingId] = (),
        skipped: Collection[ListingId] = (),
    ) -> Turn:
        """The most urgent bundle that nobody else looks at; it is this person's for two minutes.

        ``first`` are listings to show before all others, ``skipped`` those that this person put aside.
        """
        with self._store.unit() as unit:
            waiting = unit.alerts.in_state(AlertState.OPEN)
            queue = bundles(waiting, grouping)
            wanted, aside = set(first), set(skipped)
            # Sorting is stable: what was asked for first, what was put aside last, by urgency in between.
            queue.sort(key=lambda b: (not wanted & set(b.listing_ids), bool(aside & set(b.listing_ids))))
            left, elsewhere, mine = sum(len(b.alerts) for b in queue), 0, None
            for bundle in queue:
                if self._claim(unit, bundle, by):
                    mine = bundle
                    break
                elsewhere += len(bundle.alerts)
            books = unit.brand_books.all() if mine else []
            history = seller_history(unit, mine.first) if mine else NO_HISTORY
        if mine is None:
            return Turn(bundle=None, left=left, elsewhere=elsewhere)
        genuine, picture = _genuine(books, mine.first)
        return Turn(
            bundle=mine, left=left, elsewhere=elsewhere, genuine=genuine, picture=picture, history=history,
            standing=_standing(books, mine.first, china_day(self._clock())),
        )  # fmt: skip

    def judged_since(self, moment: datetime, *, by: PersonId) -> int:
        """How many listings this person has judged since then."""
        with self._store.unit() as unit:
            given = unit.verdicts.by(by)
        undone = {each.takes_back for each in given}
        return sum(1 for g in given if g.at >= moment and not g.takes_back and g.batch not in undone)

    def judge(
        self, listing_ids: Sequence[ListingId], verdict: Verdict, *, by: PersonId, note: str = ""
    ) -> Sequence[GivenVerdict]:
        """Give one verdict on every listing named; where it stands already, nothing changes.

        Raises:
            WrongInput: no listing was named.
            UnknownThing: a listing was never seen.
            NotPossible: the goods are to be cleared, but the listing is part of a case.
        """
        if not listing_ids:
            raise WrongInput("no listing was named")
        with self._store.unit() as unit:
            now = self._clock()
            draft = GivenVerdict(
                listing_id=listing_ids[0],
                verdict=verdict,
                by=by,
                at=now,
                note=note.strip(),
                batch=f"{listing_ids[0]} {now.isoformat()}",
            )
            found = [_on(unit, replace(draft, listing_id=each)) for each in dict.fromkeys(listing_ids)]
            given = [each for each in found if each is not None]
            for each in given:
                self._keep(unit, each, "verdict.given")
        return given

    def undo(self, *, by: PersonId) -> Sequence[GivenVerdict]:
        """Take back this person's newest act, as long as nobody has judged anew since; what is taken back.

        Raises:
            NotPossible: there is nothing to take back, or somebody has judged the listing since.
        """
        with self._store.unit() as unit:
            last = last_act(unit.verdicts.by(by))
            if not last:
                raise NotPossible("undo", "there is no verdict of yours to take back")
            for each in last:
                standing = unit.verdicts.standing(each.listing_id)
                if standing is None or (standing.by, standing.verdict) != (by, each.verdict):
                    raise NotPossible(
                        each.listing_id, "somebody has judged it since", "look at it and judge it again"
                    )
            now = self._clock()
            for each in last:
                back = replace(
                    each,
                    verdict=each.previous,
                    previous=each.verdict,
                    at=now,
                    batch="",
                    takes_back=each.batch,
                )
                self._keep(unit, back, "verdict.taken_back")
        return last

    def _claim(self, unit: UnitOfWork, bundle: Bundle, by: PersonId) -> bool:
        """Take every listing of the bundle for this person, or none; what the person held before is let go."""
        now, holder = self._clock(), f"triage:{by}"
        unit.leases.drop(holder)
        if all(unit.leases.take(f"triage:{each}", holder, now, CLAIMED) for each in bundle.listing_ids):
            return True
        unit.leases.drop(holder)
        return False

    def _keep(self, unit: UnitOfWork, given: GivenVerdict, what: str) -> None:
        unit.verdicts.add(given)
        details: dict[str, object] = {
            "verdict": given.verdict,
            "previous": given.previous,
            "note": given.note,
        }
        unit.audit.append(Act(who=given.by, what=what, subject=given.listing_id, details=details), given.at)
        alert = unit.alerts.of_listing(given.listing_id)
        if alert is not None:
            unit.alerts.save(_judged(alert, given))
            unit.outbox.add("alert_update", alert.alert_id)


def _genuine(books: Sequence[BrandBook], alert: Alert) -> tuple[Product | None, Path | None]:
    """The genuine product that the listing is compared with, and the file of its first picture that is there."""
    book = next((each for each in books if each.name == alert.assessment.brand), None)
    if book is None:
        return None, None
    judged = alert.assessment
    named = [p for p in book.products if p.sku in judged.skus]
    under = [p for p in book.products if set(p.right_ids) & set(judged.right_ids)]
    product = next(iter((*named, *under, *book.products)), None)
    files = [Path(book.folder) / image for image in product.images] if product else []
    return product, next((file for file in files if file.is_file()), None)


def _standing(books: Sequence[BrandBook], alert: Alert, today: date) -> Standing | None:
    """How the brand stands to the shop today, where its book knows it."""
    shops = [
        shop
        for book in books
        if book.name == alert.assessment.brand
        for shop in book.sellers
        if (shop.platform, shop.seller_id) == (alert.listing.platform, alert.listing.seller_id)
    ]
    return next((shop.standing for shop in shops if shop.holds_on(today)), None)


def _on(unit: UnitOfWork, wanted: GivenVerdict) -> GivenVerdict | None:
    """The verdict with what stood before; None where it stands already."""
    listing_id = wanted.listing_id
    if unit.listings.get(listing_id) is None:
        raise UnknownThing("listing", listing_id, "it was never seen")
    alert, standing = unit.alerts.of_listing(listing_id), unit.verdicts.standing(listing_id)
    clears = wanted.verdict is not None and wanted.verdict.clears
    if clears and alert is not None and alert.state is AlertState.IN_CASE:
        raise NotPossible(listing_id, f"it is part of {alert.case_id}", "close the case first")
    if standing is not None and (standing.verdict, standing.note) == (wanted.verdict, wanted.note):
        return None
    return replace(wanted, previous=standing.verdict if standing else None)


def _judged(alert: Alert, given: GivenVerdict) -> Alert:
    """The alert as the verdict leaves it: cleared goods dismiss it, any other verdict opens it again."""
    if alert.state is AlertState.IN_CASE:
        return replace(alert, verdict=given.verdict)
    if given.verdict is not None and given.verdict.clears:
        return replace(
            alert,
            verdict=given.verdict,
            state=AlertState.DISMISSED,
            handled_by=given.by,
            reason=given.note or given.verdict.value.replace("_", " "),
        )
    reopened = replace(alert, verdict=given.verdict, state=AlertState.OPEN, reason="")
    return replace(reopened, handled_by=given.by if given.verdict else None)

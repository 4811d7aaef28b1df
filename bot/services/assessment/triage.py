"""Triage: people judge what the detectors found, one at a time or in groups; who holds a listing meanwhile; undo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.domain.alerts import Alert
from bot.domain.brands import BrandBook
from bot.domain.errors import NotPossible
from bot.domain.ids import ListingId, PersonId
from bot.domain.moments import china_day
from bot.domain.prints import SharedPicture
from bot.domain.products import Product
from bot.domain.sellers import NO_HISTORY, SellerHistory
from bot.domain.triage import Bundle, Grouping, bundles, untold, waiting_in
from bot.domain.verdicts import GivenVerdict, Verdict, last_act
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.sellers import seller_history
from bot.services.assessment.shared_pictures import shared_pictures
from bot.services.assessment.verdicts import give_verdict, keep_verdicts

CLAIMED = 120.0
"""Seconds for which what one person looks at is shown to nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageTurn:
    """What a person judges next. ``left`` counts listings that wait, those shown included; ``elsewhere`` those that
    others look at just now, ``untold`` those that no channel was told of. ``genuine`` is the product it is compared
    with, ``picture`` its picture's file; ``shared`` names other shops that show the listing's pictures. ``given`` is
    what somebody judged of a listing that was asked for by name; ``taken``: somebody else looks at that one just now.
    """

    bundle: Bundle | None
    left: int
    elsewhere: int
    untold: int = 0
    genuine: Product | None = None
    picture: Path | None = None
    history: SellerHistory = NO_HISTORY
    shared: tuple[SharedPicture, ...] = ()
    given: GivenVerdict | None = None
    taken: bool = False


class Triage:
    """Shows what waits and takes verdicts. The alert of a judged listing follows: it shows the verdict, or is
    dismissed by it.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def verdict(self, listing_id: ListingId) -> GivenVerdict | None:
        """What stands about the listing."""
        with self._store.unit() as unit:
            return unit.verdicts.current(listing_id)

    def waiting(self) -> int:
        """How many listings wait for a verdict."""
        with self._store.unit() as unit:
            return sum(unit.alerts.count_waiting().values())

    def turn(
        self,
        by: PersonId,
        grouping: Grouping = Grouping.ONE,
        *,
        first: Collection[ListingId] = (),
        skipped: Collection[ListingId] = (),
        asked: ListingId | None = None,
    ) -> TriageTurn:
        """The most urgent bundle that nobody else looks at; it is this person's for two minutes.

        ``first`` are listings to show before all others, ``skipped`` those that this person put aside. ``asked`` is
        one that a person wants to judge, and is shown also where it is judged or put away: never another in its place
        without a word.
        """
        with self._store.unit() as unit:
            waiting = unit.alerts.waiting()
            queue = bundles(waiting, grouping)
            wanted, aside = {*first, *([asked] if asked else [])}, set(skipped)
            if asked and not any(asked in bundle.listing_ids for bundle in queue):
                named = unit.alerts.of_listing(asked)
                queue += [Bundle(alerts=(named,))] if named else []
            # Sorting is stable: what was asked for first, what was put aside last, by urgency in between.
            queue.sort(key=lambda b: (not wanted & set(b.listing_ids), bool(aside & set(b.listing_ids))))
            left, elsewhere, mine = len(waiting_in(queue)), 0, None
            nobody_told = sum(map(untold, waiting))
            for bundle in queue:
                if self._claim(unit, bundle, by):
                    mine = bundle
                    break
                elsewhere += len(waiting_in([bundle]))
            books = unit.brand_books.all() if mine else []
            today = china_day(self._clock())
            first_shown = mine.first if mine else None
            history = (
                seller_history(unit, first_shown.listing, first_shown.assessment.brand, today)
                if first_shown
                else NO_HISTORY
            )
            shared = shared_pictures(unit, first_shown.listing) if first_shown else ()
            given = unit.verdicts.current(first_shown.listing.listing_id) if first_shown else None
        taken = asked is not None and (mine is None or asked not in mine.listing_ids)
        turn = TriageTurn(bundle=mine, left=left, elsewhere=elsewhere, untold=nobody_told, taken=taken)
        if mine is None:
            return turn
        genuine, picture = _genuine(books, mine.first)
        return replace(turn, genuine=genuine, picture=picture, history=history, shared=shared, given=given)

    def genuine(self, alert: Alert) -> tuple[Product | None, Path | None]:
        """The product that the listing is compared with, and the file of its picture."""
        with self._store.unit() as unit:
            return _genuine(unit.brand_books.all(), alert)

    def judged_since(self, moment: datetime, *, by: PersonId) -> int:
        """How many listings this person has judged since then."""
        with self._store.unit() as unit:
            given = unit.verdicts.by(by)
        undone = {each.takes_back for each in given}
        return sum(1 for g in given if g.at >= moment and not g.takes_back and g.batch not in undone)

    def judge(
        self,
        listing_ids: Sequence[ListingId],
        verdict: Verdict,
        *,
        by: PersonId,
        note: str = "",
        as_shown: bool = False,
        shown: Verdict | None = None,
    ) -> Sequence[GivenVerdict]:
        """Give one verdict on every listing named; where it stands already, nothing changes. ``as_shown``: they were
        shown as waiting, or as judged ``shown``, so that what somebody else has judged since stays as it is.

        Raises:
            WrongInput: no listing was named.
            UnknownThing: a listing was never seen.
            NotPossible: the goods are to be cleared, but the listing is part of a case; or somebody else has judged
                all of them since.
        """
        with self._store.unit() as unit:
            held = {each: unit.verdicts.current(each) for each in listing_ids if as_shown}
            taken = {
                each: given
                for each, given in held.items()
                if given and given.author != by and given.verdict is not shown
            }
            mine = [each for each in listing_ids if each not in taken]
            if taken and not mine:
                first, given = next(iter(taken.items()))
                why = "somebody else has judged it {said} meanwhile"
                raise NotPossible(first, why, "the next one is shown", said=given.verdict or "")
            return give_verdict(unit, mine, verdict, by=by, note=note, at=self._clock())

    def undo(self, *, by: PersonId, batch: str = "") -> Sequence[GivenVerdict]:
        """Take back this person's newest act, or the act ``batch``, as long as nobody has judged anew since; what is
        taken back. Naming the act keeps a second press from taking back the one before it.

        Raises:
            NotPossible: there is nothing to take back, or somebody has judged the listing since.
        """
        with self._store.unit() as unit:
            last = last_act(unit.verdicts.by(by), batch)
            if not last:
                why = "it is taken back already" if batch else "there is no verdict of yours to take back"
                raise NotPossible("undo", why)
            for each in last:
                given = unit.verdicts.current(each.listing_id)
                if given is None or (given.author, given.verdict) != (by, each.verdict):
                    raise NotPossible(
                        each.listing_id, "somebody has judged it since", "look at it and judge it again"
                    )
            back = [self._taken_back(unit, each) for each in last]
            keep_verdicts(unit, back, "verdict.taken_back")
        return last

    def _taken_back(self, unit: UnitOfWork, given: GivenVerdict) -> GivenVerdict:
        before = _before(unit, given)
        return replace(
            given,
            verdict=given.previous,
            previous=given.verdict,
            at=self._clock(),
            note=before.note if before else "",
            batch="",
            takes_back=given.batch,
            restored_of=before.author if before else None,
        )

    def _claim(self, unit: UnitOfWork, bundle: Bundle, by: PersonId) -> bool:
        """Take every listing of the bundle for this person, or none; what the person held before is let go."""
        now, holder = self._clock(), f"triage:{by}"
        unit.leases.drop(holder)
        if all(unit.leases.take(f"triage:{each}", holder, now, CLAIMED) for each in bundle.listing_ids):
            return True
        unit.leases.drop(holder)
        return False


def _before(unit: UnitOfWork, given: GivenVerdict) -> GivenVerdict | None:
    """What stood about the listing when the verdict was given."""
    history = unit.verdicts.history(given.listing_id)
    act = (given.by, given.batch)
    at = next(n for n, each in enumerate(history) if (each.by, each.batch) == act and not each.takes_back)
    return history[at - 1] if at and history[at - 1].verdict is not None else None


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

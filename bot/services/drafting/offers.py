"""What may be drafted about listings: the kinds, the ground and the rights that the verdicts on them leave."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.compositions import NoticeKind
from bot.domain.drafts import Draft, DraftRequest
from bot.domain.errors import NotPossible
from bot.domain.ids import ListingId, RightId
from bot.domain.infringers import seller_key
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import CIRCUMSTANCES, ReasonKind
from bot.domain.rights import CARRIES, PLATFORM, Authority, Right, RightKind, ground_of, marks_in
from bot.domain.sentences import joined
from bot.domain.verdicts import GivenVerdict, offered
from bot.repositories import Store, UnitOfWork
from bot.services.drafting.gathering import suggested, verdicts_on
from bot.signals.names.folding import fold

MOST_PURCHASES, MOST_EARLIER, MOST_GONE = 500, 100, 500
"""Of so many purchases or listings taken down one is found by its words."""


class DraftOffers:
    """What is offered; nothing is kept."""

    def __init__(
        self, store: Store, kinds: Callable[[], Sequence[NoticeKind]], kind: Callable[[str], NoticeKind]
    ) -> None:
        self._store, self._kinds, self._kind = store, kinds, kind

    def proposed_rights(
        self, listing_ids: Sequence[ListingId], ground: str, kind: str = "", *, disguised: bool = False
    ) -> tuple[RightId, ...]:
        """Those of the suggested rights that the ground rests on and the kind takes; all of them where neither says. Of
        trademarks those that each listing writes, or where ``disguised`` writes in letters that only look like theirs: of
        another nothing is known yet.
        """
        read = fold if disguised else str
        with self._store.unit() as unit:
            found = self._resting(unit, listing_ids, ground, kind)
            listings = unit.listings.known(listing_ids).values()
        titled = [replace(right, title=read(right.title)) for right in found]
        written = [marks_in(read(f"{each.title}\n{each.description}"), titled) for each in listings]
        return tuple(
            right.id
            for right in found
            if right.kind is not RightKind.TRADEMARK or all(right.id in each for each in written)
        )

    def rights_for(self, request: DraftRequest) -> tuple[RightId, ...]:
        """The rights of a request that names none: those of the reasons ticked and the sentences chosen, else those
        proposed, else those whose mark is disguised, else all suggested, each of which then asks for its fact."""
        ticked = (each.reason.right_id for each in request.reasons if each.reason.right_id)
        if named := tuple(dict.fromkeys((*ticked, *request.marked))):
            return named
        about = request.listing_ids, request.ground, request.kind
        return (
            self.proposed_rights(*about)
            or self.proposed_rights(*about, disguised=True)
            or self.resting(*about)
        )

    def resting(self, listing_ids: Sequence[ListingId], ground: str, kind: str = "") -> tuple[RightId, ...]:
        """All that the listings' assessments rest on, whether the listings write the mark or disguise it."""
        with self._store.unit() as unit:
            return tuple(right.id for right in self._resting(unit, listing_ids, ground, kind))

    def kinds_for(self, listing_ids: Sequence[ListingId]) -> Sequence[NoticeKind]:
        """The kinds of notice offered for these listings, as the verdicts on them stand.

        Raises:
            NotPossible: the verdicts leave none.
        """
        given = self._verdicts(listing_ids)
        kinds = [kind for kind in self._kinds() if all(offered(each.verdict, kind.grounds) for each in given)]
        if not kinds:
            said = joined(sorted({(each.verdict or "").replace("_", " ") for each in given}), ", ")
            first = ", ".join(each.listing_id for each in given[:3])
            why, todo = "judged {said}, which no notice goes with", "change the verdict first if it is wrong"
            raise NotPossible(first, why, todo, said=said)
        return kinds

    def ground_for(self, listing_ids: Sequence[ListingId], right_ids: Sequence[RightId] = ()) -> str:
        """The legal ground that the verdicts on these listings choose; where nobody has judged, the one that the rights
        carry: ``copyright`` on a copyright, ``counterfeit`` on a trademark, or where none is named.
        """
        chosen = [each.verdict.grounds for each in self._verdicts(listing_ids) if each.verdict is not None]
        with self._store.unit() as unit:
            books = unit.brand_books.all()
        kinds = {right.kind for book in books for right in book.rights if right.id in set(right_ids)}
        return next((grounds[0] for grounds in chosen if grounds), ground_of(kinds))

    def _resting(
        self, unit: UnitOfWork, listing_ids: Sequence[ListingId], ground: str, kind: str
    ) -> Sequence[Right]:
        carry = CARRIES.get(ground)
        taken = self._kind(kind).rights if kind else ()
        return [
            right
            for right in suggested(unit, listing_ids)
            if (carry is None or right.kind in carry) and (not taken or right.kind.value in taken)
        ]

    def by_ground(self, request: DraftRequest) -> Sequence[DraftRequest]:
        """The request, as one for each ground that its rights rest on where it complains to a platform: a portal takes
        one reason to a complaint, and a copied picture is no use of a mark. Each keeps the reasons of its own rights.
        """
        carry = CARRIES.get(request.ground)
        if carry is None or not self._one_reason(request.kind):
            return [request]
        with self._store.unit() as unit:
            known = {right.id: right.kind for book in unit.brand_books.all() for right in book.rights}
        groups: dict[str, list[RightId]] = {}
        for each in request.right_ids:
            own = request.ground if each not in known or known[each] in carry else ground_of({known[each]})
            groups.setdefault(own, []).append(each)
        if len(groups) < 2:
            return [request]
        grounds = sorted(groups, key=lambda ground: ground != request.ground)
        return [_on(request, ground, tuple(rights), grounds) for ground, rights in groups.items()]

    def _one_reason(self, kind: str) -> bool:
        found = self._kind(kind)
        return bool(found.grounds) and PLATFORM in found.routes

    def powers_for(self, kind: str) -> Sequence[Authority]:
        """The powers of attorney on file under which an agent may act in a notice of this kind."""
        routes = self._kind(kind).routes if kind else ()
        with self._store.unit() as unit:
            held = [power for book in unit.brand_books.all() for power in book.authorities]
        return [power for power in held if any(power.fits(route) for route in routes)]

    def purchases_of(self, listing_ids: Sequence[ListingId]) -> Sequence[TestPurchase]:
        """The test purchases of these listings, the newest first; of any where none is named."""
        with self._store.unit() as unit:
            if not listing_ids:
                return unit.purchases.newest(MOST_PURCHASES)
            found = [each for listing in listing_ids for each in unit.purchases.of_listing(listing)]
        return sorted(found, key=lambda each: each.purchase_id, reverse=True)

    def earlier_of(self, listing_ids: Sequence[ListingId]) -> Sequence[Draft]:
        """The notices sent in the cases of these listings, the newest first."""
        with self._store.unit() as unit:
            cases = {row.case_id for each in listing_ids for row in unit.case_listings.of_listing(each)}
            sent = [d for case in cases for d in unit.drafts.of_case(case) if d.sent]
        return sorted(sent, key=lambda each: each.draft_id, reverse=True)[:MOST_EARLIER]

    def taken_down(self, listing_ids: Sequence[ListingId]) -> Sequence[tuple[Listing, date | None]]:
        """The team's listings that were taken down, those of the same sellers first, and the day on which each was seen
        down; none is taken for what these listings are themselves."""
        with self._store.unit() as unit:
            gone = {each.listing_id: each for each in unit.case_listings.taken_down(MOST_GONE)}
            known = unit.listings.known({*gone, *listing_ids})
        sellers = {seller_key(known[each]) for each in listing_ids if each in known}
        found = [known[each] for each in gone if each in known and each not in listing_ids]
        rows = [(each, gone[each.listing_id].down_at) for each in found]
        rows.sort(key=lambda row: seller_key(row[0]) not in sellers)
        return [(each, china_day(at) if at else None) for each, at in rows]

    def _verdicts(self, listing_ids: Sequence[ListingId]) -> list[GivenVerdict]:
        with self._store.unit() as unit:
            return verdicts_on(unit, listing_ids)


def _on(
    request: DraftRequest, ground: str, rights: tuple[RightId, ...], grounds: Sequence[str]
) -> DraftRequest:
    """The request on one of its ``grounds``, with the reasons of its rights and those of no right whose place it is; what
    surrounds an infringement comes along everywhere."""
    kept = [
        each
        for each in request.reasons
        if each.reason.right_id in rights
        or (
            not each.reason.right_id
            and (each.reason.kind in CIRCUMSTANCES or ground == _place(each.reason.kind, grounds))
        )
    ]
    ticked = tuple(each.reason.key for each in kept)
    return replace(request, ground=ground, right_ids=rights, reasons=tuple(kept), ticked=ticked)


def _place(kind: ReasonKind, grounds: Sequence[str]) -> str:
    """On which of these grounds a reason of no right is given: a copied picture as a work, all else as said of the mark; on
    the first where none of them is that, as no reason that somebody ticked is lost."""
    spoken = RightKind.COPYRIGHT if kind is ReasonKind.PICTURE else RightKind.TRADEMARK
    return next((each for each in grounds if spoken in CARRIES[each]), grounds[0])

"""Cases merged and split, each with a way back (undo)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import Act
from bot.domain.cases import Case, CaseStatus, Merged, merged, unmerged
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import CaseId, DeadlineId, DraftId, ListingId, PersonId
from bot.domain.sellers import traces
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.services.casework.opening import drawn_anew, recounted


class Merging:
    """Merges, splits and undoes. What moves: listings, drafts, clocks that run."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def merge(self, source_id: CaseId, into_id: CaseId, *, by: PersonId) -> tuple[Case, Case]:
        """Take one case into another: the source, now closed, and the other with all of it.

        Raises:
            UnknownThing
            NotPossible: one is merged already, the other is closed, or they are about different brands.
        """
        now = self._clock()
        with self._store.unit() as unit:
            source, target = unit.cases.need(source_id), unit.cases.need(into_id)
            drafts = [draft.draft_id for draft in unit.drafts.of_case(source_id)]
            clocks = [clock.deadline_id for clock in unit.deadlines.running(source_id)]
            merge = Merged(
                into=into_id,
                at=now,
                by=by,
                status_before=source.status,
                reason_before=source.closed_reason,
                draft_ids=tuple(drafts),
                deadline_ids=tuple(clocks),
            )
            gone = merged(source, target, merge)
            unit.case_listings.move(source_id, into_id)
            _carry(unit, drafts, clocks, into_id)
            rights = tuple(dict.fromkeys((*target.right_ids, *source.right_ids)))
            kept = recounted(unit, replace(target, right_ids=rights))
            unit.cases.save(gone)
            unit.cases.save(kept)
            drawn_anew(unit, gone, kept)
            self._tell(unit, by, "case.merged", source_id, into_id)
        return gone, kept

    def split(
        self, case_id: CaseId, listing_ids: Collection[ListingId], *, by: PersonId
    ) -> tuple[Case, Case]:
        """Move listings into a case of their own: what is left, and the new one.

        Raises:
            UnknownThing: no such case, or a listing that is not in it.
            NotPossible: nothing or everything would move, or the case is closed.
        """
        now, wanted = self._clock(), frozenset(listing_ids)
        with self._store.unit() as unit:
            case = unit.cases.need(case_id)
            if case.status is CaseStatus.CLOSED:
                raise NotPossible(case_id, "it is closed", "reopen it first")
            for listing_id in sorted(wanted):
                if unit.case_listings.get(case_id, listing_id) is None:
                    raise UnknownThing("listing in {case}", listing_id, case=case_id)
            if not 0 < len(wanted) < case.listing_count:
                raise NotPossible(case_id, "a split moves some listings and leaves some")
            new = _sibling(unit, case, wanted, by, now)
            unit.case_listings.move(case_id, new.case_id, wanted)
            left, new = recounted(unit, case), recounted(unit, new)
            unit.cases.save(left)
            unit.cases.save(new)
            drawn_anew(unit, left)
            if left.ts:  # the new one gets its message
                unit.outbox.add(OutboxKind.CASE_NOTE, new.case_id)
            self._tell(unit, by, "case.split", case_id, new.case_id)
        return left, new

    def undo(self, case_id: CaseId, *, by: PersonId) -> tuple[Case, Case]:
        """Take back the merge of this case, or the split that made it: the case and the other one.

        Raises:
            UnknownThing, NotPossible: it was neither merged nor split off.
        """
        with self._store.unit() as unit:
            case = unit.cases.need(case_id)
            if case.merged is None and case.split_from is not None:
                parent = case.split_from
            elif case.merged is None:
                raise NotPossible(case_id, "it was neither merged nor split off")
            else:
                return self._unmerge(unit, case, case.merged, by)
        return self.merge(case_id, parent, by=by)

    def _unmerge(self, unit: UnitOfWork, case: Case, merge: Merged, by: PersonId) -> tuple[Case, Case]:
        came = [e.listing_id for e in unit.case_listings.page(merge.into) if e.came_from == case.case_id]
        unit.case_listings.move(merge.into, case.case_id, frozenset(came))
        _carry(unit, merge.draft_ids, merge.deadline_ids, case.case_id)
        back = recounted(unit, unmerged(case))
        other = recounted(unit, unit.cases.need(merge.into))
        unit.cases.save(back)
        unit.cases.save(other)
        drawn_anew(unit, back, other)
        self._tell(unit, by, "case.unmerged", case.case_id, merge.into)
        return back, other

    def _tell(self, unit: UnitOfWork, by: PersonId, what: str, one: CaseId, other: CaseId) -> None:
        for subject, named in ((one, other), (other, one)):
            unit.audit.append(Act(who=by, what=what, subject=subject, details={"case": named}), self._clock())


def _sibling(unit: UnitOfWork, case: Case, wanted: Collection[ListingId], by: PersonId, at: datetime) -> Case:
    found = [listing for each in sorted(wanted) if (listing := unit.listings.get(each)) is not None]
    first = found[0] if found else None
    new = Case(
        case_id=unit.cases.next_id(),
        title=(first.seller_company or first.seller_name or first.title[:60]) if first else case.title,
        brand=case.brand,
        right_ids=case.right_ids,
        seller_key=f"{first.platform}:{first.seller_id}" if first and first.seller_id else case.seller_key,
        owner=case.owner,
        deputy=case.deputy,
        opened_at=at,
        opened_by=by,
        split_from=case.case_id,
    )
    unit.cases.save(new)
    unit.case_listings.trace(new.case_id, {trace for listing in found for trace in traces(listing)})
    return new


def _carry(unit: UnitOfWork, drafts: Collection[DraftId], clocks: Collection[DeadlineId], to: CaseId) -> None:
    for draft_id in drafts:
        if (draft := unit.drafts.get(draft_id)) is not None:
            unit.drafts.save(replace(draft, case_id=to))
    for deadline_id in clocks:
        if (clock := unit.deadlines.get(deadline_id)) is not None:
            unit.deadlines.save(replace(clock, case_id=to))

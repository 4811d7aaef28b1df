"""Batches (bulk): many listings at once, cut into drafts that obey their portal's limits, shown and decided on together."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from bot.domain.drafts import Draft, DraftRequest, DraftStatus
from bot.domain.errors import MarqueError, UnknownThing
from bot.domain.ids import DraftId, ListingId, PersonId, RightId
from bot.domain.infringers import seller_key
from bot.domain.reasons import about
from bot.domain.verdicts import GivenVerdict
from bot.papers import NoticeWriter
from bot.ports import Posted
from bot.repositories import Store, UnitOfWork
from bot.services.drafting.approvals import PartOutcome
from bot.services.drafting.drafts import Drafts
from bot.services.drafting.team import Team

Progress = Callable[[int, int], None]
"""How many steps are taken, of how many: each listing captured is one, and each part written."""


def quiet(done: int, of: int) -> None:
    """No progress shown."""


class Batches:
    """Makes and reads batches. Each part is a draft like any other, under a common ``batch_id``."""

    def __init__(self, store: Store, writer: NoticeWriter, drafts: Drafts, team: Team) -> None:
        self._store, self._writer, self._drafts, self._team = store, writer, drafts, team

    def prepare(
        self,
        request: DraftRequest,
        *,
        by: PersonId,
        out: Path | None = None,
        progress: Progress = quiet,
        told_in: Posted | None = None,
    ) -> Sequence[Draft]:
        """Write the drafts that the request needs: one, or several with a batch id. All are kept at once, or none;
        with ``told_in``, where their author waits, they are shown in Slack.

        Raises:
            UnknownThing, WrongInput, NotPossible: as :meth:`Drafts.written`.
        """
        if request.ticked:
            self._drafts.reasons.checked(request)
            request = self._drafts.reasons.settled(request, (), by=by)
        parts = self._parts(request)
        done, steps = count(1), len(request.listing_ids) + len(parts)

        def step() -> None:
            progress(next(done), steps)

        made: list[Draft] = []
        for part in parts:
            made.append(self._drafts.written(part, by=by, out=out, captured=step))
            step()
        if len(made) > 1:
            batch_id = "B" + made[0].draft_id.removeprefix("D")
            made = [replace(draft, batch_id=batch_id) for draft in made]
        return self._drafts.keep(made, told_in)

    def confirmed(self, most: int) -> Sequence[ListingId]:
        """Listings that a person judged infringing for the same reason and no notice was drafted for."""
        with self._store.unit() as unit:
            return _alike(_undrafted(unit), most)

    def confirmed_at(self, sellers: Sequence[Collection[str]], most: int) -> Sequence[Sequence[ListingId]]:
        """The same of the shops of each group by themselves."""
        with self._store.unit() as unit:
            found = _undrafted(unit)
            known = unit.listings.known([each.listing_id for each in found])
        shop = {name: seller_key(listing) for name, listing in known.items()}
        return [_alike([g for g in found if shop.get(g.listing_id) in keys], most) for keys in sellers]

    def parts(self, batch_id: str) -> Sequence[Draft]:
        """The drafts of a batch, in the order in which they were made.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            found = unit.drafts.of_batch(batch_id)
        if not found:
            raise UnknownThing("batch", batch_id)
        return found

    def leave_out(
        self, links: Mapping[tuple[DraftId, int], Collection[int]], *, by: PersonId, reason: str
    ) -> Sequence[PartOutcome]:
        """Make new versions of parts without the links at these places of the version shown, each refused by name."""
        found: list[PartOutcome] = []
        for (draft_id, version), places in links.items():
            try:
                approvers = self._team.may_approve(self._drafts.get(draft_id))
                draft = self._drafts.leave_out(
                    draft_id, places, shown_version=version, by=by, approvers=approvers, reason=reason
                )
                found.append(PartOutcome(draft_id=draft_id, draft=draft))
            except MarqueError as refusal:
                found.append(PartOutcome(draft_id=draft_id, refused=refusal.sentence))
        return found

    def _parts(self, request: DraftRequest) -> tuple[DraftRequest, ...]:
        """Cut by the rights that the listings rest on, where nobody named rights, by ground, then by what the portals take."""
        groups: dict[tuple[RightId, ...], list[ListingId]] = {}
        for listing_id in request.listing_ids:
            ticked = about(request.reasons, [listing_id]) if request.reasons else ()
            alone = replace(request, listing_ids=(listing_id,), reasons=ticked)
            rights = request.right_ids or self._drafts.offers.rights_for(alone)
            groups.setdefault(rights, []).append(listing_id)
        with self._store.unit() as unit:
            listings = {each: unit.listings.get(each) for each in request.listing_ids}
            bought = {each: unit.purchases.of_listing(each) for each in request.listing_ids}
        orders = {each: found[-1].order_no for each, found in bought.items() if found}
        cut: list[DraftRequest] = []
        for rights, ids in groups.items():
            known = [listing for each in ids if (listing := listings[each]) is not None]
            whole = replace(request, listing_ids=tuple(ids), right_ids=rights)
            for one in self._drafts.offers.by_ground(whole) if len(rights) > 1 else (whole,):
                cut += self._writer.parts(one, known, orders) if len(known) == len(ids) else [one]
        return tuple(cut) or (request,)


def _undrafted(unit: UnitOfWork) -> list[GivenVerdict]:
    drafted = {each for draft in unit.drafts.in_status(*DraftStatus) for each in draft.request.listing_ids}
    given = unit.verdicts.all_standing()
    return [g for g in given if g.verdict and g.verdict.infringes and g.listing_id not in drafted]


def _alike(given: Sequence[GivenVerdict], most: int) -> Sequence[ListingId]:
    """Those judged as the first was: a notice has one ground."""
    return [each.listing_id for each in given if each.verdict is given[0].verdict][:most]

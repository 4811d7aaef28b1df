"""Drafting: gather the facts, capture the evidence, have the notice composed, keep every version."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.approvals import revised
from bot.domain.audit import Act
from bot.domain.cases import CaseStatus
from bot.domain.compositions import Composition, NoticeKind
from bot.domain.drafts import UNDECIDED, Draft, DraftRequest, DraftStatus, DraftSummary, first_status
from bot.domain.errors import NotAllowed, NotPossible, StaleVersion, UnknownThing
from bot.domain.evidence import Evidence
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.domain.listings import Listing
from bot.domain.reasons import about
from bot.domain.waivers import may_leave_out
from bot.papers import Capturer, NoticeWriter
from bot.ports import Clock, Posted
from bot.repositories import Store
from bot.services.casework.opening import brand_case, case_for, move, take_in
from bot.services.drafting.gathering import accused, books_of, gathered, reading_of
from bot.services.drafting.offers import DraftOffers
from bot.services.drafting.reasons import Reasons, audited
from bot.services.drafting.showing import order_next, order_preview


class Drafts:
    """Makes and revises drafts. Approval is in :mod:`bot.services.drafting.approvals`."""

    def __init__(
        self, store: Store, writer: NoticeWriter, capturer: Capturer, folder: Path, clock: Clock
    ) -> None:
        self._store, self._writer, self._capturer = store, writer, capturer
        self._folder, self._clock = folder, clock
        self.reasons, self.offers = Reasons(store, clock), DraftOffers(store, self.kinds, self.kind)

    def kinds(self) -> Sequence[NoticeKind]:
        """The kinds of notice that can be drafted."""
        return self._writer.kinds()

    def kind(self, name: str) -> NoticeKind:
        """The kind of this name.

        Raises:
            UnknownThing
        """
        for kind in self.kinds():
            if kind.kind == name:
                return kind
        raise UnknownThing(
            "kind of notice", name, "choose one of {list}", list=", ".join(k.kind for k in self.kinds())
        )

    def get(self, draft_id: DraftId) -> Draft:
        """The draft as it stands.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return unit.drafts.need(draft_id)

    def of_case(self, case_id: CaseId) -> Sequence[Draft]:
        """The drafts of a case, oldest first."""
        with self._store.unit() as unit:
            return unit.drafts.of_case(case_id)

    def undecided(self, author: PersonId) -> Sequence[DraftSummary]:
        """This person's drafts that somebody still has to decide on or send, in the order in which they were made."""
        with self._store.unit() as unit:
            return unit.drafts.summaries(*UNDECIDED, author=author)

    def in_thread(self, channel: str, ts: str) -> Draft | None:
        """The draft whose preview this thread belongs to."""
        with self._store.unit() as unit:
            return unit.drafts.in_thread(channel, ts)

    def prepare(self, request: DraftRequest, *, by: PersonId, out: Path | None = None) -> Draft:
        """Write a draft and keep it, as :meth:`written` does."""
        return self.keep([self.written(request, by=by, out=out)])[0]

    def written(
        self,
        request: DraftRequest,
        *,
        by: PersonId,
        out: Path | None = None,
        captured: Callable[[], None] = lambda: None,
    ) -> Draft:
        """A draft, not kept yet: evidence first, then text, gaps and files. ``out`` overrides the folder of the files;
        ``captured`` is called once a listing has its evidence.

        Raises:
            UnknownThing: a listing, right or kind that does not exist.
            WrongInput: no listing was named.
            NotPossible: a listing was judged genuine, or a parallel import.
        """
        kind = self.kind(request.kind)
        if len(kind.grounds) == 1:
            request = replace(request, ground=kind.grounds[0])
        with self._store.unit() as unit:
            listings, due = accused(unit, request, kind, self._clock())
        # What was ticked was seen in the captures there were: settled before a new one is taken.
        if request.ticked:
            request = self.reasons.settled(request, request.reasons, by=by)
        if not request.right_ids:
            request = replace(request, right_ids=self.offers.rights_for(request))
        for listing in listings:
            if listing in due:
                self._capture(listing)
            captured()
        # The case that is opened for it is not yet the draft: killed between the two, the draft is made after all.
        with self._store.acting("", by), self._store.unit() as unit:
            draft_id = unit.drafts.next_id()
            books = books_of(unit.brand_books.all(), request.right_ids)
            brand = books[0].name if books else ""
            case = (
                case_for(unit, listings[0], brand, by=by, clock=self._clock)
                if listings
                else brand_case(unit, brand, by=by, at=self._clock())
            )
            if len(listings) > 1:
                case = take_in(unit, case.case_id, listings, self._clock())
            request = replace(request, case_id=case.case_id)
            facts = gathered(unit, request, draft_id, self._clock(), case)
            reading = reading_of(unit, request.kind, kind.sha256)
        composition = replace(self._writer.compose(facts), reading=reading)
        draft = self._first(request, draft_id, case.case_id, composition, by, kind.approvers)
        return replace(draft, files=self._writer.write_draft(draft, out or self._folder / draft_id))

    def _first(
        self,
        request: DraftRequest,
        draft_id: DraftId,
        case_id: CaseId,
        composition: Composition,
        author: PersonId,
        approvals_needed: int,
    ) -> Draft:
        status, now = first_status(composition), self._clock()
        return Draft(
            draft_id=draft_id,
            request=request,
            version=1,
            status=status,
            author=author,
            composition=composition,
            approvals_needed=approvals_needed,
            case_id=case_id,
            waiting_since=now if status is DraftStatus.AWAITING else None,
            created_at=now,
        )

    def keep(self, made: Sequence[Draft], told_in: Posted | None = None) -> Sequence[Draft]:
        """Keep all of these or none; with ``told_in``, where their author waits, they are shown in Slack."""
        with self._store.unit() as unit:
            for draft in made:
                unit.drafts.save(draft)
                move(unit, draft.case_id, CaseStatus.DRAFTED)
                details = {"draft": draft.draft_id, "kind": draft.request.kind, "version": 1}
                if draft.request.reasons:
                    details |= audited(draft.request)
                act = Act(who=draft.author, what="draft.made", subject=draft.case_id, details=details)
                unit.audit.append(act, self._clock())
            for draft in made if told_in else ():
                order_preview(unit, draft, told_in=told_in if draft is made[-1] else None)
        return made

    def revise(
        self,
        draft_id: DraftId,
        request: DraftRequest,
        *,
        by: PersonId,
        shown_version: int | None = None,
        told_in: Posted | None = None,
    ) -> Draft:
        """Make the next version from a changed request; approvals given so far no longer count.

        Raises:
            UnknownThing, NotPossible
            StaleVersion: another version than the ``shown_version`` that was edited stands by now.
            NotAllowed: only the author revises, so that nobody approves their own words.
        """
        if by != self.get(draft_id).author:
            raise NotAllowed("edit {draft}", "only its author may; ask for changes instead", draft=draft_id)
        request = self.reasons.settled(request, self.get(draft_id).request.reasons, by=by)
        act = Act(who=by, what="draft.revised", subject="", details=audited(request))
        return self._next_version(draft_id, request, act, shown_version, told_in)

    def leave_out(
        self,
        draft_id: DraftId,
        places: Collection[int],
        *,
        shown_version: int,
        by: PersonId,
        approvers: Collection[PersonId],
        reason: str,
    ) -> Draft:
        """Make the next version without the listings at these places of the version shown.

        Leaving out adds no words: an approver may do it, the author stays the author, and whoever left links out
        may still approve what remains.

        Raises:
            UnknownThing
            NotAllowed: neither the author nor an approver.
            StaleVersion: the person saw another version.
            NotPossible: it is decided already, no link would remain, or no reason was given.
        """
        draft = self.get(draft_id)
        listing_ids = draft.request.listing_ids
        may_leave_out(draft, shown_version=shown_version, by=by, approvers=approvers, reason=reason)
        kept = tuple(each for place, each in enumerate(listing_ids) if place not in places)
        gone = [each for each in listing_ids if each not in kept]
        if not kept or not gone:
            why = "no link would remain" if gone else "it holds none of these links"
            raise NotPossible(draft_id, why, "reject the notice instead, or open the screen again")
        details = {"links": gone, "reason": reason.strip()}
        act = Act(who=by, what="draft.links_left_out", subject="", details=details)
        remaining = replace(draft.request, listing_ids=kept, reasons=about(draft.request.reasons, kept))
        return self._next_version(draft_id, remaining, act, shown_version)

    def _next_version(
        self,
        draft_id: DraftId,
        request: DraftRequest,
        act: Act,
        shown_version: int | None = None,
        told_in: Posted | None = None,
    ) -> Draft:
        with self._store.unit() as unit:
            _, due = accused(unit, request, self.kind(request.kind), self._clock())
        for listing in due:
            self._capture(listing)
        composition = self._compose(request, draft_id)
        with self._store.unit() as unit:
            current = unit.drafts.need(draft_id)
            if shown_version not in {None, current.version}:
                raise StaleVersion(draft_id, shown_version or 0, current.version)
            new = revised(current, request, composition, self._clock())
            new = replace(new, files=self._writer.write_draft(new, self._folder / draft_id))
            unit.drafts.save(new)
            details = {"draft": draft_id, "version": new.version, **act.details}
            unit.audit.append(replace(act, subject=new.case_id, details=details), self._clock())
            order_next(unit, new, current, told_in)
        return new

    def composed_anew(self, draft: Draft, request: DraftRequest) -> Composition:
        """What the draft would say under this request, with the evidence there is; nothing is kept.

        Raises:
            UnknownThing: a listing, right or kind that does not exist any more.
        """
        return self._compose(request, draft.draft_id)

    def pack_review(self, draft: Draft, folder: Path | None = None) -> Path:
        """A zip of the draft for outside counsel, in the folder or beside the draft's own files.

        Raises:
            NotPossible: the folder cannot be written.
        """
        return Path(self._writer.write_review(draft, folder or self._folder / draft.draft_id).path)

    def _capture(self, listing: Listing) -> Evidence:
        with self._store.unit() as unit:
            evidence_id = unit.evidence.next_id()
        evidence = self._capturer.capture(listing, evidence_id, self._clock())
        with self._store.unit() as unit:
            unit.evidence.save(evidence)
        return evidence

    def _compose(self, request: DraftRequest, draft_id: DraftId) -> Composition:
        with self._store.unit() as unit:
            facts = gathered(unit, request, draft_id, self._clock())
            reading = reading_of(unit, request.kind, self.kind(request.kind).sha256)
        return replace(self._writer.compose(facts), reading=reading)

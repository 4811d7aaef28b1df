"""Evidence of a case: captured (when, how), the evidence list, one sealed zip, and how far it carries in each forum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.assessments import Band
from bot.domain.audit import Act, AuditEntry
from bot.domain.brands import BrandBook
from bot.domain.bundles import BundleContents, BundleReport
from bot.domain.cases import Case
from bot.domain.compositions import Annex
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.evidence import Evidence
from bot.domain.grading import Grade, grade
from bot.domain.ids import CaseId, EvidenceId, ListingId, PersonId
from bot.domain.licences import LicenceReading, code_fault
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.rights import Right
from bot.papers import Binder, Capturer, LicenceKeeper
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.casework.grades import exhibits_of, parts_present, rules

BUNDLED, SEALED = "evidence.bundled", "evidence.sealed"
"""A zip is made, and what it was sealed as: the first stands in the zip's own trail, the second can only follow it."""
LOOKED_THROUGH = 300
"""So many of the newest alerts are looked through for listings to capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A zip that was written: where, its name in the audit trail, and why stamps are missing."""

    path: Path
    index_sha256: str
    unstamped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBundle:
    """A checked zip. ``known``: this state sealed it, with this very trail; None: it never made one for the case."""

    report: BundleReport
    known: bool | None

    @property
    def intact(self) -> bool:
        return not self.report.faults and self.known is not False

    @property
    def vouched(self) -> bool:
        """Whether anybody but the zip itself says so: this state, or an authority's time stamp over the seal."""
        return self.intact and (bool(self.known) or self.report.stamped)


class EvidenceRoom:
    """Captures, lists, grades and binds evidence."""

    def __init__(
        self, store: Store, capturer: Capturer, licences: LicenceKeeper, binder: Binder, clock: Clock
    ) -> None:
        self._store, self._capturer, self._licences = store, capturer, licences
        self._binder, self._clock = binder, clock

    def capture(self, listing_id: ListingId) -> Evidence:
        """Capture a listing now.

        Raises:
            UnknownThing: it was never seen.
        """
        listing = self._listing(listing_id)
        taken = self._capturer.capture(listing, self._next_id(), self._clock())
        with self._store.unit() as unit:
            unit.evidence.save(taken)
        return taken

    def capture_due(self, most: int = 3) -> int:
        """Capture listings with a high-band alert of which nothing was captured yet, newest first; how many. Nobody presses a
        button for it; the setting ``capture_high`` switches it off (``jobs/table.py::table``)."""
        with self._store.unit() as unit:
            waiting = [
                alert.listing.listing_id
                for alert in unit.alerts.recent(LOOKED_THROUGH)
                if alert.assessment.band is Band.HIGH
                and not (alert.verdict is not None and alert.verdict.clears)
                and not any(
                    each.kind == "capture" for each in unit.evidence.of_listing(alert.listing.listing_id)
                )
            ]
        for listing_id in waiting[:most]:
            self.capture(listing_id)
        return len(waiting[:most])

    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        """What was captured of a listing, newest first."""
        with self._store.unit() as unit:
            return unit.evidence.of_listing(listing_id)

    def read_licence(
        self, listing_id: ListingId, reading: LicenceReading, picture: tuple[str, bytes] | None = None
    ) -> Evidence:
        """Keep what a person read on the licence page, and put it on the listing.

        Raises:
            UnknownThing: the listing was never seen.
            NotPossible: the company is missing, or the code cannot be right.
        """
        if not reading.company.strip():
            raise NotPossible("the licence", "no company name was given", "copy it as the licence shows it")
        fault = code_fault(reading.code) if reading.code else ""
        if fault:
            raise NotPossible("the licence code", fault, "leave it empty if it cannot be read")
        listing = self._listing(listing_id)
        empty = Evidence(
            evidence_id=self._next_id(),
            listing_id=listing_id,
            url=reading.url or listing.seller_url or listing.url,
            captured_at=reading.read_at,
            kind="licence",
        )
        kept = self._licences.keep(empty, reading, picture)
        known = replace(
            listing,
            seller_company=reading.company.strip(),
            seller_licence=reading.code.strip().upper() or listing.seller_licence,
            seller_legal_rep=reading.legal_representative.strip() or listing.seller_legal_rep,
            seller_address=reading.address.strip() or listing.seller_address,
        )
        details: dict[str, object] = {"evidence": kept.evidence_id, "company": reading.company.strip()}
        with self._store.unit() as unit:
            unit.evidence.save(kept)
            unit.listings.save(
                known, unit.listings.judged_as(listing_id) or "", unit.listings.assessments(listing_id)
            )
            act = Act(who=reading.read_by, what="seller.licence_read", subject=listing_id, details=details)
            unit.audit.append(act, self._clock())
        return kept

    def list_of(self, case_id: CaseId) -> Sequence[Annex]:
        """The evidence list of a case.

        Raises:
            UnknownThing
        """
        return self._contents(case_id).exhibits

    def grades_of(self, case_id: CaseId) -> Sequence[Grade]:
        """How far the case's evidence carries in each forum.

        Raises:
            UnknownThing
        """
        return self._contents(case_id).grades

    def bundle(self, case_id: CaseId, target: Path, *, by: PersonId) -> Bundled:
        """Write the case's evidence zip; the act, with the bundle's hash, is in the audit trail and in the zip.

        Raises:
            UnknownThing
            NotPossible: nothing was captured yet.
        """
        contents = self._contents(case_id)
        if not contents.evidence:
            raise NotPossible(case_id, "nothing was captured yet", "capture its listings first")
        bound = self._binder.bind(contents)
        act = Act(who=by, what=BUNDLED, subject=case_id, details={"index_sha256": bound.sha256})
        with self._store.unit() as unit:
            unit.audit.append(act, self._clock())
            drafts = [draft.draft_id for draft in unit.drafts.of_case(case_id)]
            chain = list(unit.audit.entries())
        about = {case_id, *drafts, *(e.evidence_id for e in contents.evidence)}
        about |= {listing.listing_id for listing in contents.listings}
        shown = ((entry, _concerns(entry, about)) for entry in chain)
        sealed = self._binder.write(bound, shown, target, self._clock())
        told = {"index_sha256": bound.sha256, "seal_sha256": sealed.seal_sha256}
        with self._store.unit() as unit:
            unit.audit.append(Act(who=by, what=SEALED, subject=case_id, details={**told}), self._clock())
        return Bundled(path=target, index_sha256=bound.sha256, unstamped=sealed.unstamped)

    def check_listing(self, listing_id: ListingId) -> Mapping[EvidenceId, Sequence[str]]:
        """What of each capture no longer agrees with its record; an empty list where all does.

        Raises:
            UnknownThing: nothing was captured of it.
        """
        found = self.of_listing(listing_id)
        if not found:
            raise UnknownThing("evidence of", listing_id, "`marque evidence capture` takes it")
        return {each.evidence_id: self._binder.check_capture(each) for each in found}

    def check(self, file: Path) -> CheckedBundle:
        """Check an evidence zip, also against this state's audit trail where the case is known here."""
        report = self._binder.check(file)
        with self._store.unit() as unit:
            acts = [e.act for e in unit.audit.about(report.case_id) if e.act is not None]
            bundled = [act for act in acts if act.what == BUNDLED]
            named = [a for a in acts if a.details.get("index_sha256") == report.index_sha256]
            seals = [act.details.get("seal_sha256") for act in named if act.what == SEALED]
            # Killed before the seal was noted, or made before seals were: the trail itself is compared.
            known = report.seal_sha256 in seals if seals else bool(named) and _stands(unit, report)
        return CheckedBundle(report=report, known=known if bundled else None)

    def _contents(self, case_id: CaseId) -> BundleContents:
        with self._store.unit() as unit:
            case = unit.cases.need(case_id)
            held = [entry.listing_id for entry in unit.case_listings.page(case_id)]
            listings = tuple(x for i in held if (x := unit.listings.get(i)) is not None)
            evidence = tuple(e for i in held for e in reversed(unit.evidence.of_listing(i)))
            purchases = tuple(p for i in held for p in unit.purchases.of_listing(i))
            books = _books(unit, case, listings)
        exhibits = exhibits_of(listings, evidence, purchases)
        present = parts_present(books, listings, evidence, purchases, china_day(self._clock()))
        grades = tuple(grade(rule, present) for rule in rules())
        return BundleContents(
            case=case,
            listings=listings,
            evidence=evidence,
            purchases=purchases,
            exhibits=exhibits,
            grades=grades,
        )

    def _listing(self, listing_id: ListingId) -> Listing:
        with self._store.unit() as unit:
            listing = unit.listings.get(listing_id)
        if listing is None:
            raise UnknownThing("listing", listing_id, "it was never seen by a watch or recorded by a draft")
        return listing

    def _next_id(self) -> EvidenceId:
        with self._store.unit() as unit:
            return unit.evidence.next_id()


def _concerns(entry: AuditEntry, about: set[str]) -> bool:
    return entry.act is not None and entry.act.subject in about


def _books(
    unit: UnitOfWork, case: Case, listings: Sequence[Listing]
) -> list[tuple[BrandBook, Sequence[Right]]]:
    wanted = set(case.right_ids)
    for listing in listings:
        wanted |= {right for a in unit.listings.assessments(listing.listing_id) for right in a.right_ids}
    return [
        (book, [right for right in book.rights if not wanted or right.id in wanted])
        for book in unit.brand_books.all()
        if book.name == case.brand or any(right.id in wanted for right in book.rights)
    ]


def _stands(unit: UnitOfWork, report: BundleReport) -> bool:
    """Whether the zip's trail ends in an entry of this state's own, whose hash covers all before it."""
    return any(e.number == report.audit_entries and e.hash == report.head for e in unit.audit.entries())

"""Retention: old records are deleted on schedule; what is about a person (personal data) is erased on request.

The audit chain stays whole through both: entries lose what they said, never their place.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from bot.domain.alerts import AlertState
from bot.domain.audit import ERASED as ENTRIES_ERASED
from bot.domain.audit import Act, payload_of
from bot.domain.cases import Case
from bot.domain.errors import WrongInput
from bot.domain.ids import MARQUE, EvidenceId, ListingId, PersonId
from bot.domain.moments import china_day
from bot.domain.retention import (
    ERASED,
    RecordClass,
    RetainedListing,
    RetentionTerms,
    kept_until,
    mentions,
    silent,
    without,
)
from bot.papers import FileShelf
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.shared_pictures import forget_prints

AT_ONCE = 200
SHORTEST_TERM = 4
# A Chinese name has two characters at least.
_HAN = re.compile(r"[\u3400-\u9fff]{2}")
EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep forgot, or would forget, by class."""

    forgotten: Mapping[RecordClass, int]
    listings: tuple[ListingId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did. ``kept`` are captures that may still show the term: they are proof and were left."""

    listings: tuple[ListingId, ...]
    audit_entries: int
    kept: tuple[EvidenceId, ...]


class Retention:
    """Forgets by term and erases on request."""

    def __init__(self, store: Store, files: FileShelf, terms: RetentionTerms, clock: Clock) -> None:
        self._store, self._files, self._terms, self._clock = store, files, terms, clock

    def sweep(self, *, dry_run: bool = False) -> Swept:
        """Forget every listing whose term has ended, with its alert, judgements, captures and files."""
        now, due = self._clock(), list[tuple[RetainedListing, RecordClass]]()
        with self._store.unit() as unit:
            acted = defaultdict[ListingId, list[_Acted]](list)
            for case in unit.cases.all():
                entries, own = unit.case_listings.page(case.case_id), _acted(unit, case)
                for entry in entries:
                    acted[entry.listing_id].append(own)
            for held in unit.holdings.all():
                kind, last_act = _class_of(unit, held, acted[held.listing_id])
                if kept_until(kind, last_act, self._terms) < china_day(now):
                    due.append((held, kind))
        if not dry_run:
            for start in range(0, len(due), AT_ONCE):
                self._forget(due[start : start + AT_ONCE], now)
        tally = Counter(kind for _, kind in due)
        return Swept(
            forgotten={kind: tally[kind] for kind in RecordClass},
            listings=tuple(held.listing_id for held, _ in due),
        )

    def erase(self, term: str, *, by: PersonId) -> Erased:
        """Empty what holds the term in sellers' particulars, alerts and the audit trail.

        Captures are left, and named: they are proof in the form in which they were taken.

        Raises:
            WrongInput: the term is too short to mean one person.
        """
        if len("".join(term.split())) < SHORTEST_TERM and _HAN.search("".join(term.split())) is None:
            raise WrongInput("“{term}” would hit too much; give a whole name, number or address", term=term)
        found, kept, entries = list[ListingId](), list[EvidenceId](), list[int]()
        with self._store.unit() as unit:
            for held in unit.holdings.all():
                _unname(unit, held.listing_id, term)
                listing = unit.listings.get(held.listing_id)
                if listing is None or without(listing, term) == listing:
                    continue
                found.append(held.listing_id)
                assessments = [silent(a, term) for a in unit.listings.assessments(held.listing_id)]
                unit.holdings.rewrite(without(listing, term), assessments)
                kept += [evidence.evidence_id for evidence in unit.evidence.of_listing(held.listing_id)]
                alert = unit.alerts.of_listing(held.listing_id)
                if alert is not None:
                    cleared = silent(alert.assessment, term)
                    unit.alerts.save(replace(alert, listing=without(alert.listing, term), assessment=cleared))
            for asked in unit.asked.since(EVER):
                if mentions(f"{asked.text} {asked.comment}", term):
                    unit.asked.forget(asked.asked_id)
            for entry in unit.audit.entries():
                act = entry.act
                if act and act.what != ENTRIES_ERASED and mentions(payload_of(act, entry.at), term):
                    unit.audit.erase(entry.number)
                    entries.append(entry.number)
            details: dict[str, object] = {"listings": len(found), "entries": entries}
            unit.audit.append(
                Act(who=by, what=ENTRIES_ERASED, subject="erasure", details=details), self._clock()
            )
        return Erased(listings=tuple(found), audit_entries=len(entries), kept=tuple(kept))

    def _forget(self, due: Sequence[tuple[RetainedListing, RecordClass]], now: datetime) -> None:
        paths = list[str]()
        with self._store.unit() as unit:
            for held, _ in due:
                paths += [f.path for e in unit.evidence.of_listing(held.listing_id) for f in e.files]
                listing = unit.listings.get(held.listing_id)
                unit.holdings.forget(held.listing_id)
                if listing is not None:
                    forget_prints(unit, listing)
            tally = Counter(kind.value for _, kind in due)
            act = Act(who=MARQUE, what="records.forgotten", subject="retention", details=dict(tally))
            unit.audit.append(act, now)
        # After the records: a file without a record is rubbish, a record without its file would be a broken promise.
        self._files.remove(paths)


def _unname(unit: UnitOfWork, listing_id: ListingId, term: str) -> None:
    """Take the name out of the alert where it stands for a shop with the same picture; the count stays."""
    alert = unit.alerts.of_listing(listing_id)
    named = [name for each in alert.shared for name in each.names] if alert else []
    if alert is not None and any(mentions(name, term) for name in named):
        shared = tuple(
            replace(each, names=tuple(ERASED if mentions(name, term) else name for name in each.names))
            for each in alert.shared
        )
        unit.alerts.save(replace(alert, shared=shared))


class _Acted(NamedTuple):
    """When a case was last worked on, and whether a notice went out in it."""

    last: datetime
    sent: bool


def _acted(unit: UnitOfWork, case: Case) -> _Acted:
    sent = [draft.sent.at for draft in unit.drafts.of_case(case.case_id) if draft.sent]
    acts = [entry.at for entry in unit.audit.about(case.case_id)]
    return _Acted(max([case.opened_at, *sent, *acts]), bool(sent))


def _class_of(
    unit: UnitOfWork, held: RetainedListing, acted: Sequence[_Acted]
) -> tuple[RecordClass, datetime]:
    """What was done about the listing, and when last: in whichever of its cases."""
    if acted:
        sent = any(each.sent for each in acted)
        return (RecordClass.ENFORCED if sent else RecordClass.REVIEWED), max(
            held.saved_at, *(each.last for each in acted)
        )
    verdict, alert = unit.verdicts.current(held.listing_id), unit.alerts.of_listing(held.listing_id)
    if verdict is not None:
        return RecordClass.REVIEWED, max(held.saved_at, verdict.at)
    if alert is not None and alert.state is AlertState.DISMISSED:
        return RecordClass.REVIEWED, max(held.saved_at, alert.raised_at)
    return RecordClass.UNREVIEWED, held.saved_at

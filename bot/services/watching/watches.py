"""Watching: scan every source, judge what is new, raise what is suspect, and say honestly what was not looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import BoundedSemaphore, Lock

from bot.domain.assessments import Assessment
from bot.domain.audit import Act
from bot.domain.errors import DamagedRecord, NotPossible, SourceUnavailable
from bot.domain.ids import ListingId, PersonId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.sentences import worded
from bot.ports import Clock, ListingSource, LookReport, Pause, Unreadable
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.shared_pictures import keyed, silence
from bot.services.casework.followups import relisted
from bot.services.watching.handover import Handover
from bot.services.watching.looks import (
    ODD,
    Bench,
    Judge,
    Judged,
    LookTally,
    SweepReport,
    WatchStatus,
    remember,
    shortened,
)
from bot.services.watching.raising import raise_alert

CHUNK = 100
"""Listings that are looked up and kept together. Brand books and weights are read anew for each chunk: a change takes hold
in the middle of a long look."""

LONGEST = timedelta(seconds=1)
"""For so long a chunk is gathered, whatever its source does, and judged listings wait to be kept: who waits for an alert
waits no longer."""

AT_ONCE = 8
"""Sources that one process looks at together: a slow one keeps nobody waiting, and eight slow ones are rare."""

STOPPED = worded("Marque was stopped in the middle; the next start looks at it from the beginning")
BUSY_SECONDS, FIRST_WAIT = 30.0, 20.0
"""How long a look waits for another one at the same source to end, and for people before it compiles books and weights."""


class _Stopped(Exception):  # not an error
    """The process is being stopped."""


class Watches:
    """Looks at the sources, each by itself, and remembers what it saw.

    Listings of one source are taken in their order. Between sources there is none: whichever comes first, each listing
    is recorded once and alerted once, since units of work run one after another.
    """

    def __init__(
        self,
        store: Store,
        sources: Sequence[ListingSource],
        judge: Judge,
        clock: Clock,
        added: Callable[[], Sequence[ListingSource]] = tuple,
    ) -> None:
        """``sources`` are set up for as long as the process runs; ``added`` tells of those that come and go."""
        self._store, self._fixed, self._judge, self._clock = store, tuple(sources), judge, clock
        self._added, self._room = added, BoundedSemaphore(AT_ONCE)
        self._looking: dict[str, Lock] = {}
        self.stopping: Callable[[], bool] = lambda: False
        """Looked at between two listings: a look that is stopped is one that was not made to its end."""
        self.give_way: Callable[[float], None] = lambda seconds: None
        """Wait at most so long while people wait for answers, which need the processor, too."""

    @property
    def names(self) -> tuple[str, ...]:
        """The sources, in the order in which they are set up."""
        return tuple(source.name for source in self._sources)

    @property
    def _sources(self) -> tuple[ListingSource, ...]:
        return (*self._fixed, *self._added())

    def sweep(self) -> SweepReport:
        """Look at every source once, at several together. A source that fails is reported as not looked at; the others
        go on.
        """
        sources = self._sources
        if not sources:
            return SweepReport(looks=())
        with ThreadPoolExecutor(min(AT_ONCE, len(sources)), thread_name_prefix="look") as pool:
            looks = [pool.submit(self._look, source) for source in sources]
        return SweepReport(looks=tuple(look.result() for look in looks))

    def look(self, name: str) -> LookReport | None:
        """Look at one source; None where it was taken away meanwhile."""
        found = next((source for source in self._sources if source.name == name), None)
        return self._look(found) if found else None

    def looking(self, name: str) -> bool:
        """Whether a look at this source is under way in this process, or waits for room."""
        lock = self._looking.get(name)
        return lock is not None and lock.locked()

    def record(self, listing: Listing) -> Sequence[Assessment]:
        """Judge and store one listing, as a sweep does."""
        tally = LookTally()
        assessments = self._take([listing], self._judge.sit(), tally)
        for name, why in tally.aside.items():
            raise NotPossible(name, "it cannot be judged ({cause})", cause=why)
        return assessments

    def status(self) -> WatchStatus:
        """The newest look at each source, sources not yet looked at, and messages waiting."""
        with self._store.unit() as unit:
            return WatchStatus(
                looks=tuple(unit.looks.latest()),
                waiting=unit.outbox.waiting(),
                sources=self.names,
                aside=tuple(unit.outbox.aside()),
            )

    def try_again(self, *, by: PersonId) -> int:
        """Have the messages that were set aside delivered after all; how many."""
        with self._store.unit() as unit:
            count = unit.outbox.try_again()
            if count:
                act = Act(who=by, what="outbox.tried_again", subject="outbox", details={"messages": count})
                unit.audit.append(act, self._clock())
        return count

    def _look(self, source: ListingSource) -> LookReport:
        looking = self._looking.setdefault(source.name, Lock())
        if not looking.acquire(timeout=BUSY_SECONDS):  # the look that is under way reports what it finds
            busy = LookTally(error=worded("it is being looked at already"))
            return busy.report(source.name, self._clock(), self._clock())
        try:
            with self._room:
                return self._look_now(source)
        finally:
            looking.release()

    def _look_now(self, source: ListingSource) -> LookReport:
        started, tally = self._clock(), LookTally()
        try:
            self._walk(source.look(), tally)
            tally.error = tally.nothing_read()
        except SourceUnavailable as failure:
            tally.error = failure.why.each(shortened)
        except _Stopped:
            # Not remembered: the source did not fail, and the next start looks at it from the beginning.
            tally.error = STOPPED
            return tally.report(source.name, started, self._clock())
        report = tally.report(source.name, started, self._clock())
        with self._store.unit() as unit:
            remember(unit, report, tally.aside, self._clock())
        return report

    def _walk(self, found: Iterable[Listing | Unreadable | Pause], tally: LookTally) -> None:
        self.give_way(FIRST_WAIT)
        for chunk in self._chunks(found, tally):
            self.give_way(LONGEST.total_seconds())
            self._take(chunk, self._judge.sit(), tally)

    def _chunks(
        self, found: Iterable[Listing | Unreadable | Pause], tally: LookTally
    ) -> Iterator[Sequence[Listing]]:
        """Up to :data:`CHUNK` listings together, none of them twice; what came before a source failed is taken too."""
        for given in Handover(found, CHUNK, LONGEST, self._clock):
            if self.stopping():
                raise _Stopped
            chunk: dict[ListingId, Listing] = {}
            for item in given:
                if isinstance(item, Unreadable):
                    tally.unreadable += 1
                    tally.fault = tally.fault or item.reason
                    continue
                if item.listing_id in chunk:
                    yield tuple(chunk.values())
                    chunk = {}
                chunk[item.listing_id] = item
            if chunk:
                yield tuple(chunk.values())

    def _take(self, chunk: Sequence[Listing], bench: Bench, tally: LookTally) -> Sequence[Assessment]:
        """Judge and store what is new among these listings; the assessments of the last one that was."""
        ids = [listing.listing_id for listing in chunk]
        with self._store.unit() as unit:
            judged = unit.listings.judged(ids)
            new = [listing for listing in chunk if not self._known(listing, bench, judged)]
            alerted = unit.alerts.alerted([listing.listing_id for listing in new]) if new else ()
        tally.seen += len(chunk) - len(new)
        waiting: list[Judged] = []
        begun = self._clock()
        for listing in new:
            if self.stopping():
                self._keep(waiting, bench, tally)
                raise _Stopped
            tally.seen += 1
            try:
                waiting.append(_judged(listing, bench, alerted=listing.listing_id in alerted))
            except ODD as fault:
                tally.set_aside(listing, fault)
            if self._clock() - begun > LONGEST:
                self._keep(waiting, bench, tally)
                waiting, begun = [], self._clock()
        self._keep(waiting, bench, tally)
        return waiting[-1].assessments if waiting else ()

    def _known(self, listing: Listing, bench: Bench, judged: Mapping[ListingId, str]) -> bool:
        before = judged.get(listing.listing_id)
        if before is None:
            return False
        fingerprint = _fingerprint(listing.content_hash, bench.edition)
        return before == fingerprint or before == self._today(fingerprint)

    def _today(self, fingerprint: str) -> str:
        """A picture that could not be had may be there tomorrow: such a listing is looked at again once a day."""
        return _fingerprint(fingerprint, china_day(self._clock()).isoformat())

    def _keep(self, waiting: Sequence[Judged], bench: Bench, tally: LookTally) -> None:
        """Store what was judged. Where a record that is touched is damaged, or a listing is odd, one by one, and that one is set
        aside."""
        try:
            alerted = self._keep_all(waiting, bench) if waiting else 0
        except (DamagedRecord, *ODD) as fault:
            if len(waiting) == 1:
                tally.set_aside(waiting[0].listing, fault)
            else:
                for each in waiting:
                    self._keep([each], bench, tally)
            return
        tally.alerted += alerted
        tally.judged += sum(bool(each.assessments) for each in waiting)
        tally.unseen += sum(_unseen(each.assessments) for each in waiting)

    def _keep_all(self, waiting: Sequence[Judged], bench: Bench) -> int:
        """In one unit of work: most in one statement, what touches an alert in its order. How many are alerted."""
        with self._store.unit() as unit:
            known = unit.listings.known([each.listing.listing_id for each in waiting])
            plain = [each for each in waiting if not each.looked_into]
            unit.listings.save_all([self._row(each, each.listing, known, bench) for each in plain])
            looked_into = (each for each in waiting if each.looked_into)
            return sum(self._looked_into(unit, each, known, bench) for each in looked_into)

    def _row(
        self, judged: Judged, listing: Listing, known: Mapping[ListingId, Listing], bench: Bench
    ) -> tuple[Listing, str, Sequence[Assessment]]:
        fingerprint = _fingerprint(listing.content_hash, bench.edition)
        told = self._today(fingerprint) if _unseen(judged.assessments) else fingerprint
        return _seen(known.get(listing.listing_id), listing), told, judged.assessments

    def _looked_into(
        self, unit: UnitOfWork, judged: Judged, known: Mapping[ListingId, Listing], bench: Bench
    ) -> bool:
        listing = judged.listing
        if any(each.authorised for each in judged.assessments):
            silence(unit, judged.marks)
        else:
            listing = keyed(unit, listing, judged.marks)
        listing, fingerprint, assessments = self._row(judged, listing, known, bench)
        unit.listings.save(listing, fingerprint, assessments)
        before = unit.alerts.of_listing(listing.listing_id)
        suspect = next((a for a in assessments if a.band.alerts), None)
        worst = suspect or (assessments[0] if assessments and before else None)
        alerted = worst is not None and raise_alert(unit, listing, worst, clock=self._clock)
        if suspect is not None and before is None:
            relisted(unit, listing, self._clock())
        return alerted


def _seen(before: Listing | None, listing: Listing) -> Listing:
    """The listing with the days on which somebody first and last saw it in the shop, by what its sources say: reading a row
    of a file sees nothing, and a notice tells these days."""
    every = (before.first_seen_at, before.seen_at) if before else ()
    seen = [at for at in (*every, listing.first_seen_at, listing.seen_at) if at is not None]
    last = listing.seen_at or (before.seen_at if before else None)
    return replace(listing, first_seen_at=min(seen, default=None), seen_at=last)


def _judged(listing: Listing, bench: Bench, *, alerted: bool) -> Judged:
    """What the bench makes of it; its pictures are looked into where it is suspect, authorised, or has an alert."""
    assessments = bench.judge(listing)
    looked_into = alerted or any(a.band.alerts or a.authorised for a in assessments)
    return Judged(listing, assessments, bench.prints(listing) if looked_into else {}, looked_into)


def _fingerprint(content: str, edition: str) -> str:
    return hashlib.sha256(f"{content}|{edition}".encode()).hexdigest()


def _unseen(assessments: Sequence[Assessment]) -> bool:
    """Whether a picture of the listing could not be looked at."""
    return any(each.unseen for each in assessments)

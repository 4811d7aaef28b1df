"""A look: what it asks of whoever judges, what it counted, and what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.assessments import Assessment
from bot.domain.audit import Act
from bot.domain.errors import MarqueError
from bot.domain.ids import MARQUE, ListingId
from bot.domain.listings import Listing
from bot.domain.sentences import NOTHING, Sentence, sentence, written
from bot.ports import LookReport, OutboxKind, SetAside
from bot.repositories import UnitOfWork
from bot.signals.pictures.image import Fingerprint

ODD = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What data raise that nobody thought of. A store or a disk that fails is none of these."""

LONGEST_REASON = 400
"""Characters of a reason that are kept: servers write it, of any length."""


def shortened(reason: str) -> str:
    """On one line, without what goes beyond :data:`LONGEST_REASON`."""
    line = " ".join(reason.split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"


@dataclass(slots=True)
class LookTally:
    """What one look counts as it goes on."""

    seen: int = 0
    judged: int = 0
    alerted: int = 0
    unreadable: int = 0
    unseen: int = 0
    error: Sentence = NOTHING
    fault: str = ""
    aside: dict[ListingId, str] = field(default_factory=dict)
    """Listings that could not be judged or kept, each with what was wrong; counted as unreadable."""

    def set_aside(self, listing: Listing, fault: Exception) -> None:
        """Go on without this one: what is wrong with it is not wrong with the others."""
        self.unreadable += 1
        told = str(fault) if isinstance(fault, MarqueError) else f"{type(fault).__name__}: {fault}"
        self.aside[listing.listing_id] = shortened(told)

    def nothing_read(self) -> Sentence:
        """What is wrong where rows came and not one could be read: their shape has changed, which is no empty look."""
        if self.seen or not self.unreadable:
            return NOTHING
        key = "not one of {count} rows could be read, the first: {fault}"
        return sentence(key, count=self.unreadable, fault=shortened(self.fault))

    def report(self, source: str, started: datetime, ended: datetime) -> LookReport:
        return LookReport(
            source=source, started_at=started, ended_at=ended, seen=self.seen, judged=self.judged,
            alerted=self.alerted, unreadable=self.unreadable, error=self.error, unseen=self.unseen,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A listing with what was made of it. Suspects, known alerts and authorised shops are ``looked_into``: ``marks`` are the
    prints of their pictures."""

    listing: Listing
    assessments: Sequence[Assessment]
    marks: Mapping[int, Fingerprint | None]
    looked_into: bool


class Bench(Protocol):
    """Judges listings by the brand books of one moment; ``edition`` names what its judgements depend on."""

    @property
    def edition(self) -> str: ...

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        """One assessment for each brand book, most suspect first; empty where none is imported."""
        ...

    def prints(self, listing: Listing) -> Mapping[int, Fingerprint | None]:
        """Fingerprints of its pictures by their place; None for one that says nothing of where it comes from: next
        to blank, or the owner's own, which everybody copies."""
        ...


class Judge(Protocol):
    """Knows every brand book imported."""

    def sit(self) -> Bench:
        """The bench of this moment."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """One sweep over all sources. ``complete`` is false where a source could not be looked at to its end."""

    looks: tuple[LookReport, ...]

    @property
    def complete(self) -> bool:
        return all(not look.error for look in self.looks)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchStatus:
    """What `/watch` shows: the newest look at each source, what waits to be told, and what is ``aside``, refused."""

    looks: tuple[LookReport, ...]
    waiting: int
    sources: tuple[str, ...]
    aside: tuple[SetAside, ...] = ()


def _aside_note(source: str, aside: Sequence[ListingId], why: str) -> Sentence:
    """What is told of listings that were set aside, the first with what was wrong."""
    return sentence(
        "Listings of {source} that cannot be judged were set aside, the others were looked at: "
        "{count}, the first {listing} ({cause}).",
        source=source,
        count=len(aside),
        listing=aside[0],
        cause=why,
    )


def remember(unit: UnitOfWork, report: LookReport, aside: Mapping[ListingId, str], now: datetime) -> None:
    """Keep the look, and tell the admins of what is wrong once, also of each listing that was set ``aside``."""
    before = {look.source: look for look in unit.looks.latest()}.get(report.source)
    unit.looks.save(report)
    if report.seen or report.error:
        told = {"seen": report.seen, "alerted": report.alerted, "error": str(report.error)}
        act = Act(who=MARQUE, what="source.looked_at", subject=report.source, details=told)
        unit.audit.append(act, now)
    if report.error and not (before and before.error):
        note = sentence("Could not look at {source}: {cause}", source=report.source, cause=report.error)
        unit.outbox.add(OutboxKind.ADMIN_NOTE, report.source, written(note))
    if before and before.error and not report.error:
        note = sentence("{source} can be looked at again.", source=report.source)
        unit.outbox.add(OutboxKind.ADMIN_NOTE, report.source, written(note))
    new = [name for name in aside if unit.seen.first_time(f"aside {name}", now)]
    if new:
        note = _aside_note(report.source, new, aside[new[0]])
        unit.outbox.add(OutboxKind.ADMIN_NOTE, report.source, written(note))

"""A look: what it asks of whoever judges, what it counted, and what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.domain.sentences import NOTHING, Sentence, sentence
from bot.ports import LookReport, SetAside
from bot.signals.pictures.image import Fingerprint

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

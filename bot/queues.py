"""What the store keeps for work between processes: messages to deliver, looks, deliveries handled, leases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.sentences import Sentence
from bot.ports import LookReport, OutboxKind, Outgoing, SetAside

LONGEST_WAIT = timedelta(minutes=10)
"""How far ahead the next try of a message may be. One that is further ahead was set by a clock that was put back
since, and has come."""

SKEW = timedelta(minutes=5)
"""By which the clocks of two replicas may differ. A lease that ends later than its length and this from now was taken
by a clock that was put back since, and has ended."""

IN_FLOODS = (OutboxKind.ALERT, OutboxKind.ALERT_UPDATE)
"""Kinds of message that come by the thousand: any other is delivered before them."""

WAITED_FOR = (OutboxKind.DRAFT_SHOWN, OutboxKind.DRAFT_UPDATE, OutboxKind.DRAFT_NOTE)
"""Kinds of message that follow what somebody did, who waits for them: they are delivered before all others."""


KEPT_AS_DONE = timedelta(hours=2)
"""How long the inbox knows a delivery that is done. Slack repeats one for about an hour."""


KEPT_ASIDE = timedelta(days=30)
DAMAGED = "damaged"
"""The ``kind`` of a delivery whose row cannot be read: only its key is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What Slack delivered and somebody waits for. ``kind`` and ``name`` say who works it off (``click``, ``draft.approve``),
    ``body`` is the delivery as JSON. ``bound``: it lives as long as its trigger, three seconds. ``tries`` counts how often
    it was begun after a process that had it was gone; a process that ended while it waited for its turn counts for nothing."""

    key: str
    kind: str
    name: str
    person: str
    body: str
    at: datetime
    bound: bool = False
    tries: int = 0


class Inbox(Protocol):
    """Deliveries of Slack, kept before they are acknowledged. ``holder`` names the process that has them in hand."""

    def keep(self, incoming: Incoming, holder: str) -> bool:
        """Whether it is now the holder's to work off: False where it is done, or in hand, here or elsewhere.

        Raises NotKept within a second or so; then nothing is kept, now or later.
        """
        ...

    def free(self, key: str) -> None:
        """It needs its trigger no more."""
        ...

    def renew(self, holder: str, now: datetime) -> None:
        """The holder lives."""
        ...

    def take(self, holder: str, now: datetime, gone: Collection[str] = ()) -> Sequence[Incoming]:
        """What those who are ``gone``, or were not heard of for a while, left undone; oldest first, now the holder's. A row
        that cannot be read is ``DAMAGED``, and keeps nobody else's from being taken."""
        ...

    def set_aside(self, key: str, now: datetime) -> None:
        """It cannot be worked off: it is kept for a month, and taken by nobody."""
        ...

    def holders(self) -> Sequence[str]:
        """Who has something in hand, living or not."""
        ...

    def done(self, key: str, now: datetime) -> None:
        """It is worked off: what it said is forgotten, its key kept for a while."""
        ...

    def begin(self, key: str, *, again: bool = False) -> Incoming | None:
        """What was left undone is begun once more: as it is now, its tries one more unless the same process begins on it
        ``again``; None where it is done."""
        ...

    def waiting(self) -> int:
        """How many are not done."""
        ...


class Outbox(Protocol):
    """Messages that must reach Slack. ``attempts`` of a message is its token: each taking counts one more, so that who
    took it before and comes late changes nothing."""

    def add(self, kind: OutboxKind, subject: str, body: str = "") -> None: ...
    def take(self, now: datetime, lease_seconds: float) -> Outgoing | None:
        """The next message whose time has come, leased to the caller; None where there is none."""
        ...

    def keep(self, message: Outgoing, now: datetime, lease_seconds: float) -> bool:
        """Lease it for longer; False where it is the caller's no more."""
        ...

    def done(self, number: int) -> None: ...
    def failed(
        self,
        message: Outgoing,
        why: Sentence,
        *,
        again_at: datetime,
        in_doubt: bool,
        refused: bool = False,
    ) -> None: ...
    def doubt(self, until: datetime) -> None:
        """Who had messages is gone: their leases end then, at the latest."""
        ...

    def set_aside(self, message: Outgoing, why: Sentence, *, in_doubt: bool) -> None:
        """Try it no more until somebody asks for it, and let those behind it pass."""
        ...

    def aside(self) -> Sequence[SetAside]:
        """What was set aside, oldest first."""
        ...

    def try_again(self) -> int:
        """Take everything set aside up again; how many."""
        ...

    def waiting(self) -> int:
        """How many have not reached Slack yet and are being tried."""
        ...

    def on_the_way(self, kind: OutboxKind, subject: str) -> Sequence[str]:
        """The bodies of messages of the kind about this subject that have not reached Slack yet, those set aside too."""
        ...

    def overdue(self, kind: OutboxKind, before: datetime) -> int:
        """How many messages of the kind were added before then and have not reached Slack yet, those set aside too."""
        ...


class Looks(Protocol):
    """What was looked at, when, with what result."""

    def save(self, report: LookReport) -> None: ...
    def latest(self) -> Sequence[LookReport]:
        """The newest report of each source."""
        ...

    def recent(self, source: str, limit: int) -> Sequence[LookReport]:
        """Reports of one source, newest first."""
        ...


class HandledDeliveries(Protocol):
    """Deliveries that were handled, so that a repeat does nothing."""

    def first_time(self, key: str, now: datetime) -> bool: ...
    def has(self, key: str) -> bool: ...


class Leases(Protocol):
    """Which process does what."""

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Whether the holder has the lease now: free, expired, or already its own."""
        ...

    def holders(self) -> Sequence[str]:
        """Who holds a lease, expired or not."""
        ...

    def drop(self, holder: str) -> Sequence[str]:
        """Free everything the holder has; what that was."""
        ...

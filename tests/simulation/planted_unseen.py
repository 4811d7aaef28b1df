"""Ten bugs by a hand that had not read the simulation, given as patches against the bot and told here as what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.followups import LookOutcome
from bot.ports import OutboxKind
from bot.services.casework.deadlines import Deadlines
from bot.services.casework.followups import Followups
from bot.services.drafting import approvals
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from bot.store import inbox
from bot.store.leases import SqlLeases
from bot.store.queues import SqlOutbox

Patch = pytest.MonkeyPatch


def no_lookup_in_doubt(patch: Patch) -> None:
    """An alert whose answer was lost is posted again without looking for the first."""
    post = Delivery._post_alert
    patch.setattr(Delivery, "_post_alert", lambda self, message: post(self, replace(message, in_doubt=False)))


def _queued_after(patch: Patch, owner: type, act: str, is_late: Callable[[OutboxKind, str], bool]) -> None:
    """These messages of an act are queued in units of work after its own."""
    add, work, late = SqlOutbox.add, getattr(owner, act), list[tuple[OutboxKind, str, str]]()

    def held_back(self: Any, kind: OutboxKind, subject: str, body: str = "") -> None:
        if is_late(kind, body):
            late.append((kind, subject, body))
        else:
            add(self, kind, subject, body)

    def in_two(self: Any, *given: Any, **named: Any) -> Any:
        late.clear()
        done = work(self, *given, **named)
        for kind, subject, body in late:
            with self._store.unit() as unit:
                add(unit.outbox, kind, subject, body)
        return done

    patch.setattr(SqlOutbox, "add", held_back)
    patch.setattr(owner, act, in_two)


def released_note_after_commit(patch: Patch) -> None:
    """The note that brings the clean documents is queued in a second transaction."""
    _queued_after(patch, approvals.Approvals, "approve", lambda kind, body: body == approvals.RELEASED)


def reminder_marked_first(patch: Patch) -> None:
    """A reminder is marked as given in one transaction and queued in another."""
    _queued_after(patch, Deadlines, "remind", lambda kind, body: kind is OutboxKind.REMINDER)


def day_of_utc(patch: Patch) -> None:
    """The day a notice was sent is taken in UTC: clocks started after 16:00 UTC end a day early."""
    patch.setattr(approvals, "china_day", lambda at: at.date())


def captcha_is_down(patch: Patch) -> None:
    """A page that could not be looked at counts as taken down."""
    seen = Followups._seen

    def down(self: Any, listing_id: Any) -> Any:
        outcome, why = seen(self, listing_id)
        return (LookOutcome.DOWN if outcome is LookOutcome.COULD_NOT_LOOK else outcome), why

    patch.setattr(Followups, "_seen", down)


def done_delivery_again(patch: Patch) -> None:
    """A delivery that is done is worked off again when Slack repeats it."""
    put = inbox.SqlInbox._put

    def again(self: Any, connection: Any, entry: Any) -> bool:
        keyed = self._keyed(entry.incoming.key)
        row = connection.execute(select(inbox.TABLE).where(keyed)).first()
        if row is None or row.done_at is None:
            return put(self, connection, entry)
        anew = {"holder": entry.holder, "done_at": None, "body": entry.incoming.body}
        until = entry.incoming.at + inbox.LEASE
        connection.execute(update(inbox.TABLE).where(keyed).values(**anew, until=until))
        return True

    patch.setattr(inbox.SqlInbox, "_put", again)


def lease_for_all(patch: Patch) -> None:
    """A lease that another holds is granted in the second half of its time."""
    take = SqlLeases.take

    def half(self: Any, name: str, holder: str, now: datetime, seconds: float) -> bool:
        later = now + timedelta(seconds=seconds / 2)
        return take(self, name, holder, now, seconds) or take(self, name, holder, later, seconds)

    patch.setattr(SqlLeases, "take", half)


def known_for_ever(patch: Patch) -> None:
    """A listing once judged is never judged again, whatever its content becomes."""
    patch.setattr(
        Watches, "_known", lambda self, listing, bench, judged: bool(judged.get(listing.listing_id))
    )


def chunk_lost_on_failure(patch: Patch) -> None:
    """What a source gave before it failed is dropped."""
    chunks = Watches._chunks

    def dropped(self: Any, found: Any, tally: Any) -> Iterator[Any]:
        held = None
        for chunk in chunks(self, found, tally):  # a source that fails ends it here
            if held is not None:
                yield held
            held = chunk
        if held is not None:
            yield held

    patch.setattr(Watches, "_chunks", dropped)


def snooze_a_day_long(patch: Patch) -> None:
    """An alert put away wakes a day late."""
    wake = Alerts.wake_due

    def late(self: Any) -> int:
        slow: Any = copy(self)
        slow._clock, slow.wake = (lambda: self._clock() - timedelta(days=1)), self.wake
        return wake(slow)

    patch.setattr(Alerts, "wake_due", late)


BY_ANOTHER_HAND: tuple[Callable[[Patch], None], ...] = (
    no_lookup_in_doubt,
    released_note_after_commit,
    day_of_utc,
    captcha_is_down,
    done_delivery_again,
    lease_for_all,
    known_for_ever,
    chunk_lost_on_failure,
    snooze_a_day_long,
    reminder_marked_first,
)

"""Bugs as somebody might write them, put into a bot that is sound otherwise: each should be found, from its seed again.

Ten by the simulation's first author, ten by another hand that had not read it, and one for each class of promise that
commits are held to, by the author of those checks. ``python -m tests.simulation.planted`` tries all, ``… 10 20`` some.
"""

from __future__ import annotations

import gc
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.ports import OutboxKind
from bot.services.casework import deadlines
from bot.services.upkeep.delivery import Delivery
from bot.services.watching import watches
from bot.slack.notifier import SlackNotifier
from bot.slack.worklist import Worklist
from bot.store.inbox import SqlInbox
from bot.store.leases import SqlLeases
from bot.store.queues import SqlOutbox
from tests.fakes.stores import quick_stores
from tests.simulation.planted_classes import OF_EACH_CLASS
from tests.simulation.planted_doors import BETWEEN
from tests.simulation.planted_meanwhile import MEANWHILE
from tests.simulation.planted_screens import SCREENS
from tests.simulation.planted_unseen import BY_ANOTHER_HAND
from tests.simulation.world import live

Patch = pytest.MonkeyPatch


def settled_before_the_post(patch: Patch) -> None:
    """A message is marked as done before it is sent: a kill in between loses it."""
    deliver = Delivery._deliver

    def first_done(self: Any, message: Any) -> bool:
        with self._store.unit() as unit:
            unit.outbox.done(message.number)
        return deliver(self, message)

    patch.setattr(Delivery, "_deliver", first_done)


def doubt_forgotten(patch: Patch) -> None:
    """An answer that was lost counts as a post that did not happen: it is posted twice."""
    put_off = Delivery._put_off

    def without_doubt(self: Any, message: Any, why: str, at_fault: bool, in_doubt: bool, *rest: Any) -> Any:
        return put_off(self, message, why, at_fault, False, *rest)

    patch.setattr(Delivery, "_put_off", without_doubt)


def alert_not_looked_for(patch: Patch) -> None:
    """An alert in doubt is not looked for before it is posted again."""
    patch.setattr(SlackNotifier, "find_alert", lambda *given, **named: None)


def acknowledged_before_the_commit(patch: Patch) -> None:
    """A delivery is acknowledged though the inbox never kept it; while the process lives it is worked off."""
    patch.setattr(SqlInbox, "keep", lambda self, incoming, holder: True)


def nothing_taken_up(patch: Patch) -> None:
    """What a killed process left in the inbox stays there."""
    patch.setattr(Worklist, "_take_up", lambda self, gone: None)


def day_too_early(patch: Patch) -> None:
    """Reminders are reckoned from tomorrow."""
    due = deadlines.reminders_due
    patch.setattr(deadlines, "reminders_due", lambda deadline, now: due(deadline, now + timedelta(days=1)))


def documents_not_queued(patch: Patch) -> None:
    """The line that has clean documents posted is not written."""
    add = SqlOutbox.add

    def without(self: Any, kind: OutboxKind, subject: str, body: str = "") -> None:
        if not (kind is OutboxKind.DRAFT_NOTE and body == "released"):
            add(self, kind, subject, body)

    patch.setattr(SqlOutbox, "add", without)


def judged_in_a_unit_of_its_own(patch: Patch) -> None:
    """A listing is known as judged in one unit of work, its alert raised in the next: a kill in between loses it."""
    keep = watches.Watches._keep

    def in_two(self: Any, waiting: Any, bench: Any, tally: Any) -> None:
        with self._store.unit() as unit:
            unit.listings.save_all([self._row(each, each.listing, {}, bench) for each in waiting])
        keep(self, waiting, bench, tally)

    patch.setattr(watches.Watches, "_keep", in_two)


def given_up_at_once(patch: Patch) -> None:
    """What Slack does not take the first time is set aside."""

    def aside(
        self: Any, message: Any, why: str, at_fault: bool, in_doubt: bool, retry_after: Any = None
    ) -> Any:
        with self._store.unit() as unit:
            unit.outbox.set_aside(message, why, in_doubt=in_doubt)
        return timedelta(0)

    patch.setattr(Delivery, "_put_off", aside)


def dead_process_keeps_its_leases(patch: Patch) -> None:
    """A killed process's leases never run out, and are not freed at the next start."""
    take = SqlLeases.take

    def long(self: Any, name: str, holder: str, now: Any, seconds: float) -> bool:
        return take(self, name, holder, now, seconds * 10_000)

    patch.setattr(SqlLeases, "take", long)
    patch.setattr(SqlLeases, "drop", lambda self, holder: ())


def waiting_counts_as_a_try(patch: Patch) -> None:
    """What only waited when its process ended counts as tried once more, and after some such ends is given up."""
    take = SqlInbox.take

    def counted(self: Any, *given: Any) -> Any:
        taken = take(self, *given)
        for each in taken:
            self.begin(each.key)
        return taken

    patch.setattr(SqlInbox, "take", counted)


PLANTED: tuple[Callable[[Patch], None], ...] = (
    settled_before_the_post,
    doubt_forgotten,
    alert_not_looked_for,
    acknowledged_before_the_commit,
    nothing_taken_up,
    day_too_early,
    documents_not_queued,
    judged_in_a_unit_of_its_own,
    given_up_at_once,
    dead_process_keeps_its_leases,
    waiting_counts_as_a_try,
    *BY_ANOTHER_HAND,
    *OF_EACH_CLASS,
    *BETWEEN,
    *MEANWHILE,
    *SCREENS,
)
LONGEST, DAYS = 600.0, 1
"""Seconds of the processor within which a bug is found, on one seed after another; how many days are lived from each."""


def found(bug: Callable[[Patch], None], seed: int, days: int = DAYS) -> list[str]:
    """What is wrong with the world of this seed once the bug is in."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        bug(patch)
        return live(Path(folder), seed, days, until_wrong=True)[1]


def quietly() -> None:
    """Without what the bots log, and without looking through all that is loaded for garbage again and again."""
    gc.freeze()
    gc.set_threshold(100_000)
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def say(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Plant each, find it, and find it again from its seed."""
    quietly()
    with tempfile.TemporaryDirectory() as folder, quick_stores(Path(folder)):
        return _found_again()


def _found_again() -> int:
    tried = PLANTED[slice(*map(int, sys.argv[1:]))] if sys.argv[1:] else PLANTED
    return sum(not _is_found_again(bug) for bug in tried)


def _is_found_again(bug: Callable[[Patch], None]) -> bool:
    begun, worked = time.monotonic(), time.process_time()
    for seed in count(1):
        first = found(bug, seed)
        spent = time.process_time() - worked
        if first:
            same = found(bug, seed) == first
            took = f"{spent:4.0f} s of the processor, {time.monotonic() - begun:4.0f} by the clock with the replay"
            say(f"{bug.__name__:34} seed {seed:2} replayed {same!s:5} {took}  {first[0]}")
            return same
        if spent > LONGEST:
            break
    say(f"{bug.__name__:34} NOT FOUND")
    return False


if __name__ == "__main__":
    sys.exit(main())

"""Bugs that show only when somebody else acts while a step waits: what was read before a slow call is written back after it, what
is to be done once is named by who does it, and what was begun is not looked for. By the author of
:mod:`tests.simulation.meanwhile`; the first two as a stranger wrote them, found in nothing that was held before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.services.assessment import proofs
from bot.services.assessment.proofs import Proofs
from bot.services.casework.cases import Cases
from bot.services.drafting import showing
from bot.services.upkeep.delivery import Delivery
from bot.slack import once
from bot.slack.ids import EventType
from bot.slack.listeners import threads
from bot.store.alerting import SqlAlerts
from bot.store.cases import SqlCases
from bot.store.leases import SqlLeases, SqlSeen

Patch = pytest.MonkeyPatch
Bug = Callable[[Patch], None]


def proof_over_a_verdict(patch: Patch) -> None:
    """The alert is written back as it was before its picture was fetched, drawn and put into Slack."""
    tell, save = proofs.tell_case, SqlAlerts.save
    begun = dict[str, Any]()
    prepare = Proofs.prepare

    def remembered(self: Any, alert: Any, keep: Any) -> Any:
        begun[alert.alert_id] = alert
        return prepare(self, alert, keep)

    def stale(unit: Any, alert: Any, clock: Any) -> None:
        if before := begun.pop(alert.alert_id, None):
            save(unit.alerts, replace(before, proof=alert.proof))
        tell(unit, alert, clock)

    patch.setattr(Proofs, "prepare", remembered)
    patch.setattr(proofs, "tell_case", stale)


def thread_leased_by_press(patch: Patch) -> None:
    """The lease on posting a case's message is named by the delivery."""
    take = SqlLeases.take

    def swapped(self: Any, name: str, holder: str, now: Any, seconds: float) -> bool:
        if name.startswith("thread:"):
            return take(self, f"thread:{holder}", name, now, seconds)
        return take(self, name, holder, now, seconds)

    patch.setattr(SqlLeases, "take", swapped)


def card_not_looked_for(patch: Patch) -> None:
    """The message of a case that a process posted that died over it is not looked for by who presses next."""
    found = once.found

    def nothing(poster: Any, channel: str, kind: EventType, *more: Any, **named: Any) -> Any:
        return None if kind is EventType.CASE else found(poster, channel, kind, *more, **named)

    patch.setattr(threads.once, "found", nothing)


def place_over_a_case(patch: Patch) -> None:
    """The place of a case's message is kept with the case as it was before that was posted."""
    open_thread, before = threads.open_thread, dict[str, Any]()

    def opened(front: Any, case: Any, *more: Any) -> None:
        before[case.case_id] = case
        open_thread(front, case, *more)

    def kept(self: Any, case_id: Any, channel: str, ts: str) -> None:
        with self._store.unit() as unit:
            if not (case := unit.cases.need(case_id)).ts:
                unit.cases.save(replace(before.pop(case_id, case), channel=channel, ts=ts))

    from bot.slack.listeners import alerts

    patch.setattr(alerts, "open_thread", opened)
    patch.setattr(Cases, "in_channel", kept)


def preview_over_a_yes(patch: Patch) -> None:
    """The place of a preview is kept with the drafts as they were before it was posted."""

    def stale(store: Any, parts: Any, posted: Any) -> Any:
        standing = [replace(each, channel=posted.channel, ts=posted.ts) for each in parts]
        with store.unit() as unit:
            for draft in standing:
                unit.drafts.save(draft)
        return standing

    patch.setattr(showing, "stand", stale)


def told_over_a_word(patch: Patch) -> None:
    """That an alert was told is kept with the alert as it was before that was posted."""
    deliver = Delivery._deliver

    def stale(self: Any, message: Any) -> bool:
        with self._store.unit() as unit:
            before = unit.alerts.get(message.subject) if message.kind == "alert" else None
        get = SqlAlerts.get

        @contextmanager
        def read_before() -> Iterator[None]:
            with pytest.MonkeyPatch.context() as within:
                send = type(self)._send

                def sent(delivery: Any, one: Any) -> Any:
                    posted = send(delivery, one)
                    if posted is not None and before is not None:
                        within.setattr(
                            SqlAlerts,
                            "get",
                            lambda rows, name: before if name == before.alert_id else get(rows, name),
                        )
                    return posted

                within.setattr(type(self), "_send", sent)
                yield

        with read_before():
            return deliver(self, message)

    patch.setattr(Delivery, "_deliver", stale)


def first_press_forgotten(patch: Patch) -> None:
    """That somebody is at posting a case's message is kept nowhere."""
    first = SqlSeen.first_time
    patch.setattr(
        SqlSeen,
        "first_time",
        lambda self, key, now: key.startswith("thread:") or first(self, key, now),
    )


def case_counted_from_before(patch: Patch) -> None:
    """A case whose listings grow is saved with the number that was read first."""
    save, known = SqlCases.save, dict[str, int]()

    def fewer(self: Any, case: Any) -> None:
        count = known.setdefault(case.case_id, case.listing_count)
        save(self, replace(case, listing_count=max(1, count)) if case.listing_count > count + 1 else case)

    patch.setattr(SqlCases, "save", fewer)


def proof_told_again(patch: Patch) -> None:
    """A proof goes into the thread of its case with each press."""
    first = SqlSeen.first_time
    patch.setattr(
        SqlSeen,
        "first_time",
        lambda self, key, now: key.startswith("proof ") or first(self, key, now),
    )


MEANWHILE: tuple[Bug, ...] = (
    proof_over_a_verdict,
    thread_leased_by_press,
    card_not_looked_for,
    place_over_a_case,
    preview_over_a_yes,
    told_over_a_word,
    first_press_forgotten,
    case_counted_from_before,
    proof_told_again,
)

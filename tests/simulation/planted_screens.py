"""Bugs that break what a screen told somebody: that it is for them alone, that messages show it in a moment, that people are
reminded. By who read every listener and job against ``PROMISES.md``; the first three as a stranger wrote them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.services.assessment import proofs
from bot.services.casework import cases, deadlines, merging, opening
from bot.services.drafting.pending import Pending
from bot.slack import redrawing
from bot.slack.listeners import previews
from bot.slack.notifier import SlackNotifier
from bot.slack.poster import Poster
from bot.store.leases import SqlLeases

Patch = pytest.MonkeyPatch
Bug = Callable[[Patch], None]


def told_in_the_open(patch: Patch) -> None:
    """What does not reach a person at the place of their act is posted there for all."""

    def whisper(self: Any, place: Any, card: Any) -> None:
        if not (self._respond(place, card) or self._ephemeral(place, card)):
            self.post(place.channel or self.direct(place.person), card, thread=place.thread)

    patch.setattr(Poster, "whisper", whisper)


def reminders_of_a_neighbour(patch: Patch) -> None:
    """The job that reminds approvers does what the next row does."""
    patch.setattr(Pending, "remind", Pending.remind_unfiled)


def leased_to_a_thing(patch: Patch) -> None:
    """Name and holder of the lease on a case's message are exchanged, for whoever takes it."""
    take = SqlLeases.take

    def swapped(self: Any, name: str, holder: str, now: Any, seconds: float) -> bool:
        if name.startswith("thread:"):
            name, holder = f"thread:{holder}", name.removeprefix("thread:")
        return take(self, name, holder, now, seconds)

    patch.setattr(SqlLeases, "take", swapped)


def cards_left_to_who_pressed(patch: Patch) -> None:
    """The card of a case is redrawn by the listener alone, and not where its process dies."""
    for module in (cases, deadlines, merging, opening):
        patch.setattr(module, "drawn_anew", lambda unit, *changed: None)


def case_of_a_yes_left_alone(patch: Patch) -> None:
    """What is made of a draft is shown on its preview, and the card of its case is left to who pressed."""
    edit = SlackNotifier.update_drafts

    def alone(self: Any, parts: Any) -> None:
        with pytest.MonkeyPatch.context() as within:
            within.setattr("bot.slack.notifier.redraw", lambda front, case_id: None)
            edit(self, parts)

    patch.setattr(SlackNotifier, "update_drafts", alone)


def author_left_to_who_asked(patch: Patch) -> None:
    """That a draft is to change is told to its author nowhere."""
    patch.setattr(previews, "ask_anew", lambda *given: None)


def proof_lost_to_a_late_one(patch: Patch) -> None:
    """Whoever draws a proof last keeps theirs, whatever another has made meanwhile."""

    def prepare(self: Any, alert: Any, keep: Any) -> Any:
        if not alert.listing.images or (alert.proof is not None and not alert.proof.failed):
            return alert
        made = self._made(alert.listing, keep)
        with self._store.unit() as unit:
            now = unit.alerts.get(alert.alert_id)
            if now is None or now.listing.images != alert.listing.images:
                return now or alert
            unit.alerts.save(now := replace(now, proof=made))
            proofs.tell_case(unit, now, self._clock)
        return now

    patch.setattr(proofs.Proofs, "prepare", prepare)


def drawn_once(patch: Patch) -> None:
    """Whatever became of a thing while Slack took its time, its message is drawn as it was."""
    patch.setattr(redrawing, "TURNS", 1)


SCREENS: tuple[Bug, ...] = (
    told_in_the_open,
    reminders_of_a_neighbour,
    leased_to_a_thing,
    cards_left_to_who_pressed,
    case_of_a_yes_left_alone,
    author_left_to_who_asked,
    proof_lost_to_a_late_one,
    drawn_once,
)

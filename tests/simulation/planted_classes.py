"""A bug of each class that commits are held to: approvals, roles, clocks, the trail, caps, looks, files, retention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import approvals as rules_of_approval
from bot.domain import workdays
from bot.domain.alerts import AlertState
from bot.domain.roles import Role
from bot.domain.sentences import NOTHING
from bot.services.assessment import verdicts
from bot.services.drafting import approvals, clean
from bot.services.upkeep import retention
from bot.services.watching import watches
from bot.services.watching.alerts import Alerts
from bot.services.watching.rules import RuleTally
from bot.slack import acts
from bot.slack.ids import FormId
from bot.store.alerting import SqlAlerts
from bot.store.chain import SqlAudit
from bot.store.deadlines import SqlDeadlines
from bot.store.leases import SqlSeen

Patch = pytest.MonkeyPatch


def author_approves(patch: Patch) -> None:
    """An author who is an approver may approve."""
    may = rules_of_approval._may_decide

    def of_anybody(draft: Any, shown: int, by: Any, approvers: Any) -> None:
        may(replace(draft, author="") if draft.author == by else draft, shown, by, approvers)

    patch.setattr(rules_of_approval, "_may_decide", of_anybody)


def one_yes_counts_twice(patch: Patch) -> None:
    """One approver is enough."""
    patch.setattr(rules_of_approval, "counting", lambda draft, approvers: draft.standing_approvals * 2)


def older_version_approved(patch: Patch) -> None:
    """A yes to the version that was shown counts for the one that stands."""
    approve = rules_of_approval.approve

    def newest(draft: Any, *, shown_version: int, **given: Any) -> Any:
        return approve(draft, shown_version=draft.version, **given)

    patch.setattr(approvals, "approve", newest)


def older_version_rejected(patch: Patch) -> None:
    """A no to the version that was shown counts for the one that stands."""
    decline = rules_of_approval.decline

    def newest(draft: Any, *, shown_version: int, **given: Any) -> Any:
        return decline(draft, shown_version=draft.version, **given)

    patch.setattr(approvals, "decline", newest)


def viewers_dismiss(patch: Patch) -> None:
    """A row of the table of roles names the wrong role."""
    patch.setattr(acts, "LEAST", {**acts.LEAST, str(FormId.NOT_INFRINGING): Role.VIEWER})


def delay_forgotten(patch: Patch) -> None:
    """What is approved is released at once, whatever delay is set."""
    approve = rules_of_approval.approve
    patch.setattr(
        approvals, "approve", lambda draft, **given: approve(draft, **{**given, "delay": timedelta()})
    )


def cap_forgotten(patch: Patch) -> None:
    """What a rule told within the hour is not counted."""
    patch.setattr(RuleTally, "counted", lambda self, unit, now: {})


def first_day_counted(patch: Patch) -> None:
    """Working days are counted from the day of the event on."""
    after = workdays.after
    patch.setattr(workdays, "after", lambda day, count: after(day, count - 1) if count else day)


def act_not_on_the_trail(patch: Patch) -> None:
    """What is put away leaves no act."""
    change = Alerts._change

    def silent(self: Any, unit: Any, alert: Any, by: Any, what: str, details: Any) -> Any:
        if what != "alert.snoozed":
            return change(self, unit, alert, by, what, details)
        with pytest.MonkeyPatch.context() as quiet:
            quiet.setattr(SqlAudit, "append", lambda *given: None)
            return change(self, unit, alert, by, what, details)

    patch.setattr(Alerts, "_change", silent)


def word_not_on_the_trail(patch: Patch) -> None:
    """A verdict on a listing that is in a case leaves no act."""
    keep = verdicts._keep_verdict

    def silent(unit: Any, given: Any, what: str) -> None:
        alert = unit.alerts.of_listing(given.listing_id)
        with pytest.MonkeyPatch.context() as quiet:
            if alert is not None and alert.state is AlertState.IN_CASE:
                quiet.setattr(SqlAudit, "append", lambda *given: None)
            keep(unit, given, what)

    patch.setattr(verdicts, "_keep_verdict", silent)


def place_not_kept(patch: Patch) -> None:
    """Where the message of an alert stands is not kept with it."""
    save = SqlAlerts.save
    patch.setattr(SqlAlerts, "save", lambda self, alert: save(self, replace(alert, ts="")))


def wakes_a_day_early(patch: Patch) -> None:
    """What is put away wakes a day too early."""
    wake = Alerts.wake_due

    def early(self: Any) -> int:
        clock = self._clock
        self._clock = lambda: clock() + timedelta(days=1)
        try:
            return wake(self)
        finally:
            self._clock = clock

    patch.setattr(Alerts, "wake_due", early)


def failed_look_looks_clean(patch: Patch) -> None:
    """A look that broke off is remembered as one that came to its end."""
    remember = watches.remember
    patch.setattr(
        watches, "remember", lambda unit, report, *more: remember(unit, replace(report, error=NOTHING), *more)
    )


def head_every_hour(patch: Patch) -> None:
    """Whether the head was told today is not looked up."""
    first = SqlSeen.first_time
    patch.setattr(
        SqlSeen,
        "first_time",
        lambda self, key, now: first(self, key, now) or key.startswith("audit head"),
    )


def paper_changed_afterwards(patch: Patch) -> None:
    """A clean document is written once more after its hash was kept."""
    made_clean = clean.clean_documents

    def stamped(notice: Any, writer: Any, folder: Any) -> Any:
        made = made_clean(notice, writer, folder)
        for file in made.files:
            if file.role == "clean":
                Path(file.path).chmod(0o600)
                Path(file.path).write_bytes(Path(file.path).read_bytes() + b" ")
        return made

    patch.setattr(clean, "clean_documents", stamped)


def marks_forgotten(patch: Patch) -> None:
    """Saving a clock forgets which reminders were given before the newest."""
    save = SqlDeadlines.save
    patch.setattr(
        SqlDeadlines,
        "save",
        lambda self, deadline: save(self, replace(deadline, reminded=deadline.reminded[-1:])),
    )


def forgotten_too_early(patch: Patch) -> None:
    """What nobody looked into is forgotten after a tenth of its time."""
    until = retention.kept_until

    def sooner(kind: Any, last_act: Any, terms: Any) -> Any:
        return until(kind, last_act, replace(terms, unreviewed_days=terms.unreviewed_days // 50))

    patch.setattr(retention, "kept_until", sooner)


OF_EACH_CLASS: tuple[Callable[[Patch], None], ...] = (
    author_approves,
    one_yes_counts_twice,
    older_version_approved,
    older_version_rejected,
    viewers_dismiss,
    delay_forgotten,
    cap_forgotten,
    first_day_counted,
    act_not_on_the_trail,
    word_not_on_the_trail,
    place_not_kept,
    wakes_a_day_early,
    failed_look_looks_clean,
    head_every_hour,
    paper_changed_afterwards,
    marks_forgotten,
    forgotten_too_early,
)

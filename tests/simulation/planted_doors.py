"""Bugs between a door and the rows: what a person said is lost, changed, put elsewhere or under another name. The first four as
two unread hands wrote them, four by a builder on whose seeds none was found, three by a
stranger and found in nothing that anybody held; the others by the author of
:mod:`tests.simulation.said`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.alerts import AlertState
from bot.domain.roles import Role
from bot.domain.verdicts import Verdict
from bot.services.answering.questions import Questions
from bot.services.assessment.triage import Triage
from bot.services.casework import cases, deadlines, handed
from bot.services.casework.cases import Cases
from bot.services.casework.contacts import Contacts
from bot.services.casework.deadlines import Deadlines
from bot.services.casework.handed import HandedEvidence
from bot.services.casework.purchases import Purchases
from bot.services.drafting.approvals import Approvals
from bot.services.drafting.batches import Batches
from bot.services.drafting.drafts import Drafts
from bot.services.upkeep import delivery
from bot.services.watching import alerts, rules
from bot.services.watching.alerts import Alerts
from bot.slack import acts, admission
from bot.slack.acts import LEAST
from bot.slack.ids import ActionId
from bot.slack.listeners import cockpit

Patch = pytest.MonkeyPatch
Bug = Callable[[Patch], None]


def _given(name: str, owner: type, act: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Bug:
    """A bug by which an act is given something else than was said."""
    work = getattr(owner, act)

    def bug(patch: Patch) -> None:
        patch.setattr(owner, act, lambda self, *given, **named: work(self, *given, **change(named)))

    bug.__name__ = name
    return bug


def _positional(name: str, owner: type, act: str, at: int, change: Callable[[Any], Any]) -> Bug:
    """The same of what has no name."""
    work = getattr(owner, act)

    def bug(patch: Patch) -> None:
        def other(self: Any, *given: Any, **named: Any) -> Any:
            return work(self, *given[:at], change(given[at]), *given[at + 1 :], **named)

        patch.setattr(owner, act, other)

    bug.__name__ = name
    return bug


def cost_lost(patch: Patch) -> None:
    """A cost of a sum that was spent before is not written."""
    cost = Cases.cost

    def once(self: Any, case_id: Any, amount: Any, *more: Any, **named: Any) -> Any:
        case = self.get(case_id)
        known = any(each.amount == amount for each in case.costs)
        return case if known else cost(self, case_id, amount, *more, **named)

    patch.setattr(Cases, "cost", once)


def cost_of_another_day(patch: Patch) -> None:
    """A cost is of the day in UTC."""
    patch.setattr(cases, "china_day", lambda at: at.date())


def close_form_for_viewers(patch: Patch) -> None:
    """A row of the table of roles names the wrong role."""
    patch.setattr(acts, "LEAST", {**acts.LEAST, str(ActionId.CLOSE): Role.VIEWER})


def note_dropped(patch: Patch) -> None:
    """A note is told in the thread, and kept nowhere."""
    patch.setattr(Cases, "note", lambda self, case_id, text, *, by: self.get(case_id))


def first_purchase_is_meant(patch: Patch) -> None:
    """What is handed in for a purchase is kept with the first listing of its case that something was bought from."""
    bought = handed._bought

    def first(unit: Any, case_id: Any, purchase: Any) -> Any:
        return bought(unit, case_id, purchase and handed.purchases_of(unit, case_id)[0].purchase_id)

    patch.setattr(handed, "_bought", first)


def owner_alone_reminded(patch: Patch) -> None:
    """Who stands in for an owner is not reminded beside them."""
    people = deadlines.people_of
    patch.setattr(delivery, "people_of", lambda case: people(case)[:1])


def newest_held_counts(patch: Patch) -> None:
    """A digest is due by the newest of what is held."""
    newest = lambda *given: max(given[0]) if len(given) == 1 else min(given)  # noqa: E731
    patch.setattr(rules, "min", newest, raising=False)


def own_day_counts_alone(patch: Patch) -> None:
    """At Home a case's next day is the team's own wherever there is one."""
    first = cockpit._by_next_day

    def own(cases_: Any, clocks: Any) -> Any:
        without = {each.case_id for each in cases_ if not each.due_on}
        return first(cases_, {case: day for case, day in clocks.items() if case in without})

    patch.setattr(cockpit, "_by_next_day", own)


def left_out_of_what_stands(patch: Patch) -> None:
    """Links are left out by their places in the version that stands, whichever was shown."""
    leave_out = Drafts.leave_out

    def whichever(self: Any, draft_id: Any, places: Any, **named: Any) -> Any:
        return leave_out(self, draft_id, places, **named | {"shown_version": self.get(draft_id).version})

    patch.setattr(Drafts, "leave_out", whichever)


def open_to_whom_slack_does_not_name(patch: Patch) -> None:
    """Of whom Slack cannot say who they are passes for every act of a viewer."""
    looks = frozenset(act for act, role in LEAST.items() if role is Role.VIEWER)
    patch.setattr(admission, "OPEN_TO_UNKNOWN", looks)


def opened_again_alone(patch: Patch) -> None:
    """What was cleared is opened again without those it speaks for."""
    alike = alerts._alike
    cleared = AlertState.DISMISSED
    alone = lambda unit, alert, state: [] if state is cleared else alike(unit, alert, state)  # noqa: E731
    patch.setattr(alerts, "_alike", alone)


BETWEEN: tuple[Bug, ...] = (
    first_purchase_is_meant,
    owner_alone_reminded,
    newest_held_counts,
    own_day_counts_alone,
    left_out_of_what_stands,
    open_to_whom_slack_does_not_name,
    opened_again_alone,
    cost_lost,
    cost_of_another_day,
    close_form_for_viewers,
    note_dropped,
    _positional("deputy_is_who_named", Cases, "deputise", 1, lambda who: "U0LEO"),
    _positional("due_a_day_late", Cases, "due", 1, lambda on: on and on + timedelta(days=1)),
    _positional("outcome_without_number", Cases, "outcome", 1, lambda said: replace(said, number="1")),
    _positional("close_reason_cut", Cases, "close", 1, lambda text: text[:6]),
    _positional("reopen_reason_lost", Cases, "reopen", 1, lambda text: "reopened"),
    _positional("talk_noted_shortly", Contacts, "add", 1, lambda text: text[:5]),
    _given("next_talk_lost", Contacts, "add", lambda named: named | {"next_on": None}),
    _given("clock_without_day", Deadlines, "start", lambda named: named | {"case_id": ""}),
    _positional("clock_quiet_a_day_less", Deadlines, "snooze", 1, lambda on: on - timedelta(days=1)),
    _given("evidence_without_note", HandedEvidence, "add", lambda named: named | {"note": ""}),
    _positional("waybill_lost", Purchases, "bought", 0, lambda bought: replace(bought, waybill="")),
    _given("reference_lost", Approvals, "sent", lambda named: named | {"reference": ""}),
    _positional("sender_lost", Approvals, "received", 1, lambda paper: replace(paper, sender="")),
    _given("waived_without_reason", Approvals, "waive", lambda named: named | {"reason": "waived"}),
    _given("rejected_in_short", Approvals, "reject", lambda named: named | {"comment": named["comment"][:4]}),
    _positional(
        "judged_as_its_neighbour",
        Triage,
        "judge",
        1,
        lambda said: Verdict.GREY_MARKET if said is Verdict.GENUINE else said,
    ),
    _given("put_away_for_a_day", Alerts, "snooze", lambda named: named | {"days": 1}),
    _positional(
        "first_right_alone",
        Batches,
        "prepare",
        0,
        lambda asked: replace(asked, right_ids=asked.right_ids[:1]),
    ),
    _positional("question_cut", Questions, "ask", 0, lambda asked: replace(asked, text=asked.text[:20])),
)

"""What stands on somebody's Home tab, and showing it anew after their acts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.approvals import ENOUGH_APPROVERS
from bot.domain.cases import Case, CaseQuery
from bot.domain.ids import CaseId, PersonId
from bot.slack.blocks.counsel import shared_home
from bot.slack.blocks.home import home_view
from bot.slack.blocks.home_queue import SHOWN, Queue
from bot.slack.blocks.text import moment
from bot.slack.front import Front
from bot.slack.naming import is_slack_user
from knowledge import known

MOST_CASES = 200
"""Of a person's open cases, so many are looked at for their next day."""

TOLD_FOR = timedelta(days=1)
"""How long after it ended people still read of a time in which Slack was not heard."""


def queue_of(front: Front, who: PersonId) -> Queue:
    """What waits for this person. One query a part: the tab opens at once however many cases there are."""
    desk = front.desk
    due, due_count = desk.deadlines.soonest(SHOWN)
    cases, count = desk.cases.find(CaseQuery(owner=who, open_only=True), limit=MOST_CASES)
    queue = Queue(
        to_approve=desk.pending.to_approve(who),
        mine=desk.drafts.undecided(who),
        open_alerts=desk.triage.waiting(),
        due=due,
        due_count=due_count,
        checks=checks(front),
        cases=_by_next_day(cases, desk.deadlines.next_days([case.case_id for case in cases])),
        case_count=count,
        week=desk.reports.week(),
        untold=desk.rules.untold(),
        law=age_of_law(front),
        cut_off=cut_off(front),
        sights=desk.intake.sights(),
        to_draft=desk.reports.any_confirmed(),
    )
    return _for_admins(front, queue) if _is_admin(front, who) else queue


def _for_admins(front: Front, queue: Queue) -> Queue:
    health, aside = front.desk.health.now(), front.desk.genuine_pictures.aside()
    return replace(queue, health=health, aside=aside, is_admin=True)


def cut_off(front: Front) -> str:
    """Since when Slack was not heard, the last time that was so within a day; empty where it was not."""
    since, until = front.outage.since, front.outage.until
    if since is None or (until is not None and front.desk.clock() - until > TOLD_FOR):
        return ""
    ended = moment(until, front.reader) if until else front.reader("watch.now")
    return front.reader("watch.cut_off", since=moment(since, front.reader), until=ended)


def _by_next_day(cases: Sequence[Case], clocks: Mapping[CaseId, date]) -> list[tuple[Case, date | None]]:
    """Each case with the first day on which something is due, soonest first, those without one last."""
    days = [
        (case, min(filter(None, (case.due_on, clocks.get(case.case_id))), default=None)) for case in cases
    ]
    return sorted(days, key=lambda row: row[1] or date.max)


def republish(front: Front, who: PersonId) -> None:
    """Show the tab anew after an act of this person."""
    if not is_slack_user(who):
        return
    counsel = front.admission.counsel(who)
    if counsel is not None:
        front.poster.publish_home(who, shared_home(*front.desk.counsel.held(counsel), front.reader))
    else:
        front.poster.publish_home(who, home_view(queue_of(front, who), front.reader))


def age_of_law(front: Front) -> str:
    """When the register of law was compared with its sources, and until when it knows the law."""
    state = known.load()
    return front.reader("home.law", checked=state.checked_on, until=state.until)


def _is_admin(front: Front, who: PersonId) -> bool:
    return who in front.desk.people.admins


def checks(front: Front) -> list[tuple[str, bool]]:
    """The parts of the set-up, and whether each is done."""
    options = front.options
    return [
        ("alert_channel", bool(options.alert_channel)),
        ("legal_channel", bool(options.legal_channel)),
        ("approvers", len(options.may_approve) >= ENOUGH_APPROVERS),
        ("brand_book", bool(front.desk.rights.on())),
        ("sources", bool(front.desk.watches.status().sources)),
    ]

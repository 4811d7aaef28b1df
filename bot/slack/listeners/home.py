"""The Home tab, and suggested prompts in the messages tab."""

from __future__ import annotations

from slack_bolt import App

from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import PersonId
from bot.slack.blocks.home import Queue, home_view
from bot.slack.front import Front
from bot.slack.payloads import Opened, parse_opened
from bot.words.book import day
from knowledge import known

PROMPTS = ("squatted", "takedown", "counter", "renew")
ENOUGH_APPROVERS = 2
_UNDECIDED = frozenset({DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES, DraftStatus.APPROVED})


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_event(app, "app_home_opened", parse_opened, opened)


def opened(front: Front, opening: Opened) -> None:
    """Show the Home tab, or suggest what could be asked."""
    who = opening.place.person
    if opening.tab == "home":
        front.poster.publish_home(who, home_view(queue_of(front, who), front.words))
        return
    prompts = [
        (front.words(f"prompt.{name}.title"), front.words(f"prompt.{name}.message")) for name in PROMPTS
    ]
    front.poster.suggest(opening.place.channel, front.words("prompt.heading"), prompts)


def queue_of(front: Front, who: PersonId) -> Queue:
    """What waits for this person."""
    desk = front.desk
    drafts = [draft for case in desk.cases.all() for draft in desk.drafts.of_case(case.case_id)]
    return Queue(
        to_approve=[draft for draft in drafts if _waits_for(front, draft, who)],
        mine=[draft for draft in drafts if draft.author == who and draft.status in _UNDECIDED],
        open_alerts=desk.triage.waiting(),
        due=desk.deadlines.running(),
        checks=checks(front),
        health=desk.health.now() if _is_admin(front, who) else (),
        aside=desk.genuine_pictures.aside() if _is_admin(front, who) else (),
        untold=desk.rules.untold(),
        law=age_of_law(front),
    )


def age_of_law(front: Front) -> str:
    """When the register of law was compared with its sources, and until when it knows the law."""
    state = known.load()
    language = front.words.language
    return front.words(
        "home.law",
        checked=day(state.checked_on, language),
        days=state.age(front.today),
        until=day(state.until, language),
    )


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


def _waits_for(front: Front, draft: Draft, who: PersonId) -> bool:
    given = any(each.by == who for each in draft.standing_approvals)
    return (
        who in front.options.may_approve
        and who != draft.author
        and draft.status is DraftStatus.AWAITING
        and not given
    )

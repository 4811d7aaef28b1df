"""The message and thread of a case in Slack: posted once, updated, written in. Shared by the rooms that act on cases."""

from bot.domain.alerts import Alert
from bot.domain.cases import Case
from bot.domain.ids import CaseId
from bot.ports import Posted
from bot.slack import once
from bot.slack.blocks.case_lists import timeline_lines
from bot.slack.blocks.cases import case_card, case_metadata
from bot.slack.blocks.known import KnownAlert
from bot.slack.blocks.text import card, section
from bot.slack.cards import Card
from bot.slack.front import Front
from bot.slack.ids import EventType

POSTING = 30.0
"""Seconds within which a case's message is posted."""


def open_thread(front: Front, case: Case, channel: str, key: str) -> None:
    """Give the case its message in the channel, once however many press the button, and whatever process dies after it is
    posted; else bring it up to date."""
    with front.desk.store.unit() as unit:
        mine = unit.leases.take(f"thread:{case.case_id}", key, front.desk.clock(), POSTING)
    if case.ts or not mine:
        refresh(front, case.case_id)
        return
    place, since = front.options.case_channel or channel, front.worklist.repeated
    stands = once.found(front.poster, place, EventType.CASE, case.case_id, since) if since else None
    posted = stands or front.poster.post(place, current_card(front, case), metadata=case_metadata(case))
    front.desk.cases.in_channel(case.case_id, posted.channel, posted.ts)


def refresh(front: Front, case_id: CaseId) -> None:
    """Redraw the card of a case where it stands."""
    case = front.desk.cases.get(case_id)
    if case.ts:
        front.poster.update(Posted(channel=case.channel, ts=case.ts), current_card(front, case))


def in_thread(front: Front, case: Case, text: str) -> None:
    """Say something in the thread of a case; ``text`` is escaped already."""
    card_in_thread(front, case, card(text, [section(text)]))


def card_in_thread(front: Front, case: Case, shown: Card) -> None:
    """Show something there, with its buttons."""
    if case.ts:
        front.poster.post(case.channel, shown, thread=case.ts)


def current_card(front: Front, case: Case) -> Card:
    """The card with drafts and clocks as they are now."""
    drafts = front.desk.drafts.of_case(case.case_id)
    clocks, counts = front.desk.deadlines.running(case.case_id), front.desk.cases.counts(case.case_id)
    return case_card(case, drafts, clocks, front.words, counts)


def known_alert(front: Front, alert: Alert) -> KnownAlert:
    """An alert with where it and its case stand; one that was folded is shown by the one that speaks for it."""
    speaker = front.desk.alerts.get(alert.folded_into) if alert.folded_into else alert
    case = front.desk.cases.get(alert.case_id) if alert.case_id else None
    return KnownAlert(
        alert=alert,
        url=front.poster.permalink(Posted(channel=speaker.channel, ts=speaker.ts)),
        case_url=front.poster.permalink(Posted(channel=case.channel, ts=case.ts)) if case else "",
        others=front.desk.alerts.of_same_shop(alert.alert_id),
    )


def whole_card(front: Front, case: Case) -> Card:
    """The card with the newest acts under it."""
    shown = current_card(front, case)
    timeline = timeline_lines(front.desk.cases.timeline(case.case_id), front.words)
    return Card(text=shown.text, blocks=(*shown.blocks, section(timeline)))

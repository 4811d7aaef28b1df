"""What people write in channels without mentioning the bot: a reply to its answer, a link to a listing it knows.

Both are off until an admin turns them on. Whatever else is written there is dropped before it is stored or logged: it is
looked at in memory, by who wrote it and what it is, and only a question or an act goes on.
"""

from bot.domain.addresses import Address, address_of
from bot.domain.roles import Role
from bot.slack.blocks.known import known_lines
from bot.slack.blocks.listings import listing_line
from bot.slack.blocks.text import card, section
from bot.slack.front import Front
from bot.slack.listeners import questions, verbs
from bot.slack.listeners.threads import known_alert
from bot.slack.parsing import parse_overheard
from bot.slack.payloads import Body, UserMessage

LINES = 3


def heard(front: Front, body: Body) -> None:
    """A message of a channel: dropped here, unless a switch is on and it may be for the bot. Returns at once."""
    said = parse_overheard(body)
    if said is None:
        return
    settings, thread = front.desk.settings, (said.place.channel, said.place.thread)
    linked = [address_of(url) for url in said.urls] if settings.is_on("tell_links") else []
    if any(linked):
        front.worklist.aside(lambda: tell_link(front, said, [each for each in linked if each]))
    elif settings.is_on("hear_replies") and thread in front.threads:
        front.worklist.aside(lambda: reply(front, said))


def reply(front: Front, said: UserMessage) -> None:
    """A reply in the thread of a question, where it is a question or an act of somebody who may ask."""
    if not front.admission.holds(said.place.person, Role.VIEWER) or _only_by_name(front, said):
        return
    place = said.place
    if not front.desk.conversations.is_talk(
        said.text, person=place.person, channel=place.channel, thread=said.root
    ):
        questions.ask_in_thread(front, said)


def tell_link(front: Front, said: UserMessage, linked: list[Address]) -> None:
    """One private line for whoever pasted a link to a listing that has an alert; nothing for guests."""
    if not front.admission.holds(said.place.person, Role.VIEWER):
        return
    front.read_by(said.place)
    with front.desk.store.unit() as unit:
        found = [unit.alerts.of_listing(each.listing_id) for each in linked]
    alert = next((each for each in found if each is not None), None)
    if alert is not None:
        lines = known_lines(known_alert(front, alert), front.reader)[:LINES]
        told = " · ".join([listing_line(alert.listing, front.reader), *lines])
        front.poster.whisper(said.place, card(told, [section(told)]))


def _only_by_name(front: Front, said: UserMessage) -> bool:
    """Threads of alerts, cases and drafts: people talk there among themselves, the bot is named when it is meant."""
    with front.desk.store.unit() as unit:
        alerted = {front.options.alert_channel, *(rule.channel for rule in unit.alert_rules.all())}
    return said.place.channel in alerted or verbs.thread_of(front, said) is not None

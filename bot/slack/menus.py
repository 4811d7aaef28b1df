"""Menus that are searched: what they offer for the words typed, answered at once from what is kept, to whoever may fill in
the form that they stand in; to nobody else anything. Nothing of it is put in the inbox: Slack asks anew for each letter.
"""

from collections.abc import Callable
from enum import StrEnum

import structlog
from slack_bolt import Ack, App

from bot.domain.errors import MarqueError
from bot.slack.blocks.fields import MOST_OPTIONS, Choices, options, zone_choices
from bot.slack.front import Front
from bot.slack.ids import ModalField
from bot.slack.parsing import parse_sought
from bot.slack.payloads import Body, Sought

Offer = Callable[[Front, Sought], Choices]
log = structlog.get_logger("marque.slack")


def on_search(app: App, front: Front, act: StrEnum, field: str, offer: Offer) -> None:
    """Let a field of this form, or a menu on a message that is this act, offer what is found."""

    def meant(body: Body) -> bool:
        return parse_sought(body).act == act.value

    def listener(ack: Ack, body: Body) -> None:
        sought = parse_sought(body)
        found: Choices = ()
        try:
            front.admission.require(sought.place, act.value, sought.ref.kind, sought.ref)
            front.read_by(sought.place, ask=False)
            found = offer(front, sought)
        except MarqueError as fault:
            log.info("nothing offered", act=act.value, field=field, why=str(fault))
        ack(options=[each.to_dict() for each in options(found)])

    app.options(field, matchers=[meant])(listener)


def among(held: Offer) -> Offer:
    """Those of a list that is at hand whose value or label has every word typed."""

    def offer(front: Front, sought: Sought) -> Choices:
        words = sought.words.casefold().split()
        found = (each for each in held(front, sought) if _has(" ".join(each).casefold(), words))
        return [each for each, _ in zip(found, range(MOST_OPTIONS), strict=False)]

    return offer


def on_zone(app: App, front: Front, form: StrEnum) -> None:
    """Let the time zone of this form be found by the words of its name."""
    on_search(app, front, form, ModalField.ZONE, among(lambda front, _: zone_choices(front.desk.clock())))


def _has(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)

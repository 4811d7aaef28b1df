"""Channels, people and switches, changed by an admin from the set-up or from Home."""

from __future__ import annotations

from slack_bolt import App

from bot.services.upkeep.team_settings import CHANNELS, PEOPLE, SWITCHES
from bot.slack.blocks.team_settings import of_kind, settings_form
from bot.slack.front import Front
from bot.slack.ids import NAMED_CHANNELS, NAMED_PEOPLE, ActionId, FormId, ModalField
from bot.slack.listeners.cockpit import republish
from bot.slack.payloads import Click, ModalForm


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.SETTINGS, show, at_once=True)
    front.on_form(app, FormId.SETTINGS, change)


def show(front: Front, click: Click) -> None:
    """*Channels and people*."""
    front.poster.open(click.trigger_id, settings_form(front.desk.settings.of, front.words))


def change(front: Front, form: ModalForm) -> None:
    """What the form says, kept; user groups, which a form cannot choose, stay as they are."""
    wanted = {name: tuple(form.values.get(name, ())) for name in CHANNELS}
    for name in PEOPLE:
        groups = of_kind(front.desk.settings.of(name), "S")
        chosen = [*form.values.get(NAMED_PEOPLE + name, ()), *form.values.get(NAMED_CHANNELS + name, ())]
        wanted[name] = (*chosen, *groups)
    ticked = form.values.get(ModalField.SWITCHES, ())
    wanted |= {name: ("yes",) if name in ticked else () for name in SWITCHES}
    new = front.desk.settings.change(wanted, by=form.place.person)
    names = front.words.listed(front.words(f"settings.{name}") for name in new)
    front.tell(form.place, front.words("settings.saved", names=names or front.words("settings.nothing")))
    republish(front, form.place.person)

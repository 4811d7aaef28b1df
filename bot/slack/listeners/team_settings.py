"""Channels, people, the time zone and switches, changed by an admin from the set-up or from Home."""

from slack_bolt import App

from bot.domain.errors import Outside
from bot.services.upkeep.team_settings import CHANNELS, PEOPLE, SWITCHES, ZONE
from bot.slack.blocks.alerts import looking_view
from bot.slack.blocks.team_settings import NO_GROUPS, of_kind, settings_form
from bot.slack.front import Front
from bot.slack.ids import NAMED_CHANNELS, NAMED_GROUPS, NAMED_PEOPLE, ActionId, FormId, ModalField
from bot.slack.listeners.setup import tick
from bot.slack.menus import on_zone
from bot.slack.payloads import Click, ModalForm


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.SETTINGS, show, at_once=True)
    front.on_form(app, FormId.SETTINGS, change)
    on_zone(app, front, FormId.SETTINGS)


def show(front: Front, click: Click) -> None:
    """*Channels, people, time*: a modal at once, then the form, with the user groups that Slack knows."""
    view_id = front.poster.open(click.trigger_id, looking_view(front.reader))
    front.hand_over(click.place, click.key, lambda: _filled(front, view_id))


def _filled(front: Front, view_id: str) -> None:
    try:
        groups = front.desk.people.directory.groups()
    except Outside:
        groups = NO_GROUPS
    edition = front.desk.settings.edition()
    front.desk.settings.refresh()
    form = settings_form(front.desk.settings.of, front.desk.clock(), front.reader, groups, edition)
    front.poster.redraw(view_id, form)


def change(front: Front, form: ModalForm) -> None:
    """What the form says, kept; user groups stay as they are where the form could not show them."""
    wanted = {name: tuple(form.values.get(name, ())) for name in CHANNELS}
    wanted[ZONE] = tuple(form.values.get(ModalField.ZONE, front.desk.settings.of(ZONE)))
    for name in PEOPLE:
        groups = form.values.get(NAMED_GROUPS + name, of_kind(front.desk.settings.of(name), "S"))
        chosen = [*form.values.get(NAMED_PEOPLE + name, ()), *form.values.get(NAMED_CHANNELS + name, ())]
        wanted[name] = (*chosen, *groups)
    ticked = form.values.get(ModalField.SWITCHES, ())
    wanted |= {name: ("yes",) if name in ticked else () for name in SWITCHES}
    new = front.desk.settings.change(wanted, by=form.place.person, shown=form.ref.version)
    names = front.reader.listed(front.reader(f"settings.{name}") for name in new)
    front.tell(form.place, front.reader("settings.saved", names=names or front.reader("settings.nothing")))
    tick(front, form.place.person)

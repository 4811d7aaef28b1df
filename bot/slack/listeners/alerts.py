"""Buttons of the alert card: open a case, dismiss with a reason. (*Draft notice* is in drafts.)"""

from __future__ import annotations

from slack_bolt import App

from bot.domain.alerts import Alert, AlertState
from bot.domain.errors import NotPossible
from bot.ports import Posted
from bot.slack.blocks.alerts import not_infringing_form
from bot.slack.front import Front
from bot.slack.ids import ActionId, Field, FormId
from bot.slack.listeners.threads import open_thread
from bot.slack.payloads import Click, Form
from bot.slack.pictured import pictured


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.OPEN_CASE, open_case)
    front.on_click(app, ActionId.NOT_INFRINGING, ask_why, at_once=True)
    front.on_form(app, FormId.NOT_INFRINGING, dismiss)


def open_case(front: Front, click: Click) -> None:
    """Open the seller's case (or join it), give it a thread, show the alert as part of it."""
    case = front.desk.cases.open_from_alert(click.ref.alert, by=click.place.person)
    alert = front.desk.alerts.get(click.ref.alert)
    show(front, alert, click)
    open_thread(front, case, click.place.channel, click.key)


def ask_why(front: Front, click: Click) -> None:
    """Ask for the reason in a modal."""
    alert = front.desk.alerts.get(click.ref.alert)
    if alert.state is AlertState.DISMISSED:
        raise NotPossible(alert.alert_id, "it is dismissed already")
    front.poster.open(click.trigger_id, not_infringing_form(alert, front.words))


def dismiss(front: Front, form: Form) -> None:
    """Dismiss the alert; its message is edited."""
    ref = form.ref
    alert = front.desk.alerts.dismiss(ref.alert, by=form.place.person, reason=form.text(Field.REASON))
    if alert.ts:
        redraw(front, alert, Posted(channel=alert.channel, ts=alert.ts))


def show(front: Front, alert: Alert, click: Click) -> None:
    """Redraw the alert where it stands."""
    channel, ts = (alert.channel, alert.ts) if alert.ts else (click.place.channel, click.ts)
    if ts:
        redraw(front, alert, Posted(channel=channel, ts=ts))


def redraw(front: Front, alert: Alert, posted: Posted) -> None:
    """Edit the message of an alert."""
    pictured(alert, front.words, lambda card: front.poster.update(posted, card))

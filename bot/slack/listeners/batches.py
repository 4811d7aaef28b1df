"""Batches: the screen on which many drafts are approved with one press, each exactly as shown."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt import App

from bot.domain.drafts import Draft
from bot.domain.ids import DraftId
from bot.ports import Posted
from bot.slack.blocks.batches import batch_form, outcome_card, ticked
from bot.slack.blocks.text import person
from bot.slack.front import Front
from bot.slack.ids import ActionId, Field, FormId
from bot.slack.listeners import previews
from bot.slack.payloads import Click, Form


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.BATCH, review, at_once=True)
    front.on_click(app, ActionId.SHOW_PART, show)
    front.on_form(app, FormId.BATCH, approve)


def review(front: Front, click: Click) -> None:
    """*Review and approve* on a batch."""
    parts = front.desk.batches.parts(click.ref.batch)
    front.poster.open(click.trigger_id, batch_form(parts, click.ref.page, front.words))


def show(front: Front, click: Click) -> None:
    """One part of a batch, in the direct messages of whoever asked."""
    previews.copy_to(front, front.desk.drafts.get(DraftId(click.value)), click.place.person)


def approve(front: Front, form: Form) -> None:
    """One press: a yes to each part ticked, exactly as it was shown."""
    chosen = [
        value for name, values in form.values.items() if name.startswith(Field.PARTS) for value in values
    ]
    outcomes = front.desk.approvals.approve_batch(map(ticked, chosen), by=form.place.person)
    first = previews.redraw_batch(front, form.ref.batch)
    place = Posted(channel=first.channel, ts=first.ts)
    said = outcome_card(form.ref.batch, outcomes, person(form.place.person), front.words)
    front.poster.post(place.channel, said, thread=place.ts)
    for each in outcomes:
        if each.draft is not None and each.draft.released:
            previews.attach(front, each.draft, place, ("clean",))
        if each.draft is not None:
            previews.tell_thread(front, each.draft)


def publish(front: Front, parts: tuple[Draft, ...]) -> Draft:
    """Show a new batch: one message for all its parts, their files in its thread."""
    posted = previews.post_batch(front, parts)
    front.desk.batches.shown_in(parts[0].batch_id, posted.channel, posted.ts)
    shown = [replace(part, channel=posted.channel, ts=posted.ts) for part in parts]
    for part in shown:
        previews.attach(front, part, posted, ("draft", "fields", "links"))
        previews.tell_thread(front, part)
    return shown[0]

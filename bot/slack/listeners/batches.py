"""Batches: the screen on which many drafts are approved with one press, each exactly as shown."""

from collections.abc import Mapping

from slack_bolt import App

from bot.domain.ids import DraftId
from bot.slack.blocks.batches import (
    batch_form,
    chosen_links,
    leave_out_form,
    left_out_card,
    links_to_leave,
    outcome_card,
    part_choices,
    ticked,
)
from bot.slack.blocks.fields import Choices
from bot.slack.blocks.text import person
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField
from bot.slack.listeners import previews
from bot.slack.menus import among, on_search
from bot.slack.payloads import Click, ModalForm, Sought


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.BATCH, review, at_once=True)
    front.on_click(app, ActionId.SHOW_PART, show)
    front.on_click(app, ActionId.LEAVE_OUT, choose_links, at_once=True)
    front.on_form(app, FormId.BATCH, approve, again=True)
    front.on_form(app, FormId.LEAVE_OUT, leave_out, check=some_link, again=True)
    on_search(app, front, ActionId.SHOW_PART, ActionId.SHOW_PART, among(_parts))
    on_search(app, front, FormId.LEAVE_OUT, ModalField.LEFT_OUT, among(_links))


def _parts(front: Front, sought: Sought) -> Choices:
    """The parts of the batch on whose message the menu stands."""
    with front.desk.store.unit() as unit:
        draft = unit.drafts.in_thread(sought.place.channel, sought.ts)
    return part_choices(front.desk.batches.parts(draft.batch_id)) if draft and draft.batch_id else []


def _links(front: Front, sought: Sought) -> Choices:
    return links_to_leave(front.desk.batches.parts(sought.ref.batch))


def review(front: Front, click: Click) -> None:
    """*Review and approve* on a batch."""
    parts = front.desk.batches.parts(click.ref.batch)
    front.poster.open(click.trigger_id, batch_form(parts, click.ref.page, front.reader))


def show(front: Front, click: Click) -> None:
    """One part of a batch, in the direct messages of whoever asked."""
    previews.copy_to(front, front.desk.drafts.get(DraftId(click.value)), click.place.person)


def approve(front: Front, form: ModalForm) -> None:
    """One press: a yes to each part ticked, exactly as it was shown."""
    chosen = _chosen(form, ModalField.PARTS)
    outcomes = front.desk.approvals.approve_batch(map(ticked, chosen), by=form.place.person)
    first = previews.redraw_batch(front, form.ref.batch)
    words = previews.words_of(front, first)
    said = outcome_card(form.ref.batch, outcomes, person(form.place.person), words)
    front.poster.post(first.channel, said, thread=first.ts)
    for each in outcomes:
        if each.draft is not None:
            previews.tell_thread(front, each.draft)


def choose_links(front: Front, click: Click) -> None:
    """*Leave links out* on a batch."""
    parts = front.desk.batches.parts(click.ref.batch)
    front.poster.open(click.trigger_id, leave_out_form(parts, front.reader))


def some_link(front: Front, form: ModalForm) -> Mapping[str, str]:
    """No link was chosen."""
    nothing: Mapping[str, str] = {ModalField.LEFT_OUT: front.reader("batch.leave_none")}
    return {} if _chosen(form, ModalField.LEFT_OUT) else nothing


def leave_out(front: Front, form: ModalForm) -> None:
    """New versions without the links chosen; their files follow into the thread by the outbox."""
    who, reason = form.place.person, form.text(ModalField.REASON)
    links = chosen_links(_chosen(form, ModalField.LEFT_OUT))
    outcomes = front.desk.batches.leave_out(links, by=who, reason=reason)
    first = previews.redraw_batch(front, form.ref.batch)
    said = left_out_card(form.ref.batch, outcomes, person(who), reason, previews.words_of(front, first))
    front.poster.post(first.channel, said, thread=first.ts)
    front.hurry()


def _chosen(form: ModalForm, field: ModalField) -> list[str]:
    """What is chosen in all fields of this name, however many screens' worth there are."""
    return [value for name, values in form.values.items() if name.startswith(field) for value in values]

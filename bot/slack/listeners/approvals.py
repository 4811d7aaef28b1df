"""Buttons on a preview: approve, ask for changes, reject, withdraw; and after: sent, received, the clock."""

from collections.abc import Mapping
from datetime import date, datetime, time

from slack_bolt import App

from bot.domain.drafts import Draft, DraftStatus, Received
from bot.domain.errors import MarqueError
from bot.domain.ids import DraftId, PersonId
from bot.domain.moments import CHINA
from bot.ports import Posted
from bot.slack.blocks.approvals import comment_form
from bot.slack.blocks.deadlines import clock_card
from bot.slack.blocks.sending import delivered_form, received_form, sent_form
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners import previews
from bot.slack.listeners.cockpit import republish
from bot.slack.payloads import Click, ModalForm


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.APPROVE_DRAFT, approve)
    front.on_click(app, ActionId.ASK_CHANGES, ask_what, at_once=True)
    front.on_click(app, ActionId.REJECT_DRAFT, ask_why, at_once=True)
    front.on_click(app, ActionId.MARK_SENT, ask_how, at_once=True)
    front.on_click(app, ActionId.RECEIVED, ask_paper, at_once=True)
    front.on_click(app, ActionId.DELIVERED, ask_delivery, at_once=True)
    front.on_click(app, ActionId.WITHDRAW, withdraw)
    front.on_form(app, FormId.DELIVERED, delivered, check=not_ahead)
    front.on_form(app, FormId.ASK_CHANGES, ask_for_changes)
    front.on_form(app, FormId.REJECT, reject)
    front.on_form(app, FormId.SENT, sent, check=not_ahead)
    front.on_form(app, FormId.RECEIVED, received, check=not_ahead)


def approve(front: Front, click: Click) -> None:
    """A yes to the version shown; the clean documents follow the last one needed, by the outbox."""
    ref = click.ref
    try:
        draft = front.desk.approvals.approve(ref.draft, shown_version=ref.version, by=click.place.person)
    except MarqueError:
        _catch_up(front, click)
        raise
    show(front, draft)
    republish(front, click.place.person)


def ask_what(front: Front, click: Click) -> None:
    """Ask what should change."""
    front.poster.open(click.trigger_id, comment_form(FormId.ASK_CHANGES, about_draft(click), front.reader))


def ask_why(front: Front, click: Click) -> None:
    """Ask why it is rejected."""
    front.poster.open(click.trigger_id, comment_form(FormId.REJECT, about_draft(click), front.reader))


def ask_how(front: Front, click: Click) -> None:
    """Ask how it was sent."""
    front.poster.open(click.trigger_id, sent_form(about_draft(click), front.today, front.reader))


def ask_paper(front: Front, click: Click) -> None:
    """Ask what came back."""
    front.poster.open(click.trigger_id, received_form(about_draft(click), front.today, front.reader))


def ask_for_changes(front: Front, form: ModalForm) -> None:
    """Send the draft back to its author."""
    ref = form.ref
    draft = front.desk.approvals.ask_for_changes(
        ref.draft, shown_version=ref.version, by=form.place.person, comment=form.text(ModalField.COMMENT)
    )
    front.hurry()  # its author hears what is to change
    show(front, draft)
    republish(front, form.place.person)


def reject(front: Front, form: ModalForm) -> None:
    """End the draft."""
    ref = form.ref
    draft = front.desk.approvals.reject(
        ref.draft, shown_version=ref.version, by=form.place.person, comment=form.text(ModalField.COMMENT)
    )
    show(front, draft)
    republish(front, form.place.person)


def not_ahead(front: Front, form: ModalForm) -> Mapping[str, str]:
    """A day of sending, delivery or receiving that has not come yet."""
    days = {field: form.day(field) for field in (ModalField.WHEN, ModalField.DELIVERED_ON)}
    return {f: front.reader("form.not_ahead") for f, day in days.items() if day and day > front.today}


def sent(front: Front, form: ModalForm) -> None:
    """A person has sent the notice."""
    draft = front.desk.approvals.sent(
        form.ref.draft,
        by=form.place.person,
        channel=form.text(ModalField.HOW),
        at=moment_of(front, form),
        reference=form.text(ModalField.REFERENCE),
        courier_number=form.text(ModalField.COURIER),
        delivered_on=form.day(ModalField.DELIVERED_ON),
    )
    show(front, draft)


def ask_delivery(front: Front, click: Click) -> None:
    """Ask when it reached the other side."""
    front.poster.open(click.trigger_id, delivered_form(about_draft(click), front.today, front.reader))


def delivered(front: Front, form: ModalForm) -> None:
    """The notice reached the other side."""
    on = form.day(ModalField.DELIVERED_ON) or front.today
    show(front, front.desk.approvals.delivered(form.ref.draft, by=form.place.person, on=on))


def withdraw(front: Front, click: Click) -> None:
    """Take back one's own approval."""
    try:
        draft = front.desk.approvals.withdraw(click.ref.draft, by=click.place.person)
    except MarqueError:
        _catch_up(front, click)
        raise
    show(front, draft)


def received(front: Front, form: ModalForm) -> None:
    """A paper came back."""
    paper = Received(
        by=form.place.person,
        what=form.text(ModalField.WHAT),
        sender=form.text(ModalField.SENDER),
        reached_us_at=moment_of(front, form),
        note=form.text(ModalField.NOTE),
    )
    take_paper(front, form.ref.draft, paper)


def mark_sent(front: Front, draft_id: DraftId, by: PersonId, how: str, reference: str, at: datetime) -> None:
    """Record the sending and show it."""
    show(front, front.desk.approvals.sent(draft_id, by=by, channel=how, at=at, reference=reference))


def take_paper(front: Front, draft_id: DraftId, paper: Received) -> None:
    """Record what came back; a clock that starts is shown in the thread of the draft and of the case."""
    draft, started = front.desk.approvals.received(draft_id, paper)
    show(front, draft)
    case = front.desk.cases.get(draft.case_id)
    threads = sorted({(draft.channel, draft.ts), (case.channel, case.ts)})
    for deadline in started:
        for channel, ts in threads:
            if ts:
                words = front.words_in(channel, draft.author)
                front.poster.post(channel, clock_card(deadline, words, front.register), thread=ts)


def show(front: Front, draft: Draft) -> None:
    """The new state on the preview, and as one line in the case's thread."""
    previews.redraw(front, draft)
    previews.tell_thread(front, draft)


def _catch_up(front: Front, click: Click) -> None:
    """An old copy of a preview shows the draft as it is now."""
    draft = front.desk.drafts.get(click.ref.draft)
    if click.ts and (click.ref.version != draft.version or draft.status is not DraftStatus.AWAITING):
        place = Posted(channel=click.place.channel, ts=click.ts)
        previews.redraw_copy(front, draft.draft_id, click.place.person, place)


def moment_of(front: Front, form: ModalForm) -> datetime:
    """The moment that a form names by its day."""
    return moment_on(front, form.day(ModalField.WHEN) or front.today)


def moment_on(front: Front, day: date) -> datetime:
    """Now for today, noon in China for a day before."""
    return front.desk.clock() if day == front.today else datetime.combine(day, time(12), CHINA)


def about_draft(click: Click) -> Ref:
    ref = click.ref
    return Ref(draft=ref.draft, version=ref.version, channel=click.place.channel, thread=click.place.thread)

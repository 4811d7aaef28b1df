"""Clocks: started, snoozed and ended from their messages, and listed by ``/case deadlines``."""

from datetime import timedelta
from functools import partial

from slack_bolt import App

from bot.domain.cases import case_named
from bot.domain.deadlines import Deadline
from bot.domain.ids import CaseId
from bot.ports import Posted
from bot.slack.blocks.clock_forms import snooze_form
from bot.slack.blocks.clock_lists import deadline_list
from bot.slack.blocks.deadlines import clock_card
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners.approvals import not_ahead
from bot.slack.listeners.threads import card_in_thread, refresh
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.DEADLINE_DONE, deadline_done)
    front.on_click(app, ActionId.DEADLINE_SNOOZE, ask_until, at_once=True)
    front.on_form(app, FormId.SNOOZE, snooze)
    front.on_form(app, FormId.START_CLOCK, start, check=not_ahead)


def list_all(front: Front, command: SlashCommand) -> None:
    """``/case deadlines``, ``/case deadlines C-000012``: every clock that runs."""
    case_id = case_named(command.text) if command.text else None
    running = front.desk.deadlines.running(case_id)
    front.poster.whisper(command.place, deadline_list(running, front.reader))


def deadline_done(front: Front, click: Click) -> None:
    """End a clock: the step was taken."""
    ended = front.desk.deadlines.done(click.ref.deadline, by=click.place.person)
    _redraw(front, click, ended)


def ask_until(front: Front, click: Click) -> None:
    """Ask until when the clock is to be quiet."""
    front.poster.open(
        click.trigger_id, snooze_form(_about(click), front.today + timedelta(days=1), front.reader)
    )


def snooze(front: Front, form: ModalForm) -> None:
    """Be quiet until a day."""
    until = form.day(ModalField.WHEN) or front.today
    front.desk.deadlines.snooze(form.ref.deadline, until, by=form.place.person)
    front.tell(form.place, front.reader("deadline.snooze.done", day=until))


def start(front: Front, form: ModalForm) -> None:
    """Start the clocks of an event, shown in the thread of the case."""
    on = form.day(ModalField.WHEN) or front.today
    started = front.desk.deadlines.start(
        form.text(ModalField.WHAT),
        on,
        by=form.place.person,
        case_id=form.ref.case,
        note=form.text(ModalField.NOTE),
    )
    show(front, form.ref.case, started, form.place)
    if not started:
        front.tell(form.place, front.reader("deadline.start.none"))


def show(front: Front, case_id: CaseId, started: tuple[Deadline, ...], at: Place) -> None:
    """Clocks that have just started, in the thread of their case."""
    case = front.desk.cases.get(case_id)
    refresh(front, case_id)
    for deadline in started:
        card_in_thread(front, case, at, partial(clock_card, deadline, register=front.register))


def _redraw(front: Front, click: Click, deadline: Deadline) -> None:
    """The message of a clock shows that it ended; a list that only one person sees cannot be redrawn."""
    shown = clock_card(deadline, front.words_in(click.place.channel, click.place.person), front.register)
    if not front.poster.update(Posted(channel=click.place.channel, ts=click.ts), shown):
        front.poster.whisper(click.place, clock_card(deadline, front.reader, front.register))
    if deadline.case_id:
        refresh(front, deadline.case_id)


def _about(click: Click) -> Ref:
    ref = click.ref
    return Ref(case=ref.case, deadline=ref.deadline, channel=click.place.channel, thread=click.place.thread)

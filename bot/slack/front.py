"""The front desk: what every listener shares, and the one way from a payload to work.

A listener acknowledges at once, parses, and hands over to a bounded pool, where a repeat of the same
delivery does nothing. Modals have a pool of their own, since their trigger lives three seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from datetime import date
from threading import BoundedSemaphore
from typing import TypeVar

import structlog
from slack_bolt import Ack, App

from bot.domain.audit import Act
from bot.domain.errors import DeliveryFailed, MarqueError
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.services.desk import Desk
from bot.slack.blocks.help import told_card
from bot.slack.foreign import Foreign
from bot.slack.ids import ActionId, FormId, ShortcutId
from bot.slack.memory import Copies
from bot.slack.payloads import (
    Body,
    Click,
    Command,
    Form,
    Place,
    Pointed,
    event_key,
    parse_click,
    parse_command,
    parse_form,
    parse_pointed,
    place_of,
)
from bot.slack.poster import Poster
from bot.slack.roles import SlackOptions
from bot.words.book import Words
from bot.words.reasons import note
from knowledge.law import Register

MOST_WAITING = 200
log = structlog.get_logger("marque.slack")
Heard = TypeVar("Heard")
Check = Callable[["Front", Form], Mapping[str, str]]


class Front:
    """Desk, Slack, words and people, as listeners use them."""

    def __init__(
        self,
        desk: Desk,
        poster: Poster,
        options: SlackOptions,
        words: Words,
        register: Register,
        pool: Executor,
        quick: Executor,
    ) -> None:
        self.desk, self.poster, self.options = desk, poster, options
        self.words, self.register = words, register
        self.copies, self.foreign = Copies(), Foreign()
        self._pool, self._quick, self._room = pool, quick, BoundedSemaphore(MOST_WAITING)

    @property
    def today(self) -> date:
        """Today in Shanghai."""
        return china_day(self.desk.clock())

    def on_command(
        self, app: App, name: str, work: Callable[[Front, Command], None], *, at_once: bool = False
    ) -> None:
        """Let a slash command do this work; ``at_once`` where it opens a modal."""

        def listener(ack: Ack, body: Body) -> None:
            ack()
            command = parse_command(body)
            self._start(command.place, command.key, lambda: work(self, command), at_once=at_once)

        app.command(name)(listener)

    def on_click(
        self, app: App, action: ActionId, work: Callable[[Front, Click], None], *, at_once: bool = False
    ) -> None:
        """Let a button do this work; ``at_once`` where it opens a modal."""

        def listener(ack: Ack, body: Body) -> None:
            ack()
            click = parse_click(body)
            self._start(click.place, click.key, lambda: work(self, click), at_once=at_once)

        app.action(action.value)(listener)

    def on_shortcut(self, app: App, shortcut: ShortcutId, work: Callable[[Front, Pointed], None]) -> None:
        """Let a shortcut on a message do this work, which opens a modal."""

        def listener(ack: Ack, body: Body) -> None:
            ack()
            pointed = parse_pointed(body)
            self._start(pointed.place, pointed.key, lambda: work(self, pointed), at_once=True)

        app.shortcut(shortcut.value)(listener)

    def on_form(
        self, app: App, form_id: FormId, work: Callable[[Front, Form], None], check: Check | None = None
    ) -> None:
        """Let a submitted modal do this work, once ``check`` finds nothing wrong in its fields."""

        def listener(ack: Ack, body: Body) -> None:
            form = parse_form(body)
            wrong = check(self, form) if check else {}
            if wrong:
                ack(response_action="errors", errors=dict(wrong))
                return
            ack()
            self._start(form.place, form.key, lambda: work(self, form))

        app.view(form_id.value)(listener)

    def on_event(
        self, app: App, name: str, parse: Callable[[Body], Heard | None], work: Callable[[Front, Heard], None]
    ) -> None:
        """Let an event do this work; None from ``parse`` means it is not for the bot."""

        def listener(body: Body) -> None:
            heard = parse(body)
            if heard is not None:
                self._start(place_of(body), event_key(body), lambda: work(self, heard))

        app.event(name)(listener)

    def report(self, error: BaseException, place: Place, key: str = "") -> None:
        """Tell the person: our own errors by their sentence, any other with a reference to the log."""
        if isinstance(error, MarqueError):
            text = _sentence(note(str(error), self.words))
            log.info("told", error=type(error).__name__, sentence=text)
        else:
            reference = hashlib.sha256(f"{key}|{error!r}".encode()).hexdigest()[:8]
            log.error("unexpected", reference=reference, exc_info=error)
            text = self.words("error.unexpected", reference=reference)
        self.tell(place, text)

    def tell(self, place: Place, text: str) -> None:
        """A sentence for this person only; if Slack refuses even that, the log has it."""
        try:
            self.poster.whisper(place, told_card(text))
        except DeliveryFailed as failure:
            log.warning("could not tell", sentence=text, why=failure.why)

    def keep(self, who: PersonId, what: str, subject: str, details: Mapping[str, object]) -> None:
        """Put an act that no service records on the audit trail."""
        with self.desk.store.unit() as unit:
            unit.audit.append(Act(who=who, what=what, subject=subject, details=details), self.desk.clock())

    def _start(self, place: Place, key: str, work: Callable[[], None], *, at_once: bool = False) -> None:
        if at_once:
            # Not in the listener itself: Bolt forgets the acknowledgement of a listener that raises.
            self._quick.submit(work).add_done_callback(lambda done: self._report_of(done, place, key))
        else:
            self.hand_over(place, key, work)

    def hand_over(self, place: Place, key: str, work: Callable[[], None]) -> None:
        """Let the pool do the work, once for each delivery; when too much waits, say so."""
        if not self._room.acquire(blocking=False):
            self.tell(place, self.words("error.busy"))
            return
        future = self._pool.submit(self._once, key, work)
        future.add_done_callback(lambda done: self._ended(done, place, key))

    def _once(self, key: str, work: Callable[[], None]) -> None:
        if not key or self._first_time(key):
            work()

    def _first_time(self, key: str) -> bool:
        with self.desk.store.unit() as unit:
            return unit.seen.first_time(key, self.desk.clock())

    def _ended(self, done: Future[None], place: Place, key: str) -> None:
        self._room.release()
        self._report_of(done, place, key)

    def _report_of(self, done: Future[None], place: Place, key: str) -> None:
        error = None if done.cancelled() else done.exception()
        if error is not None:
            self.report(error, place, key)


def _sentence(text: str) -> str:
    start = text[:1].upper() + text[1:]
    if start.endswith((".", "。", "?", "？")):
        return start
    chinese = "\u4e00" <= start[-1:] <= "\u9fff"
    return f"{start}。" if chinese else f"{start}."

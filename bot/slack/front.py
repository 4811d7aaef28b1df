"""The front desk: what every listener shares, and the one way from a payload to work.

A delivery is parsed, its form's fields are checked, it is kept in the inbox, and only then acknowledged; the worklist
does the rest. Bolt's threads wait for the inbox's commit and for nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.domain.audit import Act
from bot.domain.errors import DeliveryFailed, MarqueError, NotKept, Outside
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.queues import Incoming
from bot.services.desk import Desk
from bot.slack.acts import least
from bot.slack.admission import NOTHING, Admission, Refused, about
from bot.slack.blocks.help import press_again_card, told_card, told_view, window_view
from bot.slack.blocks.text import as_sentence, card, section
from bot.slack.cards import Card
from bot.slack.foreign import Foreign
from bot.slack.identity import Whoami
from bot.slack.ids import ActionId, FormId, Ref, ShortcutId
from bot.slack.kept import action_of, form_of, parse_again
from bot.slack.lines import Outage
from bot.slack.parsing import event_key, parse_click, parse_command, parse_form, parse_pointed, place_of
from bot.slack.payloads import (
    Again,
    Body,
    Click,
    ModalForm,
    Opened,
    Place,
    Pointed,
    SlashCommand,
    UserMessage,
)
from bot.slack.poster import Poster
from bot.slack.roles import SlackOptions
from bot.slack.screens import WINDOW, Window
from bot.slack.threads import QuestionThreads, RecentAnswers
from bot.slack.web.meters import Meters
from bot.slack.web.standing import StandingCollector
from bot.slack.working import WorkItem, WorkRoute
from bot.slack.worklist import Worklist
from bot.words.book import LANGUAGES, Words, load_words
from bot.words.telling import tell
from knowledge.law import Register

log = structlog.get_logger("marque.slack")
HeardT = TypeVar("HeardT", SlashCommand, Click, ModalForm, Pointed, UserMessage, Opened, Again)
KeyedT = TypeVar("KeyedT", SlashCommand, Click, ModalForm, Pointed, Again)
Check = Callable[["Front", ModalForm], Mapping[str, str]]
LAST_RESORT = 30.0
"""Seconds until somebody is told again, where Slack asks to slow down and names no time."""

ANYTHING = re.compile(".*")

READER: ContextVar[str] = ContextVar("reader", default="")
"""The language of the person whom this thread tells something; empty where they read what the team reads."""

JOB = "marque_job"
"""Under which a kept event is handed from before its acknowledgement to after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """Where the front works: its pool, this process's name in the inbox, whom to tell that Slack refuses us, and how to
    have the outbox emptied at once."""

    pool: Executor
    holder: str = "this process"
    refused: Callable[[Outside], None] = lambda why: None
    hurry: Callable[[], None] = lambda: None


class Front:
    """Desk, Slack, words and people, as listeners use them."""

    def __init__(
        self,
        desk: Desk,
        poster: Poster,
        options: SlackOptions,
        words: Words,
        register: Register,
        trade: Trade,
    ) -> None:
        self.desk, self.poster, self._options = desk, poster, options
        self._by_name: dict[tuple[App, Callable[[Body], str]], dict[str, Callable[[Ack, Body], None]]] = {}
        self.words, self.register = words, register
        self.foreign, self.threads, self.answers = Foreign(), QuestionThreads(desk.store), RecentAnswers()
        self.whoami, self.outage = Whoami(poster.client), Outage()
        self.admission = Admission(
            desk.people, lambda key, **facts: self.reader(key, **facts), desk.counsel.may_see
        )
        self.refused, self.hurry = trade.refused, trade.hurry
        self.worklist = Worklist(desk.inbox, desk.store, desk.clock, trade.pool, self, trade.holder)
        self.meters = Meters()
        self.worklist.measured = self.meters.delivery
        self.worklist.on_beat = self.refresh
        self.meters.registry.register(StandingCollector(desk, self.outage, lambda: self.worklist.waiting))

    @property
    def options(self) -> SlackOptions:
        """Channels and people as they are set now."""
        return self._options.now()

    @property
    def today(self) -> date:
        """Today in Shanghai."""
        return china_day(self.desk.clock())

    @property
    def reader(self) -> Words:
        """The strings for the person whose act is worked off, as they read Slack; for everybody else the team's."""
        return load_words(READER.get() or self.words.language)

    def words_for(self, person: PersonId) -> Words:
        """The strings as somebody reads Slack whose act this need not be."""
        language = self.desk.people.language(person)
        return load_words(language) if language in LANGUAGES else self.words

    def words_in(self, channel: str, person: PersonId) -> Words:
        """The strings for a message: in somebody's direct messages theirs, elsewhere the team's."""
        return self.words_for(person) if channel.startswith(("D", "U", "W")) else self.words

    def read_by(self, place: Place, *, ask: bool = True) -> None:
        """From now on this thread tells this person something."""
        language = self.desk.people.language(place.person, ask=ask) if place.person else ""
        READER.set(language if language in LANGUAGES else "")

    def by(self, poster: Poster) -> Front:
        """The same desk for who talks to Slack in another way."""
        other = copy(self)
        other.poster = poster
        return other

    def unready(self) -> Sequence[str]:
        """Why nothing can be done just now, in sentences; nothing where all is well."""
        why = []
        if not self.whoami.team:
            why.append("Slack has not said yet who we are.")
        if self.outage.since is not None and self.outage.until is None:
            why.append(f"Cut off from Slack since {self.outage.since.isoformat()}.")
        if self.worklist.ended:
            why.append("Marque is being stopped.")
        try:
            with self.desk.store.unit() as unit:
                unit.outbox.waiting()
        except MarqueError as fault:
            why.append(as_sentence(str(fault)))
        return why

    def on_command(
        self, app: App, name: str, work: Callable[[Front, SlashCommand], None], *, at_once: bool = False
    ) -> None:
        """Let a slash command do this work; ``at_once`` where it may open a modal."""
        route = self._route("command", name, parse_command, work, bound=at_once)
        app.command(name)(self._listener(route, parse_command))

    def on_click(
        self,
        app: App,
        action: ActionId,
        work: Callable[[Front, Click], None],
        *,
        at_once: bool = False,
        again: bool = False,
    ) -> None:
        """Let a button do this work; ``at_once`` where it may open a modal, ``again`` where twice does no harm."""
        route = self._route("click", action.value, parse_click, work, bound=at_once, again=again)
        self._tell_apart(app, action_of)[action.value] = self._listener(route, parse_click)

    def on_shortcut(self, app: App, shortcut: ShortcutId, work: Callable[[Front, Pointed], None]) -> None:
        """Let a shortcut on a message do this work, which opens a modal."""
        route = self._route("shortcut", shortcut.value, parse_pointed, work, bound=True)
        app.shortcut(shortcut.value)(self._listener(route, parse_pointed))

    def on_form(
        self,
        app: App,
        form_id: FormId,
        work: Callable[[Front, ModalForm], None],
        check: Check | None = None,
        *,
        again: bool = False,
    ) -> None:
        """Let a submitted modal do this work, once ``check`` finds nothing wrong in its fields."""
        route = self._route("form", form_id.value, parse_form, work, again=again)
        checked = (lambda form: check(self, form)) if check else (lambda form: {})
        self._tell_apart(app, form_of)[form_id.value] = self._listener(route, parse_form, checked)

    def on_event(
        self,
        app: App,
        name: str,
        parse: Callable[[Body], HeardT | None],
        work: Callable[[Front, HeardT], None],
        overheard: Callable[[Front, Body], None] = lambda front, body: None,
    ) -> None:
        """Let an event do this work; None from ``parse`` means it is not for the bot, and is at most ``overheard``. Bolt
        acknowledges an event before its listener: it is kept in a middleware.
        """
        route = self._route("event", name, parse, work)

        def keep(body: Body, context: BoltContext, next: Callable[[], None]) -> None:  # noqa: A002  # Bolt's name
            heard = parse(body)
            context[JOB] = self.worklist.keep(route, heard, event_key(body), body) if heard else None
            if heard is None:
                overheard(self, body)
            next()

        def listener(context: BoltContext) -> None:
            job: WorkItem | None = context.get(JOB)
            if job is not None:
                self.worklist.start(job)

        app.event(name, middleware=[keep])(listener)

    def on_again(self, app: App, action: ActionId) -> None:
        """Let a button start another delivery again, whose trigger was dead."""
        route = self._route("click", action.value, parse_again, Front._again, bound=True)
        self._tell_apart(app, action_of)[action.value] = self._listener(route, parse_again)

    def _again(self, again: Again) -> None:
        self.worklist.again(again.kind, again.name, again.body)

    def require(self, place: Place, act: str, within: str = "", about: Ref = NOTHING) -> None:
        """Pass whoever may do this; see :meth:`bot.slack.admission.Admission.require`."""
        self.admission.require(place, act, within, about)

    def refresh(self) -> None:
        """Read anew what an admin may have changed."""
        self.desk.settings.refresh()
        self.desk.counsel.refresh()
        if self.desk.settings.is_on("hear_replies"):
            self.threads.refresh(self.desk.clock())

    def report(self, error: BaseException, place: Place, key: str = "") -> None:
        """Tell the person: our own errors by their sentence, any other with a reference to the log."""
        self.read_by(place)
        if isinstance(error, NotKept):
            log.error("not acknowledged", why=str(error))  # Slack tells the person itself
            return
        if isinstance(error, Refused):
            self.whisper(place, card(str(error), [section(str(error))]))
            return
        if isinstance(error, MarqueError):
            text = as_sentence(tell(error.sentence, self.reader))
            log.info("told", error=type(error).__name__, sentence=text)
        else:
            reference = hashlib.sha256(f"{key}|{error!r}".encode()).hexdigest()[:8]
            log.error("unexpected", reference=reference, exc_info=error)
            text = self.reader("error.unexpected", reference=reference)
        self.tell(place, text)

    def too_late(self, incoming: Incoming, place: Place, why: str) -> None:
        """Its trigger is dead: the person hears so, with a button to start again."""
        self.read_by(place)
        self.whisper(place, press_again_card(incoming, why, self.reader))

    def wait_here(self, place: Place, trigger_id: str) -> Window:
        """Many press at once: a window says so until this one's turn comes."""
        self.read_by(place, ask=False)
        return Window(self.poster.open(trigger_id, window_view(self.reader("window.wait"), self.reader)))

    def done_here(self, window: Window) -> None:
        """It was done, and needed no window."""
        self.poster.redraw(window.view_id, window_view(self.reader("window.done"), self.reader))

    def recorded(self, place: Place) -> None:
        """It was done, and the process died before it could show so."""
        self.read_by(place)
        self.tell(place, self.reader("restart.recorded"))

    def given_up(self, place: Place) -> None:
        """It was tried too often."""
        self.read_by(place)
        self.tell(place, self.reader("restart.given_up"))

    def in_line(self, place: Place, ahead: int) -> None:
        """It is kept, and its turn comes: home openings, which nobody waits for in words, are passed over."""
        if place.channel:
            self.read_by(place)
            self.whisper(place, told_card(self.reader("restart.in_line", ahead=ahead)), tries=0)

    def tell(self, place: Place, text: str) -> None:
        """A sentence for this person only; if Slack refuses even that, the log has it."""
        self.whisper(place, told_card(text))

    def keep(self, who: PersonId, what: str, subject: str, details: Mapping[str, object]) -> None:
        """Put an act that no service records on the audit trail."""
        with self.desk.store.unit() as unit:
            unit.audit.append(Act(who=who, what=what, subject=subject, details=details), self.desk.clock())

    def hand_over(self, _place: Place, _key: str, work: Callable[[], None]) -> None:
        """What came with a trigger and needs none goes on in the pool."""
        language = READER.get()

        def go_on() -> None:
            READER.set(language)
            work()

        self.worklist.hand_over(go_on)

    def repeatable(self) -> AbstractContextManager[None]:
        """What is done in here is done again after a restart, unless it came to its end."""
        return self.desk.store.acting("", PersonId(""))

    def whisper(self, place: Place, shown: Card, tries: int = 2) -> None:
        """A card for this person only, ``tries`` times later where Slack asks to slow down; if Slack refuses even that, the
        log has it. The window that waits for it says so, too."""
        if (window := WINDOW.get()) is not None:
            window.shown = True
            self.poster.redraw(window.view_id, window_view(shown, self.reader))
        try:
            self.poster.whisper(place, shown)
        except DeliveryFailed as failure:
            if failure.slow_down and tries:
                again = partial(self.whisper, place, shown, tries - 1)
                self.worklist.later(failure.retry_after or LAST_RESORT, again)
                return
            log.warning("could not tell", sentence=shown.text, why=str(failure.why))

    def _route(
        self,
        kind: str,
        name: str,
        read: Callable[[Body], HeardT | None],
        work: Callable[[Front, HeardT], None],
        *,
        bound: bool = False,
        again: bool = False,
    ) -> WorkRoute:
        least(name)  # an act without a row in the table of roles is a mistake of ours, found at start

        def worked(heard: Any) -> None:
            try:
                self.refresh()
                self.read_by(heard.place)
                self.require(heard.place, name, (ref := about(heard)).kind, ref)
            except Refused as refusal:
                if not isinstance(heard, Opened):
                    raise
                if heard.tab == "home":
                    self.poster.publish_home(heard.place.person, told_view(str(refusal)))
                return
            work(self, heard)

        route = WorkRoute(kind=kind, name=name, read=read, work=worked, bound=bound, again=again)
        self.worklist.add(route)
        return route

    def _tell_apart(self, app: App, name_of: Callable[[Body], str]) -> dict[str, Callable[[Ack, Body], None]]:
        """Listeners of buttons or forms by name, behind one of Bolt's: to ask a hundred of Bolt's in turn which one is meant
        takes longer than all else before an acknowledgement."""
        if (app, name_of) not in self._by_name:
            known = self._by_name[app, name_of] = {}
            register = app.action if name_of is action_of else app.view
            meant = [lambda body: name_of(body) in known]
            register(ANYTHING, meant)(lambda ack, body: known[name_of(body)](ack, body))
        return self._by_name[app, name_of]

    def _listener(
        self,
        route: WorkRoute,
        read: Callable[[Body], KeyedT],
        check: Callable[[KeyedT], Mapping[str, str]] = lambda heard: {},
    ) -> Callable[[Ack, Body], None]:
        def listener(ack: Ack, body: Body) -> None:
            try:
                heard = read(body)
            except MarqueError as fault:
                ack()
                self.worklist.tell(place_of(body), fault)
                return
            self.read_by(heard.place, ask=False)
            try:
                wrong = check(heard)
            except MarqueError as fault:
                ack()
                self.worklist.tell(heard.place, fault)
                return
            if wrong:
                ack(response_action="errors", errors=dict(wrong))
                return
            job = self.worklist.keep(route, heard, heard.key, body)
            ack()
            if job is not None:
                self.worklist.start(job)

        return listener

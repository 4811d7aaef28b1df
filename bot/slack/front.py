"""The front desk: what every listener shares, and the one way from a payload to work.

A delivery is parsed, its form's fields are checked, it is kept in the inbox, and only then acknowledged; the worklist
does the rest. Bolt's threads wait for the inbox's commit and for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from datetime import UTC, date
from typing import Any, TypeVar

from slack_bolt import Ack, App, BoltContext

from bot.domain.audit import Act
from bot.domain.errors import MarqueError
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.services.desk import Desk
from bot.services.upkeep.team_settings import Followed
from bot.slack.acts import least
from bot.slack.admission import NOTHING, Admission, Refused, about
from bot.slack.blocks.help import told_view
from bot.slack.blocks.text import as_sentence
from bot.slack.foreign import Foreign
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
from bot.slack.readable import whole
from bot.slack.roles import SlackOptions
from bot.slack.threads import QuestionThreads, RecentAnswers
from bot.slack.voice import READER, Trade, Voice
from bot.slack.web.meters import Meters
from bot.slack.web.standing import StandingCollector
from bot.slack.whoami import Whoami
from bot.slack.working import WorkItem, WorkRoute
from bot.words.book import Words, day
from knowledge.law import Register

HeardT = TypeVar("HeardT", SlashCommand, Click, ModalForm, Pointed, UserMessage, Opened, Again)
KeyedT = TypeVar("KeyedT", SlashCommand, Click, ModalForm, Pointed, Again)
Check = Callable[["Front", ModalForm], Mapping[str, str]]
ANYTHING = re.compile(".*")

JOB = "marque_job"
"""Under which a kept event is handed from before its acknowledgement to after it."""


class Front(Voice):
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
        super().__init__(desk, poster, words, trade)
        self._options, self.register = options, register
        self._by_name: dict[tuple[App, Callable[[Body], str]], dict[str, Callable[[Ack, Body], None]]] = {}
        self.foreign, self.threads, self.answers = Foreign(), QuestionThreads(desk.store), RecentAnswers()
        self.whoami, self.outage = Whoami(poster.client), Outage()
        self.admission = Admission(desk.people, desk.counsel.may_see)
        self.refused, self.hurry = trade.refused, trade.hurry
        self._followed = Followed(desk.store, desk.settings, desk.counsel)
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
            since = self.outage.since.astimezone(UTC)
            why.append(f"Cut off from Slack since {day(since.date(), 'en')}, {since:%H:%M} UTC.")
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
            body = whole(body)
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
        self._followed.refresh()
        if self.desk.settings.is_on("hear_replies"):
            self.threads.refresh(self.desk.clock())

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
                    self.read_by(heard.place, ask=False)
                    told = told_view(refusal.told(self.reader))
                    self.poster.publish_home(heard.place.person, told)
                return
            self.read_by(heard.place, ask=False)  # Slack, asked anew for the role, may have said it only now
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
            body = whole(body)
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

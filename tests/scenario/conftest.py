"""The bot in the playground: real Slack payloads over Socket Mode, real services, a small workspace."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.driver import PlaygroundPerson
from bot.playground.records import (
    APP_TOKEN,
    BOT_TOKEN,
    Channel,
    ManifestCommand,
    Seed,
    Shortcut,
    User,
    UserGroup,
)
from bot.playground.seen import SeenMessage, SeenView, WorkspaceSnapshot
from bot.ports import AnswerWriter, ListingSource, WordingWriter
from bot.repositories import Store
from bot.services.assessment.proofs import Draw
from bot.services.desk import Desk
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.looks import Judge
from bot.slack.app import app_of, run_socket_mode
from bot.slack.front import Front
from bot.slack.ids import ModalField
from bot.slack.notifier import SlackNotifier
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.words.book import load_words
from knowledge import law
from tests.factories import a_listing
from tests.fakes.desk import HandClock, Shelf, a_desk, nothing_recognised
from tests.fakes.guidance import CannedReader, CannedSearch
from tests.patience import patient_slack as patient_slack
from tests.scenario.reading import raw_texts
from tests.scenario.settling import CountedPool, SettledPlayground, unfinished
from tests.sent import SENT

BOT, ALICE, BOB, CAROL, DAVE = "U0MARQUE", "U0ALICE", "U0BOB", "U0CAROL", "U0DAVE"
LAWYER, GUEST = "U0LAWYER", "U0GUEST"
"""Somebody of a law firm's own workspace, and a guest."""
ALERTS, LEGAL, OTHER = "C0ALERTS", "C0LEGAL", "C0OTHER"
COMMANDS = ("/ask", "/draft", "/watch", "/rights", "/case", "/marque")

WORKSPACE = Seed(
    users=(
        User(id=ALICE, name="alice", real_name="Alice Chen"),
        User(id=BOB, name="bob", real_name="Bob Martin"),
        User(id=CAROL, name="carol", real_name="Carol Wu"),
        User(id=DAVE, name="dave", real_name="Dave Lin"),
        User(id=LAWYER, name="lou", real_name="Lou Tang", team_id="T0FIRM"),
        User(id=GUEST, name="gus", real_name="Gus Rao", is_guest=True),
    ),
    channels=(
        Channel(id=ALERTS, name="alerts", members=(ALICE, BOB, CAROL, DAVE, BOT)),
        Channel(id=LEGAL, name="legal", members=(ALICE, BOB, CAROL, DAVE, BOT), is_private=True),
        Channel(id=OTHER, name="other", members=(ALICE,)),
    ),
    groups=(UserGroup(id="S0LAW", handle="law", name="Law", members=(CAROL,)),),
    shortcuts=(Shortcut(callback_id="listing.report", name="Report a listing"),),
    commands=tuple(ManifestCommand(name=name, should_escape=True) for name in COMMANDS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A running bot and everything a test may want to touch."""

    playground: SettledPlayground
    desk: Desk
    clock: HandClock
    shelf: Shelf
    search: CannedSearch
    reader: CannedReader
    notifier: SlackNotifier
    delivery: Delivery
    stop: Callable[[], None] = lambda: None
    """Ends its process, as far as Slack sees it."""

    def person(self, user: str) -> PlaygroundPerson:
        """Act as somebody."""
        return self.playground.person(user)

    def says(self, channel: str, containing: str, *, to: str | None = None) -> SeenMessage:
        """Wait for a message of the bot with these words; of several, the last."""
        return self.playground.wait_for(
            lambda s: s.messages(channel, by=BOT, containing=containing, seen_by=to)
        )[-1]

    def preview(self, draft: str = "D-000001") -> SeenMessage:
        """Wait for the card of a draft in the legal channel: whatever else is said about it stands in its thread."""
        return self.playground.wait_for(
            lambda s: [m for m in s.messages(LEGAL, by=BOT, containing=draft) if not m.thread_ts]
        )[-1]

    def delivers(self, channel: str, containing: str) -> SeenMessage:
        """Wait for a message that the outbox brings."""

        def found(state: WorkspaceSnapshot) -> list[SeenMessage]:
            self.delivery.run()
            return state.messages(channel, by=BOT, containing=containing)

        return self.playground.wait_for(found)[-1]

    def tells(self, user: str, containing: str) -> SeenMessage:
        """Wait for something that the bot tells this person only, wherever that is."""

        def found(state: WorkspaceSnapshot) -> list[SeenMessage]:
            return [
                message
                for message in state.all_messages
                if message.user == BOT
                and containing in message.everything
                and (message.ephemeral_for == user or message.channel == f"D{user[1:]}")
            ]

        return self.playground.wait_for(found)[-1]

    def screen(self, user: str, containing: str) -> SeenView:
        """Wait for a modal in front of this person with these words."""
        return self.playground.wait_for(lambda s: (m := s.modal(user)) and containing in m.everything and m)

    def form(self, user: str, field: str) -> SeenView:
        """Wait for a modal in front of this person with this field."""
        return self.playground.wait_for(lambda s: (m := s.modal(user)) and field in m.action_ids and m)

    def form_of(self, user: str, kind: str) -> SeenView:
        """Wait for the form of this kind of notice in front of this person."""
        return self.playground.wait_for(
            lambda s: (m := s.modal(user)) and f'"kind": "{kind}"' in m.private_metadata and m
        )

    def more_fields(self, user: str) -> SeenView:
        """Press *More fields* in the form for drafts in front of this person, and wait for all of them."""
        self.person(user).clicks(self.form(user, "draft.more_fields"), "draft.more_fields")
        return self.form(user, ModalField.ACT_TO)

    def shown(self, message: SeenMessage, containing: str) -> SeenMessage:
        """Wait until the message says this."""
        return self.playground.wait_for(
            lambda s: (m := s.message(message.channel, message.ts)) and containing in m.everything and m
        )

    def alert(self, **changes: object) -> SeenMessage:
        """A listing appears, a sweep finds it, the delivery posts it."""
        listing = a_listing(**changes)
        self.shelf.listings = [listing]
        self.desk.watches.sweep()
        self.delivery.run()
        return self.says(ALERTS, str(listing.listing_id))

    def draft(self, by: str = ALICE, kind: str = "platform-takedown", **more: str | list[str]) -> SeenMessage:
        """A notice drafted from an alert; its preview in the legal channel."""
        alert, author = self.alert(), self.person(by)
        author.clicks(alert, "alert.more", "Draft notice")
        author.clicks(author.modal(), ModalField.KIND, kind)
        form = self.form_of(by, kind)
        facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
        author.submits(form, {**facts, **more})
        return self.preview()

    def draft_in_channel(self) -> SeenMessage:
        """The preview as it stands now."""
        state = self.playground.state()
        [draft] = [d for c in self.desk.cases.find(limit=100)[0] for d in self.desk.drafts.of_case(c.case_id)]
        found = state.message(draft.channel, draft.ts)
        assert found is not None
        return found


@pytest.fixture
def legal_channel() -> str:
    """Where previews go; a test may say nowhere."""
    return LEGAL


@pytest.fixture
def delay() -> timedelta:
    """How long an approved notice is held; a test may say longer."""
    return timedelta()


@pytest.fixture
def answer_writer() -> AnswerWriter | None:
    """Who writes answers; none: from the passages word for word. A test may say a chat model."""
    return None


@pytest.fixture
def wording() -> WordingWriter | None:
    """Who suggests wording; none without a chat model."""
    return None


@pytest.fixture
def draw() -> Draw:
    """What is recognised in pictures; nothing. A test may say what."""
    return nothing_recognised


@pytest.fixture
def language() -> str:
    """The language of the bot's own words; a test may say Chinese."""
    return "en"


@pytest.fixture
def bot_in_playground(
    tmp_path: Path,
    legal_channel: str,
    delay: timedelta,
    wording: WordingWriter | None,
    answer_writer: AnswerWriter | None,
    draw: Draw,
    language: str,
) -> Iterator[Bot]:
    """The bot, connected by Socket Mode to a playground of its own."""
    with a_bot(
        tmp_path,
        legal_channel=legal_channel,
        delay=delay,
        wording=wording,
        answers=answer_writer,
        draw=draw,
        language=language,
    ) as bot:
        yield bot


@contextmanager
def a_bot(
    home: Path,
    *,
    legal_channel: str = LEGAL,
    delay: timedelta = timedelta(),
    wording: WordingWriter | None = None,
    answers: AnswerWriter | None = None,
    draw: Draw = nothing_recognised,
    language: str = "en",
    judge: Callable[[Store], Judge] | None = None,
    more: Callable[[HandClock], Sequence[ListingSource]] = lambda clock: (),
) -> Iterator[Bot]:
    """The same, for whoever is no test; ``more`` makes sources besides the shelf."""
    clock, shelf, search, reader = HandClock(), Shelf(), CannedSearch(), CannedReader()
    approvers = (BOB, CAROL)
    options = SlackOptions(
        alert_channel=ALERTS,
        legal_channel=legal_channel,
        approvers=approvers,
        admins=(DAVE,),
        language=language,
    )
    with (
        SettledPlayground(WORKSPACE, now=lambda: clock().timestamp()) as playground,
        a_desk(
            home,
            clock=clock,
            approvers=approvers,
            admins=options.admins,
            delay=delay,
            wording=wording,
            sources=[shelf, *more(clock)],
            search=search,
            reader=reader,
            answer_writer=answers,
            draw=draw,
            judge=judge,
        ) as desk,
        CountedPool(4, playground.pulse) as pool,
    ):
        client = make_client(BOT_TOKEN, playground.api_url)
        options = replace(options, changed=lambda: desk.settings.changed)
        words, register = load_words(options.language), law.load()
        trade = Trade(pool=pool, hurry=lambda: delivery().run())
        front = Front(desk, Poster(client), options, words, register, trade)
        notifier = SlackNotifier(client, options, words, register, front)

        def delivery() -> Delivery:
            return Delivery(desk.store, notifier, clock, desk.pending.tell)

        running = run_socket_mode(app_of(front, client), APP_TOKEN, clock)
        playground.pulse.follow(front)
        playground.working = lambda: len(pool.undone) or unfinished(front)

        def stop() -> None:
            playground.working = int  # what is left in the inbox nobody works off
            running.stop()

        try:
            yield Bot(
                playground=playground,
                desk=desk,
                clock=clock,
                shelf=shelf,
                search=search,
                reader=reader,
                notifier=notifier,
                delivery=delivery(),
                stop=stop,
            )
            assert raw_texts(playground) == []
            for call in playground.calls():
                SENT.called(call.method, call.args)
        finally:
            running.stop()

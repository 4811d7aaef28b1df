"""In which language somebody reads (locale), and who tells people what became of their act."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

import structlog

from bot.domain.errors import DeliveryFailed, MarqueError, NotKept, Outside
from bot.domain.ids import PersonId
from bot.queues import Incoming
from bot.services.desk import Desk
from bot.slack.admission import Refused
from bot.slack.blocks.help import press_again_card, told_card, window_view
from bot.slack.blocks.text import as_sentence, card, section
from bot.slack.cards import Card
from bot.slack.payloads import Place
from bot.slack.poster import Poster
from bot.slack.screens import WINDOW, Window
from bot.slack.worklist import Worklist
from bot.words.book import LANGUAGES, Words, load_words
from bot.words.telling import tell

log = structlog.get_logger("marque.slack")
LAST_RESORT = 30.0
"""Seconds until somebody is told again, where Slack asks to slow down and names no time."""

READER: ContextVar[str] = ContextVar("reader", default="")
"""The language of the person whom this thread tells something; empty where they read what the team reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """Where the front works: its pool, another for what is said in words if there is one, this process's name in the inbox, whom
    to tell that Slack refuses us, how to have the outbox emptied at once, and what returns once questions can be answered."""

    pool: Executor
    holder: str = "this process"
    refused: Callable[[Outside], None] = lambda why: None
    hurry: Callable[[], None] = lambda: None
    words: Executor | None = None
    ready: Callable[[], None] = lambda: None


class Voice:
    """Tells people; ``words`` are the team's strings, :attr:`reader` those of whom this thread tells something."""

    def __init__(self, desk: Desk, poster: Poster, words: Words, trade: Trade) -> None:
        self.desk, self.poster, self.words, self.ready = desk, poster, words, trade.ready
        pools = trade.pool, trade.words or trade.pool
        self.worklist = Worklist(desk.inbox, desk.store, desk.clock, pools, self, trade.holder)

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

    def report(self, error: BaseException, place: Place, key: str = "") -> None:
        """Tell the person: our own errors by their sentence, any other with a reference to the log."""
        self.read_by(place)
        if isinstance(error, NotKept):
            log.error("not acknowledged", why=str(error))  # Slack tells the person itself
            return
        if isinstance(error, Refused):
            told = error.told(self.reader)
            self.whisper(place, card(told, [section(told)]))
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

"""What the worklist works on: a delivery in hand, who works it off, and how its people hear of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.queues import Incoming
from bot.slack.payloads import Body, Click, Place, Pointed, SlashCommand
from bot.slack.screens import Window


class Heard(Protocol):
    """What a delivery says, read: where it came from at least."""

    @property
    def place(self) -> Place:
        """Who, and where an answer goes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRoute:
    """Who works off a kind of delivery. ``bound``: it may need its trigger. ``again``: it can be done twice without harm,
    and is done again unless it came to its end.
    """

    kind: str
    name: str
    read: Callable[[Body], Heard | None]
    work: Callable[[Any], None]
    bound: bool = False
    again: bool = False


class Telling(Protocol):
    """How people hear of what became of their act."""

    def ready(self) -> None:
        """Return once questions can be answered."""

    def report(self, error: BaseException, place: Place, key: str = "") -> None: ...
    def too_late(self, incoming: Incoming, place: Place, why: str) -> None:
        """Its trigger is dead: nothing was done, and here is a button to start again. ``why``: `restart` or `slow`."""
        ...

    def wait_here(self, place: Place, trigger_id: str) -> Window:
        """Open a window that says to wait. Raises TriggerDead."""
        ...

    def done_here(self, window: Window) -> None:
        """Nothing more comes in that window."""
        ...

    def recorded(self, place: Place) -> None:
        """It was done, but the process died before it could show so."""
        ...

    def given_up(self, place: Place) -> None:
        """It was tried too often."""
        ...

    def in_line(self, place: Place, ahead: int) -> None:
        """So many deliveries are worked off before theirs."""
        ...


@dataclass(eq=False)
class WorkItem:
    """A delivery in hand. ``behind``: another process left it, and not just now: it waits for a hand of those it may have;
    ``begun``: it is counted among its tries that this process began on it; so often the database was too ``busy`` for it."""

    incoming: Incoming
    route: WorkRoute
    heard: Heard
    since: float = field(default_factory=time.monotonic)
    resumed: bool = False
    behind: bool = False
    begun: bool = False
    busy: int = 0
    parts: int = 0
    failed: bool = False
    request: str = ""
    window: Window | None = None

    @property
    def in_words(self) -> bool:
        """Whether somebody wrote it, and did not press."""
        return self.incoming.kind in {"event", "command"}

    @property
    def asks(self) -> bool:
        """Whether it may be a question: that waits until there is an index to look it up in."""
        return self.incoming.name in {"app_mention", "message", "/ask"}

    @property
    def trigger(self) -> str:
        """By which a window is opened for what most likely ends in one; empty in a modal, which stands already, and for commands,
        most of which need none."""
        match self.heard:
            case Pointed(trigger_id=found) | Click(view_id="", trigger_id=found):
                return found
            case SlashCommand(name="/draft", trigger_id=found):
                return found
        return ""


class Measured(Protocol):
    """Who is told how long a delivery took."""

    def __call__(self, kind: str, seconds: float, *, failed: bool) -> None: ...


def not_measured(kind: str, seconds: float, *, failed: bool) -> None:
    """Nobody counts."""

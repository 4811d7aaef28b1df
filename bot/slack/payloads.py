"""What Slack sends, as typed records; :mod:`bot.slack.parsing` reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from bot.domain.errors import WrongInput
from bot.domain.ids import PersonId
from bot.domain.moments import day_of
from bot.slack.ids import OTHER_VERSION, Ref
from bot.slack.screens import Pressed

Body = Mapping[str, Any]
ReadT = TypeVar("ReadT")
DIGITS = 9
"""Of a number that somebody means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who did something and where an answer reaches that person."""

    person: PersonId
    channel: str = ""
    thread: str = ""
    response_url: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    """A slash command. ``key`` tells one run from a repeat of its delivery."""

    key: str
    place: Place
    name: str
    text: str
    trigger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserMessage:
    """A message to the bot: a mention (taken off) or a direct message. ``ts`` is the message's own, ``files`` are the ids
    of what was dropped with it, ``urls`` the web addresses in it."""

    place: Place
    text: str
    ts: str
    direct: bool
    files: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The first message of the thread an answer belongs in."""
        return self.place.thread or self.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """A button pressed or an option chosen. ``ts`` is the message it sits on, ``view_id`` the modal."""

    key: str
    place: Place
    value: str
    trigger_id: str
    ts: str = ""
    view_id: str = ""
    pressed: Pressed | None = None
    about: str = ""
    filled: ModalForm | None = None

    @property
    def ref(self) -> Ref:
        """What the button is about.

        Raises:
            WrongInput: not a button of this version.
        """
        return Ref.read(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModalForm:
    """A modal as filled in: its fields by name, each with every value chosen."""

    key: str
    place: Place
    about: str
    values: Mapping[str, tuple[str, ...]]

    @property
    def ref(self) -> Ref:
        """What the modal is about.

        Raises:
            WrongInput: not a modal of this version.
        """
        return Ref.read(self.about)

    def text(self, field: str) -> str:
        """The only value of a field, empty where nothing was filled in."""
        return next(iter(self.values.get(field, ())), "").strip()

    def day(self, field: str) -> date | None:
        """The date chosen in a field.

        Raises:
            WrongInput: it is none.
        """
        return self._read(field, day_of)

    def hour(self, field: str) -> time | None:
        """The time of day chosen in a field.

        Raises:
            WrongInput: it is none.
        """
        return self._read(field, time.fromisoformat)

    def number(self, field: str) -> int | None:
        """The whole number in a field.

        Raises:
            WrongInput: it is none, or one of more digits than anybody means.
        """
        return self._read(field, lambda text: int(text if len(text) <= DIGITS else "too long"))

    def _read(self, field: str, read: Callable[[str], ReadT]) -> ReadT | None:
        try:
            return read(self.text(field)) if self.text(field) else None
        except ValueError as fault:
            raise WrongInput(OTHER_VERSION) from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """A shortcut used on a message: the web addresses in it, in order. Links count by where they lead."""

    key: str
    place: Place
    urls: tuple[str, ...]
    trigger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Words typed into a menu that is searched. ``act`` is the form it stands in, or the menu itself on the message ``ts``."""

    place: Place
    act: str
    words: str
    ts: str
    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody opened the app: its Home tab (``home``) or its messages (``messages``). ``beside`` is what they look at
    beside these: a channel, or one message of it."""

    place: Place
    tab: str
    beside: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A button that stands for another delivery, whose trigger was dead: ``body`` is that one with this one's trigger."""

    key: str
    place: Place
    kind: str
    name: str
    body: Body

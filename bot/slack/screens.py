"""Modals that change while people press in them (concurrent presses, double clicks): an older press overwrites nothing newer.

Two quick presses carry the same hash of the modal and may be worked off in any order. What was shown last, by which press,
is known for each modal; Slack refuses a change of a modal that changed meanwhile in another process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

KNOWN = 500
"""Modals that are known; those opened before are closed long since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A press that is worked off: when, by Slack's clock, and the hash of the modal that it was made in."""

    at: float = 0.0
    hash: str = ""

    @classmethod
    def read(cls, at: object, known: object) -> Pressed:
        """As Slack writes it; at no time where it is none that Slack would write."""
        try:
            return cls(at=float(str(at or 0)), hash=str(known or ""))
        except ValueError:
            return cls(hash=str(known or ""))


@dataclass(slots=True)
class Window:
    """A modal that was opened to say that its press waits; ``shown``: whether it says what came of that."""

    view_id: str
    shown: bool = False


WINDOW: ContextVar[Window | None] = ContextVar("window", default=None)
"""The window that stands for the press this thread works off; None where its trigger opens one yet."""

PRESSED: ContextVar[Pressed | None] = ContextVar("pressed", default=None)
"""The press that this thread works off; None where it works off none."""


@dataclass(slots=True)
class Screen:
    """What a modal shows: since which press, with which hash. Changed under its lock."""

    at: float = 0.0
    hash: str = ""
    by: Pressed | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Screens:
    """The modals that are open, as far as they are known."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._screens: OrderedDict[str, Screen] = OrderedDict()

    def of(self, view_id: str) -> Screen:
        """What is known of this modal."""
        with self._lock:
            found = self._screens.pop(view_id, None) or Screen()
            self._screens[view_id] = found
            while len(self._screens) > KNOWN:
                self._screens.popitem(last=False)
            return found

    def change(self, view_id: str, show: Callable[[str, bool], str]) -> None:
        """Show something for the press worked off, unless a newer one is shown; ``show`` takes the hash, and whether this
        press showed something here before, and gives the new hash."""
        pressed, screen = PRESSED.get(), self.of(view_id)
        with screen.lock:
            if pressed is None or pressed.at >= screen.at:
                again = pressed is not None and screen.by is pressed
                screen.hash = show(screen.hash or (pressed.hash if pressed else ""), again)
                screen.at, screen.by = (pressed.at if pressed else screen.at), pressed

"""What a class of a marketplace gives to be searched: the keys it needs, how a page is asked for and read."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.listings import Listing
from bot.net.guarded import Fetched
from bot.net.operated import Send, ServiceCall
from bot.ports import Clock
from bot.sources.tokens import Token
from bot.sources.values import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTurn:
    """Which page is asked for: its ``number`` from 1, and the ``cursor`` that the page before handed over."""

    number: int = 1
    cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """A page of results; ``total`` over all pages where the marketplace says it."""

    rows: tuple[Row, ...]
    total: int | None = None
    cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Which settings a marketplace's class is made with: ``app_key`` of ``taobao`` is MARQUE_TAOBAO_APP_KEY. Without the
    ``needed`` ones it cannot be called. The address of its gateway, ``url``, is a setting of every one."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """What it is made with."""
        return (*self.needed, *self.optional, "url")


class Marketplace(Protocol):
    """What one marketplace's API is like. ``missing`` are the settings without which it cannot be called."""

    name: str
    settings: Keys
    missing: tuple[str, ...]
    page_size: int
    token: Token | None
    absence_proves: bool
    """Whether a listing that the look-up does not find is gone; an affiliate programme proves nothing."""

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        """The signed call for a page of results."""
        ...

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        """The signed call for one listing; None where the API offers none."""
        ...

    def page(self, answer: Fetched) -> ResultPage:
        """The results in an answer. Raises RefusedError."""
        ...

    def listing(self, row: Row) -> Listing:
        """One result as a listing. Raises UnusableError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """How marketplaces are searched. ``pages`` of each keyword at most, ``gap`` seconds between calls."""

    keywords: Callable[[], Sequence[str]]
    web: Callable[[], AbstractContextManager[Send]]
    clock: Clock
    sleep: Callable[[float], None]
    pages: int = 3
    gap: float = 1.0

"""What a team brings along by itself: links, a table of a vendor, text read off a screenshot, the address of a feed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import WrongInput
from bot.domain.listings import Listing
from bot.domain.secrets import shown_address, struck


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtListings:
    """Listings found in something brought along. ``columns`` are pairs of a field and the column guessed for it, empty
    for text; ``unread`` tells of rows that are no listing; ``text`` is what a picture says, where it was one."""

    listings: tuple[Listing, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    text: str = ""


class FeedKind(StrEnum):
    """How the rows behind an address are read: columns guessed (CSV, TSV, XLSX, JSON, XML), in Marque's own form, or by
    a map as feeds.toml holds them."""

    TABLE = "table"
    LISTINGS = "listings"
    MAPPED = "mapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFeed:
    """An address that an admin had looked at, ``map`` how it is read. Both are kept and shown, so they hold no key."""

    kind: FeedKind
    url: str
    map: str = ""

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise WrongInput("an address begins with http:// or https://")
        if any(struck(text) != text or "${" in text for text in (self.url, self.map)):
            raise WrongInput(
                "the address holds a key; have the operator put it into feeds.toml, where keys stay"
            )
        if bool(self.map.strip()) != (self.kind is FeedKind.MAPPED):
            raise WrongInput("a map belongs to the kind that is read by one, and that kind needs it")

    @property
    def id(self) -> str:
        """By what a button names it: the address stays in the store."""
        return hashlib.sha256(self.written().encode()).hexdigest()[:12]

    @property
    def name(self) -> str:
        """By what the source is known."""
        return shown_address(self.url)

    def written(self) -> str:
        """As the settings keep it."""
        return f"{self.kind.value} {self.url}" + (f"\n{self.map}" if self.map else "")

    @classmethod
    def read(cls, written: str) -> AddedFeed:
        """Back from the settings.

        Raises:
            WrongInput: it tells no kind, or no address.
        """
        first, _, how = written.partition("\n")
        kind, _, url = first.partition(" ")
        if kind not in list(FeedKind):
            raise WrongInput("choose what is behind the address")
        return cls(kind=FeedKind(kind), url=url.strip(), map=how)

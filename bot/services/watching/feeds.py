"""Feeds that an admin adds by their address: tried and shown first, then kept in the team's settings and looked at like every
other source, here and by every other process."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Protocol

from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import PersonId
from bot.domain.intake import AddedFeed, BroughtListings
from bot.domain.listings import Listing
from bot.ports import ListingSource, Unreadable
from bot.services.upkeep.team_settings import FEEDS, TRIED, TeamSettings


class FeedSource(ListingSource, Protocol):
    """An address that is looked at (bot.sources.added); ``columns`` are pairs of a field and the column guessed for it."""

    columns: Sequence[tuple[str, str]]


Opener = Callable[[AddedFeed], FeedSource]
MOST_TRIED = 5_000
"""Rows that are read when an address is tried."""


class Feeds:
    """Adds and takes away. ``fixed`` are the names of what the operator set up."""

    def __init__(self, settings: TeamSettings, opened: Opener, fixed: Sequence[str]) -> None:
        self._settings, self._opened, self._fixed = settings, opened, frozenset(fixed)

    def added(self) -> Sequence[AddedFeed]:
        """What was added, in its order."""
        return [AddedFeed.read(each) for each in self._settings.of(FEEDS)]

    def sources(self) -> Sequence[ListingSource]:
        """The same to be looked at."""
        return [self._opened(each) for each in self.added()]

    def check(self, feed: AddedFeed) -> None:
        """Whether it could be read at all, before anything is fetched.

        Raises:
            WrongInput: a mistake in its map.
        """
        self._opened(feed)

    def tried(self, feed: AddedFeed, *, by: PersonId) -> BroughtListings:
        """What is behind the address now. That it was tried is kept, by which a later press finds it; it is not watched.

        Raises:
            NotPossible: it is looked at already, or no row of it is a listing.
            SourceUnavailable: it cannot be had, or is not what its kind says.
        """
        self._new(feed)
        listings, unread = list[Listing](), list[str]()
        source = self._opened(feed)
        for item in islice(source.look(), MOST_TRIED):
            if isinstance(item, Listing):
                listings.append(item)
            elif isinstance(item, Unreadable):
                unread.append(f"{item.line}: {item.reason}")
        if not listings:
            why = "no row of it could be read as a listing: {why}" if unread else "there is no row in it"
            raise NotPossible(
                feed.name,
                why,
                "choose another kind, or drop a file of it to see",
                why=next(iter(unread), ""),
            )
        columns = tuple(source.columns)
        self._settings.add(TRIED, feed.written(), by=by)
        return BroughtListings(listings=tuple(listings), columns=columns, unread=tuple(unread))

    def add(self, feed_id: str, *, by: PersonId) -> AddedFeed:
        """Look from now on at one that was tried.

        Raises:
            NotPossible: it is looked at already.
            UnknownThing: nothing of that id was tried.
        """
        self._settings.refresh()
        tried = map(AddedFeed.read, self._settings.of(TRIED))
        feed = next((each for each in tried if each.id == feed_id), None)
        if feed is None:
            raise UnknownThing("tried feed", feed_id, "try the address again")
        self._new(feed)
        self._settings.add(FEEDS, feed.written(), by=by)
        return feed

    def drop(self, name: str, *, by: PersonId) -> None:
        """Look no longer at one, by name or id. What was found stays.

        Raises:
            UnknownThing: none of that name was added.
        """
        self._settings.refresh()
        found = next((each for each in self.added() if name in (each.name, each.id)), None)
        if found is None:
            known = ", ".join(each.name for each in self.added())
            raise UnknownThing(
                "added feed", name, "added are {known}" if known else "none was added", known=known
            )
        self._settings.take(FEEDS, found.written(), by=by)

    def _new(self, feed: AddedFeed) -> None:
        self._settings.refresh()
        if feed.name in self._fixed or any(each.name == feed.name for each in self.added()):
            raise NotPossible(feed.name, "it is looked at already")

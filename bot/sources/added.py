"""Feeds that an admin adds by their address in Slack: fetched like every address that people give, through the guard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.domain.errors import Outside, SourceUnavailable, WrongInput
from bot.domain.intake import AddedFeed, FeedKind
from bot.domain.listings import Listing
from bot.ports import Unreadable
from bot.sources.brought import table_of
from bot.sources.feed import lines_of, read_lines
from bot.sources.registry import with_pictures

LARGEST, LONGEST = 50_000_000, 300.0
"""Bytes of such a feed, and seconds until it is whole; larger ones are the operator's to set up."""


class AddedSource:
    """A :class:`bot.ports.ListingSource` behind an address; ``fetch`` raises Outside."""

    def __init__(self, feed: AddedFeed, fetch: Callable[[str], bytes]) -> None:
        self.name, self._feed, self._fetch = feed.name, feed, fetch
        self.columns: Sequence[tuple[str, str]] = ()
        """Field and column, as the newest look guessed them."""

    def look(self) -> Iterator[Listing | Unreadable]:
        """Everything in it now.

        Raises:
            SourceUnavailable: it cannot be had, or is no table.
        """
        try:
            data = self._fetch(self._feed.url)
            file = PurePosixPath(urlsplit(self._feed.url).path).name
            if self._feed.kind is FeedKind.TABLE:
                name = file if PurePosixPath(file).suffix else f"{file or 'table'}.csv"
                columns, found = table_of(name, data)
                self.columns = tuple(columns.items())
            else:
                found = read_lines(
                    lines_of([data]), csv_columns=file.lower().endswith(".csv"), file=self.name
                )
            for item in found:
                yield with_pictures(item, None) if isinstance(item, Listing) else item
        except SourceUnavailable:
            raise
        except (Outside, WrongInput) as failure:
            raise SourceUnavailable(self.name, "{cause}", cause=failure) from failure

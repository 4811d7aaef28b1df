"""Feeds that an admin adds by their address in Slack: fetched like every address that people give, through the guard."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from bot.domain.errors import Outside, SourceUnavailable, WrongInput
from bot.domain.intake import AddedFeed, FeedKind
from bot.domain.listings import Listing
from bot.ports import Clock, Pause, Unreadable
from bot.sources.feed import lines_of, read_lines
from bot.sources.map_files import map_of
from bot.sources.mapped import MappedFeed, Means
from bot.sources.registry import with_pictures
from bot.sources.tables import table_of

LARGEST, LONGEST = 50_000_000, 300.0
"""Bytes of such a feed, and seconds until it is whole; larger ones are the operator's to set up."""


class AddedSource:
    """A :class:`bot.ports.ListingSource` behind an address; ``fetch`` raises Outside.

    Raises:
        WrongInput: a mistake in the feed's map.
    """

    def __init__(self, feed: AddedFeed, fetch: Callable[[str], bytes], clock: Clock) -> None:
        self.name, self._feed, self._fetch = feed.name, feed, fetch
        self.columns: Sequence[tuple[str, str]] = ()
        """Field and column: of a map as it says, of a table as the newest look guessed them."""
        self._mapped: MappedFeed | None = None
        if feed.kind is FeedKind.MAPPED:
            plan = map_of(feed.map, feed.name, feed.url)
            self.columns = tuple((field, found.text) for field, found in plan.fields.items())
            means = Means(stream=self._stream, environment=lambda _: "", memory=Path(), clock=clock)
            self._mapped = MappedFeed(plan, means)

    def look(self) -> Iterator[Listing | Unreadable | Pause]:
        """Everything in it now.

        Raises:
            SourceUnavailable: it cannot be had, or is no table.
        """
        try:
            if self._mapped:
                yield from self._mapped.look()
                return
            data = self._fetch(self._feed.url)
            file = PurePosixPath(urlsplit(self._feed.url).path).name
            if self._feed.kind is FeedKind.TABLE:
                columns, found = table_of(file or self.name, data)
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

    @contextmanager
    def _stream(self, url: str, *, name: str, headers: Mapping[str, str]) -> Iterator[Iterator[bytes]]:
        """A page of a mapped feed; ``headers`` are none, since a map that comes through Slack holds no key."""
        del name, headers
        yield iter((self._fetch(url),))

"""Turns the feeds that an operator configured into sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing
from bot.ports import ListingSource, Unreadable
from bot.sources.feed import FileFeed, FolderFeed, read_stream

Stream = Callable[[str], AbstractContextManager[Iterator[bytes]]]
"""Opens a feed's URL as a stream of bytes. Raises SourceUnavailable."""


class UrlFeed:
    """A feed behind a URL that the operator set."""

    def __init__(self, url: str, stream: Stream) -> None:
        self.name, self._stream = url, stream

    def look(self) -> Iterator[Listing | Unreadable]:
        """Everything in the feed now.

        Raises:
            SourceUnavailable: no answer, or it broke off.
        """
        with self._stream(self.name) as body:
            yield from read_stream(body, name=self.name, csv=self.name.partition("?")[0].endswith(".csv"))


class MissingFeed:
    """A feed that points to nothing: reported as not looked at, never as empty."""

    def __init__(self, name: str) -> None:
        self.name = name

    def look(self) -> Iterator[Listing | Unreadable]:
        """Nothing.

        Raises:
            SourceUnavailable: always, until the file is there.
        """
        path = Path(self.name)
        if path.is_file() or path.is_dir():
            return _local(path).look()
        raise SourceUnavailable(self.name, "there is no such file or folder")


def sources(feeds: Sequence[str], stream: Stream) -> list[ListingSource]:
    """One source a feed: a URL, a folder or a file."""
    found: list[ListingSource] = []
    for feed in feeds:
        path = Path(feed)
        if feed.startswith(("http://", "https://")):
            found.append(UrlFeed(feed, stream))
        elif path.exists():
            found.append(_local(path))
        else:
            found.append(MissingFeed(feed))
    return found


def _local(path: Path) -> ListingSource:
    return FolderFeed(path) if path.is_dir() else FileFeed(path)

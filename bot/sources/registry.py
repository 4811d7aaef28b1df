"""Turns the feeds that an operator configured into sources, with pictures that can be found later."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bot.domain.listings import Listing
from bot.domain.secrets import shown_address
from bot.ports import ListingSource, Unreadable
from bot.sources.feed import feed_files, lines_of, picture_path, read_file, read_lines


class FeedStream(Protocol):
    """Opens a feed's URL as a stream of bytes; ``name`` is told in its place. Raises SourceUnavailable."""

    def __call__(self, url: str, *, name: str) -> AbstractContextManager[Iterator[bytes]]: ...


class LocalFeed:
    """A feed file or folder on this machine; pictures beside it become absolute paths."""

    def __init__(self, path: Path) -> None:
        self.name, self._path = str(path), path

    def look(self) -> Iterator[Listing | Unreadable]:
        """Everything in the file or folder now.

        Raises:
            SourceUnavailable: nothing there, or it cannot be read to its end.
        """
        for path in feed_files(self._path):
            for item in read_file(path):
                yield with_pictures(item, path.parent) if isinstance(item, Listing) else item


class UrlFeed:
    """A feed behind a URL that the operator set; its name tells no key that the URL may hold."""

    def __init__(self, url: str, stream: FeedStream) -> None:
        self.name, self._url, self._stream = shown_address(url), url, stream

    def look(self) -> Iterator[Listing | Unreadable]:
        """Everything in the feed now.

        Raises:
            SourceUnavailable: no answer, or it broke off.
        """
        columns = self._url.partition("?")[0].lower().endswith(".csv")
        with self._stream(self._url, name=self.name) as body:
            for item in read_lines(lines_of(body), csv_columns=columns, file=self.name):
                yield with_pictures(item, None) if isinstance(item, Listing) else item


def with_pictures(listing: Listing, folder: Path | None) -> Listing:
    """The listing with pictures that may be opened: web addresses, and files inside the feed's folder.

    Anything else that a feed names (a path elsewhere on this machine) is dropped.
    """
    found = []
    for image in listing.images:
        if image.startswith(("http://", "https://")):
            found.append(image)
        elif image.startswith("//"):
            found.append(f"https:{image}")
        elif folder is not None and (path := picture_path(folder, image)) is not None:
            found.append(str(path))
    return replace(listing, images=tuple(found))


def sources(feeds: Sequence[str], stream: FeedStream) -> list[ListingSource]:
    """One source a feed: a URL, a folder or a file. A path with nothing there is reported when looked at."""
    return [
        UrlFeed(f, stream) if f.startswith(("http://", "https://")) else LocalFeed(Path(f)) for f in feeds
    ]

"""Feeds of feeds.toml as sources: a file, a folder that files are dropped into, or a URL page by page."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing
from bot.ports import Clock, Pause, Unreadable
from bot.sources.documents import rows_of
from bot.sources.drop import Drop
from bot.sources.listinglines import UnusableError
from bot.sources.map_files import Environment, expanded
from bot.sources.mapping import FORMATS, FeedMap, Format
from bot.sources.registry import with_pictures

CHUNK = 1 << 20


class KeyedStream(Protocol):
    """Opens a URL as a stream of bytes, told by ``name``. Raises SourceUnavailable."""

    def __call__(
        self, url: str, *, name: str, headers: Mapping[str, str]
    ) -> AbstractContextManager[Iterator[bytes]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What mapped feeds need of the outside; ``memory`` is the folder that remembers dropped files."""

    stream: KeyedStream
    environment: Environment
    memory: Path
    clock: Clock


class MappedFeed:
    """A :class:`bot.ports.ListingSource` by a feed map."""

    def __init__(self, plan: FeedMap, means: Means) -> None:
        self.name, self._plan, self._means = plan.name, plan, means

    def look(self) -> Iterator[Listing | Unreadable | Pause]:
        """Every row as a listing, or as unreadable with the field and expression at fault.

        Raises:
            SourceUnavailable: nothing there, an error reported, no rows where they should be.
        """
        looks: Mapping[str, Callable[[], Iterator[Listing | Unreadable | Pause]]] = {
            "file": lambda: self._file(Path(self._plan.where)),
            "folder": self._folder,
            "url": self._pages,
        }
        return looks[self._plan.place]()

    def _file(self, path: Path) -> Iterator[Listing | Unreadable]:
        kind = self._format(path.suffix)
        try:
            with path.open("rb") as handle:
                chunks = iter(lambda: handle.read(CHUNK), b"")
                yield from self._items(chunks, kind, str(path), path.parent)
        except OSError as fault:
            raise SourceUnavailable(
                self.name, "{path}: {fault}", path=path, fault=fault.strerror or "it cannot be read"
            ) from fault

    def _folder(self) -> Iterator[Listing | Unreadable | Pause]:
        """Of every file its rows; it counts as taken once these are kept."""
        memory = self._means.memory / f"{_slug(self.name)}.taken"
        drop = Drop(Path(self._plan.where), memory, self._plan.take, self._means.clock)
        for found in drop.ready():
            if isinstance(found, Unreadable):
                yield found
                continue
            came = listings = 0
            try:
                for item in self._file(found.path):
                    came, listings = came + 1, listings + isinstance(item, Listing)
                    yield item
            except SourceUnavailable as failure:
                yield Unreadable(line=0, reason=str(failure.why), file=str(found.path))
                yield Pause()
                drop.taken(found, whole=False)
            else:
                yield Pause()
                drop.taken(found, whole=listings > 0 or not came)

    def _pages(self) -> Iterator[Listing | Unreadable]:
        kind = self._format(Path(self._plan.where.partition("?")[0]).suffix)
        for page in range(1, self._plan.pages + 1):
            found = 0
            with self._opened(page) as chunks:
                for item in self._items(chunks, kind, self.name, None):
                    found += 1
                    yield item
            if not found or "{" not in self._plan.where.replace("${", ""):
                return

    def _opened(self, page: int) -> AbstractContextManager[Iterator[bytes]]:
        plan, environment = self._plan, self._means.environment
        try:
            url = expanded(plan.where, environment)
            headers = {name: expanded(value, environment) for name, value in plan.headers.items()}
        except KeyError as lack:
            raise SourceUnavailable(
                self.name, "the environment has no {name}; set it", name=lack.args[0]
            ) from lack
        url = url.replace("{page}", str(page)).replace("{offset}", str((page - 1) * plan.page_size))
        return self._means.stream(url, name=self.name, headers=headers)

    def _items(
        self, chunks: Iterator[bytes], kind: Format, file: str, folder: Path | None
    ) -> Iterator[Listing | Unreadable]:
        for row in rows_of(chunks, kind, self._plan, file):
            if isinstance(row, Unreadable):
                yield row
                continue
            try:
                yield with_pictures(self._plan.listing(row[1]), folder)
            except UnusableError as fault:
                yield Unreadable(line=row[0], reason=str(fault), file=file)

    def _format(self, suffix: str) -> Format:
        kind = self._plan.format or FORMATS.get(suffix.lower())
        if kind is None:
            raise SourceUnavailable(
                self.name, "its format cannot be told from “{ending}”; set format", ending=suffix
            )
        return kind


def _slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name)

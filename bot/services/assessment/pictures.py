"""The pictures of listings: loaded once, known by their content, looked at as closely as a judgement needs."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.signals.pictures import ocr
from bot.signals.pictures.image import Fingerprint, fingerprint
from bot.signals.pictures.keypoints import Points, describe
from bot.signals.pictures.pixels import NoPicture, fault

MOST_PICTURES = 4
MOST_BYTES = 20_000_000
"""Of a picture that lies beside a feed; the web has a limit of its own."""
_PRINTS, _TEXTS, _FAULTS, _HELD = 2_000, 20_000, 2_000, 16
_TRY_AGAIN = 600.0
"""Seconds for which a picture that could not be had is not asked for again."""

Load = Callable[[str], bytes | None]
"""The bytes of a picture by the name a listing gives it; None where it is not to be looked at. Raises NoPicture where it
cannot be had."""
_Seen = TypeVar("_Seen")


class Pictures:
    """The :class:`bot.services.assessment.screening.Eyes` of one process.

    What was learnt of a picture is kept by its name (prints) and by the hash of its bytes (text, which is slow to
    read), so that shops which share a picture share the reading. What could not be looked at is kept with the reason.
    """

    def __init__(
        self, load: Load, *, most: int = MOST_PICTURES, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._load, self._most, self._seconds = lru_cache(_HELD)(load), most, seconds
        self._print = lru_cache(_PRINTS)(self._take_print)
        self._points = lru_cache(_HELD)(self._take_points)
        self._texts: dict[str, str] = {}
        self._faults: dict[str, tuple[float, Sentence]] = {}
        self._unread: dict[str, str] = {}

    def prints(self, listing: Listing) -> Mapping[str, Fingerprint]:
        """Fingerprints by the picture's place in the listing, counted from 1."""
        return dict(self._each(listing, self._print))

    def points(self, listing: Listing) -> Mapping[str, Points]:
        """Key points, by the picture's place in the listing."""
        return dict(self._each(listing, self._points))

    def text(self, listing: Listing) -> str:
        """What is written in the pictures, a line each."""
        return ocr.BREAK.join(text for _, text in self._each(listing, self._text))

    def unseen(self, listing: Listing) -> tuple[Sentence, ...]:
        """What of the listing's pictures could not be looked at, a sentence each. Nothing is looked at for it."""
        told = []
        for at, name in self._names(listing):
            if name in self._faults:
                why = self._faults[name][1]
                told.append(
                    sentence("picture {picture} could not be looked at: {unseen}", picture=at, unseen=why)
                )
            elif name in self._unread:
                key = "the words in picture {picture} could not be read: {fault}"
                told.append(sentence(key, picture=at, fault=self._unread[name]))
        return tuple(told)

    def _names(self, listing: Listing) -> Iterator[tuple[str, str]]:
        return ((str(at), name) for at, name in enumerate(listing.images[: self._most], 1))

    def _each(self, listing: Listing, look: Callable[[str], _Seen | None]) -> Iterator[tuple[str, _Seen]]:
        for at, name in self._names(listing):
            if name in self._faults and self._seconds() - self._faults[name][0] < _TRY_AGAIN:
                continue
            try:
                seen = look(name)
            except NoPicture as why:
                _keep(self._faults, name, (self._seconds(), why.why), _FAULTS)
                continue
            self._faults.pop(name, None)
            if seen:
                yield at, seen

    def _take_print(self, name: str) -> Fingerprint | None:
        data = self._load(name)
        if data is None:
            return None
        mark = fingerprint(data)
        if mark is None and (why := fault(data)):
            raise NoPicture(why)
        return mark

    def _take_points(self, name: str) -> Points | None:
        data = self._load(name)
        return describe(data) if data is not None else None

    def _text(self, name: str) -> str:
        data = self._load(name)
        if data is None:
            return ""
        key = hashlib.sha256(data).hexdigest()
        if key not in self._texts:
            try:
                _keep(self._texts, key, ocr.read(data), _TEXTS)
            except ocr.ReaderFailed as failure:
                _keep(self._unread, name, str(failure), _FAULTS)
                return ""
        self._unread.pop(name, None)
        return self._texts[key]


_Value = TypeVar("_Value")
_remembering = Lock()


def _keep(known: dict[str, _Value], key: str, value: _Value, most: int) -> None:
    """Remember it; the oldest is forgotten where there are too many."""
    with _remembering:
        known.pop(key, None)
        if len(known) >= most:
            del known[next(iter(known))]
        known[key] = value


def picture_file(path: Path) -> bytes:
    """The bytes of a picture on this machine.

    Raises:
        NoPicture: there is none, or it is larger than any picture of goods.
    """
    try:
        if not path.is_file():
            raise NoPicture(sentence("there is no such file"))
        if path.stat().st_size > MOST_BYTES:
            raise NoPicture(sentence("the file is larger than {bytes} bytes", bytes=f"{MOST_BYTES:,}"))
        return path.read_bytes()
    except (OSError, ValueError) as failure:
        raise NoPicture(sentence("the file cannot be opened")) from failure

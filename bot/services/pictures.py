"""The pictures of listings: loaded once, known by their content, looked at as closely as a judgement needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from bot.domain.listings import Listing
from bot.signals import ocr
from bot.signals.image import Fingerprint, fingerprint
from bot.signals.points import Points, describe

MOST_PICTURES = 4
_REMEMBERED, _HELD = 20_000, 64

Load = Callable[[str], bytes | None]
"""The bytes of a picture by the name a listing gives it; None where it cannot be had."""


class Pictures:
    """The :class:`bot.services.screening.Eyes` of one process.

    What was learnt of a picture is kept by its name (prints) and by the hash of its bytes (text, which is slow to
    read), so that shops which share a picture share the reading.
    """

    def __init__(self, load: Load, *, most: int = MOST_PICTURES) -> None:
        self._load, self._most = lru_cache(_HELD)(load), most
        self._print = lru_cache(_REMEMBERED)(self._take_print)
        self._points = lru_cache(_HELD)(self._take_points)
        self._texts: dict[str, str] = {}

    def prints(self, listing: Listing) -> Mapping[str, Fingerprint]:
        """Fingerprints by the picture's place in the listing, counted from 1."""
        return {at: mark for at, name in self._names(listing) if (mark := self._print(name))}

    def points(self, listing: Listing) -> Mapping[str, Points]:
        """Key points, by the picture's place in the listing."""
        return {at: seen for at, name in self._names(listing) if (seen := self._points(name))}

    def text(self, listing: Listing) -> str:
        """What is written in the pictures, a line each."""
        return ocr.BREAK.join(text for _, name in self._names(listing) if (text := self._text(name)))

    def _names(self, listing: Listing) -> Iterator[tuple[str, str]]:
        return ((str(at), name) for at, name in enumerate(listing.images[: self._most], 1))

    def _take_print(self, name: str) -> Fingerprint | None:
        data = self._load(name)
        return fingerprint(data) if data else None

    def _take_points(self, name: str) -> Points | None:
        data = self._load(name)
        return describe(data) if data else None

    def _text(self, name: str) -> str:
        data = self._load(name)
        if not data:
            return ""
        key = hashlib.sha256(data).hexdigest()
        text = self._texts.get(key)
        if text is None:
            text = ocr.read(data)
            # Looks at several sources share what was read: another may forget all of it at this moment.
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            self._texts[key] = text
        return text

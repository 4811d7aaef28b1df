"""A match drawn for people: the listing's picture beside the owner's, the region framed, agreeing points joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from bot.signals import image, points
from bot.signals.image import PictureMatch, fingerprint
from bot.signals.points import Bytes, Floats, Overlay, decode, describe, lay, views_of
from bot.signals.registry import CompiledBook

_GAP, _ZOOM = 16, 2
_FRAME, _LINE = (40, 40, 220), (60, 160, 40)


def recognised(theirs: bytes, compiled: CompiledBook) -> PictureMatch | None:
    """The genuine picture that this one was made from, by hashes and then by key points."""
    mark, seen = fingerprint(theirs), describe(theirs)
    early = image.match("", mark, compiled.pictures) if mark else None
    return early or (points.match("", seen, compiled.points) if seen else None)


def proof(theirs: bytes, ours: bytes, name: str) -> bytes | None:
    """A PNG of a picture that was recognised, beside the owner's picture ``name``.

    The map is the one most points agree on, also where stage 1 alone recognised the picture. Where no points agree
    (a very soft copy known by its hash), the two stand beside each other unmarked: nothing is drawn that was not
    measured. ``None`` where one of them cannot be read.
    """
    mine, own = describe(theirs), decode(ours)
    if mine is None or own is None:
        return None
    laid = [o for view in views_of("", name, own) if (o := lay(mine, view)) is not None]
    found = max(laid, default=None, key=lambda o: (o.holds, o.agreeing * len(o.pairs[0])))
    return _drawn(mine.pixels, found.view.points.pixels if found else own, found)


def _drawn(left: Bytes, right: Bytes, found: Overlay | None) -> bytes:
    height = max(left.shape[0], right.shape[0])
    sheet = np.full((height, left.shape[1] + _GAP + right.shape[1], 3), 255, np.uint8)
    sheet[: left.shape[0], : left.shape[1]] = left
    sheet[: right.shape[0], left.shape[1] + _GAP :] = right
    sheet = cv2.resize(sheet, None, fx=_ZOOM, fy=_ZOOM, interpolation=cv2.INTER_CUBIC)
    if found is not None:
        _mark(sheet, found, left.shape[1] + _GAP)
    done, png = cv2.imencode(".png", sheet)
    assert done
    return bytes(png)


def _mark(sheet: Any, found: Overlay, shift: int) -> None:
    """The outline of the owner's picture where it lies in the listing's, and lines between points that agree."""
    height, width = found.view.points.pixels.shape[:2]
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], float)
    outline = (corners @ found.matrix.T * _ZOOM).round().astype(np.int32)
    cv2.polylines(sheet, [outline.reshape(-1, 1, 2)], True, _FRAME, 3, cv2.LINE_AA)
    for there, here in _spread_out(*found.pairs):
        start = (round(float(here[0]) * _ZOOM), round(float(here[1]) * _ZOOM))
        end = (round((float(there[0]) + shift) * _ZOOM), round(float(there[1]) * _ZOOM))
        cv2.line(sheet, start, end, _LINE, 1, cv2.LINE_AA)
        for place in (start, end):
            cv2.circle(sheet, place, 4, _LINE, 1, cv2.LINE_AA)


def _spread_out(there: Floats, here: Floats, most: int = 24) -> Sequence[tuple[Floats, Floats]]:
    """So many pairs that a person can follow the lines."""
    step = max(1, len(there) // most)
    return list(zip(there[::step], here[::step], strict=True))[:most]

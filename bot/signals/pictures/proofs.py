"""A match drawn for people: the listing's picture beside the owner's, the region framed, agreeing points joined."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from bot.signals.pictures import image, points
from bot.signals.pictures.image import PictureIndex, PictureMatch, fingerprint
from bot.signals.pictures.keypoints import Bytes, Floats, decode, describe
from bot.signals.pictures.pixels import as_bgr, shown
from bot.signals.pictures.points import Overlay, PointIndex, lay, views_of

_GAP, _TALLEST = 24, 640
_APART, _MOST_LINES = 16.0, 18
_FRAME, _LINE = (40, 40, 220), (60, 160, 40)


def recognised(theirs: bytes, pictures: PictureIndex, views: PointIndex) -> PictureMatch | None:
    """The genuine picture that this one was made from, by hashes and then by key points."""
    mark, seen = fingerprint(theirs), describe(theirs)
    early = image.match("", mark, pictures) if mark else None
    return early or (points.match("", seen, views) if seen else None)


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
    left, right = _sharp(theirs), _sharp(ours)
    if found is not None and found.view.mirrored:
        right = np.ascontiguousarray(right[:, ::-1])
    sheet = np.full((max(len(left), len(right)), left.shape[1] + _GAP + right.shape[1], 3), 255, np.uint8)
    sheet[: len(left), : left.shape[1]] = left
    sheet[: len(right), left.shape[1] + _GAP :] = right
    if found is not None:
        _mark(sheet, found, mine.pixels, left.shape[1] / mine.pixels.shape[1], right.shape[1] / own.shape[1])
    done, png = cv2.imencode(".png", sheet)
    assert done
    return bytes(png)


def _sharp(data: bytes) -> Bytes:
    """Pixels as people are to see them: as they are, reduced only where they are large, small ones enlarged."""
    pixels = as_bgr(shown(data, _TALLEST))
    share = _TALLEST / max(pixels.shape[:2])
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=way), np.uint8)


def _mark(sheet: Any, found: Overlay, mine: Bytes, theirs: float, ours: float) -> None:
    """The part that both show, framed in each, and lines between points that agree; ``theirs`` and ``ours`` say how
    much larger each is shown than the picture it was measured on."""
    shift, own = (
        sheet.shape[1] - round(found.view.points.pixels.shape[1] * ours),
        _corners(found.view.points.pixels),
    )
    _, shared = cv2.intersectConvexConvex(cv2.transform(own, found.matrix), _corners(mine))
    if shared is not None:
        back = cv2.transform(shared, cv2.invertAffineTransform(found.matrix))
        for outline, scale, aside in ((shared, theirs, 0), (back, ours, shift)):
            drawn = (outline * scale + (aside, 0)).round().astype(np.int32)
            cv2.polylines(sheet, [drawn], True, _FRAME, 3, cv2.LINE_AA)
    for there, here in _spread_out(*found.pairs):
        start = (round(float(here[0]) * theirs), round(float(here[1]) * theirs))
        end = (round(float(there[0]) * ours) + shift, round(float(there[1]) * ours))
        cv2.line(sheet, start, end, _LINE, 1, cv2.LINE_AA)
        for place in (start, end):
            cv2.circle(sheet, place, 4, _LINE, cv2.FILLED, cv2.LINE_AA)


def _corners(pixels: Bytes) -> Floats:
    """The corners of a picture, as points that OpenCV maps and cuts, just within it so that a frame shows whole."""
    height, width = pixels.shape[:2]
    low, right, bottom = 1, width - 1, height - 1
    return np.array([[[low, low]], [[right, low]], [[right, bottom]], [[low, bottom]]], np.float32)


def _spread_out(there: Floats, here: Floats) -> Sequence[tuple[Floats, Floats]]:
    """So many pairs, so far apart, that a person can follow the lines and still see what is under them."""
    kept: list[tuple[Floats, Floats]] = []
    for pair in zip(there, here, strict=True):
        if all(float(np.hypot(*(pair[1] - other))) >= _APART for _, other in kept):
            kept.append(pair)
    return kept[:_MOST_LINES]

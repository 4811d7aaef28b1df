"""Cropping: where the goods are on a picture: the box without a border or ground (background) of one tone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bot.signals.limits import PICTURES

Box = tuple[int, int, int, int]
Window = tuple[float, float, float, float]


def content(tones: npt.NDArray[Any]) -> Box:
    """Left, top, right and bottom of what is shown in a picture's tones (height by width); all of it where nothing
    stands out from its edge, or the edge is of several tones."""
    height, width = tones.shape
    exact = tones.astype(np.float64)
    squares = exact * exact
    across, down = np.full(width, 1 / width), np.full(height, 1 / height)
    top, bottom = _plain_lines(exact @ across, squares @ across)
    left, right = _plain_lines(down @ exact, down @ squares)
    if width - left - right < width * PICTURES.least or height - top - bottom < height * PICTURES.least:
        return (0, 0, width, height)
    return (left, top, width - right, height - bottom)


def goods(tones: npt.NDArray[Any]) -> Box:
    """The content, where it is small on a plain ground, else all: reduced to a stamp, two things of one outline look
    alike, so that small goods are compared by themselves."""
    height, width = tones.shape
    left, top, right, bottom = content(tones)
    small = (right - left) * (bottom - top) < PICTURES.small * width * height
    return (left, top, right, bottom) if small else (0, 0, width, height)


def windows(tones: npt.NDArray[Any], shape: float) -> tuple[Window, ...]:
    """Where a copy may be on a square of tones, reduced from a picture ``shape`` times as wide as high: all of it, its content,
    the squares of a screenshot or the quarters of a collage."""
    side = len(tones)
    boxes: list[Window] = [(0, 0, side, side)]
    left, top, right, bottom = trimmed = content(tones)
    if trimmed != boxes[0]:
        # Where a border ends, reducing has blended it with the picture: that line goes too.
        boxes.append((left + (left > 0), top + (top > 0), right - (right < side), bottom - (bottom < side)))
    if shape < 1 / 1.35:
        high = side * shape
        tops = [min(share * side, side - high) for share in (0.0, 0.03, 0.06, 0.09, 0.12, 0.5)]
        return (*boxes, *((0, top, side, top + high) for top in dict.fromkeys(tops)))
    half = side / 2
    return (*boxes, *((x, y, x + half, y + half) for x in (0, half) for y in (0, half)))


def is_grey(pixels: npt.NDArray[Any]) -> bool:
    """Whether a picture (height by width by light and two colours) has no colours, so that light alone can be compared."""
    return float(np.abs(pixels[..., 1:].astype(np.float32) - 128.0).mean()) < PICTURES.tint


def _plain_lines(means: npt.NDArray[np.float64], squares: npt.NDArray[np.float64]) -> tuple[int, int]:
    """How many lines from the first on are of its tone, and how many from the last on; of each line the mean of its
    tones and of their squares."""
    even = squares - means * means < PICTURES.spread**2
    found = []
    for edge in (slice(None), slice(None, None, -1)):
        plain = even[edge] & (np.abs(means[edge] - means[edge][0]) < PICTURES.drift)
        found.append(len(plain) if plain.all() else int(np.argmin(plain)))
    return found[0], found[1]

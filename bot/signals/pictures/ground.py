"""Cropping: where the goods are on a picture: the box without a border or ground (background) of one tone."""

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


def is_grey(pixels: npt.NDArray[Any]) -> bool:
    """Whether a picture (height by width by light and two colours) has no colours, so that light alone can be compared."""
    return float(np.abs(pixels[..., 1:].astype(np.float32) - 128.0).mean()) < PICTURES.tint


def _plain_lines(means: npt.NDArray[np.float64], squares: npt.NDArray[np.float64]) -> tuple[int, int]:
    """How many lines from the first on are of its tone, and from the last on; of each the mean of its tones and their squares."""
    even = squares - means * means < PICTURES.spread**2
    found = []
    for edge in (slice(None), slice(None, None, -1)):
        plain = even[edge] & (np.abs(means[edge] - means[edge][0]) < PICTURES.drift)
        found.append(len(plain) if plain.all() else int(np.argmin(plain)))
    return found[0], found[1]

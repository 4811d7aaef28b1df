"""Where the goods are on a picture: the box without a border or ground of one tone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_LEAST = 0.15
"""Of either side; less than that left in the middle is no picture of goods, but a dot or a line."""
_SMALL = 0.6
_SPREAD, _DRIFT = 4, 6
"""Tones (of 256) that a plain line may spread, and may differ from the picture's edge."""

Box = tuple[int, int, int, int]


def content(tones: npt.NDArray[Any]) -> Box:
    """Left, top, right and bottom of what is shown in a picture's tones (height by width); all of it where nothing
    stands out from its edge, or the edge is of several tones."""
    height, width = tones.shape
    top, bottom = _plain_lines(tones), _plain_lines(tones[::-1])
    left, right = _plain_lines(tones.T), _plain_lines(tones.T[::-1])
    if width - left - right < width * _LEAST or height - top - bottom < height * _LEAST:
        return (0, 0, width, height)
    return (left, top, width - right, height - bottom)


def goods(tones: npt.NDArray[Any]) -> Box:
    """The content, where it is small on a plain ground, else all: reduced to a stamp, two things of one outline look
    alike, so that small goods are compared by themselves."""
    height, width = tones.shape
    left, top, right, bottom = content(tones)
    small = (right - left) * (bottom - top) < _SMALL * width * height
    return (left, top, right, bottom) if small else (0, 0, width, height)


def _plain_lines(lines: npt.NDArray[Any]) -> int:
    """How many lines from the first on are of its tone."""
    plain = (lines.std(axis=1) < _SPREAD) & (np.abs(lines.mean(axis=1) - lines[0].mean()) < _DRIFT)
    return len(lines) if plain.all() else int(np.argmin(plain))

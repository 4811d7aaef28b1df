"""Key points of a picture: places on it that are known again when it is turned, reduced or cut, and how they look (SIFT)."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bot.signals.pictures.pixels import NoPicture, reduced

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_SIDE, _MOST_POINTS = 320, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A picture ready to be laid over others: reduced pixels (BGR), places and descriptors of its key points."""

    pixels: Bytes
    places: Floats
    descriptors: Floats


def describe(data: bytes) -> Points | None:
    """Key points of a picture file; ``None`` where it is no readable picture or far too large."""
    pixels = decode(data)
    return describe_pixels(pixels) if pixels is not None else None


def decode(data: bytes) -> Bytes | None:
    """Pixels (BGR), at most 320 on the longer side; ``None`` where the picture cannot be looked at
    (:func:`bot.signals.pictures.pixels.fault`)."""
    try:
        return reduced(data, _SIDE)
    except NoPicture:
        return None


def describe_pixels(pixels: Bytes) -> Points:
    """Key points of pixels, the strongest first."""
    make: Any = cv2  # the stubs of OpenCV do not know SIFT
    found, raw = make.SIFT_create(_MOST_POINTS, contrastThreshold=0.02).detectAndCompute(
        cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), None
    )
    if raw is None or not len(found):
        none = np.zeros((0, 2), np.float32)
        return Points(pixels=pixels, places=none, descriptors=np.zeros((0, 128), np.float32))
    order = np.argsort([-point.response for point in found], kind="stable")
    places = np.array([found[i].pt for i in order], np.float32)
    # Root SIFT: compares better than the raw histogram, and a dot product is then a similarity.
    rooted = np.sqrt(raw[order] / np.maximum(raw[order].sum(1, keepdims=True), 1e-6))
    return Points(pixels=pixels, places=places, descriptors=rooted.astype(np.float32))

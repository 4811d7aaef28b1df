"""The text in pictures, read by a model that comes as a package (extra ``ocr``). Without it nothing is read."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

import cv2
import numpy as np

from bot.signals.pixels import NoPicture, as_bgr, shown

BREAK = "\n"
_SURE, _LONGER_SIDE = 0.8, 960
_reading = Lock()


def available() -> bool:
    """Whether this machine can read text in pictures."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read(data: bytes) -> str:
    """The lines of text in a picture file; empty where there are none, the file is no picture, or the extra is missing.

    Texture in photographs yields short strings such as “AA” or “m”: a line counts if it was read surely and has two
    Chinese characters or three others.
    """
    if not available():
        return ""
    try:
        pixels = as_bgr(shown(data, _LONGER_SIDE))
    except NoPicture:
        return ""
    share = _LONGER_SIDE / max(pixels.shape[:2])
    if share < 1:
        small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        pixels = np.asarray(small, np.uint8)
    with _reading:
        found = _engine()(pixels)
    lines = zip(found.txts or (), found.scores or (), strict=True)
    return BREAK.join(line.strip() for line, score in lines if _counts(line, float(score)))


def _counts(line: str, score: float) -> bool:
    letters = [c for c in line if c.isalnum()]
    chinese = sum("\u3400" <= c <= "\u9fff" for c in letters)
    return score >= _SURE and (chinese >= 2 or len(letters) >= 3)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})

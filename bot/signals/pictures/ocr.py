"""The text in pictures, read by a model that comes as a package (extra ``ocr``). Without it nothing is read."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any

import cv2
import numpy as np

from bot.signals.pictures.pixels import NoPicture, one_line, reduced

BREAK = "\n"
_SURE, _LONGER_SIDE, _MOST_LETTERS = 0.8, 960, 800
_reading = Lock()
_ROOMS = (
    "onnxruntime.capi.onnxruntime_pybind11_state",
    "rapidocr.main",
    "rapidocr.inference_engine.onnxruntime.main",
    "rapidocr.utils.download_file",
    "rapidocr.utils.load_image",
    "rapidocr.utils.process_img",
)
_FAILURES = (
    ImportError, OSError, RuntimeError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, MemoryError,
    cv2.error,
)  # fmt: skip


class ReaderFailed(Exception):
    """The model could not be loaded, or failed on a picture; the text says how."""


def available() -> bool:
    """Whether this machine can read text in pictures."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read(data: bytes) -> str:
    """The lines of text in a picture file; empty where there are none, the file is no picture, or the extra is missing.

    Texture in photographs yields short strings such as “AA” or “m”: a line counts if it was read surely and has two
    Chinese characters or three others. Of a page of small print the tallest lines are read: all of it would take
    a minute, and a name that draws buyers is not in the smallest.

    Raises:
        ReaderFailed
    """
    if not available():
        return ""
    try:
        pixels = reduced(data, _LONGER_SIDE)
    except NoPicture:
        return ""
    try:
        with _reading:
            found = _engine()(pixels)
    except _FAILURES as failure:
        raise ReaderFailed(one_line(failure)) from failure
    except _failures() as failure:
        raise ReaderFailed(one_line(failure)) from failure
    lines = zip(found.txts or (), found.scores or (), strict=True)
    return BREAK.join(line.strip() for line, score in lines if _counts(line, float(score)))


def _counts(line: str, score: float) -> bool:
    letters = [c for c in line if c.isalnum()]
    chinese = sum("\u3400" <= c <= "\u9fff" for c in letters)
    return score >= _SURE and (chinese >= 2 or len(letters) >= 3)


@cache
def _failures() -> tuple[type[Exception], ...]:
    """What the model's packages raise of their own: it shares no base but Exception."""
    kinds = (kind for room in _ROOMS for kind in vars(import_module(room)).values() if isinstance(kind, type))
    return tuple(kind for kind in kinds if issubclass(kind, Exception))


def _worth_reading(sizes: Sequence[tuple[int, ...]]) -> list[int]:
    """Numbers of the lines to be read, by the height and width of each: the tallest. Time goes with a line's length in
    letters, that is its width by its height."""
    kept, letters = list[int](), 0.0
    for number in sorted(range(len(sizes)), key=lambda n: -sizes[n][0]):
        high, wide = sizes[number]
        letters += wide / max(high, 1)
        if kept and letters > _MOST_LETTERS:
            break
        kept.append(number)
    return sorted(kept)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    class Bounded(RapidOCR):
        """Reads the tallest lines, as far as the time for one picture goes."""

        def detect_and_crop(self, img: Any, op_record: Any) -> Any:
            """As inherited, without the smallest lines where there is very much."""
            lines, found = super().detect_and_crop(img, op_record)
            kept = _worth_reading([line.shape[:2] for line in lines])
            if found.boxes is not None and found.scores is not None:
                found.boxes = found.boxes[kept]
                found.scores = [float(score) for score in np.asarray(found.scores)[kept]]
            return [lines[n] for n in kept], found

    return Bounded(params={"Global.log_level": "error"})

"""Where bytes become pixels: the one door for others' pictures (formats, size limits, broken files, decompression bombs).

A picture is refused by its head where it is no format that shops and browsers show, or larger than any shop's. Only its
first frame is decoded, JPEGs no larger than asked for. It comes upright, in sRGB and on white, as a browser shows it.
"""

import io
import struct
import warnings
import zlib
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from bot.domain.sentences import Sentence, sentence

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
"""No others: Pillow would hand EPS to Ghostscript."""
MOST_PIXELS, LEAST_SIDE = 40_000_000, 16
_PROFILED = {"RGB", "YCbCr", "CMYK"}
_MOST_MISSING = 0.3
_END_OF_JPEG = b"\xff\xd9"
BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, AttributeError, LookupError, EOFError, ArithmeticError,
    RuntimeError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's readers are known to raise on bytes that were made to confuse them."""

warnings.simplefilter("error", Image.DecompressionBombWarning)


class NoPicture(Exception):
    """The bytes are no picture that can be looked at; ``why`` tells it."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why))
        self.why = why


def fault(data: bytes) -> Sentence | None:
    """Why a picture file cannot be looked at; None where it can."""
    try:
        readable(data)
    except NoPicture as why:
        return why.why
    return None


def readable(data: bytes) -> bytes:
    """The bytes themselves, where they are a picture that can be looked at.

    Raises:
        NoPicture
    """
    shown(data, LEAST_SIDE)
    return data


def kind(data: bytes) -> str:
    """Of which of ``FORMATS`` it is.

    Raises:
        NoPicture
    """
    readable(data)
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        return str(image.format)


def shown(data: bytes, least: int, mode: Literal["RGB", "YCbCr"] = "RGB") -> Image.Image:
    """The picture, upright, neither side reduced below ``least`` dots.

    Raises:
        NoPicture: the file is none, is broken or cut short, or is too large or too small to be looked at.
    """
    if not data:
        raise NoPicture(sentence("the file is empty"))
    try:
        return _plain(_loaded(data, least, mode), least, mode)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as failure:
        key = "it is too large: far more than {most} dots"
        raise NoPicture(sentence(key, most=f"{MOST_PIXELS:,}")) from failure
    except UnidentifiedImageError as failure:
        raise NoPicture(_unknown(data)) from failure
    except BROKEN as failure:
        raise NoPicture(sentence("the file is broken ({fault})", fault=one_line(failure))) from failure


def as_bgr(image: Image.Image) -> npt.NDArray[np.uint8]:
    """The pixels in OpenCV's order."""
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def reduced(data: bytes, most: int) -> npt.NDArray[np.uint8]:
    """Pixels in OpenCV's order, with at most so many dots on the longer side and no fewer than eight on the other.

    Raises:
        NoPicture
    """
    pixels = as_bgr(shown(data, most))
    if (share := most / max(pixels.shape[:2])) >= 1:
        return pixels
    height, width = (max(8, round(side * share)) for side in pixels.shape[:2])
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _loaded(data: bytes, least: int, mode: str) -> Image.Image:
    image = _opened(data, least, mode)
    try:
        image.load()
    except OSError:
        if image.format != "JPEG":
            raise
        # A browser shows what came of a JPEG; to cut off its end must not be a way to hide.
        image = _opened(data + _END_OF_JPEG, least, mode)
        image.load()
        if _missing(image) > _MOST_MISSING:
            raise NoPicture(sentence("the file is cut short: most of the picture is missing")) from None
    return image


def _opened(data: bytes, least: int, mode: str) -> Image.Image:
    image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = image.size
    if width * height > MOST_PIXELS:
        key = "it is too large: {width} by {height} dots, where {most} in all are read"
        raise NoPicture(sentence(key, width=f"{width:,}", height=f"{height:,}", most=f"{MOST_PIXELS:,}"))
    if min(width, height) < LEAST_SIDE:
        key = "it is too small: {width} by {height} dots"
        raise NoPicture(sentence(key, width=f"{width:,}", height=f"{height:,}"))
    image.draft(mode, (least, least))
    return image


def _missing(image: Image.Image) -> float:
    """Share of the picture, from its foot, that did not come: the reader leaves it in middle grey."""
    rows = np.asarray(image.convert("L"), np.int16)
    came = np.flatnonzero((np.abs(rows - 128) > 1).any(axis=1))
    return 1.0 - (int(came[-1]) + 1) / len(rows) if len(came) else 1.0


def _plain(image: Image.Image, least: int, mode: str) -> Image.Image:
    """In three channels of eight bits, without what could be seen through, in sRGB, and the right way up."""
    profile = image.info.get("icc_profile")
    image = _eight_bits(_upright(image))
    if (share := min(image.size) // (2 * least)) > 1:
        image = image.reduce(share)  # so that a large picture costs little more from here on
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if profile and image.mode in _PROFILED:
        image = _in_srgb(image, profile)
    if image.mode not in {"RGB", "YCbCr"}:
        image = image.convert("RGB")
    return image if image.mode == mode else image.convert(mode)


def _upright(image: Image.Image) -> Image.Image:
    """As a browser would lay it (EXIF); a broken entry says nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:
        return image


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        # Pillow would cut tones off at 255, so that all is white.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in {"I", "F"}:
        key = "its tones are of a kind that no browser shows ({fault}); save it as JPEG or PNG"
        raise NoPicture(sentence(key, fault=image.mode))
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode in {"1", "P"} else image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that a browser shows; a profile that it could not use changes nothing."""
    source = "RGB" if image.mode == "YCbCr" else image.mode
    try:
        changed = ImageCms.applyTransform(image.convert(source), _transform(profile, source))
    except (ImageCms.PyCMSError, OSError):
        return image
    return changed or image


@lru_cache(32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), mode, "RGB"
    )


def _unknown(data: bytes) -> Sentence:
    """What a file is that no reader knows, in words that help."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[4:8] == b"ftyp":
        key = "it is a HEIC or other picture of a telephone, which cannot be read; save it as JPEG or PNG"
        return sentence(key)
    if b"<svg" in head:
        return sentence("it is an SVG drawing, which is not read; save it as JPEG or PNG")
    if head.startswith((b"<!doctype", b"<html")):
        return sentence("it is a web page, no picture")
    if head.startswith((b"%pdf", b"%!ps")):
        return sentence("it is a document, no picture; save it as JPEG or PNG")
    return sentence("it is no picture of a kind that is read ({kinds})", kinds=", ".join(FORMATS))


def one_line(failure: BaseException) -> str:
    """What a failure of others' code says, on a line."""
    return " ".join(str(failure).split())[:120] or type(failure).__name__

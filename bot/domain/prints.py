"""Prints of suspect listings' pictures: one key for a picture and its copies, however they were saved or sized.

A print is found again by bands: its 256-bit hash cut into eight parts of 32 bits. Copies differ in few bits (half of
them in two or fewer), so that at least one part mostly stays as it was; to look for equal parts costs the same however
many prints are stored. Whether a print so found is of the same picture, the pixels decide (bot.signals.pictures.image).
"""

from collections.abc import Sequence
from dataclasses import dataclass

BITS, BANDS = 256, 8
_WIDTH = BITS // BANDS
_STRIDE = 37
"""Neighbouring bits stand for neighbouring frequencies and change together; a stride (odd) parts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePrint:
    """One picture: ``whole`` is its hash (32 bytes), ``window`` its pixels (64 by 64, YCbCr).

    ``silent`` says why it tells nothing of where a listing comes from; empty: it tells.
    """

    key: str
    whole: bytes
    window: bytes
    silent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPicture:
    """A picture of a listing that other shops show too: its ``place`` counted from 1, how many, the newest by name."""

    place: int
    shops: int
    names: tuple[str, ...]


def bands(whole: bytes) -> tuple[int, ...]:
    """What the print is found by: eight numbers, each of the part's place and its 32 bits."""
    bits = int.from_bytes(whole)
    found = []
    for band in range(BANDS):
        value = band
        for at in range(band * _WIDTH, (band + 1) * _WIDTH):
            value = value << 1 | (bits >> (at * _STRIDE % BITS) & 1)
        found.append(value)
    return tuple(found)


def nearest(wanted: Sequence[bytes], known: Sequence[tuple[str, bytes]], most: int) -> list[str]:
    """Keys of the hashes that differ least from one of those wanted, the nearest first."""
    numbers = [int.from_bytes(each) for each in wanted]
    ranked = sorted(
        (min((int.from_bytes(whole) ^ one).bit_count() for one in numbers), key) for key, whole in known
    )
    return [key for _, key in ranked[:most]]

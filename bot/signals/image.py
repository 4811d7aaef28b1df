"""The owner's pictures found again: hashes of trimmed, tiled, turned and mirrored windows, checked in colour.

A listing's picture is cut into windows (whole, without border, without banner, quarters, screens); each genuine
picture is cut into the windows that cropping, banners and turning leave. The windows' 256-bit DCT hashes are compared,
and the nearest pairs must also agree in colour, since goods of one kind have one outline.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from bot.domain.assessments import Signal
from bot.domain.brands import BrandBook

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]

_SIDE, _KEEP, _PATCH, _WORK = 32, 16, 16, 320
_MOST_PIXELS = 40_000_000
_GRID = tuple((x / 3, y / 3) for x in range(4) for y in range(4))
_NINE = tuple((x / 2, y / 2) for x in range(3) for y in range(3))
_BANNER = 0.16
_TURNS = (-8, -5, -3, 3, 5, 8)
_NEAREST, _FARTHEST = 60, 76
_ROWS = (slice(0, _PATCH), slice(3, _PATCH), slice(0, _PATCH - 3), slice(3, _PATCH - 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is kept of a listing's picture: packed hashes and colour patches of its windows, mirrored ones last."""

    hashes: bytes
    patches: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureIndex:
    """The genuine pictures, ready to be found. ``owners`` names SKU and file of each window."""

    hashes: Bytes
    patches: Bytes
    owners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMatch:
    """A listing's picture recognised: which genuine picture, how far its hash is (of 256), how well colours agree."""

    picture: str
    sku: str
    genuine: str
    distance: int
    colour: float


def _cosines() -> Floats:
    steps = np.arange(_SIDE)
    rows = np.arange(_KEEP)[:, None]
    return np.cos(np.pi * (2 * steps[None] + 1) * rows / (2 * _SIDE)).astype(np.float32)


_DCT = _cosines()


def fingerprint(data: bytes) -> Fingerprint | None:
    """The fingerprint of a picture file; ``None`` where it is no readable picture or far too large."""
    image = _open(data)
    if image is None:
        return None
    tones, patches = _cut(image, _query_boxes(image))
    tones = np.concatenate([tones, tones[:, :, ::-1]])
    patches = np.concatenate([patches, patches[:, :, ::-1]])
    return Fingerprint(hashes=np.packbits(_bits(tones), axis=1).tobytes(), patches=patches.tobytes())


def index_pictures(book: BrandBook, pictures: Mapping[str, bytes]) -> PictureIndex:
    """Index a brand book's genuine pictures; ``pictures`` maps each file name of the book to its bytes."""
    hashes: list[Bytes] = [np.zeros((0, 32), np.uint8)]
    patches: list[Bytes] = [np.zeros((0, _PATCH, _PATCH, 3), np.uint8)]
    owners: list[tuple[str, str]] = []
    for product in book.products:
        for name in product.images:
            image = _open(pictures.get(name, b""))
            if image is None:
                continue
            tones, colours = _genuine_windows(image)
            hashes.append(np.packbits(_bits(tones), axis=1))
            patches.append(colours)
            owners += [(product.sku, name)] * len(tones)
    return PictureIndex(hashes=np.concatenate(hashes), patches=np.concatenate(patches), owners=tuple(owners))


def match(name: str, mark: Fingerprint, index: PictureIndex) -> PictureMatch | None:
    """The genuine picture that a listing's picture was made from, if any."""
    if not index.owners:
        return None
    hashes = np.frombuffer(mark.hashes, np.uint8).reshape(-1, 32)
    patches = np.frombuffer(mark.patches, np.uint8).reshape(-1, _PATCH, _PATCH, 3)
    distances = _hamming(hashes, index.hashes).ravel()
    places = np.argpartition(distances, min(_NEAREST, len(distances) - 1))[:_NEAREST]
    places = places[distances[places] <= _FARTHEST]
    if not len(places):
        return None
    mine, theirs = np.divmod(places, len(index.owners))
    colours = _agreement(patches[mine], index.patches[theirs], distances[places])
    nearest = int(np.argmax(np.where(colours > 0, colours - distances[places] / 160, -np.inf)))
    if colours[nearest] <= 0:
        return None
    sku, genuine = index.owners[int(theirs[nearest])]
    distance, colour = int(distances[places[nearest]]), round(float(colours[nearest]), 3)
    return PictureMatch(picture=name, sku=sku, genuine=genuine, distance=distance, colour=colour)


def matches(prints: Iterable[tuple[str, Fingerprint]], index: PictureIndex) -> list[PictureMatch]:
    """Every picture of a listing that was made from a genuine one."""
    return [found for name, mark in prints if (found := match(name, mark, index))]


def signal(found: Sequence[PictureMatch]) -> Signal | None:
    """The image signal: the nearest of the listing's pictures, and the genuine picture it was made from."""
    if not found:
        return None
    best = min(found, key=lambda m: m.distance)
    measured = f"{best.distance} of 256 bits differ, colours agree {best.colour:.0%}"
    because = f"picture {best.picture} is the owner's {best.genuine} ({measured})"
    return Signal(name="image", score=round(0.95 - best.distance / 400, 3), because=because)


def _open(data: bytes) -> Image.Image | None:
    try:
        image: Image.Image = Image.open(io.BytesIO(data))
        if image.width * image.height > _MOST_PIXELS or min(image.size) < 16:
            return None
        image.draft("YCbCr", (_WORK // 2, _WORK // 2))
        if image.mode not in {"YCbCr", "RGB", "L"}:
            ground = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
        image = image.convert("YCbCr")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if max(image.size) > _WORK * 1.5:
        image.thumbnail((_WORK, _WORK), Image.Resampling.BOX, reducing_gap=1.0)
    return image


def _cut(image: Image.Image, boxes: Sequence[Box]) -> tuple[Floats, Bytes]:
    grey = image.getchannel(0)
    tones = [
        np.asarray(grey.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, box=box), np.float32)
        for box in boxes
    ]
    small = [np.asarray(image.resize((_PATCH, _PATCH), Image.Resampling.BILINEAR, box=box)) for box in boxes]
    return np.stack(tones), np.stack(small)


def _bits(tones: Floats) -> npt.NDArray[np.bool_]:
    spectrum = (_DCT @ tones @ _DCT.T).reshape(len(tones), -1)
    middle = np.median(spectrum[:, 1:], axis=1, keepdims=True)
    return np.asarray(spectrum > middle)


def _hamming(left: Bytes, right: Bytes) -> Floats:
    """Differing bits of every pair."""
    a = np.unpackbits(left, axis=1).astype(np.float32)
    b = np.unpackbits(right, axis=1).astype(np.float32)
    counts: Floats = a.sum(1)[:, None] + b.sum(1)[None] - 2 * a @ b.T
    return counts


def _agreement(mine: Bytes, theirs: Bytes, distances: Floats) -> Floats:
    """How well each pair of windows agrees in colour (0: it does not), over all rows or without banner rows."""
    best = np.zeros(len(mine), np.float32)
    a, b = mine.astype(np.float32), theirs.astype(np.float32)
    for rows in _ROWS:
        light, colour = (
            _alike(a[:, rows, :, :1], b[:, rows, :, :1]),
            _alike(a[:, rows, :, 1:], b[:, rows, :, 1:]),
        )
        gap = np.abs(a[:, rows, :, 1:] - b[:, rows, :, 1:]).mean((1, 2, 3))
        same = (colour >= 0.9) & (light >= 0.65) & (gap <= 3.2)
        recoloured = (distances <= 14) & (colour >= 0.8) & (light >= 0.95)
        best = np.maximum(best, np.where(same | recoloured, colour, 0.0))
    return best


def _alike(a: Floats, b: Floats) -> Floats:
    """Correlation of each pair; windows of one tone count as alike."""
    a, b = a - a.mean((1, 2), keepdims=True), b - b.mean((1, 2), keepdims=True)
    size = np.sqrt((a * a).sum((1, 2, 3)) * (b * b).sum((1, 2, 3)))
    return np.where(size > 1.0, (a * b).sum((1, 2, 3)) / np.maximum(size, 1.0), 1.0).astype(np.float32)


def _spread(width: float, height: float, scale: float, places: Iterable[tuple[float, float]]) -> list[Box]:
    w, h = width * scale, height * scale
    return [((width - w) * x, (height - h) * y, (width - w) * x + w, (height - h) * y + h) for x, y in places]


def _without_banner(width: float, height: float) -> list[Box]:
    top, bottom = height * _BANNER, height * (1 - _BANNER)
    return [(0, top, width, height), (0, 0, width, bottom), (0, top, width, bottom)]


def _query_boxes(image: Image.Image) -> list[Box]:
    width, height = image.size
    boxes: list[Box] = [(0, 0, width, height)]
    trimmed = _trim(np.asarray(image.getchannel(0), np.int16))
    if trimmed != boxes[0]:
        boxes.append(trimmed)
    if height > width * 1.35:
        tops = [min(share * height, height - width) for share in (0.0, 0.03, 0.06, 0.09, 0.12, 0.5)]
        return boxes + [(0, top, width, top + width) for top in dict.fromkeys(tops)]
    half_w, half_h = width / 2, height / 2
    quarters: list[Box] = [(x, y, x + half_w, y + half_h) for x in (0, half_w) for y in (0, half_h)]
    return boxes + _without_banner(width, height) + quarters + _spread(width, height, 0.88, [(0.5, 0.5)])


def _trim(tones: npt.NDArray[Any]) -> Box:
    """The box without a border of one tone."""
    height, width = tones.shape
    top, bottom = _plain_lines(tones), _plain_lines(tones[::-1])
    left, right = _plain_lines(tones.T), _plain_lines(tones.T[::-1])
    if width - left - right < width * 0.4 or height - top - bottom < height * 0.4:
        return (0, 0, width, height)
    return (left, top, width - right, height - bottom)


def _plain_lines(lines: npt.NDArray[Any]) -> int:
    plain = (lines.std(axis=1) < 4) & (np.abs(lines.mean(axis=1) - lines[0].mean()) < 6)
    return len(lines) if plain.all() else int(np.argmin(plain))


def _genuine_windows(image: Image.Image) -> tuple[Floats, Bytes]:
    width, height = image.size
    boxes: list[Box] = [(0, 0, width, height), *_spread(width, height, 0.93, _NINE)]
    boxes += (
        _spread(width, height, 0.86, _GRID)
        + _spread(width, height, 0.8, _GRID)
        + _without_banner(width, height)
    )
    cuts = [_cut(image, boxes)]
    corner = image.getpixel((0, 0))
    for angle in _TURNS:
        turned = image.rotate(angle, Image.Resampling.BILINEAR, fillcolor=corner)
        cuts.append(
            _cut(
                turned, _spread(width, height, 1.0, [(0.5, 0.5)]) + _spread(width, height, 0.9, [(0.5, 0.5)])
            )
        )
    return np.concatenate([tones for tones, _ in cuts]), np.concatenate([patches for _, patches in cuts])

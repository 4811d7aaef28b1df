"""The owner's pictures found again: stage 1, by hashes, for copies of the whole picture.

A listing's picture is cut into windows (whole, without border, quarters of a collage, the square of a screenshot), each
also mirrored, and compared with the genuine pictures in all four quarter turns: every way a square can be laid. Their
256-bit DCT hashes name the nearest genuine pictures; those must then agree block by block in light and colour, since
rivals' goods have one outline. What is cropped, tilted or covered is left to :mod:`bot.signals.points`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from bot.domain.assessments import Signal
from bot.domain.brands import BrandBook
from bot.domain.prints import PicturePrint
from bot.signals.ground import content, goods

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]

_SIDE, _KEEP, _FINE, _GOODS, _CLOSE, _WORK = 32, 16, 64, 128, 160, 320
_MOST_PIXELS = 40_000_000
_NEAREST, _FARTHEST, _COPY = 8, 24, 14
_SAME_STAMP, _LIKE_STAMP, _SAME_GOODS = 0.97, 0.95, 0.8
_BLOCK, _STEP, _SAME = 8, 4, 0.6
_TEXTURE = np.array((3.0, 2.0, 2.0), np.float32)
_QUARTERS = 4
_PRINT = 12
"""Blocks with something on them that a picture needs to be told from others; fewer, and it is set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is kept of a listing's picture: packed hashes and 64 by 64 pixels (YCbCr) of each window. The second
    half of the hashes is of the windows mirrored. ``close``: 160 by 160 pixels of the whole. ``plain``: there is next
    to nothing on it."""

    hashes: bytes
    windows: bytes
    close: bytes
    plain: bool = False

    @property
    def whole(self) -> bytes:
        """The 256-bit hash of the whole picture: what shared pictures are looked up by."""
        return self.hashes[:32]

    @property
    def mirrored(self) -> bytes:
        """The hash of the whole picture mirrored."""
        return self.hashes[len(self.hashes) // 2 :][:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The goods of a genuine picture from close by: where they are on it (0 to 1), and 128 by 128 pixels of them."""

    box: Box
    window: Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureIndex:
    """The genuine pictures, ready to be found. ``owners`` names SKU and file of each; ``hashes`` has a row for each
    owner, four times over: as it is and after each quarter turn; ``close`` shows what is on each from close by;
    ``aside`` names the pictures that are never matched, with the reason."""

    hashes: Bytes
    windows: Bytes
    owners: tuple[tuple[str, str], ...]
    close: tuple[Close, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMatch:
    """A listing's picture recognised: which genuine picture, how surely (0 to 1), and what was measured."""

    picture: str
    sku: str
    genuine: str
    strength: float
    measured: str


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
    boxes = _query_boxes(image)
    tones = _tones(image, boxes)
    hashes = np.packbits(_bits(np.concatenate([tones, tones[:, :, ::-1]])), axis=1)
    windows = _windows(image, boxes)
    return Fingerprint(
        hashes=hashes.tobytes(),
        windows=windows.tobytes(),
        close=np.asarray(image.resize((_CLOSE, _CLOSE), Image.Resampling.BILINEAR)).tobytes(),
        plain=_printed(windows[0]) < _PRINT,
    )


def index_pictures(book: BrandBook, pictures: Mapping[str, bytes]) -> PictureIndex:
    """Index a brand book's genuine pictures; ``pictures`` maps each file name of the book to its bytes.

    Pictures with next to nothing on them would match every blank one and are set aside; other kinds that match too
    much are for the caller to leave out (bot.signals.stock, bot.services.genuine_pictures).
    """
    hashes: list[Bytes] = []
    windows: list[Bytes] = [np.zeros((0, _FINE, _FINE, 3), np.uint8)]
    owners: list[tuple[str, str]] = []
    close: list[Close] = []
    aside: list[tuple[str, str]] = []
    for product in book.products:
        for name in product.images:
            image = _open(pictures.get(name, b""))
            if image is None:
                continue
            box: Box = (0, 0, image.width, image.height)
            window = _windows(image, [box])
            if _printed(window[0]) < _PRINT:
                aside.append((name, "next to nothing is on it: it would match any blank picture"))
                continue
            tones = _tones(image, [box])[0]
            turned = np.stack([np.rot90(tones, turns) for turns in range(_QUARTERS)])
            hashes.append(np.packbits(_bits(turned), axis=1))
            windows.append(window)
            close.append(_close(image))
            owners.append((product.sku, name))
    return PictureIndex(
        hashes=np.stack(hashes, axis=1).reshape(-1, 32) if hashes else np.zeros((0, 32), np.uint8),
        windows=np.concatenate(windows),
        owners=tuple(owners),
        close=tuple(close),
        aside=tuple(aside),
    )


def match(name: str, mark: Fingerprint, index: PictureIndex) -> PictureMatch | None:
    """The genuine picture that a listing's picture was made from, if any."""
    for near in _nearest(mark, index):
        if _is_copy(mark, near, index):
            sku, genuine = index.owners[near.place]
            laid = ", mirrored" if near.mirrored else ""
            laid += f", turned {90 * near.turns}°" if near.turns else ""
            measured = f"{near.distance} of 256 bits differ{laid}, {near.agreeing:.0%} of the print agrees"
            strength = round(0.95 - near.distance / 400, 3)
            return PictureMatch(picture=name, sku=sku, genuine=genuine, strength=strength, measured=measured)
    return None


@dataclass(frozen=True, slots=True)
class _Near:
    """A known picture near one of a picture's windows: its place, the window's number, bits that differ, share of the
    print that agrees, and how it is laid there (quarter turns of the known one)."""

    place: int
    window: int
    distance: int
    agreeing: float
    mirrored: bool
    turns: int


def _nearest(mark: Fingerprint, index: PictureIndex) -> Iterator[_Near]:
    """Known pictures, the nearest first; each is laid over the window only when it is asked for."""
    if not index.owners or mark.plain:
        return
    hashes = np.frombuffer(mark.hashes, np.uint8).reshape(-1, 32)
    windows = np.frombuffer(mark.windows, np.uint8).reshape(-1, _FINE, _FINE, 3)
    distances = _hamming(hashes, index.hashes).ravel()
    places = np.argpartition(distances, min(_NEAREST, len(distances)) - 1)[:_NEAREST]
    places = places[distances[places] <= _FARTHEST]
    for place in places[np.argsort(distances[places], kind="stable")]:
        mine, row = divmod(int(place), len(index.hashes))
        turns, theirs = divmod(row, len(index.owners))
        mirrored = mine >= len(windows)
        number = mine % len(windows)
        window = windows[number][:, ::-1] if mirrored else windows[number]
        agreeing = _agreement(window, np.rot90(index.windows[theirs], turns))
        yield _Near(theirs, number, int(distances[place]), agreeing, mirrored, turns)


def _is_copy(mark: Fingerprint, near: _Near, index: PictureIndex) -> bool:
    """Whether a near picture is the one that was copied. A stamp does not show what is written on the goods, so the
    whole picture must hold from close by too; windows cut from it are kept small only, and must be all but the same.
    Set on drawn pictures with rivals of the same outline: they agree in two thirds from close by, copies in four
    fifths and more."""
    if near.window:
        return near.agreeing >= _SAME_STAMP and near.distance <= _COPY
    return near.agreeing >= _LIKE_STAMP and _from_close_by(mark, near, index.close[near.place]) >= _SAME_GOODS


def _close(image: Image.Image) -> Close:
    left, top, right, bottom = box = goods(np.asarray(image.getchannel(0), np.int16))
    window = image.resize((_GOODS, _GOODS), Image.Resampling.BILINEAR, box=box)
    width, height = image.size
    return Close(box=(left / width, top / height, right / width, bottom / height), window=np.asarray(window))


def _from_close_by(mark: Fingerprint, near: _Near, ours: Close) -> float:
    """Share of the print on the goods that agrees."""
    close = np.frombuffer(mark.close, np.uint8).reshape(_CLOSE, _CLOSE, 3)
    left, top, right, bottom = ours.box
    for _ in range(near.turns):
        left, top, right, bottom = top, 1 - right, bottom, 1 - left
    box = (left * _CLOSE, top * _CLOSE, right * _CLOSE, bottom * _CLOSE)
    laid = Image.fromarray(np.ascontiguousarray(close[:, ::-1] if near.mirrored else close))
    theirs = np.asarray(laid.resize((_GOODS, _GOODS), Image.Resampling.BILINEAR, box=box))
    return _agreement(theirs, np.rot90(ours.window, near.turns))


def matches(prints: Iterable[tuple[str, Fingerprint]], index: PictureIndex) -> list[PictureMatch]:
    """Every picture of a listing that was made from a genuine one."""
    return [found for name, mark in prints if (found := match(name, mark, index))]


def print_of(mark: Fingerprint) -> PicturePrint:
    """What is stored of a picture to know its copies by."""
    window = mark.windows[: _FINE * _FINE * 3]
    key = hashlib.sha256(mark.whole + window).hexdigest()[:16]
    return PicturePrint(key=key, whole=mark.whole, window=window)


def same_as(mark: Fingerprint, known: Sequence[PicturePrint]) -> PicturePrint | None:
    """The stored print that this picture is a copy of. Stricter than for genuine pictures: among very many prints some
    are of other goods in one outline, and a wrong tie between shops weighs more than a missed one."""
    if not known:
        return None
    index = PictureIndex(
        hashes=np.frombuffer(b"".join(each.whole for each in known), np.uint8).reshape(-1, 32),
        windows=np.frombuffer(b"".join(each.window for each in known), np.uint8).reshape(-1, _FINE, _FINE, 3),
        owners=tuple(("", each.key) for each in known),
    )
    copies = (n for n in _nearest(mark, index) if n.agreeing >= _SAME_STAMP and n.distance <= _COPY)
    return next((known[near.place] for near in copies), None)


def signal(found: Sequence[PictureMatch]) -> Signal | None:
    """The image signal: the surest of the listing's pictures, and the genuine picture it was made from."""
    if not found:
        return None
    best = max(found, key=lambda m: m.strength)
    because = f"picture {best.picture} is the owner's {best.genuine} ({best.measured})"
    return Signal(name="image", score=best.strength, because=because)


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


def _tones(image: Image.Image, boxes: Sequence[Box]) -> Floats:
    grey = image.getchannel(0)
    cut = [grey.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, box=box) for box in boxes]
    return np.stack([np.asarray(window, np.float32) for window in cut])


def _windows(image: Image.Image, boxes: Sequence[Box]) -> Bytes:
    cut = [image.resize((_FINE, _FINE), Image.Resampling.BILINEAR, box=box) for box in boxes]
    return np.stack([np.asarray(window) for window in cut])


def _bits(tones: Floats) -> npt.NDArray[np.bool_]:
    spectrum = (_DCT @ tones @ _DCT.T).reshape(len(tones), -1)
    middle = np.median(spectrum[:, 1:], axis=1, keepdims=True)
    return np.asarray(spectrum > middle)


def _hamming(left: Bytes, right: Bytes) -> npt.NDArray[np.int64]:
    """Differing bits of every pair."""
    differing = left.view(np.uint64)[:, None] ^ right.view(np.uint64)[None]
    return np.asarray(np.bitwise_count(differing).sum(2, dtype=np.int64))


def _agreement(mine: Bytes, theirs: Bytes) -> float:
    """Share of the blocks with something on them that look the same in both windows."""
    a, b = _blocks(mine), _blocks(theirs)
    strong, other = np.sqrt((a * a).mean(2)), np.sqrt((b * b).mean(2))
    alike = (a * b).mean(2) / np.maximum(strong * other, 1e-3)
    printed = np.maximum(strong, other) > _TEXTURE
    return float((alike[printed] > _SAME).mean()) if printed.any() else 0.0


def _blocks(window: Bytes) -> Floats:
    """Overlapping blocks without their mean: (block, channel, pixel)."""
    cut = np.lib.stride_tricks.sliding_window_view(window.astype(np.float32), (_BLOCK, _BLOCK), axis=(0, 1))
    blocks = cut[::_STEP, ::_STEP].reshape(-1, 3, _BLOCK * _BLOCK)
    return np.asarray(blocks - blocks.mean(2, keepdims=True))


def _printed(window: Bytes) -> int:
    """How many blocks have something on them in light."""
    blocks = _blocks(window)[:, 0]
    return int((np.sqrt((blocks * blocks).mean(1)) > _TEXTURE[0]).sum())


def _query_boxes(image: Image.Image) -> list[Box]:
    width, height = image.size
    boxes: list[Box] = [(0, 0, width, height)]
    trimmed: Box = content(np.asarray(image.getchannel(0), np.int16))
    if trimmed != boxes[0]:
        boxes.append(trimmed)
    if height > width * 1.35:
        tops = [min(share * height, height - width) for share in (0.0, 0.03, 0.06, 0.09, 0.12, 0.5)]
        return boxes + [(0, top, width, top + width) for top in dict.fromkeys(tops)]
    half_w, half_h = width / 2, height / 2
    return boxes + [(x, y, x + half_w, y + half_h) for x in (0, half_w) for y in (0, half_h)]

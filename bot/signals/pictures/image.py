"""The owner's pictures found again: stage 1, by perceptual hashes, for copies of the whole picture, mirrored or resized.

The 256-bit DCT hash of a listing's picture, as it is and mirrored, names the nearest genuine pictures; those must then agree
block by block in light and colour, since rivals' goods have one outline. What is cropped, turned or covered is left to
:mod:`bot.signals.pictures.points`, which found all that windows cut here and quarter turns of the hashes did (photographs).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.domain.assessments import Signal
from bot.domain.brands import BrandBook
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import PICTURES
from bot.signals.pictures.ground import Window, goods, is_grey
from bot.signals.pictures.pixels import NoPicture, shown

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_KEEP, FINE, _GOODS, _CLOSE = 16, 64, 128, 160
_BLOCK, _STEP = 8, 4
TEXTURE = np.array(PICTURES.texture, np.float32)
_WHOLE = (0, 0, _CLOSE, _CLOSE)
Close = tuple[Window, Bytes]
"""The goods of a genuine picture from close by: where they are on it (0 to 1), and 128 by 128 pixels of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is kept of a listing's picture: its packed hash, that of it mirrored, and ``close``, 160 by 160 pixels (YCbCr) of it.
    ``plain``: there is next to nothing on it."""

    whole: bytes
    mirrored: bytes
    close: bytes
    plain: bool = False

    def pixels(self) -> Bytes:
        """The picture from close by."""
        return np.frombuffer(self.close, np.uint8).reshape(_CLOSE, _CLOSE, 3)

    def stamp(self) -> Bytes:
        """It as a stamp of 64 by 64 pixels: made only where its hash is near a known one."""
        return _cut(self.pixels(), _WHOLE, FINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureIndex:
    """The genuine pictures, ready to be found. ``owners`` names SKU and file of each; ``hashes`` and ``stamps``
    have a row for each; ``close`` shows what is on each from close by;
    ``aside`` names the pictures that are never matched, ``unreadable`` those that cannot be looked at, with the reason."""

    hashes: Bytes
    stamps: Bytes
    owners: tuple[tuple[str, str], ...]
    close: tuple[Close, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMatch:
    """A listing's picture recognised: which genuine picture, how surely (0 to 1), and what was measured."""

    picture: str
    sku: str
    genuine: str
    strength: float
    measured: Sentence


def fingerprint(data: bytes) -> Fingerprint | None:
    """The fingerprint of a picture file; ``None`` where it cannot be looked at (:func:`bot.signals.pictures.pixels.fault`)."""
    try:
        return _printed(shown(data, _CLOSE, "YCbCr"))
    except NoPicture:
        return None


def _printed(image: Image.Image) -> Fingerprint:
    close = np.asarray(image.resize((_CLOSE, _CLOSE), Image.Resampling.BILINEAR))
    grey = np.ascontiguousarray(close[:, :, 0])
    spectrum = _spectrum(grey)
    whole, mirrored = map(_packed, (spectrum, spectrum * _MIRROR))
    return Fingerprint(whole=whole, mirrored=mirrored, close=close.tobytes(), plain=_is_plain(grey))


def index_pictures(book: BrandBook, pictures: Mapping[str, bytes]) -> PictureIndex:
    """Index a brand book's genuine pictures; ``pictures`` maps each file name of the book to its bytes.

    Pictures with next to nothing on them would match every blank one and are set aside; other kinds that match too
    much are for the caller to leave out (bot.signals.pictures.stock, bot.services.assessment.genuine_pictures).
    """
    found, owners = list[tuple[Fingerprint, Close]](), list[tuple[str, str]]()
    aside, unreadable = list[tuple[str, str]](), list[tuple[str, str]]()
    for sku, name in ((p.sku, name) for p in book.products for name in p.images if name in pictures):
        try:
            image = shown(pictures[name], _CLOSE, "YCbCr")
        except NoPicture as why:
            unreadable.append((name, f"it cannot be looked at: {why}"))
            continue
        mark = _printed(image)
        if mark.plain:
            aside.append((name, "next to nothing is on it: it would match any blank picture"))
            continue
        found.append((mark, _close(image)))
        owners.append((sku, name))
    return PictureIndex(
        hashes=np.frombuffer(b"".join(mark.whole for mark, _ in found), np.uint8).reshape(-1, 32),
        stamps=np.array([mark.stamp() for mark, _ in found], np.uint8).reshape(-1, FINE, FINE, 3),
        owners=tuple(owners),
        close=tuple(close for _, close in found),
        aside=tuple(aside),
        unreadable=tuple(unreadable),
    )


def match(name: str, mark: Fingerprint, index: PictureIndex) -> PictureMatch | None:
    """The genuine picture that a listing's picture was made from, if any."""
    for near in nearest(mark, index):
        if _is_copy(mark, near, index):
            sku, genuine = index.owners[near.place]
            key = "the same picture{laid}; by machine, {share} of its pattern agrees"
            laid = Sentence(key=", mirrored" if near.mirrored else "")
            measured = sentence(key, laid=laid, share=f"{near.agreeing:.0%}")
            strength = round(0.95 - near.distance / 400, 3)
            return PictureMatch(picture=name, sku=sku, genuine=genuine, strength=strength, measured=measured)
    return None


@dataclass(frozen=True, slots=True)
class _Near:
    """A known picture near a listing's: its place, bits that differ, the share of the print that agrees, whether mirrored."""

    place: int
    distance: int
    agreeing: float
    mirrored: bool


def nearest(mark: Fingerprint, index: PictureIndex) -> Iterator[_Near]:
    """Known pictures, the nearest first; each is laid over the picture only when it is asked for."""
    if not index.owners or mark.plain:
        return
    hashes = np.frombuffer(mark.whole + mark.mirrored, np.uint8).reshape(-1, 32)
    differing = hashes.view(np.uint64)[:, None] ^ index.hashes.view(np.uint64)[None]
    distances = np.bitwise_count(differing).sum(2, dtype=np.int64).ravel()
    places = np.argpartition(distances, min(PICTURES.nearest, len(distances)) - 1)[: PICTURES.nearest]
    places = places[distances[places] <= PICTURES.farthest]
    for place in places[np.argsort(distances[places], kind="stable")]:
        mirrored, theirs = divmod(int(place), len(index.hashes))
        agreeing = _agreement(mark.stamp()[:, :: -1 if mirrored else 1], index.stamps[theirs])
        yield _Near(theirs, int(distances[place]), agreeing, bool(mirrored))


def _is_copy(mark: Fingerprint, near: _Near, index: PictureIndex) -> bool:
    """Whether a near picture is the one that was copied. A stamp does not show what is written on the goods, so it must hold
    from close by too. Set on drawn pictures with rivals of the same outline: they agree in two thirds from close by, copies in
    four fifths and more."""
    if near.agreeing < PICTURES.like_stamp:
        return False
    (left, top, right, bottom), ours = index.close[near.place]
    box = (left * _CLOSE, top * _CLOSE, right * _CLOSE, bottom * _CLOSE)
    theirs = _cut(mark.pixels()[:, :: -1 if near.mirrored else 1], box, _GOODS)
    return _agreement(theirs, ours) >= PICTURES.same_goods


def _close(image: Image.Image) -> Close:
    left, top, right, bottom = box = goods(np.asarray(image.getchannel(0)))
    window = image.resize((_GOODS, _GOODS), Image.Resampling.BILINEAR, box=box)
    width, height = image.size
    return (left / width, top / height, right / width, bottom / height), np.asarray(window)


def signal(found: Sequence[PictureMatch]) -> Signal | None:
    """The image signal: the surest of the listing's pictures, and the genuine picture it was made from."""
    if not found:
        return None
    best = max(found, key=lambda m: m.strength)
    key, file = (
        "picture {picture} is the owner's own picture of {sku} ({genuine})",
        best.genuine.split("/")[-1],
    )
    because = sentence(key, picture=best.picture, sku=best.sku, genuine=file)
    return Signal(name="image", score=best.strength, because=because)


def _cut(pixels: Bytes, box: Window, side: int) -> Bytes:
    laid = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(laid.resize((side, side), Image.Resampling.BILINEAR, box=box))


_WAVES = np.cos(np.pi * np.arange(_KEEP)[:, None] * (np.arange(_CLOSE) + 0.5) / _CLOSE).astype(np.float32)
"""Cosines of the DCT over a picture."""
_MIRROR = (1 - 2 * (np.arange(_KEEP) % 2)).astype(np.float32)
"""A mirrored picture has the same spectrum, with odd waves from left to right turned over."""


def _spectrum(grey: Bytes) -> Floats:
    return np.asarray(_WAVES @ grey.astype(np.float32) @ _WAVES.T)


def _packed(spectrum: Floats) -> bytes:
    """The hash: a bit for each wave that is stronger than the middle one."""
    flat = spectrum.ravel()
    half = len(flat) // 2
    return np.packbits(flat > np.partition(flat[1:], half - 1)[half - 1]).tobytes()


def _agreement(mine: Bytes, theirs: Bytes) -> float:
    """Share of the blocks with something on them that look the same in both windows."""
    a, b = mine.astype(np.float32), theirs.astype(np.float32)
    mean, other_mean = _blocks(a), _blocks(b)
    strong = np.maximum(_blocks(a * a) - mean * mean, 0)
    other = np.maximum(_blocks(b * b) - other_mean * other_mean, 0)
    alike = _blocks(a * b) - mean * other_mean
    printed = np.maximum(strong, other) > TEXTURE**2
    printed[..., 1:] &= not is_grey(mine)
    same = alike > PICTURES.same * np.maximum(np.sqrt(strong * other), 1e-3)
    return float(same[printed].mean()) if printed.any() else 0.0


def _blocks(values: Floats) -> Floats:
    """Means of overlapping blocks."""
    means = cv2.boxFilter(values, cv2.CV_32F, (_BLOCK, _BLOCK), anchor=(0, 0))
    last = len(values) - _BLOCK + 1
    return np.asarray(means[:last:_STEP, :last:_STEP])


def _is_plain(grey: Bytes) -> bool:
    """Whether too few blocks have something on them in light."""
    light = cv2.resize(grey, (FINE, FINE), interpolation=cv2.INTER_AREA).astype(np.float32)
    mean = _blocks(light)
    return int((_blocks(light * light) - mean * mean > TEXTURE[0] ** 2).sum()) < PICTURES.printed

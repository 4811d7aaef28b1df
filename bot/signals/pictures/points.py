"""The owner's pictures found again by key points: stage 2, for crops, rotations, banners and copies within a copy.

SIFT key points of both pictures are paired, one pair a point, and must agree on one place, size and turn (RANSAC).
Wrong pairs can agree too, above all on rivals' goods of the same outline; so the owner's picture is laid over the
listing's, and block by block the print must be the same. Mirrored copies are met by a mirrored view of the owner's.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bot.domain.brands import BrandBook
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import PICTURES
from bot.signals.pictures.ground import Box, goods, is_grey
from bot.signals.pictures.image import TEXTURE, PictureMatch
from bot.signals.pictures.keypoints import Bytes, Floats, Points, decode, describe_pixels

_OVERLAY, _BLOCK, _STEP = 128, 12, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineView:
    """A genuine picture as it is, or mirrored; ``shown`` is the box of the goods, where they are small on it."""

    sku: str
    genuine: str
    mirrored: bool
    points: Points
    shown: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PointIndex:
    """The genuine pictures' views, and all their descriptors in one table: ``owners`` gives the view of each row."""

    views: tuple[GenuineView, ...]
    descriptors: Floats
    owners: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A view found in a picture: the map from the owner's (reduced) pixels to the listing's, and how well it fits.

    ``pairs``: places of agreeing points, in the view and in the picture. ``shared``: their number by the points of the
    view that the picture shows. ``agreeing``: share of the owner's print that is the same; ``mutual``: the same share
    where print of the listing's that the owner's lacks counts too; ``visible``: share of the owner's picture that the
    listing's shows.
    """

    view: GenuineView
    matrix: npt.NDArray[np.float64]
    pairs: tuple[Floats, Floats]
    shared: float
    agreeing: float
    mutual: float
    visible: float

    @property
    def holds(self) -> bool:
        """Whether this is the owner's picture. Set on drawn pictures with rivals of the same outline among them."""
        count = len(self.pairs[0])
        if self.visible < 0.25:
            return False
        # A reduced or cropped copy has lost points; one of full size that shares few is a rival's of one outline.
        reduced, cut = self.scale < 0.7, self.visible < 0.9
        few_but_enough = self.shared >= 0.25 or (reduced and count >= 7) or (cut and count >= 12)
        few_but_enough = few_but_enough or (self.agreeing >= 0.985 and count >= 9)
        # A plain thing's print is nearly all outline, which a rival has too: with few points to go by, nothing may
        # be on the listing's picture that is not on the owner's.
        same_print = self.agreeing >= 0.95 and (
            (count >= 11 and self.shared >= 0.25) or (few_but_enough and self.mutual >= PICTURES.mutual)
        )
        # Where a third of the print differs, a dozen points are no more than one outline in common gives.
        partly_covered = count >= 18 and (
            (self.agreeing >= 0.68 and self.shared >= 0.34) or (self.agreeing >= 0.9 and self.shared >= 0.29)
        )
        many = count >= 40 and self.agreeing >= 0.66 and self.shared >= 0.13
        # Lettering laid over the whole picture takes points away and brings its own: fewer are enough if they lie exactly.
        lettered = not cut and count >= PICTURES.many and self.agreeing >= 0.85 and self.shared >= 0.2
        return (same_print or partly_covered or many or lettered) and self.exact

    @property
    def scale(self) -> float:
        """How much larger the listing shows it."""
        return _scale(self.matrix)

    @property
    def exact(self) -> bool:
        """Whether many points lie as exactly as a flat copy's, be it stretched or seen aslant: on another shot of the same
        scene, or of goods in nearly one dress, what is near has moved against what is far. Points on one line are no picture."""
        there, here = self.pairs
        if len(there) < PICTURES.many:
            return True
        flat, _ = cv2.findHomography(there, here)
        if np.shape(flat) != (3, 3):
            return False
        strays = np.linalg.norm(cv2.perspectiveTransform(there[None], flat)[0] - here, axis=1)
        return float(np.median(strays)) < PICTURES.exact * max(1.0, self.scale)


def index_points(book: BrandBook, pictures: Mapping[str, bytes], leave_out: Iterable[str] = ()) -> PointIndex:
    """Views of a brand book's genuine pictures, without those of the names to leave out."""
    views, skipped = list[GenuineView](), frozenset(leave_out)
    for sku, name in ((product.sku, name) for product in book.products for name in product.images):
        pixels = decode(pictures.get(name, b"")) if name not in skipped else None
        views += views_of(sku, name, pixels) if pixels is not None else ()
    tables = [v.points.descriptors for v in views] or [np.zeros((0, 128), np.float32)]
    owners = np.repeat(np.arange(len(views)), [len(v.points.places) for v in views]).astype(np.int32)
    return PointIndex(views=tuple(views), descriptors=np.concatenate(tables), owners=owners)


def views_of(sku: str, name: str, pixels: Bytes) -> Iterator[GenuineView]:
    """A genuine picture as it is and mirrored."""
    for mirrored, own in ((False, pixels), (True, np.ascontiguousarray(pixels[:, ::-1]))):
        shown = goods(cv2.cvtColor(own, cv2.COLOR_BGR2GRAY))
        yield GenuineView(sku=sku, genuine=name, mirrored=mirrored, points=describe_pixels(own), shown=shown)


def overlay(mine: Points, index: PointIndex) -> Overlay | None:
    """The genuine view that lies best in the picture, if one does."""
    laid = (lay(mine, index.views[number]) for number in _shortlist(mine, index))
    held = [o for o in laid if o is not None and o.holds]
    return max(held, default=None, key=lambda o: o.agreeing * len(o.pairs[0]))


def match(name: str, mine: Points, index: PointIndex) -> PictureMatch | None:
    """The genuine picture that a listing's picture was made from, if any."""
    found = overlay(mine, index)
    if found is None:
        return None
    measured = sentence(
        "the same picture{laid}, {seen} of it shown; by machine, {points} points lie alike and {share} of the print agrees",
        points=len(found.pairs[0]),
        laid=Sentence(key=", mirrored" if found.view.mirrored else ""),
        share=f"{found.agreeing:.0%}",
        seen=f"{found.visible:.0%}",
    )
    strength = round(min(0.95, 0.6 + 0.35 * found.agreeing), 3)
    return PictureMatch(
        picture=name, sku=found.view.sku, genuine=found.view.genuine, strength=strength, measured=measured
    )


def _shortlist(mine: Points, index: PointIndex) -> list[int]:
    """Views that most points look much like."""
    if not len(index.owners) or not len(mine.places):
        return []
    alike = mine.descriptors @ index.descriptors.T
    nearest = np.argmax(alike, axis=1)
    near = _distance(alike[np.arange(len(nearest)), nearest]) < PICTURES.near
    votes = np.bincount(index.owners[nearest[near]], minlength=len(index.views))
    best = np.argsort(-votes, kind="stable")[: PICTURES.shortlist]
    return [int(number) for number in best if votes[number] >= 3]


def lay(mine: Points, view: GenuineView) -> Overlay | None:
    """The view laid over the picture; ``None`` where too few points agree on a place for it."""
    pairs = _pairs(mine, view.points)
    if pairs is None:
        return None
    cv2.setRNGSeed(7)  # the same pictures, the same answer
    fitted: Any = cv2.estimateAffinePartial2D(
        *pairs, method=cv2.RANSAC, ransacReprojThreshold=PICTURES.stray, maxIters=1000, confidence=0.995
    )
    found, kept = fitted
    if found is None or not PICTURES.smallest < _scale(found) < PICTURES.largest:  # any turn is a copier's
        return None
    inside = kept.ravel().astype(bool)
    if inside.sum() < 5:
        return None
    agreeing, mutual, seen = _compare(mine.pixels, view, found)
    left, top, right, bottom = view.shown
    reduce = _OVERLAY / max(right - left, bottom - top)
    places = ((view.points.places - (left, top)) * reduce).astype(int)
    places = places[((places >= 0) & (places < _OVERLAY)).all(1)]
    shown = max(1, int(seen[places[:, 1], places[:, 0]].sum()))
    whole = (right - left) * (bottom - top) * reduce**2
    return Overlay(
        view=view,
        matrix=found,
        pairs=(pairs[0][inside], pairs[1][inside]),
        shared=int(inside.sum()) / shown,
        agreeing=agreeing,
        mutual=mutual,
        visible=min(1.0, float(seen.sum()) / whole),
    )


def _pairs(mine: Points, own: Points) -> tuple[Floats, Floats] | None:
    """Places in the owner's picture and in the listing's that look alike, each used once."""
    if len(mine.places) < 4 or len(own.places) < 4:
        return None
    alike = mine.descriptors @ own.descriptors.T
    rows = np.arange(len(alike))
    first = np.argmax(alike, axis=1)
    best = alike[rows, first].copy()
    alike[rows, first] = -1.0
    gap, next_gap = _distance(best), _distance(alike.max(axis=1))
    told = np.flatnonzero((gap < PICTURES.ratio * next_gap) & (gap < PICTURES.apart))
    order = told[np.argsort(gap[told], kind="stable")]
    _, unique = np.unique(first[order], return_index=True)
    chosen = order[np.sort(unique)]
    if len(chosen) < 4:
        return None
    return own.places[first[chosen]], mine.places[chosen]


def _distance(similarity: Floats) -> Floats:
    return np.asarray(np.sqrt(np.maximum(2.0 - 2.0 * similarity, 0.0)), np.float32)


def _scale(matrix: npt.NDArray[np.float64]) -> float:
    return float(np.hypot(matrix[0, 0], matrix[1, 0]))


def _compare(
    mine: Bytes, view: GenuineView, matrix: npt.NDArray[np.float64]
) -> tuple[float, float, npt.NDArray[np.bool_]]:
    """How much of the owner's print is the same in the picture laid under it, how much of both prints together, and
    the part of the owner's goods that is shown."""
    left, top, right, bottom = view.shown
    reduce = _OVERLAY / max(right - left, bottom - top)
    small = np.array([[reduce, 0, -left * reduce], [0, reduce, -top * reduce], [0, 0, 1]])
    back = (small @ np.linalg.inv(np.vstack([matrix, [0, 0, 1]])))[:2]
    square = (_OVERLAY, _OVERLAY)
    ours = cv2.warpAffine(view.points.pixels, small[:2], square, flags=cv2.INTER_AREA)
    theirs = cv2.warpAffine(mine, back, square, flags=cv2.INTER_LINEAR)
    seen = cv2.warpAffine(np.full(mine.shape[:2], 255, np.uint8), back, square) > 250
    seen[round((bottom - top) * reduce) :] = False
    seen[:, round((right - left) * reduce) :] = False
    soft, other_soft = _soft(ours), _soft(theirs)
    grey = is_grey(other_soft[seen])
    a, b = _blocks(soft), _blocks(other_soft)
    inside = _blocks(seen[:, :, None].astype(np.float32)).min((1, 2)) > 0
    tints = a.mean(2)[:, 1:], b.mean(2)[:, 1:]
    a, b = a - a.mean(2, keepdims=True), b - b.mean(2, keepdims=True)
    strong, other = np.sqrt((a * a).mean(2)), np.sqrt((b * b).mean(2))
    alike = (a * b).mean(2) / np.maximum(strong * other, 1e-3)
    inside = inside[:, None] & (np.arange(3) < (1 if grey else 3))
    printed = (strong > TEXTURE) & inside
    agreeing = float((alike[printed] > PICTURES.same).mean()) if printed.sum() >= 20 else 0.0
    either = (np.maximum(strong, other) > TEXTURE) & inside
    mutual = float((alike[either] > PICTURES.same).mean()) if either.any() else 0.0
    same_light = alike[:, 0] > PICTURES.same
    told = printed[:, 0] & same_light
    bare = told & ~_beside_other_print(either[:, 0] & ~same_light)
    surely = bare if bare.sum() >= PICTURES.enough else told
    return agreeing * (grey or _same_tints(tints[0][surely], tints[1][surely])), mutual, seen


def _beside_other_print(differing: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Blocks with a neighbour that differs in light, as at a banner's edge: what agrees there may agree by chance."""
    side = round(len(differing) ** 0.5)
    grid = np.pad(differing.reshape(side, side), 1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(grid, (3, 3)).any((2, 3)).ravel())


def _same_tints(own: Floats, theirs: Floats) -> bool:
    """Whether colours lie alike where light does: tinting a picture keeps that, goods in another colour do not."""
    if len(own) < PICTURES.enough:
        return True
    own, theirs = own - own.mean(0), theirs - theirs.mean(0)
    power = float(np.sqrt((own * own).sum() * (theirs * theirs).sum()))
    if float(np.sqrt((own * own).mean())) < PICTURES.tinted:
        return True
    return float((own * theirs).sum()) >= PICTURES.same_tints * power


def _soft(pixels: Any) -> Floats:
    """Luminance and colour, a little blurred: a pixel's shift must not matter."""
    soft = cv2.cvtColor(cv2.GaussianBlur(pixels, (0, 0), 1.2), cv2.COLOR_BGR2YCrCb)
    return np.asarray(soft, np.float32)


def _blocks(pixels: Floats) -> Floats:
    """Overlapping blocks: (block, channel, pixel)."""
    cut = np.lib.stride_tricks.sliding_window_view(pixels, (_BLOCK, _BLOCK), axis=(0, 1))[::_STEP, ::_STEP]
    return cut.reshape(-1, pixels.shape[2], _BLOCK * _BLOCK)

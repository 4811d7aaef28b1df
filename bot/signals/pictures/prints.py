"""Prints of pictures, by which copies of them are known however many are stored."""

import hashlib
from collections.abc import Sequence

import numpy as np

from bot.domain.prints import PicturePrint
from bot.signals.limits import PICTURES
from bot.signals.pictures.image import FINE, Fingerprint, PictureIndex, nearest


def print_of(mark: Fingerprint) -> PicturePrint:
    """What is stored of a picture to know its copies by."""
    window = mark.stamp().tobytes()
    key = hashlib.sha256(mark.whole + window).hexdigest()[:16]
    return PicturePrint(key=key, whole=mark.whole, window=window)


def same_as(mark: Fingerprint, known: Sequence[PicturePrint]) -> PicturePrint | None:
    """The stored print that this picture is a copy of. Stricter than for genuine pictures: among very many prints some
    are of other goods in one outline, and a wrong tie between shops weighs more than a missed one."""
    if not known:
        return None
    index = PictureIndex(
        hashes=np.frombuffer(b"".join(each.whole for each in known), np.uint8).reshape(-1, 32),
        stamps=np.frombuffer(b"".join(each.window for each in known), np.uint8).reshape(-1, FINE, FINE, 3),
        owners=tuple(("", each.key) for each in known),
    )
    copies = (
        n for n in nearest(mark, index) if n.agreeing >= PICTURES.same_stamp and n.distance <= PICTURES.copy
    )
    return next((known[near.place] for near in copies), None)

"""Proof of a copied picture: the listing's picture drawn beside the owner's, and what was measured."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.domain.moments import aware
from bot.domain.sentences import NOTHING, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawing (PNG) of a picture that was recognised. ``picture`` is its place in the listing, counted from 1;
    ``genuine`` the file of the owner's that it was made from; ``measured`` what the two agree in.
    """

    picture: int
    genuine: str
    measured: Sentence
    png: bytes

    @property
    def name(self) -> str:
        """What the drawing is called, here and in a capture."""
        return f"match-{self.picture}.png"

    @property
    def sha256(self) -> str:
        """The hash of the drawing, by which it is the same one everywhere."""
        return hashlib.sha256(self.png).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What looking for the owner's pictures among a listing's came to. ``picture`` is 0 where none was found.

    ``file`` is the drawing in Slack; ``failed`` says why it is not there, or why nothing could be looked at.
    """

    looked_at: datetime
    picture: int = 0
    genuine: str = ""
    measured: Sentence | None = None
    sha256: str = ""
    file: str = ""
    failed: Sentence = NOTHING

    def __post_init__(self) -> None:
        aware(self.looked_at, "looked_at")

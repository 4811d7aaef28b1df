"""A Latin name with one letter wrong: by a slip or by ear."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_ALIKE = (
    "ke=ck k=ck ck=k k=c c=k ph=f f=ph y=l l=y s=z z=s x=ks ks=x ee=ea ea=ee oo=u ou=u v=w w=v qu=kw le=el"
)
_SOUNDS = [pair.split("=") for pair in _ALIKE.split()]
"""Letters, and others that sound like them."""


def slips(skeleton: str) -> Iterator[str]:
    """A letter left out or doubled; the first always stays."""
    for place, letter in enumerate(skeleton):
        before, after = skeleton[:place], skeleton[place + 1 :]
        if place:
            yield before + after
        yield before + letter * 2 + after


def sound_alikes(skeleton: str) -> Iterator[str]:
    """Letters changed for others of the same sound, or two changing places."""
    for sound, other in _SOUNDS:
        for match in re.finditer(sound, skeleton):
            yield skeleton[: match.start()] + other + skeleton[match.end() :]
    for place, (letter, following) in enumerate(itertools.pairwise(skeleton)):
        if letter != following:
            yield skeleton[:place] + following + letter + skeleton[place + 2 :]

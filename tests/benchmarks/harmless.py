"""Harmless things said beside any offer: delivery, care, papers, service. They change nothing about what is sold.

Three groups. ``TAUGHT`` is put beside listings while Marque learns; ``SEEN`` is measured with while building; ``UNSEEN``
was written with the others and is only ever measured with, never looked at for what fails.
"""

import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

_GROUPS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
TAUGHT, SEEN, UNSEEN = (tuple(_GROUPS[name]) for name in ("taught", "seen", "unseen"))


_MARKERS = ("支持", "可", "方便", "附", "送", "含", "配", "带", "免费", "提供", "可选", "with ", "free ")


def composed(rng: random.Random) -> str:
    """What comes with goods, put together: a word for something else behind a word for an extra."""
    chinese = rng.random() < 0.8
    words = [word for word in _GROUPS["extras"] if word.isascii() != chinese]
    return rng.choice(_MARKERS[:-2] if chinese else _MARKERS[-2:]) + rng.choice(words)


def dressed(title: str, phrases: Sequence[str], rng: random.Random, at: str = "") -> str:
    """The title with one of the phrases, or one put together, before it, inside, or behind."""
    return put(
        title,
        rng.choice(phrases) if rng.random() < 0.5 else composed(rng),
        at or rng.choice(("before", "inside", "behind")),
    )


def put(title: str, phrase: str, at: str) -> str:
    """The title with a phrase ``before`` it, ``inside`` at a blank near its middle, or ``behind``."""
    if at == "before":
        return f"{phrase} {title}"
    blanks = [m.start() for m in re.finditer(r"\s", title)]
    if at == "inside" and blanks:
        middle = min(blanks, key=lambda place: abs(place - len(title) // 2))
        return f"{title[:middle]} {phrase}{title[middle:]}"
    return f"{title} {phrase}"

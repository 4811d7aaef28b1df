"""Drawing anew what stands in Slack, however slow Slack is: what is drawn last is what is so."""

from collections.abc import Callable
from typing import TypeVar

TURNS = 4
"""So often at most something is drawn in a row for one act."""

Seen = TypeVar("Seen")


def drawn(read: Callable[[], Seen | None], draw: Callable[[Seen], object], shown: Seen | None = None) -> None:
    """Draw what is read, unless that is ``shown`` already or there is nothing to draw; and once more where somebody changed it
    while Slack took its time: what they drew meanwhile would be drawn over by what stood before it."""
    for _ in range(TURNS):
        if (now := read()) is None or now == shown:
            return
        draw(now)
        shown = now

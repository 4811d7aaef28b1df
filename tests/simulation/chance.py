"""The one source of chance of a simulation: the same seed, the same faults."""

from __future__ import annotations

from collections import Counter
from random import Random

RARE = 0.06
"""The share of first visits to a place at which the process ends there."""


class Killed(BaseException):  # not an error of the program: the process ends here
    """The process is gone in the middle of what it does."""


class Chance:
    """Draws what happens, and counts the faults that it dealt out. ``quiet``: none any more."""

    def __init__(self, seed: int) -> None:
        self.random, self.quiet = Random(seed), False
        self.faults: Counter[str] = Counter()
        self.visits: Counter[str] = Counter()

    def of_call(self) -> str:
        """How a call to Slack goes."""
        draw = self.random.random()
        if self.quiet or draw > 0.06:
            return ""
        fault = self.random.choice(("slow", "refused", "lost", "stored", "stored"))
        self.faults[fault] += 1
        return fault

    def happens(self, what: str, part: float) -> bool:
        """Whether a fault happens that comes in this part of all times."""
        if self.quiet or self.random.random() > part:
            return False
        self.faults[what] += 1
        return True

    def meets(self, where: str, first: float, least: float) -> bool:
        """Whether somebody else acts here, at this share of the first visits to a place and at least at that of all."""
        self.visits[where] += 1
        return self.random.random() < max(least, first / self.visits[where])

    def may_kill(self, where: str, part: float = 0.004) -> None:
        """The process may end here.

        Raises:
            Killed: it does.
        """
        if not self.quiet:
            self.visits[where] += 1
        # A place that is seldom come to would never be tried: the first times weigh most.
        if self.happens("killed", max(part, RARE / max(1, self.visits[where]))):
            raise Killed(where)

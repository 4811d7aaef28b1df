"""The access token of a marketplace (OAuth): granted, cached as long as it holds, refreshed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.net.guarded import Fetched
from bot.net.operated import ServiceCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An access token and the seconds it lives; ``refresh`` where the next one is had with another."""

    value: str
    seconds: float
    refresh: str = ""


class Token:
    """An access token, kept until shortly before it runs out.

    ``mint`` makes the call that buys one, given the refresh token of the last grant (empty at first);
    ``read`` reads the answer and raises RefusedError.
    """

    MARGIN = timedelta(seconds=60)

    def __init__(self, mint: Callable[[str], ServiceCall], read: Callable[[Fetched], Grant]) -> None:
        self.mint, self.read = mint, read
        self.value, self.refresh = "", ""
        self._until: datetime | None = None

    def stale(self, now: datetime) -> bool:
        """Whether a new one is needed."""
        return self._until is None or now >= self._until

    def keep(self, grant: Grant, now: datetime) -> None:
        """Use this one from now on."""
        self.value, self.refresh = grant.value, grant.refresh or self.refresh
        self._until = now + timedelta(seconds=grant.seconds) - self.MARGIN

    def forget(self) -> None:
        """Have the next call buy another."""
        self._until = None

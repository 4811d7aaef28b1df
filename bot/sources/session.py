"""Asking a marketplace: rate limits, signed anew for every attempt, retried only where the answer says it may help."""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import orjson

from bot.domain.errors import FetchFailed, SourceUnavailable
from bot.domain.sentences import Told, filled, sentence, worded
from bot.net.guarded import Fetched
from bot.net.operated import Send, ServiceCall
from bot.ports import Clock
from bot.sources.tokens import Token

TRIES = 4
LONGEST_WAIT = 180.0
"""Seconds beyond which a ban is not waited for: the look ends as not possible, and the next sweep tries again."""

_BAN = re.compile(r"last (?:for )?(\d+) (?:more )?second", re.IGNORECASE)
Answer = TypeVar("Answer")


class MarketplaceRefusedError(Exception):
    """A marketplace answered, but not with what was asked for.

    ``again``: asking once more can help, after ``wait`` seconds at least and ``base`` doubled with each attempt.
    ``renew``: the access token ran out. ``hint``: what to do about it.
    """

    def __init__(
        self, why: Told, /, *, again: bool = False, wait: float = 0.0, base: float = 2.0, renew: bool = False,
        hint: str = "", **facts: object,
    ) -> None:  # fmt: skip
        told = filled(why, facts)
        self.why = sentence("{cause}; {hint}", cause=told, hint=worded(hint)) if hint else told
        super().__init__(str(self.why))
        self.again, self.wait, self.base, self.renew = again, wait, base, renew

    def delay(self, attempt: int) -> float:
        """Seconds to wait after this attempt, the first being 1."""
        return max(self.wait, math.ldexp(self.base, attempt - 1))


class Session:
    """Calls to one marketplace during one look. ``gap`` is the least time between two calls, in seconds."""

    def __init__(
        self,
        name: str,
        send: Send,
        *,
        clock: Clock,
        sleep: Callable[[float], None],
        gap: float,
        token: Token | None,
    ) -> None:
        self._name, self._send, self._clock, self._sleep = name, send, clock, sleep
        self._gap, self._token = timedelta(seconds=gap), token
        self._next: datetime | None = None

    def ask(self, make: Callable[[datetime], ServiceCall], read: Callable[[Fetched], Answer]) -> Answer:
        """What ``read`` makes of the answer to the call that ``make`` signs for the moment.

        Raises:
            SourceUnavailable: refused for good, or still refused after :data:`TRIES` attempts.
        """
        attempt, renewed = 1, False
        while True:
            self._authorise()
            try:
                return read(self._call(make))
            except MarketplaceRefusedError as refusal:
                if refusal.renew and self._token is not None and not renewed:
                    self._token.forget()
                    renewed = True
                    continue
                self._wait(refusal, attempt)
                attempt += 1

    def _authorise(self) -> None:
        token, attempt = self._token, 1
        while token is not None and token.stale(self._clock()):
            try:
                token.keep(token.read(self._call(lambda _: token.mint(token.refresh))), self._clock())
            except MarketplaceRefusedError as refusal:
                self._wait(refusal, attempt)
                attempt += 1

    def _call(self, make: Callable[[datetime], ServiceCall]) -> Fetched:
        if self._next is not None and (early := (self._next - self._clock()).total_seconds()) > 0:
            self._sleep(min(early, self._gap.total_seconds()))  # a clock that was set back holds nothing up
        now = self._clock()
        self._next = now + self._gap
        try:
            return self._send(make(now))
        except FetchFailed as failure:
            raise MarketplaceRefusedError(failure.why, again=True) from failure

    def _wait(self, refusal: MarketplaceRefusedError, attempt: int) -> None:
        delay = refusal.delay(attempt)
        if not refusal.again or attempt >= TRIES:
            raise SourceUnavailable(self._name, refusal.why) from refusal
        if delay > LONGEST_WAIT:
            why = "{cause_before}; it asks to wait {seconds} seconds, the next sweep tries again"
            seconds = f"{delay:.0f}"
            raise SourceUnavailable(self._name, why, cause_before=refusal.why, seconds=seconds) from refusal
        self._sleep(delay)


def json_of(answer: Fetched) -> dict[str, Any]:
    """The JSON object of an answer, whatever its status: marketplaces put errors into 200 and into 400.

    Raises:
        RefusedError: it holds none; asked again where the server or the rate is the reason.
    """
    try:
        read = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        read = None
    if isinstance(read, dict):
        return read
    busy = answer.status >= 500 or answer.status == 429
    wait = dict(answer.headers).get("retry-after", "")
    raise MarketplaceRefusedError(
        "it answered {number} without a JSON object",
        again=busy,
        wait=float(wait) if wait.isdigit() else 0.0,
        number=answer.status,
    )


def ban_seconds(text: str) -> float:
    """Seconds to wait by a sentence such as “This ban will last for 7 more seconds”: one more than it says; else 0."""
    found = _BAN.search(text)
    return float(found.group(1)) + 1 if found else 0.0

"""Faults a test arms, and the log of what the app called."""

from collections import deque
from dataclasses import dataclass, replace

from bot.playground.jsons import Json, number, text

KINDS = frozenset(
    {
        "ratelimited", "http_500", "timeout_before_store", "timeout_after_store", "drop_after_store",
        "drop_connection", "unknown_method", "missing_scope",
    }
)  # fmt: skip
CALLS_KEPT = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class ArmedFault:
    """The next `times` calls of `method` (`*` is any) go wrong in this way, once `after` of them went well.

    `timeout_after_store` does the work and answers nothing for `seconds`, then cuts the connection;
    `timeout_before_store` does no work. `drop_after_store` does the work and cuts the connection;
    `drop_connection` cuts it before doing anything. `error:<code>` answers that code.
    """

    method: str
    kind: str
    times: int = 1
    after: int = 0
    seconds: float = 30.0
    retry_after: int = 1

    @classmethod
    def parse(cls, body: Json) -> "ArmedFault":
        """A fault from JSON; `ValueError` names what is wrong."""
        fault = cls(
            method=text(body, "method", "*"),
            kind=text(body, "kind"),
            times=int(number(body, "times", 1)),
            after=int(number(body, "after", 0)),
            seconds=number(body, "seconds", 30.0),
            retry_after=int(number(body, "retry_after", 1)),
        )
        if fault.kind not in KINDS and not fault.kind.startswith("error:"):
            known = ", ".join(sorted(KINDS))
            raise ValueError(f"unknown kind of fault {fault.kind!r}; known are {known}, error:<code>")
        return fault


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedCall:
    """One call of the Web API and how it ended; `fault` names the armed fault that hit it."""

    method: str
    args: Json
    ok: bool
    error: str = ""
    fault: str = ""


class Faults:
    """Armed faults, used up in the order they were armed."""

    def __init__(self) -> None:
        self._armed: list[ArmedFault] = []

    def arm(self, fault: ArmedFault) -> None:
        """Let the next calls go wrong."""
        self._armed.append(fault)

    def disarm(self) -> None:
        """Forget every armed fault."""
        self._armed.clear()

    def take(self, method: str) -> ArmedFault | None:
        """The fault that hits this call, if any; it is used up by one."""
        for index, fault in enumerate(self._armed):
            if fault.method in ("*", method):
                if fault.after > 0:
                    self._armed[index] = replace(fault, after=fault.after - 1)
                    continue
                if fault.times > 1:
                    self._armed[index] = replace(fault, times=fault.times - 1)
                else:
                    del self._armed[index]
                return fault
        return None


class CallLog:
    """What the app called, newest last; the token is never kept."""

    def __init__(self) -> None:
        self._calls: deque[RecordedCall] = deque(maxlen=CALLS_KEPT)

    def add(self, method: str, args: Json, answer: Json, fault: str = "") -> None:
        """Remember a call."""
        kept = {key: value for key, value in args.items() if key != "token"}
        error = text(answer, "error")
        self._calls.append(
            RecordedCall(method=method, args=kept, ok=answer.get("ok") is True, error=error, fault=fault)
        )

    def all(self, method: str = "") -> list[RecordedCall]:
        """The calls of one method, or all of them."""
        return [call for call in list(self._calls) if method in ("", call.method)]

    def clear(self) -> None:
        """Start counting anew."""
        self._calls.clear()

"""Drive a playground from a test, by its URL: act as people, wait for conditions, arm faults.

driver = Driver("http://127.0.0.1:8787")
alice = driver.person("U0ALICE")
alice.command("C0ALERTS", "/ask", "When must I renew?")
[answer] = driver.wait_for(lambda state: state.messages("C0ALERTS", by="U0MARQUE"))
"""

import base64
import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from bot.playground.faults import RecordedCall
from bot.playground.jsons import Json, as_record, flag, record, records, text
from bot.playground.seen import SeenFile, SeenMessage, SeenView, WorkspaceSnapshot

Found = TypeVar("Found")
Place = SeenMessage | SeenView

PATIENCE = 180.0
"""Seconds that something is waited for: a machine may be new, or busy."""


class ActRefusedError(Exception):
    """What someone tried was refused; `code` is the error, `errors` those of a form by block id."""

    def __init__(self, act: str, code: str, messages: list[str], errors: dict[str, str]) -> None:
        details = "; ".join([*messages, *(f"{block}: {words}" for block, words in errors.items())])
        super().__init__(f"{act} was refused: {code}{f' ({details})' if details else ''}")
        self.code = code
        self.errors = errors


class NeverHappenedError(AssertionError):
    """A condition did not come true in time; says what the workspace looked like instead."""

    def __init__(self, seconds: float, state: WorkspaceSnapshot) -> None:
        super().__init__(f"nothing within {seconds:g} seconds; the workspace then:\n{state.summary()}")


class Driver:
    """A test's hands and eyes."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.url, trust_env=False, timeout=PATIENCE, verify=False
        )  # plain HTTP

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def person(self, user_id: str) -> "PlaygroundPerson":
        """Act as this person."""
        return PlaygroundPerson(self, user_id)

    def state(self) -> WorkspaceSnapshot:
        """The workspace now, with everybody's private view of it."""
        return WorkspaceSnapshot.parse(as_record(self._http.get("/playground/state").json()))

    def wait_for(
        self, condition: Callable[[WorkspaceSnapshot], Found | None], seconds: float = PATIENCE
    ) -> Found:
        """The first true result of `condition`, tried at each change, and ten times a second where it asks of more than
        the workspace; raises `NeverHappenedError`."""
        deadline = time.monotonic() + seconds
        state = self.state()
        while True:
            found = condition(state)
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise NeverHappenedError(seconds, state)
            asked = {"after": str(state.revision), "wait": f"{min(left, 0.1):.3f}"}
            answer = as_record(self._http.get("/playground/state", params=asked).json())
            state = state if flag(answer, "unchanged") else WorkspaceSnapshot.parse(answer)

    def arm(
        self,
        method: str,
        kind: str,
        *,
        times: int = 1,
        after: int = 0,
        seconds: float = 30.0,
        retry_after: int = 1,
    ) -> None:
        """Let the next calls of a Web API method go wrong; see `faults.ArmedFault` for the kinds."""
        fault: Json = {
            "method": method,
            "kind": kind,
            "times": times,
            "after": after,
            "seconds": seconds,
            "retry_after": retry_after,
        }
        self.post("faults", fault)

    def disarm(self) -> None:
        """Forget every armed fault."""
        self._http.delete("/playground/faults").raise_for_status()

    def calls(self, method: str = "") -> list[RecordedCall]:
        """What the app called, oldest first."""
        answer = as_record(self._http.get("/playground/calls", params={"method": method}).json())
        return [
            RecordedCall(
                method=text(c, "method"),
                args=record(c, "args"),
                ok=flag(c, "ok"),
                error=text(c, "error"),
                fault=text(c, "fault"),
            )
            for c in records(answer, "calls")
        ]

    def forget_calls(self) -> None:
        """Start the call log anew."""
        self._http.delete("/playground/calls").raise_for_status()

    def redeliver(self, event_type: str = "", times: int = 1) -> None:
        """Deliver the last event (of this type) again, as Slack does when an acknowledgement got lost."""
        self.post("redeliver", {"type": event_type, "times": times})

    def disconnect(self, *, refresh: bool = False) -> None:
        """Cut the app's sockets, or with `refresh` announce it first as Slack does."""
        self.post("disconnect", {"kind": "refresh" if refresh else "cut"})

    def post(self, act: str, body: Json) -> Json:
        """Do one act; raises `RefusedError`."""
        answer = as_record(self._http.post(f"/playground/{act}", json=body).json())
        if not flag(answer, "ok"):
            errors = {key: str(value) for key, value in record(answer, "errors").items()}
            messages = answer.get("messages")
            lines = [str(line) for line in messages] if isinstance(messages, list) else []
            raise ActRefusedError(act, text(answer, "error") or "errors", lines, errors)
        return answer

    def fetch(self, path: str, user: str) -> bytes:
        """A file as this person downloads it."""
        return self._http.get(path, params={"as": user}).raise_for_status().content


class PlaygroundPerson:
    """One person at the keyboard. Each act raises `RefusedError` when Slack would not let it through."""

    def __init__(self, driver: Driver, user_id: str) -> None:
        self._driver = driver
        self.id = user_id

    @property
    def dm(self) -> str:
        """The direct message with the app."""
        return "D" + self.id[1:]

    def _do(self, act: str, **body: object) -> Json:
        return self._driver.post(act, {"as": self.id, **{k: v for k, v in body.items() if v is not None}})

    def says(
        self,
        channel: str,
        words: str,
        *,
        thread_ts: str | None = None,
        deliveries: int = 1,
        files: dict[str, bytes] | None = None,
    ) -> str:
        """Post a message in Slack's own format and return its ts; its event may arrive several times."""
        sent = [{"name": n, "content": base64.b64encode(c).decode()} for n, c in (files or {}).items()]
        answer = self._do(
            "message", channel=channel, text=words, thread_ts=thread_ts, deliveries=deliveries, files=sent
        )
        return text(answer, "ts")

    def command(self, channel: str, name: str, words: str = "", *, thread_ts: str | None = None) -> None:
        """Run a slash command."""
        self._do("command", channel=channel, command=name, text=words, thread_ts=thread_ts)

    def clicks(
        self,
        place: Place,
        action_id: str,
        value: object = None,
        *,
        block_id: str = "",
        state: Json | None = None,
    ) -> None:
        """Press a button or choose `value` (an option's value or label, a date, a user id) in a menu."""
        self._do(
            "action",
            **place.address(),
            action_id=action_id,
            value=value,
            block_id=block_id,
            state=state or {},
        )

    def options(self, place: Place, action_id: str, words: str = "") -> list[tuple[str, str]]:
        """What an external menu offers for these words, as (value, label)."""
        answer = self._do("suggest", **place.address(), action_id=action_id, value=words)
        return [(text(o, "value"), text(record(o, "text"), "text")) for o in records(answer, "options")]

    def submits(self, view: SeenView, values: Json | None = None) -> None:
        """Submit a modal; values go by action id or block id. `RefusedError.errors` has what was wrong."""
        self._do("submit", view_id=view.id, state=values or {})

    def closes(self, view: SeenView, *, all_of_them: bool = False) -> None:
        """Close a modal, or the whole stack."""
        self._do("close", view_id=view.id, clear=all_of_them)

    def opens_home(self) -> None:
        """Open the Home tab."""
        self._do("home", tab="home")

    def opens_dm(self) -> None:
        """Open the direct message with the app."""
        self._do("home", tab="messages")

    def looks_at(self, channel: str, message: SeenMessage | None = None) -> None:
        """Look at a channel, or a message, beside the app."""
        self._do("look", **(message.address() if message else {"channel": channel}))

    def shortcut(self, callback_id: str, message: SeenMessage | None = None) -> None:
        """Run a shortcut, on a message or global."""
        self._do("shortcut", callback_id=callback_id, **(message.address() if message else {}))

    def invites(self, channel: str, user_id: str | None = None) -> None:
        """Bring the app, or someone else, into a channel."""
        self._do("invite", channel=channel, user=user_id)

    def downloads(self, file: SeenFile) -> bytes:
        """A file's content."""
        return self._driver.fetch(f"/playground/files/{file.id}", self.id)

    def modal(self, seconds: float = PATIENCE) -> SeenView:
        """The modal in front of this person, waited for."""
        return self._driver.wait_for(lambda state: state.modal(self.id), seconds)

    def home(self, containing: str = "", seconds: float = PATIENCE) -> SeenView:
        """This person's Home tab with these words, waited for: it may have been shown before."""

        def found(state: WorkspaceSnapshot) -> SeenView | None:
            home = state.home(self.id)
            return home if home is not None and containing in home.everything else None

        return self._driver.wait_for(found, seconds)

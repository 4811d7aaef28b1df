"""The routes people and tests use: act as someone, watch the workspace, arm faults, and the web page."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.playground import acts, interact
from bot.playground.faults import ArmedFault
from bot.playground.jsons import Json, number, record, text
from bot.playground.records import SlackError
from bot.playground.snapshot import snapshot
from bot.playground.standin import StandIn
from bot.playground.wire import parse_body

Act = Callable[[StandIn, Json], Awaitable[Json]]
Ready = Callable[[], Json]

ACTS: dict[str, Act] = {
    "message": acts.say, "command": acts.command, "action": interact.act, "suggest": interact.suggest,
    "submit": interact.submit, "close": interact.close, "home": acts.open_home, "look": acts.look,
    "shortcut": acts.shortcut, "reaction": acts.react, "dm": acts.open_direct, "invite": acts.invite,
}  # fmt: skip
_PAGE = Path(__file__).parent / "page"
_PAGE_FILES = frozenset(path.name for path in _PAGE.glob("*.*"))
_LONGEST_WAIT = 30.0
_INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FILE_POLICY = "default-src 'none'; sandbox"


class PeopleApi:
    """The person's side of the stand-in."""

    def __init__(self, slack: StandIn, ready: Ready, pictures: Path | None = None) -> None:
        self._slack = slack
        self._pictures = pictures
        self._ready = ready
        self._pulse, self.waiting = asyncio.Event(), 0
        """Set with the next change; how many look or wait for one."""

    def routes(self) -> list[BaseRoute]:
        """The page, its data and its acts."""
        return [
            Route("/", self.page),
            Route("/page/{name}", self.page_file),
            Route("/archives/{channel}/{point}", self.permalink),
            Route("/healthz", self.health),
            Route("/playground/state", self.state),
            Route("/playground/files/{file_id}", self.file),
            Route("/playground/pictures/{name}", self.picture),
            Route("/playground/calls", self.calls, methods=["GET", "DELETE"]),
            Route("/playground/faults", self.faults, methods=["POST", "DELETE"]),
            Route("/playground/disconnect", self.disconnect, methods=["POST"]),
            Route("/playground/redeliver", self.redeliver, methods=["POST"]),
            Route("/playground/{act}", self.act, methods=["POST"]),
        ]

    def wake(self) -> None:
        """The workspace changed: let everyone who waits look again. Call on the server's loop."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def page(self, request: Request) -> Response:
        """The page itself."""
        return FileResponse(
            _PAGE / "index.html", headers={"Content-Security-Policy": _PAGE_POLICY} | _plain()
        )

    async def page_file(self, request: Request) -> Response:
        """A script or style of the page."""
        name = request.path_params["name"]
        if name not in _PAGE_FILES:
            return JSONResponse({"ok": False, "error": "not_found"}, status_code=404)
        return FileResponse(_PAGE / name, headers=_plain())

    async def permalink(self, request: Request) -> Response:
        """A message's own address, opened in the page."""
        channel, point = request.path_params["channel"], request.path_params["point"].removeprefix("p")
        thread = request.query_params.get("thread_ts", "")
        ts = f"{point[:-6]}.{point[-6:]}"
        return RedirectResponse(f"/#/{quote(channel, safe='')}/{quote(ts, safe='')}/{quote(thread, safe='')}")

    async def health(self, request: Request) -> Response:
        """Whether everything behind the playground is ready: 200, or 503 while it is not."""
        report = self._ready()
        return JSONResponse(report, status_code=200 if report.get("ok") else 503)

    async def state(self, request: Request) -> Response:
        """The workspace as JSON; `after` and `wait` hold the answer back until something changed."""
        asked: Json = dict(request.query_params)
        after, wait = number(asked, "after", -1), min(number(asked, "wait", 0), _LONGEST_WAIT)
        user = text(asked, "as") or None
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        self.waiting += 1  # before it looks, so that no change after that goes unheard
        try:
            while self._slack.workspace.revision <= after and loop.time() < until:
                pulse = self._pulse
                await asyncio.wait_for(pulse.wait(), until - loop.time())
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1
        if self._slack.workspace.revision <= after:
            return JSONResponse({"revision": self._slack.workspace.revision, "unchanged": True})
        return JSONResponse(snapshot(self._slack.workspace, user))

    async def act(self, request: Request) -> Response:
        """Do something as somebody."""
        act = ACTS.get(request.path_params["act"])
        if act is None:
            return JSONResponse({"ok": False, "error": "unknown_act"}, status_code=404)
        try:
            answer = await act(self._slack, parse_body("application/json", await request.body()))
        except SlackError as refusal:
            return JSONResponse({"ok": False, "error": refusal.code, "messages": list(refusal.messages)})
        except ValueError as broken:
            return JSONResponse({"ok": False, "error": "invalid_arguments", "messages": [str(broken)]})
        return JSONResponse({"ok": not answer.get("errors"), **answer})

    async def file(self, request: Request) -> Response:
        """A file, for someone who can see it; only pictures are shown, the rest is downloaded."""
        user = request.query_params.get("as", "")
        try:
            file = self._slack.workspace.file(request.path_params["file_id"])
            channels = [self._slack.workspace.channels[c] for c in file.shared_in]
        except SlackError:
            return JSONResponse({"ok": False, "error": "file_not_found"}, status_code=404)
        shared = any(user in channel.members for channel in channels)
        if user != file.user and not shared and not self._shown(file.id, user):
            return JSONResponse({"ok": False, "error": "file_not_found"}, status_code=404)
        how = (
            "inline" if file.mimetype in _INLINE and "download" not in request.query_params else "attachment"
        )
        headers = {"Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name)}"} | _plain()
        headers["Content-Security-Policy"] = _FILE_POLICY
        return Response(file.content, media_type=file.mimetype, headers=headers)

    async def picture(self, request: Request) -> Response:
        """A picture of a made-up site, wherever the page itself was reached."""
        path = self._pictures / request.path_params["name"] if self._pictures else None
        if path is None or not path.is_file():
            return JSONResponse({"ok": False, "error": "not_found"}, status_code=404)
        return FileResponse(path, headers=_plain())

    def _shown(self, file_id: str, user: str) -> bool:
        """Whether a modal or a message that this person sees shows the file, which is shared nowhere, as a picture."""
        workspace, named = self._slack.workspace, f'"{file_id}"'
        if any(named in json.dumps(view.body) for view in workspace.views.open_for(user)):
            return True
        places = [channel.id for channel in workspace.channels.values() if user in channel.members]
        messages = (message for place in places for message in workspace.visible(place, user))
        return any(named in json.dumps(message.blocks) for message in messages)

    async def calls(self, request: Request) -> Response:
        """What the app called so far."""
        if request.method == "DELETE":
            self._slack.calls.clear()
            return JSONResponse({"ok": True})
        calls = self._slack.calls.all(request.query_params.get("method", ""))
        return JSONResponse({"ok": True, "calls": [asdict(call) for call in calls]})

    async def faults(self, request: Request) -> Response:
        """Arm a fault, or forget all."""
        if request.method == "DELETE":
            self._slack.faults.disarm()
            return JSONResponse({"ok": True})
        try:
            self._slack.faults.arm(ArmedFault.parse(parse_body("application/json", await request.body())))
        except ValueError as broken:
            return JSONResponse(
                {"ok": False, "error": "unknown_fault", "messages": [str(broken)]}, status_code=400
            )
        return JSONResponse({"ok": True})

    async def disconnect(self, request: Request) -> Response:
        """Cut the app's sockets, or with `kind` = refresh ask it to renew them."""
        body = parse_body("application/json", await request.body())
        sockets = self._slack.delivery.sockets
        count = await (sockets.refresh() if text(body, "kind") == "refresh" else sockets.cut())
        return JSONResponse({"ok": True, "connections": count})

    async def redeliver(self, request: Request) -> Response:
        """Send an event that was sent before, the last of its type, again."""
        body = parse_body("application/json", await request.body())
        wanted = text(body, "type")
        for payload in reversed(self._slack.delivery.sent_events.values()):
            if wanted in ("", text(record(payload, "event"), "type")):
                self._slack.delivery.publish(payload, int(number(body, "times", 1)))
                return JSONResponse({"ok": True, "event_id": payload["event_id"]})
        return JSONResponse({"ok": False, "error": "no_such_event"}, status_code=404)


def _plain() -> dict[str, str]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }

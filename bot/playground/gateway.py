"""The routes an app uses: the Web API with its faults, uploads, downloads, response URLs and Socket Mode."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.playground.faults import ArmedFault
from bot.playground.interact import reply_to_url
from bot.playground.jsons import Json
from bot.playground.methods.files import store_upload
from bot.playground.methods.table import call
from bot.playground.records import BOT_TOKEN, SlackError
from bot.playground.standin import StandIn
from bot.playground.wire import Args, parse_body, read_args, uploaded_bytes


class CutConnection(Response):
    """An answer that never comes: the connection is closed under the caller."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Close the socket; where the server hides it, promise a body and send none."""
        transport = scope.get("playground.transport")
        if isinstance(transport, asyncio.Transport):
            transport.close()
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})


class Gateway:
    """The app's side of the stand-in."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack

    def routes(self) -> list[BaseRoute]:
        """Everything under the addresses Slack gives to apps."""
        return [
            Route("/api/{method:path}", self.method, methods=["GET", "POST"]),
            Route("/upload/v1/{file_id}", self.upload, methods=["POST", "PUT"]),
            Route("/files-pri/{owner}/{name}", self.download),
            Route("/actions/{team}/{key:path}", self.reply, methods=["POST"]),
            WebSocketRoute("/link/", self.link),
        ]

    async def method(self, request: Request) -> Response:
        """One Web API call."""
        name = request.path_params["method"].strip("/")
        try:
            args = await read_args(request)
        except SlackError as refusal:
            return JSONResponse(refusal.body())
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip() or args.text("token")
        fault = self._slack.faults.take(name)
        if fault is None:
            return JSONResponse(self._run(name, args, token), headers=self._scopes())
        return await self._faulty(fault, name, args, token)

    def _scopes(self) -> dict[str, str]:
        """Slack names what the token may do in a header of every answer."""
        granted = self._slack.workspace.scopes
        return {"x-oauth-scopes": ",".join(granted)} if granted else {}

    def _run(self, name: str, args: Args, token: str, fault: str = "") -> Json:
        try:
            answer = call(self._slack, name, args, token)
        except SlackError as refusal:
            answer = refusal.body()
        self._slack.calls.add(name, args.values, answer, fault)
        return answer

    async def _faulty(self, fault: ArmedFault, name: str, args: Args, token: str) -> Response:
        if fault.kind in {"timeout_after_store", "drop_after_store"}:
            self._run(name, args, token, fault.kind)
            if fault.kind == "timeout_after_store":
                await asyncio.sleep(fault.seconds)
            return CutConnection()
        error = fault.kind.removeprefix("error:")
        self._slack.calls.add(name, args.values, {"ok": False, "error": error}, fault.kind)
        if fault.kind in {"drop_connection", "timeout_before_store"}:
            if fault.kind == "timeout_before_store":
                await asyncio.sleep(fault.seconds)
            return CutConnection()
        if fault.kind == "http_500":
            return PlainTextResponse("Internal Server Error", status_code=500)
        if fault.kind == "ratelimited":
            headers = {"Retry-After": str(fault.retry_after)}
            return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
        details: Json = {"needed": "unknown:scope", "provided": ""} if error == "missing_scope" else {}
        return JSONResponse({"ok": False, "error": error, **details})

    async def upload(self, request: Request) -> Response:
        """The second step of an upload: the bytes, raw or multipart."""
        try:
            content = uploaded_bytes(request.headers.get("content-type", ""), await request.body())
            store_upload(self._slack, request.path_params["file_id"], content)
        except SlackError as refusal:
            return JSONResponse(refusal.body(), status_code=refusal.status if refusal.status != 200 else 404)
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        """A file's content, for the app's token."""
        if request.headers.get("authorization") != f"Bearer {BOT_TOKEN}":
            return PlainTextResponse("not authorised", status_code=403)
        try:
            file = self._slack.workspace.file(request.path_params["owner"].rpartition("-")[2])
        except SlackError:
            return PlainTextResponse("no such file", status_code=404)
        return Response(file.content, media_type=file.mimetype)

    async def reply(self, request: Request) -> Response:
        """A response URL."""
        try:
            payload = parse_body(
                request.headers.get("content-type", "application/json"), await request.body()
            )
            self._slack.calls.add("response_url", payload, {"ok": True})
            reply_to_url(self._slack, request.path_params["key"], payload)
        except SlackError as refusal:
            return JSONResponse(refusal.body(), status_code=refusal.status)
        return JSONResponse({"ok": True})

    async def link(self, socket: WebSocket) -> None:
        """A Socket Mode connection."""
        await self._slack.delivery.sockets.serve(socket)

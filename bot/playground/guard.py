"""Who may talk to the stand-in: programs on this machine and its own page, no other site's page."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

_LOCAL = frozenset({"127.0.0.1", "localhost"})


class Guard:
    """Refuses requests that were sent to another host name or from another site.

    The Host check stops a foreign name that was pointed at this machine (DNS rebinding); the Origin check
    stops a page of another site from posting here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer 403."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        problem = _problem(scope)
        if not problem:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008, reason=problem)(scope, receive, send)
        else:
            await JSONResponse({"ok": False, "error": problem}, status_code=403)(scope, receive, send)


def _problem(scope: Scope) -> str:
    headers = Headers(scope=scope)
    server = scope.get("server")
    port = server[1] if server else None
    # slack_sdk's Socket Mode client leaves the port out of Host, so only a wrong one is refused.
    if not _is_here(f"//{headers.get('host', '')}", {port, None}):
        return "foreign_host"
    origin = headers.get("origin")
    if origin is not None and not (origin.startswith("http://") and _is_here(origin, {port})):
        return "foreign_origin"
    crossing = headers.get("sec-fetch-site") in {"cross-site", "same-site"}
    if crossing and headers.get("sec-fetch-mode") != "navigate":
        return "foreign_origin"
    return ""


def _is_here(url: str, ports: set[int | None]) -> bool:
    try:
        parts = urlsplit(url)
        return parts.hostname in _LOCAL and parts.port in ports
    except ValueError:
        return False

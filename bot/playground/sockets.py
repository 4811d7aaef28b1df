"""Socket Mode: the WebSocket connections of the app and the envelopes sent over them."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.jsons import Json, as_record, record, text
from bot.playground.records import APP_ID


class NotAcknowledgedError(Exception):
    """The app did not acknowledge an envelope; `reason` is Slack's word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app and what it has not acknowledged yet."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class Sockets:
    """All connections of the app; envelopes go to each in turn, as with Slack."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.on_change: Callable[[int], None] = lambda count: None
        self._turn = 0
        self._envelopes = 0
        self._connected = asyncio.Event()

    async def serve(self, socket: WebSocket) -> None:
        """Greet a new connection and read its acknowledgements until it goes away."""
        await socket.accept()
        connection = Connection(socket)
        self.connections.append(connection)
        self.on_change(len(self.connections))
        hello = {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": APP_ID},
        }
        try:
            await socket.send_text(json.dumps(hello))
            self._connected.set()
            while True:
                self._acknowledge(connection, await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._drop(connection)

    def _acknowledge(self, connection: Connection, raw: str) -> None:
        try:
            ack = as_record(json.loads(raw))
        except ValueError:
            return
        waiting = connection.waiting.pop(text(ack, "envelope_id"), None)
        if waiting and not waiting.done():
            waiting.set_result(record(ack, "payload"))

    def _drop(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.on_change(len(self.connections))
        if not self.connections:
            self._connected.clear()
        for future in connection.waiting.values():
            if not future.done():
                future.set_exception(NotAcknowledgedError("connection_failed"))
        connection.waiting.clear()

    async def ask(self, kind: str, payload: Json, seconds: float, extra: Json) -> Json:
        """Send one envelope and wait for its acknowledgement; raises `NotAcknowledgedError`."""
        connection = await self._next(seconds)
        self._envelopes += 1
        envelope_id = f"envelope-{self._envelopes}"
        accepts = kind != "events_api"
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
            **extra,
        }
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            await connection.socket.send_text(json.dumps(envelope))
            return await asyncio.wait_for(future, seconds)
        except TimeoutError as late:
            raise NotAcknowledgedError("timeout") from late
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise NotAcknowledgedError("connection_failed") from gone
        finally:
            connection.waiting.pop(envelope_id, None)

    async def _next(self, seconds: float) -> Connection:
        try:
            await asyncio.wait_for(self._connected.wait(), seconds)
        except TimeoutError as late:
            raise NotAcknowledgedError("no_connection") from late
        self._turn += 1
        return self.connections[self._turn % len(self.connections)]

    async def refresh(self) -> int:
        """Ask every connection to be replaced, as Slack does every few hours; how many were asked."""
        goodbye = json.dumps({"type": "disconnect", "reason": "refresh_requested"})
        for connection in tuple(self.connections):
            await connection.socket.send_text(goodbye)
        return len(self.connections)

    async def cut(self) -> int:
        """Close every connection without a word; how many there were."""
        connections = tuple(self.connections)
        for connection in connections:
            with suppress(RuntimeError, WebSocketDisconnect):  # it hung up meanwhile
                await connection.socket.close(code=1001)
            self._drop(connection)
        return len(connections)

"""Timeouts: how long a server is waited for altogether, over every connection of an HTTP client."""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from bot.domain.sentences import sentence, written


class Patience:
    """The seconds that are spent waiting for one server altogether; time that we spend ourselves is not counted.

    A time-out alone counts from byte to byte: a server that sends one a second would hold its reader for ever.
    ``rate``: each so many bytes that arrive earn a second back, never more than ``seconds`` are in hand; 0: none do.
    ``most``: seconds of waiting after which it ends however fast bytes come.
    """

    def __init__(self, seconds: float, *, rate: float = 0.0, most: float = float("inf")) -> None:
        self._seconds, self._rate, self._most = seconds, rate, most
        self._left, self._waited = seconds, 0.0

    def again(self) -> None:
        """A new request begins."""
        self._left, self._waited = self._seconds, 0.0

    def allows(self, timeout: float | None) -> float:
        """The seconds that the next wait may last. Raises httpcore.ReadTimeout where none are left."""
        left = min(self._left, self._most - self._waited)
        if left <= 0:
            key = "it took longer than {seconds} seconds"
            if self._rate and self._left <= 0:
                key = "it took longer than {seconds} seconds, with fewer than {bytes} bytes a second"
            told = sentence(key, seconds=f"{self._waited:.0f}", bytes=f"{self._rate:.0f}")
            raise httpcore.ReadTimeout(written(told))
        return left if timeout is None else min(timeout, left)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Counts what passes. Raises httpcore.ReadTimeout where a wait ended because nothing is left."""
        began = time.monotonic()
        try:
            yield
        except httpcore.TimeoutException:
            self._count(time.monotonic() - began)
            self.allows(None)
            raise
        self._count(time.monotonic() - began)

    def _count(self, passed: float) -> None:
        self._left, self._waited = self._left - passed, self._waited + passed

    def earn(self, received: int) -> None:
        """Bytes have come."""
        if self._rate:
            self._left = min(self._seconds, self._left + received / self._rate)


class _PatientStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, patience: Patience) -> None:
        self._inner, self._patience = inner, patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        allowed = self._patience.allows(timeout)
        with self._patience.waiting():
            received = self._inner.read(max_bytes, allowed)
        self._patience.earn(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        allowed = self._patience.allows(timeout)
        with self._patience.waiting():
            self._inner.write(buffer, allowed)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._patience.allows(timeout))
        return _PatientStream(secured, self._patience)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _PatientBackend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend, patience: Patience) -> None:
        self._inner, self._patience = inner, patience

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        allowed = self._patience.allows(timeout)
        with self._patience.waiting():
            found = self._inner.connect_tcp(host, port, allowed, local_address, socket_options)
        return _PatientStream(found, self._patience)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return self._inner.connect_unix_socket(path, timeout, socket_options)


def patient(client: httpx.Client, patience: Patience) -> None:
    """Have every connection of the client, a proxy's too, wait no longer than this."""
    # httpx takes no network backend; without its own transports the operator's proxies would be lost.
    for transport in (client._transport, *client._mounts.values()):  # noqa: SLF001  # see above
        if isinstance(transport, httpx.HTTPTransport):
            pool = transport._pool  # noqa: SLF001  # see above
            pool._network_backend = _PatientBackend(pool._network_backend, patience)  # noqa: SLF001  # see above

"""What is fetched from URLs found in data (listings, pages, redirects): the guard against SSRF, with limits of size and time.

http(s) on ports 80 and 443 only, every address the name resolves to must be public, the connection goes to an address
that was checked (a name that changes its mind gains nothing), each redirect is checked again, bytes and time are capped.
For URLs that the operator set see :mod:`bot.net.operated`.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from bot.domain.errors import AddressRefused, FetchFailed
from bot.domain.networks import public_address
from bot.domain.sentences import Sentence, kept, worded
from bot.patience import Patience, patient

Resolver = Callable[[str, int], Sequence[str]]
PORTS = {"http": 80, "https": 443}
AGENT = "Marque/0.2 (brand protection; evidence of public listings)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back: final URL, status, headers (lower-case names) and at most ``max_bytes`` of body.

    ``address`` is the IP address that answered, ``certificate`` the server's TLS certificate in DER; both empty
    where they are not known (plain HTTP has no certificate).
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str = ""
    certificate: bytes = b""

    @property
    def media_type(self) -> str:
        return dict(self.headers).get("content-type", "").partition(";")[0].strip().lower()


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Every address the name resolves to.

    Raises:
        OSError: the name does not resolve.
    """
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """Fetches URLs from data. ``resolver`` and ``allow`` are replaced in tests."""

    resolver: Resolver = system_resolver
    allow: Callable[[str], bool] = public_address
    ports: frozenset[int] = frozenset(PORTS.values())
    seconds: float = 15.0
    whole_seconds: float = 45.0
    max_bytes: int = 8_000_000
    redirects: int = 4
    verify: ssl.SSLContext | bool = field(default=True)

    def get(self, url: str) -> Fetched:
        """Fetch the URL.

        Raises:
            AddressRefused: it, or a redirect, points where it must not.
            FetchFailed: no answer, too large, or too many redirects.
        """
        *_, last = self.hops(url)
        return last

    def body(self, url: str) -> bytes:
        """What is at the URL: an answer that says there is nothing is none.

        Raises:
            AddressRefused, FetchFailed: also where the site answers anything but 200.
        """
        answer = self.get(url)
        if answer.status != 200:
            raise FetchFailed(url, "the site answered {number}", number=answer.status)
        return answer.body

    def hops(self, url: str) -> Iterator[Fetched]:
        """Each answer on the way to the last, one a redirect. Raises as :meth:`get`."""
        for _ in range(self.redirects + 1):
            answer = self._once(url)
            yield answer
            target = dict(answer.headers).get("location", "")
            if answer.status not in {301, 302, 303, 307, 308} or not target:
                return
            try:
                url = urljoin(url, target)
            except ValueError as fault:
                raise AddressRefused(target, "it is not a valid address") from fault
        raise FetchFailed(url, "more than {count} redirects", count=self.redirects)

    def check(self, url: str) -> tuple[httpx.URL, str]:
        """The parsed URL and the address to connect to.

        Raises:
            AddressRefused
        """
        parts, host, port = self._parse(url)
        try:
            addresses = list(self.resolver(host, port))
        except OSError as failure:
            raise FetchFailed(url, "the name {host} does not resolve", host=host) from failure
        for address in addresses:
            if not self.allow(address):
                why = "{host} resolves to {address}, which is not a public address"
                raise AddressRefused(url, why, host=host, address=address)
        if not addresses:
            raise FetchFailed(url, "the name {host} has no address", host=host)
        return parts, addresses[0]

    def _parse(self, url: str) -> tuple[httpx.URL, str, int]:
        if any(ord(c) < 33 or c == "\\" for c in url):
            raise AddressRefused(url, "it holds blanks, control characters or a backslash")
        try:
            parts, split = httpx.URL(url), urlsplit(url)
            port = PORTS.get(parts.scheme, 0) if split.port is None else split.port
        except (httpx.InvalidURL, ValueError) as fault:
            raise AddressRefused(url, "it is not a valid address") from fault
        if parts.scheme not in PORTS:
            raise AddressRefused(url, "only http and https are fetched")
        if parts.userinfo:
            raise AddressRefused(url, "it carries a user name")
        if port not in self.ports:
            raise AddressRefused(
                url,
                "port {port} is not one of {list}",
                port=port,
                list=" and ".join(map(str, sorted(self.ports))),
            )
        host = parts.raw_host.decode("ascii")
        if not host:
            raise AddressRefused(url, "it names no host")
        if "%" in host:
            raise AddressRefused(url, "its host is written with escapes")
        return parts, host, port

    def _once(self, url: str) -> Fetched:
        parts, address = self.check(url)
        pinned, headers, extensions = pinned_to(parts, address)
        headers |= {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        try:
            with (
                httpx.Client(
                    timeout=self.seconds,
                    follow_redirects=False,
                    trust_env=False,
                    verify=trusted() if self.verify is True else self.verify,
                ) as client,
                self._stream(client, pinned, headers, extensions) as response,
            ):
                # Before the body: reading it to its end may free the socket.
                certificate = _certificate(response)
                body = self._read(url, response)
                pairs = tuple((name.lower(), value) for name, value in response.headers.items())
                return Fetched(
                    url=url,
                    status=response.status_code,
                    headers=pairs,
                    body=body,
                    address=address,
                    certificate=certificate,
                )
        except httpx.HTTPError as failure:
            raise FetchFailed(url, why_not(failure)) from failure

    def _stream(
        self, client: httpx.Client, pinned: httpx.URL, headers: dict[str, str], extensions: dict[str, Any]
    ) -> AbstractContextManager[httpx.Response]:
        patient(client, Patience(self.whole_seconds))
        return client.stream("GET", pinned, headers=headers, extensions=extensions)

    def _read(self, url: str, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self.max_bytes:
                raise FetchFailed(url, "it is larger than {bytes} bytes", bytes=f"{self.max_bytes:,}")
        return bytes(body)


@cache
def trusted(*, environment: bool = False) -> ssl.SSLContext:
    """Whose certificates are believed, those of a file that the ``environment`` names where it is asked. Read once: each client
    would read some hundred anew, which takes longer than most answers."""
    return httpx.create_ssl_context(trust_env=environment)


def _certificate(response: httpx.Response) -> bytes:
    """The certificate that the server showed, in DER; empty for plain HTTP."""
    stream = response.extensions.get("network_stream")
    secured = stream.get_extra_info("ssl_object") if stream is not None else None
    return (secured.getpeercert(binary_form=True) or b"") if secured is not None else b""


def why_not(failure: Exception) -> Sentence:
    """What went wrong in a request of the operator's, without what it carried: httpx quotes headers it cannot send."""
    if isinstance(failure, httpx.LocalProtocolError | UnicodeEncodeError):
        key = "a header holds signs that cannot be sent; look for a line break or a blank at the end of a key"
        return worded(key)
    if isinstance(failure, httpx.InvalidURL):
        return worded("its address is no valid one")
    return kept(str(failure) or type(failure).__name__)


def pinned_to(url: httpx.URL, address: str) -> tuple[httpx.URL, dict[str, str], dict[str, Any]]:
    """What fetches the URL from this address alone, whatever its name resolves to by now: the URL to connect to, with
    the headers and extensions that keep the name for virtual hosts and certificates.
    """
    headers = {"Host": url.netloc.decode("ascii")}
    return url.copy_with(host=address), headers, {"sni_hostname": url.raw_host.decode("ascii")}

"""Ways out to what the operator set: feeds, marketplaces, time-stamp authorities."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from bot.domain.errors import AddressRefused, FetchFailed, SourceUnavailable
from bot.net.guarded import AGENT, PORTS, Fetched, Guarded, pinned_to, trusted, why_not
from bot.patience import Patience, patient


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCall:
    """A request to a service that the operator configured: a POST where there is a ``form`` or ``body``, else a GET.

    It carries keys, so it shows no more of itself than its address.
    """

    url: str
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    form: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


Send = Callable[[ServiceCall], Fetched]
"""Makes a call, whatever the status of the answer. Raises FetchFailed."""


@contextmanager
def operator_web(
    seconds: float = 30.0, max_bytes: int = 32_000_000, whole_seconds: float = 90.0
) -> Iterator[Send]:
    """Calls to services that the operator configured, over connections kept open until left.

    Redirects are not followed: a signed request goes where it was meant to go or nowhere. ``seconds`` pass from byte
    to byte at most, ``whole_seconds`` until the end of an answer.
    """
    patience = Patience(whole_seconds)
    with httpx.Client(timeout=seconds, follow_redirects=False, verify=trusted(environment=True)) as client:
        patient(client, patience)

        def send(call: ServiceCall) -> Fetched:
            patience.again()
            method = "POST" if call.form or call.body else "GET"
            headers = {"User-Agent": AGENT, **dict(call.headers)}
            try:
                with client.stream(
                    method,
                    call.url,
                    params=dict(call.query) or None,
                    data=dict(call.form) or None,
                    content=call.body or None,
                    headers=headers,
                ) as response:
                    body = bytearray()
                    for chunk in response.iter_bytes():
                        body += chunk
                        if len(body) > max_bytes:
                            raise FetchFailed(
                                call.url, "the answer is larger than {bytes} bytes", bytes=f"{max_bytes:,}"
                            )
                    pairs = tuple((name.lower(), value) for name, value in response.headers.items())
                    return Fetched(url=call.url, status=response.status_code, headers=pairs, body=bytes(body))
            except _FAULTS as failure:
                raise FetchFailed(call.url, why_not(failure)) from failure

        yield send


def operator_post(url: str, body: bytes, media_type: str) -> bytes:
    """Post to a service that the operator configured; the body of its answer.

    Raises:
        FetchFailed: no answer, or one that is not 200.
    """
    with operator_web() as send:
        answer = send(ServiceCall(url=url, body=body, headers=(("Content-Type", media_type),)))
    if answer.status != 200:
        raise FetchFailed(url, "it answered {number}", number=answer.status)
    return answer.body


MOST_STREAMED = 10_000_000_000
"""Bytes of a feed after which it is taken for one that never ends."""


_FAULTS = (httpx.HTTPError, httpx.InvalidURL, UnicodeEncodeError)


@contextmanager
def operator_stream(
    url: str,
    seconds: float = 60.0,
    *,
    name: str = "",
    headers: Mapping[str, str] | None = None,
    guard: Guarded | None = None,
    patience: Patience | None = None,
    most_bytes: int = MOST_STREAMED,
) -> Iterator[Iterator[bytes]]:
    """Stream a feed that the operator configured; ``name`` is told in place of a URL that holds a secret.

    A redirect was not written by the operator: one that leaves the host is checked by ``guard`` and leads to the address
    that was checked, also over a proxy; none is followed where there are ``headers``, so that a key goes nowhere else.

    Raises:
        SourceUnavailable: no answer, any status but 200, a redirect to where it must not lead, or one that never ends.
    """
    shown = name or url
    try:
        with httpx.Client(
            timeout=seconds, follow_redirects=False, verify=trusted(environment=True)
        ) as client:
            patient(client, patience or Patience(120.0, rate=1000.0, most=3600.0))
            response = _followed(client, url, {"User-Agent": AGENT, **(headers or {})}, guard or Guarded())
            try:
                if response.status_code != 200:
                    raise SourceUnavailable(shown, "it answered {number}", number=response.status_code)
                yield _no_more_than(most_bytes, response.iter_bytes(), shown)
            finally:
                response.close()
    except (AddressRefused, FetchFailed) as refused:
        raise SourceUnavailable(
            shown, "it leads elsewhere, and {cause_before}", cause_before=refused.why
        ) from refused
    except _FAULTS as failure:
        raise SourceUnavailable(shown, why_not(failure)) from failure


def _followed(client: httpx.Client, url: str, headers: dict[str, str], guard: Guarded) -> httpx.Response:
    first = there = httpx.URL(url)
    request = client.build_request("GET", first, headers=headers)
    for _ in range(guard.redirects + 1):
        response = client.send(request, stream=True)
        if not response.has_redirect_location or set(headers) != {"User-Agent"}:
            return response
        # httpx would take a target without a host for one on the address that was connected to.
        there = there.join(response.headers["location"])
        response.close()
        if (there.scheme in PORTS, there.host, there.port or first.port) == (True, first.host, first.port):
            request = client.build_request("GET", there, headers=headers)
        else:
            parts, address = guard.check(str(there))
            pinned, more, extensions = pinned_to(parts, address)
            request = client.build_request("GET", pinned, headers={**headers, **more}, extensions=extensions)
    raise FetchFailed(url, "there are more than {count} redirects", count=guard.redirects)


def _no_more_than(most: int, chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > most:
            raise SourceUnavailable(name, "it is larger than {bytes} bytes", bytes=f"{most:,}")
        yield chunk

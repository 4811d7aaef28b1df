"""Servers that hang, drip, never end, lead elsewhere or lie about what they are: each ends in time, with its reason."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Semaphore, Thread

import pytest

from bot.domain.errors import AddressRefused, FetchFailed, SourceUnavailable
from bot.net.guarded import Guarded
from bot.net.operated import ServiceCall, operator_stream, operator_web
from bot.patience import Patience

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
Behave = Callable[[socket.socket, Event], None]


def drip(first: bytes, each: bytes) -> Behave:
    """Bytes at once, then a few again and again."""

    def behave(peer: socket.socket, stop: Event) -> None:
        peer.sendall(first)
        while not stop.wait(0.02):
            peer.sendall(each)

    return behave


def say(answer: bytes) -> Behave:
    return lambda peer, _stop: peer.sendall(answer)


def flood(peer: socket.socket, stop: Event) -> None:
    peer.sendall(HEAD)
    while not stop.is_set():
        peer.sendall(b"x" * 65_536)


def leading_to(address: str) -> Behave:
    return say(f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode())


@contextmanager
def server(behave: Behave, asked: list[bytes] | None = None) -> Iterator[str]:
    """One that behaves so to everybody who connects; what they ask is added to ``asked``."""
    stop = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)

        def serve() -> None:
            while not stop.is_set():
                try:
                    peer, _ = listening.accept()
                except TimeoutError:
                    continue
                with peer:
                    peer.settimeout(60)
                    request = peer.recv(65_536)
                    if asked is not None:
                        asked.append(request)
                    try:
                        behave(peer, stop)
                    except OSError:
                        continue  # the client has gone, as it should

        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/feed"
        finally:
            stop.set()
            thread.join()


DRIPS = {
    "a byte of the body": drip(HEAD, b"x"),
    "a byte of the headers": drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"x"),
    "one header after another": drip(b"HTTP/1.1 200 OK\r\n", b"X-A: x\r\n"),
}


@pytest.mark.parametrize("how", DRIPS)
def test_a_call_that_is_answered_byte_by_byte_ends(how: str) -> None:
    with (
        server(DRIPS[how]) as url,
        operator_web(seconds=60, whole_seconds=0.3) as send,
        pytest.raises(FetchFailed, match="took longer than"),
    ):
        send(ServiceCall(url=url))


class Waited:
    """The time that passes while somebody is waited for, as the test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> Waited:
    clock = Waited()
    monkeypatch.setattr("bot.patience.time", clock)
    return clock


def test_each_call_has_its_own_time(waited: Waited) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"

    def late(peer: socket.socket, _stop: Event) -> None:
        waited.now += 20
        peer.sendall(answer)

    with server(late) as url, operator_web(seconds=60, whole_seconds=60.0) as send:
        assert [send(ServiceCall(url=url)).body for _ in range(4)] == [b"{}"] * 4


@pytest.mark.parametrize("how", DRIPS)
def test_a_page_that_comes_byte_by_byte_is_not_waited_for(how: str) -> None:
    with server(DRIPS[how]) as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        guard = Guarded(
            resolver=lambda _host, _port: ["127.0.0.1"],
            allow=lambda _address: True,
            ports=frozenset({port}),
            whole_seconds=0.3,
        )
        with pytest.raises(FetchFailed, match="took longer than"):
            guard.get(url.replace("127.0.0.1", "shop.example"))


@pytest.mark.parametrize("how", DRIPS)
def test_a_feed_that_drips_is_could_not_look(how: str) -> None:
    patience = Patience(0.3, rate=1000)
    with server(DRIPS[how]) as url, pytest.raises(SourceUnavailable, match="took longer than"):
        _read(url, patience=patience)


def test_a_feed_that_hangs_is_could_not_look() -> None:
    hanging: Behave = lambda _peer, stop: stop.wait(5) and None  # noqa: E731  # as the others are written
    with server(hanging) as url, pytest.raises(SourceUnavailable):
        _read(url, seconds=0.2)


def test_a_slow_feed_that_keeps_its_rate_is_read_and_our_own_time_does_not_count(waited: Waited) -> None:
    read = Semaphore(1)

    def steadily(peer: socket.socket, _stop: Event) -> None:
        peer.sendall(HEAD)
        for _ in range(10):
            assert read.acquire(timeout=60)
            waited.now += 15
            peer.sendall(b"x" * 1000)

    with server(steadily) as url, operator_stream(url, patience=Patience(30.0, rate=50)) as chunks:
        came = 0
        for chunk in chunks:
            came += len(chunk)
            waited.now += 100
            read.release()
    assert came == 10_000


def test_a_feed_without_end_is_could_not_look() -> None:
    with server(flood) as url, pytest.raises(SourceUnavailable, match=r"larger than 1,000,000 bytes"):
        _read(url, most_bytes=1_000_000)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("file:///etc/passwd", "only http and https are fetched"),
        ("http://169.254.169.254/latest/meta-data", "not a public address"),
        ("http://127.0.0.1:8500/keys", "port 8500"),
        ("http://localhost/", "not a public address"),
        ("http://[::1]/", "not a public address"),
        ("gopher://10.0.0.1/", "only http and https are fetched"),
        ("http://[", "its host is written with escapes"),
    ],
)
def test_a_feed_does_not_lead_into_the_network(target: str, why: str) -> None:
    with server(leading_to(target)) as url, pytest.raises(SourceUnavailable, match=why):
        _read(url)


def test_a_redirected_feed_is_read_from_the_address_that_was_checked() -> None:
    """A name that is public when it is checked and within the network when it is connected to gains nothing."""
    asked: list[bytes] = []

    with server(say(HEAD + b"the feed"), asked) as there:
        port = int(there.rpartition(":")[2].partition("/")[0])
        guard = Guarded(
            resolver=lambda _host, _port: ["127.0.0.1"],  # this name exists for nobody else
            allow=lambda _address: True,
            ports=frozenset({port}),
        )
        with server(leading_to(f"http://mirror.invalid:{port}/a?b=1")) as url:
            assert _read(url, guard=guard) == b"the feed"
    [request] = [each.decode() for each in asked]
    assert request.startswith("GET /a?b=1 HTTP/1.1\r\n")
    assert f"\r\nHost: mirror.invalid:{port}\r\n" in request


def test_a_redirect_without_a_host_stays_with_the_name_and_the_checked_address() -> None:
    asked: list[bytes] = []

    def mirror(peer: socket.socket, _stop: Event) -> None:
        moved = b"HTTP/1.1 302 Found\r\nLocation: /second\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        peer.sendall(moved if b"GET /first" in asked[-1] else HEAD + b"the feed")

    with server(mirror, asked) as there:
        port = int(there.rpartition(":")[2].partition("/")[0])
        checked: list[str] = []

        def resolver(host: str, _port: int) -> list[str]:
            checked.append(host)
            return ["127.0.0.1"]

        guard = Guarded(resolver=resolver, allow=lambda _address: True, ports=frozenset({port}))
        with server(leading_to(f"http://mirror.invalid:{port}/first")) as url:
            assert _read(url, guard=guard) == b"the feed"
    assert checked == ["mirror.invalid", "mirror.invalid"]
    assert f"\r\nHost: mirror.invalid:{port}\r\n".encode() in asked[-1]


def test_a_page_that_leads_to_what_is_no_address_is_refused() -> None:
    with server(leading_to("http://[")) as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        guard = Guarded(
            resolver=lambda _host, _port: ["127.0.0.1"], allow=lambda _: True, ports=frozenset({port})
        )
        with pytest.raises(AddressRefused, match="not a valid address"):
            guard.get(url)


def test_a_feed_that_leads_in_a_circle_ends() -> None:
    with server(leading_to("/feed")) as url, pytest.raises(SourceUnavailable, match="more than 4 redirects"):
        _read(url)


def test_a_key_is_sent_nowhere_else_and_that_is_no_empty_feed() -> None:
    with server(leading_to("/other")) as url, pytest.raises(SourceUnavailable, match="answered 302"):
        _read(url, headers={"Authorization": "Bearer k"})


@pytest.mark.parametrize("status", [b"204 No Content", b"202 Accepted", b"304 Not Modified"])
def test_an_answer_without_a_feed_is_could_not_look(status: bytes) -> None:
    answer = b"HTTP/1.1 " + status + b"\r\nConnection: close\r\n\r\n"
    with server(say(answer)) as url, pytest.raises(SourceUnavailable, match=status[:3].decode()):
        _read(url)


@pytest.mark.parametrize("key", ["Bearer s3cret\n", "Bearer s3cret密", "Bearer s3cret\r\nX: y"])
def test_a_key_that_cannot_be_sent_is_not_told(key: str) -> None:
    with server(say(HEAD)) as url:
        with pytest.raises(SourceUnavailable, match="look for a line break") as told:
            _read(url, headers={"Authorization": key})
        assert "s3cret" not in str(told.value)
        with operator_web() as send, pytest.raises(FetchFailed, match="look for a line break") as failed:
            send(ServiceCall(url=url, headers=(("Authorization", key),)))
        assert "s3cret" not in str(failed.value)


def test_an_address_that_is_none_is_told_without_what_it_holds() -> None:
    with pytest.raises(SourceUnavailable, match="no valid one") as told:
        _read("http://host:s3cret/", name="vendor")
    assert "s3cret" not in str(told.value)


def _read(url: str, **given: object) -> bytes:
    with operator_stream(url, **given) as chunks:  # type: ignore[arg-type]  # a test's shorthand
        return b"".join(chunks)

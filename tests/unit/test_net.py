"""The address guard: nothing from data reaches the team's own network."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bot.domain.errors import AddressRefused, FetchFailed
from bot.domain.networks import public_address
from bot.net.guarded import Guarded

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fec0::1",
    "fe80::1%eth0",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_on_the_open_internet_is_refused(address: str) -> None:
    assert not public_address(address)
    guard = Guarded(resolver=lambda _host, _port: [address])
    with pytest.raises(AddressRefused, match="not a public address"):
        guard.get("http://shop.example/item")


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_a_public_address_passes(address: str) -> None:
    assert public_address(address)
    parts, chosen = Guarded(resolver=lambda _host, _port: [address]).check("https://shop.example/item?id=1")
    assert (parts.host, chosen) == ("shop.example", address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://shop.example/a",
        "file:///etc/passwd",
        "gopher://shop.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://shop.example:22/",
        "http://shop.example:8080/",
        "https://shop.example:6379/",
        "http://user@shop.example/",
        "http://user:secret@shop.example/",
        "http://shop.example/\nHost: evil",
        "http://shop.example/ x",
        "http://\\shop.example",
        "http:///nowhere",
        "//shop.example/a",
        "shop.example/a",
        "",
        "http://[::1",
        "http://shop.example:99999/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        Guarded(resolver=lambda _host, _port: ["8.8.8.8"]).check(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "localhost"]
)
def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    with pytest.raises((AddressRefused, FetchFailed)):
        Guarded().get(f"http://{host}/")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    guard = Guarded(resolver=lambda _host, _port: ["8.8.8.8", "10.0.0.5"])
    with pytest.raises(AddressRefused):
        guard.check("http://shop.example/")


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://intranet.example/secret")
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"x" * 5000 if self.path == "/big" else self.headers["Host"].encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def _guard(port: int, **changes: object) -> Guarded:
    """A guard for which the test server is the open internet, and intranet.example is not."""
    names = {"shop.example": "127.0.0.1", "intranet.example": "10.0.0.1"}
    base = {
        "resolver": lambda host, _port: [names[host]],
        "allow": lambda address: address == "127.0.0.1",
        "ports": frozenset({port, 80}),
    }
    return Guarded(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def test_the_connection_goes_to_the_checked_address_with_the_name_asked_for(port: int) -> None:
    answer = _guard(port).get(f"http://shop.example:{port}/")
    assert (answer.status, answer.body.decode(), answer.media_type) == (
        200,
        f"shop.example:{port}",
        "text/plain",
    )


def test_a_redirect_into_the_private_network_is_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match=r"intranet\.example resolves to 10\.0\.0\.1"):
        _guard(port).get(f"http://shop.example:{port}/inside")


def test_a_name_that_changes_its_mind_gains_nothing(port: int) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    guard = _guard(port, resolver=lambda _host, _port: next(answers))
    assert guard.get(f"http://shop.example:{port}/").status == 200


def test_each_answer_on_the_way_can_be_looked_at(port: int) -> None:
    way = _guard(port).hops(f"http://shop.example:{port}/inside")
    assert next(way).status == 302
    with pytest.raises(AddressRefused):
        next(way)


def test_endless_redirects_end(port: int) -> None:
    with pytest.raises(FetchFailed, match="redirects"):
        _guard(port).get(f"http://shop.example:{port}/loop")


def test_a_body_over_the_cap_is_not_read_to_its_end(port: int) -> None:
    with pytest.raises(FetchFailed, match="larger than 1,000 bytes"):
        _guard(port, max_bytes=1000).get(f"http://shop.example:{port}/big")


def test_a_name_that_does_not_resolve_is_a_failed_fetch() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(FetchFailed, match="does not resolve"):
        Guarded(resolver=nowhere).get("http://shop.example/")

"""Ways to point the guard at the team's own network, each refused before anything is asked; ten good ones pass."""

import ipaddress
import socket
from collections.abc import Sequence

import pytest

from bot.domain.errors import AddressRefused, FetchFailed
from bot.net.guarded import Guarded

NAMES = {
    "intranet.example": "10.0.0.8",
    "metadata.google.internal": "169.254.169.254",
    "127.0.0.1.nip.example": "127.0.0.1",
    "printer.local": "192.168.1.20",
    "v6.example": "fd00::8",
    "mapped.example": "::ffff:10.0.0.8",
    "nat64.example": "64:ff9b::a00:8",
    "xn--inside-xua.example": "172.16.0.1",
}

LOOPBACK = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1",
    "0x7f.0x0.0x0.0x1", "0177.0.0.1", "0177.1", "017700000001", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fd12:3456:789a::1]", "[ff02::1]", "[2001:db8::1]", "[fec0::1]",
    "①②⑦.0.0.1", "127。0。0。1", "１２７.0.0.1", "127%2e0%2e0%2e1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
]  # fmt: skip
PRIVATE = [
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.255", "169.254.169.254",
    "169.254.0.1", "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "3232235521", "0xc0a80001",
    "0300.0250.0.1", "[::ffff:192.168.0.1]", "[::ffff:a9fe:a9fe]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "192.0.0.192", "192.0.0.9", "192.88.99.1", "168.63.129.16", "100.100.100.200", "192.31.196.1", "192.52.193.1",
    "192.175.48.1", "198.19.255.255", "[64:ff9b:1::7f00:1]", "[64:ff9b:1::a00:8]", "[5f00::1]", "[3fff::1]", "[100::1]",
    "[fd00:ec2::254]", "[fd20:ce::254]", "[2001:2::1]", "[2001:10::1]", "[2620:4f:8000::1]", "[4000::1]", "[ffff::1]",
    *NAMES,
]  # fmt: skip
WHOLE = [
    "ftp://shop.example/a", "file:///etc/passwd", "file://shop.example/etc/passwd", "gopher://shop.example/1", "dict://shop.example/",
    "ldap://shop.example/", "jar:http://shop.example!/", "javascript:alert(1)", "data:text/html,x", "about:blank", "blob:http://shop.example/1",
    "ws://shop.example/", "view-source:http://shop.example/", "http:shop.example", "http:/shop.example", "//shop.example/a",
    "shop.example/a", "", " ", "http://", "http:///a", "https://?a", "http://shop.example:22/", "http://shop.example:25/",
    "http://shop.example:6379/", "http://shop.example:8080/", "https://shop.example:9200/", "http://shop.example:0/",
    "http://shop.example:99999/", "http://shop.example:-1/", "http://shop.example:80a/", "http://user@shop.example/",
    "http://user:secret@shop.example/", "http://shop.example@10.0.0.1/", "http://shop.example%40@10.0.0.1/",
    "http://10.0.0.1#@shop.example/", "http://10.0.0.1?@shop.example/", "http://10.0.0.1;@shop.example/",
    "http://shop.example/\nHost: evil", "http://shop.example/\r\nX: y", "http://shop.example/ x", "http://shop.example/\tx",
    "http://\\shop.example", "http://shop.example\\@10.0.0.1/", "http:\\\\shop.example", "http://[::1", "http://[::1]]/", "http://[fe80::1%25eth0]/",
]  # fmt: skip
HOSTILE = [f"http://{host}/item?id=1" for host in (*LOOPBACK, *PRIVATE)] + WHOLE

GOOD = [
    "https://item.taobao.com/item.htm?id=7301", "http://shop.example/", "https://shop.example:443/a", "http://shop.example:80/a",
    "https://detail.1688.com/offer/1.html#a", "https://例子.example/商品", "https://8.8.8.8/a", "https://[2606:4700::1111]/a",
    "https://shop.example/a?u=http://10.0.0.1/", "HTTPS://SHOP.EXAMPLE/A",
]  # fmt: skip


def _resolve(host: str, port: int) -> Sequence[str]:
    """Numbers as this machine's resolver reads them, names of our own, every other name as a public site."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare in NAMES:
        return [NAMES[bare]]
    if bare == "localhost":
        return ["127.0.0.1", "::1"]
    try:
        return [str(ipaddress.ip_address(bare))]
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ["93.184.216.34"]
    return [str(row[4][0]) for row in found]


@pytest.mark.parametrize("url", HOSTILE)
def test_a_url_that_points_inside_is_refused(url: str) -> None:
    with pytest.raises((AddressRefused, FetchFailed)) as refused:
        Guarded(resolver=_resolve).check(url)
    assert isinstance(refused.value, AddressRefused), "a refusal is told as one, not as a site that is down"


@pytest.mark.parametrize("url", GOOD)
def test_a_plain_web_address_passes(url: str) -> None:
    assert Guarded(resolver=_resolve).check(url)


def test_there_are_a_hundred_of_them() -> None:
    assert len(set(HOSTILE)) >= 100
    assert len(GOOD) == 10

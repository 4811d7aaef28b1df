"""The browser draws a page and has no way out of its own."""

import socket
from collections.abc import Iterator

import pytest

from bot.capture import screenshot
from bot.capture.screenshot import ChromiumScreenshot
from bot.domain.errors import CaptureFailed
from bot.net.guarded import Fetched
from tests import needs

PAGE = """<!doctype html><h1>S0lvane</h1><script>
const peer = new RTCPeerConnection({iceServers: [
  {urls: "stun:127.0.0.1:PORT"},
  {urls: "turn:127.0.0.1:PORT?transport=udp", username: "stolen", credential: "x"}]});
peer.createDataChannel("x");
peer.createOffer().then(offer => peer.setLocalDescription(offer));
fetch("http://127.0.0.1:PORT/fetched").catch(() => 0);
new WebSocket("ws://127.0.0.1:PORT/");
const held = new XMLHttpRequest();
const until = Date.now() + 1500;
while (Date.now() < until) { try { held.open("GET", "/wait", false); held.send(); } catch (refused) {} }
</script>"""


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    """A place on this machine that any packet would reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.2)
        yield listening


def test_a_page_that_sends_past_every_proxy_is_drawn_and_reaches_nothing(ear: socket.socket) -> None:
    needs.program("chromium", "apt-get install chromium")
    needs.library("playwright", "pip install 'marque[evidence]'")
    page = PAGE.replace("PORT", str(ear.getsockname()[1])).encode()
    asked = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        body = page if url == "https://shop.example/item" else b"-"
        return Fetched(url=url, status=200, headers=(("content-type", "text/html"),), body=body)

    picture = ChromiumScreenshot()("https://shop.example/item", fetch)
    assert picture.startswith(b"\x89PNG")
    assert "https://shop.example/wait" in asked, "the page's script ran"
    with pytest.raises(TimeoutError):
        ear.recvfrom(2048)


def test_where_no_network_can_be_taken_away_there_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    needs.program("chromium", "apt-get install chromium")
    needs.library("playwright", "pip install 'marque[evidence]'")
    monkeypatch.setattr(screenshot, "without_network", lambda: ())
    with pytest.raises(CaptureFailed, match="captures by browser are off"):
        ChromiumScreenshot()("https://shop.example/item", lambda url: pytest.fail("asked"))

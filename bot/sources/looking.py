"""Whether a listing is still up, by its own page where no API can tell: robots.txt, pauses; a captcha is never an absence.

One page at a time with a pause per host, what robots.txt forbids is not fetched, and everything goes through the
guard of :mod:`bot.net`. A captcha, a login page, a refusal or a page that says nothing of the listing is
*could not look*.
"""

import re
import time
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

from bot.domain.errors import AddressRefused, SourceUnavailable
from bot.domain.listings import Listing, ListingSighting
from bot.net.guarded import AGENT, Fetched, Guarded
from bot.sources.markup import clean

PAUSE = 3.0
"""Seconds between two fetches from one host."""

_GONE = frozenset({404, 410})
_GONE_WORDS = (
    "商品已下架", "宝贝不存在", "商品不存在", "已失效", "该商品已被删除", "no longer available", "item has been removed",
)  # fmt: skip
_BARRIERS = (
    "captcha", "验证码", "滑块", "安全验证", "login.", "请登录", "sign in to continue", "x5sec", "punish",
)  # fmt: skip
_SHORTEST = 6
_TAG = re.compile(r"<[^>]*+>")


class GuardedListingPages:
    """Looks at pages. ``wait`` and ``now`` are replaced in tests."""

    def __init__(
        self,
        web: Guarded,
        *,
        pause: float = PAUSE,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web, self._pause, self._wait, self._now = web, pause, wait, now
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def look_at(self, listing: Listing) -> ListingSighting:
        """The listing as its page shows it: up with its record, or gone.

        Raises:
            SourceUnavailable: a barrier, a refusal, or a page that tells neither.
            AddressRefused, FetchFailed: see :class:`bot.net.guarded.Guarded`.
        """
        host = _host(listing.url)
        if not self._allowed(listing.url):
            raise SourceUnavailable(host, "robots.txt does not allow it")
        answer = self._fetch(listing.url)
        if answer.status in _GONE:
            return ListingSighting(listing=None, gone=True)
        text = answer.body.decode(_charset(dict(answer.headers)), errors="replace")
        low = f"{answer.url} {text}".casefold()
        if answer.status != 200:
            raise SourceUnavailable(host, "it answers with status {number}", number=answer.status)
        if any(barrier in low for barrier in _BARRIERS) and listing.title not in text:
            raise SourceUnavailable(host, "a captcha or login page stands before it")
        shown = _shown(text)
        if any(words.casefold() in shown for words in _GONE_WORDS):
            return ListingSighting(listing=None, gone=True)
        if _names(listing, text):
            return ListingSighting(listing=listing)
        raise SourceUnavailable(host, "the page does not show the listing, and does not say that it is gone")

    def _fetch(self, url: str) -> Fetched:
        host = _host(url)
        since = self._now() - self._last.get(host, float("-inf"))
        if since < self._pause:
            self._wait(self._pause - since)
        self._last[host] = self._now()
        return self._web.get(url)

    def _allowed(self, url: str) -> bool:
        """What robots.txt says. One that is missing allows everything; a server that fails or asks to slow down allows nothing
        now (RFC 9309, 2.3.1), and is asked again next time."""
        root = f"{urlsplit(url).scheme}://{_host(url)}"
        if root not in self._robots:
            rules = RobotFileParser()
            answer = self._fetch(f"{root}/robots.txt")
            if answer.status == 429 or answer.status >= 500:
                return False
            lines = answer.body.decode("utf-8", errors="replace").splitlines() if answer.status == 200 else []
            rules.parse(line for line in lines if _is_read(line.partition(":")[2].strip()))
            self._robots[root] = rules
        return self._robots[root].can_fetch(AGENT, url)


def _is_read(url: str) -> bool:
    """Whether it can be taken apart: the parser of robots.txt raises over a rule that cannot."""
    try:
        urlsplit(unquote(url))
    except ValueError:
        return False
    return True


def _host(url: str) -> str:
    """Raises AddressRefused where there is none to be read."""
    if not _is_read(url):
        raise AddressRefused(url, "it is not a valid address")
    return urlsplit(url).netloc


def _shown(text: str) -> str:
    """What a reader sees of the page, in small letters: scripts hold every message that the shop may ever show. A tree of
    it would take a hundred times its size, and the page is anybody's."""
    shown, *kept_back = clean(text).split("<template")
    rest = (part.partition("</template>")[2] for part in kept_back)
    return unescape(_TAG.sub(" ", " ".join([shown, *rest]))).casefold()


def _names(listing: Listing, text: str) -> bool:
    """Whether the page shows the listing: its whole title, or its id with the start of the title."""
    title = listing.title.strip()
    begun = listing.item_id in text and title[:_SHORTEST] in text
    return len(title) >= _SHORTEST and (begun or title in text)


def _charset(headers: dict[str, str]) -> str:
    named = headers.get("content-type", "").casefold().partition("charset=")[2].strip(" \"';")
    return named if named in {"gbk", "gb2312", "gb18030"} else "utf-8"

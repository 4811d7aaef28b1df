"""A listing's page says that it is up or gone; a barrier says nothing."""

import tracemalloc

import pytest

from bot.domain.errors import AddressRefused, SourceUnavailable
from bot.net.guarded import Fetched
from bot.sources.looking import PAUSE, GuardedListingPages
from tests.factories import a_listing

URL = "https://item.taobao.example/item.htm?id=730155210044"
UP = f"<h1>{a_listing().title}</h1>"


class Web:
    """Answers as told; robots.txt allows everything unless told otherwise."""

    def __init__(
        self, body: str, status: int = 200, robots: str = "", charset: str = "utf-8", rules: int = 0
    ) -> None:
        self.body, self.status, self.robots, self.charset = body, status, robots, charset
        self.rules = rules or (200 if robots else 404)
        self.fetched: list[str] = []

    def get(self, url: str) -> Fetched:
        self.fetched.append(url)
        if url.endswith("/robots.txt"):
            return Fetched(url=url, status=self.rules, headers=(), body=self.robots.encode())
        kind = (("content-type", f"text/html; charset={self.charset}"),)
        return Fetched(url=url, status=self.status, headers=kind, body=self.body.encode(self.charset))


def pages(web: Web, waits: list[float] | None = None) -> GuardedListingPages:
    return GuardedListingPages(web, wait=(waits if waits is not None else []).append, now=lambda: 100.0)  # type: ignore[arg-type]  # answers as Guarded does


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_page_that_shows_the_title_is_up(charset: str) -> None:
    web = Web("<h1>露北晨光精华液30ml</h1>", charset=charset)
    assert pages(web).look_at(a_listing(url=URL, title="露北晨光精华液30ml")).listing is not None


@pytest.mark.parametrize("web", [Web("", 404), Web("", 410), Web("<p>很抱歉，宝贝不存在</p>")])
def test_a_page_that_is_gone_is_gone(web: Web) -> None:
    assert pages(web).look_at(a_listing(url=URL)).gone


@pytest.mark.parametrize(
    ("web", "why"),
    [
        (Web("<div>请登录后查看，商品已下架</div>"), "captcha or login"),
        (Web("<script src=captcha.js></script>"), "captcha or login"),
        (Web("", 403), "status 403"),
        (Web("", 503), "status 503"),
        (Web("<h1>Welcome</h1>"), "does not say that it is gone"),
        (Web(UP, robots="User-agent: *\nDisallow: /"), "robots.txt"),
        (Web(UP, rules=503), "robots.txt"),
        (Web(UP, robots="User-agent: *\nDisallow: //[\nAllow: %2F%2F[\nDisallow: /"), "robots.txt"),
    ],
)
def test_a_barrier_a_refusal_or_an_empty_page_is_could_not_look(web: Web, why: str) -> None:
    with pytest.raises(SourceUnavailable, match=why):
        pages(web).look_at(a_listing(url=URL))


@pytest.mark.parametrize("url", ["https://[::1/item.htm", "//[x"])
def test_an_address_that_cannot_be_read_is_refused_and_nothing_is_asked(url: str) -> None:
    web = Web(UP)
    with pytest.raises(AddressRefused, match="not a valid address"):
        pages(web).look_at(a_listing(url=url))
    assert web.fetched == []


def test_a_page_that_keeps_the_words_for_gone_in_a_script_is_up() -> None:
    web = Web(f"<script>const TEXTS = {{ off: '商品已下架' }}</script>{UP}")
    assert pages(web).look_at(a_listing(url=URL)).listing is not None


def test_words_for_gone_in_a_template_are_not_shown_and_those_behind_it_are() -> None:
    kept_back = Web(f"<template><p>商品已下架</p></template>{UP}")
    assert pages(kept_back).look_at(a_listing(url=URL)).listing is not None
    assert (
        pages(Web("<template>x</template><b>商品</b>&#24050;失效<p>已失效</p>"))
        .look_at(a_listing(url=URL))
        .gone
    )


def test_a_page_of_nothing_but_tags_takes_little_memory() -> None:
    tags = 25_000  # as of any number: counted are bytes a tag, and who counts them takes eight times the time
    web, address = Web("<p>x" * tags), a_listing(url=URL)
    tracemalloc.start()
    with pytest.raises(SourceUnavailable, match="does not show the listing"):
        pages(web).look_at(address)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 300 * tags, "a tree of them takes more"


def test_a_host_whose_robots_cannot_be_read_now_is_asked_again_next_time() -> None:
    web = Web(UP, rules=503)
    looking = pages(web)
    with pytest.raises(SourceUnavailable):
        looking.look_at(a_listing(url=URL))
    web.rules = 404
    assert looking.look_at(a_listing(url=URL)).listing is not None


def test_one_host_is_asked_once_in_a_pause_and_its_robots_once() -> None:
    web, waits = Web(UP), list[float]()
    looking = pages(web, waits)
    looking.look_at(a_listing(url=URL))
    looking.look_at(a_listing(url=URL))
    assert waits == [PAUSE, PAUSE]
    assert sum(url.endswith("/robots.txt") for url in web.fetched) == 1

"""Where short links lead, and what a page says of its listing: as data, and only where it still is that page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from bot.domain.addresses import Address, address_of
from bot.net.guarded import Fetched
from bot.sources.pages import GuardedPages

ITEM = "https://item.jd.com/100012043978.html"
SHORT = "https://u.jd.com/abc"
ADDRESS = Address(platform="jd", item_id="100012043978", url=ITEM)


@dataclass(slots=True)
class Web:
    """Answers as told, in order."""

    answers: list[Fetched] = field(default_factory=list)

    def hops(self, url: str) -> Iterator[Fetched]:
        yield from self.answers

    def get(self, url: str) -> Fetched:
        return self.answers[-1]


def answer(url: str, body: str = "", *, status: int = 200, location: str = "") -> Fetched:
    headers = (("location", location),) if location else ()
    return Fetched(url=url, status=status, headers=headers, body=body.encode())


@pytest.mark.parametrize(
    "answers",
    [
        [answer(SHORT, status=302, location=ITEM)],
        [answer(SHORT, status=302, location="https://jump.example/x"), answer(ITEM)],
        [answer(SHORT, f"<script>var url = '{ITEM}?cu=true';</script>")],
        [answer(SHORT, '<script>{"url": "https:\\/\\/item.jd.com\\/100012043978.html"}</script>')],
    ],
    ids=["by redirect", "by two", "by a script", "by escaped JSON"],
)
def test_a_short_link_is_followed_to_its_listing(answers: list[Fetched]) -> None:
    found = GuardedPages(Web(answers)).follow(SHORT)
    assert found is not None
    assert found.listing_id == "jd:100012043978"


def test_a_short_link_that_leads_elsewhere_is_no_listing() -> None:
    page = answer(SHORT, "see https://item.jd.com.evil.tld/100012043978.html")
    assert GuardedPages(Web([page])).follow(SHORT) is None


PRODUCT = """<script type="application/ld+json">[{"@type": "Other"}, {"@type": "Product", "name": " 高仿\\n包 ",
"description": "d", "image": ["//img.jd.example/1.jpg"], "brand": {"name": "Aurelle"},
"offers": [{"price": "59.90", "priceCurrency": "CNY", "seller": {"name": "小店"}}]}]</script>"""


def test_a_product_that_a_page_states_is_read() -> None:
    found = GuardedPages(Web([answer(ITEM, PRODUCT)])).read(ADDRESS)
    assert (found.title, found.price, found.currency, found.seller_name, found.brand, found.images) == (
        "高仿 包",
        Decimal("59.90"),
        "CNY",
        "小店",
        "Aurelle",
        ("https://img.jd.example/1.jpg",),
    )


def test_open_graph_is_read_where_there_is_no_product() -> None:
    page = '<meta property="og:title" content="Bag"><meta property="product:price:amount" content="12.5">'
    found = GuardedPages(Web([answer(ITEM, page)])).read(ADDRESS)
    assert (found.title, found.price) == ("Bag", Decimal("12.5"))


@pytest.mark.parametrize(
    "page",
    [
        answer("https://login.jd.example/", PRODUCT),
        answer("https://item.jd.com/100000000001.html", PRODUCT),
        answer(ITEM, PRODUCT, status=404),
        answer(ITEM, "<title>Log in</title><script type='application/ld+json'>{broken</script>"),
        answer(ITEM, '<script type="application/ld+json">{"@type": "Product", "offers": 5}</script>'),
    ],
    ids=["a login page", "another listing", "an error", "nothing stated", "nonsense stated"],
)
def test_a_page_that_is_not_the_listings_tells_nothing(page: Fetched) -> None:
    found = GuardedPages(Web([page])).read(ADDRESS)
    assert (found.listing_id, found.url, found.title) == ("jd:100012043978", ITEM, "")


def test_the_address_itself_needs_no_following() -> None:
    assert address_of(ITEM) == ADDRESS

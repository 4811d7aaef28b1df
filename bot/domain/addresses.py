"""Which web addresses are a listing's: link -> platform and item id, by host and path; the host is the platform's own, whole.

Patterns were collected from the platforms' public links (docs/sources.md). A look-alike (``taobao.com.evil.tld``,
``https://taobao.com@evil.tld``) is no platform's address. A short link carries no id: it has to be followed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from bot.domain.errors import WrongInput
from bot.domain.ids import ListingId, split_listing_id
from knowledge.lazily import lazily

_HOST = lazily(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_IN_TEXT = lazily(r"(?:https?://|(?<![\w.@/-])(?=[\w-]+\.[\w.-]+/))[^\s<>|\"'，。；、）】」]+", re.IGNORECASE)
_FOREIGN = lazily(r"[^\x00-\x7f]")
_TRAILING = ".,;:!?)]}>"
LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a listing stands: its platform, the platform's id, and the address as given, with its scheme."""

    platform: str
    item_id: str
    url: str

    @property
    def listing_id(self) -> ListingId:
        """``platform:item_id``."""
        return ListingId(f"{self.platform}:{self.item_id}")


class _Form(NamedTuple):
    """One form of a platform's addresses: the id is group 1 of the path, or where there are ``keys`` the first of
    them in the query that is such a number.
    """

    platform: str
    hosts: str
    path: str = ".*"
    keys: tuple[str, ...] = ()
    number: str = r"\d{6,14}"


_EBAY = "com|de|fr|it|es|nl|pl|ie|at|ch|be|ca|ph|co.uk|com.au|com.hk|com.sg|com.my".replace(".", r"\.")
_SHOPEE = "sg|tw|ph|vn|cl|pl|co.th|co.id|com.my|com.br|com.mx|com.co".replace(".", r"\.")
_LAZADA = "sg|vn|co.th|co.id|com.my|com.ph".replace(".", r"\.")

_TAOBAO = r"(?:item|world|h5|market|m\.intl|intl)(?:\.m)?\.taobao\.com"
_OFFERS = r"(?:detail(?:\.m)?|m)\.1688\.com"
_PDD = r"(?:mobile|m)\.(?:yangkeduo|pinduoduo)\.com"
_LONG = r"\d{9,20}"


def _own(domain: str) -> str:
    """The domain and everything under it."""
    return rf"(?:[a-z0-9-]+\.)*{domain}"


_FORMS = (
    _Form(
        "xianyu", rf"{_own('goofish')}\.com|2\.taobao\.com", r"/item(?:\.htm)?", ("id", "itemId"), r"\d{9,14}"
    ),
    _Form("taobao", _TAOBAO, keys=("id", "itemId", "item_id")),
    _Form("taobao", _TAOBAO, r"/item/(\d{6,14})(?:\.html?)?/?"),
    _Form("tmall", r"(?:detail(?:\.m)?|chaoshi\.detail)\.tmall\.(?:com|hk)", keys=("id",)),
    _Form("1688", _OFFERS, r"/offer/(\d{6,15})(?:\.html)?"),
    _Form("1688", _OFFERS, keys=("offerId", "id"), number=r"\d{6,15}"),
    _Form("jd", r"(?:item(?:\.m)?|npcitem)\.jd\.(?:com|hk)", r"/(?:product/)?(\d{4,16})\.html"),
    _Form("jd", r"jingfen\.jd\.com", r"/detail/([\w-]+)\.html"),
    _Form("pinduoduo", _PDD, r"/(?:duo_coupon_landing|goods\d?)\.html", ("goods_id",)),
    _Form(
        "aliexpress",
        rf"{_own('aliexpress')}\.(?:com|us|ru)",
        r"/(?:item|i|store/product)/(?:[^/]*/)?(?:\d+_)?(\d{8,20})\.html",
    ),
    _Form("alibaba", rf"{_own('alibaba')}\.com", r"/product-detail/(?:.*_)?(\d{8,20})\.html"),
    _Form("dhgate", rf"{_own('dhgate')}\.com", r"/product/(?:[^/]*/)?(\d{6,14})\.html"),
    _Form("temu", rf"{_own('temu')}\.com", r"/.*-g-(\d{9,20})(?:\.html)?"),
    _Form("temu", rf"{_own('temu')}\.com", r"/(?:[a-z-]+/)?goods\.html", ("goods_id",), _LONG),
    _Form("xiaohongshu", rf"{_own('xiaohongshu')}\.com", r"/goods(?:-detail)?/([0-9a-f]{24}|\d+)"),
    _Form("douyin", r"haohuo\.jinritemai\.com", r"/views/product/(?:item2?|detail)", ("id",), _LONG),
    _Form("douyin", r"haohuo\.jinritemai\.com", r"/ecommerce/trade/detail/index\.html", ("id",), _LONG),
    _Form("ebay", rf"(?:(?:www|m|befr|benl|cafr)\.)?ebay\.(?:{_EBAY})", r"/itm/(?:[^/]+/)?(\d{9,15})/?"),
    _Form("shopee", rf"(?:www\.)?shopee\.(?:{_SHOPEE})", r"/.*-i\.(\d+\.\d+)"),
    _Form("lazada", rf"(?:www\.)?lazada\.(?:{_LAZADA})", r"/products/.*-i(\d+)(?:-s\d+)?\.html"),
    _Form("weidian", r"(?:www\.)?weidian\.com", r"/item\.html", ("itemID",), r"\d+"),
)

_SHORT = frozenset({
    "m.tb.cn", "e.tb.cn", "s.click.taobao.com", "uland.taobao.com", "qr.1688.com", "u.jd.com", "3.cn",
    "p.pinduoduo.com", "a.aliexpress.com", "s.click.aliexpress.com", "share.temu.com", "temu.to", "xhslink.com",
    "v.douyin.com",
})  # fmt: skip

_COMPILED = tuple((form, lazily(form.hosts), lazily(form.path), lazily(form.number)) for form in _FORMS)


def address_of(url: str) -> Address | None:
    """The listing an address leads to; None where it is no platform's, or carries no id."""
    parsed = _parsed(url)
    if parsed is None:
        return None
    host, path, query, written = parsed
    for form, hosts, paths, number in _COMPILED:
        if not hosts.fullmatch(host):
            continue
        if (item := _item(form, paths, number, path, query)) is not None:
            return Address(platform=form.platform, item_id=item, url=written)
    return None


def is_short_link(url: str) -> bool:
    """Whether the address is a platform's short link, which has to be followed."""
    parsed = _parsed(url)
    return parsed is not None and parsed[0] in _SHORT


def listing_named(text: str) -> ListingId:
    """The listing that somebody means: by its address, or as ``platform:item_id``.

    Raises:
        WrongInput: it is neither.
    """
    if (found := address_of(text.strip("<>").partition("|")[0])) is not None:
        return found.listing_id
    if "://" in text:
        raise WrongInput("“{url}” is no address of a listing that Marque knows", url=text[:200])
    split_listing_id(text)
    return ListingId(text)


def addresses_in(text: str) -> list[str]:
    """Web addresses written in a text, each once, in order; not only those of platforms."""
    return list(dict.fromkeys(_written(text)))


def _written(text: str) -> Iterator[str]:
    for match in _IN_TEXT.finditer(text):
        url = match.group().rstrip(_TRAILING)
        before = _FOREIGN.split(url, maxsplit=1)[0].rstrip(_TRAILING)
        # Chinese runs on behind an address without a blank; it may also be part of one.
        yield before if before != url and not _leads(url) and _leads(before) else url


def _leads(url: str) -> bool:
    return address_of(url) is not None or is_short_link(url)


def _item(
    form: _Form, paths: re.Pattern[str], number: re.Pattern[str], path: str, query: list[tuple[str, str]]
) -> str | None:
    at_path = paths.fullmatch(path)
    if at_path is None:
        return None
    if not form.keys:
        return at_path.group(1)
    return next((value for name, value in query if name in form.keys and number.fullmatch(value)), None)


def _parsed(url: str) -> tuple[str, str, list[tuple[str, str]], str] | None:
    """Host, path, query and the address with its scheme; None for anything a browser might read in two ways."""
    text = url.strip()
    if not text or len(text) > LONGEST or "\\" in text or any(ord(letter) < 33 for letter in text):
        return None
    if text.startswith("//"):
        text = f"https:{text}"
    elif "://" not in text.partition("?")[0]:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    plain = parts.scheme.lower() in {"http", "https"} and port in {None, 80, 443} and "@" not in parts.netloc
    if not plain or not _HOST.fullmatch(host):
        return None
    return host, parts.path, parse_qsl(parts.query, keep_blank_values=True), text

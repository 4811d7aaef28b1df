"""Shops the team knows: authorised, watched, infringer; and what ties one to another: telephone, mail, WeChat, licence.

A trace is a word such as ``licence:92330782MA00000X01``; two listings that share one have something of their source in
common. A picture is known by its address and, whatever that is, by its content. Used to group what is judged together and
to name the earlier case when a seller comes back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from bot.domain.ids import CaseId
from bot.domain.listings import Listing
from knowledge.lazily import lazily

_LABEL = lazily(
    r"^\s*(?:微信号?|薇信?|威信|vx|wx|wechat|weixin|v信?(?![a-z])|q{1,2}(?![a-z])|电话|手机|联系电话|tel|phone|邮箱|e-?mail|mail)\s*[:：\-=]?\s*",
    re.IGNORECASE,
)
_MAIL = lazily(r"^[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+$")
_WECHAT = lazily(r"^[a-z][a-z0-9_\-]{5,19}$")
_NUMBER = lazily(r"^[+\d][\d\s\-()转#]{5,}$")

_ORGAN = lazily(
    "(?:中级)?人民法院|知识产权法院|市场监督管理|市场监管|知识产权|公安|工商行政管理|综合行政执法"
)
_UNIT = lazily("国家|总局|分局|监管局|监管所|派出所|委员会|[总支大中]队|[局厅所处]")
_CITY_STATES = "北京|上海|天津|重庆"
_PROVINCE = lazily(
    rf"(?:中国)?(?P<name>{_CITY_STATES}|[^省市区县]{{2,3}}(?=省)|[^省市区县]{{2,7}}(?=自治区))(?:省|市|自治区)?"
)
_CITY = lazily("(?P<name>[^省市区县旗]{2,9}?)(?:市|自治州|地区|盟)")
_COUNTY = lazily("(?P<name>[^省市区县旗街镇乡路村园号]{1,7}?)(?<!开发)(?<!高新)(?<!工业)(?:区|县|旗|市)")
_ZONE = lazily("开发区|高新|新区|园区|自贸|保税")


class Seat(StrEnum):
    """Whether an office stands where an address is, as far as the two tell."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = ""


def seat_of(office: str, address: str) -> Seat:
    """Province, city and county in the office's Chinese name against those of the address. Without a list of all places
    nobody knows which city a county-level one belongs to: then it stays unknown."""
    organ = _ORGAN.search(office)
    left = _UNIT.sub("", office[: organ.start()] + office[organ.end() :]) if organ else ""
    province, city, county = _places(address)
    fixed = bool(county) or (bool(province) and province in _CITY_STATES)
    hits = []
    for name in (province[:2], city, county):
        told = f"{name}(?:[^省市区县旗]{{0,5}}自治[区州县旗]|[省市区县旗盟]|地区)?"
        left, times = re.subn(told, "", left, count=1) if name else (left, 0)
        hits.append(times)
    if not left:
        return Seat.HERE if any(hits) else Seat.UNKNOWN
    theirs = _PROVINCE.match(left)
    if theirs and province and not hits[0]:
        return Seat.ELSEWHERE
    if _ZONE.search(left) or not (fixed and (not hits[1] or county)):
        return Seat.UNKNOWN
    return Seat.ELSEWHERE


def _places(address: str) -> tuple[str, str, str]:
    """Province, city and county or district that a Chinese address begins with; empty where it does not say."""
    found, rest = [], address.strip()
    for level in (_PROVINCE, _CITY, _COUNTY):
        hit = level.match(rest)
        found.append(hit["name"] if hit else "")
        rest = rest[hit.end() :] if hit else rest
    return found[0], found[1], found[2]


_PERSON = lazily("[\u4e00-\u9fff·]{2,4}(?<![厂店部行社馆铺坊场站])")


def private(listing: Listing, name: str) -> bool:
    """Whether the seller of this name is a natural person without a licence (a private seller need not register, AM-45)."""
    if listing.seller_licence or listing.seller_type == "company":
        return False
    return listing.seller_type == "individual" or bool(_PERSON.fullmatch(name))


class ContactKind(StrEnum):
    """What a contact is."""

    PHONE = "phone"
    MAIL = "mail"
    WECHAT = "wechat"
    OTHER = "other"


def contact_of(text: str) -> tuple[ContactKind, str]:
    """Kind and one form of a contact: phones as E.164 (a number without a country is Chinese), the rest folded.

    A WeChat id that is a phone number is that phone. An empty value means that nothing is left to compare.
    """
    folded = _folded(text).strip()
    bare = _LABEL.sub("", folded, count=1).strip() or folded
    if _MAIL.match(bare):
        return ContactKind.MAIL, bare
    phone = _phone(bare)
    if phone:
        return ContactKind.PHONE, phone
    if _WECHAT.match(bare):
        return ContactKind.WECHAT, bare
    return ContactKind.OTHER, re.sub(r"[\s:：\-_.+()（）]+", "", bare)


def _phone(text: str) -> str:
    if not _NUMBER.match(text):
        return ""
    import phonenumbers  # only who compares telephone numbers waits for them

    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def company_of(name: str) -> str:
    """A company name to compare: half-width, without blanks and brackets. Its legal form stays: it is part of the name."""
    bare = re.sub(r"[\s()（）\[\]【】·,，.。]+", "", _folded(name))
    return _folded(bare)  # what stood apart may be one character now


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class SellerStanding(StrEnum):
    AUTHORISED = "authorised"
    WATCHED = "watched"
    INFRINGER = "infringer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """A shop with its standing; ``since`` and ``until`` are the first and the last day it holds, in Shanghai."""

    platform: str
    seller_id: str
    name: str = ""
    standing: SellerStanding
    until: date | None = None
    since: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the standing applies on the day."""
        return self.holds_within(day, day)

    def holds_within(self, first: date, last: date) -> bool:
        """Whether the standing applies on any of the days."""
        return (self.until is None or first <= self.until) and (self.since is None or self.since <= last)

    def named_in(self, text: str) -> bool:
        """Whether a text names the shop, by its name or id."""
        return any(each and each.casefold() in text.casefold() for each in (self.name, self.seller_id))

    def meets(self, other: Seller) -> bool:
        """Whether both apply on some day."""
        return other.holds_within(self.since or date.min, self.until or date.max)


@lru_cache(1 << 14)  # few shops sell very many listings
def shop_key(platform: str, seller_id: str) -> tuple[str, str]:
    """What a shop is known by. Full-width figures, as Chinese keyboards write them, are the same figures; case is kept,
    since ids that platforms encrypt differ by it."""
    plain = seller_id if seller_id.isascii() else unicodedata.normalize("NFKC", seller_id)
    return platform, plain.strip()


def standing_on(entries: Iterable[Seller], day: date) -> Seller | None:
    """Which of a shop's entries applies on the day; where none does, the one that ended last or is the next to begin."""
    found = sorted(entries, key=lambda each: each.until or date.max)
    ended = [each for each in found if each.until and each.until < day]
    coming = [each for each in found if each not in ended]
    return next((each for each in found if each.holds_on(day)), next(iter((*reversed(ended), *coming)), None))


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerHistory:
    """What the team knows of a shop: how the brand stands to it, other alerts, how many of them people found
    infringing or cleared, and the cases they led to, the open ones first. ``since``: the first day of a standing,
    where the book says it; ``ended``: the last day of one that holds no longer.
    """

    standing: SellerStanding | None = None
    since: date | None = None
    ended: date | None = None
    alerts: int = 0
    infringing: int = 0
    cleared: int = 0
    cases: tuple[CaseId, ...] = ()


NO_HISTORY = SellerHistory()


BEGINNING = 4
"""By so many first characters of its names a shop is looked up; a shorter name by all of them."""

_LONGEST_NAME = 200


def shop_of(listing: Listing) -> str:
    """``platform:seller id``; where the marketplace tells no id, the name in its place."""
    return f"{listing.platform}:{listing.seller_id or listing.seller_name}"


def names_of(listing: Listing) -> frozenset[str]:
    """What its shop may be called in a message, in lower case: name, id, company; no single character."""
    told = (listing.seller_name, listing.seller_id, listing.seller_company)
    return frozenset(name.lower()[:_LONGEST_NAME] for name in told if len(name) > 1)


def beginnings_in(text: str) -> frozenset[str]:
    """How a name that stands in this text (in lower case) may begin; one of Latin letters does not begin inside a word."""
    starts = (
        at
        for at in range(len(text))
        if not (at and (pair := text[at - 1 : at + 1]).isascii() and pair.isalnum())
    )
    return frozenset(text[at : at + length] for at in starts for length in range(2, BEGINNING + 1))


SHORTEST_CONTACT = 5
_APART = lazily(r"[\s:：\-_.+()（）]+")
# Picture servers put the size wanted behind the picture's own name: cup.jpg_400x400q90.jpg_.webp
_OWN_NAME = lazily(r"(.+?\.(?:jpe?g|png|webp|gif))[_!@].*", re.IGNORECASE)


class Tie(StrEnum):
    """What two listings have in common, the strongest first."""

    SELLER = "seller"
    LICENCE = "licence"
    CONTACT = "contact"
    PICTURE = "picture"


def traces(listing: Listing) -> frozenset[str]:
    """Every trace of the listing, as ``tie:value``."""
    found = set()
    if listing.seller_id:
        found.add(f"{Tie.SELLER}:{listing.platform}:{listing.seller_id}")
    if listing.seller_licence.strip():
        found.add(f"{Tie.LICENCE}:{_APART.sub('', listing.seller_licence).casefold()}")
    contacts = map(contact_of, listing.seller_contact)
    found |= {f"{Tie.CONTACT}:{kind}:{each}" for kind, each in contacts if len(each) >= SHORTEST_CONTACT}
    return frozenset(found | _pictured(listing))


def tie(shared: Collection[str]) -> Tie | None:
    """The strongest tie among these traces; None where there is none."""
    held = {trace.partition(":")[0] for trace in shared}
    return next((each for each in Tie if each.value in held), None)


def print_trace(key: str) -> str:
    """The trace of a picture known by its content."""
    return f"{Tie.PICTURE}:print:{key}"


def _pictured(listing: Listing) -> set[str]:
    """Pictures by content where it is known, and by address; not those known to say nothing."""
    keys = dict(listing.prints)
    telling = [image for at, image in enumerate(listing.images, 1) if keys.get(at) != ""]
    named = {f"{Tie.PICTURE}:{name}" for image in telling if (name := picture_name(image))}
    return named | {print_trace(key) for key in keys.values() if key}


def picture_name(image: str) -> str:
    """The picture behind an address, whatever size and scheme it is asked for in; empty where none is named."""
    try:
        parts = urlsplit(image.strip())
    except ValueError:
        return ""
    own = _OWN_NAME.sub(r"\1", parts.path)
    return (parts.netloc.lower() + own)[-_LONGEST_NAME:] if own.strip("/") else ""

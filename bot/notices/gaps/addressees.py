"""Whether the seller behind a request is expected where it goes, and known enough to be reached."""

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.sellers import Seat
from bot.domain.sentences import sentence
from bot.notices.facts.form import seat_in
from bot.notices.facts.matter import NoticeMatter

_EXPECTED = {
    "patent": (
        re.compile("知识产权局|知识产权|市场监督管理"),
        sentence("a patent administration's Chinese name, for example {name}", name="金华市知识产权局"),
    ),
    "customs": (
        re.compile("海关"),
        sentence("a customs office's Chinese name, for example {name}", name="宁波海关"),
    ),
    "police": (
        re.compile("公安"),
        sentence("a police office's Chinese name, for example {name}", name="义乌市公安局"),
    ),
}


def gaps_of_addressee(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """An office must be named, look like one that takes this paper, and stand where the seller is."""
    office = matter.facts.request.office.strip()
    if not matter.entry.needs("request.office"):
        return
    yield from _seat(matter, office)
    yield from _own_trade(matter)
    if matter.route not in _EXPECTED:
        return
    pattern, example = _EXPECTED[matter.route]
    if not office:
        yield blocking("request.office", "no office is named; write {office_example}", office_example=example)
    elif not pattern.search(office):
        yield blocking(
            "request.office",
            "“{office}” does not read like {office_example}; check it",
            office=office,
            office_example=example,
            waivable_by=APPROVER,
        )


def _own_trade(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Goods that a company of the owner's name sends or gets may be its own: a wrong application is paid for (CU-13)."""
    book = matter.book
    ours = {book.name, *book.aliases, matter.owner.name, matter.owner_name_zh} if book else set[str]()
    for name in ("shipper", "consignee"):
        trader = matter.texts.get(name, "")
        if any(len(own) > 1 and own.casefold() in trader.casefold() for own in ours):
            yield blocking(
                f"texts.{name}",
                "{trader} bears the owner's own name; check that the goods are not genuine ones of a company or "
                "dealer of the owner",
                trader=trader,
                waivable_by=APPROVER,
            )


def _seat(matter: NoticeMatter, office: str) -> Iterator[NoticeGap]:
    """A paper says that an office has the case only where its name and the seller's address agree (AM-03, PT-04)."""
    seat, address = seat_in(matter), matter.seller_address
    if not office or not address or matter.route == "customs":
        return
    if seat == Seat.ELSEWHERE:
        yield blocking(
            "request.office",
            "“{office}” is elsewhere than the seller, whose address is {address}; name the office there, or have an approver say "
            "why this one has the case",
            office=office,
            address=address,
            waivable_by=APPROVER,
        )
    elif seat == Seat.UNKNOWN:
        yield warning(
            "request.office",
            "whether {address} lies in the district of “{office}” cannot be told from the two, so the paper does not say it; "
            "check it",
            office=office,
            address=address,
        )

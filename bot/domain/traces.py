"""What ties one listing to another: the same shop, licence, contact or picture.

A trace is a word such as ``licence:92330782MA00000X01``; two listings that share one have something of their
source in common. A picture is known by its address and, whatever that is, by its content. Used to group what is
judged together and to name the earlier case when a seller comes back.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.contacts import contact_of
from bot.domain.listings import Listing

SHORTEST_CONTACT = 5
_APART = re.compile(r"[\s:：\-_.+()（）]+")
# Picture servers put the size wanted behind the picture's own name: cup.jpg_400x400q90.jpg_.webp
_OWN_NAME = re.compile(r"(.+?\.(?:jpe?g|png|webp|gif))[_!@].*", re.IGNORECASE)


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
    parts = urlsplit(image.strip())
    own = _OWN_NAME.sub(r"\1", parts.path)
    return parts.netloc.lower() + own if own.strip("/") else ""

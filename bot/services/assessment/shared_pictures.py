"""Pictures that several shops show: evidence of one source, known by content, whatever address or size they have."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.domain.infringers import MOST_SHARING, seller_key
from bot.domain.listings import Listing
from bot.domain.prints import SharedPicture
from bot.domain.sellers import print_trace
from bot.repositories import UnitOfWork
from bot.signals.pictures.image import Fingerprint
from bot.signals.pictures.prints import print_of, same_as

NAMED = 3
"""Shops told by name; the rest are counted."""
_EVERY = 10_000
_OWNED = "an authorised shop shows it"
_COMMON = f"more than {MOST_SHARING} shops show it"


def keyed(unit: UnitOfWork, listing: Listing, marks: Mapping[int, Fingerprint | None]) -> Listing:
    """The listing with the keys of its pictures' prints. ``marks`` are by place; None says nothing.

    A picture that an authorised shop or very many shops show says nothing either, nor does one of which a person cut
    the trace in the infringer register: its key is empty.
    """
    if not marks:
        return listing
    cut = {each.trace for each in unit.infringers.cuts()}
    keys = {at: _telling(unit, mark, cut) if mark else "" for at, mark in marks.items()}
    return replace(listing, prints=tuple(sorted(keys.items())))


def silence(unit: UnitOfWork, marks: Mapping[int, Fingerprint | None]) -> None:
    """These pictures are an authorised shop's: everybody may have copied them there."""
    for mark in filter(None, marks.values()):
        key, silent = _key(unit, mark)
        if not silent:
            _silence(unit, key, _OWNED)


def forget_prints(unit: UnitOfWork, listing: Listing) -> None:
    """Drop the prints of a listing that is held no more, as far as no other alert has them."""
    for _, key in listing.prints:
        if key and not unit.alerts.sharing([print_trace(key)], 1):
            unit.prints.forget(key)


def shared_pictures(unit: UnitOfWork, listing: Listing) -> tuple[SharedPicture, ...]:
    """The listing's pictures that other shops show too, in the order of the pictures. Shops whose goods a person
    cleared are left out."""
    found = []
    for place, key in listing.prints:
        shops = dict(_shops(unit, key, but=seller_key(listing))) if key else {}
        if shops:
            names = tuple(shops.values())[:NAMED]
            found.append(SharedPicture(place=place, shops=len(shops), names=names))
    return tuple(found)


def _telling(unit: UnitOfWork, mark: Fingerprint, cut: set[str]) -> str:
    key, silent = _key(unit, mark)
    if silent or print_trace(key) in cut:
        return ""
    if len(dict(_shops(unit, key))) > MOST_SHARING:
        _silence(unit, key, _COMMON)
        return ""
    return key


def _key(unit: UnitOfWork, mark: Fingerprint) -> tuple[str, str]:
    """The key of the picture's print, a new one where no copy is known, and why it says nothing (mostly empty)."""
    known = same_as(mark, unit.prints.near((mark.whole, mark.mirrored)))
    if known is None:
        known = print_of(mark)
        unit.prints.add(known)
    return known.key, known.silent


def _silence(unit: UnitOfWork, key: str, why: str) -> None:
    """Silence the print, and untie the listings that it tied until now."""
    unit.prints.silence(key, why)
    for alert in unit.alerts.sharing([print_trace(key)], _EVERY):
        listing = replace(
            alert.listing,
            prints=tuple((at, "" if each == key else each) for at, each in alert.listing.prints),
        )
        unit.alerts.save(replace(alert, listing=listing))
        if unit.listings.get(listing.listing_id) is not None:
            unit.holdings.rewrite(listing, unit.listings.assessments(listing.listing_id))


def _shops(unit: UnitOfWork, key: str, but: str = "") -> Iterator[tuple[str, str]]:
    """Shops that show the picture, with their names, the newest first; shops not known are nobody."""
    for alert in unit.alerts.sharing([print_trace(key)]):
        shop = seller_key(alert.listing)
        cleared = alert.verdict is not None and alert.verdict.clears
        if shop and shop != but and not cleared:
            yield shop, alert.listing.seller_name or alert.listing.seller_id

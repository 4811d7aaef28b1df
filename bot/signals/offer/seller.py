"""The shop: authorised reseller, watched or a known infringer, and whether it poses as the brand's own (official store)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sellers import Seller, SellerStanding, shop_key, standing_on
from bot.domain.sentences import filled, sentence
from bot.signals.names.folding import fold, shortened
from bot.signals.names.forms import NameForm
from bot.signals.names.wordmark import NameSighting
from bot.signals.offer.lexicon import TermHits


@dataclass(frozen=True, slots=True)
class Shops:
    """The brand book's shops, by platform and id; authorised ones also by folded name, to tell imitations.

    A shop may have several entries, each for its days: authorised until June, an infringer since July.
    """

    by_id: Mapping[tuple[str, str], tuple[Seller, ...]]
    authorised: Mapping[str, tuple[Seller, ...]]


def shops_of(sellers: Iterable[Seller]) -> Shops:
    """The shops of a brand book, ready to be looked up."""
    by_id: dict[tuple[str, str], tuple[Seller, ...]] = {}
    named: dict[str, tuple[Seller, ...]] = {}
    for shop in sellers:
        key = shop_key(shop.platform, shop.seller_id)
        by_id[key] = (*by_id.get(key, ()), shop)
        if shop.standing is SellerStanding.AUTHORISED and (name := fold(shop.name)):
            named[name] = (*named.get(name, ()), shop)
    return Shops(by_id, named)


def known(listing: Listing, shops: Shops, on: date) -> Seller | None:
    """The shop's entry in the brand book: by platform and id, never by name, since names are imitated."""
    entries = shops.by_id.get(shop_key(listing.platform, listing.seller_id)) if listing.seller_id else None
    return standing_on(entries, on) if entries else None


def is_authorised(shop: Seller | None, on: date) -> bool:
    """Whether the shop may sell the brand's goods on the day."""
    return shop is not None and shop.standing is SellerStanding.AUTHORISED and shop.holds_on(on)


def signal(
    listing: Listing,
    shop: Seller | None,
    shops: Shops,
    seen: Sequence[NameSighting],
    terms: TermHits,
    *,
    own: bool | None,
    on: date,
) -> Signal | None:
    """What the shop's standing or name says."""
    if shop is not None and (standing := _standing(listing, shop, own=own, on=on)):
        return standing
    if not listing.seller_id:
        return None
    posing, same = terms.of("official", "seller_name"), _namesakes(listing, shops.authorised, on)
    if not posing and not same:
        return None
    marked = any(s.field == "seller_name" for s in seen)
    imitated = next((s for s in same if marked or s.platform == listing.platform), None)
    shop_id, text = listing.seller_id, shortened(listing.seller_name)
    if imitated is not None:
        key = "shop {shop} calls itself “{text}” like authorised shop {other}, and is not it"
        because = sentence(key, shop=shop_id, text=text, other=imitated.seller_id)
        return Signal(name="seller", score=0.8, because=because)
    if marked and posing and own is not False and not _is_makers(listing, seen):
        key = "shop name “{text}” poses as the brand's own; shop {shop} is not authorised"
        return Signal(name="seller", score=0.8, because=sentence(key, text=text, shop=shop_id))
    return None


def _is_makers(listing: Listing, seen: Sequence[NameSighting]) -> bool:
    """Whether the shop bears the name that the brand field gives, and that name is not the brand's own."""
    maker = fold(listing.brand)
    plain = any(s.field == "brand" and s.form is NameForm.PLAIN for s in seen)
    return bool(maker) and not plain and maker in fold(listing.seller_name)


def _namesakes(listing: Listing, named: Mapping[str, tuple[Seller, ...]], on: date) -> list[Seller]:
    """Other shops of the listing's shop's name that are authorised on the day."""
    shops = named.get(fold(listing.seller_name), ()) if listing.seller_name else ()
    own = shop_key(listing.platform, listing.seller_id) if shops else None
    return [each for each in shops if shop_key(each.platform, each.seller_id) != own and each.holds_on(on)]


def _standing(listing: Listing, shop: Seller, *, own: bool | None, on: date) -> Signal | None:
    since, day = " since {since}" if shop.since else "", shop.until
    if is_authorised(shop, on):
        score, key = -1.0, f"shop {{shop}} is authorised{since}{' until {day}' if day else ''}"
    elif shop.until and shop.until < on:
        score, key = 0.1, "shop {shop} was {standing} until {day}"
    elif not shop.holds_on(on):
        score, key, day = 0.1, "shop {shop} is {standing} only from {day}", shop.since
    elif shop.standing is SellerStanding.INFRINGER and own is not False:
        score, key = 0.9, f"shop {{shop}} is on the list of infringers{since}"
    elif shop.standing is SellerStanding.WATCHED:
        score, key = 0.3, f"shop {{shop}} is being watched{since}"
    else:
        return None
    facts = {"shop": _label(listing, shop), "standing": shop.standing, "since": shop.since, "day": day}
    return Signal(name="seller", score=score, because=filled(key, facts))


def _label(listing: Listing, shop: Seller) -> str:
    """The shop as the brand book names it, and what it calls itself where that is another name."""
    label = f"{shop.platform}:{shop.seller_id}"
    if not shop.name:
        return label
    renamed = bool(listing.seller_name) and fold(listing.seller_name) != fold(shop.name)
    return (
        f"{label} ({shop.name} → {shortened(listing.seller_name)})" if renamed else f"{label} ({shop.name})"
    )

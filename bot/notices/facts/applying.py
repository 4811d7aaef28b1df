"""The law applied to the facts: which sign on which goods, what was sold for how much, against which genuine price.

Only records and what a person wrote speak here; a sentence whose fact is missing is not printed, and a gap asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest

from bot.domain.listings import Listing
from bot.domain.reasons import CIRCUMSTANCES
from bot.domain.rights import Right, RightKind
from bot.notices.facts.matter import CHOSEN, NoticeMatter
from bot.notices.papers.form import amount_in
from bot.notices.wording.saying import BilingualText, Tree, glossed, money, romanised

_NOTHING = BilingualText("", "")
_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")
_SHORTEST = 2
_LOW = 50
"""A price below this share of the genuine one, in percent, is told as clearly below the market's."""


def applied_of(matter: NoticeMatter) -> Tree:
    """What the templates say of sign, goods, turnover and price."""
    return {
        "sign": _pair(matter, "sign"),
        "comparison": _pair(matter, "comparison"),
        "accused": _pair(matter, "accused"),
        "goods": goods_of(matter) or _NOTHING,
        "turnover": _yuan(turnover_of(matter)),
        "amount_crime": reaches(amount_in(matter, "amount_cny"), matter.terms.crime_amount),
        "turnover_fined": reaches(turnover_of(matter), matter.terms.fine_turnover),
        "turnover_crime": reaches(turnover_of(matter), matter.terms.crime_amount),
        "prices": [_price(listing, genuine) for listing, genuine in cheap(matter)],
    }


def reasons_of(matter: NoticeMatter) -> Tree:
    """What a person ticked, in their own words where they edited it: the reasons, and the circumstances apart."""
    told = [*_edited(matter)] or [
        {"kind": r.kind.value, "text": BilingualText(r.zh, glossed(r.en)), "around": r.kind in CIRCUMSTANCES}
        for r in matter.reasons
    ]
    return {
        "reasons": [row for row in told if not row["around"]],
        "circumstances": [row for row in told if row["around"]],
        "examiner": romanised(matter.texts.get("examiner", "")),
    }


def _edited(matter: NoticeMatter) -> Iterator[dict[str, object]]:
    """A person's own words, line by line; where one language has fewer lines the other stands for both."""
    zh, en = (matter.texts.get(f"reasons_{language}", "").splitlines() for language in ("zh", "en"))
    for first, second in zip_longest(zh, en, fillvalue=""):
        said = BilingualText(first.strip() or second.strip(), second.strip() or first.strip())
        if said:
            yield {"kind": "edited", "text": said, "around": False}


def told_of(matter: NoticeMatter, right: Right) -> bool:
    """Whether a person said, or ticked, where the right is used or copied."""
    if right.kind is RightKind.TRADEMARK and _pair(matter, "sign"):
        return True
    return any(reason.right_id == right.id for reason in matter.reasons)


def shown_on(right: Right, listing: Listing) -> bool:
    """Whether the listing writes the mark as registered."""
    return (
        bool(right.title) and right.title.casefold() in f"{listing.title}\n{listing.description}".casefold()
    )


def shown(matter: NoticeMatter, right: Right) -> bool:
    """Whether each listing of the notice writes the mark."""
    return bool(matter.listings) and all(shown_on(right, listing) for listing in matter.listings)


def titled(matter: NoticeMatter, right: Right) -> bool:
    """Whether each listing writes the mark in its title."""
    return bool(right.title) and all(
        right.title.casefold() in listing.title.casefold() for listing in matter.listings
    )


def goods_of(matter: NoticeMatter) -> BilingualText:
    """What the goods are, in the words of the registration: as a person wrote it or picked it there, else the
    term that every title has; for customs the term that its own description of the goods has."""
    written = _pair(matter, "same_goods")
    if written:
        return written
    terms = {
        term: english
        for right in matter.rights
        if right.kind is RightKind.TRADEMARK
        for term, english in zip(right.goods_terms, right.goods_terms_en, strict=True)
        if len(term) >= _SHORTEST
    }
    picked = matter.texts.get(f"same_goods{CHOSEN}", "")
    if picked in terms:
        return romanised(picked, terms[picked])
    described = matter.texts.get("goods", "")
    titles = [described] if described else [listing.title for listing in matter.listings]
    found = [term for term in terms if titles and all(term in title for title in titles)]
    chosen = max(found, key=len, default="")
    return romanised(chosen, terms[chosen]) if chosen else _NOTHING


def turnover_of(matter: NoticeMatter) -> Decimal | None:
    """Sales shown times price shown, over the listings that show both in yuan; None where none does."""
    values = [_sold(listing) for listing in matter.listings]
    known = [value for value in values if value is not None]
    return _whole(sum(known, Decimal())) if known else None


def _whole(value: Decimal) -> Decimal:
    """An estimate without fen where it has none."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _sold(listing: Listing) -> Decimal | None:
    if listing.price is None or not listing.sales or listing.currency not in {"", "CNY"}:
        return None
    return (listing.price * listing.sales).quantize(_CENT)


def reaches(value: Decimal | None, least: int) -> bool:
    """Whether an amount is known and not below what the law names."""
    return value is not None and bool(least) and value >= least


def cheap(matter: NoticeMatter) -> Iterator[tuple[Listing, Decimal]]:
    """The listings priced clearly below the one genuine product concerned, with its price."""
    prices = {p.list_price for p in matter.products if p.list_price and p.currency in {"", "CNY"}}
    if len(prices) != 1:
        return
    genuine = prices.pop()
    for listing in matter.listings:
        if (
            listing.price is not None
            and listing.currency in {"", "CNY"}
            and listing.price * 100 < genuine * _LOW
        ):
            yield listing, genuine


def share_of(listing: Listing, genuine: Decimal) -> Decimal:
    """The price asked in percent of the genuine one."""
    return ((listing.price or Decimal()) * 100 / genuine).quantize(_TENTH, ROUND_HALF_UP)


def _price(listing: Listing, genuine: Decimal) -> Tree:
    share = share_of(listing, genuine)
    return {
        "asked": money(listing.price or Decimal(), "CNY"),
        "genuine": money(genuine, "CNY"),
        "share": BilingualText(f"{share}%", f"{share}%"),
    }


def _pair(matter: NoticeMatter, field: str) -> BilingualText:
    zh, en = (matter.texts.get(f"{field}_{language}", "") for language in ("zh", "en"))
    return BilingualText(zh or en, en or zh)


def _yuan(value: Decimal | None) -> BilingualText:
    return money(value, "CNY") if value is not None else _NOTHING

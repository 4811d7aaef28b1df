"""What a person filled in, by the fields that the catalog asks for: how each is read and printed.

The name of a field says what it holds: ``…_on`` a day (2026-11-24), ``…_cny`` an amount in yuan, a pair ``…_zh`` and
``…_en`` one text in both languages, anything else a record that both languages print as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.amounts import typed_amount
from bot.domain.compositions import CHOSEN
from bot.domain.listings import goods_terms_of, goods_told
from bot.domain.moments import china_day
from bot.domain.rights import Right, add_months
from bot.domain.sellers import Seat, private, seat_of
from bot.domain.sentences import Sentence, sentence, worded
from bot.notices.facts.matter import NoticeMatter
from bot.notices.wording.saying import (
    NOTHING,
    BilingualText,
    Tree,
    day,
    either,
    joined,
    missing,
    money,
    romanised,
    same,
)

_LANGUAGES = ("_zh", "_en")
_TICKED = frozenset({"reasons", "facts"})
"""Fields that ticked reasons fill: nobody has to write them."""

_NUMBERS = frozenset({"reference"})
"""Fields that hold a portal's number: printed as it is."""

_STEERING = frozenset({"agent", "purchase", "filing_channel", "seller_company", "seller_address", "office"})
"""Fields that steer the notice or are printed with the seller: no template reads them here."""


def form_of(matter: NoticeMatter) -> Tree:
    """Every field of the form by its base name; a required one that is empty prints a visible mark."""
    return {name: _field(matter, name) for name in base_names(matter) if name not in _STEERING}


def base_names(matter: NoticeMatter) -> Iterator[str]:
    """The fields' names, a pair of languages once."""
    return iter(dict.fromkeys(base(name) for name, _ in matter.entry.asks))


def base(name: str) -> str:
    """``facts_zh`` -> ``facts``."""
    return name[:-3] if name.endswith(_LANGUAGES) else name


def labels(matter: NoticeMatter, name: str) -> tuple[str, str]:
    """What the field is called in Chinese and in English."""
    chinese, english = matter.entry.labels_zh, _asked(matter, name)
    return next((chinese[n] for n in (name, f"{name}_zh", f"{name}_en") if n in chinese), english), english


def _asked(matter: NoticeMatter, name: str) -> str:
    asked = dict(matter.entry.asks)
    return next((asked[n] for n in (name, f"{name}_zh", f"{name}_en") if n in asked), "")


def called(matter: NoticeMatter, name: str) -> Sentence:
    """The field by its label, told in the reader's language."""
    return sentence("“{field}”", field=worded(_asked(matter, name) or name))


def written(matter: NoticeMatter, name: str) -> str:
    """What stands in the field, in either language; empty where nothing does."""
    if name in _TICKED and matter.reasons:
        return " ".join(reason.zh for reason in matter.reasons)
    texts = matter.texts
    return texts.get(name) or texts.get(f"{name}_zh") or texts.get(f"{name}_en") or ""


def date_in(matter: NoticeMatter, name: str) -> date | None:
    """The day in a field, None where there is none that can be read."""
    try:
        return date.fromisoformat(matter.texts.get(name, ""))
    except ValueError:
        return None


def amount_in(matter: NoticeMatter, name: str) -> Decimal | None:
    """The amount in a field, None where there is none that can be read."""
    read = typed_amount(text) if (text := matter.texts.get(name)) else None
    return read.value if read else None


def counter_until(matter: NoticeMatter) -> date | None:
    """The last day for the platform to hear of a complaint or suit: counted from the day the statement reached us.

    For our own plan; a day off does not move it here, and no paper tells it to the platform (fact DT-01).
    """
    reached = date_in(matter, "reached_on")
    return (
        reached + timedelta(days=matter.terms.counter_days) if reached and matter.terms.counter_days else None
    )


def adjudication_until(matter: NoticeMatter) -> date | None:
    """The last day to ask the patent office, counted from knowing; later it takes a request while the act goes on (PT-23)."""
    knew, years = date_in(matter, "knew_on"), matter.terms.adjudication_years
    return add_months(knew, 12 * years) if knew and years else None


def security_of(matter: NoticeMatter) -> Decimal | None:
    """What customs asks as security for goods of the value in the form: all of it on the owner's application, a part by its
    scale on its own initiative (CU-10, CU-11)."""
    value = amount_in(matter, "goods_value_cny")
    if value is None or matter.texts.get("mode") == "application":
        return value
    return matter.terms.scale.security(value) if matter.terms.scale else None


def security_band(matter: NoticeMatter) -> str:
    """Which step of customs' scale the value in the form is on: low, half or high; empty where one is not known."""
    value, scale = amount_in(matter, "goods_value_cny"), matter.terms.scale
    if value is None or scale is None:
        return ""
    return "low" if value < scale.low else "half" if value <= scale.high else "high"


def seat_in(matter: NoticeMatter) -> str:
    """Where the office addressed stands by its name: ``here``, with the seller's address, ``elsewhere``, ``platform``, at the
    domicile of the platform's operator (a market regulator may take the case there, AM-03); empty where that is not known."""
    office = matter.facts.request.office.strip()
    found = seat_of(office, matter.seller_address)
    near = matter.portal.operator_offices if matter.portal and matter.route == "amr" else ()
    if found is not Seat.HERE and any(word.casefold() in office.casefold() for word in near):
        return "platform"
    return found.value


def private_seller(matter: NoticeMatter) -> bool:
    """Whether the seller is a natural person."""
    return matter.first is not None and private(matter.first, matter.seller_company)


def seller_name(matter: NoticeMatter) -> BilingualText:
    """The seller's name; where it is not known a visible mark, or a blank in a kind that goes without it."""
    needed = matter.entry.needs("listing.seller_company")
    mark = (
        missing("经营者名称（以营业执照为准）", "seller's name as on its licence")
        if needed
        else same("________")
    )
    return romanised(matter.seller_company) or mark


def page_seller(matter: NoticeMatter) -> tuple[str, str]:
    """Code and head that the shop's page tells of the company named, and of no other."""
    first = matter.first
    if first is None or first.seller_company not in {"", matter.seller_company}:
        return "", ""
    return first.seller_licence, first.seller_legal_rep


def older_sample(matter: NoticeMatter) -> date | None:
    """The day on which a sample was done with, if that was before an earlier request: then it is no new fact."""
    earlier = date_in(matter, "earlier_on")
    for bought in matter.purchases[-1:] if earlier else ():
        moments = (bought.ordered_at, bought.received_at)
        days = [bought.examined_on, *(china_day(at) if at else None for at in moments)]
        last = max((day for day in days if day), default=None)
        return last if last and earlier and last <= earlier else None
    return None


def _field(matter: NoticeMatter, name: str) -> BilingualText:
    if not written(matter, name):
        return missing(*labels(matter, name)) if matter.entry.needs(f"texts.{name}") else NOTHING
    texts: Mapping[str, str] = matter.texts
    if name.endswith("_on") and (found := date_in(matter, name)):
        return day(found)
    if name.endswith("_cny") and (amount := amount_in(matter, name)) is not None:
        return money(amount, "CNY")
    if name in matter.entry.choices:
        return BilingualText(texts[name], texts[name])
    if name in texts:
        if name in _NUMBERS:
            return same(texts[name])
        return romanised(texts[name], texts.get(f"{name}_en", ""))
    return _said(matter, name)


def _said(matter: NoticeMatter, name: str) -> BilingualText:
    """A text in both languages, as written; where nobody wrote, what the ticked reasons say."""
    zh, en = (matter.texts.get(name + language, "") for language in _LANGUAGES)
    ticked = (BilingualText(reason.zh, reason.en) for reason in matter.reasons)
    return either(zh, en) or joined(ticked, "", " ")


def goods_under(matter: NoticeMatter, right: Right) -> BilingualText:
    """The goods in the words of this mark's registration, where it was compared with them; else nothing."""
    return goods_of(matter, (right,)) if compared_goods(matter, right) else NOTHING


def compared_goods(matter: NoticeMatter, right: Right) -> bool:
    """Whether the goods were held against this registration: by a person's words, or the class of the product concerned. A
    word that a seller put into a title compares nothing."""
    said = matter.texts.keys() & {"same_goods_zh", "same_goods_en", f"same_goods{CHOSEN}", "goods"}
    return bool(said) or any(product.nice_class in right.classes for product in matter.products)


def goods_of(matter: NoticeMatter, rights: Sequence[Right]) -> BilingualText:
    """What the goods are, in the words of these registrations: as a person wrote it or picked it there, else the
    term that every title has; for customs the term that its own description of the goods has."""
    written = matter.free("same_goods")
    if written:
        return written
    terms = goods_terms_of(rights)
    picked = matter.texts.get(f"same_goods{CHOSEN}", "")
    if picked in terms:
        return romanised(picked, terms[picked])
    described = matter.texts.get("goods", "")
    titles = [described] if described else [listing.title for listing in matter.listings]
    chosen, english = goods_told(titles, rights)
    return romanised(chosen, english) if chosen else NOTHING

"""The law applied to the facts: which sign on which goods, what was sold for how much, against which genuine price.

Only records and what a person wrote speak here; a sentence whose fact is missing is not printed, and a gap asks for it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from pathlib import Path

from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.reasons import CIRCUMSTANCES, SHOWS_FAKE, SHOWS_USE, Reason, ReasonKind
from bot.domain.rights import Right, marks_in
from bot.notices.facts.form import adjudication_until, amount_in, goods_of
from bot.notices.facts.matter import COUNTERFEIT, NoticeMatter
from bot.notices.facts.pictures import pictures_of
from bot.notices.facts.records import examiner_told
from bot.notices.wording.saying import (
    NOTHING,
    BilingualText,
    Tree,
    either,
    glossed,
    joined,
    money,
)

_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")
_NUMBERS = re.compile(r"\d+")
_LOW = 50
"""A price below this share of the genuine one, in percent, is told as clearly below the market's."""


def applied_of(matter: NoticeMatter) -> Tree:
    """What the templates say of sign, goods, turnover and price."""
    return {
        "sign": matter.free("sign"),
        "comparison": matter.free("comparison"),
        "alike": matter.free("alike"),
        "accused": matter.free("accused"),
        "goods": goods_of(matter, matter.rights),
        "turnover": money(turnover_of(matter)),
        "late": (until := adjudication_until(matter)) is not None and matter.as_of > until,
        "amount_crime": reaches(amount_in(matter, "amount_cny"), matter.terms.crime_amount),
        "turnover_fined": reaches(turnover_of(matter), matter.terms.fine_turnover),
        "turnover_crime": reaches(turnover_of(matter), matter.terms.crime_amount),
        "prices": [_price(listing, genuine) for listing, genuine in cheap(matter)],
        "own_goods": own_goods(matter),
        "compared": bool(compared_by(matter)) or _sample_told(matter),
        "versions_checked": matter.ground == COUNTERFEIT and matter.texts.get("versions_checked") == "yes",
        "goods_kind": _FOREIGN.get(matter.texts.get("goods_are", ""), NOTHING),
    }


_FOREIGN = {
    "accessory": BilingualText(
        "权利人商品的配件或者零件", "an accessory to, or a part of, the right owner's goods"
    ),
    "other_maker": BilingualText("他人生产的商品", "goods of another maker"),
}
"""What goods are that copy none of the owner's own (TM-26 to TM-28): no genuine piece stands beside them."""


def _sample_told(matter: NoticeMatter) -> bool:
    """Whether the paper tells how a sample differs: in its table, or in a person's words."""
    table = "purchase" in matter.entry.annexes and any(each.differences for each in matter.purchases[-1:])
    return table or bool(matter.texts.keys() & {"test_purchase_zh", "test_purchase_en"})


def own_goods(matter: NoticeMatter) -> bool:
    """Whether the goods are offered as the owner's own: then they are compared with genuine ones, in look and in price."""
    return matter.texts.get("goods_are", "") not in _FOREIGN


def copied_files(matter: NoticeMatter) -> tuple[str, ...]:
    """The names of the owner's pictures that ticked reasons say are copied."""
    ids = {r.listing_id for r in matter.reasons if r.kind is ReasonKind.PICTURE}
    found = [
        a.genuine.rpartition("/")[2] for a in matter.facts.assessments if a.listing_id in ids and a.genuine
    ]
    return tuple(dict.fromkeys(found))


def reasons_of(matter: NoticeMatter, numbers_of: Mapping[str, int]) -> Tree:
    """What a person ticked, in their own words where they edited it: the reasons, and the circumstances apart.

    Each names the annex, and for a picture the picture, in which a reader can check it.
    """
    said: dict[BilingualText, dict[str, object]] = {
        _said(matter, r): {
            "kind": r.kind.value,
            "text": _placed(_said(matter, r), _place_of(matter, r, numbers_of)),
            "around": r.kind in CIRCUMSTANCES,
        }
        for r in matter.reasons
    }
    told = [*_edited(matter)] or [*said.values()]
    named = compared_by(matter)
    return {
        "reasons": [row for row in told if not row["around"]],
        "circumstances": [row for row in told if row["around"]],
        "examiner": examiner_told(matter, named) if named else NOTHING,
    }


def compared_by(matter: NoticeMatter) -> str:
    """Who made the comparison that the paper tells, where the kind asks for that person: of the page, by a feature ticked or
    a person's words; of the sample, where no table of it follows (a letter).
    """
    kinds = {reason.kind for reason in matter.reasons}
    sample = ReasonKind.SAMPLE in kinds and "purchase" not in matter.entry.annexes
    told = sample or ReasonKind.TELL in kinds or matter.texts.keys() & _WORDS
    return matter.texts.get("examiner", "") if told and "examiner" in dict(matter.entry.asks) else ""


_WORDS = frozenset({"facts_zh", "facts_en", "reasons_zh", "reasons_en"})


def _said(matter: NoticeMatter, reason: Reason) -> BilingualText:
    """The sentence of a reason; a letter speaks to the seller, and does not teach it which feature its goods lack."""
    to_seller = matter.entry.to == "seller"
    if reason.kind is ReasonKind.FINDING and to_seller:
        zh, en = reason.zh.replace("该经营者", "贵方", 1), reason.en.replace("This trader was", "You were", 1)
        return BilingualText(zh, glossed(en))
    if reason.kind in SHOWS_FAKE and to_seller:
        item = next((x.item_id for x in matter.listings if x.listing_id == reason.listing_id), "")
        what, of = _COMPARED[reason.kind]
        return BilingualText(
            f"经比对商品{item}的{what}，其若干特征与正品不符。",
            f"On comparison of {of} item {item}, the goods differ in several features from genuine ones.",
        )
    return BilingualText(reason.zh, glossed(reason.en))


_COMPARED = {
    ReasonKind.TELL: ("页面图片", "the pictures of"),
    ReasonKind.SAMPLE: ("样品", "a sample of"),
}
_OF_PAGE = SHOWS_USE | {ReasonKind.PICTURE, ReasonKind.TELL}
"""What the capture of the listing shows."""


def _place_of(matter: NoticeMatter, reason: Reason, numbers_of: Mapping[str, int]) -> BilingualText:
    """Where the record of a reason stands in the paper: 附件4、图2; the owner's own picture with it."""
    evidence = matter.evidence.get(reason.listing_id)
    capture = evidence.evidence_id if evidence else ""
    own = {ReasonKind.PRICE: "price", ReasonKind.UNLICENSED: "", **dict.fromkeys(_OF_PAGE, capture)}
    annex = numbers_of.get(own.get(reason.kind, reason.record.rpartition(" ")[2]), 0)
    places = [BilingualText(f"附件{annex}", f"Annex {annex}")] if annex else []
    if reason.kind is ReasonKind.PICTURE and evidence:
        places += [
            BilingualText(f"比对见图{no}", f"compared in Picture {no}")
            for no, (picture, _) in enumerate(pictures_of(matter), 1)
            if (name := Path(picture.path)).name.startswith("match-")
            and name.parent.name == evidence.evidence_id
        ]
        places += [
            BilingualText(f"权利人图片见附件{no}", f"the right owner's picture: Annex {no}")
            for file in copied_files(matter)
            if (no := numbers_of.get(f"work:{file}", 0)) and file in reason.zh
        ]
    return joined(places, "，", "; ")


def _placed(said: BilingualText, place: BilingualText) -> BilingualText:
    """The sentence with its place before its full stop."""
    if not place:
        return said
    zh, en = said.zh.removesuffix("。"), said.en.removesuffix(".")
    return BilingualText(
        f"{zh}（{place.zh}）" + "。" * (zh != said.zh), f"{en} ({place.en})" + "." * (en != said.en)
    )


def _edited(matter: NoticeMatter) -> Iterator[dict[str, object]]:
    """A person's own words, line by line; where one language has fewer lines the other stands for both."""
    zh, en = (matter.texts.get(f"reasons_{language}", "").splitlines() for language in ("zh", "en"))
    for first, second in zip_longest(zh, en, fillvalue=""):
        said = either(first.strip(), second.strip())
        if said:
            yield {"kind": "edited", "text": said, "around": False}


def use_of(matter: NoticeMatter, right: Right) -> str:
    """Which fact names this mark: a ticked ``reason``, the listings' own ``title`` or ``page``, a typed sentence about the
    ``goods``; empty where none does, and then no paper says that a sign is this mark."""
    edited = matter.free("reasons")
    ticked = any(reason.right_id == right.id for reason in matter.reasons)
    if right.id in named(matter, edited) if edited else ticked:
        return "reason"
    if shown(matter, right):
        return "title" if titled(matter, right) and not matter.free("sign") else "page"
    return "goods" if right.id in named(matter, matter.free("sign")) else ""


def named(matter: NoticeMatter, said: BilingualText) -> frozenset[RightId]:
    """The trademarks that a person's words name, by mark or number; “the registered mark” is the only one there is."""
    marks = matter.marks
    if said and len({right.title.casefold() for right in marks}) == 1:
        return frozenset(right.id for right in marks)
    text = f"{said.zh}\n{said.en}"
    numbered = {right.id for right in marks if right.number and right.number in _NUMBERS.findall(text)}
    return marks_in(text, marks) | numbered


def sampled_of(matter: NoticeMatter) -> frozenset[RightId]:
    """The marks that the examiner's record says the sample bears."""
    bought = matter.purchases[-1:]
    return named(matter, BilingualText(bought[0].marked, bought[0].marked_en)) if bought else frozenset()


def shown_on(matter: NoticeMatter, listing: Listing) -> frozenset[RightId]:
    """The marks that the listing writes as registered."""
    return marks_in(f"{listing.title}\n{listing.description}", matter.marks)


def shown(matter: NoticeMatter, right: Right) -> bool:
    """Whether each listing of the notice writes the mark."""
    return bool(matter.listings) and all(right.id in shown_on(matter, x) for x in matter.listings)


def titled(matter: NoticeMatter, right: Right) -> bool:
    """Whether each listing writes the mark in its title."""
    return all(right.id in marks_in(x.title, matter.marks) for x in matter.listings)


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
    if len(prices) != 1 or not own_goods(matter):
        return
    genuine = prices.pop()
    for x in matter.listings:
        if x.price is not None and x.currency in {"", "CNY"} and x.price * 100 < genuine * _LOW:
            yield x, genuine


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

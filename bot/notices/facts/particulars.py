"""What a template sees of purchases, examiners, products, papers and powers, in words of both languages."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from bot.domain.custody import Custody
from bot.domain.examinations import Difference
from bot.domain.ids import ListingId, PurchaseId
from bot.domain.moments import china_day
from bot.domain.products import Product
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import ReasonKind
from bot.domain.rights import Right
from bot.notices.facts.matter import OFFICES, NoticeMatter
from bot.notices.facts.pictures import pictures_of
from bot.notices.wording.saying import (
    BilingualText,
    Tree,
    country,
    day,
    missing,
    moment,
    money,
    name,
    numbers,
    romanised,
    same,
)

NOTHING = BilingualText("", "")
_DASH = BilingualText("—", "—")
_ATTACHED = BilingualText("另附", "attached")
_SAMPLE = missing("样品编号", "sample number")
_NOT_BOUGHT = TestPurchase(purchase_id=PurchaseId(""), listing_id=ListingId(""))


def purchase_of(matter: NoticeMatter, numbers_of: Mapping[str, int]) -> Tree:
    """The test purchase the notice rests on: the last one recorded; ``known`` is false where there is none."""
    known, found = bool(matter.purchases), matter.purchases[-1] if matter.purchases else _NOT_BOUGHT
    number = numbers_of.get(found.purchase_id, 0)
    return {
        "known": known,
        "annex": number,
        "sample_id": same(found.sample_id) if found.sample_id else _SAMPLE,
        **_bought_under(matter, found),
        **_told(found, _pictured(matter, found, number) if known else {}),
    }


def _bought_under(matter: NoticeMatter, found: TestPurchase) -> Tree:
    """Which listing of the paper the sample is from, and who examined it in words: what ties it to the goods accused."""
    number, listing = next(
        ((no, x) for no, x in enumerate(matter.listings, 1) if x.listing_id == found.listing_id), (0, None)
    )
    return {
        "item_no": number,
        "item_id": same(listing.item_id) if listing else NOTHING,
        "title": same(listing.title) if listing else NOTHING,
        "examined_by": examiner_told(matter, found.examiner) if found.examiner else NOTHING,
    }


def _pictured(matter: NoticeMatter, found: TestPurchase, annex: int) -> dict[str, BilingualText]:
    """Where a reader finds each photograph of the sample: the picture in the paper, else its number in the annex."""
    listed = {
        file: BilingualText(f"附件{annex}，照片{number}", f"Annex {annex}, photograph {number}")
        for number, file in enumerate(found.pictures, 1)
        if annex
    }
    return listed | {
        Path(picture.path).name: BilingualText(f"图{number}", f"Picture {number}")
        for number, (picture, _) in enumerate(pictures_of(matter), 1)
        if Path(picture.path).parent.name == found.purchase_id
    }


def _told(found: TestPurchase, pictured: Mapping[str, BilingualText]) -> Tree:
    return {
        "order_no": same_value(found.order_no),
        "seller": _spelt(found.seller),
        "paid": money(found.paid, found.currency) if found.paid is not None else NOTHING,
        "ordered_at": moment(found.ordered_at) if found.ordered_at else NOTHING,
        "waybill": same_value(found.waybill),
        "received_at": moment(found.received_at) if found.received_at else NOTHING,
        "source": _spelt(found.source),
        "seal_no": same_value(found.seal_no),
        "notary_deed": _spelt(found.notary_deed),
        "examiner": _spelt(found.examiner) or missing("辨认人员", "examiner"),
        "examiner_of": BilingualText(
            found.examiner_of or found.examiner_of_en, found.examiner_of_en or found.examiner_of
        ),
        "examined_on": day(found.examined_on)
        if found.examined_on
        else missing("辨认日期", "day of examination"),
        "marked": romanised(found.marked, found.marked_en),
        "unsealed": BilingualText(found.unsealed or found.unsealed_en, found.unsealed_en or found.unsealed),
        "differences": [
            _difference(number, row, pictured) for number, row in enumerate(found.differences, 1)
        ],
        "custody": [_custody(number, link) for number, link in enumerate(found.custody, 1)],
    }


def _difference(number: int, row: Difference, pictured: Mapping[str, BilingualText]) -> Tree:
    return {
        "no": number,
        "tell": romanised(row.tell, row.tell_en),
        "seen": romanised(row.seen, row.seen_en),
        "photograph": pictured.get(row.photograph, _ATTACHED if row.photograph else _DASH),
    }


def _custody(number: int, link: Custody) -> Tree:
    return {
        "no": number,
        "who": romanised(link.who),
        "given_by": _spelt(link.given_by) or _DASH,
        "to": _spelt(link.to) or _DASH,
        "at": moment(link.at),
    }


def product_of(product: Product) -> Tree:
    """A genuine product: never its confidential tells."""
    return {
        "sku": same(product.sku),
        "name": name(product.name_zh, product.name),
        "nice_class": BilingualText(f"第{product.nice_class}类", f"Class {product.nice_class}")
        if product.nice_class is not None
        else _DASH,
        "gtin": same_value(product.gtin) or _DASH,
        "model": same_value(product.model) or _DASH,
        "hs_code": same_value(product.hs_code) or _DASH,
        "origin": country(product.origin) if product.origin else _DASH,
        "list_price": _money(product.list_price, product.currency),
        "tells": tells_of(product),
    }


def tells_of(product: Product) -> list[BilingualText]:
    """The features that may be disclosed, each in the team's own English where it has one."""
    english = product.tells_en if len(product.tells_en) == len(product.tells) else ("",) * len(product.tells)
    return [romanised(tell, said) for tell, said in zip(product.tells, english, strict=True)]


def right_more(right: Right) -> Tree:
    """What single offices ask about a right."""
    report = right.evaluation_report
    return {
        "recordal": same_value(right.customs_recordal),
        "recordal_until": day(right.customs_recordal_expires_on)
        if right.customs_recordal_expires_on
        else _DASH,
        "subclasses": BilingualText("、".join(right.subclasses), ", ".join(right.subclasses))
        if right.subclasses
        else _DASH,
        "filed_on": day(right.filed_on) if right.filed_on else _DASH,
        "report": same_value(report.number) if report else NOTHING,
        "report_positive": report is not None and report.result == "positive" and bool(report.number),
        "report_on": day(report.date) if report and report.date else NOTHING,
        "paid_until": day(right.annuity_paid_until) if right.annuity_paid_until else _DASH,
        "licensees": [
            {
                "name": romanised(x.name),
                "type": same_value(x.type) or _DASH,
                "until": day(x.until) if x.until else _DASH,
            }
            for x in right.licensees
        ],
    }


def _spelt(text: str) -> BilingualText:
    return romanised(text) if text else NOTHING


def same_value(text: str) -> BilingualText:
    return same(text) if text else NOTHING


def _money(value: Decimal | None, currency: str) -> BilingualText:
    return money(value, currency) if value is not None else _DASH


def classes_of(rights: tuple[Right, ...]) -> BilingualText:
    """The Nice classes of all rights."""
    found = sorted({number for right in rights for number in right.classes})
    return numbers(found) if found else _DASH


def costs_of(matter: NoticeMatter) -> list[Tree]:
    """What the case has cost: its recorded costs, then what the goods bought as samples cost."""
    case = matter.facts.case
    spent = [
        {"what": romanised(cost.what), "amount": money(cost.amount, cost.currency), "on": day(cost.on)}
        for cost in (case.costs if case else ())
    ]
    bought = [
        {
            "what": BilingualText("购买侵权商品", "purchase of the goods"),
            "amount": money(purchase.paid, purchase.currency),
            "on": day(china_day(purchase.ordered_at)) if purchase.ordered_at else _DASH,
        }
        for purchase in matter.purchases
        if purchase.paid is not None
    ]
    return [*spent, *bought]


def costs_total(matter: NoticeMatter) -> Decimal | None:
    """The sum of what was spent in yuan; None where nothing was."""
    case = matter.facts.case
    amounts = [cost.amount for cost in (case.costs if case else ()) if cost.currency == "CNY"]
    amounts += [p.paid for p in matter.purchases if p.paid is not None and p.currency == "CNY"]
    return sum(amounts, Decimal(0)) if amounts else None


def examiners_of(matter: NoticeMatter) -> dict[str, BilingualText]:
    """Whom the paper names as having examined goods, with employer and position (nothing where nobody recorded them)."""
    found: dict[str, BilingualText] = {}
    rests = "purchase" in matter.entry.annexes or ReasonKind.SAMPLE in {r.kind for r in matter.reasons}
    for bought in matter.purchases[-1:] if rests else ():
        if bought.differences and bought.examiner:
            found[bought.examiner] = _of(bought.examiner_of, bought.examiner_of_en)
    named = matter.texts.get("examiner", "")
    if named:
        found[named] = matter.free("examiner_of") or found.get(named, NOTHING)
    return found


def compared_by(matter: NoticeMatter) -> str:
    """Who compared the pages with genuine goods, where the kind asks for that person."""
    return matter.texts.get("examiner", "") if "examiner" in dict(matter.entry.notice.asks) else ""


def examiner_told(matter: NoticeMatter, who: str) -> BilingualText:
    """The examiner with employer and position: 周然（露北公司品牌保护经理）; before an office a place to write them in."""
    said, told = romanised(who), examiners_of(matter).get(who, NOTHING)
    if not told and matter.route in OFFICES:
        told = BilingualText("任职单位及职务：________", "employer and position: ________")
    return BilingualText(f"{said.zh}（{told.zh}）", f"{said.en}, {told.en},") if told else said


def _of(zh: str, en: str) -> BilingualText:
    return BilingualText(zh or en, en or zh)

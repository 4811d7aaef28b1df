"""What a template sees of purchases, products, papers and powers, in words of both languages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from bot.domain.ids import ListingId, PurchaseId
from bot.domain.moments import china_day
from bot.domain.products import Product
from bot.domain.purchases import Custody, Difference, TestPurchase
from bot.domain.rights import Right
from bot.domain.sellers import SellerStanding
from bot.notices.facts.applying import examiner_told
from bot.notices.facts.matter import NoticeMatter
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

SCOPES = {
    "platform": BilingualText(
        "向电子商务平台提交侵权通知，对经营者提交的不存在侵权行为的声明作出答复，提交已经投诉或者起诉的通知",
        "give notice of infringement to online platforms, answer sellers' statements, and notify complaints and suits",
    ),
    "amr": BilingualText(
        "向市场监督管理部门投诉、举报、请求查处，配合辨认并代为出具经委托人确认的辨认意见",
        "complain, report and request action before market regulators, help to identify goods and give "
        "identification opinions that the principal has confirmed",
    ),
    "patent": BilingualText(
        "向管理专利工作的部门请求行政裁决", "request adjudication before the patent administration"
    ),
    "customs": BilingualText(
        "向海关申请知识产权保护备案、采取保护措施",
        "apply to customs for recordal and for protective measures",
    ),
    "court": BilingualText("代为提起诉讼、参加诉讼", "bring and conduct court proceedings"),
    "police": BilingualText("向公安机关报案、提交材料", "report to the police and hand in papers"),
    "letter": BilingualText(
        "向侵权人发送律师函、警告函，接收答复及承诺书",
        "send letters to infringers and receive answers and undertakings",
    ),
    "notary": BilingualText(
        "申请证据保全公证，购买样品，领取公证书",
        "apply for notarial preservation of evidence, buy samples and collect the deeds",
    ),
    "special": BilingualText(
        "在诉讼中代为承认、放弃、变更诉讼请求，进行和解，提起反诉或者上诉（特别授权）",
        "in court admit, waive or change claims, settle, counterclaim or appeal (special authority)",
    ),
}
FORMS = {
    "notarised": BilingualText("经公证", "notarised"),
    "apostilled": BilingualText("经公证并办理附加证明书", "notarised with an apostille"),
    "legalised": BilingualText("经公证并办理领事认证", "notarised and legalised by the consulate"),
}


def purchase_of(matter: NoticeMatter, numbers_of: Mapping[str, int]) -> Tree:
    """The test purchase the notice rests on: the last one recorded; ``known`` is false where there is none."""
    found = matter.purchases[-1] if matter.purchases else None
    if found is None:
        none = TestPurchase(purchase_id=PurchaseId(""), listing_id=ListingId(""))
        return {
            "known": False,
            "annex": 0,
            "sample_id": _SAMPLE,
            **_bought_under(matter, none),
            **_told(none, {}),
        }
    return {
        "known": True,
        "annex": numbers_of.get(found.purchase_id, 0),
        **_bought_under(matter, found),
        "sample_id": same(found.sample_id) if found.sample_id else _SAMPLE,
        **_told(found, _pictured(matter, found, numbers_of.get(found.purchase_id, 0))),
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
        "order_no": _same(found.order_no),
        "seller": _spelt(found.seller),
        "paid": money(found.paid, found.currency) if found.paid is not None else NOTHING,
        "ordered_at": moment(found.ordered_at) if found.ordered_at else NOTHING,
        "waybill": _same(found.waybill),
        "received_at": moment(found.received_at) if found.received_at else NOTHING,
        "source": _spelt(found.source),
        "seal_no": _same(found.seal_no),
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
        "gtin": _same(product.gtin) or _DASH,
        "model": _same(product.model) or _DASH,
        "hs_code": _same(product.hs_code) or _DASH,
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
        "recordal": _same(right.customs_recordal),
        "recordal_until": day(right.customs_recordal_expires_on)
        if right.customs_recordal_expires_on
        else _DASH,
        "subclasses": BilingualText("、".join(right.subclasses), ", ".join(right.subclasses))
        if right.subclasses
        else _DASH,
        "filed_on": day(right.filed_on) if right.filed_on else _DASH,
        "report": _same(report.number) if report else NOTHING,
        "report_positive": report is not None and report.result == "positive" and bool(report.number),
        "report_on": day(report.date) if report and report.date else NOTHING,
        "paid_until": day(right.annuity_paid_until) if right.annuity_paid_until else _DASH,
        "licensees": [
            {
                "name": romanised(x.name),
                "type": _same(x.type) or _DASH,
                "until": day(x.until) if x.until else _DASH,
            }
            for x in right.licensees
        ],
    }


def power_of(matter: NoticeMatter) -> Tree:
    """What the power of attorney acted under, or to be given, says."""
    authority = matter.authority
    if authority is None:
        return {
            "scope": [],
            "form": NOTHING,
            "until": NOTHING,
            "rights": [],
            "uscc": NOTHING,
            "court": False,
            "special": False,
            "letters": False,
            "apostilled": False,
            "legalised": False,
        }
    return {
        "scope": [SCOPES.get(part, same(part)) for part in authority.scope],
        "form": FORMS.get(authority.form, NOTHING),
        "until": day(authority.expires_on) if authority.expires_on else NOTHING,
        "rights": [same(right_id) for right_id in authority.rights],
        "uscc": _same(authority.agent_uscc),
        "court": "court" in authority.scope,
        "apostilled": authority.form == "apostilled",
        "legalised": authority.form == "legalised",
        "special": "special" in authority.scope,
        "letters": "letter" in authority.scope,
    }


def authorised_of(matter: NoticeMatter) -> list[Tree]:
    """The shops that may sell the brand, on the day of the notice."""
    shops = [s for book in matter.facts.books for s in book.sellers]
    return [
        {
            "platform": _pair(matter, shop.platform),
            "name": romanised(shop.name or shop.seller_id),
            "until": day(shop.until) if shop.until else BilingualText("未载明期限", "no end stated"),
        }
        for shop in shops
        if shop.standing is SellerStanding.AUTHORISED and shop.holds_on(matter.as_of)
    ]


def _pair(matter: NoticeMatter, platform: str) -> BilingualText:
    zh, en = matter.catalog.platform(platform)
    return BilingualText(zh, en, name=True)


def _spelt(text: str) -> BilingualText:
    return romanised(text) if text else NOTHING


def _same(text: str) -> BilingualText:
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

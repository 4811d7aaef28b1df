"""What a template sees of each record: owner, agent, seller and their powers; purchases, examiners, products and rights."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.domain.examinations import Difference
from bot.domain.ids import ListingId, PurchaseId
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import ReasonKind
from bot.domain.rights import Authority, Right
from bot.domain.sellers import SellerStanding
from bot.notices.facts.form import page_seller, private_seller, seller_name
from bot.notices.facts.matter import OFFICES, NoticeMatter
from bot.notices.facts.pictures import pictures_of
from bot.notices.wording.saying import (
    DASH,
    NOTHING,
    BilingualText,
    Tree,
    country,
    day,
    either,
    listed,
    missing,
    moment,
    money,
    name,
    romanised,
    same,
)

_HEAD = BilingualText("法定代表人（负责人）", "Legal representative")
"""Who signs as such and needs no authority for it."""

_NOBODY = Authority(id="")
"""Where nobody acts for the owner."""

_NOT_BOUGHT = TestPurchase(purchase_id=PurchaseId(""), listing_id=ListingId(""))


def owner_of(matter: NoticeMatter) -> Tree:
    owner, zh = matter.owner, matter.owner_name_zh or matter.owner.name
    full = (zh, owner.name) if owner.name in {"", zh} else (f"{zh}（{owner.name}）", f"{owner.name} ({zh})")
    nameless = missing("权利人名称", "right owner's name")
    return {
        "full": name(*full) or nameless,
        "name": name(zh, owner.name) or nameless,
        "address": name(matter.owner_address_zh, owner.address)
        if matter.owner_address_zh
        else missing("权利人地址", "right owner's address"),
        "registration": same(owner.uscc or owner.registration_number),
        "representative": romanised(owner.legal_representative),
        "contact_person": romanised(owner.contact_person),
        "phone": same(owner.phone),
        "email": same(owner.email),
        "contact": same(owner.contact_public) or missing("公开联系方式", "public contact"),
        "signatory": romanised(owner.signatory),
        "signatory_title": name(owner.signatory_title_zh, owner.signatory_title)
        if owner.signatory_title_zh
        else romanised(owner.signatory_title),
        "signs_as": _HEAD
        if owner.signatory and owner.signatory == owner.legal_representative
        else BilingualText("授权签署人", "Authorised signatory"),
        "foreign": matter.foreign,
        "country": country(owner.country) if matter.foreign else NOTHING,
    }


def agent_of(matter: NoticeMatter) -> Tree:
    authority = matter.authority or _NOBODY
    return {
        "acts": matter.authority is not None,
        "name": name(authority.agent_zh, authority.agent),
        "address": romanised(authority.address, authority.address_en) if authority.address else NOTHING,
        "contact": same(authority.contact),
        "lawyers": [
            {"name": romanised(x.name, x.name_en), "licence": same(x.licence)} for x in authority.lawyers
        ],
        "lawyer_missing": missing("承办律师及执业证号", "lawyer in charge with licence number"),
    }


def seller_of(matter: NoticeMatter, numbers_of: Mapping[str, int]) -> Tree:
    first = matter.first
    annexed = [numbers_of.get(page.evidence_id, 0) for page in (matter.licences(first) if first else ())]
    shop = first.seller_name or first.seller_id if first else ""
    licence, head = page_seller(matter)
    return {
        "company": seller_name(matter),
        "address": romanised(matter.seller_address) or missing("实际经营地址", "actual place of business"),
        "address_known": bool(matter.seller_address),
        "address_typed": "seller_address" in matter.texts,
        "licence": same(licence),
        "individual": licence[:2] == "92",
        "person": private_seller(matter),
        "unit": not (licence[:2] == "92" or private_seller(matter)),
        "contact": same("、".join(first.seller_contact if first else ())),
        "disclosed": bool(first and _disclosed(matter, first)),
        "licence_annex": max(annexed, default=0),
        "representative": romanised(head),
        "shop": romanised(shop) or missing("店铺名称", "shop's name"),
        "platform": pair(matter.catalog.platform(first.platform)) if first else missing("平台", "platform"),
    }


def _disclosed(matter: NoticeMatter, first: Listing) -> bool:
    """Whether the licence of the one shop concerned names the company."""
    named = bool(first.seller_company) and first.seller_company == matter.seller_company
    return named and len({x.seller_id or x.seller_name for x in matter.listings}) == 1


def pair(names: tuple[str, str]) -> BilingualText:
    return BilingualText(names[0], names[1], name=True)


@cache
def _powers() -> Mapping[str, Mapping[str, BilingualText]]:
    raw = tomllib.loads(Path(__file__).with_name("powers.toml").read_text(encoding="utf-8"))
    return {part: {key: BilingualText(*said) for key, said in rows.items()} for part, rows in raw.items()}


def power_of(matter: NoticeMatter) -> Tree:
    """What the power of attorney acted under, or to be given, says."""
    authority, words = matter.authority or _NOBODY, _powers()
    return {
        "scope": [words["scopes"].get(part, same(part)) for part in authority.scope],
        "form": words["forms"].get(authority.form, NOTHING),
        "until": day(authority.expires_on),
        "rights": [same(right_id) for right_id in authority.rights],
        "uscc": same(authority.agent_uscc),
        "court": "court" in authority.scope,
        "apostilled": authority.form == "apostilled",
        "legalised": authority.form == "legalised",
        "special": "special" in authority.scope,
        "letters": "letter" in authority.scope,
    }


def authorised_of(matter: NoticeMatter) -> list[Tree]:
    """The shops that may sell the brand, on the day of the notice."""
    return [
        {
            "platform": pair(matter.catalog.platform(shop.platform)),
            "name": romanised(shop.name or shop.seller_id),
            "until": day(shop.until) or BilingualText("未载明期限", "no end stated"),
        }
        for book in matter.facts.books
        for shop in book.sellers
        if shop.standing is SellerStanding.AUTHORISED and shop.holds_on(matter.as_of)
    ]


def purchase_of(matter: NoticeMatter, numbers_of: Mapping[str, int]) -> Tree:
    """The test purchase the notice rests on: the last one recorded; ``known`` is false where there is none."""
    known, found = bool(matter.purchases), matter.purchases[-1] if matter.purchases else _NOT_BOUGHT
    number = numbers_of.get(found.purchase_id, 0)
    return {
        "known": known,
        "annex": number,
        "sample_id": same(found.sample_id) or missing("样品编号", "sample number"),
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
        "item_id": same(listing.item_id if listing else ""),
        "title": same(listing.title if listing else ""),
        "examined_by": examiner_told(matter, found.examiner) if found.examiner else NOTHING,
    }


def _pictured(matter: NoticeMatter, found: TestPurchase, annex: int) -> dict[str, BilingualText]:
    """Where a reader finds each photograph of the sample: the picture in the paper, else its number in the annex."""
    annexed = {
        file: BilingualText(f"附件{annex}，照片{number}", f"Annex {annex}, photograph {number}")
        for number, file in enumerate(found.pictures, 1)
        if annex
    }
    return annexed | {
        Path(picture.path).name: BilingualText(f"图{number}", f"Picture {number}")
        for number, (picture, _) in enumerate(pictures_of(matter), 1)
        if Path(picture.path).parent.name == found.purchase_id
    }


def _told(found: TestPurchase, pictured: Mapping[str, BilingualText]) -> Tree:
    return {
        "order_no": same(found.order_no),
        "seller": romanised(found.seller),
        "paid": money(found.paid, found.currency),
        "ordered_at": moment(found.ordered_at),
        "waybill": same(found.waybill),
        "received_at": moment(found.received_at),
        "source": romanised(found.source),
        "seal_no": same(found.seal_no),
        "notary_deed": romanised(found.notary_deed),
        "examiner": romanised(found.examiner) or missing("辨认人员", "examiner"),
        "examiner_of": either(found.examiner_of, found.examiner_of_en),
        "examined_on": day(found.examined_on) or missing("辨认日期", "day of examination"),
        "marked": romanised(found.marked, found.marked_en),
        "unsealed": either(found.unsealed, found.unsealed_en),
        "differences": [_difference(no, row, pictured) for no, row in enumerate(found.differences, 1)],
        "custody": [
            {
                "no": number,
                "who": romanised(link.who),
                "given_by": romanised(link.given_by) or DASH,
                "to": romanised(link.to) or DASH,
                "at": moment(link.at),
            }
            for number, link in enumerate(found.custody, 1)
        ],
    }


def _difference(number: int, row: Difference, pictured: Mapping[str, BilingualText]) -> Tree:
    return {
        "no": number,
        "tell": romanised(row.tell, row.tell_en),
        "seen": romanised(row.seen, row.seen_en),
        "photograph": pictured.get(
            row.photograph, BilingualText("另附", "attached") if row.photograph else DASH
        ),
    }


def product_of(product: Product) -> Tree:
    """A genuine product: never its confidential tells."""
    return {
        "sku": same(product.sku),
        "name": name(product.name_zh, product.name),
        "nice_class": BilingualText(f"第{product.nice_class}类", f"Class {product.nice_class}")
        if product.nice_class is not None
        else DASH,
        "gtin": same(product.gtin) or DASH,
        "model": same(product.model) or DASH,
        "hs_code": same(product.hs_code) or DASH,
        "origin": country(product.origin) if product.origin else DASH,
        "list_price": money(product.list_price, product.currency) or DASH,
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
        "recordal": same(right.customs_recordal),
        "recordal_until": day(right.customs_recordal_expires_on) or DASH,
        "subclasses": listed(right.subclasses) or DASH,
        "filed_on": day(right.filed_on) or DASH,
        "report": same(report.number if report else ""),
        "report_positive": report is not None and report.result == "positive" and bool(report.number),
        "report_on": day(report.date if report else None),
        "paid_until": day(right.annuity_paid_until) or DASH,
        "licensees": [
            {"name": romanised(x.name), "type": same(x.type) or DASH, "until": day(x.until) or DASH}
            for x in right.licensees
        ],
    }


def examiners_of(matter: NoticeMatter) -> dict[str, BilingualText]:
    """Whom the paper names as having examined goods, with employer and position (nothing where nobody recorded them)."""
    found: dict[str, BilingualText] = {}
    rests = "purchase" in matter.entry.annexes or ReasonKind.SAMPLE in {r.kind for r in matter.reasons}
    for bought in matter.purchases[-1:] if rests else ():
        if bought.differences and bought.examiner:
            found[bought.examiner] = either(bought.examiner_of, bought.examiner_of_en)
    named = matter.texts.get("examiner", "")
    if named:
        found[named] = matter.free("examiner_of") or found.get(named, NOTHING)
    return found


def examiner_told(matter: NoticeMatter, who: str) -> BilingualText:
    """The examiner with employer and position: 周然（露北公司品牌保护经理）; before an office a place to write them in."""
    said, told = romanised(who), examiners_of(matter).get(who, NOTHING)
    if not told and matter.route in OFFICES:
        told = BilingualText("任职单位及职务：________", "employer and position: ________")
    return BilingualText(f"{said.zh}（{told.zh}）", f"{said.en}, {told.en},", name=True) if told else said

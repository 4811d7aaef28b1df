"""The annex list: what each paper proves and where it comes from, with the hash of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.domain.evidence import Evidence
from bot.domain.listings import Listing
from bot.notices.facts.certificates import customs_rights, register_copies, rights
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.particulars import costs_of
from bot.notices.facts.parties import (
    OWNER,
    Paper,
    amounts,
    comparison,
    deed,
    earlier,
    examiner,
    hash_of,
    head,
    identity,
    operator,
    power,
    price,
    receipt,
    sample,
    works,
)
from bot.notices.wording.saying import BilingualText, moment, romanised


def papers_of(matter: NoticeMatter) -> tuple[Paper, ...]:
    """The annexes of the notice, numbered from 1."""
    found = [paper for part in matter.entry.annexes for paper in _part(matter, part)]
    ours = BilingualText(f"{matter.us.zh}提供", matter.us.en)
    return tuple(
        replace(paper, no=number, source=ours if paper.source is OWNER else paper.source)
        for number, paper in enumerate(found, 1)
    )


def _part(matter: NoticeMatter, part: str) -> Iterator[Paper]:
    """The papers of one part of the catalog's list."""
    if part in PARTS:
        return PARTS[part](matter)
    return iter((FIXED[part],))


def _captures(matter: NoticeMatter) -> Iterator[Paper]:
    for listing in matter.listings:
        evidence = matter.evidence.get(listing.listing_id)
        if evidence is not None:
            yield _capture(matter, listing, evidence)
        for page in licences(matter, listing)[-1:]:
            yield Paper(
                id=page.evidence_id,
                title=BilingualText(
                    f"店铺营业执照公示信息（{listing.item_id}）",
                    f"Licence shown by the shop ({listing.item_id})",
                ),
                proves=BilingualText("店铺的经营者", "who runs the shop"),
                source=_shown(matter, listing, page),
                pages=len(page.files),
                sha256=page.files[0].sha256,
                files=tuple((file.name, file.sha256) for file in page.files),
                group="act",
            )


def licences(matter: NoticeMatter, listing: Listing) -> list[Evidence]:
    """Pages on which the shop shows its licence, as a person read them."""
    return [
        e
        for e in matter.facts.evidence
        if e.kind == "licence" and e.listing_id == listing.listing_id and e.files
    ]


def _shown(matter: NoticeMatter, listing: Listing, evidence: Evidence) -> BilingualText:
    at, (zh, en) = moment(evidence.captured_at), matter.catalog.platform(listing.platform)
    return BilingualText(f"{zh}，{at.zh}取证", f"{en}, captured {at.en}")


_GOODS = {
    "amr": BilingualText("被投诉商品", "the goods complained of"),
    "platform": BilingualText("被投诉商品", "the goods complained of"),
    "court": BilingualText("被诉侵权商品", "the goods sued over"),
    "patent": BilingualText("被控产品", "the accused goods"),
    "police": BilingualText("涉案商品", "the goods in the case"),
}
_CONCERNED = BilingualText("所涉商品", "the goods concerned")


def _capture(matter: NoticeMatter, listing: Listing, evidence: Evidence) -> Paper:
    goods = _GOODS.get(matter.route, _CONCERNED)
    record = next((f for f in evidence.files if f.name.startswith("record")), evidence.files[0])
    drawn = ", ".join(f.name for f in evidence.files if f.name.startswith("match-"))
    drawn_zh = f"；被诉图片与权利人图片的比对见{drawn.replace(', ', '、')}" if drawn else ""
    drawn_en = f"; its pictures compared with the owner's are in {drawn}" if drawn else ""
    return Paper(
        id=evidence.evidence_id,
        title=BilingualText(
            f"商品页面取证记录（{listing.item_id}）", f"Capture of the listing ({listing.item_id})"
        ),
        proves=BilingualText(
            f"{goods.zh}的展示、标价及经营者信息{drawn_zh}",
            f"the display and price of {goods.en}, and who offers them{drawn_en}",
        ),
        source=_shown(matter, listing, evidence),
        pages=len(evidence.files),
        sha256=record.sha256,
        files=tuple((file.name, file.sha256) for file in evidence.files),
        group="act",
    )


def _old_listing(matter: NoticeMatter) -> Iterator[Paper]:
    """Of goods put up again: the old page and its removal, where a person annexes them."""
    item = matter.texts.get("old_item", "")
    if item and matter.texts.get("old_proof") == "annexed":
        yield Paper(
            id="old_listing",
            title=BilingualText(
                f"原商品页面取证记录（{item}）及其下架记录",
                f"Capture of the old listing ({item}) and record of its removal",
            ),
            proves=BilingualText("原商品的展示及下架", "that the old listing was up, and was taken down"),
            source=OWNER,
            group="act",
        )


def _findings(matter: NoticeMatter) -> Iterator[Paper]:
    for finding in matter.findings:
        yield Paper(
            id=finding.number,
            title=BilingualText(
                f"生效处理决定（{finding.number}）", f"Effective decision ({finding.number})"
            ),
            proves=BilingualText("被请求人此前的侵权记录", "the respondent's earlier infringement"),
            source=romanised(finding.authority),
            sha256=hash_of(matter, finding.document),
            group="liability",
        )


def _purchase(matter: NoticeMatter) -> Iterator[Paper]:
    for bought in matter.purchases[-1:]:
        number = f"（样品编号{bought.sample_id}）" if bought.sample_id else ""
        number_en = f" (sample no. {bought.sample_id})" if bought.sample_id else ""
        yield Paper(
            id=bought.purchase_id,
            title=BilingualText(
                f"购买取样记录及样品照片{number}", f"Record and photographs of the test purchase{number_en}"
            ),
            proves=BilingualText(
                "样品的取得、保管及比对情况", "how the sample was obtained, kept and compared"
            ),
            source=OWNER,
            pages=len(bought.photographs),
            group="act",
        )


def _pictures(matter: NoticeMatter) -> Iterator[Paper]:
    names = [image for product in matter.products for image in product.images]
    if names:
        yield Paper(
            id="pictures",
            title=BilingualText("正品及其包装照片", "Photographs of genuine goods and their packaging"),
            proves=BilingualText("正品的外观及包装", "how genuine goods and their packaging look"),
            source=OWNER,
            pages=len(names),
        )


_DECLARED = {"import": ("进口", "import"), "export": ("出口", "export")}


def _customs(matter: NoticeMatter) -> Iterator[Paper]:
    """Customs' notice by its number; on the owner's own application what it knows of the shipment."""
    way, way_en = _DECLARED.get(matter.texts.get("direction", ""), ("进出口", "import or export"))
    proves = BilingualText(f"侵权嫌疑货物的{way}情况", f"that the suspected goods are declared for {way_en}")
    if matter.texts.get("mode") == "application":
        yield Paper(
            id="customs",
            title=BilingualText("发货线索材料", "Papers on the shipment"),
            proves=proves,
            source=OWNER,
        )
        return
    number = matter.texts.get("customs_notice_no", "")
    yield Paper(
        id="customs",
        title=BilingualText(
            "海关通知" + (f"（{number}）" if number else ""),
            "Customs' notice" + (f" ({number})" if number else ""),
        ),
        proves=proves,
        source=romanised(matter.facts.request.office) or BilingualText("海关", "customs"),
    )


def _dealers(matter: NoticeMatter) -> Iterator[Paper]:
    """The list of dealers, where an answer to the seller rests on it."""
    answer = matter.texts.get("answer_zh", "")
    if matter.texts.get("stance") != "accept" and "名单" in answer:
        yield Paper(
            id="dealers",
            title=BilingualText(
                "权利人的授权经销商名单（摘录）", "The right owner's list of authorised dealers (extract)"
            ),
            proves=BilingualText("权利人授权的经销商", "which dealers the right owner has authorised"),
            source=OWNER,
        )


def _vouchers(matter: NoticeMatter) -> Iterator[Paper]:
    """The vouchers of the costs claimed, where a person says that they are there."""
    if matter.texts.get("vouchers") == "yes" and costs_of(matter):
        yield Paper(
            id="vouchers",
            title=BilingualText("合理开支凭证", "Vouchers of the reasonable expenses"),
            proves=BilingualText("为制止侵权支付的合理开支", "what was spent to stop the infringement"),
            source=OWNER,
            group="liability",
        )


PARTS: Mapping[str, Callable[[NoticeMatter], Iterator[Paper]]] = {
    "owner": identity, "head": head, "operator": operator, "old_listing": _old_listing,
    "receipt": receipt, "earlier": earlier, "rights": rights, "register_copies": register_copies,
    "customs_rights": customs_rights, "power": power, "captures": _captures, "findings": _findings,
    "purchase": _purchase, "sample": sample, "deed": deed, "examiner": examiner,
    "comparison": comparison, "works": works, "amounts": amounts, "price": price, "pictures": _pictures,
    "customs": _customs, "vouchers": _vouchers, "dealers": _dealers,
}  # fmt: skip
"""What a catalog's annex list may name: papers that come from the records."""

BY_HAND = (
    *(
        "old_listing",
        "receipt",
        "earlier",
        "compared",
        "customs",
        "deed",
        "examiner",
        "comparison",
        "amounts",
        "sample",
    ),
    *("vouchers", "dealers", "operator", "operator_power", "pictures", "price"),
)
"""Papers of those parts that texts refer to by name."""

FIXED: Mapping[str, Paper] = {
    paper.id: paper
    for paper in (
        Paper(
            id="undertaking",
            title=BilingualText(
                "停止侵权承诺书（供贵方签署）", "Undertaking to stop infringement (for you to sign)"
            ),
            proves=BilingualText("贵方停止侵权的承诺", "your undertaking to stop"),
            source=BilingualText("附于本函之后", "attached to this letter"),
        ),
        Paper(
            id="statement",
            title=BilingualText("平台转送的不侵权声明", "Statement of non-infringement as forwarded"),
            proves=BilingualText("经营者声明的内容", "what the seller stated"),
            source=BilingualText("平台转送", "forwarded by the platform"),
        ),
        Paper(
            id="security",
            title=BilingualText("担保凭证", "Proof of the security"),
            proves=BilingualText("担保的形式及数额", "form and sum of the security"),
            source=OWNER,
        ),
    )
}
"""What a catalog's annex list may name besides: papers that a person attaches by hand."""

"""The annex list: what each paper proves and where it comes from, with the hash of its file (words in ``papers.toml``)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.domain.evidence import Evidence
from bot.domain.listings import Listing
from bot.domain.rights import PATENTS, Right, RightKind, add_months
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.parties import (
    OWNER,
    Paper,
    amounts,
    bracketed,
    comparison,
    costs_of,
    deed,
    earlier,
    examiner,
    hash_of,
    head,
    identity,
    operator,
    opinion,
    paper,
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


_OF_SAMPLE = frozenset({"deed", "purchase", "examiner"})
"""What shows that goods are no genuine ones: a platform asks for it where a mark is infringed, no work and no design."""


def _part(matter: NoticeMatter, part: str) -> Iterator[Paper]:
    """The papers of one part of the catalog's list."""
    if part in _OF_SAMPLE and matter.entry.to == "platform" and not matter.marks:
        return iter(())
    if part in PARTS:
        return PARTS[part](matter)
    return iter((paper(part),))


def _captures(matter: NoticeMatter) -> Iterator[Paper]:
    for listing in matter.listings:
        evidence = matter.evidence.get(listing.listing_id)
        if evidence is not None and evidence.shows_any:
            yield _capture(matter, listing, evidence)
        for page in matter.licences(listing)[-1:]:
            yield paper(
                "licence",
                id=page.evidence_id,
                item=listing.item_id,
                source=_shown(matter, listing, page),
                pages=len(page.files),
                sha256=page.files[0].sha256,
                files=page.files,
            )


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
    record = next((f for f in evidence.files if f.name.startswith("record")), evidence.files[0])
    drawn = ", ".join(f.name for f in evidence.files if f.name.startswith("match-"))
    compared = BilingualText(
        f"；被诉图片与权利人图片的比对见{drawn.replace(', ', '、')}",
        f"; its pictures compared with the owner's are in {drawn}",
    )
    return paper(
        "capture",
        id=evidence.evidence_id,
        item=listing.item_id,
        goods=_GOODS.get(matter.route, _CONCERNED),
        drawn=compared if drawn else "",
        source=_shown(matter, listing, evidence),
        pages=len(evidence.files),
        sha256=record.sha256,
        files=evidence.files,
    )


def _old_listing(matter: NoticeMatter) -> Iterator[Paper]:
    """Of goods put up again: the old page and its removal, where a person annexes them."""
    item = matter.texts.get("old_item", "")
    if item and matter.texts.get("old_proof") == "annexed":
        yield paper("old_listing", item=item)


def _findings(matter: NoticeMatter) -> Iterator[Paper]:
    for each in matter.findings:
        yield paper(
            "finding",
            id=each.number,
            number=each.number,
            source=romanised(each.authority),
            sha256=hash_of(matter, each.document),
        )


def _purchase(matter: NoticeMatter) -> Iterator[Paper]:
    for bought in matter.purchases[-1:]:
        number = bought.sample_id
        yield paper(
            "purchase",
            id=bought.purchase_id,
            sample=bracketed(f"样品编号{number}", f"sample no. {number}") if number else "",
            pages=len(bought.photographs),
        )


def _pictures(matter: NoticeMatter) -> Iterator[Paper]:
    names = [image for product in matter.products for image in product.images]
    if names:
        yield paper("pictures", pages=len(names))


_DECLARED = {"import": ("进口", "import"), "export": ("出口", "export")}


def _customs(matter: NoticeMatter) -> Iterator[Paper]:
    """Customs' notice by its number; on the owner's own application what it knows of the shipment."""
    way = BilingualText(*_DECLARED.get(matter.texts.get("direction", ""), ("进出口", "import or export")))
    if matter.texts.get("mode") == "application":
        yield paper("shipment", id="customs", way=way)
        return
    office = romanised(matter.facts.request.office) or BilingualText("海关", "customs")
    yield paper(
        "customs", number=bracketed(matter.texts.get("customs_notice_no", "")), way=way, source=office
    )


def _proof(matter: NoticeMatter) -> Iterator[Paper]:
    """What shows the infringement plainly: asked of an owner that applies to customs on its own motion (CU-10)."""
    if matter.texts.get("mode") == "application":
        yield from _captures(matter)
        yield from deed(matter)
        yield from _purchase(matter)


def _dealers(matter: NoticeMatter) -> Iterator[Paper]:
    """The list of dealers, where an answer to the seller rests on it."""
    if matter.texts.get("stance") != "accept" and "名单" in matter.texts.get("answer_zh", ""):
        yield paper("dealers")


def _vouchers(matter: NoticeMatter) -> Iterator[Paper]:
    """The vouchers of the costs claimed, where a person says that they are there."""
    if matter.texts.get("vouchers") == "yes" and costs_of(matter):
        yield paper("vouchers")


_CERTIFICATE = {
    RightKind.TRADEMARK: BilingualText("商标注册证", "Trademark registration certificate"),
    RightKind.COPYRIGHT: BilingualText("作品登记证书", "Registration certificate of the work"),
    RightKind.DESIGN: BilingualText("外观设计专利证书", "Design patent certificate"),
    RightKind.UTILITY_MODEL: BilingualText("实用新型专利证书", "Utility model certificate"),
    RightKind.INVENTION: BilingualText("发明专利证书", "Invention patent certificate"),
}
_UNREGISTERED = BilingualText("著作权权属证明", "Proof of copyright")
_PROTECTED = BilingualText("国际注册商标证明", "Certificate of protection of the international registration")


def _certificate(right: Right) -> BilingualText:
    """What proves the right: a Madrid mark has no Chinese certificate, a work only where it is registered (TM-52, CR-03)."""
    if right.madrid:
        return _PROTECTED
    return _CERTIFICATE[right.kind] if right.number else _UNREGISTERED


def rights(matter: NoticeMatter) -> Iterator[Paper]:
    for right in matter.rights:
        yield paper(
            "certificate",
            id=right.id,
            kind=_certificate(right),
            number=bracketed(right.number or right.international_number),
            source=OWNER if right.kind is RightKind.COPYRIGHT else None,
            sha256=hash_of(matter, right.proof),
        )
        if right.madrid and right.certificate:
            yield paper(
                "international",
                id=f"{right.id}:international",
                number=bracketed(right.international_number),
                sha256=hash_of(matter, right.certificate),
            )
        if right.renewal_proof:
            yield paper(
                "renewal",
                id=f"{right.id}:renewal",
                number=bracketed(right.number or right.international_number),
                sha256=hash_of(matter, right.renewal_proof),
            )
        yield from _report(matter, right)


_CLAIMED = BilingualText("权利要求", "what the patent claims")

_SCOPES = {RightKind.DESIGN: BilingualText("外观设计的图片或者照片", "the views of the design")}

"""What the text of a grant shows: a comparison is made with it."""

_REGISTER_COPIES = {
    RightKind.DESIGN: "外观设计专利",
    RightKind.UTILITY_MODEL: "实用新型专利",
    RightKind.INVENTION: "发明专利",
}


def register_copies(matter: NoticeMatter) -> Iterator[Paper]:
    """What a patent office asks: the copy of the register, not the certificate, and the receipt of the annuity (PT-17)."""
    for right in matter.rights:
        number, kind = bracketed(right.number), _REGISTER_COPIES.get(right.kind, "专利")
        shows = _SCOPES.get(right.kind, _CLAIMED)
        yield paper("register_copy", id=right.id, number=number, kind=kind)
        yield paper("grant", id=f"{right.id}:text", number=number, shows=shows)
        yield paper("annuity", id=f"{right.id}:annuity", number=number)
        yield from _report(matter, right)


def customs_rights(matter: NoticeMatter) -> Iterator[Paper]:
    """For recordal: the certificate, and of a patent granted long enough ago the register's copy too (fact PT-22)."""
    yield from rights(matter)
    months = matter.terms.register_copy_months
    for right in old_patents(matter):
        yield paper(
            "register_for_customs",
            id=f"{right.id}:register",
            number=bracketed(right.number),
            months=str(months),
        )


def old_patents(matter: NoticeMatter) -> Iterator[Right]:
    """The patents granted so long before the day of filing that customs wants the register; unknown days count as older."""
    fresh = 12 * matter.terms.register_copy_years
    for right in matter.rights:
        granted = right.granted_on
        if right.kind in PATENTS and (granted is None or add_months(granted, fresh) < matter.as_of):
            yield right


def _report(matter: NoticeMatter, right: Right) -> Iterator[Paper]:
    report = right.evaluation_report
    if report is None:
        return
    yield paper(
        "report",
        id=f"{right.id}:report",
        number=bracketed(report.number),
        sha256=hash_of(matter, report.document),
    )


PARTS: Mapping[str, Callable[[NoticeMatter], Iterator[Paper]]] = {
    "owner": identity, "head": head, "operator": operator, "old_listing": _old_listing,
    "receipt": receipt, "earlier": earlier, "rights": rights, "register_copies": register_copies,
    "customs_rights": customs_rights, "power": power, "captures": _captures, "findings": _findings,
    "purchase": _purchase, "sample": sample, "deed": deed, "examiner": examiner, "opinion": opinion,
    "comparison": comparison, "works": works, "amounts": amounts, "price": price, "pictures": _pictures,
    "customs": _customs, "proof": _proof, "vouchers": _vouchers, "dealers": _dealers,
}  # fmt: skip
"""What a catalog's annex list may name: papers that come from the records."""

BY_HAND = (
    "old_listing", "receipt", "earlier", "compared", "customs", "deed", "examiner", "opinion", "comparison", "amounts",
    "sample", "vouchers", "dealers", "operator", "operator_power", "pictures", "price",
)  # fmt: skip
"""Papers of those parts that texts refer to by name."""

FIXED = frozenset({"undertaking", "statement", "security"})
"""What a catalog's annex list may name besides: papers that a person attaches by hand."""

"""What a template sees: the facts of the matter in words of both languages, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.rights import Right, RightKind, RightState, SellerDecision
from bot.notices.facts.annexes import BY_HAND, FIXED
from bot.notices.facts.applying import (
    applied_of,
    reasons_of,
    sampled_of,
    shown,
    shown_on,
    use_of,
)
from bot.notices.facts.form import form_of, goods_under, older_sample, seat_in, security_band, security_of
from bot.notices.facts.matter import OFFICES, NoticeMatter
from bot.notices.facts.parties import Paper, costs_of, costs_total
from bot.notices.facts.pictures import pictures_of, told
from bot.notices.facts.records import (
    agent_of,
    authorised_of,
    owner_of,
    pair,
    power_of,
    product_of,
    purchase_of,
    right_more,
    seller_of,
    tells_of,
)
from bot.notices.facts.terms import acts_told
from bot.notices.wording.saying import (
    DASH,
    BilingualText,
    Tree,
    day,
    joined,
    listed,
    missing,
    moment,
    money,
    name,
    romanised,
    same,
)

_BY_HAND = "____"
"""The page on which an annex begins is filled in by whoever binds the papers."""

_DOCUMENT = BilingualText("电子件", "its file")

_GROUPS = {
    "right": BilingualText("（一）权利", "The right"),
    "act": BilingualText("（二）侵权行为", "The acts of infringement"),
    "liability": BilingualText("（三）责任承担", "What is to be paid"),
}

KINDS = {
    RightKind.TRADEMARK: BilingualText("注册商标", "registered trademark"),
    RightKind.COPYRIGHT: BilingualText("作品著作权", "copyright"),
    RightKind.DESIGN: BilingualText("外观设计专利", "design patent"),
    RightKind.UTILITY_MODEL: BilingualText("实用新型专利", "utility model"),
    RightKind.INVENTION: BilingualText("发明专利", "invention patent"),
}


_PATENT_RIGHT = BilingualText("专利权", "patent")
_INFRINGED = {
    "trademark": BilingualText("注册商标专用权", "registered mark"),
    "copyright": BilingualText("著作权", "copyright"),
    "design": _PATENT_RIGHT,
    "patent": _PATENT_RIGHT,
}
_PATENT = BilingualText("实施上列专利", "work the patents listed")
_PERMITTED = {
    "trademark": BilingualText(
        "在上述商品上使用上列商标，或者在销售上述商品时使用上列商标",
        "use the marks listed on these goods or in selling them",
    ),
    "copyright": BilingualText("复制或者传播上列作品", "copy or communicate the works listed"),
    "design": _PATENT,
    "patent": _PATENT,
}
"""What only the owner may permit, by branch of law: a mark is used, a work copied, a patent worked."""


def view_of(matter: NoticeMatter, papers: Sequence[Paper], languages: Sequence[str]) -> Tree:
    """The tree that both templates of a notice are filled from."""
    numbers_of = {paper.id: paper.no for paper in papers}
    request = matter.facts.request
    return {
        "owner": owner_of(matter),
        "agent": agent_of(matter),
        "rights": [_right(matter, r, numbers_of) for r in matter.rights],
        "seller": seller_of(matter, numbers_of),
        "listings": [_listing(matter, i, x, numbers_of) for i, x in enumerate(matter.listings, 1)],
        "findings": [_finding(found, numbers_of) for found in matter.findings],
        "annexes": [_paper(paper) for paper in papers],
        "annex_groups": list(_groups(papers)),
        "undertaking": numbers_of.get("undertaking", 0),
        "bases": list(matter.bases),
        "ground": matter.ground,
        "ground_title": BilingualText(*matter.catalog.ground_titles(matter.ground)),
        "facts": matter.free("facts"),
        **reasons_of(matter, numbers_of),
        "test_purchase": matter.free("test_purchase"),
        "tells": [tell for product in matter.products for tell in tells_of(product)],
        "portal": _portal(matter),
        "office": romanised(request.office) or missing("受理机关", "authority addressed"),
        "filing_channel": matter.texts.get("filing_channel", ""),
        "reply_days": matter.texts.get("reply_days", "7"),
        "as_of": day(request.as_of),
        **_act(matter),
        "bilingual": set(languages) == {"zh", "en"},
        "form": form_of(matter),
        "security": money(security_of(matter)),
        "security_band": security_band(matter),
        "purchase": purchase_of(matter, numbers_of),
        "products": [product_of(product) for product in matter.products],
        "power": power_of(matter),
        "authorised": authorised_of(matter),
        "costs": costs_of(matter),
        "costs_total": money(costs_total(matter)),
        "paper": _by_name(matter, numbers_of),
        "us": matter.us,
        "seat": seat_in(matter),
        "sample_older": older_sample(matter) is not None,
        "permitted": permitted(matter.bases),
        "infringed": _infringed(matter.bases),
        "under_way": [*_under_way(matter)],
        "addressed": bool(request.office.strip()),
        "to_police": "公安" in request.office,
        "pictures": told(pictures_of(matter)),
        **applied_of(matter),
    }


def _act(matter: NoticeMatter) -> Tree:
    dates = matter.dates
    return {
        "act_from": day(dates.act_from),
        "act_to": day(dates.act_to),
        "act_told": acts_told(matter.facts, (dates.act_from, dates.act_to), matter.us),
        "act_dated": bool(dates.basis),
        "act_shown": dates.basis == "evidence",
        "act_one_day": dates.act_from == dates.act_to,
    }


def _finding(found: SellerDecision, numbers_of: Mapping[str, int]) -> Tree:
    return {
        "authority": romanised(found.authority),
        "number": same(found.number),
        "date": day(found.date),
        "annex": numbers_of.get(found.number, 0),
    }


def permitted(bases: Sequence[str]) -> BilingualText:
    """What only the owners of rights of these branches may permit, as the end of “未许可…” and of “permitted to …”."""
    said = [_PERMITTED[each] for each in bases if each in _PERMITTED]
    return joined(said, en=", or to ")


def _infringed(bases: Sequence[str]) -> BilingualText:
    """What right the goods are suspected of infringing: 注册商标专用权, 著作权, 专利权."""
    said = list(dict.fromkeys(_INFRINGED[each] for each in bases if each in _INFRINGED))
    return joined(said, en=" and the ")


def _by_name(matter: NoticeMatter, numbers_of: dict[str, int]) -> dict[str, int]:
    """The annexes that texts refer to by name."""
    power = numbers_of.get(matter.authority.id, 0) if matter.authority else 0
    return {"power": power, **{each: numbers_of.get(each, 0) for each in (*FIXED, *BY_HAND)}}


def _under_way(matter: NoticeMatter) -> Iterator[Tree]:
    """What was sent to an office or a court in the same case: day, addressee, paper."""
    for draft in matter.same_case:
        entry = matter.catalog.entries.get(draft.request.kind)
        if draft.sent is not None and entry and entry.route in OFFICES and entry.to in {"office", "court"}:
            titles = dict(draft.composition.titles)
            yield {
                "on": day(china_day(draft.sent.at)),
                "to": romanised(draft.composition.addressee or draft.request.office),
                "title": name(titles["zh"], titles["en"]),
            }


def _right(matter: NoticeMatter, right: Right, numbers_of: dict[str, int]) -> Tree:
    registered = right.registered_on or right.granted_on or right.published_on
    return {
        "kind": KINDS[right.kind],
        "branch": right.kind.value,
        "title": _title(right) if right.title else missing("权利名称", "title of the right"),
        "number": same(right.number) or DASH,
        "madrid": same(right.international_number if right.madrid else ""),
        "classes": listed(right.classes) or DASH,
        "goods": romanised(right.goods_zh, right.goods_en)
        if right.goods_zh
        else BilingualText("以注册证为准", "as on the certificate"),
        "registered_on": day(registered) or DASH,
        "expires_on": day(right.expires_on) or DASH,
        "in_grace": right.state(matter.as_of, matter.terms.grace_months) is RightState.IN_GRACE,
        "annex": numbers_of.get(right.id, 0),
        "report_annex": numbers_of.get(f"{right.id}:report", 0),
        "text_annex": numbers_of.get(f"{right.id}:text", 0) or numbers_of.get(right.id, 0),
        "shown": shown(matter, right),
        "use": use_of(matter, right),
        "covers": goods_under(matter, right),
        "on_sample": right.id in sampled_of(matter),
        **right_more(right),
    }


def _title(right: Right) -> BilingualText:
    """A mark is printed as registered; what a patent or a work is called, with its pinyin."""
    return same(right.title) if right.kind is RightKind.TRADEMARK else romanised(right.title, right.title_en)


def _listing(matter: NoticeMatter, number: int, listing: Listing, numbers_of: dict[str, int]) -> Tree:
    evidence = matter.evidence.get(listing.listing_id)
    written = shown_on(matter, listing)
    marks = dict.fromkeys(right.title for right in matter.marks if right.id in written)
    return {
        "no": number,
        "item_id": same(listing.item_id),
        "title": same(listing.title),
        "url": listing.url,
        "shop": romanised(listing.seller_name or listing.seller_id or "—"),
        "platform": pair(matter.catalog.platform(listing.platform)),
        "price": money(listing.price, listing.currency) or BilingualText("未标明", "not shown"),
        "sales": listing.sales if listing.sales is not None else -1,
        "captured": moment(evidence.captured_at)
        if evidence and evidence.shows_any
        else missing("取证时间", "time of capture"),
        "annex": numbers_of.get(evidence.evidence_id, 0) if evidence else 0,
        "marks": [same(mark) for mark in marks],
        "in_title": all(mark.casefold() in listing.title.casefold() for mark in marks),
    }


def _groups(papers: Sequence[Paper]) -> Iterator[Tree]:
    """The annexes as the court's form has them: the right, the acts of infringement, what is to be paid."""
    for group, title in _GROUPS.items():
        rows = [_paper(paper) for paper in papers if paper.group == group]
        if rows:
            yield {"title": title, "annexes": rows}


def _paper(paper: Paper) -> Tree:
    return {
        "no": paper.no,
        "title": paper.title,
        "proves": paper.proves,
        "source": paper.source,
        "page": _BY_HAND,
        "sha256": paper.sha256,
        "hashes": [
            {"name": called, "sha256": digest}
            for called, digest in (paper.files or ((_DOCUMENT, paper.sha256),))
            if digest
        ],
    }


def _portal(matter: NoticeMatter) -> Tree:
    zh, en = matter.platform_name
    if not zh or matter.first is None:
        return {"title": missing("平台投诉渠道", "the platform's portal")}
    known, called = matter.catalog.platform(matter.first.platform)
    if matter.portal is None:
        return {"title": name(f"{zh}平台经营者", f"Operator of {en}")}
    return {"title": name(f"{known}平台经营者（经{zh}提交）", f"Operator of {called} (through the {en})")}

"""Owner, agent with their power of attorney, seller and authorised shops as a template sees them."""

from bot.domain.listings import Listing
from bot.domain.rights import Authority, Owner
from bot.domain.sellers import SellerStanding
from bot.notices.facts.annexes import licences
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.particulars import NOTHING, same_value
from bot.notices.wording.saying import BilingualText, Tree, country, day, missing, name, romanised, same

_HEAD = BilingualText("法定代表人（负责人）", "Legal representative")

_SIGNATORY = BilingualText("授权签署人", "Authorised signatory")

_NOBODY = Authority(id="")
"""Where nobody acts for the owner."""

_LAWYER = {"lawyer_missing": missing("承办律师及执业证号", "lawyer in charge with licence number")}


def owner_of(matter: NoticeMatter) -> Tree:
    owner = matter.owner
    zh = matter.owner_name_zh or owner.name
    full = (
        name(zh, owner.name)
        if not owner.name or zh == owner.name
        else name(f"{zh}（{owner.name}）", f"{owner.name} ({zh})")
    )
    address_zh = matter.owner_address_zh
    return {
        "full": full or missing("权利人名称", "right owner's name"),
        "name": name(zh, owner.name) if zh else missing("权利人名称", "right owner's name"),
        "address": name(address_zh, owner.address)
        if address_zh
        else missing("权利人地址", "right owner's address"),
        "registration": same(owner.uscc or owner.registration_number)
        if owner.uscc or owner.registration_number
        else NOTHING,
        "representative": romanised(owner.legal_representative) if owner.legal_representative else NOTHING,
        "contact_person": romanised(owner.contact_person),
        "phone": same(owner.phone),
        "email": same(owner.email),
        "contact": same(owner.contact_public)
        if owner.contact_public
        else missing("公开联系方式", "public contact"),
        "signatory": romanised(owner.signatory) if owner.signatory else NOTHING,
        "signatory_title": name(owner.signatory_title_zh, owner.signatory_title)
        if owner.signatory_title_zh
        else romanised(owner.signatory_title),
        "signs_as": _signs_as(owner),
        "foreign": matter.foreign,
        "country": country(owner.country) if matter.foreign else NOTHING,
    }


def _signs_as(owner: Owner) -> BilingualText:
    """The head of the company signs as such, who needs no authority for it."""
    itself = owner.signatory and owner.signatory == owner.legal_representative
    return _HEAD if itself else _SIGNATORY


def agent_of(matter: NoticeMatter) -> Tree:
    authority = matter.authority or _NOBODY
    return {
        "acts": matter.authority is not None,
        "name": name(authority.agent_zh, authority.agent) if matter.authority else NOTHING,
        "address": romanised(authority.address, authority.address_en) if authority.address else NOTHING,
        "contact": same(authority.contact) if authority.contact else NOTHING,
        "lawyers": [
            {"name": romanised(x.name, x.name_en), "licence": same(x.licence) if x.licence else NOTHING}
            for x in authority.lawyers
        ],
        **_LAWYER,
    }


def seller_of(matter: NoticeMatter, numbers_of: dict[str, int]) -> Tree:
    first = matter.first
    pages = licences(matter, first) if first else []
    shop = first.seller_name or first.seller_id if first else ""
    return {
        "company": romanised(matter.seller_company)
        if matter.seller_company
        else missing("经营者名称（以营业执照为准）", "seller's name as on its licence"),
        "address": romanised(matter.seller_address)
        if matter.seller_address
        else missing("实际经营地址", "actual place of business"),
        "address_known": bool(matter.seller_address),
        "address_typed": "seller_address" in matter.texts,
        "licence": same(first.seller_licence) if first and first.seller_licence else NOTHING,
        "contact": same("、".join(first.seller_contact if first else ())),
        "disclosed": bool(first and _disclosed(matter, first)),
        "licence_annex": max((numbers_of.get(page.evidence_id, 0) for page in pages), default=0),
        "representative": romanised(first.seller_legal_rep) if first and first.seller_legal_rep else NOTHING,
        "shop": romanised(shop) if shop else missing("店铺名称", "shop's name"),
        "platform": pair(matter.catalog.platform(first.platform)) if first else missing("平台", "platform"),
    }


def _disclosed(matter: NoticeMatter, first: Listing) -> bool:
    """Whether the licence of the one shop concerned names the company."""
    named = bool(first.seller_company) and first.seller_company == matter.seller_company
    return named and len({x.seller_id or x.seller_name for x in matter.listings}) == 1


def pair(names: tuple[str, str]) -> BilingualText:
    return BilingualText(names[0], names[1], name=True)


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


def power_of(matter: NoticeMatter) -> Tree:
    """What the power of attorney acted under, or to be given, says."""
    authority = matter.authority or _NOBODY
    return {
        "scope": [SCOPES.get(part, same(part)) for part in authority.scope],
        "form": FORMS.get(authority.form, NOTHING),
        "until": day(authority.expires_on) if authority.expires_on else NOTHING,
        "rights": [same(right_id) for right_id in authority.rights],
        "uscc": same_value(authority.agent_uscc),
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
            "platform": pair(matter.catalog.platform(shop.platform)),
            "name": romanised(shop.name or shop.seller_id),
            "until": day(shop.until) if shop.until else BilingualText("未载明期限", "no end stated"),
        }
        for shop in shops
        if shop.standing is SellerStanding.AUTHORISED and shop.holds_on(matter.as_of)
    ]

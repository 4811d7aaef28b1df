"""A power of attorney and an authorised seller as a template sees them."""

from __future__ import annotations

from bot.domain.sellers import SellerStanding
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.particulars import NOTHING, same_value
from bot.notices.wording.saying import BilingualText, Tree, day, romanised, same

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

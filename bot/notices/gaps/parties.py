"""Gaps of the parties: the owner, the agent's power of attorney, the seller, and the office addressed."""

import re
from collections.abc import Iterator

from bot.domain.compositions import ADMIN, APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import LETTER, POWER, Authority
from bot.domain.sellers import Seller, SellerStanding, company_of
from bot.domain.sentences import Sentence, sentence
from bot.notices.facts.form import private_seller
from bot.notices.facts.matter import OFFICES, NoticeMatter
from bot.notices.wording.saying import HAN

_FORMAL = {"notarised", "apostilled", "legalised"}
_OFFICE = re.compile(r"市场监督管理局|市场监管局")
_HIGH_OFFICE = re.compile(r"^国家市场|^[^市区县]{2,6}(省|自治区)市场")


def gaps_of_parties(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Everything that is missing about who writes, for whom and to whom."""
    if matter.rights:
        yield from _owner(matter)
        yield from _agent(matter)
    yield from _seller(matter)
    if matter.route == "amr" and matter.entry.needs("request.office"):
        yield from _office(matter)


def _owner(matter: NoticeMatter) -> Iterator[NoticeGap]:
    owner, letter = matter.owner, matter.entry.needs("owner.contact_public")
    if not matter.owner_name_zh:
        yield blocking(
            "owner.name_zh",
            "the Chinese name of {name} is missing; enter it exactly as on the certificate",
            name=owner.name or Sentence(key="the owner"),
        )
    if not matter.owner_address_zh:
        yield blocking(
            "owner.address_zh",
            "the Chinese address of {name} is missing; enter it as on the certificate",
            name=owner.name or Sentence(key="the owner"),
        )
    if not owner.contact_public:
        key = "no public contact; enter contact_public, the only contact that may reach a seller"
        if letter and matter.route != LETTER:
            yield blocking("owner.contact_public", key)
        elif matter.authority is None or not matter.authority.contact or matter.route == "platform":
            yield warning("owner.contact_public", key)
    if (
        matter.entry.needs("owner.signatory")
        and matter.route != LETTER
        and not owner.signatory
        and (matter.foreign or not owner.country)
    ):
        yield blocking(
            "owner.signatory",
            "nobody is named to sign; a foreign company's letter needs its authorised signatory and title",
        )
    if matter.route == "amr" and not (owner.uscc or owner.registration_number):
        yield warning(
            "owner.registration_number",
            "no registration number of the owner; the bureau wants proof of the owner's existence",
        )
    if matter.route in {"amr", "court"} and matter.foreign and not owner.papers_form:
        yield warning(
            "owner.papers_form",
            "how the foreign owner's papers were certified is not recorded; fill it in in the brand book, "
            "with the owner, or by hand, and attach them with a Chinese translation sealed by the agency or signed by the "
            "translator",
        )
    if owner.signatory_title and not (owner.signatory_title_zh or HAN.search(owner.signatory_title)):
        yield warning(
            "owner.signatory_title_zh",
            "“{title}” stands in the Chinese text; fill in the signatory's Chinese title in the brand book, with the owner",
            title=owner.signatory_title,
        )


def _agent(matter: NoticeMatter) -> Iterator[NoticeGap]:
    route = matter.route
    if not route or route == POWER:
        return
    authority, chosen = matter.authority, matter.texts.get("agent", "")
    if authority is not None:
        yield from _power(matter, authority)
        return
    own_name = chosen.casefold() in {"none", "无"}
    if chosen and not own_name:
        yield blocking(
            "authority",
            "there is no power of attorney “{id}”; give its id, or “none” to act in the owner's own name",
            id=chosen,
        )
    elif matter.authorities and not own_name:
        ids = ", ".join(a.id for a in matter.authorities)
        yield warning(
            "authority.scope",
            "{ids} does not cover “{route}”; the notice is in the owner's own name. Extend the power if the "
            "agent is to act",
            ids=ids,
            route=route,
        )
    if route == "amr" and matter.foreign:
        yield warning(
            "authority",
            "a foreign owner without a Chinese agent: bureaus usually want an agent with a notarised or "
            "apostilled power of attorney",
        )


def _power(matter: NoticeMatter, authority: Authority) -> Iterator[NoticeGap]:
    route = matter.route
    if authority.expired(matter.as_of):
        yield blocking(
            "authority.expires_on",
            "{authority} expired on {day}; renew it, or set the agent to “none” to act in the owner's own name",
            authority=authority.id,
            day=authority.expires_on,
        )
    if route != LETTER and route not in authority.scope:
        yield blocking(
            "authority.scope",
            "{authority} does not cover “{route}”; extend it, choose another, or set the agent to “none”",
            authority=authority.id,
            route=route,
        )
    if authority.principal and authority.principal != matter.owner.name:
        yield blocking(
            "authority.principal",
            "{authority} was given by {principal}, not by {owner}; get one from the owner",
            authority=authority.id,
            principal=authority.principal,
            owner=matter.owner.name,
        )
    missing = (
        sorted({right.id for right in matter.rights} - set(authority.rights)) if authority.rights else []
    )
    if missing:
        yield blocking(
            "authority.rights",
            "{authority} does not cover {rights}; extend it or leave the right out",
            authority=authority.id,
            rights=", ".join(missing),
        )
    yield from _paper(matter, authority)


def _paper(matter: NoticeMatter, authority: Authority) -> Iterator[NoticeGap]:
    if matter.foreign and authority.form not in _FORMAL:
        asked = "office" if matter.route in OFFICES else "platform"
        yield warning(
            "authority.form",
            "{authority} is not recorded as notarised, apostilled or legalised; a foreign owner's power usually "
            "must be. Ask the {asked} first",
            authority=authority.id,
            asked=Sentence(key=asked),
        )
    if matter.foreign and authority.form in {"apostilled", "legalised"} and authority.legalised_on is None:
        yield warning(
            "authority.legalised_on",
            "{authority} is called {paper_form}, but the day is not recorded; enter it from the paper",
            authority=authority.id,
            paper_form=authority.form,
        )
    if not authority.document:
        yield warning(
            "authority.document",
            "no copy of {authority} is in the brand book; attach it by hand",
            authority=authority.id,
        )
    if not (authority.agent_zh or HAN.search(authority.agent)):
        yield warning(
            "authority.agent_zh",
            "the Chinese name of {name} is missing; enter it as on its licence",
            name=authority.agent,
        )


def _licence(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A shop and a company are joined by the licence that the shop shows (EV-02, EC-13)."""
    asked = "captures" in matter.entry.annexes and matter.route not in {"platform", ""}
    if asked and matter.first and matter.seller_company and not matter.licences(matter.first):
        yield warning(
            "evidence.licence",
            "no page annexed shows that {name} runs the shop; a private seller shows a declaration with address and contact in "
            "place of a licence: keep its picture"
            if private_seller(matter)
            else "no page annexed shows that {name} runs the shop; read the shop's licence page (亮照) and keep its picture",
            name=matter.seller_company,
        )


def _other_name(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A name typed for a seller whose page shows another is another party."""
    shown = matter.first.seller_company if matter.first else ""
    if shown and company_of(shown) != company_of(matter.seller_company):
        yield blocking(
            "texts.seller_company",
            "{typed} is typed, and the shop's page names {shown}, whose code and head are left out here; correct the name, or "
            "have an approver say why it is another",
            typed=matter.seller_company,
            shown=shown,
            waivable_by=APPROVER,
        )


def _seller(matter: NoticeMatter) -> Iterator[NoticeGap]:
    route = matter.route
    if matter.entry.needs("listing.seller_company") and not matter.seller_company:
        yield blocking(
            "listing.seller_company",
            "the seller is a private person, whom no licence names; take the name from the declaration that the shop shows, the "
            "parcel or the order, or leave it to a market regulator, which may ask the platform"
            if private_seller(matter)
            else "the seller's name as on its licence is missing; open the shop's licence page (亮照), then "
            "enter it in the form",
        )
    if matter.entry.needs("listing.seller_address") and not matter.seller_address:
        yield blocking(
            "listing.seller_address",
            "the seller's address is missing; the bureau of its actual place of business needs it "
            "(licence page, parcel, test purchase)",
        )
    yield from _licence(matter)
    yield from _other_name(matter)
    sellers = sorted({x.seller_company or x.seller_id or x.seller_name for x in matter.listings})
    if route != "platform" and len(sellers) > 1:
        yield blocking(
            "listing.seller",
            "the listings belong to different sellers ({sellers}); write one notice for each",
            sellers=", ".join(sellers),
        )
    for shop in matter.shops:
        if shop.standing is SellerStanding.AUTHORISED and shop.holds_on(matter.dates.act_to):
            yield blocking(
                "listing.seller",
                "{shop} is an authorised seller in the brand book; check before accusing it",
                shop=shop.name or shop.seller_id,
                waivable_by=ADMIN,
            )
        elif shop.standing is SellerStanding.AUTHORISED and shop.holds_within(
            matter.dates.act_from, matter.dates.act_to
        ):
            yield blocking(
                "listing.seller",
                "{shop} was an authorised seller {days}; what it offered then is not accused: set the first day of "
                "the act accordingly",
                shop=shop.name or shop.seller_id,
                days=_days(shop),
                waivable_by=ADMIN,
            )


def _days(shop: Seller) -> Sentence:
    if shop.since and shop.until:
        return sentence("since {since} until {until}", since=shop.since, until=shop.until)
    if shop.until:
        return sentence("until {until}", until=shop.until)
    return sentence("since {since}", since=shop.since or "")


def _office(matter: NoticeMatter) -> Iterator[NoticeGap]:
    office = matter.facts.request.office.strip()
    if not office:
        yield blocking(
            "request.office",
            "no office is named; address the county or district market regulator (…市场监督管理局) at "
            "the seller's actual place of business",
        )
        return
    if not _OFFICE.search(office):
        yield blocking(
            "request.office",
            "“{office}” does not read like a market regulator's Chinese name; write it in full, for example "
            "义乌市市场监督管理局",
            office=office,
            waivable_by=APPROVER,
        )
    elif _HIGH_OFFICE.search(office):
        yield warning(
            "request.office",
            "“{office}” is above county level; complaints go to the county or district bureau at the seller's "
            "actual place of business",
            office=office,
        )
    for word in matter.portal.operator_offices if matter.portal else ():
        if word.casefold() in office.casefold() and word not in matter.seller_address:
            yield warning(
                "request.office",
                "“{office}” is the bureau at the platform operator's domicile; it may take the case if it receives "
                "the complaint first, but often passes it on. Prefer the seller's actual place of business",
                office=office,
            )

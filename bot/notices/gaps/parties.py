"""Gaps of the parties: the owner, the agent's power, the seller, and the office addressed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.drafts import NoticeGap
from bot.domain.rights import Authority
from bot.domain.sellers import Seller, SellerStanding
from bot.notices.facts.matter import LETTER, OFFICES, POWER, NoticeMatter
from bot.notices.gaps.making import ADMIN, blocking, warning
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
            f"the Chinese name of {owner.name or 'the owner'} is missing; enter it exactly as on the "
            "certificate",
        )
    if not matter.owner_address_zh:
        yield blocking(
            "owner.address_zh",
            f"the Chinese address of {owner.name or 'the owner'} is missing; enter it as on the certificate",
        )
    if not owner.contact_public:
        say = "enter contact_public, the only contact that may reach a seller"
        if letter and matter.route != LETTER:
            yield blocking("owner.contact_public", f"no public contact; {say}")
        elif matter.authority is None or not matter.authority.contact or matter.route == "platform":
            yield warning("owner.contact_public", f"no public contact; {say}")
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
    if matter.route == "amr" and matter.foreign:
        yield warning(
            "owner.identity_papers",
            "attach the foreign owner's certificate of incorporation, notarised or apostilled, with a "
            "Chinese translation",
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
            f"there is no power of attorney “{chosen}”; give its id, or “none” to act in the owner's own "
            "name",
        )
    elif matter.authorities and not own_name:
        ids = ", ".join(a.id for a in matter.authorities)
        yield warning(
            "authority.scope",
            f"{ids} does not cover “{route}”; the notice is in the owner's own name. Extend the power if "
            "the agent is to act",
        )
    if route == "amr" and matter.foreign:
        yield warning(
            "authority",
            "a foreign owner without a Chinese agent: bureaus usually want an agent with a notarised or "
            "apostilled power of attorney",
        )


def _power(matter: NoticeMatter, authority: Authority) -> Iterator[NoticeGap]:
    route = matter.route
    if authority.expires_on is not None and authority.expires_on < matter.as_of:
        yield blocking(
            "authority.expires_on",
            f"{authority.id} expired on {authority.expires_on}; renew it, or set the agent to “none” to "
            "act in the owner's own name",
        )
    if route != LETTER and route not in authority.scope:
        yield blocking(
            "authority.scope",
            f"{authority.id} does not cover “{route}”; extend it, choose another, or set the agent to “none”",
        )
    if authority.principal and authority.principal != matter.owner.name:
        yield blocking(
            "authority.principal",
            f"{authority.id} was given by {authority.principal}, not by {matter.owner.name}; get one "
            "from the owner",
        )
    missing = (
        sorted({right.id for right in matter.rights} - set(authority.rights)) if authority.rights else []
    )
    if missing:
        yield blocking(
            "authority.rights",
            f"{authority.id} does not cover {', '.join(missing)}; extend it or leave the right out",
        )
    yield from _paper(matter, authority)


def _paper(matter: NoticeMatter, authority: Authority) -> Iterator[NoticeGap]:
    if matter.foreign and authority.form not in _FORMAL:
        asked = "office" if matter.route in OFFICES else "platform"
        yield warning(
            "authority.form",
            f"{authority.id} is not recorded as notarised, apostilled or legalised; a foreign owner's "
            f"power usually must be. Ask the {asked} first",
        )
    if matter.foreign and authority.form in {"apostilled", "legalised"} and authority.legalised_on is None:
        yield warning(
            "authority.legalised_on",
            f"{authority.id} is called {authority.form}, but the day is not recorded; enter it from the "
            "paper",
        )
    if not authority.document:
        yield warning(
            "authority.document", f"no copy of {authority.id} is in the brand book; attach it by hand"
        )
    if not (authority.agent_zh or HAN.search(authority.agent)):
        yield warning(
            "authority.agent_zh",
            f"the Chinese name of {authority.agent} is missing; enter it as on its licence",
        )


def _seller(matter: NoticeMatter) -> Iterator[NoticeGap]:
    route = matter.route
    if matter.entry.needs("listing.seller_company") and not matter.seller_company:
        yield blocking(
            "listing.seller_company",
            "the seller's name as on its licence is missing; open the shop's licence page (亮照), then "
            "enter it in the form",
        )
    if matter.entry.needs("listing.seller_address") and not matter.seller_address:
        yield blocking(
            "listing.seller_address",
            "the seller's address is missing; the bureau of its actual place of business needs it "
            "(licence page, parcel, test purchase)",
        )
    sellers = sorted({x.seller_company or x.seller_id or x.seller_name for x in matter.listings})
    if route != "platform" and len(sellers) > 1:
        yield blocking(
            "listing.seller",
            f"the listings belong to different sellers ({', '.join(sellers)}); write one notice for each",
        )
    for shop in matter.shops:
        if shop.standing is SellerStanding.AUTHORISED and shop.holds_on(matter.dates.act_to):
            yield blocking(
                "listing.seller",
                f"{shop.name or shop.seller_id} is an authorised seller in the brand book; check before "
                "accusing it",
                waivable_by=ADMIN,
            )
        elif shop.standing is SellerStanding.AUTHORISED and shop.holds_within(
            matter.dates.act_from, matter.dates.act_to
        ):
            yield blocking(
                "listing.seller",
                f"{shop.name or shop.seller_id} was an authorised seller {_days(shop)}; what it offered then is not "
                "accused: set the first day of the act accordingly",
                waivable_by=ADMIN,
            )


def _days(shop: Seller) -> str:
    since = f"since {shop.since.isoformat()} " if shop.since else ""
    return f"{since}until {shop.until.isoformat()}" if shop.until else since.strip()


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
        yield warning(
            "request.office",
            f"“{office}” does not read like a market regulator's Chinese name; write it in full, for "
            "example 义乌市市场监督管理局",
        )
    elif _HIGH_OFFICE.search(office):
        yield warning(
            "request.office",
            f"“{office}” is above county level; complaints go to the county or district bureau at the "
            "seller's actual place of business",
        )
    for word in matter.portal.operator_offices if matter.portal else ():
        if word.casefold() in office.casefold() and word not in matter.seller_address:
            yield warning(
                "request.office",
                f"“{office}” is the bureau at the platform operator's domicile; it may take the case if "
                "it receives the complaint first, but often passes it on. Prefer the seller's actual "
                "place of business",
            )

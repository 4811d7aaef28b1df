"""What a power of attorney, a notary's request and a list of products lack."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.compositions import NoticeGap, blocking, warning
from bot.domain.rights import Authority
from bot.notices.facts.matter import NoticeMatter

_ROUTES = ("platform", "amr", "letter", "notary", "patent", "customs", "court", "police")


def gaps_of_power(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A power of attorney is written from its record: whom, what for, until when."""
    authority = matter.authority
    if authority is None:
        yield blocking(
            "authority",
            "nobody is named to act; fill in the agent in the brand book, among the powers of attorney (authorities)",
        )
        return
    if not authority.scope:
        yield blocking(
            "authority.scope",
            "{authority} names nothing that the agent may do; enter its scope",
            authority=authority.id,
        )
    missing = [route for route in _ROUTES if route not in authority.scope]
    if matter.variant is None and authority.scope and missing:
        yield warning(
            "authority.scope",
            "{authority} does not cover {routes}; papers on those routes rest on another power",
            authority=authority.id,
            routes=", ".join(missing),
        )
    if matter.foreign:
        yield warning(
            "authority.form",
            "have it signed before a notary abroad and certified as recorded, with a Chinese translation sealed by the agency or "
            "signed by the translator; until then no office takes it",
        )
    if matter.variant is not None:
        if "customs" not in authority.scope:
            yield blocking(
                "authority.scope",
                "{poa} does not cover customs; add “customs” to its scope first",
                poa=authority.id,
            )
        yield warning(
            "law.customs_form",
            "customs takes a power in its own prescribed form; get the form of the day from customs and enter the same "
            "particulars there, or ask whether this text is taken",
        )
    yield from _ends(authority, matter.as_of)
    yield from _contradicts(matter, authority)


_SUBSTITUTES = re.compile(
    r"(?<!不得)(?<!不可)(?<!不能)(?:转委托|复代理|复委托)|sub-?delegat|substitut|sub-?agent", re.IGNORECASE
)
_SPECIAL = re.compile("承认|放弃|变更|和解|反诉|上诉|admit|waive|settle|counterclaim|appeal", re.IGNORECASE)


def _contradicts(matter: NoticeMatter, authority: Authority) -> Iterator[NoticeGap]:
    """What else was agreed must not give what the text denies: substitutes, and special authority that no scope gives."""
    said = f"{matter.free('extra').zh} {matter.free('extra').en}"
    if _SUBSTITUTES.search(said):
        yield warning(
            "texts.extra",
            "what else is agreed speaks of substitutes, and the text bars the agent from naming any; take one of the two out by "
            "hand",
        )
    if matter.variant is None and "special" not in authority.scope and _SPECIAL.search(said):
        yield warning(
            "texts.extra",
            "what else is agreed speaks of admitting, waiving, changing, settling or appealing, and the text bars the agent from "
            "it; add “special” to the scope of {poa}, or leave it out",
            poa=authority.id,
        )


def _ends(authority: Authority, as_of: date) -> Iterator[NoticeGap]:
    if authority.expires_on is None:
        yield warning(
            "authority.expires_on",
            "{authority} has no end; offices often want one, so enter it",
            authority=authority.id,
        )
    elif authority.expires_on < as_of:
        yield blocking(
            "authority.expires_on",
            "{authority} ends on {day}, before it begins; enter the new end",
            authority=authority.id,
            day=authority.expires_on,
        )


def gaps_of_notary(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A notary asks the person who appears for a power that names the preservation."""
    if not any("notary" in each.scope for each in matter.authorities):
        yield warning(
            "authority.scope",
            "no power of attorney names notarial preservation; have one signed (scope “notary”), or appear for the owner with "
            "a power of its own",
        )
    if matter.texts.get("buys") != "no":
        yield warning(
            "texts.purchase_order",
            "quantity, account and payer, address of delivery and last day of the purchase stay blank; fill them in by hand",
        )


def gaps_of_products(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A data pack describes products; without a feature that may be disclosed it helps nobody."""
    if not matter.products:
        yield blocking("product", "no product is made under these rights in the brand book; enter it first")
    elif not any(product.tells for product in matter.products):
        yield warning(
            "product.tells",
            "no feature of these products may be disclosed; without one nobody can recognise them",
        )
    if not any(product.images for product in matter.products):
        yield warning(
            "product.images", "no picture of these products is in the brand book; attach them by hand"
        )

"""Gaps of letters to a seller and of powers: who signs for the firm, and whether a letter would tip the seller off."""

from collections.abc import Iterator
from datetime import date

from bot.domain.compositions import NoticeGap, blocking, warning
from bot.domain.drafts import DraftStatus
from bot.domain.rights import LETTER, Authority
from bot.domain.sentences import Sentence
from bot.notices.facts.matter import NoticeMatter


def gaps_of_firm(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A law firm's letter: the firm, a lawyer with a licence number who signs, and the letter's number."""
    if matter.route != LETTER:
        return
    authority = matter.authority
    if authority is None:
        yield blocking(
            "authority",
            "no power of attorney of a law firm is in the brand book; enter the firm that is to write",
        )
        return
    if authority.agent_type != "law_firm":
        yield blocking(
            "authority.agent_type",
            "{authority} is no law firm's; only a law firm writes a lawyer's letter",
            authority=authority.id,
        )
    if "letter" not in authority.scope:
        yield warning(
            "authority.scope",
            "{authority} does not name letters to the seller; have the owner instruct the firm in writing, or add “letter” to "
            "its scope",
            authority=authority.id,
        )
    if not authority.lawyers:
        yield blocking(
            "authority.lawyers",
            "no lawyer is named in {authority}; enter who signs, with the licence number",
            authority=authority.id,
        )
    for lawyer in authority.lawyers:
        if not lawyer.licence:
            yield blocking(
                "authority.lawyers",
                "the licence number of {lawyer} is missing in {authority}; enter it",
                lawyer=lawyer.name,
                authority=authority.id,
            )
    if not matter.texts.get("letter_no"):
        yield blocking("texts.letter_no", "the firm's letter has no number; ask the firm for it")


def _preserved(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A letter shows the seller what to take down: evidence comes first (CD-06)."""
    if not any(e.stamps for e in matter.evidence.values()) and not any(
        p.notary_deed for p in matter.purchases
    ):
        yield warning(
            "evidence.preserved",
            "the listing is preserved by our own capture alone; have it time-stamped or notarised, and buy a sample, before "
            "this letter goes",
        )


def gaps_of_tip_off(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A letter warns the seller: not while something is under way that works only unannounced."""
    field = "listing.seller_company"
    yield from _preserved(matter)
    waiting = [p for p in matter.purchases if not p.examined_on]
    if waiting:
        yield warning(
            field,
            "a test purchase of this seller is not finished ({purchase}); a letter tips the seller off, so wait "
            "for the sample",
            purchase=waiting[0].order_no or waiting[0].purchase_id,
        )
    going = (DraftStatus.REJECTED, DraftStatus.BLOCKED)
    for kind in dict.fromkeys(d.request.kind for d in matter.facts.drafts if d.status not in going):
        quiet = matter.catalog.entries[kind].quiet if kind in matter.catalog.entries else ""
        if quiet:
            yield warning(
                field,
                "{proceeding} is under way in this case; a letter tips the seller off, so let it act first",
                proceeding=Sentence(key=quiet),
            )
    if "厂" in matter.seller_company or any(x.platform == "1688" for x in matter.listings):
        yield warning(
            field,
            "the seller looks like a factory or wholesaler; a letter tips it off, so consider a test "
            "purchase and the AMR first",
        )


_ROUTES = ("platform", "amr", "letter", "notary", "patent", "customs", "court", "police")


def gaps_of_power(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A power of attorney is written from its record: whom, what for, until when."""
    authority = matter.authority
    if authority is None:
        yield blocking(
            "authority",
            "nobody is named to act; enter the agent under [[authorities]] in the brand book first",
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

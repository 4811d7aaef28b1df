"""Gaps of cease-and-desist letters: who signs for the firm, and whether a letter would warn (tip off) the seller."""

from collections.abc import Iterator

from bot.domain.compositions import NoticeGap, blocking, warning
from bot.domain.drafts import DraftStatus
from bot.domain.rights import LETTER
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
    if {"design", "patent"} & set(matter.bases):
        yield warning(
            "law.patent_letter",
            "a letter on a patent lets its recipient demand in writing that the owner sue; where the owner neither sues nor "
            "withdraws within one month of receiving that, or two of its sending, a court takes an action for non-infringement. "
            "Have the suit ready",
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

"""Gaps of papers for a court: the complaint, the brief for counsel."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import add_months
from bot.domain.sellers import Seat, seat_of
from bot.notices.facts.form import amount_in, private_seller, written
from bot.notices.facts.matter import COUNTERFEIT, SIMILAR, NoticeMatter
from bot.notices.gaps.offices import gaps_of_making
from bot.notices.gaps.proceedings import relisting
from bot.notices.gaps.samples import gaps_of_marked, gaps_of_opened


def gaps_of_brief(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What counsel will ask for first."""
    if not any(purchase.notary_deed for purchase in matter.purchases):
        yield warning("evidence.test_purchase", "no notarised purchase; counsel will want one before a suit")
    until = matter.terms.mark_law_until
    if "trademark" in matter.bases and until is not None and until < add_months(matter.as_of, 6):
        yield warning(
            "law.changes",
            "the text of the trademark law cited is in force until {day}; a suit brought later, or an act that goes on, meets "
            "the next one, so ask counsel what is better done before",
            day=until,
        )
    if not matter.seller_address:
        yield warning(
            "listing.seller_address", "the seller's address is missing; the court needs it to serve the claim"
        )


_FOR_COUNSEL = (
    "standing", "use", "intent", "harm", "court_fees", "mediation", "authority", "place", "position",
    "company_type", "well_known", "agreed_court", "preservation", "other_claims",
)  # fmt: skip

"""Fields of the court's form that counsel may still fill in by hand."""


def gaps_of_complaint(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the court's form leaves open, and a claim that the law does not bear."""
    open_fields = [name for name in _FOR_COUNSEL if not written(matter, name)]
    if open_fields:
        yield warning("texts.open", "left for counsel to fill in: {fields}", fields=", ".join(open_fields))
    yield from _before_suing(matter)
    yield from _for_the_suit(matter)
    yield from gaps_of_marked(matter)
    yield from _unproven(matter)
    yield from gaps_of_making(matter)
    yield from _of_the_defendant(matter)
    yield from _heard(matter)
    yield from _contradicted(matter)
    yield from gaps_of_opened(matter)
    yield from relisting(matter)
    method, amount = matter.texts.get("damages_method", ""), amount_in(matter, "damages_cny")
    cap = matter.terms.statutory_cap
    if method == "statutory" and amount is not None and cap and amount > cap:
        yield blocking(
            "texts.damages_cny",
            "statutory damages end at CNY {cap}; claim less, or prove the loss",
            cap=f"{cap:,}",
        )
    if method == "punitive":
        yield from _punitive(matter, amount)


def _punitive(matter: NoticeMatter, claimed: Decimal | None) -> Iterator[NoticeGap]:
    """A base of a kind that the law knows, a multiple within its bounds, and a sum that is no more than they make (LI-17)."""
    base, times = amount_in(matter, "base_cny"), amount_in(matter, "multiple")
    least, most = matter.terms.punitive_times
    if base is None or times is None:
        yield blocking(
            "texts.base_cny", "punitive damages need a base and a multiple; statutory damages are no base"
        )
    elif most and not least <= times <= most:
        yield blocking(
            "texts.multiple", "the multiple lies between {least} and {most}", least=least, most=most
        )
    if not written(matter, "base_kind"):
        yield blocking(
            "texts.base_kind",
            "nothing says what the base is; choose the loss, the profit or the royalty",
        )
    if not written(matter, "punitive"):
        yield blocking("texts.punitive", "nothing says why the act is intentional and grave; write the facts")
    if base is None or times is None or claimed is None:
        return
    cap = base * matter.terms.punitive_cap
    if cap and claimed > cap:
        yield blocking(
            "texts.damages_cny",
            "CNY {claimed} is more than {times} times the base of CNY {base}, where punitive damages end, costs on top; claim "
            "less, or prove a larger base",
            claimed=f"{claimed:,}",
            times=matter.terms.punitive_cap,
            base=f"{base:,}",
        )
    elif claimed != base * times:
        yield warning(
            "texts.damages_cny",
            "CNY {claimed} is claimed, and the base times the multiple is CNY {product}; say how the sum was computed, or "
            "correct it",
            claimed=f"{claimed:,}",
            product=f"{base * times:,}",
        )


def _before_suing(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What cannot be made up for later: cases the court was not told of, a claim not made."""
    if not written(matter, "related") and not matter.same_case:
        yield warning(
            "texts.related",
            "whether other cases are pending is not said; write them, or write that there are none",
        )
    if matter.texts.get("damages_method") != "punitive" and matter.ground == COUNTERFEIT:
        yield warning(
            "texts.damages_method",
            "a plaintiff that claims no punitive damages after the court has explained them cannot sue for them later; decide "
            "with counsel",
        )


def _for_the_suit(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the paper does not say to the defendant, and counsel has to have ready (TM-46, LI-28, AG-01)."""
    if not written(matter, "use"):
        yield warning(
            "texts.use",
            "evidence of use will be asked for if the defendant pleads that the mark was not used; get it ready",
        )
    if not written(matter, "other_claims") and matter.ground == COUNTERFEIT:
        yield warning(
            "texts.other_claims",
            "a court may be asked to order counterfeits destroyed; decide with counsel, and write it among the other claims",
        )
    case = matter.facts.case
    if matter.authority and not (case and case.costs):
        yield warning(
            "case.costs",
            "no fee of counsel or notary is claimed; record what was spent with the case, vouchers too",
        )
    if (
        matter.texts.get("authority") == "special"
        and matter.authority
        and "special" not in matter.authority.scope
    ):
        yield blocking(
            "texts.authority",
            "special authority holds only for what the power names (admitting, waiving or changing claims, settling, "
            "counterclaim, appeal); {poa} does not give it, so add “special” to its scope, or tick general authority",
            poa=matter.authority.id,
            waivable_by=APPROVER,
        )


def _heard(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether this court hears such suits, and whether counsel may settle there (LI-02, LI-04, AG-01)."""
    court = written(matter, "court")
    if "互联网法院" in court:
        yield blocking(
            "texts.court",
            "{court} is an Internet Court; trademark suits are not among what these hear unless the high court there has added "
            "them. Name the court that hears such suits where the defendant is, or where the act was done",
            court=court,
            waivable_by=APPROVER,
        )
    elif court and not re.search("中级|知识产权", court):
        famous = matter.texts.get("well_known") == "yes"
        yield warning(
            "texts.court",
            "a mark is claimed to be well known, which an intermediate or an IP court hears, or a basic court that was approved "
            "for it; check that {court} is one"
            if famous
            else "trademark suits go to basic courts that are designated for them, above set amounts to an intermediate court; "
            "check that {court} is one",
            court=court,
        )
    if court and "知识产权法院" not in court and seat_of(court, matter.seller_address) is Seat.ELSEWHERE:
        yield warning(
            "texts.venue",
            "{court} is elsewhere than the defendant, whose address is {address}; a trademark suit goes there, or where the act "
            "was done or goods are stored or were seized, and where a purchase was delivered is usually not enough. Write why "
            "this court has it",
            court=court,
            address=matter.seller_address,
        )
    if matter.texts.get("authority") == "general" and matter.texts.get("mediation") == "yes":
        yield warning(
            "texts.mediation",
            "the plaintiff is willing to mediate and counsel has general authority, which does not reach to settling; give "
            "special authority, or let the plaintiff itself appear",
        )


_SIMILAR = re.compile(r"近似|类似|\bsimilar", re.IGNORECASE)


def _contradicted(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What is ticked or written, and the records or another box say otherwise (TM-27, TM-57)."""
    owner = matter.owner_name_zh or matter.owner.name
    if matter.texts.get("standing", "registrant") != "registrant":
        yield blocking(
            "texts.standing",
            "{owner} is the registrant by the brand book, and the form calls it a licensee; tick registrant, or have counsel "
            "write a licensee's complaint with the licence annexed",
            owner=owner,
            waivable_by=APPROVER,
        )
    if matter.ground != SIMILAR and _SIMILAR.search(written(matter, "comparison")):
        yield blocking(
            "texts.comparison",
            "the comparison finds the sign or the goods similar, and the paper pleads an identical mark on the same goods; "
            "choose the sentence that is offered for similar ones, or say that they are identical",
            waivable_by=APPROVER,
        )
    if matter.texts.get("agreed_court") == "yes":
        yield warning(
            "texts.agreed_court",
            "an agreement on the court is ticked and none is annexed; annex it, or tick no",
        )
    if matter.texts.get("damages_method") in {"loss", "profit", "royalty"}:
        yield warning(
            "texts.damages_cny",
            "the sum is claimed as loss, profit or royalty, and the paper neither computes nor proves it; have counsel annex the "
            "computation with its vouchers, or claim statutory damages",
        )


def _of_the_defendant(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the form asks of the defendant and no listing shows."""
    if private_seller(matter):
        yield warning(
            "texts.defendant",
            "sex, day of birth, ethnic group, employer, residence, identity document and telephone of the defendant stay blank; "
            "ask the court to get them from the platform, and the registry what it needs to take the case",
        )
        return
    yield warning(
        "texts.defendant",
        "place of registration, telephone, type and ownership of the defendant, and the position of its head, stay blank: fill "
        "them in from the public credit register; the registry asks for a telephone",
    )


def _unproven(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the form lets a plaintiff state and no annex of this kind proves."""
    unproven = [name for name in ("use", "intent", "harm", "punitive") if written(matter, name)]
    if unproven:
        yield warning(
            "texts.unproven",
            "{fields} is stated and no evidence of it is annexed; annex it, or leave the statement out",
            fields=", ".join(unproven),
        )

"""What is missing before a patent office, a court and the police (what blocks such a paper)."""

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import add_months
from bot.notices.facts.applying import own_goods
from bot.notices.facts.form import amount_in, date_in, written
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.samples import gaps_of_marked

_PAYMENT = re.compile(r"赔偿|付款|支付.{0,8}(?:元|款)|和解金|compensat|pay(?:ment)?\b|settle", re.IGNORECASE)

_COUNTY = re.compile("(?:县|区)(?:市场监督管理局|知识产权局)")


def gaps_of_adjudication(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Within the years that the measures give; a comparison of the features; no suit at the same time."""
    knew, years = date_in(matter, "knew_on"), matter.terms.adjudication_years
    if knew and years:
        last = add_months(knew, 12 * years)
        if matter.as_of > last:
            yield blocking(
                "law.adjudication_limit", "the request was due by {day}; ask counsel about a suit", day=last
            )
    office = matter.facts.request.office.strip()
    if _COUNTY.search(office):
        yield warning(
            "request.office",
            "“{office}” reads like a county or district office; the request goes to the office of a "
            "prefecture-level city, or to the provincial one where a party is foreign. Ask which districts of a "
            "municipality take it",
            office=office,
        )
    if "design" in matter.bases and not written(matter, "accused"):
        yield blocking(
            "texts.accused",
            "nothing says which product is compared with the design; write it in both languages (the bottle that the goods "
            "come in, for example)",
        )
    yield from _first_sale(matter)
    if not written(matter, "seller_contact") and not (matter.first and matter.first.seller_contact):
        yield warning(
            "texts.seller_contact",
            "the office asks for a telephone or another contact of the respondent; take it from the public register or the "
            "shop's page",
        )
    yield from gaps_of_suit(matter)


def _first_sale(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What agrees with the patent agrees with genuine goods too: whose make these are has to be said."""
    if own_goods(matter) and not written(matter, "not_ours"):
        yield blocking(
            "texts.not_ours",
            "nothing says that these goods were not made or put on the market by the owner or a licensee, and genuine goods "
            "agree with the patent as well; say how you know",
            waivable_by=APPROVER,
        )


def gaps_of_suit(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A pending suit keeps an office from the case (TM-38, PT-18)."""
    if matter.texts.get("not_sued") not in {"yes", "no"}:
        yield warning(
            "texts.not_sued",
            "whether a suit is pending over the same dispute is not said; check it, then answer yes",
        )


def gaps_of_police(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """An estimate below the threshold is told; a demand for money has no place in a report."""
    amount, least = amount_in(matter, "amount_cny"), matter.terms.crime_amount
    if amount is None:
        yield warning("texts.amount_cny", "no amount is given; the police look at it first, so estimate it")
    elif least and amount < least:
        yield warning(
            "texts.amount_cny",
            "CNY {amount_given} is below CNY {least}, from which sales or turnover count as a crime; unless "
            "other circumstances are serious, go to the market regulator",
            amount_given=f"{amount:,}",
            least=f"{least:,}",
        )
    if amount is not None and not matter.texts.keys() & {"basis_zh", "basis_en"}:
        yield blocking(
            "texts.basis", "nothing says how the amount was computed; write it in basis_zh and basis_en"
        )
    said = " ".join(matter.texts.get(name, "") for name in ("facts_zh", "facts_en"))
    if _PAYMENT.search(said):
        yield warning(
            "texts.facts",
            "the facts speak of payment or settlement; never make a report to the police depend on money",
        )
    yield from gaps_of_marked(matter)
    if not any(purchase.differences for purchase in matter.purchases):
        yield warning(
            "evidence.test_purchase",
            "no examined sample; the police will want one with an identification opinion of the owner",
        )

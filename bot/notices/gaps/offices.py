"""What is missing before a patent office, a court and the police (what blocks such a paper)."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.notices.facts.applying import own_goods, turnover_of
from bot.notices.facts.form import adjudication_until, amount_in, date_in, written
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.samples import gaps_of_marked

_PAYMENT = re.compile(r"赔偿|付款|支付.{0,8}(?:元|款)|和解金|compensat|pay(?:ment)?\b|settle", re.IGNORECASE)

_COUNTY = re.compile("(?:县|区)(?:市场监督管理局|知识产权局)")
_PROVINCIAL = re.compile("(?:[^市县]+(?:省|自治区)|北京市|上海市|天津市|重庆市)(?:市场监督管理局|知识产权局)")


def gaps_of_adjudication(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Within the years that the measures give; a comparison of the features; no suit at the same time."""
    until = adjudication_until(matter)
    if until and matter.as_of > until:
        yield blocking(
            "law.adjudication_limit",
            "the request was due by {day}; a later one is taken while the act goes on and the patent is in force, and dropped if "
            "the respondent pleads lateness and nothing suspended or interrupted the time. Have an approver confirm that it goes "
            "on, or ask counsel about a suit",
            day=until,
            waivable_by=APPROVER,
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
    elif office and matter.foreign and not _PROVINCIAL.match(office):
        yield warning(
            "request.office_level",
            "a party is foreign: the provincial office may take such a case, so ask whether “{office}” or the provincial "
            "office takes it",
            office=office,
        )
    if "design" in matter.bases and not written(matter, "accused"):
        yield blocking(
            "texts.accused",
            "nothing says which product is compared with the design; write it in both languages (the bottle that the goods "
            "come in, for example)",
        )
    yield from _first_sale(matter)
    yield from gaps_of_making(matter)
    yield from _known_late(matter, date_in(matter, "knew_on"))
    if not written(matter, "seller_contact") and not (matter.first and matter.first.seller_contact):
        yield warning(
            "texts.seller_contact",
            "the office asks for a telephone or another contact of the respondent; take it from the public register or the "
            "shop's page",
        )
    yield from gaps_of_suit(matter)


def _known_late(matter: NoticeMatter, knew: date | None) -> Iterator[NoticeGap]:
    """Who captured a page or bought a sample knew of the act that day: the years run from there."""
    first = min(matter.shown_on, default=None)
    if knew and first and first < knew:
        yield warning(
            "texts.knew_on",
            "a page or purchase is of {day}, before the day on which the infringement became known ({knew}); the years run from "
            "knowing, so correct the day",
            day=first,
            knew=knew,
        )
    granted = max((right.granted_on for right in matter.rights if right.granted_on), default=None)
    if knew and granted and knew < granted:
        yield blocking(
            "texts.knew_on",
            "the infringement is said to have been known on {knew}, and the patent was granted on {day}; nothing infringes it "
            "before, so correct the day",
            knew=knew,
            day=granted,
            waivable_by=APPROVER,
        )


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
    if matter.texts.get("not_sued") == "no":
        patent = matter.route == "patent"
        yield blocking(
            "texts.not_sued",
            "a suit is pending over the same dispute; the patent office does not take the request then"
            if patent
            else "a suit is pending over the same facts; bureaus do not take such a request, or stay it. Let the suit go on, or "
            "have an approver say why the bureau takes it",
            waivable_by="" if patent else APPROVER,
        )
    elif matter.texts.get("not_sued") != "yes":
        yield warning(
            "texts.not_sued",
            "whether a suit is pending over the same dispute is not said; check it, then answer yes",
        )


_MAKER = re.compile("厂|制造|生产|manufactur|factory|we make", re.IGNORECASE)


def gaps_of_making(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """That the seller makes the goods too is said only where its name, its page or a decision shows it."""
    claims = {"makes": "yes", "offence": "counterfeiting"}
    said = next((name for name, claim in claims.items() if matter.texts.get(name) == claim), "")
    shown = [matter.seller_company, *(f"{x.title} {x.description}" for x in matter.listings)]
    if said and not matter.findings and not any(_MAKER.search(text) for text in shown):
        yield blocking(
            f"texts.{said}",
            "the seller is said to make the goods, and neither its name nor its page nor a decision on record shows that; annex "
            "what does, or leave it at the sale",
            waivable_by=APPROVER,
        )


def _computed(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """An amount with its computation, which names its figures, and which fits what the pages show (CL-13)."""
    amount, shown = amount_in(matter, "amount_cny"), turnover_of(matter)
    basis = " ".join(matter.texts.get(name, "") for name in ("basis_zh", "basis_en")).strip()
    if amount is None:
        return
    if not basis:
        yield blocking(
            "texts.basis", "nothing says how the amount was computed; write it in basis_zh and basis_en"
        )
    elif not re.search(r"[\d一二三四五六七八九十百千万]", basis):
        yield blocking(
            "texts.basis",
            "“{text}” is no computation; name the quantities and prices that make the amount",
            text=basis,
            waivable_by=APPROVER,
        )
    if shown is not None and shown != amount:
        yield warning(
            "texts.amount_cny",
            "CNY {amount_given} is given, and sales and prices of the pages make CNY {shown}; say in the computation where the "
            "difference comes from, or correct it",
            amount_given=f"{amount:,}",
            shown=f"{shown:,}",
        )


def gaps_of_police(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """An estimate below the threshold is told; a demand for money has no place in a report."""
    amount, least = amount_in(matter, "amount_cny"), matter.terms.crime_amount
    yield from gaps_of_making(matter)
    yield from _computed(matter)
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

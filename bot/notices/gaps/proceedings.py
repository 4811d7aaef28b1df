"""Gaps of requests to offices, courts and police: who is competent, in time, and what may be alleged."""

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import add_months
from bot.domain.sentences import sentence
from bot.notices.facts.applying import own_goods
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.terms import days_shown
from bot.notices.gaps.samples import gaps_of_marked
from bot.notices.papers.form import amount_in, date_in, written

_REPEAT = re.compile(
    r"五年内|5年内|再次侵权|屡次侵权|重复侵权|twice|within (?:five|5) years|repeat(?:ed)? infring",
    re.IGNORECASE,
)
_PAYMENT = re.compile(r"赔偿|付款|支付.{0,8}(?:元|款)|和解金|compensat|pay(?:ment)?\b|settle", re.IGNORECASE)
_RELISTED = re.compile(r"(?:重新|再次|又)上架|\brelist|\bput\b.{0,20}\bup again", re.IGNORECASE)
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4}")
_COUNTY = re.compile("(?:县|区)(?:市场监督管理局|知识产权局)")
_EXPECTED = {
    "patent": (
        re.compile("知识产权局|知识产权|市场监督管理"),
        sentence("a patent administration's Chinese name, for example {name}", name="金华市知识产权局"),
    ),
    "customs": (
        re.compile("海关"),
        sentence("a customs office's Chinese name, for example {name}", name="宁波海关"),
    ),
    "police": (
        re.compile("公安"),
        sentence("a police office's Chinese name, for example {name}", name="义乌市公安局"),
    ),
}


def gaps_of_addressee(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """An office must be named, and look like one that takes this paper."""
    office = matter.facts.request.office.strip()
    if not matter.entry.needs("request.office") or matter.route not in _EXPECTED:
        return
    pattern, example = _EXPECTED[matter.route]
    if not office:
        yield blocking("request.office", "no office is named; write {office_example}", office_example=example)
    elif not pattern.search(office):
        yield warning(
            "request.office",
            "“{office}” does not read like {office_example}; check it",
            office=office,
            office_example=example,
        )


def gaps_of_supplement(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """“Twice in five years” rests on findings in the register alone (fact TM-58)."""
    told = " ".join(matter.texts.values())
    if _REPEAT.search(told) and not matter.findings:
        yield blocking(
            "findings",
            "the text speaks of repeated infringement, and no effective decision against this seller is on record; "
            "enter it under [[findings]] in the brand book, or take the words out",
        )
    yield from relisting(matter)


def relisting(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """“Put up again” is a fact only with the old listing and its day."""
    texts = [text for name, text in matter.texts.items() if not name.endswith("_is")]
    if not any(_RELISTED.search(text) for text in texts):
        return
    if "old_item" not in dict(matter.entry.notice.asks):
        if not any(_RELISTED.search(text) and _DAY.search(text) for text in texts):
            yield warning(
                "texts.relisting",
                "the text says that goods were put up again, without a day; say which link was down when and when the "
                "new one was seen, or leave it out",
            )
        return
    if not (matter.texts.get("old_proof") and written(matter, "sameness")):
        yield blocking(
            "texts.old_proof",
            "goods put up again are a fact only with the capture of the old listing, the record of its removal and a comparison "
            "of the two; say where these are and how they were compared, or leave the sentence out",
        )
    yield from _overlapping(matter)
    missing = [name for name in ("old_item", "old_link", "down_on") if not written(matter, name)]
    if missing:
        yield warning(
            "texts.relisting",
            "the goods are said to be put up again, but {fields} is not known; enter it, or leave the sentence out",
            fields=", ".join(missing),
        )


def _overlapping(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Goods are put up again after the old listing was down, not before."""
    down = date_in(matter, "down_on")
    seen = [day for day in days_shown(matter.facts) if down and day < down]
    if down and seen:
        yield warning(
            "texts.down_on",
            "the new listing is on record on {seen}, before the old one was down on {day}; correct the day, or say that both "
            "were up together",
            seen=min(seen),
            day=down,
        )


def gaps_of_restart(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A report with new facts starts the handling time anew (fact AM-34): said to us, not to the bureau."""
    yield warning(
        "law.report_restarts",
        "new facts may start the bureau's handling time anew from the day it receives them; put in everything at once, "
        "and leave the supplement out where nothing in it changes the case",
    )


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

"""Gaps of requests to offices, courts and police: who is competent, in time, what may be alleged, and what the other papers
of the case say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.drafts import Draft, NoticeGap
from bot.domain.rights import add_months
from bot.domain.sentences import sentence
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import APPROVER, blocking, warning
from bot.notices.gaps.samples import gaps_of_marked
from bot.notices.papers.form import amount_in, base, date_in, written

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
        yield blocking(
            "request.office",
            "no office is named; write {office_example}",
            office_example=example,
        )
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
    yield from _relisting(matter)


def _relisting(matter: NoticeMatter) -> Iterator[NoticeGap]:
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
    missing = [name for name in ("old_item", "old_link", "down_on") if not written(matter, name)]
    if missing:
        yield warning(
            "texts.relisting",
            "the goods are said to be put up again, but {fields} is not known; enter it, or leave the sentence out",
            fields=", ".join(missing),
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
    yield from gaps_of_suit(matter)


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


def gaps_of_brief(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What counsel will ask for first."""
    if not any(purchase.notary_deed for purchase in matter.purchases):
        yield warning("evidence.test_purchase", "no notarised purchase; counsel will want one before a suit")
    if not matter.seller_address:
        yield warning(
            "listing.seller_address", "the seller's address is missing; the court needs it to serve the claim"
        )


_FOR_COUNSEL = (
    "standing",
    "use",
    "intent",
    "harm",
    "court_fees",
    "mediation",
    "authority",
    "place",
    "position",
    "company_type",
    "well_known",
    "agreed_court",
)
"""Fields of the court's form that counsel may still fill in by hand."""


def gaps_of_complaint(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the court's form leaves open, and a claim that the law does not bear."""
    open_fields = [name for name in _FOR_COUNSEL if not written(matter, name)]
    if open_fields:
        yield warning("texts.open", "left for counsel to fill in: {fields}", fields=", ".join(open_fields))
    yield from _for_the_suit(matter)
    yield from gaps_of_marked(matter)
    yield from _unproven(matter)
    yield from _relisting(matter)
    method, amount = matter.texts.get("damages_method", ""), amount_in(matter, "damages_cny")
    cap, (least, most) = matter.terms.statutory_cap, matter.terms.punitive_times
    if method == "statutory" and amount is not None and cap and amount > cap:
        yield blocking(
            "texts.damages_cny",
            "statutory damages end at CNY {cap}; claim less, or prove the loss",
            cap=f"{cap:,}",
        )
    if method != "punitive":
        return
    base, times = amount_in(matter, "base_cny"), amount_in(matter, "multiple")
    if base is None or times is None:
        yield blocking(
            "texts.base_cny", "punitive damages need a base and a multiple; statutory damages are no base"
        )
    elif most and not least <= times <= most:
        yield blocking(
            "texts.multiple", "the multiple lies between {least} and {most}", least=least, most=most
        )
    if not written(matter, "punitive"):
        yield blocking("texts.punitive", "nothing says why the act is intentional and grave; write the facts")


def _for_the_suit(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the paper does not say to the defendant, and counsel has to have ready (TM-46, LI-28, AG-01)."""
    if not written(matter, "use"):
        yield warning(
            "texts.use",
            "evidence of use will be asked for if the defendant pleads that the mark was not used; get it ready",
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


def _unproven(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Use and harm are claims of fact, and no annex of this kind proves them."""
    unproven = [name for name in ("use", "harm") if written(matter, name)]
    if unproven:
        yield warning(
            "texts.unproven",
            "{fields} is stated and no evidence of it is annexed; annex it, or leave the statement out",
            fields=", ".join(unproven),
        )


_OF_THE_CASE = frozenset(
    {
        *(
            "examiner",
            "examiner_of",
            "seller_company",
            "seller_address",
            "sign",
            "same_goods",
            "goods_are",
            "accused",
        ),
        *("amount_cny", "old_item", "old_link", "old_proof", "down_on", "knew_on", "purchase"),
    }
)
"""Fields that tell a fact of the case, the same in each of its papers."""


def gaps_of_package(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Where another paper of the case, on one of the same listings, says something else."""
    for other in matter.same_case:
        yield from _told_otherwise(matter, other)
        yield from _older_capture(matter, other)
    entries = matter.catalog.entries
    sued = [d for d in matter.same_case if d.sent is not None and entries[d.request.kind].to == "court"]
    if sued and matter.texts.get("not_sued") == "yes":
        yield blocking(
            "texts.not_sued",
            "{draft} was sent to a court, and this paper says that no suit is pending over the same facts; answer no, or "
            "leave the paper",
            draft=sued[0].draft_id,
        )


def _told_otherwise(matter: NoticeMatter, other: Draft) -> Iterator[NoticeGap]:
    theirs = {name: text.strip() for name, text in other.request.texts if text.strip()}
    differ = sorted(
        {
            base(name)
            for name, text in matter.texts.items()
            if base(name) in _OF_THE_CASE and theirs.get(name, text) != text
        }
    )
    if differ:
        yield warning(
            "texts.package",
            "{draft} of the same case says otherwise: {fields}; say the same in both, or correct the other one",
            draft=other.draft_id,
            fields=", ".join(differ),
        )


def _older_capture(matter: NoticeMatter, other: Draft) -> Iterator[NoticeGap]:
    """Two captures of one page show two prices, two sums of sales."""
    ours = {str(evidence.evidence_id) for evidence in matter.evidence.values()}
    known = {str(evidence.evidence_id) for evidence in matter.facts.evidence if evidence.kind == "capture"}
    older = sorted({annex.id for annex in other.composition.annexes} & known - ours)
    if older:
        yield warning(
            "evidence.package",
            "{draft} of the same case rests on an earlier capture ({evidence}); price and sales may differ, so say "
            "of which day they are",
            draft=other.draft_id,
            evidence=", ".join(older),
        )

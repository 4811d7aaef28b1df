"""Gaps of samples and comparisons: an opinion on whether goods are genuine rests on a sample in hand, never on pictures of
a listing; and what the paper alone does not let a reader check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from bot.domain.drafts import NoticeGap
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import ReasonKind
from bot.domain.rights import add_months
from bot.domain.sentences import Sentence
from bot.notices.facts.applying import examiners_of, own_goods
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import APPROVER, blocking, warning
from bot.notices.papers.form import written

_MEASURED = re.compile("测量|卡尺|measur|calliper|caliper", re.IGNORECASE)
_READING = re.compile(r"\d\s*(?:毫米|厘米|克|毫升|mm|cm|g\b|ml)", re.IGNORECASE)


_NAMES_A_VIEW = re.compile(r"图|权利要求|\bviews?\b|\bfigures?\b|\bpictures?\b|\bclaims?\b", re.IGNORECASE)


def gaps_of_sample(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Sample, source, examiner, day and the compared features (fact AM-26): without any of them nobody can sign."""
    if not matter.purchases:
        yield blocking(
            "evidence.test_purchase",
            "no sample is recorded; pictures of a listing are not enough. Buy one and record it with `marque evidence "
            "test-purchase FILE`",
        )
        return
    found = matter.purchases[-1]
    wanted = (
        (found.sample_id, "sample_id", "the sample has no number"),
        (
            found.sourced,
            "source",
            "nothing says where the sample comes from (order, waybill or another source)",
        ),
        (found.examiner, "examiner", "nobody is named who examined it"),
        (found.examined_on, "examined_on", "the day of the examination is missing"),
        (found.differences, "differences", "no feature was compared"),
    )
    for there, field, lack in wanted:
        if not there:
            yield blocking(
                f"evidence.test_purchase.{field}",
                "{sample_lack}; complete the file and record it with `marque evidence test-purchase FILE`",
                sample_lack=Sentence(key=lack),
            )
    if found.examined_on and found.examined_on > matter.as_of:
        yield blocking(
            "evidence.test_purchase.examined_on",
            "the examination is dated {day}, after the day of the notice; correct it",
            day=found.examined_on,
        )
    yield from _examination(matter, found)


def _examination(matter: NoticeMatter, found: TestPurchase) -> Iterator[NoticeGap]:
    """How the sample was looked at: method, seal, mark, photographs, and whose goods it is."""
    method = " ".join(matter.texts.get(name, "") for name in ("method_zh", "method_en"))
    seen = " ".join(f"{row.seen} {row.seen_en}" for row in found.differences)
    if _MEASURED.search(method) and not _READING.search(f"{method} {seen}"):
        yield warning(
            "texts.method",
            "the method speaks of measuring, and no reading stands there; write what was measured, or leave it out",
        )
    yield from gaps_of_marked(matter)
    if matter.texts.get("request_no") and not matter.texts.keys() & {"same_sample_zh", "same_sample_en"}:
        yield warning(
            "texts.same_sample",
            "the authority asks about goods in its case; say how the sample is those goods, or fill it in by hand",
        )
    unseen = [row.tell for row in found.differences if not row.photograph]
    if unseen:
        yield warning(
            "evidence.test_purchase.photographs",
            "no photograph shows {features}; take one of each feature",
            features="; ".join(unseen),
        )


def gaps_of_marked(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Goods are counterfeit only where they bear the mark (CL-09): the examiner's record says where the sample does."""
    bought = [each for each in matter.purchases if each.differences]
    if bought and not bought[-1].marked and "trademark" in matter.bases:
        gap = partial(blocking, waivable_by=APPROVER) if matter.route in {"police", "court"} else warning
        yield gap(
            "evidence.test_purchase.marked",
            "nothing says where the sample bears the mark; record under marked what the examiner saw (bottle, box, label)",
        )


def gaps_of_report(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A report tells a purchase: besides the sample it needs the order and who held the sample since."""
    yield from gaps_of_sample(matter)
    for found in matter.purchases[-1:]:
        if not found.order_no:
            yield blocking(
                "evidence.test_purchase.order_no",
                "{sample_lack}; complete the file and record it with `marque evidence test-purchase FILE`",
                sample_lack=Sentence(key="the order number is missing"),
            )
        if not found.custody:
            yield warning(
                "evidence.test_purchase.custody",
                "nobody recorded who held the sample since it was received; the chain of custody will be asked for",
            )
        if not found.notary_deed:
            yield warning(
                "evidence.test_purchase.notary_deed",
                "the purchase was not notarised; a court weighs it less, so consider a notarised one for a suit",
            )


def gaps_of_checking(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Every statement that the paper alone does not let a reader check."""
    yield from _examiners(matter)
    yield from _seal(matter)
    yield from _comparisons(matter)
    yield from _goods(matter)
    yield from _sales(matter)


def _examiners(matter: NoticeMatter) -> Iterator[NoticeGap]:
    named = examiners_of(matter)
    unknown = [who for who, employer in named.items() if not employer]
    if unknown:
        yield warning(
            "evidence.examiner_of",
            "for whom and as what {examiners} works is not recorded; write it, and annex the right owner's authority for the "
            "examination",
            examiners=", ".join(unknown),
        )
    if len(named) > 1:
        yield warning(
            "texts.examiner",
            "{examiners} are named as having examined the goods; if it was one person, write one name",
            examiners=", ".join(named),
        )


def _seal(matter: NoticeMatter) -> Iterator[NoticeGap]:
    told = "purchase" in matter.entry.annexes and matter.route != "platform"
    for bought in matter.purchases[-1:] if told else ():
        if bought.seal_no and bought.differences and not bought.unsealed:
            yield warning(
                "evidence.test_purchase.seal_no",
                "the seal was opened for the comparison; record under unsealed its state, who opened it, before whom and "
                "when, and the new seal, or fill it in by hand",
            )


def _comparisons(matter: NoticeMatter) -> Iterator[NoticeGap]:
    compared = written(matter, "comparison")
    if compared and {"design", "patent"} & set(matter.bases) and not _NAMES_A_VIEW.search(compared):
        yield warning(
            "texts.comparison",
            "the comparison names no picture, view or claim; say which picture of the goods was compared with which view or "
            "claim, and what agrees",
        )
    copied = any(reason.kind is ReasonKind.PICTURE for reason in matter.reasons)
    if "copyright" in matter.bases and copied and not written(matter, "alike"):
        yield blocking(
            "texts.alike",
            "a picture is said to be copied, and nothing says what agrees; look at both and choose or write it",
            waivable_by=APPROVER,
        )


def _goods(matter: NoticeMatter) -> Iterator[NoticeGap]:
    if own_goods(matter):
        return
    if matter.texts["goods_are"] == "accessory":
        yield warning(
            "texts.goods_are",
            "a maker of accessories may name the mark to say what they fit; show that these goods bear it as their own mark, "
            "or leave the mark out",
        )
    if any(bought.differences for bought in matter.purchases):
        yield warning(
            "evidence.test_purchase.differences",
            "the goods copy none of the owner's own, and the record compares them with genuine ones; record what was seen "
            "on them instead",
        )


def _sales(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Sales that a page shows have no dates: those before the change of the law fall under the text before it."""
    since, first = matter.terms.mark_law_since, matter.dates.act_from
    told = matter.route in {"amr", "court"} and "trademark" in matter.bases
    sold = any(listing.sales for listing in matter.listings)
    if told and sold and since is not None and since <= first < add_months(since, 12):
        yield warning(
            "request.act_from",
            "the sales that the page shows may lie in part before {day}, when another text of the law was in force; where "
            "an earlier day of sale is known, give it as the first day of the act, and both texts are applied",
            day=since,
        )

"""Gaps of the comparison of goods: who compared, when, what was seen, and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.reasons import ReasonKind
from bot.domain.rights import add_months
from bot.notices.facts.applying import compared_by, examiners_of, own_goods
from bot.notices.facts.matter import COUNTERFEIT, NoticeMatter
from bot.notices.papers.form import written


def gaps_of_comparison(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """“Counterfeit” wants a comparison with a sample, or a feature that a named examiner saw to be missing."""
    asked = matter.facts.request.ground
    if asked != COUNTERFEIT or matter.shown_fake or asked not in matter.entry.grounds:
        return
    if matter.ground == asked:
        yield blocking(
            "evidence.comparison",
            "nothing compares the goods with genuine ones, and the notice calls them counterfeit; record a test purchase "
            "with what differs, or tick the feature that the goods lack and name who compared them",
            waivable_by=APPROVER,
        )
    else:
        title = matter.catalog.ground_titles(matter.ground)[1]
        yield warning(
            "evidence.comparison",
            "nothing compares the goods with genuine ones, so the notice does not call them counterfeit but "
            "rests on “{title}”; for more, record a test purchase with what differs, or tick the feature that "
            "the goods lack and name who compared them",
            title=title,
        )


_NAMES_A_VIEW = re.compile(r"图|权利要求|\bviews?\b|\bfigures?\b|\bpictures?\b|\bclaims?\b", re.IGNORECASE)


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
    compared = compared_by(matter)
    if compared and "examiner" in matter.entry.annexes:
        yield warning(
            "evidence.compared",
            "the comparison of the page with genuine goods is annexed by hand: have {examiner} sign it, with photographs, and "
            "say of each feature where it is on genuine goods and where on these",
            examiner=compared,
        )
    elif compared:
        yield warning(
            "evidence.compared",
            "the record of the comparison is kept and not annexed, for the seller would learn from it: have {examiner} sign it "
            "with photographs before the letter goes, and leave out of the letter what helps to copy",
            examiner=compared,
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
    told = matter.route in {"amr", "court", "police"} and "trademark" in matter.bases
    sold = any(listing.sales for listing in matter.listings)
    if told and sold and since is not None and since <= first < add_months(since, 12):
        yield warning(
            "request.act_from",
            "the sales that the page shows may lie in part before {day}, when another text of the law was in force; where "
            "an earlier day of sale is known, give it as the first day of the act, and both texts are applied",
            day=since,
        )

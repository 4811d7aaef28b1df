"""Gaps of the comparison of goods (who compared, when, what was seen, who signs), and of what was said of the same listings
before: what a person found must fit the ground, and one fact is told alike in each paper of a case."""

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NOBODY, NoticeGap, Severity, blocking, warning
from bot.domain.reasons import ReasonKind
from bot.domain.rights import add_months
from bot.domain.verdicts import contradiction
from bot.notices.facts.applying import compared_by, own_goods
from bot.notices.facts.form import base, written
from bot.notices.facts.matter import COUNTERFEIT, NoticeMatter
from bot.notices.facts.records import examiners_of


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
    yield from _spoken(matter)
    yield from _outside(matter)


def _outside(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Days given by hand beat those of the evidence, and with them the text of the law that is cited."""
    dates, terms = matter.dates, matter.terms
    outside = [day for day in matter.shown_on if not dates.act_from <= day <= dates.act_to]
    if dates.basis != "given" or not outside or not matter.entry.accuses:
        return
    changes = [
        day for day in (terms.mark_law_since, terms.filed_law_since) if day and "trademark" in matter.bases
    ]
    other = [
        day
        for day in outside
        if any(day < on <= dates.act_from or dates.act_to < on <= day for on in changes)
    ]
    days = {"day": (other or outside)[0], "since": dates.act_from, "until": dates.act_to}
    if other:
        yield blocking(
            "request.act_from",
            "the evidence is of {day}, outside the days given for the act ({since} to {until}), and another text of the law was "
            "in force then; give days that hold it, or none, and both texts are cited",
            **days,
            waivable_by=APPROVER,
        )
    else:
        yield warning(
            "request.act_from",
            "the evidence is of {day}, outside the days given for the act ({since} to {until}); check them",
            **days,
        )


_SPOKEN = re.compile(
    r"(?:客服|卖家|店主|店家|商家|经营者|被请求人|被告)[^。；，]{0,8}(?:称|说|承认|告知|回复|表示)|聊天|旺旺|\bchats?\b"
    r"|(?:customer service|seller|shop|defendant|respondent|trader)\b[^.;,]{0,20}\b(?:sa(?:id|ys)|admit|told|tells|repl|wrote)",
    re.IGNORECASE,
)
_QUOTED = re.compile("“([^”]+)”")
_TOLD = ("facts", "intent", "punitive", "news", "answer")


def _spoken(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What a seller is said to have told is a fact with the record of the chat, or where the page itself says it (LI-10)."""
    ids = {listing.listing_id for listing in matter.listings}
    if any(each.shows == "chat" and each.listing_id in ids for each in matter.facts.evidence):
        return
    pages = " ".join(f"{x.title} {x.description}" for x in matter.listings)
    fields = []
    for name in _TOLD:
        said = matter.free(name)
        quoted = _QUOTED.findall(said.zh)
        if _SPOKEN.search(f"{said.zh} {said.en}") and not (
            quoted and all(words in pages for words in quoted)
        ):
            fields.append(name)
    if fields:
        yield warning(
            "texts.unproven",
            "{fields} tells what the seller said, and no record of it is kept or annexed; add the chat as evidence and annex it, "
            "or leave the statement out",
            fields=", ".join(fields),
        )


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


def gaps_of_verdicts(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A verdict that contradicts the ground. One still open may be gone past knowingly, the others not."""
    ground = matter.facts.request.ground
    if not matter.entry.grounds:
        return
    for given in matter.facts.verdicts:
        against = contradiction(given, ground)
        if given.verdict is None or not against:
            continue
        settled = given.verdict.infringes or given.verdict.clears
        yield NoticeGap(
            field="listing.verdict",
            severity=Severity.BLOCKING,
            message=against,
            waivable_by=NOBODY if settled else APPROVER,
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
        *("amount_cny", "old_item", "old_link", "old_proof", "down_on", "knew_on", "purchase", "reached_on"),
    }
)
"""Fields that tell a fact of the case, the same in each of its papers."""


def gaps_of_package(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Where another paper of the case, on one of the same listings, says something else."""
    yield from _told_otherwise(matter)
    yield from _older_capture(matter)
    entries = matter.catalog.entries
    sued = [d for d in matter.same_case if d.sent is not None and entries[d.request.kind].to == "court"]
    if not matter.entry.asserts and matter.entry.to.endswith("platform") and matter.same_case:
        yield warning(
            "texts.package",
            "{drafts} of the same case pursue what this paper gives up; end or explain them first",
            drafts=", ".join(draft.draft_id for draft in matter.same_case),
        )
    if sued and matter.texts.get("not_sued") == "yes":
        yield blocking(
            "texts.not_sued",
            "{draft} was sent to a court, and this paper says that no suit is pending over the same facts; answer no, or "
            "leave the paper",
            draft=sued[0].draft_id,
        )


def _told_otherwise(matter: NoticeMatter) -> Iterator[NoticeGap]:
    others: dict[str, list[str]] = {}
    for other in matter.same_case:
        theirs = {name: text.strip() for name, text in other.request.texts if text.strip()}
        told = ((base(name), theirs.get(name, text) != text) for name, text in matter.texts.items())
        differ = sorted({name for name, otherwise in told if otherwise and name in _OF_THE_CASE})
        if differ:
            others.setdefault(", ".join(differ), []).append(other.draft_id)
    for fields, drafts in others.items():
        yield warning(
            "texts.package",
            "in {drafts} of the same case {fields} stands otherwise; say the same in all, or correct the others",
            drafts=", ".join(drafts),
            fields=fields,
        )


def _older_capture(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Two captures of one page show two prices, two sums of sales."""
    ours = {str(evidence.evidence_id) for evidence in matter.evidence.values()}
    known = {str(evidence.evidence_id) for evidence in matter.facts.evidence if evidence.kind == "capture"}
    older: dict[str, list[str]] = {}
    for other in matter.same_case:
        for annexed in sorted({annex.id for annex in other.composition.annexes} & known - ours):
            older.setdefault(annexed, []).append(other.draft_id)
    for annexed, drafts in older.items():
        yield warning(
            "evidence.package",
            "an earlier capture ({evidence}) is annexed to {drafts} of the same case; price and sales may differ, so say of "
            "which day they are",
            drafts=", ".join(drafts),
            evidence=annexed,
        )

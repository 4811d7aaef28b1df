"""Gaps of what was said of the same listings before: what a person found must fit the ground of the notice, and one fact is
told alike in each paper of a case."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NOBODY, NoticeGap, Severity, blocking, warning
from bot.domain.drafts import Draft
from bot.domain.verdicts import contradiction
from bot.notices.facts.matter import NoticeMatter
from bot.notices.papers.form import base


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
    for other in matter.same_case:
        yield from _told_otherwise(matter, other)
        yield from _older_capture(matter, other)
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

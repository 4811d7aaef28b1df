"""Gaps of triage: what a person found about a listing must fit the ground of the notice."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drafts import NoticeGap, Severity
from bot.domain.verdicts import contradiction
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import APPROVER, NOBODY


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

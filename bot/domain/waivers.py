"""Overriding a gap: who may waive a missing thing, and which annexes an approver may leave out."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.approvals import OPEN, in_status
from bot.domain.compositions import NoticeGap, Severity, Waiver
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.errors import NotAllowed, NotPossible, StaleVersion, UnknownThing
from bot.domain.ids import PersonId
from bot.domain.sentences import sentence, worded


def waive(
    draft: Draft,
    *,
    gap: str,
    shown_version: int,
    by: PersonId,
    roles: Collection[str],
    reason: str,
    at: datetime,
) -> Draft:
    """Go on in spite of a gap, named by its key, or by its field for every open gap of that field.

    ``roles`` are those of the person. An author waives warnings of their own draft, never what blocks it.

    Raises:
        UnknownThing: no open gap of that name.
        StaleVersion: the person saw another version.
        NotAllowed: the role may not, or the author of a blocked draft.
        NotPossible: nobody may waive it, no reason was given, or the draft is past that.
    """
    if shown_version != draft.version:
        raise StaleVersion(draft.draft_id, shown_version, draft.version)
    if draft.status not in OPEN:
        raise in_status(draft)
    found = [each for each in draft.open_gaps if gap in {each.key, each.field}]
    if not found:
        fields = ", ".join(sorted({each.field for each in draft.open_gaps})) or "none"
        raise UnknownThing("open gap", gap, "open in {draft}: {list}", draft=draft.draft_id, list=fields)
    if not reason.strip():
        raise NotPossible(draft.draft_id, "no reason was given", "say in a few words why it may go on")
    for each in found:
        _may_waive(draft, each, by, roles)
    given = tuple(
        Waiver(
            field=each.field, message=each.message, by=by, at=at, version=draft.version, reason=reason.strip()
        )
        for each in found
    )
    waived = replace(draft, waivers=(*draft.waivers, *given))
    freed = draft.status is DraftStatus.BLOCKED and not draft.composition.blocked_in_spite_of(waived.waivers)
    return replace(waived, status=DraftStatus.AWAITING, waiting_since=at) if freed else waived


def may_leave_out(
    draft: Draft, *, shown_version: int, by: PersonId, approvers: Collection[PersonId], reason: str
) -> None:
    """Let its author and approvers take links out of an undecided draft, with a reason.

    Raises:
        NotAllowed, StaleVersion, NotPossible
    """
    if by not in approvers and by != draft.author:
        raise NotAllowed(
            "leave links out of {draft}", "only an approver or its author may", draft=draft.draft_id
        )
    if shown_version != draft.version:
        raise StaleVersion(draft.draft_id, shown_version, draft.version)
    if draft.status not in OPEN:
        raise in_status(draft)
    if not reason.strip():
        raise NotPossible(draft.draft_id, "no reason was given", "say in a few words why they are left out")


def _may_waive(draft: Draft, gap: NoticeGap, by: PersonId, roles: Collection[str]) -> None:
    if not gap.waivable_by:
        raise NotPossible(draft.draft_id, sentence("nobody can waive {field}", field=gap.field), gap.message)
    if gap.waivable_by not in roles:
        raise NotAllowed("waive {field}", "only an {role} may", field=gap.field, role=worded(gap.waivable_by))
    if by == draft.author and gap.severity is Severity.BLOCKING:
        raise NotAllowed(
            "waive {field}", "an author cannot waive what blocks their own draft", field=gap.field
        )

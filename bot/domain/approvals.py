"""What may be done to a draft, how many must approve it, nobody their own, and the approval that makes a clean document.

The rule of the house: nothing leaves without a person. ``ApprovedNotice`` is the only thing that export
accepts, and only :func:`release` creates one, after checking the approvals again on exactly this text.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.compositions import Composition
from bot.domain.drafts import Approval, ApprovedNotice, Draft, DraftRequest, DraftStatus, first_status
from bot.domain.errors import NotAllowed, NotPossible, StaleVersion
from bot.domain.ids import PersonId
from bot.domain.moments import CHINA, china_day

AT_ONCE = timedelta()
ENOUGH_APPROVERS = 2
"""So many beside whoever drafts: nobody approves their own, and some notices need two."""
OPEN = frozenset({DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES})


def approve(
    draft: Draft,
    *,
    shown_version: int,
    by: PersonId,
    approvers: Collection[PersonId],
    at: datetime,
    delay: timedelta = AT_ONCE,
    shown_text: str | None = None,
    counsel: Collection[PersonId] | None = None,
) -> tuple[Draft, ApprovedNotice | None]:
    """Add one person's approval. With the last one needed the approved notice comes too, unless it is delayed.

    ``shown_text`` is the hash of the text that the person saw, where the caller knows it: a second lock beside the
    version. Only people who are approvers now count, also among those who said yes before. ``counsel`` are those of whom
    one must have said yes, unless one of them wrote it; None: no counsel is needed.

    Raises:
        NotAllowed: not an approver, the author, or someone who approved already.
        StaleVersion: the person saw another version.
        NotPossible: the draft is blocked, decided, or dated for another day.
    """
    _may_decide(draft, shown_version, by, approvers)
    _approvable(draft, by, at)
    text = draft.composition.sha256s
    if shown_text is not None and shown_text not in {sha256 for _, sha256 in text}:
        raise NotPossible(
            draft.draft_id, "its text is not the one you were shown", "read it and decide again"
        )
    yes = Approval(by=by, at=at, version=draft.version, sha256=text)
    given = replace(draft, approvals=(*draft.approvals, yes))
    if len(counting(given, approvers)) < draft.approvals_needed or lacks_counsel(given, approvers, counsel):
        return given, None
    done = replace(given, status=DraftStatus.APPROVED, release_at=at + delay)
    if delay > AT_ONCE:
        return done, None
    notice = release(done, approvers=approvers, at=at, counsel=counsel)
    return notice.draft, notice


def _approvable(draft: Draft, by: PersonId, at: datetime) -> None:
    if draft.status is DraftStatus.BLOCKED:
        raise NotPossible(draft.draft_id, "a blocking gap is open", "fill it and the text is made again")
    if draft.status is not DraftStatus.AWAITING:
        raise in_status(draft)
    if draft.request.as_of != china_day(at):
        raise NotPossible(
            draft.draft_id,
            "it is dated {day}, not today",
            "make a new version first",
            day=draft.request.as_of.isoformat(),
        )
    if any(given.by == by for given in draft.standing_approvals):
        raise NotPossible(
            draft.draft_id, "you have approved this version already", "it waits for another approver"
        )


def counting(draft: Draft, approvers: Collection[PersonId]) -> tuple[Approval, ...]:
    """The approvals of exactly this text by people who may approve now: one each, never the author's."""
    found = {
        given.by: given
        for given in draft.standing_approvals
        if given.by in approvers and given.by != draft.author
    }
    return tuple(found.values())


def lacks_counsel(
    draft: Draft, approvers: Collection[PersonId], counsel: Collection[PersonId] | None
) -> bool:
    """Whether one of ``counsel`` still has to say yes; None: no counsel is needed."""
    if counsel is None or draft.author in counsel:
        return False
    return not any(each.by in counsel for each in counting(draft, approvers))


def release(
    draft: Draft,
    *,
    approvers: Collection[PersonId],
    at: datetime,
    counsel: Collection[PersonId] | None = None,
) -> ApprovedNotice:
    """The notice that clean documents are made of: everything is checked again here.

    Raises:
        NotPossible: not approved, not by enough people who are approvers now, blocked, or its time has not come.
    """
    if draft.status is not DraftStatus.APPROVED:
        raise in_status(draft, "it is {status}, not approved")
    if draft.composition.blocked_in_spite_of(draft.waivers):
        raise NotPossible(draft.draft_id, "a blocking gap is open", "fill it and the text is made again")
    if len(counting(draft, approvers)) < draft.approvals_needed:
        raise NotPossible(
            draft.draft_id,
            "not enough of those who approved are approvers now",
            "withdraw the approval and ask another approver",
        )
    if lacks_counsel(draft, approvers, counsel):
        raise NotPossible(
            draft.draft_id,
            "none of those who approved is counsel now",
            "withdraw the approval and ask counsel to approve",
        )
    if draft.release_at is not None and at < draft.release_at:
        raise NotPossible(
            draft.draft_id, "it is released at {at} in China, not before", at=clock(draft.release_at)
        )
    return ApprovedNotice(draft=replace(draft, released_at=at))


def withdraw(draft: Draft, *, by: PersonId, at: datetime) -> Draft:
    """Take back one's own approval, as long as the notice was not sent. Its clean documents count no more.

    Raises:
        NotPossible: nothing to take back, or it was sent.
    """
    if draft.status not in {DraftStatus.AWAITING, DraftStatus.APPROVED}:
        raise in_status(draft)
    if not any(given.by == by for given in draft.standing_approvals):
        raise NotPossible(
            draft.draft_id, "you have not approved this version", "there is nothing to withdraw"
        )
    kept = tuple(given for given in draft.approvals if given.by != by or given.version != draft.version)
    waiting = draft.waiting_since if draft.status is DraftStatus.AWAITING else at
    return replace(
        _unreleased(draft),
        approvals=kept,
        status=first_status(draft.composition, draft.waivers),
        waiting_since=waiting,
    )


def decline(
    draft: Draft,
    *,
    status: DraftStatus,
    shown_version: int,
    by: PersonId,
    approvers: Collection[PersonId],
    comment: str,
) -> Draft:
    """Reject a draft or ask for changes (``status``), with the reason.

    Raises:
        NotAllowed, StaleVersion, NotPossible: as :func:`approve`; a reason is needed.
    """
    if by not in approvers and by != draft.author:
        raise NotAllowed("decide on {draft}", "only an approver or its author may", draft=draft.draft_id)
    if shown_version != draft.version:
        raise StaleVersion(draft.draft_id, shown_version, draft.version)
    if draft.status not in OPEN:
        raise in_status(draft)
    if not comment.strip():
        raise NotPossible(draft.draft_id, "no reason was given", "say in a few words what should change")
    return replace(draft, status=status, comment=comment.strip())


def revised(draft: Draft, request: DraftRequest, composition: Composition, at: datetime) -> Draft:
    """The next version with a new text, once somebody changed a sentence. A yes to an earlier version no longer counts.

    A waiver is carried where its gap is still there, word for word.

    Raises:
        NotPossible: the draft was sent or rejected.
    """
    if draft.status in {DraftStatus.SENT, DraftStatus.REJECTED}:
        raise NotPossible(draft.draft_id, "it is {status}", "start a new draft", status=draft.status)
    there = {(gap.field, str(gap.message)) for gap in composition.gaps}
    waivers = tuple(each for each in draft.waivers if (each.field, str(each.message)) in there)
    status = first_status(composition, waivers)
    return replace(
        _unreleased(draft),
        request=request,
        composition=composition,
        previous=draft.composition,
        version=draft.version + 1,
        files=(),
        comment="",
        waivers=waivers,
        status=status,
        outdated_on=None,
        waiting_since=at if status is DraftStatus.AWAITING else None,
    )


def _may_decide(draft: Draft, shown: int, by: PersonId, approvers: Collection[PersonId]) -> None:
    if by not in approvers:
        raise NotAllowed(
            "approve {draft}", "only an approver may; an admin sets MARQUE_APPROVERS", draft=draft.draft_id
        )
    if by == draft.author:
        raise NotAllowed("approve {draft}", "its author cannot; ask another approver", draft=draft.draft_id)
    if shown != draft.version:
        raise StaleVersion(draft.draft_id, shown, draft.version)


def _unreleased(draft: Draft) -> Draft:
    files = tuple(file for file in draft.files if file.role != "clean")
    return replace(draft, files=files, release_at=None, released_at=None, reminders=())


def in_status(draft: Draft, why: str = "it is {status}") -> NotPossible:
    return NotPossible(draft.draft_id, why, status=draft.status)


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"

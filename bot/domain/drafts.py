"""Drafts of notices, their states, and the gaps in them: the records. What may be done to them: :mod:`bot.domain.approvals`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.compositions import Composition, NoticeGap, Waiver
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId, RightId
from bot.domain.moments import aware
from bot.domain.reasons import TickedReason


class DraftStatus(StrEnum):
    """Where a draft stands. ``needs_new_version``: approved, but the law it cites has changed since."""

    BLOCKED = "blocked"
    AWAITING = "awaiting_approval"
    CHANGES = "changes_requested"
    REJECTED = "rejected"
    APPROVED = "approved"
    OUTDATED = "needs_new_version"
    SENT = "sent"


UNDECIDED = (DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES, DraftStatus.APPROVED)
"""Where somebody still has to decide, mend or send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file made for a draft. ``role``: ``draft`` | ``clean`` (documents), ``fields`` | ``links`` | ``annexes``."""

    path: str
    role: str
    language: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One person's yes to one version, with the text hashes that the person saw."""

    by: PersonId
    at: datetime
    version: int
    sha256: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a person sent the notice: channel (portal, courier, e-mail, counter …), when, and its reference.

    ``delivered_on`` is the day in China on which it reached the other side, once that is known.
    """

    by: PersonId
    channel: str
    at: datetime
    reference: str = ""
    courier_number: str = ""
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A paper that came back. ``what`` is ``counter_statement``, ``acceptance``, ``refusal`` or ``other``."""

    by: PersonId
    what: str
    sender: str
    reached_us_at: datetime
    note: str = ""


MOST_COPIES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCopy:
    """A copy of the preview in somebody's direct messages."""

    person: PersonId
    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCall:
    """A message that asks somebody for a step on a draft, and the version and state of the draft that it tells. ``person`` is
    whose messages it stands in; empty in the team's channel."""

    person: PersonId
    channel: str
    ts: str
    version: int
    status: DraftStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """What a person asked to have written. Dates are days in China; ``texts`` are the free-text fields of the modal.

    ``suggested`` names the fields among them whose words a chat model proposed. ``ticked`` are the keys of the reasons
    that the person ticked now, ``reasons`` those that stand, each with who ticked it and when.
    """

    kind: str
    listing_ids: tuple[ListingId, ...]
    right_ids: tuple[RightId, ...]
    languages: tuple[str, ...] = ("zh", "en")
    as_of: date
    act_from: date | None = None
    act_to: date | None = None
    office: str = ""
    ground: str = "counterfeit"
    texts: tuple[tuple[str, str], ...] = ()
    suggested: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    reasons: tuple[TickedReason, ...] = ()
    case_id: CaseId | None = None

    @property
    def marked(self) -> tuple[RightId, ...]:
        """The rights for whose mark a sentence that stands ready was chosen (``sign_is:TM-1``)."""
        chosen = (name.partition("_is:")[2] for name, text in self.texts if text.strip())
        return tuple(RightId(each) for each in dict.fromkeys(chosen) if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice on its way. ``version`` rises with every change of text, which voids approvals.

    ``previous`` is the text of the version before. ``waiting_since``: since when it waits for approval.
    ``release_at``: from when the approved notice may leave; ``released_at``: when its clean documents were made.
    ``outdated_on``: from which day on the law cited is another one. ``reminders`` names those given for this version.
    """

    draft_id: DraftId
    request: DraftRequest
    version: int
    status: DraftStatus
    author: PersonId
    composition: Composition
    approvals_needed: int
    approvals: tuple[Approval, ...] = ()
    files: tuple[DraftFile, ...] = ()
    case_id: CaseId
    batch_id: str = ""
    previous: Composition | None = None
    waivers: tuple[Waiver, ...] = ()
    waiting_since: datetime | None = None
    release_at: datetime | None = None
    released_at: datetime | None = None
    outdated_on: date | None = None
    reminders: tuple[str, ...] = ()
    comment: str = ""
    sent: Sent | None = None
    received: tuple[Received, ...] = ()
    created_at: datetime
    channel: str = ""
    ts: str = ""
    copies: tuple[DraftCopy, ...] = ()
    calls: tuple[DraftCall, ...] = ()

    def __post_init__(self) -> None:
        aware(self.created_at, "created_at")

    def copied_to(self, person: PersonId, channel: str, ts: str) -> Draft:
        """The draft with a copy in somebody's messages; the newest copies are known."""
        copies = (*self.copies, DraftCopy(person=person, channel=channel, ts=ts))
        return replace(self, copies=copies[-MOST_COPIES:])

    @property
    def standing_approvals(self) -> tuple[Approval, ...]:
        """The approvals that hold: given on this version and exactly this text."""
        if not self.approvals:
            return ()
        text = self.composition.sha256s
        return tuple(a for a in self.approvals if a.version == self.version and a.sha256 == text)

    @property
    def open_gaps(self) -> tuple[NoticeGap, ...]:
        """The gaps that nobody has waived."""
        return self.composition.left_open(self.waivers)

    @property
    def decided(self) -> bool:
        """Whether nobody has to say yes or no to it any more."""
        return self.status not in {DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES}

    @property
    def released(self) -> bool:
        """Whether the clean documents have been made of this version."""
        return self.released_at is not None or any(file.role == "clean" for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOrder:
    """That a version of a draft is to be shown in Slack. ``known``: hashes of files that stand there already; ``told_in``:
    channel and thread in which its author waits to hear that it stands. ``key`` is on what is posted.
    """

    key: str
    draft_id: DraftId
    version: int
    known: tuple[str, ...] = ()
    told_in: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedNotice:
    """A draft with all approvals it needs, on exactly this text."""

    draft: Draft


def first_status(composition: Composition, waivers: Iterable[Waiver] = ()) -> DraftStatus:
    """The status of a text nobody has decided on: blocked where a gap that nobody waived blocks it."""
    return DraftStatus.BLOCKED if composition.blocked_in_spite_of(waivers) else DraftStatus.AWAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSummary:
    """A draft on one line. ``titles`` name its kind by language; ``approved_by`` are those whose yes stands."""

    draft_id: DraftId
    version: int
    status: DraftStatus
    author: PersonId
    kind: str
    titles: tuple[tuple[str, str], ...] = ()
    case_id: CaseId
    approved_by: tuple[PersonId, ...] = ()

    def waits_for(self, who: PersonId) -> bool:
        """Whether this person, being an approver, has still to say yes or no."""
        awaits = self.status is DraftStatus.AWAITING
        return awaits and who != self.author and who not in self.approved_by


def summary_of(draft: Draft) -> DraftSummary:
    """The draft in short."""
    return DraftSummary(
        draft_id=draft.draft_id,
        version=draft.version,
        status=draft.status,
        author=draft.author,
        kind=draft.request.kind,
        titles=draft.composition.titles,
        case_id=draft.case_id,
        approved_by=tuple(each.by for each in draft.standing_approvals),
    )

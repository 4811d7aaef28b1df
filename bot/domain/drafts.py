"""Drafts of notices, the gaps in them, and the approval that alone makes a clean document.

The rule of the house: nothing leaves without a person. ``ApprovedNotice`` is the only thing that export
accepts, and only :func:`approve` (and the store, reading back what it made) creates one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import NotAllowed, NotPossible, StaleVersion
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId, RightId
from bot.domain.moments import aware, china_day


class DraftStatus(StrEnum):
    BLOCKED = "blocked"
    AWAITING = "awaiting_approval"
    CHANGES = "changes_requested"
    REJECTED = "rejected"
    APPROVED = "approved"
    SENT = "sent"


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a notice lacks, as a path (``evidence.capture``), with what to do about it.

    ``waivable_by`` is the role that may waive it, empty where nobody can (a gap of law).
    """

    field: str
    severity: Severity
    message: str
    waivable_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedProvision:
    """A provision that the text rests on, in the version used."""

    key: str
    instrument: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One line of the evidence list: 序号 证据名称 证明目的 来源 页码."""

    no: int
    id: str
    title: str
    proves: str
    source: str
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalField:
    """One field of a portal's form, in the portal's order. ``limit`` is in characters, 0 where none is known."""

    label_zh: str
    label: str
    value: str
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A notice as the notice room composed it: the canonical text of each language and what surrounds it.

    ``texts`` maps a language to canonical Markdown; ``fields`` is a portal sheet, empty for letters.
    """

    kind: str
    titles: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    sender: str
    addressee: str
    ground: str
    reason_code: str | None = None
    fields: tuple[PortalField, ...] = ()
    annexes: tuple[Annex, ...] = ()
    gaps: tuple[Gap, ...] = ()
    provisions: tuple[CitedProvision, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.texts)

    def text(self, language: str) -> str:
        """The canonical text in the language.

        Raises:
            KeyError: not a language of this notice.
        """
        return dict(self.texts)[language]

    def sha256(self, language: str) -> str:
        """The hash of the canonical text with its annex list and portal fields: what a person approves."""
        body = [
            self.text(language),
            [(a.no, a.id, a.title, a.sha256) for a in self.annexes],
            [(f.label, f.value) for f in self.fields],
        ]
        return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()

    @property
    def blocked(self) -> bool:
        return any(gap.severity is Severity.BLOCKING for gap in self.gaps)


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
    """How a person sent the notice: channel (portal, courier, e-mail, counter …), when, and its reference."""

    by: PersonId
    channel: str
    at: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A paper that came back. ``what`` is ``counter_statement``, ``acceptance``, ``refusal`` or ``other``."""

    by: PersonId
    what: str
    sender: str
    reached_us_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """What a person asked to have written. Dates are days in China; ``texts`` are the free-text fields of the modal."""

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
    case_id: CaseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice on its way. ``version`` rises with every change of text, which voids approvals."""

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
    comment: str = ""
    sent: Sent | None = None
    received: tuple[Received, ...] = ()
    created_at: datetime
    channel: str = ""
    ts: str = ""

    def __post_init__(self) -> None:
        aware(self.created_at, "created_at")

    @property
    def standing_approvals(self) -> tuple[Approval, ...]:
        """The approvals that hold: given on this version."""
        return tuple(a for a in self.approvals if a.version == self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedNotice:
    """A draft with all approvals it needs, on exactly this text."""

    draft: Draft


def first_status(composition: Composition) -> DraftStatus:
    """The status of a text nobody has decided on: blocked where a gap blocks it."""
    return DraftStatus.BLOCKED if composition.blocked else DraftStatus.AWAITING


def approve(
    draft: Draft, *, shown_version: int, by: PersonId, is_approver: bool, at: datetime
) -> tuple[Draft, ApprovedNotice | None]:
    """Add one person's approval; with the last one needed, the approved notice comes with it.

    Raises:
        NotAllowed: not an approver, the author, or someone who approved already.
        StaleVersion: the person saw another version.
        NotPossible: the draft is blocked, decided, or dated for another day.
    """
    if not is_approver:
        raise NotAllowed(f"approve {draft.draft_id}", "only an approver may; an admin sets MARQUE_APPROVERS")
    if by == draft.author:
        raise NotAllowed(f"approve {draft.draft_id}", "its author cannot; ask another approver")
    if shown_version != draft.version:
        raise StaleVersion(draft.draft_id, shown_version, draft.version)
    if draft.status is DraftStatus.BLOCKED:
        raise NotPossible(draft.draft_id, "a blocking gap is open", "fill it and the text is made again")
    if draft.status is not DraftStatus.AWAITING:
        raise NotPossible(draft.draft_id, f"it is {draft.status.value.replace('_', ' ')}")
    if draft.request.as_of != china_day(at):
        raise NotPossible(
            draft.draft_id,
            f"it is dated {draft.request.as_of.isoformat()}, not today",
            "make a new version first",
        )
    if any(given.by == by for given in draft.standing_approvals):
        raise NotPossible(
            draft.draft_id, "you have approved this version already", "it waits for another approver"
        )
    composition = draft.composition
    hashes = tuple((language, composition.sha256(language)) for language in composition.languages)
    given = replace(
        draft, approvals=(*draft.approvals, Approval(by=by, at=at, version=draft.version, sha256=hashes))
    )
    if len(given.standing_approvals) < draft.approvals_needed:
        return given, None
    done = replace(given, status=DraftStatus.APPROVED)
    return done, ApprovedNotice(draft=done)


def decline(
    draft: Draft, *, status: DraftStatus, shown_version: int, by: PersonId, is_approver: bool, comment: str
) -> Draft:
    """Reject a draft or ask for changes (``status``), with the reason.

    Raises:
        NotAllowed, StaleVersion, NotPossible: as :func:`approve`; a reason is needed.
    """
    if not is_approver and by != draft.author:
        raise NotAllowed(f"decide on {draft.draft_id}", "only an approver or its author may")
    if shown_version != draft.version:
        raise StaleVersion(draft.draft_id, shown_version, draft.version)
    if draft.status not in {DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES}:
        raise NotPossible(draft.draft_id, f"it is {draft.status.value.replace('_', ' ')}")
    if not comment.strip():
        raise NotPossible(draft.draft_id, "no reason was given", "say in a few words what should change")
    return replace(draft, status=status, comment=comment.strip())


def revised(draft: Draft, request: DraftRequest, composition: Composition) -> Draft:
    """The next version with a new text. Approvals of earlier versions no longer count.

    Raises:
        NotPossible: the draft was sent or rejected.
    """
    if draft.status in {DraftStatus.SENT, DraftStatus.REJECTED}:
        raise NotPossible(draft.draft_id, f"it is {draft.status.value}", "start a new draft")
    new = replace(
        draft, request=request, composition=composition, version=draft.version + 1, files=(), comment=""
    )
    return replace(new, status=first_status(composition))


def mark_sent(draft: Draft, sent: Sent) -> Draft:
    """Record that a person sent the approved notice.

    Raises:
        NotPossible: it is not approved, or was sent before.
    """
    if draft.status is not DraftStatus.APPROVED:
        raise NotPossible(draft.draft_id, f"it is {draft.status.value.replace('_', ' ')}, not approved")
    return replace(draft, status=DraftStatus.SENT, sent=sent)


def mark_received(draft: Draft, received: Received) -> Draft:
    """Record a paper that came back after the notice was sent.

    Raises:
        NotPossible: the notice was not sent.
    """
    if draft.status is not DraftStatus.SENT:
        raise NotPossible(draft.draft_id, "it was not marked as sent", "mark it as sent first")
    return replace(draft, received=(*draft.received, received))

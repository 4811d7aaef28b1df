"""Drafts of notices and the gaps in them: the records. What may be done to them is in :mod:`bot.domain.approvals`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import CaseId, DraftId, ListingId, PersonId, RightId
from bot.domain.moments import aware
from bot.domain.reasons import TickedReason
from bot.domain.sentences import Sentence


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


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGap:
    """What a notice lacks, as a path (``evidence.capture``), with what to do about it.

    ``waivable_by`` is the role that may waive it, empty where nobody can (a gap of law).
    """

    field: str
    severity: Severity
    message: Sentence
    waivable_by: str = ""

    @property
    def key(self) -> str:
        """A short name of exactly this gap: another message of the same field has another one."""
        return hashlib.sha256(f"{self.field}|{self.message}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One person's decision to go on in spite of a gap, with the reason.

    It covers exactly the gap that ``field`` and ``message`` name, so a gap that has changed is open again.
    """

    field: str
    message: Sentence
    by: PersonId
    at: datetime
    version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A line of the text and the records its facts come from, as tags (``listing taobao:7301``, ``right TM-1``).

    ``typed`` where it holds a person's own words, ``suggested`` where a chat model proposed them.
    """

    line: str
    sources: tuple[str, ...] = ()
    typed: bool = False
    suggested: bool = False


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
class NoticePicture:
    """A picture that the text shows: where its file lies, and the hash by which the text names and approves it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalField:
    """One field of a portal's form, in the portal's order. ``limit`` is in characters, 0 where none is known."""

    label_zh: str
    label: str
    value: str
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CounselReading:
    """That the team's counsel has read a text: who, when, and the hash of what was read."""

    name: str
    on: date
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A notice as the notice room composed it: the canonical text of each language and what surrounds it.

    ``texts`` maps a language to canonical Markdown; ``fields`` is a portal sheet, empty for letters; ``seller`` is
    who offers the listings, as they call themselves. ``reading`` is that of the kind's wording by the team's counsel;
    None: edited by Marque, not reviewed by counsel. ``act_from`` and ``act_to`` are the days of the act that the law
    cited follows, ``act_basis`` what they rest on: ``given``, ``evidence``. ``counsel``: one approver has to be counsel,
    where the team names any.
    """

    kind: str
    titles: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    sender: str
    addressee: str
    ground: str
    seller: str = ""
    reason_code: str | None = None
    fields: tuple[PortalField, ...] = ()
    annexes: tuple[Annex, ...] = ()
    gaps: tuple[NoticeGap, ...] = ()
    provisions: tuple[CitedProvision, ...] = ()
    traces: tuple[Trace, ...] = ()
    reading: CounselReading | None = None
    act_from: date | None = None
    act_to: date | None = None
    act_basis: str = ""
    counsel: bool = False
    pictures: tuple[NoticePicture, ...] = ()

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
    def sha256s(self) -> tuple[tuple[str, str], ...]:
        """The hash of each language."""
        return tuple((language, self.sha256(language)) for language in self.languages)

    def left_open(self, waivers: Iterable[Waiver]) -> tuple[NoticeGap, ...]:
        """The gaps that none of the waivers covers."""
        covered = {(waiver.field, str(waiver.message)) for waiver in waivers}
        return tuple(gap for gap in self.gaps if (gap.field, str(gap.message)) not in covered)

    @property
    def blocked(self) -> bool:
        """Whether a gap stops approval, as long as nobody waives it."""
        return self.blocked_in_spite_of(())

    def blocked_in_spite_of(self, waivers: Iterable[Waiver]) -> bool:
        """Whether a gap stops approval that none of the waivers covers."""
        return any(gap.severity is Severity.BLOCKING for gap in self.left_open(waivers))


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

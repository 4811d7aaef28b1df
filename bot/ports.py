"""The roles that something outside plays for the services; those of papers and evidence stand in :mod:`bot.papers`. Each
names the errors it may raise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.addresses import Address
from bot.domain.alerts import Alert
from bot.domain.audit import AuditHead
from bot.domain.case_notes import CaseNote
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, PreviewOrder
from bot.domain.ids import PersonId
from bot.domain.law_change import Touched
from bot.domain.listings import Listing, ListingSighting
from bot.domain.questions import Written
from bot.domain.rules import RuleReport
from bot.domain.sentences import NOTHING, Sentence
from knowledge.passages import Hit, Passage, SearchResult
from knowledge.reading import MessageReading


class Clock(Protocol):
    """The present moment, aware."""

    def __call__(self) -> datetime: ...


class GuidanceSearch(Protocol):
    """Ask: the guidance, searched by meaning and by words."""

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> SearchResult:
        """Passages in force on the day, best first, and whether the question is one for the guidance at all; ``about`` names
        kinds of right and platforms that count where the question names none.

        Raises :class:`knowledge.passages.KnowledgeFault`, which the questions service makes GuidanceUnavailable.
        """
        return self.search_all((question,), on=on, language=language, limit=limit, about=about)[0]

    def search_all(
        self, questions: Sequence[str], *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> tuple[SearchResult, ...]:
        """As ``search`` for each question, in order: what one long question holds is looked up in one go."""


class MessageReader(Protocol):
    """Ask: what a message is and what is asked for. Each raises :class:`knowledge.passages.KnowledgeFault`."""

    def read(self, text: str, *, on: date) -> MessageReading:
        """See :class:`knowledge.reading.MessageReading`; ``on`` gives the year to dates without one."""

    def topics(self, text: str) -> Mapping[str, float]:
        """The chance of every topic, see :mod:`knowledge.topics`."""

    def passage(self, section_id: str, *, on: date, language: str) -> Passage | None:
        """A section of the guidance as it reads on the day."""


class Likeness(Protocol):
    """Ask: how well each of some texts fits a question, on the scale of a hit's score."""

    def __call__(self, question: str, texts: Sequence[str]) -> Sequence[float]: ...


class ContradictionCheck(Protocol):
    """Ask: whether a team's passage says another figure or article than the register does."""

    def __call__(self, passage: Passage, on: date) -> str:
        """The text with a warning that shows both, or empty where nothing contradicts."""


class AnswerWriter(Protocol):
    """Ask: writes an answer from passages and marks what rests on which."""

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        parts: Sequence[str] = (),
        earlier: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
        records: Callable[[str], str] | None = None,
    ) -> Written:
        """The answer. Of a question with ``parts`` the first hits answer one each. ``earlier``: the asker's questions before.
        ``on_text`` is given nothing when a writer that writes piece by piece begins, then the checked text so far; what is
        returned may be another text. ``records`` tells what the asker may see of the team's own data on a question.
        """


class WordingWriter(Protocol):
    """Draft: proposes wording for a free-text field from records; empty where it has none."""

    def suggest(self, records: Sequence[str], *, language: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line of a feed that could not be read: where and why."""

    line: int
    reason: str
    file: str = ""


class Pause:
    """A source goes on from here only once all that it gave before is kept."""


class ListingSource(Protocol):
    """A place that listings come from. ``name`` is how people know it."""

    name: str

    def look(self) -> Iterator[Listing | Unreadable | Pause]:
        """Everything it has now. Raises SourceUnavailable, also midway: what came before counts."""


class ListingLookup(Protocol):
    """Looks one listing up again by its marketplace's own API."""

    def look_at(self, listing: Listing) -> ListingSighting | None:
        """None where no API can tell: look at its page instead. Raises SourceUnavailable."""
        ...


class ListingPages(Protocol):
    """Pages behind addresses that people give. Both raise AddressRefused and FetchFailed."""

    def follow(self, url: str) -> Address | None:
        """The listing that a short link leads to."""
        ...

    def read(self, address: Address) -> Listing:
        """What the page tells; the title is empty where it tells nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LookReport:
    """One look at one source; ``error`` is empty where it was looked at to the end. ``unseen`` counts listings of which a
    picture could not be looked at."""

    source: str
    started_at: datetime
    ended_at: datetime
    seen: int
    judged: int
    alerted: int
    unreadable: int
    error: Sentence = NOTHING
    unseen: int = 0


class OutboxKind(StrEnum):
    """What kinds of message must reach Slack, and whose id their ``subject`` is."""

    ALERT = "alert"  # an alert, posted once
    ALERT_UPDATE = "alert_update"  # an alert whose message changes
    DIGEST = "digest"  # a rule; the body names its alerts
    RULE_REPORT = "rule_report"  # no one's; the body names the week
    DRAFT_SHOWN = "draft_shown"  # a draft, of a batch its first; the body holds a PreviewOrder as JSON
    DRAFT_UPDATE = "draft_update"  # a draft whose message changes
    DRAFT_NOTE = "draft_note"  # a draft; the body says what became of it
    CASE_NOTE = "case_note"  # a case; the body holds what is told as JSON, or nothing: its card alone
    LAW_CHANGE = "law_change"  # no one's; the body lists what the change touches as JSON
    REMINDER = "reminder"  # a deadline; the body names which of its reminders
    ADMIN_NOTE = "admin_note"  # what the note is about; the body is told to the admins


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to Slack about ``subject``. ``in_doubt``: an attempt, none before ``added_at``, ended without an answer."""

    number: int
    kind: OutboxKind
    subject: str
    body: str = ""
    attempts: int = 0
    refusals: int = 0
    in_doubt: bool = False
    added_at: datetime

    @property
    def since(self) -> datetime | None:
        """From when on it may stand in Slack already; None: nobody doubts that it does not."""
        return self.added_at if self.in_doubt else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A message that Slack, or Marque itself, refuses for what it is: tried again when somebody asks for it."""

    number: int
    kind: OutboxKind
    subject: str
    why: Sentence
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


class HeadBook(Protocol):
    """Where heads of the audit trail are written down, out of reach of the trail itself."""

    def add(self, head: AuditHead, at: datetime) -> None: ...
    def all(self) -> Sequence[AuditHead]: ...


class Notifier(Protocol):
    """Slack, as the delivery job sees it. Every method raises DeliveryFailed.

    ``key`` is on the message. Where ``since`` is a moment, a message with the key is looked for among all that were
    posted from then on, before anything is posted: for rows in doubt.
    """

    def post_alert(self, alert: Alert) -> Posted:
        """In the alert's channel; in the default one where it names none."""

    def update_alert(self, alert: Alert, case: Posted | None = None) -> None: ...
    def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
        """The message about this alert among those posted from then on, by metadata: for rows in doubt."""

    def post_digest(self, channel: str, alerts: Sequence[Alert], *, key: str, since: datetime | None) -> None:
        """Alerts that were held, in one message."""

    def post_rule_reports(self, reports: Sequence[RuleReport], *, key: str, since: datetime | None) -> None:
        """How right the rules are, and what they propose, to the admins."""

    def show_drafts(self, parts: Sequence[Draft], *, since: datetime | None) -> Posted:
        """The preview of a draft or a batch: brought up to date where it stands, else posted."""

    def accompany_draft(self, order: PreviewOrder, parts: Sequence[Draft], *, since: datetime | None) -> None:
        """Files of the part ordered, copies, a call to its approvers, its status, a word to its author."""

    def update_drafts(self, parts: Sequence[Draft]) -> None: ...
    def tell_draft(
        self, draft: Draft, what: str, people: Sequence[PersonId], *, key: str, since: datetime | None
    ) -> None:
        """A line in the draft's thread, naming people: ``waiting``, ``deputy``, ``outdated``, ``released`` (with the clean
        files, which are looked for by their names); to its author alone ``asked_anew`` and who asks for that."""

    def remind(
        self,
        case: Case | None,
        deadline: Deadline,
        people: Sequence[PersonId],
        *,
        key: str,
        since: datetime | None,
    ) -> None:
        """Remind of a clock, of a right where there is no case."""

    def tell_case(self, case: Case, note: CaseNote | None, *, key: str, since: datetime | None) -> None:
        """Say in the case's thread what happened by itself; a proof with its drawing."""

    def keep_picture(self, name: str, content: bytes) -> str:
        """Put a picture into Slack, shared nowhere, for messages and modals to show; its id."""

    def tell_law_change(self, found: Sequence[Touched], *, key: str, since: datetime | None) -> None: ...
    def tell_admins(self, note: Sentence, *, key: str = "", since: datetime | None = None) -> None: ...

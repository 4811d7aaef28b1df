"""Questions about enforcement options, and what the bot answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import AskedId, PersonId
from bot.domain.moments import aware
from knowledge.passages import Passage

LONGEST = 4_000


class Outcome(StrEnum):
    """Whether the bot answered."""

    ANSWERED = "answered"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why it did not: not its subject, nothing reviewed to answer from, or a matter for a lawyer who knows the file."""

    OUT_OF_SCOPE = "out_of_scope"
    NO_GUIDANCE = "no_guidance"
    NEEDS_COUNSEL = "needs_counsel"


class Opinion(StrEnum):
    """What the asker thinks of an answer."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"


class Dislike(StrEnum):
    """Why an answer was not helpful."""

    WRONG = "wrong"
    OFF_THE_POINT = "off_the_point"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as asked. ``as_of`` None means today; ``language`` empty means that of the question.

    ``earlier`` holds the same person's earlier questions in the thread, oldest first; ``about`` the kinds of right and
    the platforms of the thread's case, which steer the search where the question names none.
    """

    text: str
    as_of: date | None = None
    language: str = ""
    earlier: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A passage that the answer rests on; ``number`` is the mark [1] in the text."""

    number: int
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingChange:
    """A provision cited in the answer that changes within twelve months after the date of the answer."""

    key: str
    effective_on: date
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot says, for which date, and on what it rests. A refusal has a reason and no citations.

    ``left_open`` holds the parts of the question that the text names as unanswered.
    """

    question: str
    as_of: date
    language: str
    outcome: Outcome
    reason: RefusalReason | None
    text: str
    citations: tuple[Citation, ...]
    upcoming_changes: tuple[UpcomingChange, ...]
    writer: str
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as somebody asked it in a thread, what became of it, and what they thought of the answer.

    ``thread`` is the first message of the thread; ``left_open`` holds the parts that the answer named as unanswered.
    ``dislike`` and ``comment`` say why an answer was not helpful.
    """

    asked_id: AskedId
    person: PersonId
    channel: str
    thread: str
    text: str
    language: str
    as_of: date
    at: datetime
    outcome: Outcome
    reason: RefusalReason | None = None
    passages: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    writer: str = ""
    opinion: Opinion | None = None
    dislike: Dislike | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        aware(self.at, "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text, the passages that its marks [1], [2] … stand for in order, and who wrote it."""

    text: str
    passages: tuple[Passage, ...]
    writer: str

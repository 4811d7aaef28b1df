"""How long a question may be, how its language is detected; the records of answers, choices and refusals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import AskedId, CaseId, PersonId
from bot.domain.moments import aware
from knowledge.lazily import lazily
from knowledge.passages import Passage
from knowledge.reading import MessageKind

LONGEST = 4_000
_NO_CASE = CaseId("")
# Marks as an English keyboard writes them in Chinese, and blanks in place of them; not those of figures and addresses.
_HAN = r"\u3400-\u9fff"
_HALF = lazily(
    rf"(?<=[{_HAN}”」』》）％]) *(?P<mark>[,?;:!]|(?<!\.)\.(?![A-Za-z\d.])) *(?!//)"
    rf"|(?<=[A-Za-z\d%]) *(?P<after>[,?;:!]) *(?=[{_HAN}])|(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}])"
)
_FULL = str.maketrans(",?;:!.", "，？；：！。")


def as_typed(text: str) -> str:
    """The text as every reader sees it: Chinese with its own marks whichever keyboard wrote it, and without halves of pairs of
    surrogates, which are no characters: no encoder reads them, no terminal prints them."""
    whole = text.encode(errors="replace").decode().strip()
    if language_of(whole) != "zh":
        return whole
    return _HALF.sub(lambda match: (match["mark"] or match["after"] or ",").translate(_FULL), whole)


class AnswerOutcome(StrEnum):
    """Whether the bot answered, or asks back which of a few things was meant."""

    ANSWERED = "answered"
    CHOICE = "choice"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why it did not: not its subject, nothing reviewed to answer from, a matter for a lawyer who knows the file, or an
    act that is unlawful."""

    OUT_OF_SCOPE = "out_of_scope"
    NO_GUIDANCE = "no_guidance"
    NEEDS_COUNSEL = "needs_counsel"
    UNLAWFUL = "unlawful"


class StepButton(StrEnum):
    """What a step of a plan lets a person do at once."""

    DRAFT_TAKEDOWN = "draft_takedown"
    CHOOSE_ROUTE = "choose_route"
    REPORT_LISTING = "report_listing"


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

    ``earlier`` holds the same person's turns in the thread, oldest first; ``about`` the kinds of right and the platforms
    of the thread's case ``case_id``, which steer the search where the question names none. ``picked`` is the section
    that the person chose of a choice. ``may_see_drafts``: own data may name drafts.
    """

    text: str
    as_of: date | None = None
    language: str = ""
    earlier: tuple[EarlierTurn, ...] = ()
    about: tuple[str, ...] = ()
    case_id: CaseId | None = None
    person: PersonId | None = None
    picked: str = ""
    may_see_drafts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTurn:
    """What a person said earlier in a thread, and what was shown for it: sections, best first, and parts left open.

    ``subject`` is what the thread was about then, in the words it was searched with.
    """

    text: str
    kind: MessageKind = MessageKind.LAW
    language: str = ""
    subject: str = ""
    sections: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()


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

    ``kind`` is how the message was read; a refusal and a choice have the kind of what was asked. ``left_open`` holds the
    parts of the question that the text names as unanswered, ``parts`` those that it answers one by one, ``choices`` what may
    have been meant, best first, ``steps`` a plan, ``plan`` its id, or that of the case or the event, ``act`` the form that would
    open, ``rows`` records of the team, ``case_id`` the thread's case. ``subject``: see :class:`Turn`.
    """

    question: str
    as_of: date
    language: str
    outcome: AnswerOutcome
    reason: RefusalReason | None
    text: str
    citations: tuple[Citation, ...]
    upcoming_changes: tuple[UpcomingChange, ...]
    writer: str
    left_open: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    kind: MessageKind = MessageKind.LAW
    choices: tuple[Passage, ...] = ()
    steps: tuple[Step, ...] = ()
    plan: str = ""
    act: ActRequest | None = None
    rows: tuple[RecordRow, ...] = ()
    subject: str = ""
    case_id: CaseId = _NO_CASE

    @property
    def turn(self) -> EarlierTurn:
        """The answer as the thread remembers it; of a choice that was not picked the first title counts."""
        shown = [citation.passage.section_id for citation in self.citations]
        shown += [citation.passage.section_id for step in self.steps for citation in step.citations]
        shown += [passage.section_id for passage in self.choices[:1]]
        return EarlierTurn(
            text=self.question,
            kind=self.kind,
            language=self.language,
            subject=self.subject,
            sections=tuple(dict.fromkeys(shown)),
            left_open=self.left_open,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a plan."""

    title: str
    text: str
    citations: tuple[Citation, ...] = ()
    button: StepButton | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRequest:
    """What somebody wants done: the form that would open, the fields that the message fills in, and those missing.

    ``title`` is the form's name in the language of the answer.
    """

    form: str
    title: str
    filled: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One record of the team: what it is (``listing``, ``case`` …), its id, a line about it, where it can be seen."""

    what: str
    subject: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question as somebody asked it in a thread, what became of it, and what they thought of the answer.

    ``thread`` is the first message of the thread; ``left_open`` holds the parts that the answer named as unanswered.
    ``dislike`` and ``comment`` say why an answer was not helpful. ``choices`` are the sections offered, ``picked`` the one
    that the person took: what was meant; ``teaches``: the person was one of the team, so that it counts for others too.
    ``delivery`` is what brought it: worked off again after a process died over it, it is the same question.
    """

    asked_id: AskedId
    person: PersonId
    channel: str
    thread: str
    text: str
    language: str
    as_of: date
    at: datetime
    outcome: AnswerOutcome
    reason: RefusalReason | None = None
    passages: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    writer: str = ""
    opinion: Opinion | None = None
    dislike: Dislike | None = None
    comment: str = ""
    kind: MessageKind = MessageKind.LAW
    subject: str = ""
    sections: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    picked: str = ""
    teaches: bool = False
    delivery: str = ""

    @property
    def turn(self) -> EarlierTurn:
        """What the thread remembers of it."""
        return EarlierTurn(
            text=self.text,
            kind=self.kind,
            language=self.language,
            subject=self.subject,
            sections=self.sections,
            left_open=self.left_open,
        )

    def __post_init__(self) -> None:
        aware(self.at, "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text, the passages that its marks [1], [2] … stand for in order, and who wrote it."""

    text: str
    passages: tuple[Passage, ...]
    writer: str


_SIGN = lazily(r"[\u4e00-\u9fff]")
_LATIN = lazily(r"[A-Za-z][A-Za-z'’-]+")
# Words that a Chinese sentence can hardly do without and that names seldom hold.
_PLAIN = lazily(
    r"[的了吗么呢吧是在有我你您他她它这那哪谁啥咋怎几多少能可要会应该被把没不还再给和与或就都从到对让请问帮想用写查看说做办于其]"
)
_ENGLISH = lazily(
    r"\b(?:the|a|an|is|are|was|were|do|does|did|we|our|us|i|my|you|your|it|this|that|they|their|he|to|of|on|for|with|from|and|or|if"
    r"|what|who|how|when|where|which|why|can|could|should|must|may|in|at|by|not|no|please|show|about|has|have|had|been)\b",
    re.IGNORECASE,
)


def language_of(text: str, earlier: Sequence[str] = ()) -> str:
    """``zh`` or ``en``; ``earlier`` holds the languages of the thread, which decide where the text alone does not."""
    signs, plain = len(_SIGN.findall(text)), len(_PLAIN.findall(text))
    words, english = len(_LATIN.findall(text)), len(_ENGLISH.findall(text))
    if not signs and not words:
        return earlier[-1] if earlier else "en"
    if english >= 2 and english >= plain:
        return "en"
    return "zh" if signs > words or plain > english else "en"

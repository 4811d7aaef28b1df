"""A team's own documents, beside the guidance that ships: playbooks, memos of counsel, house rules."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.ids import PersonId, TeamDocumentId
from bot.domain.moments import aware


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPassage:
    """A part of a document that can be quoted by itself; ``title`` is the heading it stands under."""

    number: int
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDocument:
    """One document as taken in. ``dated`` is the day its content was true; ``owner`` is who answers for it.

    A confidential one never reaches a chat model unless the operator allows it. ``remarks`` say what was left
    out on reading, such as hidden text.
    """

    document_id: TeamDocumentId
    title: str
    file_name: str
    owner: str
    dated: date
    confidential: bool
    sha256: str
    added_at: datetime
    added_by: PersonId
    passages: tuple[TeamPassage, ...]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        aware(self.added_at, "added_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What a file holds: its title, then paragraphs, each with the heading it stands under."""

    title: str
    file_name: str
    sha256: str
    paragraphs: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()

"""Questions that people asked, and a team's own documents."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import AskedId, PersonId, TeamDocumentId
from bot.domain.questions import AskedQuestion
from bot.domain.sentences import sentence
from bot.domain.team_documents import TeamDocument
from bot.store import tables
from bot.store.rows import NamedRepository, Repository

MOST_TAUGHT = 500


class SqlAsked(NamedRepository[AskedId, AskedQuestion]):
    """See :class:`bot.repositories.AskedQuestionRepository`."""

    table, kind = tables.asked, AskedQuestion
    called = "question"
    listed = sentence("it is kept for a year")

    def next_id(self) -> AskedId:
        """The next free id: Q-000001, Q-000002 …"""
        return AskedId(self._transaction.next_name("Q", "asked"))

    def save(self, asked: AskedQuestion) -> None:
        """Keep it, or what changed about it."""
        columns = {"person": asked.person, "channel": asked.channel, "thread": asked.thread, "at": asked.at}
        self._rows.put({"asked_id": asked.asked_id}, asked, **columns)

    def in_thread(self, person: PersonId, channel: str, thread: str, most: int) -> Sequence[AskedQuestion]:
        here = {"person": person, "channel": channel, "thread": thread}
        return self._rows.of("-at", "-asked_id", most=most, **here)[::-1]

    def since(self, moment: datetime) -> Sequence[AskedQuestion]:
        return self._rows.all(self.c.at >= moment, order=[self.c.at, self.c.asked_id])

    def taught(self) -> Sequence[AskedQuestion]:
        teaches = self.c.record.contains('"teaches":true', autoescape=True)
        return self._rows.all(teaches, order=[self.c.at.desc(), self.c.asked_id.desc()], most=MOST_TAUGHT)

    def forget_before(self, moment: datetime) -> int:
        """Drop what was asked before this moment; how many."""
        return self._drop(self.c.at < moment)

    def forget(self, asked_id: AskedId) -> None:
        """Drop one."""
        self._drop(self.c.asked_id == asked_id)


_EDITION = "team_documents_edition"


class SqlTeamDocuments(Repository[TeamDocument]):
    """Documents; every change moves the edition on, so that readers know when to read anew."""

    table, kind = tables.team_documents, TeamDocument

    def next_id(self) -> TeamDocumentId:
        return TeamDocumentId(self._transaction.next_name("G", "team_document"))

    def save(self, document: TeamDocument) -> None:
        self._rows.put({"document_id": document.document_id}, document, sha256=document.sha256)
        self._transaction.next_number(_EDITION)

    def remove(self, document_id: TeamDocumentId) -> None:
        self._drop(self.c.document_id == document_id)
        self._transaction.next_number(_EDITION)

    def all(self) -> Sequence[TeamDocument]:
        return self._rows.of("document_id")

    def edition(self) -> str:
        return str(self._transaction.last_number(_EDITION))

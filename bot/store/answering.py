"""Questions that people asked, and a team's own documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, select

from bot.domain.ids import AskedId, PersonId, TeamDocumentId, numbered
from bot.domain.questions import AskedQuestion
from bot.domain.team_documents import TeamDocument
from bot.store import tables
from bot.store.rows import Rows, Transaction

MOST_TAUGHT = 500


class SqlAsked:
    """See :class:`bot.repositories.AskedQuestionRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._rows = Rows(transaction, tables.asked, AskedQuestion)

    def next_id(self) -> AskedId:
        """The next free id: Q-000001, Q-000002 …"""
        return AskedId(numbered("Q", self._transaction.next_number("asked")))

    def get(self, asked_id: AskedId) -> AskedQuestion | None:
        """The question with this id."""
        return self._rows.first(tables.asked.c.asked_id == asked_id)

    def save(self, asked: AskedQuestion) -> None:
        """Keep it, or what changed about it."""
        columns = {"person": asked.person, "channel": asked.channel, "thread": asked.thread, "at": asked.at}
        self._rows.put({"asked_id": asked.asked_id}, asked, **columns)

    def in_thread(self, person: PersonId, channel: str, thread: str, most: int) -> Sequence[AskedQuestion]:
        table = tables.asked
        here = (table.c.person == person, table.c.channel == channel, table.c.thread == thread)
        newest = self._rows.all(*here, order=[table.c.at.desc(), table.c.asked_id.desc()], most=most)
        return newest[::-1]

    def since(self, moment: datetime) -> Sequence[AskedQuestion]:
        table = tables.asked
        return self._rows.all(table.c.at >= moment, order=[table.c.at, table.c.asked_id])

    def taught(self) -> Sequence[AskedQuestion]:
        table = tables.asked
        teaches = table.c.record.contains('"teaches":true', autoescape=True)
        return self._rows.all(teaches, order=[table.c.at.desc(), table.c.asked_id.desc()], most=MOST_TAUGHT)

    def forget_before(self, moment: datetime) -> int:
        """Drop what was asked before this moment; how many."""
        table = tables.asked
        old = (self._transaction.mine(table), table.c.at < moment)
        return self._transaction.connection.execute(delete(table).where(*old)).rowcount

    def forget(self, asked_id: AskedId) -> None:
        """Drop one."""
        table = tables.asked
        one = (self._transaction.mine(table), table.c.asked_id == asked_id)
        self._transaction.connection.execute(delete(table).where(*one))


_EDITION = "team_documents_edition"


class SqlTeamDocuments:
    """Documents; every change moves the edition on, so that readers know when to read anew."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._rows = Rows(transaction, tables.team_documents, TeamDocument)

    def next_id(self) -> TeamDocumentId:
        return TeamDocumentId(numbered("G", self._transaction.next_number("team_document")))

    def save(self, document: TeamDocument) -> None:
        self._rows.put({"document_id": document.document_id}, document, sha256=document.sha256)
        self._transaction.next_number(_EDITION)

    def remove(self, document_id: TeamDocumentId) -> None:
        table = tables.team_documents
        mine = and_(self._transaction.mine(table), table.c.document_id == document_id)
        self._transaction.connection.execute(delete(table).where(mine))
        self._transaction.next_number(_EDITION)

    def all(self) -> Sequence[TeamDocument]:
        return self._rows.all(order=[tables.team_documents.c.document_id])

    def edition(self) -> str:
        counters = tables.counters
        mine = and_(self._transaction.mine(counters), counters.c.name == _EDITION)
        return str(self._transaction.connection.scalar(select(counters.c.value).where(mine)) or 0)

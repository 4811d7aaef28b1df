"""A team's own documents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete, select

from bot.domain.ids import TeamDocumentId, numbered
from bot.domain.team_documents import TeamDocument
from bot.store import tables
from bot.store.rows import Rows, Transaction

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
        """Oldest first."""
        return self._rows.all(order=[tables.team_documents.c.document_id])

    def edition(self) -> str:
        counters = tables.counters
        mine = and_(self._transaction.mine(counters), counters.c.name == _EDITION)
        return str(self._transaction.connection.scalar(select(counters.c.value).where(mine)) or 0)

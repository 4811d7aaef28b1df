"""Whatever comes due: clocks on cases and rights, and the log of contacts with offices."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from bot.domain.deadlines import Deadline, next_reminder
from bot.domain.ids import CaseId, DeadlineId
from bot.domain.liaison import Contact
from bot.domain.sentences import sentence
from bot.store import tables
from bot.store.rows import NamedRepository, Repository, codec
from bot.store.statements import changing


class SqlDeadlines(NamedRepository[DeadlineId, Deadline]):
    """Clocks: on cases, on rights."""

    table, kind = tables.deadlines, Deadline
    called = "deadline"
    listed = sentence("look it up in the list of deadlines")

    def next_id(self) -> DeadlineId:
        return DeadlineId(self._transaction.next_name("DL", "deadline"))

    def save(self, deadline: Deadline) -> None:
        self._rows.put(
            {"deadline_id": deadline.deadline_id},
            deadline,
            case_id=deadline.case_id,
            due_on=deadline.due_on.isoformat(),
            done=deadline.done_at is not None,
            remind_at=next_reminder(deadline),
        )

    def plan(self) -> None:
        columns = (self.c.deadline_id, self.c.remind_at, self.c.record)
        rows = self._connection.execute(select(*columns).where(self.mine, self.c.done.is_(False))).all()
        change = changing(self.table, ("deadline_id",), ("remind_at",))
        for row in rows:
            planned = next_reminder(codec(Deadline).record(row.record))
            if planned != row.remind_at:
                its = self._transaction.bound({"deadline_id": row.deadline_id})
                self._connection.execute(change, its | {"remind_at": planned})

    def to_remind(self, now: datetime) -> Sequence[Deadline]:
        return self._rows.all(self.c.remind_at <= now, order=[self.c.due_on, self.c.deadline_id])

    def all(self) -> Sequence[Deadline]:
        """The one due first comes first."""
        return self._rows.of("due_on", "deadline_id")

    def running(
        self, case_id: CaseId | None = None, until: date | None = None, limit: int | None = None
    ) -> Sequence[Deadline]:
        its = {} if case_id is None else {"case_id": case_id}
        if until is None:
            return self._rows.of("due_on", "deadline_id", most=limit, done=False, **its)
        where = [self.c.done.is_(False), self.c.due_on <= until.isoformat()]
        where += [self.c.case_id == case_id] if its else []
        return self._rows.all(*where, order=[self.c.due_on, self.c.deadline_id], most=limit)

    def count_running(self) -> int:
        """How many run."""
        counted = select(func.count()).where(self.mine, self.c.done.is_(False))
        return self._connection.scalar(counted) or 0

    def next_days(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, date]:
        chosen = [self.mine, self.c.done.is_(False), self.c.case_id.in_(list(case_ids))]
        query = select(self.c.case_id, func.min(self.c.due_on)).where(*chosen).group_by(self.c.case_id)
        return {CaseId(case_id): date.fromisoformat(day) for case_id, day in self._connection.execute(query)}


class SqlContacts(Repository[Contact]):
    """The contact log."""

    table, kind = tables.contacts, Contact

    def next_id(self) -> str:
        return self._transaction.next_name("CT", "contact")

    def save(self, contact: Contact) -> None:
        self._rows.put(
            {"contact_id": contact.contact_id},
            contact,
            office=contact.office,
            case_id=contact.case_id,
            at=contact.at,
            next_on=contact.next_on.isoformat() if contact.next_on else "",
            settled=contact.settled,
        )

    def latest(
        self, *, office: str = "", case_id: CaseId | None = None, limit: int = 100
    ) -> Sequence[Contact]:
        key = ({"office": office} if office else {}) | ({} if case_id is None else {"case_id": case_id})
        return self._rows.of("-at", "-contact_id", most=limit, **key)

    def due(self, until: date) -> Sequence[Contact]:
        columns = self.c
        where = (columns.settled.is_(False), columns.next_on != "", columns.next_on <= until.isoformat())
        return self._rows.all(*where, order=[columns.next_on, columns.contact_id])

"""Units of work on SQLAlchemy, SQLite or PostgreSQL: a transaction each, whose repositories are made on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Generic, Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.ids import PersonId, WorkspaceId
from bot.matters import (
    CaseListingRepository,
    CaseRepository,
    ContactRepository,
    DeadlineRepository,
    DraftRepository,
    EvidenceRepository,
    InfringerRepository,
    PurchaseRepository,
)
from bot.ports import Clock
from bot.queues import HandledDeliveries, Leases, Looks, Outbox
from bot.repositories import (
    AlertRepository,
    AlertRuleRepository,
    AskedQuestionRepository,
    AuditRepository,
    BrandBookRepository,
    HoldingRepository,
    ListingRepository,
    PicturePrintRepository,
    QuarantineRepository,
    TeamDocumentRepository,
    UploadRepository,
    VerdictRepository,
    WeightEditionRepository,
)
from bot.store.alert_rules import SqlAlertRules
from bot.store.alerting import SqlAlerts
from bot.store.answering import SqlAsked, SqlTeamDocuments
from bot.store.cases import SqlCaseListings, SqlCases, SqlEvidence, SqlPurchases
from bot.store.chain import SqlAudit, SqlVerdicts
from bot.store.deadlines import SqlContacts, SqlDeadlines
from bot.store.engine import hold, open_engine, reading
from bot.store.faults import could_not_open, trouble
from bot.store.infringers import SqlInfringers
from bot.store.leases import SqlLeases, SqlSeen
from bot.store.listings import SqlBrandBooks, SqlDrafts, SqlListings
from bot.store.looks import SqlLooks, SqlWeightEditions
from bot.store.migrating import migrate
from bot.store.prints import SqlPicturePrints, SqlQuarantine, SqlUploads
from bot.store.queues import SqlOutbox
from bot.store.retention import SqlHoldings
from bot.store.rows import Acting, Transaction
from bot.store.sqlite import quick_check

T = TypeVar("T")


class _Made(Generic[T]):
    """A repository of a unit, made on first use: a unit opens in the time of the two or three that it needs."""

    def __init__(self, make: Callable[[Transaction], T]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, unit: SqlUnit, owner: type) -> T:
        made = self._make(unit.transaction)
        unit.__dict__[self._name] = made
        return made


class SqlUnit:
    """One transaction of one workspace (see :class:`bot.repositories.UnitOfWork`)."""

    audit = _Made[AuditRepository](SqlAudit)
    brand_books = _Made[BrandBookRepository](SqlBrandBooks)
    books = _Made[SqlBrandBooks](SqlBrandBooks)
    listings = _Made[ListingRepository](SqlListings)
    alerts = _Made[AlertRepository](SqlAlerts)
    alert_rules = _Made[AlertRuleRepository](SqlAlertRules)
    uploads = _Made[UploadRepository](SqlUploads)
    prints = _Made[PicturePrintRepository](SqlPicturePrints)
    quarantine = _Made[QuarantineRepository](SqlQuarantine)
    verdicts = _Made[VerdictRepository](SqlVerdicts)
    weights = _Made[WeightEditionRepository](SqlWeightEditions)
    asked = _Made[AskedQuestionRepository](SqlAsked)
    cases = _Made[CaseRepository](SqlCases)
    case_listings = _Made[CaseListingRepository](SqlCaseListings)
    contacts = _Made[ContactRepository](SqlContacts)
    drafts = _Made[DraftRepository](SqlDrafts)
    evidence = _Made[EvidenceRepository](SqlEvidence)
    purchases = _Made[PurchaseRepository](SqlPurchases)
    deadlines = _Made[DeadlineRepository](SqlDeadlines)
    team_documents = _Made[TeamDocumentRepository](SqlTeamDocuments)
    outbox = _Made[Outbox](SqlOutbox)
    holdings = _Made[HoldingRepository](SqlHoldings)
    infringers = _Made[InfringerRepository](SqlInfringers)
    looks = _Made[Looks](SqlLooks)
    seen = _Made[HandledDeliveries](SqlSeen)
    leases = _Made[Leases](SqlLeases)

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction


class SqlStore:
    """Opens units of work of one workspace. Safe to use from many threads and processes.

    Units of a workspace run one after another (on SQLite, all units do), so what a unit reads stays true
    until it ends. Keep them short: nothing slow, and no second unit, inside one.
    """

    def __init__(
        self,
        engine: Engine,
        workspace: WorkspaceId,
        clock: Clock,
        new_salt: Callable[[], str],
        thread: threading.local | None = None,
    ) -> None:
        self.engine, self.workspace = engine, workspace
        self._clock, self._new_salt = clock, new_salt
        self._thread = thread or threading.local()

    def for_workspace(self, workspace: WorkspaceId) -> SqlStore:
        """The same database, as another workspace sees it."""
        return SqlStore(self.engine, workspace, self._clock, self._new_salt, self._thread)

    def unit(self) -> AbstractContextManager[SqlUnit]:
        """One transaction: commit on leaving without an error, else nothing happened.

        Raises:
            NotPossible: others held the database for too long; nothing was changed.
            Outside: the database failed.
            RuntimeError: this thread has a unit open already, which this one would wait for without end.
        """
        return self._unit()

    def _unit(self) -> AbstractContextManager[SqlUnit]:
        return self._opened(self._writing)

    def reading(self) -> AbstractContextManager[SqlUnit]:
        """One transaction that reads the state as it is at its first look, and keeps nobody waiting. It cannot write.

        Raises: as :meth:`unit`.
        """
        return self._opened(lambda: reading(self.engine))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            hold(connection, f"workspace:{self.workspace}")
            yield connection

    @contextmanager
    def _opened(self, begin: Callable[[], AbstractContextManager[Connection]]) -> Iterator[SqlUnit]:
        if getattr(self._thread, "open", False):
            raise RuntimeError("a unit of work is open in this thread; units do not nest")
        self._thread.open = True
        try:
            with begin() as connection:
                acting = getattr(self._thread, "acting", None)
                yield SqlUnit(Transaction(connection, self.workspace, self._clock, acting, self._new_salt))
        except (IntegrityError, ProgrammingError, DataError):
            raise  # a mistake of ours, not of the database
        except (DBAPIError, PoolTimeout) as error:
            raise trouble(error) from error
        finally:
            self._thread.open = False

    @contextmanager
    def acting(self, delivery: str, by: PersonId) -> Iterator[None]:
        """See :class:`bot.repositories.Store`."""
        before = getattr(self._thread, "acting", None)
        self._thread.acting = Acting(delivery, by) if delivery else None
        try:
            yield
        finally:
            self._thread.acting = before

    def damage(self) -> str:
        """What the database itself says is wrong with its file; empty where nothing is, or where it keeps no file.

        Raises:
            NotPossible, Outside: it cannot be read or written at all.
        """
        try:
            with self.engine.begin() as connection:
                found = quick_check(connection)
        except (DBAPIError, PoolTimeout) as error:
            raise trouble(error) from error
        with self.unit() as unit:
            unit.leases.take("doctor", "doctor", self._clock(), 1.0)
            unit.leases.drop("doctor")
        return found

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(
    database_url: str, workspace_id: WorkspaceId, clock: Clock, new_salt: Callable[[], str]
) -> SqlStore:
    """Open the database, bring its tables up to date, and see it as one workspace. Close it when done.

    Raises:
        WrongInput: the URL is none that Marque speaks to, or a newer Marque wrote the database.
        ProgramMissing: the PostgreSQL driver is not installed.
        Outside: the database cannot be reached.
    """
    engine = open_engine(database_url)
    with ExitStack() as on_failure:
        on_failure.callback(engine.dispose)
        try:
            migrate(engine)
        except (DBAPIError, PoolTimeout) as error:
            raise could_not_open(engine.url, error) from error
        on_failure.pop_all()
    return SqlStore(engine, workspace_id, clock, new_salt)

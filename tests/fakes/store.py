"""The store of unit tests: the real one, on SQLite in memory."""

import weakref
from collections.abc import Callable

from bot.domain.ids import WorkspaceId
from bot.ports import Clock
from bot.store import sql
from bot.store.engine import open_engine


class MemoryStore(sql.SqlStore):
    """An empty database of its own, gone with the store."""

    def __init__(self, workspace: WorkspaceId, clock: Clock, new_salt: Callable[[], str]) -> None:
        engine = open_engine("sqlite://")
        sql.migrate(engine)
        super().__init__(engine, workspace, clock, new_salt)
        weakref.finalize(self, engine.dispose)

"""Bringing a database up to the tables of this version, at every start."""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, Engine

from bot.domain.errors import NotPossible
from bot.store.engine import hold

_FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine, to: str = "head") -> None:
    """Run the missing migrations, all or none. Of two processes that start at once the second finds none.

    Raises:
        NotPossible: a newer Marque has written the database.
    """
    with engine.begin() as connection:
        hold(connection, "migrations")
        _upgrade(connection, ScriptDirectory(_FOLDER), to)


def _upgrade(connection: Connection, scripts: ScriptDirectory, to: str) -> None:
    context = MigrationContext.configure(connection)
    current = context.get_current_revision()
    try:
        missing = list(scripts.iterate_revisions(to, current or "base"))
    except RevisionError as unknown:
        raise NotPossible(
            "the database",
            f"a newer Marque wrote it (revision {current})",
            "update this Marque, then start it again",
        ) from unknown
    with Operations.context(context):
        for revision in reversed(missing):
            revision.module.upgrade()
            context.stamp(scripts, revision.revision)

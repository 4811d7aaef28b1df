"""Database migrations at the start: the tables are brought up to date by all that are missing, or none."""

from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, select

from bot.domain.errors import NotPossible
from bot.store.engine import hold

_FOLDER = Path(__file__).parent / "migrations"
_STAMP = Table("alembic_version", MetaData(), Column("version_num", String(32))).c.version_num


def migrate(engine: Engine, to: str = "head") -> None:
    """Run the missing migrations, all or none. Of two processes that start at once the second finds none.

    Raises:
        NotPossible: a newer Marque has written the database.
    """
    with engine.begin() as connection:
        hold(connection, "migrations")
        if to != "head" or not _up_to_date(connection):
            _upgrade(connection, to)


def _up_to_date(connection: Connection) -> bool:
    """Whether the newest migration has run, by its file's name: what runs them takes longer to load than all else here."""
    if not inspect(connection).has_table(_STAMP.table.name):
        return False
    newest = max(file.name for file in (_FOLDER / "versions").glob("r*.py"))
    return connection.scalar(select(_STAMP)) == newest[1:5]


def _upgrade(connection: Connection, to: str) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError

    scripts = ScriptDirectory(_FOLDER)
    context = MigrationContext.configure(connection)
    current = context.get_current_revision()
    try:
        missing = list(scripts.iterate_revisions(to, current or "base"))
    except RevisionError as unknown:
        raise NotPossible(
            "the database",
            "a newer Marque wrote it (revision {current})",
            "update this Marque, then start it again",
            current=current,
        ) from unknown
    with Operations.context(context):
        for revision in reversed(missing):
            revision.module.upgrade()
            context.stamp(scripts, revision.revision)

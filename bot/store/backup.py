"""The database as plain rows, and back (migration): from SQLite to PostgreSQL too, and from an older revision to this one."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, DateTime, Engine, LargeBinary, MetaData, Table, insert, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.domain.errors import NotPossible, WrongInput
from bot.store import tables
from bot.store.migrating import migrate

_BATCH = 500
_BYTES = "base64"


def revision_of(engine: Engine) -> str:
    """The revision of the database's tables."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def dump(connection: Connection) -> Iterator[tuple[str, Iterator[str]]]:
    """Every table by name with its rows, a JSON object a line, in an order in which they can be put back."""
    for table in tables.metadata.sorted_tables:
        yield table.name, _rows(connection, table)


def _rows(connection: Connection, table: Table) -> Iterator[str]:
    found = connection.execution_options(stream_results=True).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in found.mappings():
        yield json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)


def load(engine: Engine, revision: str, rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, int]:
    """Put rows back into a database without any, at the revision they were taken from; then bring it up to date.

    Returns how many rows each table got.

    Raises:
        NotPossible: the database holds records, or a newer Marque took the rows.
    """
    migrate(engine, revision)
    schema, counts = MetaData(), dict[str, int]()
    with engine.begin() as connection:
        schema.reflect(connection)
        names = [table.name for table in schema.sorted_tables if table.name != "alembic_version"]
        for name in names:
            if connection.execute(select(schema.tables[name]).limit(1)).first() is not None:
                raise NotPossible(
                    "restore", "the database holds records ({name})", "restore into an empty one", name=name
                )
        for name, lines in rows:
            if name not in schema.tables:
                raise NotPossible(
                    "restore", "the backup has a table {name} that its revision has not", name=name
                )
            counts[name] = _fill(connection, schema.tables[name], lines)
    migrate(engine)
    return counts


def _fill(connection: Connection, table: Table, lines: Iterable[str]) -> int:
    batch, count = list[dict[str, Any]](), 0
    try:
        for line in lines:
            count += 1
            batch.append(_values(table, json.loads(line), sqlite=connection.dialect.name == "sqlite"))
            if len(batch) == _BATCH:
                connection.execute(insert(table), batch)
                batch = []
        if batch:
            connection.execute(insert(table), batch)
    except OperationalError:  # of the database, not of what it was given
        raise
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        SQLAlchemyError,
        TypeError,
        ValueError,
    ) as fault:
        raise WrongInput(
            "the backup is damaged: row {count} of {name} cannot be read; nothing was put back",
            count=count,
            name=table.name,
        ) from fault
    return count


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    return value


def _values(table: Table, row: Mapping[str, Any], *, sqlite: bool) -> dict[str, Any]:
    if any(not isinstance(row[column.name], str | int | float) for column in table.primary_key.columns):
        raise ValueError("a part of the key is no value")
    return {name: _value(table, name, value, sqlite=sqlite) for name, value in row.items()}


def _value(table: Table, name: str, value: Any, *, sqlite: bool) -> Any:
    kind = table.c[name].type
    if isinstance(kind, DateTime) and isinstance(value, str):
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return moment.replace(tzinfo=None) if sqlite else moment
    if isinstance(kind, LargeBinary) and isinstance(value, dict):
        return base64.b64decode(value[_BYTES])
    return value

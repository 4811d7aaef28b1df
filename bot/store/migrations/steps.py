"""What revisions are made of. A revision that is out is never changed, so neither is what these make."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store import columns


def made(name: str, *parts: Iterable[sa.schema.SchemaItem]) -> sa.Table:
    """A new table with its indexes."""
    table = columns.kept(columns.schema(), name, *parts)
    table.create(op.get_bind())
    return table


def grown(table: str, *parts: Iterable[sa.Column[Any]]) -> None:
    """More columns for a table that is there."""
    for part in parts:
        for column in part:
            op.add_column(table, column)


def indexed(table: str, *words: str) -> None:
    """More indexes for a table that is there: each begins with the workspace."""
    for each in words:
        names = ["workspace_id", *each.split()]
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)


def rows_of(name: str, *names: str) -> sa.TableClause:
    """A table that is there, with the columns that are read or written."""
    return sa.table(name, *map(sa.column, ("workspace_id", *names)))


def records(table: sa.TableClause, key: str) -> Iterator[tuple[sa.ColumnElement[bool], dict[str, Any]]]:
    """Each row's condition and record, read one by one: some are long."""
    connection = op.get_bind()
    for workspace, value in connection.execute(sa.select(table.c.workspace_id, table.c[key])).all():
        mine = sa.and_(table.c.workspace_id == workspace, table.c[key] == value)
        yield (
            mine,
            {
                "workspace_id": workspace,
                **json.loads(connection.scalar(sa.select(table.c.record).where(mine)) or "{}"),
            },
        )

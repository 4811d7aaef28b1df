"""Statements that are asked for again and again, put together once for each form: that takes longer than to run them."""

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)


@lru_cache(maxsize=1_000)
def own(table: Table, workspace: str) -> ColumnElement[bool]:
    """The condition that a row is this workspace's."""
    mine: ColumnElement[bool] = table.c.workspace_id == workspace
    return mine


@cache
def keyed(table: Table, *names: str) -> ColumnElement[bool]:
    """The condition that a row is this workspace's and has a key, whose values :meth:`Transaction.bound` gives."""
    return and_(*(table.c[name] == bindparam(f"key_{name}") for name in ("workspace_id", *names)))


@cache
def among(column: Column[Any]) -> ColumnElement[bool]:
    """The condition that a row is this workspace's, and the column's value one of those given as ``some``."""
    return and_(keyed(column.table), column.in_(bindparam("some", expanding=True)))


@cache
def value_of(column: Column[Any], *names: str) -> Select[tuple[Any]]:
    """Reads a column of the row with a key of these names."""
    return select(column).where(keyed(column.table, *names)).limit(1)


@cache
def in_order(
    table: Table,
    order: tuple[str, ...],
    names: tuple[str, ...],
    empty: tuple[str, ...] = (),
    *,
    limited: bool = False,
) -> Select[tuple[Any]]:
    """Reads the records with a key of these names, and without a value in the columns that are ``empty``; at most as many as
    ``most`` says, where they are limited."""
    columns = [table.c[name[1:]].desc() if name[0] == "-" else table.c[name] for name in order]
    query = select(table.c.record).where(keyed(table, *names), *(table.c[name].is_(None) for name in empty))
    query = query.order_by(*columns) if columns else query
    return query.limit(bindparam("most")) if limited else query


@cache
def adding(table: Table) -> Insert:
    """Adds a row, of whatever columns are given."""
    return insert(table)


@cache
def changing(table: Table, names: Sequence[str], columns: Sequence[str]) -> Update:
    """Writes these columns of the row with a key of these names."""
    return update(table).where(keyed(table, *names)).values({name: bindparam(name) for name in columns})


@cache
def dropping(table: Table, *names: str) -> Delete:
    """Deletes the rows with a key of these names."""
    return delete(table).where(keyed(table, *names))


@cache
def dropping_among(column: Column[Any]) -> Delete:
    """Deletes the rows whose column has one of the values given as ``some``."""
    return delete(column.table).where(among(column))


def having(table: Table, words: str) -> list[ColumnElement[bool]]:
    """The conditions that a record has all the words, in whatever case."""
    told = (json.dumps(word, ensure_ascii=False)[1:-1] for word in words.split())
    # SQLite knows the case of Latin letters without accents alone.
    forms = (
        dict.fromkeys((word, word.lower(), word.upper())) if not word.isascii() else [word] for word in told
    )
    return [or_(*(table.c.record.icontains(form, autoescape=True) for form in each)) for each in forms]

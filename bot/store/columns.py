"""What every table is made of: keys, texts, moments, indexes."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text, UniqueConstraint, false
from sqlalchemy.schema import SchemaItem

from bot.store.engine import Moment


def schema() -> MetaData:
    """No tables yet; those that come are named by one rule."""
    return MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def kept(tables: MetaData, name: str, *parts: Iterable[SchemaItem]) -> Table:
    """A table whose rows belong to a workspace, with which every key and every index begins."""
    return Table(name, tables, *keys("workspace_id"), *chain.from_iterable(parts))


def keys(*names: str) -> list[Column[Any]]:
    return [Column(name, Text, primary_key=True) for name in names]


def number_key(name: str = "number") -> list[Column[Any]]:
    return [Column(name, BigInteger, primary_key=True, autoincrement=False)]


def texts(*names: str, default: str | None = None) -> list[Column[Any]]:
    return [Column(name, Text, nullable=False, server_default=default) for name in names]


def moments(*names: str, nullable: bool = False) -> list[Column[Any]]:
    return [Column(name, Moment, nullable=nullable) for name in names]


def numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, BigInteger, nullable=False) for name in names]


def flags(*names: str) -> list[Column[Any]]:
    return [Column(name, Boolean, nullable=False, server_default=false()) for name in names]


def indexes(*columns: str) -> list[Index]:
    """An index for each word or words."""
    return [Index(None, "workspace_id", *each.split()) for each in columns]


def unique(*columns: str) -> list[SchemaItem]:
    return [UniqueConstraint("workspace_id", *columns)]

"""What every table is made of: moments, keys, and the metadata they belong to."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, Dialect, MetaData, Text, TypeDecorator

from bot.domain.moments import aware


class Moment(TypeDecorator[datetime]):
    """An aware moment. SQLite keeps no offset, so there it is stored as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = aware(value, "a stored moment").astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key_column(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def number_column(name: str = "number") -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def text_column(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def moment_column(name: str) -> Column[datetime]:
    return Column(name, Moment, nullable=False)


def record_column() -> Column[str]:
    return Column("record", Text, nullable=False)

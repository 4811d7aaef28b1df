"""The infringer register: groups of sellers, cuts, imports."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    place = sa.Column("position", sa.BigInteger, nullable=False)
    _table("infringer_groups", "workspace_id", "group_id", rest=[place, _text("record")])
    op.create_index(
        "ix_infringer_groups_workspace_id_position", "infringer_groups", ["workspace_id", "position"]
    )
    _table("infringer_members", "workspace_id", "seller_key", rest=[_text("group_id")])
    _table("infringer_cuts", "workspace_id", "trace", rest=[_text("record")])
    _table("infringer_imports", "workspace_id", "seller_key", "origin", rest=[_text("record")])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _table(name: str, *key: str, rest: Sequence[sa.schema.SchemaItem] = ()) -> None:
    op.create_table(name, *map(_text, key), *rest, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))

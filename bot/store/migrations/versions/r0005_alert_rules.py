"""Traces by which alerts find each other, rules of where alerts go, and pictures that Slack has already."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    _table("alert_traces", "workspace_id", "trace", "alert_id")
    op.create_index("ix_alert_traces_workspace_id_alert_id", "alert_traces", ["workspace_id", "alert_id"])
    _table(
        "alert_rules",
        "workspace_id",
        "rule_id",
        rest=[sa.Column("position", sa.BigInteger, nullable=False), _text("record")],
    )
    _table("uploads", "workspace_id", "sha256", rest=[_text("file_id")])
    op.create_index(
        "ix_alerts_workspace_id_state_raised_at", "alerts", ["workspace_id", "state", "raised_at"]
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _table(name: str, *key: str, rest: Sequence[sa.schema.SchemaItem] = ()) -> None:
    op.create_table(name, *map(_text, key), *rest, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))

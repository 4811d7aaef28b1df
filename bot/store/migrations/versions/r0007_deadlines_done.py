"""Clocks that have ended are told from those that run without reading the records."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, fill it from the records, index it."""
    op.add_column("deadlines", sa.Column("done", sa.Boolean, nullable=False, server_default=sa.false()))
    table = sa.table(
        "deadlines",
        sa.column("workspace_id", sa.Text),
        sa.column("deadline_id", sa.Text),
        sa.column("record", sa.Text),
        sa.column("done", sa.Boolean),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.workspace_id, table.c.deadline_id, table.c.record)).all():
        if json.loads(row.record).get("done_at"):
            mine = sa.and_(table.c.workspace_id == row.workspace_id, table.c.deadline_id == row.deadline_id)
            connection.execute(sa.update(table).where(mine).values(done=True))
    op.create_index("ix_deadlines_workspace_id_done_due_on", "deadlines", ["workspace_id", "done", "due_on"])

"""Questions that people asked, each in its thread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "asked",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("asked_id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "asked_id", name="pk_asked"),
    )
    for columns in (("person", "channel", "thread", "at"), ("at",)):
        op.create_index(f"ix_asked_workspace_id_{'_'.join(columns)}", "asked", ["workspace_id", *columns])

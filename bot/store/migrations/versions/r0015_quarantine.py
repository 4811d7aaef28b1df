"""Genuine pictures that match too much, set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the table. It fills at the next review."""
    op.create_table(
        "quarantine",
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("workspace_id", "brand", "picture", "record")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "brand", "picture", name="pk_quarantine"),
    )

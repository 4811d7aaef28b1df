"""What people decided about listings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "verdicts",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("listing_id", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_verdicts"),
    )
    for columns in (("listing_id", "number"), ("standing", "number"), ("person", "number")):
        op.create_index(
            f"ix_verdicts_workspace_id_{'_'.join(columns)}", "verdicts", ["workspace_id", *columns]
        )

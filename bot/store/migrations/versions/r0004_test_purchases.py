"""Test purchases: the record of each sample bought or obtained."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "test_purchases",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("purchase_id", sa.Text, nullable=False),
        sa.Column("listing_id", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "purchase_id", name="pk_test_purchases"),
    )
    op.create_index(
        "ix_test_purchases_workspace_id_listing_id", "test_purchases", ["workspace_id", "listing_id"]
    )

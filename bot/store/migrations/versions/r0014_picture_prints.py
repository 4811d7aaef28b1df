"""Prints of suspect listings' pictures, by which copies are known whatever their address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the tables. Listings get their prints when they are judged next."""
    op.create_table(
        "picture_prints",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("whole", sa.LargeBinary, nullable=False),
        sa.Column("window", sa.LargeBinary, nullable=False),
        sa.Column("silent", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_picture_prints"),
    )
    op.create_table(
        "picture_bands",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("band", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "band", "key", name="pk_picture_bands"),
    )
    op.create_index("ix_picture_bands_workspace_id_key", "picture_bands", ["workspace_id", "key"])

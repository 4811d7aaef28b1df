"""Drafts made together know their batch, and drafts are looked up by what they wait for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and its indexes."""
    op.add_column("drafts", sa.Column("batch_id", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_drafts_workspace_id_batch_id", "drafts", ["workspace_id", "batch_id"])
    op.create_index("ix_drafts_workspace_id_status", "drafts", ["workspace_id", "status"])

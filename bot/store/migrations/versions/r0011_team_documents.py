"""A team's own documents, quoted beside the guidance that ships."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "team_documents",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "document_id", name="pk_team_documents"),
        sa.UniqueConstraint("workspace_id", "sha256", name="uq_team_documents_workspace_id_sha256"),
    )

"""The contact log, and what portals said of a link, counted by platform."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing had a result before, so the new columns start empty."""
    op.add_column("case_listings", sa.Column("platform", sa.Text, nullable=False, server_default=""))
    op.add_column("case_listings", sa.Column("result", sa.Text, nullable=False, server_default="unknown"))
    op.add_column("case_listings", sa.Column("result_at", sa.DateTime(timezone=True)))
    op.add_column("case_listings", sa.Column("notified_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_case_listings_workspace_id_notified_at", "case_listings", ["workspace_id", "notified_at"]
    )
    text = [
        sa.Column(name, sa.Text, nullable=False)
        for name in ("workspace_id", "contact_id", "office", "case_id")
    ]
    op.create_table(
        "contacts",
        *text,
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_on", sa.Text, nullable=False, server_default=""),
        sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "contact_id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_workspace_id_case_id", "contacts", ["workspace_id", "case_id"])
    op.create_index(
        "ix_contacts_workspace_id_settled_next_on", "contacts", ["workspace_id", "settled", "next_on"]
    )

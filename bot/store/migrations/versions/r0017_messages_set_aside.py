"""Messages that are refused for what they are can be set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Moment

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the moment at which that happened; empty for all that wait now."""
    op.add_column("outbox", sa.Column("aside_at", Moment))

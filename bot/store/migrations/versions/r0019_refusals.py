"""Of a message's attempts those are counted that were refused for what it is."""

import sqlalchemy as sa

from bot.store.migrations.steps import grown

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the count; none of what waits now."""
    grown("outbox", [sa.Column("refusals", sa.Integer, nullable=False, server_default="0")])

"""What people decided about listings."""

import sqlalchemy as sa

from bot.store.columns import indexes, moments, number_key, texts
from bot.store.migrations.steps import made

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    judged = [*texts("listing_id", "verdict", "person"), *moments("at")]
    standing = sa.Column("standing", sa.Boolean, nullable=False)
    orders = indexes("listing_id number", "standing number", "person number")
    made("verdicts", number_key(), judged, [standing], texts("record"), orders)

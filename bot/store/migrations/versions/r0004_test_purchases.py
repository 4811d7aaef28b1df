"""Test purchases: the record of each sample bought or obtained."""

from bot.store.columns import indexes, keys, texts
from bot.store.migrations.steps import made

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    made("test_purchases", keys("purchase_id"), texts("listing_id", "record"), indexes("listing_id"))

"""Genuine pictures that match too much, set aside."""

from bot.store.columns import keys, texts
from bot.store.migrations.steps import made

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the table. It fills at the next review."""
    made("quarantine", keys("brand", "picture"), texts("record"))

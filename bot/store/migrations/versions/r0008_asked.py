"""Questions that people asked, each in its thread."""

from bot.store.columns import indexes, keys, moments, texts
from bot.store.migrations.steps import made

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table."""
    rest = [*texts("person", "channel", "thread"), *moments("at"), *texts("record")]
    made("asked", keys("asked_id"), rest, indexes("person channel thread at", "at"))

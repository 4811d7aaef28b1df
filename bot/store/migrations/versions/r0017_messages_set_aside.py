"""Messages that are refused for what they are can be set aside."""

from bot.store.columns import moments
from bot.store.migrations.steps import grown

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the moment at which that happened; empty for all that wait now."""
    grown("outbox", moments("aside_at", nullable=True))

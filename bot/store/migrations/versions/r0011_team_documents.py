"""A team's own documents, quoted beside the guidance that ships."""

from bot.store.columns import keys, texts, unique
from bot.store.migrations.steps import made

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table."""
    made("team_documents", keys("document_id"), texts("sha256", "record"), unique("sha256"))

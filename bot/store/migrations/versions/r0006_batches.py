"""Drafts made together know their batch, and drafts are looked up by what they wait for."""

from bot.store.columns import texts
from bot.store.migrations.steps import grown, indexed

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and its indexes."""
    grown("drafts", texts("batch_id", default=""))
    indexed("drafts", "batch_id", "status")

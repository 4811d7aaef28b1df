"""Weights learnt from the team's verdicts, each edition with its figures."""

from bot.store.columns import moments, number_key, texts
from bot.store.migrations.steps import made

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the table."""
    made("weights", number_key(), texts("state"), moments("at"), texts("record"))

"""The infringer register: groups of sellers, cuts, imports."""

from bot.store.columns import indexes, keys, numbers, texts
from bot.store.migrations.steps import made

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    made("infringer_groups", keys("group_id"), numbers("position"), texts("record"), indexes("position"))
    made("infringer_members", keys("seller_key"), texts("group_id"))
    made("infringer_cuts", keys("trace"), texts("record"))
    made("infringer_imports", keys("seller_key", "origin"), texts("record"))

"""Prints of suspect listings' pictures, by which copies are known whatever their address."""

import sqlalchemy as sa

from bot.store.columns import indexes, keys, number_key, texts
from bot.store.migrations.steps import made

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the tables. Listings get their prints when they are judged next."""
    prints = [sa.Column(name, sa.LargeBinary, nullable=False) for name in ("whole", "window")]
    made("picture_prints", keys("key"), prints, texts("silent"))
    made("picture_bands", number_key("band"), keys("key"), indexes("key"))

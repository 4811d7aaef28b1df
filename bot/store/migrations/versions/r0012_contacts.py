"""The contact log, and what portals said of a link, counted by platform."""

from bot.store.columns import flags, indexes, keys, moments, texts
from bot.store.migrations.steps import grown, indexed, made

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing had a result before, so the new columns start empty."""
    result = [*texts("platform", default=""), *texts("result", default="unknown")]
    grown("case_listings", result, moments("result_at", "notified_at", nullable=True))
    indexed("case_listings", "notified_at")
    rest = [*texts("office", "case_id"), *moments("at"), *texts("next_on", default=""), *flags("settled")]
    made("contacts", keys("contact_id"), rest, texts("record"), indexes("case_id", "settled next_on"))

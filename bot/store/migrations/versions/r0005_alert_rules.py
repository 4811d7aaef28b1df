"""Traces by which alerts find each other, rules of where alerts go, and pictures that Slack has already."""

from bot.store.columns import indexes, keys, numbers, texts
from bot.store.migrations.steps import indexed, made

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    made("alert_traces", keys("trace", "alert_id"), indexes("alert_id"))
    made("alert_rules", keys("rule_id"), numbers("position"), texts("record"))
    made("uploads", keys("sha256"), texts("file_id"))
    indexed("alerts", "state raised_at")

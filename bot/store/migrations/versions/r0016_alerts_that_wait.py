"""Alerts that wait for a verdict are marked, so that the queue is read without everything judged before."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import flags
from bot.store.migrations.steps import grown, indexed, records, rows_of

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the mark, and set it from the records."""
    grown("alerts", flags("waits"))
    indexed("alerts", "waits raised_at")
    alerts = rows_of("alerts", "alert_id", "state", "record", "waits")
    for mine, record in records(alerts, "alert_id"):
        if record.get("verdict") is None and record["assessment"]["band"] in {"high", "medium"}:
            opened = sa.and_(mine, alerts.c.state == "open")
            op.execute(sa.update(alerts).where(opened).values(waits=sa.true()))

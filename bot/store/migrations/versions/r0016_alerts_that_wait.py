"""Alerts that wait for a verdict are marked, so that the queue is read without everything judged before."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the mark, and set it from the records."""
    op.add_column("alerts", sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_alerts_workspace_id_waits_raised_at", "alerts", ["workspace_id", "waits", "raised_at"]
    )
    connection = op.get_bind()
    alerts = sa.table("alerts", *map(sa.column, ("workspace_id", "alert_id", "state", "record", "waits")))
    opened = sa.select(alerts.c.workspace_id, alerts.c.alert_id, alerts.c.record).where(
        alerts.c.state == "open"
    )
    for row in connection.execute(opened).all():
        record = json.loads(row.record)
        if record.get("verdict") is None and record["assessment"]["band"] in {"high", "medium"}:
            mine = sa.and_(alerts.c.workspace_id == row.workspace_id, alerts.c.alert_id == row.alert_id)
            connection.execute(sa.update(alerts).where(mine).values(waits=sa.true()))

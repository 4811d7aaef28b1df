"""Drafts in short, and alerts' verdicts in columns, so that what stands on Home is counted and not read."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.columns import indexes, keys, moments, texts
from bot.store.migrations.steps import grown, indexed, made, records, rows_of

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the table, the columns and the indexes, and fill them from the records."""
    grown("alerts", texts("verdict", "untold", default=""))
    indexed("cases", "owner status")
    indexed("deadlines", "case_id")
    _alerts()
    _drafts()


def _alerts() -> None:
    alerts = rows_of("alerts", "alert_id", "record", "verdict", "untold")
    for mine, record in records(alerts, "alert_id"):
        verdict, held = record.get("verdict") or "", record.get("held")
        waits = record.get("state", "open") == "open" and not verdict
        unwanted = waits and held == "no_rule_wants_it" and record["assessment"]["band"] in {"high", "medium"}
        untold = ("muted" if record.get("rule") else "unclaimed") if unwanted else ""
        if verdict or untold:
            op.execute(sa.update(alerts).where(mine).values(verdict=verdict, untold=untold))


def _drafts() -> None:
    rest = [*texts("status", "author"), *moments("created_at"), *texts("record")]
    summaries = made("draft_summaries", keys("draft_id"), rest, indexes("status", "author status"))
    drafts = rows_of("drafts", "draft_id", "record", "created_at")
    for mine, record in records(drafts, "draft_id"):
        values = {name: record[name] for name in ("workspace_id", "draft_id", "status", "author")}
        values["record"] = json.dumps(_short(record), ensure_ascii=False)
        created = sa.select(drafts.c.created_at).where(mine).scalar_subquery()
        op.execute(sa.insert(summaries).values(**values, created_at=created))


def _short(record: dict[str, Any]) -> dict[str, Any]:
    approvals = [each["by"] for each in record.get("approvals", ()) if each["version"] == record["version"]]
    return {
        **{name: record[name] for name in ("draft_id", "version", "status", "author", "case_id")},
        "kind": record["request"]["kind"],
        "titles": record["composition"]["titles"],
        "approved_by": approvals,
    }

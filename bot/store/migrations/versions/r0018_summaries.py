"""Drafts in short, and alerts' verdicts in columns, so that what stands on Home is counted and not read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Moment

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the table, the columns and the indexes, and fill them from the records."""
    for name in ("verdict", "untold"):
        op.add_column("alerts", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_index("ix_cases_workspace_id_owner_status", "cases", ["workspace_id", "owner", "status"])
    op.create_index("ix_deadlines_workspace_id_case_id", "deadlines", ["workspace_id", "case_id"])
    connection = op.get_bind()
    _alerts(connection)
    _drafts(connection)


def _records(
    connection: sa.Connection, table: sa.TableClause, key: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """One by one: records of drafts are long."""
    keys = connection.execute(sa.select(table.c.workspace_id, table.c[key])).all()
    for workspace, value in keys:
        mine = sa.and_(table.c.workspace_id == workspace, table.c[key] == value)
        yield workspace, json.loads(connection.scalar(sa.select(table.c.record).where(mine)) or "{}")


def _alerts(connection: sa.Connection) -> None:
    table = sa.table("alerts", *map(sa.column, ("workspace_id", "alert_id", "record", "verdict", "untold")))
    for workspace, record in _records(connection, table, "alert_id"):
        verdict, held = record.get("verdict") or "", record.get("held")
        waits = record.get("state", "open") == "open" and not verdict
        unwanted = waits and held == "no_rule_wants_it" and record["assessment"]["band"] in {"high", "medium"}
        untold = ("muted" if record.get("rule") else "unclaimed") if unwanted else ""
        if verdict or untold:
            mine = sa.and_(table.c.workspace_id == workspace, table.c.alert_id == record["alert_id"])
            connection.execute(sa.update(table).where(mine).values(verdict=verdict, untold=untold))


def _drafts(connection: sa.Connection) -> None:
    text = [
        sa.Column(name, sa.Text, nullable=False) for name in ("workspace_id", "draft_id", "status", "author")
    ]
    summaries = op.create_table(
        "draft_summaries",
        *text,
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "draft_id", name="pk_draft_summaries"),
    )
    for columns in (["status"], ["author", "status"]):
        named = ["workspace_id", *columns]
        op.create_index(f"ix_draft_summaries_{'_'.join(named)}", "draft_summaries", named)
    drafts = sa.table(
        "drafts", *map(sa.column, ("workspace_id", "draft_id", "record")), sa.column("created_at", Moment)
    )
    for workspace, record in _records(connection, drafts, "draft_id"):
        mine = sa.and_(drafts.c.workspace_id == workspace, drafts.c.draft_id == record["draft_id"])
        values = {name: record[name] for name in ("draft_id", "status", "author")}
        values |= {"workspace_id": workspace, "record": json.dumps(_short(record), ensure_ascii=False)}
        values["created_at"] = connection.scalar(sa.select(drafts.c.created_at).where(mine))
        connection.execute(sa.insert(summaries).values(**values))


def _short(record: dict[str, Any]) -> dict[str, Any]:
    approvals = [each["by"] for each in record.get("approvals", ()) if each["version"] == record["version"]]
    return {
        **{name: record[name] for name in ("draft_id", "version", "status", "author", "case_id")},
        "kind": record["request"]["kind"],
        "titles": record["composition"]["titles"],
        "approved_by": approvals,
    }

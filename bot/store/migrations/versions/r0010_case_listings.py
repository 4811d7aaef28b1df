"""The listings of a case leave its record: they are rows of their own, and a case may have ten thousand."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FEW = 20


def upgrade() -> None:
    """Make the tables, give cases the columns that lists are filtered by, and move the listings over."""
    for name in ("owner", "brand", "seller_key", "due_on"):
        op.add_column("cases", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_index(
        "ix_cases_workspace_id_status_opened_at", "cases", ["workspace_id", "status", "opened_at"]
    )
    _tables()
    connection = op.get_bind()
    cases = sa.table(
        "cases",
        *map(sa.column, ("workspace_id", "case_id", "record", "owner", "brand", "seller_key", "due_on")),
    )
    for row in connection.execute(sa.select(cases.c.workspace_id, cases.c.case_id, cases.c.record)).all():
        record = json.loads(row.record)
        _listings(connection, row.workspace_id, row.case_id, record)
        record["listing_count"] = len(record["listing_ids"])
        record["listing_ids"] = record["listing_ids"][:FEW]
        columns = {name: record.get(name) or "" for name in ("owner", "brand", "seller_key", "due_on")}
        mine = sa.and_(cases.c.workspace_id == row.workspace_id, cases.c.case_id == row.case_id)
        connection.execute(
            sa.update(cases).where(mine).values(record=json.dumps(record, ensure_ascii=False), **columns)
        )


def _tables() -> None:
    text = [sa.Column(name, sa.Text, nullable=False) for name in ("workspace_id", "case_id", "listing_id")]
    op.create_table(
        "case_listings",
        *text,
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True)),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", "listing_id", name="pk_case_listings"),
    )
    for columns in (["listing_id"], ["case_id", "number"], ["next_look_at"]):
        named = ["workspace_id", *columns]
        op.create_index(f"ix_case_listings_{'_'.join(named)}", "case_listings", named)
    text = [sa.Column(name, sa.Text, nullable=False) for name in ("workspace_id", "trace", "case_id")]
    op.create_table(
        "case_traces",
        *text,
        sa.PrimaryKeyConstraint("workspace_id", "trace", "case_id", name="pk_case_traces"),
    )
    op.create_index("ix_case_traces_workspace_id_case_id", "case_traces", ["workspace_id", "case_id"])


def _listings(connection: sa.Connection, workspace: str, case_id: str, record: dict[str, object]) -> None:
    listed = record["listing_ids"]
    assert isinstance(listed, list)
    rows = sa.table(
        "case_listings",
        *map(sa.column, ("workspace_id", "case_id", "listing_id", "number", "state", "record")),
    )
    for number, listing_id in enumerate(listed, start=1):
        entry = {
            "case_id": case_id,
            "listing_id": listing_id,
            "number": number,
            "added_at": record["opened_at"],
        }
        connection.execute(
            sa.insert(rows).values(
                workspace_id=workspace,
                case_id=case_id,
                listing_id=listing_id,
                number=number,
                state="listed",
                record=json.dumps(entry),
            )
        )
    if record.get("seller_key"):
        traces = sa.table("case_traces", *map(sa.column, ("workspace_id", "trace", "case_id")))
        connection.execute(
            sa.insert(traces).values(
                workspace_id=workspace, trace=f"seller:{record['seller_key']}", case_id=case_id
            )
        )

"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str = "number") -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, autoincrement=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _table(name: str, key: tuple[str, ...], *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def upgrade() -> None:
    """Create every table."""
    _table(
        "counters",
        ("workspace_id", "name"),
        _key("workspace_id"),
        _key("name"),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    _watching()
    _matters()
    _audit()
    _queues()


def _watching() -> None:
    _table(
        "brand_books",
        ("workspace_id", "name", "number"),
        _key("workspace_id"),
        _key("name"),
        _number(),
        _key("revision"),
        _moment("saved_at"),
        _moment("retired_at", nullable=True),
        _key("record"),
    )
    current = sa.text("retired_at IS NULL")
    op.create_index(
        "uq_brand_books_current",
        "brand_books",
        ["workspace_id", "name"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    _table(
        "listings",
        ("workspace_id", "listing_id"),
        _key("workspace_id"),
        _key("listing_id"),
        _key("fingerprint"),
        _moment("saved_at"),
        _key("record"),
    )
    _table(
        "assessments",
        ("workspace_id", "listing_id", "position"),
        _key("workspace_id"),
        _key("listing_id"),
        _number("position"),
        _key("brand"),
        _key("band"),
        sa.Column("score", sa.Float, nullable=False),
        _key("record"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "listing_id"],
            ["listings.workspace_id", "listings.listing_id"],
            ondelete="CASCADE",
            name="fk_assessments_listings",
        ),
    )
    _table(
        "alerts",
        ("workspace_id", "alert_id"),
        _key("workspace_id"),
        _key("alert_id"),
        _key("listing_id"),
        _key("state"),
        _moment("raised_at"),
        _key("record"),
        sa.UniqueConstraint("workspace_id", "listing_id", name="uq_alerts_workspace_id_listing_id"),
    )
    _index("alerts", "workspace_id", "raised_at")
    _table(
        "looks",
        ("workspace_id", "number"),
        _key("workspace_id"),
        _number(),
        _key("source"),
        _moment("started_at"),
        _key("record"),
    )
    _index("looks", "workspace_id", "source", "started_at")


def _matters() -> None:
    _table(
        "cases",
        ("workspace_id", "case_id"),
        _key("workspace_id"),
        _key("case_id"),
        _key("status"),
        _moment("opened_at"),
        _key("channel"),
        _key("ts"),
        _key("record"),
    )
    _index("cases", "workspace_id", "channel", "ts")
    _table(
        "drafts",
        ("workspace_id", "draft_id"),
        _key("workspace_id"),
        _key("draft_id"),
        sa.Column("row_revision", sa.Integer, nullable=False),
        _key("case_id"),
        _key("status"),
        _moment("created_at"),
        _key("channel"),
        _key("ts"),
        _key("record"),
    )
    _index("drafts", "workspace_id", "case_id")
    _index("drafts", "workspace_id", "channel", "ts")
    _table(
        "evidence",
        ("workspace_id", "evidence_id"),
        _key("workspace_id"),
        _key("evidence_id"),
        _key("listing_id"),
        _moment("captured_at"),
        _key("record"),
    )
    _index("evidence", "workspace_id", "listing_id")
    _table(
        "deadlines",
        ("workspace_id", "deadline_id"),
        _key("workspace_id"),
        _key("deadline_id"),
        _key("case_id"),
        _key("due_on"),
        _key("record"),
    )
    _index("deadlines", "workspace_id", "due_on")


def _audit() -> None:
    _table(
        "audit",
        ("workspace_id", "number"),
        _key("workspace_id"),
        _number(),
        _key("at"),
        sa.Column("subject", sa.Text),
        sa.Column("payload", sa.Text),
        sa.Column("salt", sa.Text),
        _key("payload_hash"),
        _key("previous"),
        _key("hash"),
        sa.UniqueConstraint("workspace_id", "previous", name="uq_audit_workspace_id_previous"),
    )
    _index("audit", "workspace_id", "subject")


def _queues() -> None:
    _table(
        "outbox",
        ("workspace_id", "number"),
        _key("workspace_id"),
        _number(),
        _key("kind"),
        _key("subject"),
        _key("body"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("in_doubt", sa.Boolean, nullable=False),
        _moment("added_at"),
        _moment("again_at"),
        _moment("leased_until", nullable=True),
        _key("why"),
    )
    _index("outbox", "workspace_id", "subject", "number")
    _table("seen", ("workspace_id", "key"), _key("workspace_id"), _key("key"), _moment("at"))
    _index("seen", "workspace_id", "at")
    _table(
        "leases",
        ("workspace_id", "name"),
        _key("workspace_id"),
        _key("name"),
        _key("holder"),
        _moment("until"),
    )

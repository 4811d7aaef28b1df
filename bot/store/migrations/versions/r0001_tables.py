"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import indexes, kept, keys, moments, number_key, numbers, schema, texts, unique

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    tables = schema()
    kept(tables, "counters", keys("name"), numbers("value"))
    _watching(tables)
    _matters(tables)
    _queues(tables)
    tables.create_all(op.get_bind())


def _watching(tables: sa.MetaData) -> None:
    times = [*moments("saved_at"), *moments("retired_at", nullable=True)]
    now = sa.text("retired_at IS NULL")
    current = sa.Index(
        "uq_brand_books_current",
        *("workspace_id", "name"),
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
    kept(
        tables,
        "brand_books",
        keys("name"),
        number_key(),
        texts("revision"),
        times,
        texts("record"),
        [current],
    )
    kept(tables, "listings", keys("listing_id"), texts("fingerprint"), moments("saved_at"), texts("record"))
    judged = [*texts("brand", "band"), sa.Column("score", sa.Float, nullable=False), *texts("record")]
    of = ["workspace_id", "listing_id"]
    listed = sa.ForeignKeyConstraint(of, [f"listings.{name}" for name in of], ondelete="CASCADE")
    kept(tables, "assessments", keys("listing_id"), number_key("position"), judged, [listed])
    raised = [*texts("listing_id", "state"), *moments("raised_at"), *texts("record")]
    kept(tables, "alerts", keys("alert_id"), raised, unique("listing_id"), indexes("raised_at"))
    look = [*texts("source"), *moments("started_at"), *texts("record")]
    kept(tables, "looks", number_key(), look, indexes("source started_at"))


def _matters(tables: sa.MetaData) -> None:
    case = [*texts("status"), *moments("opened_at"), *texts("channel", "ts", "record")]
    kept(tables, "cases", keys("case_id"), case, indexes("channel ts"))
    draft = [sa.Column("row_revision", sa.Integer, nullable=False), *texts("case_id", "status")]
    draft += [*moments("created_at"), *texts("channel", "ts", "record")]
    kept(tables, "drafts", keys("draft_id"), draft, indexes("case_id", "channel ts"))
    captured = [*texts("listing_id"), *moments("captured_at"), *texts("record")]
    kept(tables, "evidence", keys("evidence_id"), captured, indexes("listing_id"))
    kept(tables, "deadlines", keys("deadline_id"), texts("case_id", "due_on", "record"), indexes("due_on"))


def _queues(tables: sa.MetaData) -> None:
    erasable = [sa.Column(name, sa.Text) for name in ("subject", "payload", "salt")]
    entry = [*texts("at"), *erasable, *texts("payload_hash", "previous", "hash")]
    kept(tables, "audit", number_key(), entry, unique("previous"), indexes("subject"))
    message = [*texts("kind", "subject", "body"), sa.Column("attempts", sa.Integer, nullable=False)]
    message += [sa.Column("in_doubt", sa.Boolean, nullable=False), *moments("added_at", "again_at")]
    message += [*moments("leased_until", nullable=True), *texts("why")]
    kept(tables, "outbox", number_key(), message, indexes("subject number"))
    kept(tables, "seen", keys("key"), moments("at"), indexes("at"))
    kept(tables, "leases", keys("name"), texts("holder"), moments("until"))

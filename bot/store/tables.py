"""The tables: columns for what is looked up or unique, and the frozen record itself as JSON.

Every row belongs to a workspace, and every key begins with it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.columns import Moment
from bot.store.columns import key_column as _key
from bot.store.columns import metadata as metadata
from bot.store.columns import moment_column as _moment
from bot.store.columns import number_column as _number
from bot.store.columns import record_column as _record
from bot.store.columns import text_column as _text

counters = Table(
    "counters",
    metadata,
    _key("workspace_id"),
    _key("name"),
    Column("value", BigInteger, nullable=False),
)
"""The last number given out under each name."""

brand_books = Table(
    "brand_books",
    metadata,
    _key("workspace_id"),
    _key("name"),
    _number(),
    _text("revision"),
    _moment("saved_at"),
    Column("retired_at", Moment),
    _record(),
    Index(
        "uq_brand_books_current",
        "workspace_id",
        "name",
        unique=True,
        sqlite_where=text("retired_at IS NULL"),
        postgresql_where=text("retired_at IS NULL"),
    ),
)
"""Every version of every book; the current one has no ``retired_at``."""

listings = Table(
    "listings",
    metadata,
    _key("workspace_id"),
    _key("listing_id"),
    _text("fingerprint"),
    _moment("saved_at"),
    _record(),
)

assessments = Table(
    "assessments",
    metadata,
    _key("workspace_id"),
    _key("listing_id"),
    _number("position"),
    _text("brand"),
    _text("band"),
    Column("score", Float, nullable=False),
    _record(),
    ForeignKeyConstraint(
        ["workspace_id", "listing_id"], ["listings.workspace_id", "listings.listing_id"], ondelete="CASCADE"
    ),
)

alerts = Table(
    "alerts",
    metadata,
    _key("workspace_id"),
    _key("alert_id"),
    _text("listing_id"),
    _text("state"),
    _moment("raised_at"),
    Column("waits", Boolean, nullable=False, server_default=false()),
    Column("verdict", Text, nullable=False, server_default=""),
    Column("untold", Text, nullable=False, server_default=""),
    _record(),
    UniqueConstraint("workspace_id", "listing_id"),
    Index(None, "workspace_id", "raised_at"),
    Index(None, "workspace_id", "state", "raised_at"),
    Index(None, "workspace_id", "waits", "raised_at"),
)
"""One message per listing: a second alert about the same listing is refused. ``untold``: why no channel was told."""

alert_traces = Table(
    "alert_traces",
    metadata,
    _key("workspace_id"),
    _key("trace"),
    _key("alert_id"),
    Index(None, "workspace_id", "alert_id"),
)
"""By which the alerts of one source find each other (bot.domain.traces)."""

alert_rules = Table(
    "alert_rules",
    metadata,
    _key("workspace_id"),
    _key("rule_id"),
    Column("position", BigInteger, nullable=False),
    _record(),
)

uploads = Table(
    "uploads",
    metadata,
    _key("workspace_id"),
    _key("sha256"),
    _text("file_id"),
)
"""Pictures that Slack has already, so that each is uploaded once."""

picture_prints = Table(
    "picture_prints",
    metadata,
    _key("workspace_id"),
    _key("key"),
    Column("whole", LargeBinary, nullable=False),
    Column("window", LargeBinary, nullable=False),
    _text("silent"),
)
"""Prints of suspect listings' pictures; ``window`` is compressed (zlib)."""

picture_bands = Table(
    "picture_bands",
    metadata,
    _key("workspace_id"),
    _number("band"),
    _key("key"),
    Index(None, "workspace_id", "key"),
)
"""By which a print is found: its hash in parts, each of which copies may still have."""

verdicts = Table(
    "verdicts",
    metadata,
    _key("workspace_id"),
    _number(),
    _text("listing_id"),
    _text("verdict"),
    _text("person"),
    _moment("at"),
    Column("standing", Boolean, nullable=False),
    _record(),
    Index(None, "workspace_id", "listing_id", "number"),
    Index(None, "workspace_id", "standing", "number"),
    Index(None, "workspace_id", "person", "number"),
)
"""Every verdict ever given; ``standing`` marks the newest of each listing, unless it was taken back."""

asked = Table(
    "asked",
    metadata,
    _key("workspace_id"),
    _key("asked_id"),
    _text("person"),
    _text("channel"),
    _text("thread"),
    _moment("at"),
    _record(),
    Index(None, "workspace_id", "person", "channel", "thread", "at"),
    Index(None, "workspace_id", "at"),
)
"""Questions that people asked, each in its thread."""

cases = Table(
    "cases",
    metadata,
    _key("workspace_id"),
    _key("case_id"),
    _text("status"),
    _moment("opened_at"),
    _text("channel"),
    _text("ts"),
    Column("owner", Text, nullable=False, server_default=""),
    Column("brand", Text, nullable=False, server_default=""),
    Column("seller_key", Text, nullable=False, server_default=""),
    Column("due_on", Text, nullable=False, server_default=""),
    _record(),
    Index(None, "workspace_id", "channel", "ts"),
    Index(None, "workspace_id", "status", "opened_at"),
    Index(None, "workspace_id", "owner", "status"),
)

case_listings = Table(
    "case_listings",
    metadata,
    _key("workspace_id"),
    _key("case_id"),
    _key("listing_id"),
    Column("number", BigInteger, nullable=False),
    _text("state"),
    Column("next_look_at", Moment),
    Column("platform", Text, nullable=False, server_default=""),
    Column("result", Text, nullable=False, server_default="unknown"),
    Column("result_at", Moment),
    Column("notified_at", Moment),
    _record(),
    Index(None, "workspace_id", "listing_id"),
    Index(None, "workspace_id", "case_id", "number"),
    Index(None, "workspace_id", "next_look_at"),
    Index(None, "workspace_id", "notified_at"),
)
"""Which listings a case has, and what is known of each. A case may have ten thousand: read them by the page."""

contacts = Table(
    "contacts",
    metadata,
    _key("workspace_id"),
    _key("contact_id"),
    _text("office"),
    _text("case_id"),
    _moment("at"),
    Column("next_on", Text, nullable=False, server_default=""),
    Column("settled", Boolean, nullable=False, server_default=false()),
    _record(),
    Index(None, "workspace_id", "case_id"),
    Index(None, "workspace_id", "settled", "next_on"),
)
"""What was said with offices and platforms."""

case_traces = Table(
    "case_traces",
    metadata,
    _key("workspace_id"),
    _key("trace"),
    _key("case_id"),
    Index(None, "workspace_id", "case_id"),
)
"""By which traces (shop, licence, contact, picture, right) a case is found again."""

drafts = Table(
    "drafts",
    metadata,
    _key("workspace_id"),
    _key("draft_id"),
    Column("row_revision", Integer, nullable=False),
    _text("case_id"),
    Column("batch_id", Text, nullable=False, server_default=""),
    _text("status"),
    _moment("created_at"),
    _text("channel"),
    _text("ts"),
    _record(),
    Index(None, "workspace_id", "case_id"),
    Index(None, "workspace_id", "batch_id"),
    Index(None, "workspace_id", "status"),
    Index(None, "workspace_id", "channel", "ts"),
)
"""``row_revision`` rises with every save; who read an earlier one cannot save."""

evidence = Table(
    "evidence",
    metadata,
    _key("workspace_id"),
    _key("evidence_id"),
    _text("listing_id"),
    _moment("captured_at"),
    _record(),
    Index(None, "workspace_id", "listing_id"),
)

test_purchases = Table(
    "test_purchases",
    metadata,
    _key("workspace_id"),
    _key("purchase_id"),
    _text("listing_id"),
    _record(),
    Index(None, "workspace_id", "listing_id"),
)

team_documents = Table(
    "team_documents",
    metadata,
    _key("workspace_id"),
    _key("document_id"),
    _text("sha256"),
    _record(),
    UniqueConstraint("workspace_id", "sha256"),
)

deadlines = Table(
    "deadlines",
    metadata,
    _key("workspace_id"),
    _key("deadline_id"),
    _text("case_id"),
    _text("due_on"),
    Column("done", Boolean, nullable=False, server_default=false()),
    _record(),
    Index(None, "workspace_id", "due_on"),
    Index(None, "workspace_id", "done", "due_on"),
    Index(None, "workspace_id", "case_id"),
)

audit = Table(
    "audit",
    metadata,
    _key("workspace_id"),
    _number(),
    _text("at"),
    Column("subject", Text),
    Column("payload", Text),
    Column("salt", Text),
    _text("payload_hash"),
    _text("previous"),
    _text("hash"),
    UniqueConstraint("workspace_id", "previous"),
    Index(None, "workspace_id", "subject"),
)
"""The chain. Triggers refuse every change but the erasure of subject, payload and salt together."""

outbox = Table(
    "outbox",
    metadata,
    _key("workspace_id"),
    _number(),
    _text("kind"),
    _text("subject"),
    _text("body"),
    Column("attempts", Integer, nullable=False),
    Column("in_doubt", Boolean, nullable=False),
    _moment("added_at"),
    _moment("again_at"),
    Column("leased_until", Moment),
    _text("why"),
    Column("aside_at", Moment),
    Index(None, "workspace_id", "subject", "number"),
)
"""Messages still to be delivered; a delivered one is deleted. One with ``aside_at`` is tried no more."""

looks = Table(
    "looks",
    metadata,
    _key("workspace_id"),
    _number(),
    _text("source"),
    _moment("started_at"),
    _record(),
    Index(None, "workspace_id", "source", "started_at"),
)

seen = Table(
    "seen",
    metadata,
    _key("workspace_id"),
    _key("key"),
    _moment("at"),
    Index(None, "workspace_id", "at"),
)

leases = Table(
    "leases",
    metadata,
    _key("workspace_id"),
    _key("name"),
    _text("holder"),
    _moment("until"),
)

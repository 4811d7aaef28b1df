"""The tables: columns for what is looked up or unique, and the frozen record itself as JSON.

Every row belongs to a workspace, and every key begins with it.
"""

from collections.abc import Iterable

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.schema import SchemaItem

from bot.store.columns import flags, indexes, kept, keys, moments, number_key, numbers, schema, texts, unique

metadata = schema()


def _kept(name: str, *parts: Iterable[SchemaItem]) -> Table:
    return kept(metadata, name, *parts)


counters = _kept("counters", keys("name"), numbers("value"))
"""The last number given out under each name."""

_CURRENT = text("retired_at IS NULL")
brand_books = _kept(
    "brand_books",
    keys("name"),
    number_key(),
    texts("revision"),
    moments("saved_at"),
    moments("retired_at", nullable=True),
    texts("record"),
    [
        Index(
            "uq_brand_books_current",
            *("workspace_id", "name"),
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        )
    ],
)
"""Every version of every book; the current one has no ``retired_at``."""

listings = _kept(
    "listings",
    keys("listing_id"),
    texts("fingerprint"),
    moments("saved_at"),
    texts("record"),
    texts("address", default=""),
    indexes("address", "saved_at"),
)
"""``address``: how the listing's own begins."""

_LISTING = ["workspace_id", "listing_id"]
assessments = _kept(
    "assessments",
    keys("listing_id"),
    number_key("position"),
    texts("brand", "band"),
    [Column("score", Float, nullable=False)],
    texts("record"),
    [ForeignKeyConstraint(_LISTING, [f"listings.{name}" for name in _LISTING], ondelete="CASCADE")],
)

alerts = _kept(
    "alerts",
    keys("alert_id"),
    texts("listing_id", "state"),
    moments("raised_at"),
    flags("waits"),
    texts("verdict", "untold", "shop", default=""),
    texts("record"),
    unique("listing_id"),
    indexes("raised_at", "state raised_at", "waits raised_at", "shop raised_at"),
)
"""One message per listing: a second alert about the same listing is refused. ``untold``: why no channel was told; ``shop`` as in
bot.domain.sellers."""

shop_names = _kept(
    "shop_names", keys("listing_id", "name"), texts("beginning", "shop"), indexes("beginning name shop")
)
"""What the shops of alerted listings are called, found by how a name begins (bot.domain.sellers)."""

alert_traces = _kept("alert_traces", keys("trace", "alert_id"), indexes("alert_id"))
"""By which the alerts of one source find each other (bot.domain.sellers)."""

alert_rules = _kept("alert_rules", keys("rule_id"), numbers("position"), texts("record"))

uploads = _kept("uploads", keys("sha256"), texts("file_id"))
"""Pictures that Slack has already, so that each is uploaded once."""

picture_prints = _kept(
    "picture_prints",
    keys("key"),
    [Column(name, LargeBinary, nullable=False) for name in ("whole", "window")],
    texts("silent"),
)
"""Prints of suspect listings' pictures; ``window`` is compressed (zlib)."""

picture_bands = _kept("picture_bands", number_key("band"), keys("key"), indexes("key"))
"""By which a print is found: its hash in parts, each of which copies may still have."""

verdicts = _kept(
    "verdicts",
    number_key(),
    texts("listing_id", "verdict", "person"),
    moments("at"),
    [Column("standing", Boolean, nullable=False)],
    texts("record"),
    indexes("listing_id number", "standing number", "person number"),
)
"""Every verdict ever given; ``standing`` marks the newest of each listing, unless it was taken back."""

asked = _kept(
    "asked",
    keys("asked_id"),
    texts("person", "channel", "thread"),
    moments("at"),
    texts("record"),
    indexes("person channel thread at", "at"),
)
"""Questions that people asked, each in its thread."""

cases = _kept(
    "cases",
    keys("case_id"),
    texts("status"),
    moments("opened_at"),
    texts("channel", "ts"),
    texts("owner", "brand", "seller_key", "due_on", "called", default=""),
    texts("record"),
    indexes("channel ts", "status opened_at", "owner status", "called brand case_id"),
)
"""``called``: its title in lower case."""

case_listings = _kept(
    "case_listings",
    keys("case_id", "listing_id"),
    numbers("number"),
    texts("state"),
    moments("next_look_at", nullable=True),
    texts("platform", default=""),
    texts("result", default="unknown"),
    moments("result_at", "notified_at", nullable=True),
    texts("record"),
    indexes("listing_id", "case_id number", "next_look_at", "notified_at"),
)
"""Which listings a case has, and what is known of each. A case may have ten thousand: read them by the page."""

contacts = _kept(
    "contacts",
    keys("contact_id"),
    texts("office", "case_id"),
    moments("at"),
    texts("next_on", default=""),
    flags("settled"),
    texts("record"),
    indexes("case_id", "settled next_on"),
)
"""What was said with offices and platforms."""

case_traces = _kept("case_traces", keys("trace", "case_id"), indexes("case_id"))
"""By which traces (shop, licence, contact, picture, right) a case is found again."""

drafts = _kept(
    "drafts",
    keys("draft_id"),
    [Column("row_revision", Integer, nullable=False)],
    texts("case_id"),
    texts("batch_id", default=""),
    texts("status"),
    moments("created_at"),
    texts("channel", "ts", "record"),
    indexes("case_id", "batch_id", "status", "channel ts"),
)
"""``row_revision`` rises with every save; who read an earlier one cannot save."""

draft_summaries = _kept(
    "draft_summaries",
    keys("draft_id"),
    texts("status", "author"),
    moments("created_at"),
    texts("record"),
    indexes("status", "author status"),
)
"""Drafts in short: a table of its own, since in a row beside the texts each line would be read through them."""

evidence = _kept(
    "evidence",
    keys("evidence_id"),
    texts("listing_id"),
    moments("captured_at"),
    texts("record"),
    indexes("listing_id"),
)

test_purchases = _kept(
    "test_purchases", keys("purchase_id"), texts("listing_id", "record"), indexes("listing_id")
)

team_documents = _kept("team_documents", keys("document_id"), texts("sha256", "record"), unique("sha256"))

deadlines = _kept(
    "deadlines",
    keys("deadline_id"),
    texts("case_id", "due_on"),
    flags("done"),
    texts("record"),
    moments("remind_at", nullable=True),
    indexes("due_on", "done due_on", "case_id", "remind_at"),
)
"""``remind_at``: before then no reminder comes due, without it none ever (bot.domain.deadlines.next_reminder)."""

audit = _kept(
    "audit",
    number_key(),
    texts("at"),
    [Column(name, Text) for name in ("subject", "payload", "salt")],
    texts("payload_hash", "previous", "hash"),
    unique("previous"),
    indexes("subject"),
)
"""The chain. Triggers refuse every change but the erasure of subject, payload and salt together."""

outbox = _kept(
    "outbox",
    number_key(),
    texts("kind", "subject", "body"),
    [Column("attempts", Integer, nullable=False), Column("in_doubt", Boolean, nullable=False)],
    moments("added_at", "again_at"),
    moments("leased_until", nullable=True),
    texts("why"),
    moments("aside_at", nullable=True),
    [Column("refusals", Integer, nullable=False, server_default="0")],
    indexes("subject number"),
)
"""Messages still to be delivered; a delivered one is deleted. One with ``aside_at`` is tried no more; ``refusals`` counts the
attempts that were refused for what it is."""

looks = _kept(
    "looks",
    number_key(),
    texts("source"),
    moments("started_at"),
    texts("record"),
    indexes("source started_at"),
)

seen = _kept("seen", keys("key"), moments("at"), indexes("at"))

leases = _kept("leases", keys("name"), texts("holder"), moments("until"))

infringer_groups = _kept(
    "infringer_groups", keys("group_id"), numbers("position"), texts("record"), indexes("position")
)
"""Sellers of one source, as they were last grouped."""

infringer_members = _kept("infringer_members", keys("seller_key"), texts("group_id"))

infringer_cuts = _kept("infringer_cuts", keys("trace"), texts("record"))
"""Traces of which a person said that they tie nobody."""

infringer_imports = _kept("infringer_imports", keys("seller_key", "origin"), texts("record"))
"""Sellers that others shared, with where they came from."""

weights = _kept("weights", number_key(), texts("state"), moments("at"), texts("record"))
"""Weights learnt from verdicts, every edition."""

quarantine = _kept("quarantine", keys("brand", "picture"), texts("record"))
"""Genuine pictures that are set aside: one row a picture of a brand book."""

"""Tables of what is worked out of other records and kept to be read quickly: drafts in short, groups of sellers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from bot.store.columns import key_column as _key
from bot.store.columns import metadata
from bot.store.columns import moment_column as _moment
from bot.store.columns import record_column as _record
from bot.store.columns import text_column as _text

draft_summaries = Table(
    "draft_summaries",
    metadata,
    _key("workspace_id"),
    _key("draft_id"),
    _text("status"),
    _text("author"),
    _moment("created_at"),
    _record(),
    Index(None, "workspace_id", "status"),
    Index(None, "workspace_id", "author", "status"),
)
"""Drafts in short: a table of its own, since in a row beside the texts each line would be read through them."""

infringer_groups = Table(
    "infringer_groups",
    metadata,
    _key("workspace_id"),
    _key("group_id"),
    Column("position", BigInteger, nullable=False),
    _record(),
    Index(None, "workspace_id", "position"),
)
"""Sellers of one source, as they were last grouped."""

infringer_members = Table(
    "infringer_members",
    metadata,
    _key("workspace_id"),
    _key("seller_key"),
    _text("group_id"),
)

infringer_cuts = Table(
    "infringer_cuts",
    metadata,
    _key("workspace_id"),
    _key("trace"),
    _record(),
)
"""Traces of which a person said that they tie nobody."""

infringer_imports = Table(
    "infringer_imports",
    metadata,
    _key("workspace_id"),
    _key("seller_key"),
    _key("origin"),
    _record(),
)
"""Sellers that others shared, with where they came from."""

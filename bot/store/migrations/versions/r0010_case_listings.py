"""The listings of a case leave its record: they are rows of their own, and a case may have ten thousand."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.columns import indexes, keys, moments, numbers, texts
from bot.store.migrations.steps import grown, indexed, made, records, rows_of

revision = "0010"
down_revision = "0009"

FEW = 20


def upgrade() -> None:
    """Make the tables, give cases the columns that lists are filtered by, and move the listings over."""
    grown("cases", texts("owner", "brand", "seller_key", "due_on", default=""))
    indexed("cases", "status opened_at")
    rest = [*numbers("number"), *texts("state"), *moments("next_look_at", nullable=True), *texts("record")]
    ways = indexes("listing_id", "case_id number", "next_look_at")
    made("case_listings", keys("case_id", "listing_id"), rest, ways)
    made("case_traces", keys("trace", "case_id"), indexes("case_id"))
    cases = rows_of("cases", "case_id", "record", "owner", "brand", "seller_key", "due_on")
    for mine, record in records(cases, "case_id"):
        _listings(record)
        columns = {name: record.get(name) or "" for name in ("owner", "brand", "seller_key", "due_on")}
        short = {"listing_count": len(record["listing_ids"]), "listing_ids": record["listing_ids"][:FEW]}
        del record["workspace_id"]
        columns["record"] = json.dumps(record | short, ensure_ascii=False)
        op.execute(sa.update(cases).where(mine).values(**columns))


def _listings(case: dict[str, Any]) -> None:
    rows = rows_of("case_listings", "case_id", "listing_id", "number", "state", "record")
    mine = {"workspace_id": case["workspace_id"], "case_id": case["case_id"]}
    for number, listing_id in enumerate(case["listing_ids"], start=1):
        of = {"case_id": case["case_id"], "listing_id": listing_id, "number": number}
        record = json.dumps({**of, "added_at": case["opened_at"]})
        op.execute(sa.insert(rows).values(**mine | of, state="listed", record=record))
    if case.get("seller_key"):
        traces = rows_of("case_traces", "trace", "case_id")
        op.execute(sa.insert(traces).values(**mine, trace=f"seller:{case['seller_key']}"))

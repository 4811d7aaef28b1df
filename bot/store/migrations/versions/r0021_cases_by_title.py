"""A case is found by its title, without its record being read."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import texts
from bot.store.migrations.steps import grown, indexed, records, rows_of

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the column with its index, and fill it from the records."""
    grown("cases", texts("called", default=""))
    cases = rows_of("cases", "case_id", "record", "called")
    for mine, record in records(cases, "case_id"):
        op.execute(sa.update(cases).where(mine).values(called=str(record.get("title") or "").lower()))
    indexed("cases", "called brand case_id")

"""Clocks that have ended are told from those that run without reading the records."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import flags
from bot.store.migrations.steps import grown, indexed, records, rows_of

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, fill it from the records, index it."""
    grown("deadlines", flags("done"))
    table = rows_of("deadlines", "deadline_id", "record", "done")
    for mine, record in records(table, "deadline_id"):
        if record.get("done_at"):
            op.execute(sa.update(table).where(mine).values(done=sa.true()))
    indexed("deadlines", "done due_on")

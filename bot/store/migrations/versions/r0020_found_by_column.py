"""What was looked for in records is found by a column: alerts by their shop and what it is called, listings by their address,
clocks by when they remind next."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import indexes, keys, moments, texts
from bot.store.migrations.steps import grown, indexed, made, records, rows_of

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the table, the columns and the indexes, and fill them from the records. Clocks are planned at the next start."""
    grown("alerts", texts("shop", default=""))
    grown("listings", texts("address", default=""))
    grown("deadlines", moments("remind_at", nullable=True))
    _addresses()
    _shops()
    indexed("alerts", "shop raised_at")
    indexed("listings", "address", "saved_at")
    indexed("deadlines", "remind_at")


def _addresses() -> None:
    """In one statement, since there may be a million."""
    listings = rows_of("listings", "record", "address")
    if op.get_bind().dialect.name == "sqlite":
        whole = sa.func.json_valid(
            listings.c.record
        )  # a row that is damaged must not keep the rest from being there
        url: sa.ColumnElement[str] = sa.case((whole == 1, sa.func.json_extract(listings.c.record, "$.url")))
    else:
        # As JSON it could not be read where any of its texts has a NUL.
        url = sa.func.substring(listings.c.record, '"url":"([^"]*)"')
    op.execute(sa.update(listings).values(address=sa.func.substr(sa.func.coalesce(url, ""), 1, 200)))


def _shops() -> None:
    rest = [*texts("beginning", "shop"), *indexes("beginning name shop")]
    names = made("shop_names", keys("listing_id", "name"), rest)
    alerts = rows_of("alerts", "alert_id", "record", "shop")
    for mine, record in records(alerts, "alert_id"):
        listing = record["listing"]
        told = [listing.get(name) or "" for name in ("seller_name", "seller_id", "seller_company")]
        shop = f"{listing['platform']}:{told[1] or told[0]}"
        op.execute(sa.update(alerts).where(mine).values(shop=shop))
        its = {
            "workspace_id": record["workspace_id"],
            "listing_id": f"{listing['platform']}:{listing['item_id']}",
            "shop": shop,
        }
        for name in {each.lower()[:200] for each in told if len(each) > 1}:
            op.execute(sa.insert(names).values(**its, name=name, beginning=name[:4]))

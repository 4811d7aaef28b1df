"""Databases of earlier versions come up with everything that is in them."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import DateTime, MetaData, insert, text
from sqlalchemy.exc import DBAPIError

from bot.domain.audit import faults
from bot.domain.deadlines import next_reminder
from bot.domain.drafts import DraftStatus, summary_of
from bot.domain.ids import LOCAL, CaseId, DraftId, ListingId, PersonId
from bot.domain.sellers import beginnings_in, shop_of
from bot.store import tables
from bot.store.engine import open_engine
from bot.store.migrating import migrate
from bot.store.sql import open_store

ROWS = Path(__file__).parents[1] / "data" / "store_revision_0001.json"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def at_revision_1(url: str) -> None:
    """Make the database as revision 1 left it, with a row or more in every table."""
    engine = open_engine(url)
    migrate(engine, "0001")
    schema = MetaData()
    schema.reflect(engine)
    rows: dict[str, list[dict[str, Any]]] = json.loads(ROWS.read_text())
    with engine.begin() as connection:
        for table in schema.sorted_tables:
            for row in rows.get(table.name, []):
                values = {
                    name: datetime.fromisoformat(value)
                    if value and isinstance(table.c[name].type, DateTime)
                    else value
                    for name, value in row.items()
                }
                connection.execute(insert(table).values(values))
    engine.dispose()
    assert set(rows) == set(schema.tables) - {"alembic_version"}


def test_everything_stored_under_revision_1_is_there_under_the_newest(database_url: str) -> None:
    at_revision_1(database_url)
    listing_id = ListingId("taobao:7301")
    with open_store(database_url, LOCAL, lambda: NOW, lambda: "salt") as store, store.unit() as unit:
        draft, case = unit.drafts.get(DraftId("D-000001")), unit.cases.get(CaseId("C-000001"))
        listing, alert = unit.listings.get(listing_id), unit.alerts.of_listing(listing_id)
        assert draft is not None
        assert case is not None
        assert listing is not None
        assert alert is not None
        assert draft.composition.text("zh") == "# 投诉\n正文"
        assert (case.title, alert.listing, str(listing.price)) == ("户外小店 × NORTHPEAK", listing, "199.90")
        assert [book.rights[1].kind.value for book in unit.brand_books.all()] == ["design"]
        entries = unit.case_listings.page(case.case_id)
        assert [entry.listing_id for entry in entries] == list(case.listing_ids)
        assert case.listing_count == len(entries) > 0
        assert unit.listings.judged_as(listing_id) == "f1"
        assert [len(unit.listings.assessments(listing_id)), len(unit.evidence.of_listing(listing_id))] == [
            2,
            1,
        ]
        assert [len(unit.deadlines.all()), len(unit.looks.latest())] == [1, 1]
        assert len(list(unit.audit.entries())) == 1
        assert faults(unit.audit.entries()) == []
        message = unit.outbox.take(NOW, 60)
        assert message is not None
        assert (message.kind, message.body) == ("alert", "body")
        assert not unit.seen.first_time("Ev1", datetime(2026, 11, 24, 2, tzinfo=UTC))
        assert unit.cases.next_id() == "C-000002"


def test_alerts_that_waited_before_they_were_marked_still_wait(database_url: str) -> None:
    at_revision_1(database_url)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alerts SET state = 'open', record = REPLACE(record, '\"in_case\"', '\"open\"')")
        )
    engine.dispose()
    with open_store(database_url, LOCAL, lambda: NOW, lambda: "salt") as store, store.unit() as unit:
        assert [alert.alert_id for alert in unit.alerts.waiting()] == ["A-7301"]


def test_what_was_stored_before_is_found_by_shop_by_name_and_by_address(database_url: str) -> None:
    at_revision_1(database_url)
    with open_store(database_url, LOCAL, lambda: NOW, lambda: "salt") as store, store.unit() as unit:
        [alert] = unit.alerts.recent()
        shop = shop_of(alert.listing)
        assert list(unit.alerts.of_shops([shop])) == [alert]
        told = unit.alerts.shops_called(beginnings_in(alert.listing.seller_name.lower()))
        assert (shop, alert.listing.seller_name.lower()) in told
        assert unit.listings.at(alert.listing.url) == alert.listing
        [case] = unit.cases.all()
        assert list(unit.cases.titled_in(f"how is {case.title.upper()} going")) == [case]
        unit.deadlines.plan()
        [clock] = unit.deadlines.all()
        planned = next_reminder(clock)
        assert list(unit.deadlines.to_remind(planned or NOW)) == ([clock] if planned else [])


def test_home_counts_what_was_stored_before_it_counted_by_columns(database_url: str) -> None:
    at_revision_1(database_url)
    with open_store(database_url, LOCAL, lambda: NOW, lambda: "salt") as store, store.unit() as unit:
        draft = unit.drafts.get(DraftId("D-000001"))
        assert draft is not None
        assert list(unit.drafts.summaries(*DraftStatus)) == [summary_of(draft)]
        assert list(unit.drafts.summaries(*DraftStatus, author=PersonId("U0NOBODY"))) == []
        alerts = unit.alerts.recent()
        assert unit.alerts.verdicts_since(datetime(2020, 1, 1, tzinfo=UTC)) == Counter(
            a.verdict for a in alerts
        )


def test_the_audit_of_a_database_of_revision_1_is_guarded_from_then_on(database_url: str) -> None:
    at_revision_1(database_url)
    with open_store(database_url, LOCAL, lambda: NOW, lambda: "salt") as store:
        with pytest.raises(DBAPIError, match="append-only"), store.engine.begin() as connection:
            connection.execute(text("DELETE FROM audit"))
        with store.unit() as unit:
            assert len(list(unit.audit.entries())) == 1


def test_a_migration_that_fails_leaves_the_database_as_it_was(database_url: str) -> None:
    at_revision_1(database_url)
    engine = open_engine(database_url)
    if engine.dialect.name == "sqlite":
        obstacle = "CREATE TRIGGER audit_no_delete AFTER DELETE ON seen BEGIN SELECT 1; END"
    else:
        obstacle = "CREATE FUNCTION audit_refuse() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    with engine.begin() as connection:
        connection.execute(text(obstacle))
    with pytest.raises(DBAPIError):
        migrate(engine)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0001"
    engine.dispose()


def test_a_second_start_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_that_the_store_uses(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_every_row_belongs_to_a_workspace() -> None:
    for table in tables.metadata.tables.values():
        assert next(iter(table.primary_key.columns)).name == "workspace_id"

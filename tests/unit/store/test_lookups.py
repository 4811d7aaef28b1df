"""What grows is looked up by its index, whatever order is asked for: SQLite would take an index of the order for all."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.cases import CaseQuery
from bot.domain.ids import LOCAL
from bot.store.sql import SqlUnit
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON

LOOKUPS: list[tuple[Callable[[SqlUnit], object], str]] = [
    (
        lambda unit: unit.alerts.of_shops(["taobao:1", "taobao:2"], 10),
        "shop_raised_at (workspace_id=? AND shop=?)",
    ),
    (lambda unit: unit.alerts.shops_called({"shop"}), "beginning_name_shop (workspace_id=? AND beginning=?)"),
    (
        lambda unit: unit.cases.titled_with({"shop"}),
        "COVERING INDEX ix_cases_workspace_id_called_brand_case_id",
    ),
    (
        lambda unit: unit.cases.count(CaseQuery(open_only=True, words="shop")),
        "status_opened_at (workspace_id=? AND status=?)",
    ),
    (lambda unit: unit.listings.at("https://shop.example"), "address (workspace_id=? AND address=?)"),
    (lambda unit: unit.deadlines.to_remind(NOON), "remind_at (workspace_id=? AND remind_at<?)"),
]


@pytest.mark.parametrize(("look", "index"), LOOKUPS)
def test_a_look_up_reads_what_it_is_for(look: Callable[[SqlUnit], object], index: str) -> None:
    store, asked = MemoryStore(LOCAL, lambda: NOON, lambda: "salt"), list[tuple[str, Any]]()
    with store.unit() as unit:
        event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        look(unit)
        statement, given = asked[0]
        plan = unit.transaction.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    assert index in plan[0].detail

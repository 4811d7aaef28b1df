"""No row of a feed, whatever a shop or a vendor writes into it, keeps the others from being looked at."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.watching.watches import Watches
from bot.sources.registry import LocalFeed
from bot.store.sql import SqlStore
from tests.fakes.shelf import Suspicious

ANY = random.Random(3)
HOSTILE = {
    "with a NUL": "a\x00b",
    "too long for an index": "".join(chr(ANY.randrange(0x4E00, 0x9FFF)) for _ in range(5_000)),
    "no address": "https://[::1",
    "half a sign": "\ud83d",
    "deep": [[[["x"]]]],
}
TEXTS = (
    *(
        "item_id",
        "url",
        "title",
        "description",
        "seller_id",
        "seller_name",
        "seller_company",
        "seller_licence",
    ),
    *("seller_address", "seller_url", "category", "brand", "query", "images", "seller_contact", "sku_prices"),
)
LISTS = ("images", "seller_contact")


def row(number: int, field: str, value: object) -> str:
    told = {str(value): 9} if field == "sku_prices" else [value] if field in LISTS else value
    item = {
        "platform": "taobao",
        "item_id": str(number),
        "title": "杯",
        "seller_id": "s",
        "seller_name": "店",
    }
    return json.dumps({**item, "url": f"https://item.taobao.com/item.htm?id={number}", field: told})


@pytest.mark.parametrize("value", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_row_keeps_no_other_row_back(store: SqlStore, tmp_path: Path, value: object) -> None:
    feed = tmp_path / "feed.jsonl"
    rows = [row(number, field, value) for number, field in enumerate(TEXTS)]
    feed.write_text("\n".join([*rows, row(99, "title", "最后一件")]), encoding="utf-8")
    watches = Watches(store, [LocalFeed(feed)], Suspicious(), lambda: datetime.now(UTC))
    [look] = watches.sweep().looks
    assert (look.seen + look.unreadable, look.judged, str(look.error)) == (len(TEXTS) + 1, look.seen, "")
    [again] = watches.sweep().looks
    assert (again.seen, again.judged) == (look.seen, 0)
    with store.unit() as unit:
        assert len(unit.alerts.waiting()) == look.seen
        assert any(each.listing.title == "最后一件" for each in unit.alerts.waiting())

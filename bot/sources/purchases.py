"""Test purchases from their TOML file (formats.md section 8), strictly: every fault named by table and key."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bot.domain.custody import Custody
from bot.domain.errors import WrongInput
from bot.domain.examinations import Difference
from bot.domain.ids import ListingId, split_listing_id
from bot.domain.moments import CHINA
from bot.domain.purchases import UNRECORDED, TestPurchase
from bot.sources.brandtables import Reader, Shape, TableRow, ValueRefusedError, build


def read_purchase(path: Path) -> TestPurchase:
    """The purchase of a file. A time without an offset is Beijing time.

    Raises:
        WrongInput: there is no such file, it is no TOML, or a key is unknown, missing or of the wrong kind.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        fields = build(TableRow("the test purchase", data), _PURCHASE)
    except OSError as fault:
        raise WrongInput(
            "{path}: {fault}; name a TOML file", path=path, fault=fault.strerror or "it cannot be read"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise WrongInput("{path}: no valid TOML: {fault}", path=path, fault=fault) from None
    except ValueRefusedError as fault:
        raise WrongInput("{path}, {table}: {text}", path=path, table=fault.table, text=fault.text) from None
    amount, currency = fields.pop("paid", (None, ""))
    return TestPurchase(purchase_id=UNRECORDED, paid=amount, currency=currency, **fields)


def _text(row: TableRow, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueRefusedError(row.name, "{key}: write a text in quotation marks", key=key)
    return value.strip()


def _listing(row: TableRow, key: str, value: object) -> ListingId:
    try:
        split_listing_id(_text(row, key, value))
    except WrongInput as fault:
        raise ValueRefusedError(row.name, "{key}: {fault}", key=key, fault=fault) from None
    return ListingId(_text(row, key, value))


def _moment(row: TableRow, key: str, value: object) -> datetime:
    if not isinstance(value, datetime):
        raise ValueRefusedError(
            row.name, "{key}: write a day and a time, for example 2026-11-20T10:05:00+08:00", key=key
        )
    return value if value.tzinfo else value.replace(tzinfo=CHINA)


def _day(row: TableRow, key: str, value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueRefusedError(
            row.name, "{key}: write a day without quotation marks, for example 2026-11-20", key=key
        )
    return value


def _paid(row: TableRow, key: str, value: object) -> tuple[Decimal, str]:
    try:
        amount, currency = value["amount"], value["currency"]  # type: ignore[index]  # checked by the exception below
        return Decimal(str(amount)), _text(row, key, currency)
    except (TypeError, KeyError, InvalidOperation):
        raise ValueRefusedError(
            row.name, "{key}: write {table}", key=key, table='{amount = "59.00", currency = "CNY"}'
        ) from None


def _texts(row: TableRow, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueRefusedError(row.name, "{key}: write a list of texts", key=key)
    return tuple(_text(row, key, item) for item in value)


def _rows(shape: Shape) -> Reader:
    def reader(row: TableRow, key: str, value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise ValueRefusedError(
                row.name, "{key}: write each row under {table}", key=key, table=f"[[{key}]]"
            )
        return tuple(
            shape.record(**build(TableRow(f"[[{key}]] {place}", item), shape))
            for place, item in enumerate(value, 1)
        )

    return reader


_DIFFERENCE = Shape(
    record=Difference,
    keys={"tell": _text, "seen": _text, "photograph": _text, "tell_en": _text, "seen_en": _text},
    needs=lambda row: ("tell", "seen"),
)
_CUSTODY = Shape(
    record=Custody,
    keys={"who": _text, "from": _text, "to": _text, "at": _moment},
    needs=lambda row: ("who", "at"),
    renamed={"from": "given_by"},
)
_PURCHASE = Shape(
    record=TestPurchase,
    keys={
        "listing": _listing,
        **dict.fromkeys(("order_no", "seller", "waybill", "sample_id", "source", "seal_no"), _text),
        **dict.fromkeys(("notary_deed", "examiner", "examiner_of", "examiner_of_en"), _text),
        **dict.fromkeys(("marked", "marked_en", "unsealed", "unsealed_en"), _text),
        "paid": _paid,
        "ordered_at": _moment,
        "received_at": _moment,
        "examined_on": _day,
        "differences": _rows(_DIFFERENCE),
        "photographs": _texts,
        "custody": _rows(_CUSTODY),
    },
    needs=lambda row: ("listing",),
    renamed={"listing": "listing_id"},
)

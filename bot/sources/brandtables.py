"""The tables of a brand book: which keys each knows, which it needs, and how a value becomes a field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.domain.listings import PLATFORMS
from bot.domain.products import Product
from bot.domain.rights import (
    Authority,
    EvaluationReport,
    Lawyer,
    Licensee,
    Owner,
    Right,
    RightKind,
    SellerDecision,
)
from bot.domain.sellers import Seller, SellerStanding
from bot.domain.sentences import sentence

Reader = Callable[["TableRow", str, object], object]


class ValueRefusedError(ValueError):
    """A value that cannot be used: in which table, and why, as a sentence with its facts by name."""

    def __init__(self, table: str, wording: str, /, **facts: object) -> None:
        self.table, self.text = table, sentence(wording, **facts)
        super().__init__(f"{table}: {self.text}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table of the file, with the name people find it by."""

    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a table may hold. ``needs`` may depend on the row, as for kinds of rights."""

    record: Callable[..., Any]
    keys: Mapping[str, Reader]
    needs: Callable[[Mapping[str, Any]], tuple[str, ...]]
    renamed: Mapping[str, str] = field(default_factory=dict)


def build(row: TableRow, shape: Shape) -> dict[str, Any]:
    """The fields of a row, read by its shape.

    Raises:
        RefusedError: an unknown key, a missing one, or a value of the wrong kind.
    """
    for key in row.values:
        if key not in shape.keys:
            raise ValueRefusedError(
                row.name, "unknown key “{key}”; known are {known}", key=key, known=", ".join(shape.keys)
            )
    for key in shape.needs(row.values):
        value = row.values.get(key)
        if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
            raise ValueRefusedError(row.name, "“{key}” is missing", key=key)
    read = {key: shape.keys[key](row, key, value) for key, value in row.values.items()}
    return {shape.renamed.get(key, key): value for key, value in read.items() if value is not None}


def _text(row: TableRow, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueRefusedError(
            row.name, "{key}: write text in quotes, not {value}", key=key, value=repr(value)
        )
    return value.strip()


def _flag_or_report(row: TableRow, key: str, value: object) -> EvaluationReport | None:
    if isinstance(value, bool):
        return EvaluationReport() if value else None
    if not isinstance(value, dict):
        raise ValueRefusedError(
            row.name, "{key}: write true, false or {table}", key=key, table="{number, date, result, document}"
        )
    return EvaluationReport(**build(TableRow(f"{row.name}.{key}", value), _REPORT))


def _date(row: TableRow, key: str, value: object) -> date | None:
    if value == "":
        return None
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueRefusedError(
                row.name, "{key}: “{value}” is no date; write 2026-11-24 without quotes", key=key, value=value
            ) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueRefusedError(
            row.name, "{key}: write a date such as 2026-11-24, not {value}", key=key, value=repr(value)
        )
    return value


def _money(row: TableRow, key: str, value: object) -> Decimal | None:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueRefusedError(
            row.name, '{key}: write an amount such as "680.00", not {value}', key=key, value=repr(value)
        )
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueRefusedError(
            row.name, '{key}: “{value}” is no amount; write it as "680.00"', key=key, value=value
        ) from None
    if not amount.is_finite() or amount < 0:
        raise ValueRefusedError(row.name, "{key}: {value} cannot be a price", key=key, value=value)
    return amount


def _whole(row: TableRow, key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueRefusedError(
            row.name, "{key}: write a whole number, not {value}", key=key, value=repr(value)
        )
    return value


def _list_of(read: Reader) -> Reader:
    def reader(row: TableRow, key: str, value: object) -> object:
        if not isinstance(value, list):
            raise ValueRefusedError(
                row.name, "{key}: write a list in square brackets, not {value}", key=key, value=repr(value)
            )
        return tuple(read(row, key, item) for item in value)

    return reader


def _one_of(*allowed: str) -> Reader:
    def reader(row: TableRow, key: str, value: object) -> object:
        if value not in allowed:
            raise ValueRefusedError(
                row.name,
                "{key}: “{value}” is not one of {known}",
                key=key,
                value=value,
                known=", ".join(allowed),
            )
        return value

    return reader


def _rows_of(name: str) -> Reader:
    def reader(row: TableRow, key: str, value: object) -> object:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ValueRefusedError(row.name, "{key}: write a list of {table} tables", key=key, table="{…}")
        shape = _NESTED[name]
        return tuple(shape.record(**build(TableRow(f"{row.name}.{key}", item), shape)) for item in value)

    return reader


def _portals(row: TableRow, key: str, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueRefusedError(
            row.name, "{key}: write {table}", key=key, table='{taobao-group = "IPP-5521"}'
        )
    return tuple((name, _text(row, f"{key}.{name}", number)) for name, number in value.items())


def _standing(row: TableRow, key: str, value: object) -> SellerStanding:
    return SellerStanding(str(_one_of(*(s.value for s in SellerStanding))(row, key, value)))


def _kind(row: TableRow, key: str, value: object) -> RightKind:
    return RightKind(str(_one_of(*(k.value for k in RightKind))(row, key, value)))


def _always(names: str = "") -> Callable[[Mapping[str, Any]], tuple[str, ...]]:
    return lambda row: tuple(names.split())


def _right_needs(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A trademark cannot do without number, classes and dates; a pending one is not yet registered."""
    if row.get("kind") == "trademark":
        dates = ("filed_on",) if row.get("status") == "pending" else ("registered_on", "expires_on")
        return ("id", "kind", "number", "classes", *dates)
    if row.get("kind") in {"invention", "utility_model", "design"}:
        return ("id", "kind", "number")
    return ("id", "kind", "title") if row.get("kind") == "copyright" else ("id", "kind")


def _texts(names: str) -> dict[str, Reader]:
    return dict.fromkeys(names.split(), _text)


def _dates(names: str) -> dict[str, Reader]:
    return dict.fromkeys(names.split(), _date)


def _text_lists(names: str) -> dict[str, Reader]:
    return dict.fromkeys(names.split(), _TEXT_LIST)


_TEXT_LIST = _list_of(_text)
_REPORT = Shape(
    record=EvaluationReport,
    keys=_texts("number document") | _dates("date") | {"result": _one_of("positive", "negative", "unknown")},
    needs=_always(),
)
_NESTED = {
    "licensees": Shape(record=Licensee, keys=_texts("name type") | _dates("until"), needs=_always("name")),
    "lawyers": Shape(record=Lawyer, keys=_texts("name name_en licence"), needs=_always("name")),
}
TABLES: dict[str, Shape] = {
    "brand": Shape(
        record=dict,
        keys=_texts("name owner contact_email") | {"aliases": _TEXT_LIST},
        needs=_always("name owner"),
    ),
    "owners": Shape(
        record=Owner,
        keys=_texts(
            "name name_zh country registration_number uscc legal_representative address address_zh contact_person "
            "phone email contact_public signatory signatory_title signatory_title_zh"
        )
        | {"papers_form": _one_of("notarised", "apostilled", "legalised")},
        needs=_always("name"),
    ),
    "rights": Shape(
        record=Right,
        keys={
            **_texts(
                "id jurisdiction number international_number madrid_certificate title title_en mark_image "
                "goods_zh goods_en owner renewal_proof customs_recordal author certificate"
            ),
            **_dates("filed_on registered_on expires_on customs_recordal_expires_on granted_on"),
            **_dates("annuity_paid_until published_on"),
            "kind": _kind,
            "basis": _one_of("national", "madrid"),
            "mark_type": _one_of("word", "figurative", "combined", "three_dimensional", "sound"),
            "status": _one_of("pending", "registered", "expired", "invalidated", "cancelled"),
            "classes": _list_of(_whole),
            "subclasses": _TEXT_LIST,
            "evaluation_report": _flag_or_report,
            "licensees": _rows_of("licensees"),
            "portals": _portals,
        },
        needs=_right_needs,
    ),
    "authorities": Shape(
        record=Authority,
        keys={
            **_texts("id principal agent agent_zh agent_uscc address address_en contact document"),
            **_dates("legalised_on expires_on"),
            "agent_type": _one_of("law_firm", "trademark_agency", "other"),
            "form": _one_of("original", "notarised", "apostilled", "legalised", ""),
            "lawyers": _rows_of("lawyers"),
            "rights": _TEXT_LIST,
            "scope": _list_of(
                _one_of(
                    "platform", "amr", "patent", "customs", "court", "police", "letter", "notary", "special"
                )
            ),
        },
        needs=_always("id agent"),
    ),
    "products": Shape(
        record=Product,
        keys={
            **_texts("sku name name_zh subclass gtin model hs_code origin currency"),
            **_text_lists("keywords right_ids images tells tells_en tells_confidential"),
            "nice_class": _whole,
            "list_price": _money,
            "floor_price": _money,
        },
        needs=_always("sku name"),
    ),
    "sellers": Shape(
        record=Seller,
        keys=_texts("seller_id name")
        | _dates("since until")
        | {"platform": _one_of(*PLATFORMS), "standing": _standing},
        needs=_always("platform seller_id standing"),
    ),
    "findings": Shape(
        record=SellerDecision,
        keys=_texts("seller authority number document")
        | _dates("date")
        | {"about": _one_of("trademark", "copyright", "patent", "other")},
        needs=_always("seller authority number date"),
    ),
}
"""Name of each table -> its shape."""

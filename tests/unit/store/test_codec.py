"""Any record the domain allows survives being written as JSON."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Signal
from bot.domain.brands import BrandBook
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft
from bot.domain.evidence import Evidence
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.ports import LookReport
from bot.store.rows import codec

_TEXT = st.text(max_size=12)
_SENTENCES = st.builds(
    lambda key, name, fact: sentence(f"{key} {{{name}}}", **{name: sentence("so “{it}”", it=fact)}),
    st.sampled_from(["title holds", "价格"]),
    st.sampled_from(["text", "where"]),
    _TEXT,
)
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: _TEXT,
    bool: st.booleans(),
    int: st.integers(-(2**62), 2**62),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1), timezones=_ZONES),  # noqa: DTZ001  # hypothesis adds the zone
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    NoneType: st.none(),
    Sentence: _SENTENCES,
    Signal: st.builds(Signal, name=_TEXT, score=st.floats(-1, 1), because=_SENTENCES),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type, made from what its annotations say."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, NewType):
        return anything(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: anything(hints[f.name]) for f in fields(hint)})
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([anything(part) for part in get_args(hint)])
    assert get_origin(hint) is tuple
    parts = get_args(hint)
    if parts[-1] is Ellipsis:
        return st.lists(anything(parts[0]), max_size=2).map(tuple)
    return st.tuples(*[anything(part) for part in parts])


@pytest.mark.parametrize(
    "kind", [Alert, Assessment, BrandBook, Case, Deadline, Draft, Evidence, Listing, LookReport]
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_record_survives(kind: type[Any], data: st.DataObject) -> None:
    record = data.draw(anything(kind))
    again = codec(kind).record(codec(kind).text(record))
    assert again == record


@given(price=st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_price_keeps_its_digits(price: Decimal) -> None:
    record = Listing(platform="other", item_id="1", url="", title="", price=price)
    assert str(codec(Listing).record(codec(Listing).text(record)).price) == str(price)


def test_a_row_of_an_older_version_reads_with_the_defaults_of_fields_added_since() -> None:
    text = '{"platform": "jd", "item_id": "1", "url": "u", "title": "t"}'
    assert codec(Listing).record(text) == Listing(platform="jd", item_id="1", url="u", title="t")


def test_a_row_of_a_newer_version_reads_without_the_fields_unknown_here() -> None:
    text = '{"platform": "jd", "item_id": "1", "url": "u", "title": "t", "colour": "red"}'
    assert codec(Listing).record(text).item_id == "1"


def test_a_moment_keeps_its_offset() -> None:
    moment = datetime(2026, 11, 24, 9, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=8)))
    record = Listing(platform="jd", item_id="1", url="", title="", seen_at=moment)
    again = codec(Listing).record(codec(Listing).text(record)).seen_at
    assert again is not None
    assert again.isoformat() == "2026-11-24T17:30:00+08:00"

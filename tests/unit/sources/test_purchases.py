"""A test purchase read from its file: everything kept, every fault named."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.custody import Custody
from bot.domain.errors import WrongInput
from bot.domain.examinations import Difference
from bot.sources.purchases import read_purchase

FILE = Path(__file__).parents[2] / "data" / "evidence" / "test-purchase.toml"


def test_everything_in_the_file_is_in_the_record() -> None:
    bought = read_purchase(FILE)
    assert (bought.listing_id, bought.order_no, bought.sample_id) == (
        "taobao:730155210044",
        "4012887301552",
        "LN-2026-017",
    )
    assert (bought.paid, bought.currency) == (Decimal("59.00"), "CNY")
    assert bought.ordered_at == datetime(2026, 11, 12, 7, 20, tzinfo=UTC)
    assert bought.examined_on == date(2026, 11, 18)
    assert bought.differences[0] == Difference(
        tell="瓶盖内侧有8条防滑棱", seen="瓶盖内侧光滑，无防滑棱", photograph="cap.jpg"
    )
    assert bought.custody[0] == Custody(
        who="公证员及代理人",
        given_by="承运人",
        to="公证处封存",
        at=datetime(2026, 11, 16, 2, 45, tzinfo=UTC),
    )
    assert bought.sourced


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "“listing” is missing"),
        ('listing = "7301"', "platform:item_id"),
        ('listing = "taobao:1"\npaid = "59"', "amount"),
        ('listing = "taobao:1"\nexamined_on = 2026-11-20T10:00:00', "a day without"),
        ('listing = "taobao:1"\nordered_at = 2026-11-20', "a day and a time"),
        ('listing = "taobao:1"\nprice = 3', "unknown key “price”"),
        ('listing = "taobao:1"\n[[differences]]\ntell = "seal"', "[[differences]] 1: “seen” is missing"),
        ("listing = ", "no valid TOML"),
    ],
)
def test_a_fault_is_named_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "purchase.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongInput) as fault:
        read_purchase(file)
    assert told in str(fault.value)


def test_a_time_without_an_offset_is_beijing_time(tmp_path: Path) -> None:
    file = tmp_path / "purchase.toml"
    file.write_text('listing = "taobao:1"\nordered_at = 2026-11-20T10:00:00', encoding="utf-8")
    assert read_purchase(file).ordered_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="name a TOML file"):
        read_purchase(tmp_path / "none.toml")

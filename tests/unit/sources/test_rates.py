from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.errors import NotPossible
from bot.sources import rates


def test_packaged_rates_know_codes_and_signs() -> None:
    table = rates.read()
    dollar = table.rate("usd")
    assert dollar is not None
    assert (dollar.cny, dollar.on) == (Decimal("7.2"), date(2026, 11, 20))
    assert table.rate("￥") == table.rate("CNY")
    assert table.rate("XXX") is None


def test_a_teams_own_file_overrides_currency_by_currency(tmp_path: Path) -> None:
    path = tmp_path / "rates.toml"
    path.write_text('on = 2026-12-01\n[cny]\nUSD = "7.05"\n')
    table = rates.read(path)
    dollar, euro = table.rate("USD"), table.rate("EUR")
    assert dollar is not None
    assert euro is not None
    assert (dollar.cny, dollar.on) == (Decimal("7.05"), date(2026, 12, 1))
    assert euro.on == date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "on = 2026-12-01",
        '[cny]\nUSD = "7"',
        'on = 1\n[cny]\nUSD="7"',
        'on = 2026-12-01\n[cny]\nUSD = "-7"',
        'on = 2026-12-01\n[cny]\nUSD = "x"',
        "[[",
    ],
)
def test_file_that_is_no_table_of_rates_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rates.toml"
    path.write_text(text)
    with pytest.raises(NotPossible, match="rates"):
        rates.read(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="MARQUE_RATES"):
        rates.read(tmp_path / "none.toml")

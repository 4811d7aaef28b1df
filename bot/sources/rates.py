"""Currency: exchange rates from a dated table; a team's own file overrides the packaged one, currency by currency."""

import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path

from bot.domain.errors import NotPossible
from bot.signals.offer.money import Rate, Rates


def read(override: Path | None = None) -> Rates:
    """The packaged rates, overridden by the rates of the file if one is given.

    Raises:
        NotPossible: the file cannot be read, or is not a rates table.
    """
    packaged = files("bot.sources").joinpath("rates.toml").read_text(encoding="utf-8")
    table = _parse(packaged, "rates.toml")
    if override is not None:
        try:
            text = override.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise NotPossible("rates file {name}", str(fault), "check MARQUE_RATES", name=override) from fault
        table |= _parse(text, str(override))
    return Rates(table=table)


def _parse(text: str, name: str) -> dict[str, Rate]:
    hint = 'write `on = 2026-11-20` and below `[cny]` lines such as `USD = "7.2"`'
    try:
        data = tomllib.loads(text)
        on, cny = data["on"], data["cny"]
        table = {
            code.upper(): Rate(currency=code.upper(), cny=Decimal(str(value)), on=on)
            for code, value in cny.items()
        }
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, InvalidOperation) as fault:
        raise NotPossible(
            "rates file {name}", "it is no table of rates ({fault})", hint, name=name, fault=fault
        ) from fault
    if type(on) is not date or any(not rate.cny.is_finite() or rate.cny <= 0 for rate in table.values()):
        raise NotPossible("rates file {name}", "a date or a rate above 0 is missing", hint, name=name)
    return table

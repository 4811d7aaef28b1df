"""Names of countries by their code, in both languages, from the data of :mod:`phonenumbers`."""

from __future__ import annotations

from phonenumbers.geodata.locale import LOCALE_DATA

from bot.notices.wording.saying import BilingualText, same

_SAME_AS = "*"


def country(code: str) -> BilingualText:
    """法国 / France for FR; what is no code stands as it is written."""
    names = LOCALE_DATA.get(code.strip().upper())
    if names is None:
        return same(code)
    return BilingualText(_name(names, "zh"), _name(names, "en"))


def _name(names: dict[str, str], language: str) -> str:
    found = names.get(language, "")
    return names.get(found[1:], "") if found.startswith(_SAME_AS) else found

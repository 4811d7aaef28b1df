"""Names of countries by their code, in both languages, from the data of :mod:`phonenumbers`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import phonenumbers

from bot.notices.wording.saying import BilingualText, same

_SAME_AS = "*"


def country(code: str) -> BilingualText:
    """法国 / France for FR; what is no code stands as it is written."""
    names = _names().get(code.strip().upper())
    if names is None:
        return same(code)
    return BilingualText(_name(names, "zh"), _name(names, "en"))


@cache
def _names() -> Mapping[str, dict[str, str]]:
    """The one table, without the 100 MB of places of telephone numbers that its package loads with it."""
    name = "phonenumbers.geodata.locale"
    loader = SourceFileLoader(name, str(Path(phonenumbers.__file__).parent / "geodata" / "locale.py"))
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    found: Mapping[str, dict[str, str]] = module.LOCALE_DATA
    return found


def _name(names: dict[str, str], language: str) -> str:
    found = names.get(language, "")
    return names.get(found[1:], "") if found.startswith(_SAME_AS) else found

"""One fact in two languages, a tree of them as a template sees it, and text from outside as plain text: nothing in a
listing's title can act as a heading, clause or code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from bot.domain.moments import CHINA
from bot.notices.wording.spelling import HAN_RUN, spelt

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

Tree = Mapping[str, object]
"""Names to :class:`Said`, plain values, lists and further trees."""


@dataclass(frozen=True, slots=True)
class BilingualText:
    """What is said in Chinese and in English. ``name``: both texts must hold it equally often."""

    zh: str
    en: str
    name: bool = False

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh)


def name(zh: str, en: str = "") -> BilingualText:
    """A name or a piece of record. Where only one language has it, both texts print that; Chinese with its pinyin."""
    zh, en = one_line(zh), one_line(en)
    if not en and HAN.search(zh):
        en = f"{spelt(zh)} ({zh})"
    return BilingualText(zh or en, en or zh, name=True)


def same(text: str) -> BilingualText:
    """A record printed as it is in both texts."""
    return name(text, text)


def romanised(text: str, en: str = "") -> BilingualText:
    """Chinese words as a reader without Chinese finds them: the team's own English, else pinyin, then the original."""
    text, en = one_line(text), one_line(en)
    if not HAN.search(text):
        return name(text, en)
    return name(text, f"{en or spelt(text)} ({text})")


def glossed(text: str) -> str:
    """An English sentence whose Chinese names have their pinyin; what is quoted from a page stays as it is."""
    parts = re.split(r"(“[^”]*”)", text)
    return "".join(
        part
        if part.startswith("“")
        else HAN_RUN.sub(lambda run: f"{spelt(run.group())} ({run.group()})", part)
        for part in parts
    )


def missing(zh: str, en: str) -> BilingualText:
    """The visible place of a fact that is not there; a gap says what to do."""
    return BilingualText(f"【待补：{zh}】", f"[to be completed: {en}]")


def day(value: date) -> BilingualText:
    """2026年11月24日 / 24 November 2026."""
    return BilingualText(
        f"{value.year}年{value.month}月{value.day}日", f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    )


def moment(value: datetime) -> BilingualText:
    """2026年11月24日 10:05 (Beijing time) in both languages."""
    local = value.astimezone(CHINA)
    said = day(local.date())
    return BilingualText(f"{said.zh} {local:%H:%M}（北京时间）", f"{said.en}, {local:%H:%M} (Beijing time)")


def money(value: Decimal, currency: str) -> BilingualText:
    """人民币1240.00元 / CNY 1,240.00; other currencies by their code."""
    if currency in {"", "CNY"}:
        return BilingualText(f"人民币{value}元", f"CNY {value:,}")
    return BilingualText(f"{currency} {value:,}", f"{currency} {value:,}")


def numbers(values: Sequence[int]) -> BilingualText:
    """第3、18类 needs 3、18; English 3, 18."""
    return BilingualText("、".join(map(str, values)), ", ".join(map(str, values)))


def told(node: object, language: str) -> object:
    """The tree in one language."""
    if isinstance(node, BilingualText):
        return node.in_language(language)
    if isinstance(node, Mapping):
        return {key: told(value, language) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [told(value, language) for value in node]
    return node


def names_in(node: object) -> Iterator[tuple[str, ...]]:
    """Every name of the tree in both languages."""
    if isinstance(node, BilingualText):
        if node.name and node.zh:
            yield (node.zh, node.en)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from names_in(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from names_in(value)


_LINE_STARTS = re.compile(r"^(#|>|~|---|<!--|!picture|\d+\. )")
_SPACES = re.compile(r"\s+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKS = re.compile(r"\\([\\*|#>~!\-<\d])")


class Marked(str):
    """Text that is canonical Markdown already and must not be escaped again."""

    __slots__ = ()


def one_line(text: str) -> str:
    """The text on one line, without control, bidirectional or zero-width characters and lone surrogates."""
    spaced = _SPACES.sub(" ", text)
    kept = (c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn"})
    return "".join(kept).strip()


def escaped(value: object) -> str:
    """The value as a run of canonical text: escaped where the Markdown subset would read it as a mark."""
    if isinstance(value, Marked):
        return value
    text = one_line(str(value)).replace("\\", "\\\\").replace("**", "\\*\\*").replace("|", "\\|")
    return _LINE_STARTS.sub(lambda start: "\\" + start.group(1), text)


def unescaped(text: str) -> str:
    """What a reader sees of escaped text."""
    return _MARKS.sub(r"\1", text)


def neutral_cell(value: str) -> str:
    """The value as a spreadsheet may hold it: what would start a formula is preceded by an apostrophe."""
    return "'" + value if value.startswith(_FORMULA_STARTS) else value


_SAME_AS = "*"


def country(code: str) -> BilingualText:
    """法国 / France for FR; what is no code stands as it is written."""
    names = _countries().get(code.strip().upper())
    if names is None:
        return same(code)
    return BilingualText(_country(names, "zh"), _country(names, "en"))


@cache
def _countries() -> Mapping[str, dict[str, str]]:
    """The one table, without the 100 MB of places of telephone numbers that its package loads with it."""
    import phonenumbers  # only where a paper names a country

    name = "phonenumbers.geodata.locale"
    loader = SourceFileLoader(name, str(Path(phonenumbers.__file__).parent / "geodata" / "locale.py"))
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    found: Mapping[str, dict[str, str]] = module.LOCALE_DATA
    return found


def _country(names: dict[str, str], language: str) -> str:
    found = names.get(language, "")
    return names.get(found[1:], "") if found.startswith(_SAME_AS) else found

"""The house style: page, fonts, sizes and marks, read from ``templates/house/style.toml``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.notices.catalog import TemplatesInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """The sheet in centimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Font names. A fallback stands in where the first is not installed."""

    latin: str
    latin_fallback: str
    body: str
    body_fallback: str
    heading: str
    heading_fallback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Sizes in points."""

    title: float
    heading: float
    body: float
    table: float
    small: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """Line spacing as a multiple; the rest in points."""

    line: float
    after_paragraph: float
    before_heading: float
    after_title: float
    first_line: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a draft carries in its header."""

    draft: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The whole style."""

    page: PageSize
    fonts: Fonts
    sizes: Sizes
    spacing: Spacing
    marks: Marks


def load_house(file: Path) -> House:
    """The style from its file.

    Raises:
        TemplatesInvalid: it is missing, no TOML, or a key is missing or unknown.
    """
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        return House(
            page=PageSize(**raw["page"]),
            fonts=Fonts(**raw["fonts"]),
            sizes=Sizes(**raw["sizes"]),
            spacing=Spacing(**raw["spacing"]),
            marks=Marks(**raw["marks"]),
        )
    except FileNotFoundError:
        raise TemplatesInvalid(
            f"house/{file.name}", "the file is missing; copy the one that ships with Marque"
        ) from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise TemplatesInvalid(
            f"house/{file.name}", f"{fault}; compare it with the one that ships with Marque"
        ) from fault

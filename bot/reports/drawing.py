"""Charts on matplotlib, without a screen and with a font that has Chinese."""

import io
from datetime import date
from functools import cache

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from bot.domain.reports import Counts
from bot.words.book import Words
from bot.words.gloss import shop_for

INK, MUTED, PAPER = "#1f2933", "#7b8794", "#ffffff"
COLOURS = ("#2563a8", "#c2571a", "#3f7d4e", "#8a3ea1", "#b08900", "#a12d4b", "#3c7f8c", "#5a5f66")
_CHINESE = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Zen Hei", "PingFang SC")


@cache
def fonts() -> tuple[str, ...]:
    """Fonts to draw with: one with Chinese where the machine has one, then matplotlib's own."""
    there = {font.name for font in font_manager.fontManager.ttflist}
    return (*(name for name in _CHINESE if name in there), "DejaVu Sans")


@cache
def _faces() -> tuple[FT2Font, ...]:
    paths = (font_manager.findfont(name) for name in fonts())
    return tuple(FT2Font(path) for path in paths)


def drawable(text: str) -> str:
    """The text without what no font here has (emoji), and with nothing that matplotlib would read as a formula."""
    kept = "".join(c for c in text if c == "\n" or any(face.get_char_index(ord(c)) for face in _faces()))
    return kept.replace("$", r"\$")


def platform(name: str, words: Words) -> str:
    """What people call a platform; one that is not in the table by its own name."""
    return words(f"platform.{name}") if words.has(f"platform.{name}") else name


def shop(row: Counts, words: Words) -> str:
    """A shop by its name and platform, for English readers with what the name says; by its id where it has none."""
    if not row.called:
        return row.name
    return f"{shop_for(words.language, row.called)} · {platform(row.name.partition(':')[0], words)}"


def week(row: Counts, words: Words) -> str:
    """The first day of a week without its year."""
    on = date.fromisoformat(row.name)
    return f"{on.month}月{on.day}日" if words.language == "zh" else f"{on.day} {on:%b}"


def figure(width: float, height: float) -> Figure:
    """An empty figure, inches at 150 dots."""
    return Figure(figsize=(width, height), dpi=150, facecolor=PAPER, layout="constrained")


def png(drawn: Figure) -> bytes:
    """The figure as a PNG."""
    out = io.BytesIO()
    FigureCanvasAgg(drawn)  # gives the figure something to draw on
    drawn.savefig(out, format="png")
    return out.getvalue()

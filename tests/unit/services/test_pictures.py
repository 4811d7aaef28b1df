"""Pictures are looked at as closely as a judgement needs, and no closer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.domain.assessments import Band
from bot.domain.listings import Listing
from bot.services.pictures import Pictures
from bot.services.screening import Panel
from bot.signals import ocr
from bot.signals.combine import packaged_weights
from bot.signals.registry import compile_book
from bot.sources import rates
from tests.unit.signals.conftest import a_book, a_picture, as_bytes, because

TODAY = date(2026, 11, 24)
SILENT = Listing(
    platform="taobao",
    item_id="7",
    url="https://shop.example/7",
    title="蓝牙耳机 看图下单",
    price=Decimal(69),
    currency="CNY",
    seller_id="9",
    images=("p.jpg",),
)


def lettered(words: str) -> bytes:
    """A plain picture with words on it."""
    image = Image.new("RGB", (600, 400), "#f4efe6")
    ImageDraw.Draw(image).text((60, 150), words, fill="#222", font=ImageFont.load_default(80))
    return as_bytes(image)


@dataclass
class Counted(Pictures):
    """Pictures that remember how closely they were looked at."""

    data: bytes = b""
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(lambda name: self.data)

    def points(self, listing: Listing):  # type: ignore[no-untyped-def]  # as inherited
        self.steps.append("points")
        return super().points(listing)

    def text(self, listing: Listing) -> str:
        self.steps.append("text")
        return super().text(listing)


@pytest.fixture(scope="module")
def panel() -> Panel:
    book = compile_book(a_book(), rates.read(), {"air.png": as_bytes(a_picture())})
    return Panel(books=(book,), weights=packaged_weights())


def test_a_copy_of_the_whole_picture_needs_hashes_only(panel: Panel) -> None:
    eyes = Counted(data=as_bytes(a_picture(), "JPEG", quality=40))
    assert panel.look(SILENT, TODAY, eyes)[0].band is Band.HIGH
    assert eyes.steps == []


def test_a_cropped_copy_is_found_by_key_points(panel: Panel) -> None:
    eyes = Counted(data=as_bytes(a_picture().crop((20, 30, 470, 460)), "JPEG"))
    [found] = panel.look(SILENT, TODAY, eyes)
    assert found.band is Band.HIGH
    assert "points lie alike" in because(found, "image")
    assert eyes.steps == ["points"]


def test_the_name_in_a_picture_is_read(panel: Panel) -> None:
    assert ocr.available()
    [found] = panel.look(SILENT, TODAY, Counted(data=lettered("SOLVANE")))
    assert found.band.alerts
    assert because(found, "wordmark") == "picture text holds “SOLVANE”"


@pytest.mark.parametrize("changes", [{"price": Decimal(690)}, {"platform": "tmall", "seller_id": "1001"}])
def test_nobody_looks_closer_where_it_could_change_nothing(panel: Panel, changes: dict[str, object]) -> None:
    eyes = Counted(data=lettered("SOLVANE"))
    panel.look(replace(SILENT, **changes), TODAY, eyes)  # type: ignore[arg-type]  # fields by name
    assert eyes.steps == []


def test_texture_read_as_letters_does_not_count() -> None:
    assert [ocr._counts(line, 0.95) for line in ("AA", "m", "耳", "耳机", "UVO")] == [False] * 3 + [True] * 2
    assert not ocr._counts("SOLVANE", 0.6)
    assert ocr.read(b"no picture") == ""

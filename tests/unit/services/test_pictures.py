"""Pictures are looked at as closely as a judgement needs, and no closer."""

import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.domain.assessments import Band
from bot.domain.listings import Listing
from bot.domain.sentences import sentence
from bot.services.assessment.pictures import MOST_BYTES, Pictures, picture_file
from bot.services.assessment.screening import Panel
from bot.signals.pictures import ocr
from bot.signals.pictures.pixels import NoPicture
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import compile_book
from bot.sources import rates
from bot.words.book import load_words
from bot.words.telling import tell
from tests.odd_pictures import no_pictures
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

NONE = no_pictures(a_picture())
READ_ONCE = cache(ocr.read)


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
    assert because(found, "image") == "picture 1 is the owner's own picture of SV-AIR (air.png)"
    assert eyes.steps == ["points"]


def test_the_name_in_a_picture_is_read(panel: Panel) -> None:
    assert ocr.available()
    [found] = panel.look(SILENT, TODAY, Counted(data=lettered("SOLVANE")))
    assert found.band.alerts
    assert because(found, "wordmark") == "picture text holds “SOLVANE”"


def test_a_cropped_copy_is_told_at_a_fair_price_too(panel: Panel) -> None:
    eyes = Counted(data=as_bytes(a_picture().crop((20, 30, 470, 460)), "JPEG"))
    [found] = panel.look(replace(SILENT, price=Decimal(690)), TODAY, eyes)
    assert because(found, "image") == "picture 1 is the owner's own picture of SV-AIR (air.png)"


@pytest.mark.parametrize("changes", [{"price": Decimal(690)}, {"platform": "tmall", "seller_id": "1001"}])
def test_nobody_looks_closer_where_it_could_change_nothing(panel: Panel, changes: dict[str, object]) -> None:
    eyes = Counted(data=lettered("SOLVANE"))
    panel.look(replace(SILENT, **changes), TODAY, eyes)  # type: ignore[arg-type]  # fields by name
    assert eyes.steps == (["points"] if changes == {"price": Decimal(690)} else [])


@pytest.mark.parametrize("what", NONE)
def test_what_could_not_be_looked_at_is_told_and_the_words_are_judged(
    panel: Panel, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(ocr, "read", READ_ONCE)  # the one that can be looked at is the same each time
    made, reason = NONE[what]
    named = replace(SILENT, title="SOLVANE 蓝牙耳机", images=("odd.jpg", "good.jpg"))
    files = {"odd.jpg": made(), "good.jpg": as_bytes(Image.new("RGB", (300, 300), "white"))}
    [found] = panel.look(named, TODAY, Pictures(files.__getitem__))
    assert found.band.alerts
    [told] = found.unseen
    assert str(told).startswith("picture 1 could not be looked at: ")
    assert reason in str(told)
    chinese = tell(told, load_words("zh"))
    assert chinese.startswith("图1无法查看：")
    assert not set(chinese.partition("（")[0].split()) & {"the", "it", "is"}


def test_a_picture_that_could_not_be_had_is_asked_for_again_after_a_while(panel: Panel) -> None:
    asked, now = list[str](), [0.0]

    def load(name: str) -> bytes:
        asked.append(name)
        raise NoPicture(sentence("it could not be fetched ({fault})", fault="the site closed the connection"))

    eyes = Pictures(load, seconds=lambda: now[0])
    for _ in range(2):
        [found] = panel.look(SILENT, TODAY, eyes)
        assert [str(each) for each in found.unseen] == [
            "picture 1 could not be looked at: it could not be fetched (the site closed the connection)"
        ]
    assert asked == ["p.jpg"]
    now[0] += 3_600
    panel.look(SILENT, TODAY, eyes)
    assert asked == ["p.jpg"] * 2


@pytest.mark.parametrize(
    "kind",
    [
        "builtins:RuntimeError",
        "onnxruntime.capi.onnxruntime_pybind11_state:NoSuchFile",
        "rapidocr.main:RapidOCRError",  # by name: seconds of import
        "builtins:ImportError",
    ],
)
def test_a_reader_of_words_that_fails_ends_no_judgement_and_is_told(
    panel: Panel, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def engine() -> Callable[[object], object]:
        raise pkgutil.resolve_name(kind)("model.onnx: no such file")

    monkeypatch.setattr(ocr, "_engine", engine)
    [found] = panel.look(SILENT, TODAY, Counted(data=lettered("SOLVANE")))
    assert [str(each) for each in found.unseen] == [
        "the words in picture 1 could not be read: model.onnx: no such file"
    ]
    assert tell(found.unseen[0], load_words("zh")).startswith("图1中的文字无法识别")


def test_of_a_page_of_small_print_the_tallest_lines_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Image.new("RGB", (900, 900), "white")
    pen = ImageDraw.Draw(page)
    pen.text((60, 30), "SOLVANE", fill="black", font=ImageFont.load_default(90))
    for line in range(4):
        pen.text((60, 220 + 50 * line), "washing advice " * 5, fill="black", font=ImageFont.load_default(18))
    assert "washing" in ocr.read(as_bytes(page))
    monkeypatch.setattr(ocr, "_MOST_LETTERS", 12)
    assert ocr.read(as_bytes(page)) == "SOLVANE"


def test_a_picture_file_is_a_file_and_no_larger_than_any_of_goods(tmp_path: Path) -> None:
    with (tmp_path / "huge.jpg").open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)
    os.mkfifo(tmp_path / "pipe.jpg")
    for name, reason in (("huge.jpg", "larger"), ("pipe.jpg", "no such"), ("none.jpg", "no such")):
        with pytest.raises(NoPicture, match=reason):
            picture_file(tmp_path / name)


def test_texture_read_as_letters_does_not_count() -> None:
    assert [ocr._counts(line, 0.95) for line in ("AA", "m", "耳", "耳机", "UVO")] == [False] * 3 + [True] * 2
    assert not ocr._counts("SOLVANE", 0.6)
    assert ocr.read(b"no picture") == ""

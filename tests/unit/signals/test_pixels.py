"""Bytes become pixels in one place: as a browser shows them, or with the reason why not."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.signals.pictures import ocr, points
from bot.signals.pictures.image import fingerprint, match
from bot.signals.pictures.keypoints import describe
from bot.signals.pictures.pixels import NoPicture, fault, shown
from bot.signals.weighing.compiled_book import CompiledBook
from tests.odd_pictures import no_pictures, saved, sixteen_bits, ways_of_saving
from tests.unit.signals.conftest import a_picture

pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning"
)  # Pillow's remarks on broken files, as in a real run
SAVED = ways_of_saving(a_picture())
NONE = no_pictures(a_picture())
BREAKABLE = ("PNG with alpha", "GIF", "WebP", "CMYK JPEG", "JPEG turned by EXIF 6", "BMP")


@pytest.mark.parametrize("way", SAVED)
def test_one_picture_is_found_however_it_was_saved(compiled: CompiledBook, way: str) -> None:
    data = SAVED[way]()
    assert fault(data) is None
    mark, seen = fingerprint(data), describe(data)
    assert mark is not None
    assert seen is not None
    found = match("p", mark, compiled.pictures) or points.match("p", seen, compiled.points)
    assert found is not None
    assert found.genuine == "air.png"


@pytest.mark.parametrize("what", NONE)
def test_what_cannot_be_looked_at_has_a_reason_and_nothing_else(what: str) -> None:
    made, reason = NONE[what]
    data = made()
    assert reason in str(fault(data))
    assert fingerprint(data) is None
    assert describe(data) is None
    assert ocr.read(data) == ""


def test_a_postscript_file_reaches_no_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise AssertionError("a program was started for a picture of others")

    monkeypatch.setattr("subprocess.check_call", run)
    assert "document" in str(fault(NONE["EPS"][0]()))


def test_a_broken_exif_entry_does_not_hide_the_picture() -> None:
    data = SAVED["JPEG turned by EXIF 6"]()
    at = data.index(b"Exif\0\0")
    torn = data[: at + 14] + b"\xff" * 12 + data[at + 26 :]
    assert fault(torn) is None


def test_sixteen_bits_a_dot_are_tones_and_not_all_white() -> None:
    grey = np.asarray(shown(sixteen_bits(a_picture()), 400).convert("L"), np.int16)
    assert np.abs(grey - np.asarray(a_picture().convert("L"), np.int16)).max() <= 1


def test_colours_are_those_of_the_profile() -> None:
    """A file may hold red and a profile by which it is shown blue: what a browser shows counts."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"#XYZ").replace(b"bXYZ", b"rXYZ").replace(b"#XYZ", b"bXYZ")
    held = Image.new("RGB", (64, 64), (200, 40, 40))
    red, _, blue = np.asarray(shown(saved(held, "PNG", icc_profile=swapped), 16))[5, 5]
    assert blue > 150 > 90 > red


@given(
    way=st.sampled_from(BREAKABLE),
    places=st.lists(st.tuples(st.integers(0, 599), st.integers(0, 255)), max_size=8),
    kept=st.floats(0, 1),
)
@settings(max_examples=150, deadline=None)
def test_no_broken_file_does_worse_than_have_no_pixels(
    way: str, places: list[tuple[int, int]], kept: float
) -> None:
    broken = bytearray(SAVED[way]())
    for at, value in places:
        broken[at % len(broken)] = value
    del broken[round(len(broken) * kept) :]
    image = _shown_or_refused(bytes(broken))
    assert image is None or (image.mode == "RGB" and min(image.size) >= 16)


def _shown_or_refused(data: bytes) -> Image.Image | None:
    try:
        return shown(data, 160)
    except NoPicture:
        return None


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(data: bytes) -> None:
    assert fault(data) or Image.open(io.BytesIO(data))

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from bot.signals import points
from bot.signals.image import PictureMatch, fingerprint, index_pictures, match
from bot.signals.points import describe, index_points
from bot.signals.proofs import proof
from bot.signals.registry import CompiledBook
from tests.benchmarks.screen.drawn import EDITS as EDITED
from tests.benchmarks.screen.drawn import as_jpeg, draw, look, rival
from tests.unit.signals.conftest import a_book, a_picture, as_bytes


def found_in(compiled: CompiledBook, image: Image.Image, kind: str = "JPEG") -> PictureMatch | None:
    """As the cascade looks: hashes first, key points where they say nothing."""
    data = as_bytes(image, kind)
    mark, seen = fingerprint(data), describe(data)
    assert mark is not None
    assert seen is not None
    return match("p.jpg", mark, compiled.pictures) or points.match("p.jpg", seen, compiled.points)


def _banner(image: Image.Image) -> Image.Image:
    ImageDraw.Draw(image).rectangle([0, int(image.height * 0.88), *image.size], fill="#d2142a")
    return image


def _collage(image: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image.resize((image.width // 2, image.height // 2)), (0, 0))
    sheet.paste(
        Image.new("RGB", (image.width // 2, image.height // 2), "#99c"), (image.width // 2, image.height // 2)
    )
    return sheet


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "same": lambda i: i,
    "smaller": lambda i: i.resize((220, 220)),
    "mirrored": ImageOps.mirror,
    "turned a quarter": lambda i: i.rotate(90),
    "upside down and mirrored": lambda i: ImageOps.mirror(i.rotate(180)),
    "cropped": lambda i: i.crop((40, 40, 450, 450)),
    "bordered": lambda i: ImageOps.expand(i, 36, "#f5c518"),
    "turned": lambda i: i.rotate(4, fillcolor="#efe8f7"),
    "tilted": lambda i: i.rotate(40, fillcolor="#efe8f7"),
    "brighter": lambda i: ImageEnhance.Brightness(i).enhance(1.15),
    "bannered": _banner,
    "collage": _collage,
}


@pytest.mark.parametrize("edit", EDITS)
def test_owners_picture_is_found_after(compiled: CompiledBook, edit: str) -> None:
    found = found_in(compiled, EDITS[edit](a_picture()))
    assert found is not None
    assert (found.sku, found.genuine) == ("SV-AIR", "air.png")


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_hashes_alone_know_a_whole_picture_however_it_is_laid(
    compiled: CompiledBook, turns: int, mirrored: bool
) -> None:
    copied = a_picture().rotate(90 * turns)
    mark = fingerprint(as_bytes(ImageOps.mirror(copied) if mirrored else copied, "JPEG"))
    assert mark is not None
    found = match("p.jpg", mark, compiled.pictures)
    assert found is not None
    assert found.genuine == "air.png"
    assert "turned" in found.measured


@pytest.mark.parametrize("shade", ["#2f9c4a", "#c33", "#e8e8e8"])
def test_same_outline_in_other_colours_is_another_makers_picture(compiled: CompiledBook, shade: str) -> None:
    assert found_in(compiled, a_picture(shade=shade)) is None


def test_print_that_the_owners_picture_lacks_tells_a_rival_of_nearly_one_outline() -> None:
    """Found by the benchmark: 16 points agree and 99% of the owner's sparse print, but not what the rival adds."""
    book = a_book()
    index = index_points(book, {"air.png": as_jpeg(draw(look(310_015)), 92)})
    rivals = describe(as_jpeg(draw(rival(look(310_028), 320_588)), 75))
    copied = describe(as_jpeg(draw(look(310_015)), 50))
    assert rivals is not None
    assert copied is not None
    assert points.match("p.jpg", rivals, index) is None
    assert points.match("p.jpg", copied, index) is not None


def test_loud_banner_and_sticker_do_not_hide_the_owners_picture() -> None:
    """Found by the benchmark: where the sticker's edge agrees in light, its red must not speak for the whole."""
    copied = EDITED["banner"](draw(look(70_007)), random.Random(1), [])
    seen = describe(as_jpeg(copied, 70))
    assert seen is not None
    index = index_points(a_book(), {"air.png": as_jpeg(draw(look(70_007)), 92)})
    assert points.match("p.jpg", seen, index) is not None


def test_plain_and_foreign_pictures_match_nothing(compiled: CompiledBook) -> None:
    assert found_in(compiled, Image.new("RGB", (300, 300), "white")) is None
    assert found_in(compiled, Image.linear_gradient("L").convert("RGB")) is None


def test_transparent_and_grey_pictures_are_read() -> None:
    assert fingerprint(as_bytes(a_picture().convert("RGBA"))) is not None
    assert fingerprint(as_bytes(a_picture().convert("L"))) is not None


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff\xd8\xff", as_bytes(Image.new("RGB", (4, 4)))])
def test_what_is_no_usable_picture_has_no_fingerprint(data: bytes) -> None:
    assert fingerprint(data) is None
    assert describe(data) is None


def test_genuine_picture_with_nothing_on_it_is_set_aside() -> None:
    index = index_pictures(a_book(), {"air.png": as_bytes(Image.new("RGB", (300, 300), "white"))})
    assert index.owners == ()
    assert index.aside == (("air.png", "next to nothing is on it: it would match any blank picture"),)


def test_proof_shows_the_listings_picture_beside_the_owners() -> None:
    copied = as_bytes(ImageOps.mirror(a_picture()).crop((20, 30, 470, 460)), "JPEG")
    drawn = proof(copied, as_bytes(a_picture()), "air.png")
    assert drawn is not None
    red = sum(
        count
        for count, shade in (Image.open(io.BytesIO(drawn)).convert("RGB").getcolors(1 << 20) or ())
        if shade == (220, 40, 40)
    )
    assert red > 1000
    assert proof(b"", as_bytes(a_picture()), "air.png") is None

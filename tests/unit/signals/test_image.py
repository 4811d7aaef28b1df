import io
import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from bot.signals.pictures import points
from bot.signals.pictures.image import PictureMatch, fingerprint, index_pictures, match
from bot.signals.pictures.keypoints import describe
from bot.signals.pictures.points import index_points
from bot.signals.pictures.proofs import proof
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
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
    "grey": ImageOps.grayscale,
    "grey and cropped": lambda i: ImageOps.grayscale(i.crop((40, 40, 450, 450))),
    "grey and mirrored": lambda i: ImageOps.mirror(ImageOps.grayscale(i)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_owners_picture_is_found_after(compiled: CompiledBook, edit: str) -> None:
    found = found_in(compiled, EDITS[edit](a_picture()))
    assert found is not None
    assert (found.sku, found.genuine) == ("SV-AIR", "air.png")


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_whole_picture_is_known_however_it_is_laid(
    compiled: CompiledBook, turns: int, mirrored: bool
) -> None:
    copied = a_picture().rotate(90 * turns)
    copied = ImageOps.mirror(copied) if mirrored else copied
    found = found_in(compiled, copied)
    assert found is not None
    assert found.genuine == "air.png"
    mark = fingerprint(as_bytes(copied, "JPEG"))
    assert mark is not None
    assert (match("p.jpg", mark, compiled.pictures) is None) is bool(turns), "hashes know it upright"


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


def test_lettering_all_over_does_not_hide_the_owners_picture() -> None:
    """Found by the benchmark: a watermark takes points away, and those that are left lie exactly."""
    marked = EDITED["watermark"](draw(look(70_021)), random.Random(1), [])
    seen = describe(as_jpeg(marked, 70))
    assert seen is not None
    index = index_points(a_book(), {"air.png": as_jpeg(draw(look(70_021)), 92)})
    assert points.match("p.jpg", seen, index) is not None


def _heap(aside: float = 0.0) -> Image.Image:
    """Goods in a heap; seen from so far aside each lies elsewhere, the more the nearer it is."""
    rng, heap = random.Random(3), Image.new("RGB", (520, 520), "#b08a60")
    several = [draw(look(seed)).crop((110, 110, 410, 410)).resize((130, 130)) for seed in range(500, 508)]
    mask = Image.new("L", (130, 130))
    ImageDraw.Draw(mask).ellipse((6, 6, 124, 124), fill=255)
    for number in range(40):
        goods = several[number % 8].rotate(rng.uniform(0, 360), fillcolor="#b08a60")
        left, top, near = rng.randrange(-30, 420), rng.randrange(-30, 420), rng.uniform(-1, 1)
        heap.paste(goods, (round(left + aside * near), round(top + aside * near / 2)), mask)
    return heap


def test_another_shot_of_the_owners_scene_is_no_copy_and_a_stretched_or_slanted_one_is() -> None:
    index = index_points(a_book(), {"air.png": as_jpeg(_heap(), 92)})
    slant = (4, 0, 0, 520, 520, 520, 516, 0)
    aslant = _heap().transform((520, 520), Image.Transform.QUAD, slant, Image.Resampling.BICUBIC)
    seen = [describe(as_jpeg(each, 75)) for each in (_heap(aside=2.0), _heap().resize((530, 515)), aslant)]
    found = [each is not None and points.match("p.jpg", each, index) is not None for each in seen]
    assert found == [False, True, True]


def test_points_that_all_lie_in_one_place_are_no_copy() -> None:
    pair = (np.full((40, 2), 3, np.float32), np.full((40, 2), 4, np.float32))
    view = index_points(a_book(), {"air.png": as_jpeg(_heap(), 92)}).views[0]
    sure = points.Overlay(
        view=view, matrix=np.eye(2, 3), pairs=pair, shared=1, agreeing=1, mutual=1, visible=1
    )
    assert not sure.holds


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


def _lipstick(tip: str, word: str, ground: str) -> Image.Image:
    """A dark tube and cap, and a tip whose colour is all that tells one maker's goods from another's."""
    image = Image.new("RGB", (520, 520), ground)
    pen = ImageDraw.Draw(image)
    pen.polygon([(195, 115), (250, 92), (250, 205), (195, 205)], fill=tip)
    pen.rectangle([186, 200, 262, 272], fill="#c9a656")
    for left, right in ((176, 270), (300, 396)):
        pen.rounded_rectangle([left, 268 if left < 200 else 230, right, 470], 8, fill="#2a1b3d")
        pen.text((left + 16, 360), word, fill="#e8d9a0", font_size=20)
    return image


@pytest.mark.parametrize("tip", ["#4d8a46", "#3c6aa8", "#e9e2d6"])
def test_goods_that_differ_in_the_colour_of_one_part_are_not_the_owners(tip: str) -> None:
    """Found on the development set: where all that differs is one part, that part is not to be left out."""
    own = as_bytes(_lipstick("#b3202c", "AIRELL", "#f6e3e3"), "PNG")
    compiled = compile_book(a_book(), rates.read(), {"air.png": own})
    assert found_in(compiled, _lipstick(tip, "ORIGIN", "#f2f1ee")) is None
    assert found_in(compiled, _lipstick("#b3202c", "AIRELL", "#f6e3e3")) is not None


def _small(image: Image.Image) -> Image.Image:
    """Goods small on a white ground."""
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image.resize((image.width // 3, image.height // 3)), (image.width // 3, image.height // 3))
    return sheet


@pytest.mark.parametrize(("seed", "other_seed"), [(4_046, 14_166), (4_053, 14_053)])
def test_small_goods_on_a_plain_ground_are_compared_by_themselves(seed: int, other_seed: int) -> None:
    """Found on clip art: reduced to a stamp, two things of one outline are one."""
    goods, other = look(seed), rival(look(seed), other_seed)
    compiled = compile_book(a_book(), rates.read(), {"air.png": as_jpeg(_small(draw(goods)), 92)})
    assert found_in(compiled, _small(draw(other))) is None
    copied = found_in(compiled, _small(draw(goods)).resize((400, 400)))
    assert copied is not None
    assert copied.genuine == "air.png"

"""Drawn product pictures, and what copiers do to pictures. Everything comes from a seed.

No real goods are shown. A *rival* picture has the outline, ground and body colour of another one, with its own print
and words: the hardest kind of different picture.
"""

import io
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

SIDE = 520
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
_SYLLABLES = tuple("ka ve lor min ta sol ri bel nu ora dex phi tam jun wex quo zil har pre sto".split(" "))  # noqa: SIM905
_HAN = "森屿拾光木槿鹿岛听风晴野南笙知白云涧青禾霁月星朗海棠墨川"
OUTLINES = ("bottle", "jar", "tube", "bag", "shoe", "box", "phone", "kettle", "shirt", "toy")
PRINTS = ("stripes", "dots", "rings", "waves", "zigzag", "petals", "checks", "plain")


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a drawn picture is made of."""

    outline: str
    pattern: str
    words: tuple[str, str]
    body: tuple[int, int, int]
    ink: tuple[int, int, int]
    ground: tuple[tuple[int, int, int], tuple[int, int, int]]
    font: int
    pose: float
    seed: int


def look(seed: int) -> Look:
    """A picture's parts, drawn from the seed."""
    rng = random.Random(seed)
    shade = lambda low, high: tuple(rng.randint(low, high) for _ in range(3))  # noqa: E731
    word = "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3))).upper()
    light = shade(215, 255)
    return Look(
        outline=rng.choice(OUTLINES),
        pattern=rng.choice(PRINTS),
        words=(word, "".join(rng.sample(_HAN, 3))),
        body=shade(20, 235),  # type: ignore[arg-type]
        ink=shade(0, 255),  # type: ignore[arg-type]
        ground=(light, (255, 255, 255) if rng.random() < 0.4 else shade(190, 255)),  # type: ignore[arg-type]
        font=rng.randrange(len(_FONTS)),
        pose=rng.uniform(-3, 3),
        seed=seed,
    )


def rival(of: Look, seed: int) -> Look:
    """Another maker's goods in the same outline, ground and body colour."""
    own = look(seed)
    pattern = (
        own.pattern if own.pattern != of.pattern else PRINTS[(PRINTS.index(of.pattern) + 1) % len(PRINTS)]
    )
    return replace(own, outline=of.outline, ground=of.ground, body=of.body, pattern=pattern)


def draw(parts: Look) -> Image.Image:
    """The picture: goods with print and label on a ground, with a shadow."""
    rng = random.Random(parts.seed)
    image = _ground(parts)
    mask = Image.new("L", (SIDE, SIDE))
    _outline(ImageDraw.Draw(mask), parts.outline)
    mask = mask.rotate(parts.pose, Image.Resampling.BICUBIC)
    shadow = mask.filter(ImageFilter.GaussianBlur(9)).point(lambda v: v // 3)
    image.paste((60, 60, 70), (6, 9), shadow)
    goods = Image.new("RGB", (SIDE, SIDE), parts.body)
    _print(ImageDraw.Draw(goods), parts, rng)
    _label(ImageDraw.Draw(goods), parts, rng)
    goods = _shaded(goods.rotate(parts.pose, Image.Resampling.BICUBIC, fillcolor=parts.body))
    image.paste(goods, (0, 0), mask)
    return image


def _ground(parts: Look) -> Image.Image:
    steps = np.linspace(0, 1, SIDE)[:, None, None]
    top, low = np.array(parts.ground[0]), np.array(parts.ground[1])
    rows = np.broadcast_to(top * (1 - steps) + low * steps, (SIDE, SIDE, 3))
    return Image.fromarray(rows.astype(np.uint8))


def _shaded(goods: Image.Image) -> Image.Image:
    light = 1.08 - 0.3 * np.abs(np.linspace(-1, 1, SIDE))[None, :, None]
    return Image.fromarray(np.clip(np.asarray(goods) * light, 0, 255).astype(np.uint8))


def _outline(pen: ImageDraw.ImageDraw, kind: str) -> None:
    match kind:
        case "bottle":
            pen.rounded_rectangle((180, 170, 340, 460), 28, fill=255)
            pen.rectangle((225, 90, 295, 175), fill=255)
        case "jar":
            pen.rounded_rectangle((120, 200, 400, 410), 30, fill=255)
            pen.rounded_rectangle((110, 130, 410, 205), 16, fill=255)
        case "tube":
            pen.polygon([(150, 80), (370, 80), (325, 400), (195, 400)], fill=255)
            pen.rectangle((205, 400, 315, 465), fill=255)
        case "bag":
            pen.rounded_rectangle((90, 200, 430, 430), 50, fill=255)
            pen.arc((170, 90, 350, 320), 180, 360, fill=255, width=18)
        case "shoe":
            pen.polygon(
                [(80, 360), (110, 210), (210, 200), (290, 290), (440, 330), (450, 390), (80, 390)], fill=255
            )
        case "box":
            pen.rectangle((110, 120, 410, 430), fill=255)
        case "phone":
            pen.rounded_rectangle((160, 60, 360, 470), 36, fill=255)
        case "kettle":
            pen.ellipse((120, 170, 390, 440), fill=255)
            pen.polygon([(370, 220), (470, 160), (480, 185), (385, 290)], fill=255)
            pen.arc((160, 80, 350, 280), 180, 360, fill=255, width=20)
        case "shirt":
            pen.polygon(
                [(180, 90), (340, 90), (470, 190), (420, 260), (370, 225), (370, 450), (150, 450), (150, 225),
                 (100, 260), (50, 190)],
                fill=255,
            )  # fmt: skip
        case _:
            pen.ellipse((160, 80, 360, 270), fill=255)
            pen.rounded_rectangle((140, 250, 380, 450), 60, fill=255)


def _print(pen: ImageDraw.ImageDraw, parts: Look, rng: random.Random) -> None:
    ink, step = parts.ink, rng.randint(28, 60)
    phase, turn = rng.randint(0, step), rng.random() < 0.5
    for n in range(-1, SIDE // step + 2):
        place = n * step + phase
        match parts.pattern:
            case "stripes":
                box = (place, 0, place + step // 3, SIDE) if turn else (0, place, SIDE, place + step // 3)
                pen.rectangle(box, fill=ink)
            case "checks":
                for m in range(-1, SIDE // step + 2):
                    if (n + m) % 2:
                        pen.rectangle((place, m * step, place + step, m * step + step), fill=ink)
            case "dots" | "petals":
                for m in range(-1, SIDE // step + 2):
                    _motif(pen, parts.pattern, place, m * step + (n % 2) * step // 2, step, ink, rng)
            case "rings":
                pen.ellipse((260 - place, 300 - place, 260 + place, 300 + place), outline=ink, width=5) if (
                    place > 0
                ) else None
            case "waves" | "zigzag":
                _line(pen, parts.pattern, place, step, ink)


def _motif(
    pen: ImageDraw.ImageDraw, kind: str, x: int, y: int, step: int, ink: tuple[int, ...], rng: random.Random
) -> None:
    size = step / 4
    if kind == "dots":
        size *= rng.uniform(0.6, 1.3)
        pen.ellipse((x - size, y - size, x + size, y + size), fill=ink)
        return
    start = rng.random() * math.pi
    for petal in range(5):
        angle = start + petal * 2 * math.pi / 5
        px, py = x + math.cos(angle) * size, y + math.sin(angle) * size
        pen.ellipse((px - size / 2, py - size / 2, px + size / 2, py + size / 2), fill=ink)


def _line(pen: ImageDraw.ImageDraw, kind: str, y: int, step: int, ink: tuple[int, ...]) -> None:
    wave = (
        (lambda x: math.sin(x / step * 2))
        if kind == "waves"
        else (lambda x: abs(x % (2 * step) - step) / step)
    )
    pen.line([(x, y + wave(x) * step / 2) for x in range(0, SIDE, 4)], fill=ink, width=6)


def _label(pen: ImageDraw.ImageDraw, parts: Look, rng: random.Random) -> None:
    ground = tuple(255 - c for c in parts.body)
    x, y = 262 + rng.randint(-12, 12), rng.randint(270, 350)
    if rng.random() < 0.6:
        pen.rounded_rectangle((x - 78, y - 34, x + 78, y + 44), 10, fill=ground)
        ink = parts.body
    else:
        ink = ground  # type: ignore[assignment]
    for word, size, down in zip(
        parts.words, (rng.randint(22, 32), rng.randint(14, 20)), (-12, 24), strict=True
    ):
        pen.text((x, y + down), word, font=font(size, parts.font), fill=ink, anchor="mm")


def font(size: int, which: int = 0) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """A font that has Chinese characters where one is installed."""
    paths = [p for p in (_FONTS[which], *_FONTS) if Path(p).is_file()]
    return ImageFont.truetype(paths[0], size) if paths else ImageFont.load_default(size)


Edit = Callable[[Image.Image, random.Random, list[Image.Image]], Image.Image]


def _crop(share: float) -> Edit:
    def edit(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
        side = math.sqrt(1 - share)
        stretch = rng.uniform(0.93, 1.07)
        w, h = image.width * min(1, side * stretch), image.height * min(1, side / stretch)
        x, y = rng.uniform(0, image.width - w), rng.uniform(0, image.height - h)
        return image.crop((int(x), int(y), int(x + w), int(y + h)))

    return edit


def _border(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    shade = rng.choice(("white", "#d02020", "#111111", "#f5d020"))
    return ImageOps.expand(image, int(image.width * rng.uniform(0.05, 0.14)), fill=shade)


def _banner(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    image = image.copy()
    pen, high = ImageDraw.Draw(image), int(image.height * rng.uniform(0.12, 0.2))
    y = rng.choice((0, image.height - high))
    pen.rectangle((0, y, image.width, y + high), fill=rng.choice(("#f0d020", "#e04010", "#2060d0")))
    pen.text(
        (image.width / 2, y + high / 2), "限时特价 顺丰包邮", font=font(high // 2), fill="white", anchor="mm"
    )
    x, y = rng.randint(10, image.width - 130), rng.randint(60, image.height - 190)
    pen.ellipse((x, y, x + 110, y + 110), fill="#d01818")
    pen.text((x + 55, y + 55), "爆款", font=font(34), fill="white", anchor="mm")
    return image


def _watermark(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    layer = Image.new("RGBA", image.size)
    pen = ImageDraw.Draw(layer)
    for y in range(30, image.height, 110):
        pen.text((rng.randint(0, 120), y), "阿珍的小店 正品实拍", font=font(30), fill=(255, 255, 255, 130))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _rotate(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return image.rotate(rng.choice((-1, 1)) * rng.uniform(3, 10), Image.Resampling.BICUBIC, fillcolor="white")


def _quarter_turn(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return image.rotate(rng.choice((90, 180, 270)))


def _steep(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return image.rotate(
        rng.choice((-1, 1)) * rng.uniform(15, 60), Image.Resampling.BICUBIC, fillcolor="white"
    )


def _colour(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    gains = np.array([rng.uniform(0.88, 1.12) for _ in range(3)])
    image = Image.fromarray(np.clip(np.asarray(image) * gains, 0, 255).astype(np.uint8))
    image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.8, 1.2))
    image = ImageEnhance.Color(image).enhance(rng.uniform(0.6, 1.5))
    return ImageEnhance.Contrast(image).enhance(rng.uniform(0.8, 1.25))


def _collage(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (SIDE * 2, SIDE * 2), "white")
    four = [image, *rng.sample(others, 3)]
    rng.shuffle(four)
    for n, one in enumerate(four):
        sheet.paste(one.resize((SIDE - 8, SIDE - 8)), ((n % 2) * SIDE + 4, (n // 2) * SIDE + 4))
    return sheet.resize((640, 640))


def _screenshot(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    page = Image.new("RGB", (540, 1100), "#f4f4f4")
    pen = ImageDraw.Draw(page)
    pen.text((20, 10), "9:41", font=font(24), fill="black")
    top = rng.choice((44, 60, 90))
    page.paste(image.resize((540, 540)), (0, top))
    pen.text((20, top + 560), "¥ 89.00  券后", font=font(40), fill="#e03010")
    for line in range(4):
        pen.text(
            (20, top + 640 + line * 60), "正品现货 顺丰包邮 七天无理由退换", font=font(26), fill="#333333"
        )
    return page


def _mirror(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return ImageOps.mirror(image)


def _grey(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return image.convert("L").convert("RGB")


def _grey_crop(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return _grey(_crop(0.2)(image, rng, others), rng, others)


def _resize(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    share = rng.choice((0.4, 0.5, 0.7, 1.6))
    return image.resize((int(image.width * share), int(image.height * share)))


def _same(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    return image


def _several(image: Image.Image, rng: random.Random, others: list[Image.Image]) -> Image.Image:
    for edit in rng.sample((_crop(0.2), _banner, _mirror, _rotate, _colour, _watermark, _border), 3):
        image = edit(image, rng, others)
    return image


EDITS: dict[str, Edit] = {
    "recompression": _same,
    "resize": _resize,
    "colour": _colour,
    "mirror": _mirror,
    "grey": _grey,
    "grey crop 20%": _grey_crop,
    "crop 10%": _crop(0.1),
    "crop 20%": _crop(0.2),
    "crop 30%": _crop(0.3),
    "border": _border,
    "banner": _banner,
    "watermark": _watermark,
    "rotation": _rotate,
    "quarter turn": _quarter_turn,
    "steep rotation": _steep,
    "screenshot": _screenshot,
    "three at once": _several,
    "collage": _collage,
}


def as_jpeg(image: Image.Image, quality: int = 80) -> bytes:
    """The picture as a file."""
    held = io.BytesIO()
    image.convert("RGB").save(held, "JPEG", quality=quality)
    return held.getvalue()

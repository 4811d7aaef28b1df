"""Draws the demo brand's product pictures, and the copies that its counterfeiters use."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

SIZE = 640


def draw_all(folder: Path) -> None:
    """Write every picture of the demo into ``folder``: genuine ones, copied ones, and others' own."""
    folder.mkdir(parents=True, exist_ok=True)
    flask, mug = _flask((36, 78, 92)), _mug((146, 60, 48))
    pictures = {
        "flask-front.jpg": flask,
        "flask-box.jpg": _box(flask),
        "mug-front.jpg": mug,
        "mug-box.jpg": _box(mug),
        "copy-banner.jpg": _banner(flask),
        "copy-crop.jpg": flask.crop((60, 60, 580, 580)).resize((SIZE, SIZE)),
        "copy-bright.jpg": ImageEnhance.Brightness(flask).enhance(1.1),
        "copy-dim.jpg": ImageEnhance.Brightness(mug).enhance(0.85),
        "own-cup.jpg": _cup(),
        "own-strap.jpg": _strap(),
    }
    for name, picture in pictures.items():
        picture.save(folder / name, quality=88)


def _canvas(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    shade = Image.linear_gradient("L").resize((SIZE, SIZE))
    return Image.composite(Image.new("RGB", (SIZE, SIZE), bottom), Image.new("RGB", (SIZE, SIZE), top), shade)


def _name(draw: ImageDraw.ImageDraw, at: tuple[int, int], size: int, fill: str = "white") -> None:
    draw.text(at, "SOLVANE", font=ImageFont.load_default(size), fill=fill, anchor="mm")


def _flask(body: tuple[int, int, int]) -> Image.Image:
    picture = _canvas((244, 242, 238), (206, 214, 214))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((190, 560, 450, 606), fill=(186, 194, 194))
    draw.rounded_rectangle((218, 170, 422, 590), 46, fill=body)
    draw.rounded_rectangle((236, 200, 262, 560), 12, fill=tuple(min(255, c + 46) for c in body))
    draw.rounded_rectangle((250, 84, 390, 178), 22, fill=(52, 52, 54))
    for rib in range(262, 384, 14):
        draw.line((rib, 94, rib, 168), fill=(84, 84, 88), width=4)
    draw.arc((284, 40, 356, 112), 180, 360, fill=(52, 52, 54), width=12)
    draw.line((240, 476, 400, 476), fill=(222, 190, 120), width=6)
    _name(draw, (320, 372), 40)
    return picture


def _mug(body: tuple[int, int, int]) -> Image.Image:
    picture = _canvas((240, 236, 230), (222, 208, 198))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((150, 500, 500, 560), fill=(200, 188, 180))
    draw.arc((372, 230, 556, 450), 270, 90, fill=body, width=34)
    draw.rounded_rectangle((160, 170, 452, 534), 40, fill=body)
    draw.ellipse((160, 138, 452, 206), fill=(70, 66, 64))
    draw.ellipse((184, 150, 428, 194), fill=(40, 38, 38))
    draw.polygon([(306, 250), (352, 318), (260, 318)], fill=(236, 214, 176))
    _name(draw, (306, 400), 46)
    return picture


def _box(product: Image.Image) -> Image.Image:
    picture = _canvas((236, 238, 240), (198, 204, 210))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 120, 580, 600), fill=(250, 249, 246), outline=(170, 170, 170), width=3)
    draw.rectangle((60, 120, 580, 196), fill=(36, 78, 92))
    _name(draw, (320, 160), 44)
    picture.paste(product.resize((360, 360)), (140, 220))
    return picture


def _banner(product: Image.Image) -> Image.Image:
    picture = product.copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 540, SIZE, SIZE), fill=(220, 30, 40))
    draw.text((320, 590), "HOT SALE  -80%", font=ImageFont.load_default(50), fill="yellow", anchor="mm")
    return picture


def _cup() -> Image.Image:
    picture = _canvas((230, 240, 230), (180, 206, 186))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(200, 180), (440, 180), (400, 560), (240, 560)], fill=(250, 250, 250))
    draw.ellipse((200, 150, 440, 210), fill=(120, 160, 130))
    draw.text((320, 380), "daily", font=ImageFont.load_default(60), fill=(120, 160, 130), anchor="mm")
    return picture


def _strap() -> Image.Image:
    picture = _canvas((250, 246, 236), (234, 222, 196))
    draw = ImageDraw.Draw(picture)
    for inset in range(0, 40, 8):
        edge, far = 110 + inset, 530 - inset
        draw.arc((edge, edge, far, far), 20, 340, fill=(120, 90, 40), width=6)
    draw.rectangle((286, 470, 354, 560), fill=(90, 90, 94))
    return picture

"""Draws the pictures and papers of the fictional brands in tests/data: `python tests/data/brand/draw.py`."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
AURELLE = HERE.parent / "aurelle"
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
NIGHT, ICE, GOLD = (24, 38, 68), (226, 236, 244), (196, 164, 92)


def text(size: int) -> ImageFont.FreeTypeFont:
    """The font; index 2 is Simplified Chinese."""
    return ImageFont.truetype(FONT, size, index=2)


def mark() -> Image.Image:
    """The word mark with its star."""
    picture = Image.new("RGB", (480, 160), "white")
    pen = ImageDraw.Draw(picture)
    star(pen, 60, 80, 34, GOLD)
    pen.text((112, 52), "LUMIÈRE NORD", fill=NIGHT, font=text(44))
    return picture


def star(pen: ImageDraw.ImageDraw, x: int, y: int, r: int, colour: tuple[int, int, int]) -> None:
    """A north star of four long and four short rays."""
    s = r // 4
    pen.polygon(
        [
            (x, y - r),
            (x + s, y - s),
            (x + r, y),
            (x + s, y + s),
            (x, y + r),
            (x - s, y + s),
            (x - r, y),
            (x - s, y - s),
        ],
        fill=colour,
    )


def serum(side: bool) -> Image.Image:
    """The bottle from the front or the side."""
    picture = Image.new("RGB", (360, 480), ICE)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((110, 150, 250, 430), 26, fill=NIGHT)
    pen.rectangle((140, 96, 220, 152), fill=GOLD)
    for rib in range(8):
        pen.line((144 + rib * 10, 98, 144 + rib * 10, 150), fill=NIGHT, width=2)
    if not side:
        star(pen, 180, 230, 30, GOLD)
        pen.text((136, 286), "LUMIÈRE", fill=ICE, font=text(22))
        pen.text((152, 316), "NORD", fill=ICE, font=text(22))
        pen.text((152, 366), "露北", fill=GOLD, font=text(28))
    else:
        pen.text((140, 300), "30 ml", fill=ICE, font=text(26))
    return picture


def paper(title: str, lines: list[str]) -> Image.Image:
    """A plain specimen of a certificate, marked as invented."""
    picture = Image.new("RGB", (620, 440), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((14, 14, 605, 425), outline=NIGHT, width=3)
    pen.text((310, 60), title, fill=NIGHT, font=text(32), anchor="mm")
    for number, line in enumerate(lines):
        pen.text((60, 120 + number * 44), line, fill="black", font=text(20))
    pen.text((310, 396), "虚构样本 / invented specimen", fill=(170, 40, 40), font=text(18), anchor="mm")
    return picture


def word_mark(written: str) -> Image.Image:
    """A mark of letters alone."""
    picture = Image.new("RGB", (320, 120), "white")
    ImageDraw.Draw(picture).text((160, 60), written, fill=NIGHT, font=text(44), anchor="mm")
    return picture


def aurelle() -> dict[str, Image.Image]:
    """The papers of the development brand; its product pictures are small copies."""
    owner = "奥蕊股份有限公司"
    marks = (("X85907660", "AURELLE"), ("X87542602", "奥蕊"))
    papers = {f"rights/mark-{n}.png": word_mark(mark) for n, (_, mark) in enumerate(marks, 1)}
    for n, (number, mark) in enumerate(marks, 1):
        lines = [f"注册号：{number}", f"商标：{mark}", "类别：3", f"注册人：{owner}"]
        papers[f"rights/tm-{n}.png"] = paper("商标注册证", lines)
    design = ["专利号：X12415961", "名称：精华液瓶", f"专利权人：{owner}"]
    report = ["专利号：X12415961", "编号：PJ2023-0114", "结论：未发现不符合授予专利权条件的缺陷"]
    granted = [f"委托人：{owner}", "受托人：华昕知识产权律师事务所", "权限：平台投诉、行政投诉"]
    return papers | {
        "rights/design.png": paper("外观设计专利证书", design),
        "rights/design-report.png": paper("专利权评价报告", report),
        "poa/huaxin.png": paper("授权委托书", granted),
    }


def main() -> None:
    """Draw everything."""
    pictures = {
        "rights/mark.png": mark(),
        "images/serum-front.png": serum(side=False),
        "images/serum-side.png": serum(side=True),
        "rights/tm-03.png": paper(
            "商标注册证", ["注册号：41207733", "商标：LUMIÈRE NORD", "类别：3", "注册人：露北股份有限公司"]
        ),
        "rights/dp-1.png": paper(
            "外观设计专利证书", ["专利号：ZL202130123456.7", "名称：精华液瓶", "专利权人：露北股份有限公司"]
        ),
        "rights/dp-1-report.png": paper(
            "专利权评价报告",
            ["专利号：ZL202130123456.7", "编号：PJ2024-0071", "结论：未发现不符合授予专利权条件的缺陷"],
        ),
        "poa/beicheng.png": paper(
            "授权委托书",
            ["委托人：露北股份有限公司", "受托人：北辰知识产权律师事务所", "权限：平台投诉、行政投诉"],
        ),
    }
    for folder, drawn in ((HERE, pictures), (AURELLE, aurelle())):
        for name, picture in drawn.items():
            (folder / name).parent.mkdir(exist_ok=True)
            picture.quantize(32).save(folder / name, optimize=True)


if __name__ == "__main__":
    main()

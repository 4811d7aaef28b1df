"""A made-up brand of earphones and chargers, compiled once, and a way to judge a listing against it."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image, ImageDraw

from bot.domain.assessments import Assessment, Signal
from bot.domain.brands import BrandBook
from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.rights import Right, RightKind
from bot.domain.sellers import Seller, SellerStanding
from bot.signals.pictures.image import fingerprint
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates

TODAY = date(2026, 11, 24)


def a_book() -> BrandBook:
    """Solvane: two products, a trademark, shops of every standing."""
    right = RightId("TM-1")
    return BrandBook(
        name="Solvane",
        aliases=("索维安", "SOLVANE AUDIO"),
        owner="Solvane Oy",
        revision="r1",
        rights=(Right(id=right, kind=RightKind.TRADEMARK, number="1", title="SOLVANE", classes=(9,)),),
        products=(
            Product(
                sku="SV-AIR",
                name="Solvane Air 3 Earbuds",
                name_zh="索维安蓝牙耳机",
                keywords=("earbuds", "蓝牙耳机"),
                right_ids=(right,),
                floor_price=Decimal("690.00"),
                images=("air.png",),
            ),
            Product(
                sku="SV-CELL",
                name="Solvane PowerCell",
                name_zh="索维安充电宝",
                keywords=("power bank", "充电宝"),
                floor_price=Decimal("260.00"),
            ),
        ),
        sellers=(
            Seller(
                platform="tmall",
                seller_id="1001",
                name="索维安官方旗舰店",
                standing=SellerStanding.AUTHORISED,
            ),
            Seller(
                platform="jd",
                seller_id="1002",
                name="旧店",
                standing=SellerStanding.AUTHORISED,
                until=date(2026, 1, 31),
            ),
            Seller(platform="taobao", seller_id="6606", name="老魏的仓", standing=SellerStanding.INFRINGER),
            Seller(platform="taobao", seller_id="5505", name="拾光仓", standing=SellerStanding.WATCHED),
        ),
    )


def a_picture(*, shade: str = "#6a2f9c", side: int = 480) -> Image.Image:
    """A drawn product shot."""
    image = Image.new("RGB", (side, side), "#efe8f7")
    draw = ImageDraw.Draw(image)
    unit = side / 480
    draw.ellipse([90 * unit, 120 * unit, 250 * unit, 330 * unit], fill=shade)
    draw.rounded_rectangle([260 * unit, 170 * unit, 400 * unit, 400 * unit], radius=40 * unit, fill="#2b2b3a")
    draw.rectangle([120 * unit, 60 * unit, 360 * unit, 85 * unit], fill="#d8a13a")
    draw.line([100 * unit, 420 * unit, 390 * unit, 380 * unit], fill=shade, width=int(14 * unit))
    return image


def as_bytes(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


@pytest.fixture(scope="session")
def compiled() -> CompiledBook:
    """The brand, compiled with its genuine picture."""
    return compile_book(a_book(), rates.read(), {"air.png": as_bytes(a_picture())})


Judge = Callable[..., Assessment]


@pytest.fixture
def judge(compiled: CompiledBook) -> Judge:
    """Judges a listing given by its fields; ``picture`` is the bytes of its picture."""

    def run(
        title: str, *, picture: bytes | None = None, price: str | None = None, **fields: Any
    ) -> Assessment:
        values: dict[str, Any] = {
            "platform": "taobao",
            "item_id": "7",
            "url": "https://shop.example/7",
            "currency": "CNY",
        }
        values |= {
            "seller_id": "9",
            "seller_name": "优品百货",
            "price": Decimal(price) if price else None,
        } | fields
        listing = Listing(title=title, images=("p.jpg",) if picture else (), **values)
        mark = fingerprint(picture) if picture else None
        return assess(listing, compiled, packaged_weights(), TODAY, prints={"p.jpg": mark} if mark else None)

    return run


def named(found: Assessment, name: str) -> Signal | None:
    """The signal of this name, if any."""
    return next((s for s in found.signals if s.name == name), None)


def because(found: Assessment, name: str) -> str:
    """The reason of the signal of this name."""
    signal = named(found, name)
    assert signal is not None, [s.name for s in found.signals]
    return str(signal.because)

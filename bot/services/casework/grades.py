"""What grade evidence has, by the parts that are there (grades.toml), and the list of it."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from bot.domain.brands import BrandBook
from bot.domain.compositions import Annex
from bot.domain.evidence import Evidence
from bot.domain.grading import GRADES, Forum, ForumRule
from bot.domain.listings import Listing
from bot.domain.moments import CHINA
from bot.domain.purchases import TestPurchase
from bot.domain.rights import Right


def exhibits_of(
    listings: Sequence[Listing], evidence: Sequence[Evidence], purchases: Sequence[TestPurchase] = ()
) -> tuple[Annex, ...]:
    """One line for each capture and purchase, in Chinese as offices want it; ``sha256`` is the manifest's."""
    known = {listing.listing_id: listing for listing in listings}
    rows = []
    for number, each in enumerate(evidence, start=1):
        at = f"{each.captured_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        manifest = next((f.sha256 for f in each.files if f.name == "manifest.json"), "")
        listing = known.get(each.listing_id)
        taken = f"由{each.by}拍摄或取得，于{at}（北京时间）存入" if each.by_hand else f"{at}（北京时间）取证"
        where = f"{each.url}，{taken}" if each.url else taken
        title, proves = HANDED_IN.get(each.shows, TITLES[each.kind]) if each.by_hand else TITLES[each.kind]
        stamped = "，附可信时间戳" if each.stamps else ""
        rows.append(
            Annex(
                no=number,
                id=each.evidence_id,
                title=f"{title}（{each.listing_id}）",
                proves=proves + (f"：{listing.seller_name}" if listing and listing.seller_name else ""),
                source=where + stamped,
                pages=len(each.files),
                sha256=manifest,
            )
        )
    rows += [_purchase_row(number, each) for number, each in enumerate(purchases, start=len(rows) + 1)]
    return tuple(rows)


def _purchase_row(number: int, purchase: TestPurchase) -> Annex:
    deed = f"，公证书{purchase.notary_deed}" if purchase.notary_deed else ""
    order = purchase.order_no or purchase.source or "未记录"
    return Annex(
        no=number,
        id=purchase.purchase_id,
        title=f"购买取样记录及样品（{purchase.listing_id}）",
        proves="所售商品的来源及与正品的差异",
        source=f"订单号：{order}，样品编号：{purchase.sample_id or '未记录'}{deed}",
        pages=max(1, len(purchase.photographs)),
        sha256="",
    )


def parts_present(
    books: Sequence[tuple[BrandBook, Sequence[Right]]],
    listings: Sequence[Listing],
    evidence: Sequence[Evidence],
    purchases: Sequence[TestPurchase],
    today: date,
) -> frozenset[str]:
    """Which parts of ``grades.toml`` the records hold; ``books`` come with the rights of theirs that the case rests on."""
    rights = [right for _, mine in books for right in mine]
    products = [product for book, _ in books for product in book.products]
    powers = [a for book, _ in books for a in book.authorities if not a.expires_on or a.expires_on >= today]
    recorded = [r for r in rights if r.customs_recordal]
    told = {
        "right_proof": any(right.proof for right in rights),
        "listing_record": bool(listings),
        "page": any(e.has("page.html") for e in evidence),
        "screenshot": any(e.has("screenshot") for e in evidence),
        "licence": any(e.kind == "licence" for e in evidence),
        "test_purchase": any(p.order_no for p in purchases),
        "comparison": any(p.differences and p.examiner for p in purchases),
        "sealed_sample": any(p.seal_no and p.custody and not p.custody_breaks for p in purchases),
        "notary_deed": any(p.notary_deed for p in purchases),
        "time_stamp": any(e.stamps for e in evidence if not e.by_hand),
        "sales_figures": any(x.sales is not None and x.price is not None for x in listings),
        "recordal": any(
            not r.customs_recordal_expires_on or r.customs_recordal_expires_on >= today for r in recorded
        ),
        "genuine_pictures": any(product.images for product in products),
        "power_of_attorney": any("customs" in power.scope for power in powers),
    }
    return frozenset(name for name, there in told.items() if there)


@cache
def rules() -> tuple[ForumRule, ...]:
    """The grading table."""
    return tuple(
        ForumRule(
            forum=Forum(row["forum"]),
            basis=tuple(row["basis"]),
            needs={step: tuple(row[step]) for step in GRADES},
        )
        for row in _table()["forum"]
    )


def part_words(language: str) -> Mapping[str, str]:
    """What each part of the grading table is called in ``en`` or ``zh``."""
    words: Mapping[str, str] = _table()["words"][language]
    return words


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("bot.services.casework").joinpath("grades.toml").read_text(encoding="utf-8"))


TITLES = {
    "capture": ("商品页面取证记录", "被诉商品的展示、标价及销售情况"),
    "licence": ("店铺营业执照公示信息", "经营者的名称、统一社会信用代码及地址"),
    "file": ("补充证据材料", "与被诉商品有关的事实"),
}

HANDED_IN = {
    "page": ("网页截图（由人截取）", "被诉商品的展示"),
    "goods": ("实物照片（由人拍摄）", "被诉商品的外观及包装"),
    "chat": ("聊天记录（由人导出）", "与卖家的沟通内容"),
    "order": ("订单及付款凭证（由人提供）", "购买经过"),
    "recording": ("录音录像（由人录制）", "录制时的情况"),
    "receipt": ("投诉回执（由人提供）", "投诉已提交"),
    "other": ("补充证据材料（由人提供）", "与被诉商品有关的事实"),
}

"""What a person can say that something handed in shows: its title and what it proves in the evidence list. None of these
takes the place of a capture or of a purchase when evidence is graded."""

"""Reasons proposed for a notice from what the records hold already: nobody has to write Chinese to send a Chinese notice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.evidence import Evidence
from bot.domain.ids import RightId
from bot.domain.likeness import foreign_letters
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import Reason, ReasonKind
from bot.domain.rights import Right, RightKind, marks_in

_LOW = 50
"""A price below this share of the genuine one, in percent, is worth telling as a circumstance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRecords:
    """The records that reasons are read from, of one notice."""

    listings: Sequence[Listing]
    rights: Sequence[Right]
    books: Sequence[BrandBook]
    assessments: Sequence[Assessment]
    evidence: Sequence[Evidence]
    purchases: Sequence[TestPurchase]

    def of(self, kind: RightKind) -> list[Right]:
        """The rights of this kind."""
        return [right for right in self.rights if right.kind is kind]

    def capture_of(self, listing: Listing) -> Evidence | None:
        """The newest capture of the listing that holds anything."""
        held = [e for e in self.evidence if e.listing_id == listing.listing_id and e.files]
        return max(held, key=lambda e: e.captured_at, default=None)

    def products_of(self, listing: Listing) -> list[Product]:
        """The genuine products that the assessments of the listing name, else those made under the rights."""
        skus = {sku for a in self.assessments if a.listing_id == listing.listing_id for sku in a.skus}
        every = [product for book in self.books for product in book.products]
        wanted = {right.id for right in self.rights}
        return [p for p in every if p.sku in skus] or [p for p in every if wanted & set(p.right_ids)]


def proposed(records: ReasonRecords) -> tuple[Reason, ...]:
    """Every reason that the records propose, those that say most first; none is ticked."""
    found = [*_samples(records)]
    for listing in records.listings:
        found += [*_uses(records, listing), *_pictures(records, listing), *_tells(records, listing)]
        found += [*_prices(records, listing)]
    return tuple(dict.fromkeys((*found, *_findings(records), *_unlicensed(records))))


def _samples(records: ReasonRecords) -> Iterator[Reason]:
    for bought in records.purchases:
        if not (bought.differences and bought.examiner):
            continue
        told = "；".join(f"正品{row.tell}，样品{row.seen}" for row in bought.differences)
        told_en = "; ".join(
            f"genuine goods: {row.tell_en or row.tell}; the sample: {row.seen_en or row.seen}"
            for row in bought.differences
        )
        on, on_en = (f"于{_zh(bought.examined_on)}", f" on {_en(bought.examined_on)}")
        named, named_en = (
            (f"编号{bought.sample_id}的样品", f"sample {bought.sample_id}")
            if bought.sample_id
            else ("购得的样品", "the sample bought")
        )
        dated = bought.examined_on is not None
        yield Reason(
            kind=ReasonKind.SAMPLE,
            zh=f"经辨认人员{bought.examiner}{on if dated else ''}将{named}与正品比对：{told}。",
            en=f"{bought.examiner} compared {named_en} with genuine goods{on_en if dated else ''}: {told_en}.",
            record=f"purchase {bought.purchase_id}",
            listing_id=bought.listing_id,
        )


def _uses(records: ReasonRecords, listing: Listing) -> Iterator[Reason]:
    """The sign in title, description or picture; a name that stands for the mark."""
    marks = records.of(RightKind.TRADEMARK)
    fields = [
        (marks_in(listing.title, marks), "标题", "title"),
        (marks_in(listing.description, marks), "说明文字", "description"),
    ]
    for right in marks:
        for written, zh, en in fields:
            if right.id in written:
                yield Reason(
                    kind=ReasonKind.SIGN,
                    zh=f"商品{listing.item_id}的{zh}使用了“{right.title}”标识。",
                    en=f"The {en} of item {listing.item_id} uses the sign “{right.title}”.",
                    record=f"listing {listing.listing_id}",
                    listing_id=listing.listing_id,
                    right_id=right.id,
                )
                break
        capture = records.capture_of(listing)
        if capture is not None and right.title and (capture.has("picture") or capture.has("screenshot")):
            yield Reason(
                kind=ReasonKind.SEEN,
                zh=f"商品{listing.item_id}的页面图片显示，商品或者其包装上使用了“{right.title}”标识。",
                en=f"The pictures of item {listing.item_id} show the sign “{right.title}” on the goods or their packaging.",
                record=f"evidence {capture.evidence_id}",
                listing_id=listing.listing_id,
                right_id=right.id,
            )
    yield from _names(records, listing)


def _names(records: ReasonRecords, listing: Listing) -> Iterator[Reason]:
    marks = {right.title.casefold() for right in records.of(RightKind.TRADEMARK)}
    for found in records.assessments:
        spans = [s.span for s in found.signals if s.name == "wordmark" and s.score > 0 and s.span]
        if found.listing_id != listing.listing_id or not spans:
            continue
        start, end = spans[0]
        piece = listing.title[start:end].strip()
        if piece and piece.casefold() not in marks:
            zh, en = _hidden(piece, found.brand)
            yield Reason(
                kind=ReasonKind.NAMED,
                zh=f"商品{listing.item_id}的标题以“{piece}”指称“{found.brand}”品牌{zh}。",
                en=f"The title of item {listing.item_id} writes “{piece}” for the brand {found.brand}{en}.",
                record=f"listing {listing.listing_id}",
                listing_id=listing.listing_id,
            )


def _hidden(piece: str, brand: str) -> tuple[str, str]:
    """What a reader cannot see of a disguised name, in Chinese and in English: letters of another script, hidden characters."""
    told: list[tuple[str, str]] = []
    for each in foreign_letters(piece, brand):
        codes, many = ", ".join(each.codes), bool(each.letters[1:])
        told.append(
            (
                f"“{'”“'.join(each.letters)}”为{each.script_zh}，{codes}",
                f"{'' if many else 'the '}“{'”, “'.join(each.letters)}” {'are' if many else 'is'} {each.script}, {codes}",
            )
        )
    unseen = dict.fromkeys(f"U+{ord(char):04X}" for char in piece if category(char) == "Cf")
    if unseen:
        codes = ", ".join(unseen)
        told.append(
            (
                f"字间藏有不可见字符，{codes}",
                f"characters that nobody sees stand between its letters, {codes}",
            )
        )
    zh, en = ("；".join(zh for zh, _ in told), "; ".join(en for _, en in told))
    return (f"（其中{zh}）", f" ({en})") if told else ("", "")


def _pictures(records: ReasonRecords, listing: Listing) -> Iterator[Reason]:
    capture = records.capture_of(listing)
    drawn = capture is not None and any(f.name.startswith("match-") for f in capture.files)
    for found in records.assessments:
        if found.listing_id != listing.listing_id or not found.genuine:
            continue
        file = found.genuine.rpartition("/")[2]
        work = next((right for right in records.of(RightKind.COPYRIGHT)), None)
        yield Reason(
            kind=ReasonKind.PICTURE,
            zh=f"商品{listing.item_id}的页面图片与权利人的产品图片（文件{file}）相同。",
            en=f"A picture of item {listing.item_id} is the right owner's product picture (file {file}).",
            record=f"evidence {capture.evidence_id}"
            if capture and drawn
            else f"listing {listing.listing_id}",
            listing_id=listing.listing_id,
            right_id=work.id if work else RightId(""),
        )


def _tells(records: ReasonRecords, listing: Listing) -> Iterator[Reason]:
    """Public features of genuine goods: only a person who looked at the pictures knows whether the goods have them."""
    capture = records.capture_of(listing)
    if capture is None or not (capture.has("picture") or capture.has("screenshot")):
        return
    for product in records.products_of(listing):
        for tell, english in product.tells_told:
            yield Reason(
                kind=ReasonKind.TELL,
                zh=f"经比对商品{listing.item_id}的页面图片，其商品不具有正品“{tell}”的特征。",
                en=f"Compared with the pictures of item {listing.item_id}, its goods lack a feature of genuine ones: "
                f"{english or tell}.",
                record=f"product {product.sku}, evidence {capture.evidence_id}",
                listing_id=listing.listing_id,
            )


def _prices(records: ReasonRecords, listing: Listing) -> Iterator[Reason]:
    """Against the public price with figures; against the lowest authorised one without, for it stays inside."""
    prices = {
        (p.list_price, p.floor_price) for p in records.products_of(listing) if p.currency in {"", "CNY"}
    }
    if len(prices) != 1 or listing.price is None or listing.currency not in {"", "CNY"}:
        return
    public, lowest = prices.pop()
    item, asked = listing.item_id, listing.price
    if public and asked * 100 < public * _LOW:
        zh = f"商品{item}标价人民币{asked}元，正品建议零售价为人民币{public}元。"
        en = f"Item {item} is priced at CNY {asked}; the recommended price of genuine goods is CNY {public}."
    elif lowest and asked < lowest:
        zh = f"商品{item}标价人民币{asked}元，低于正品授权渠道的售价。"
        en = f"Item {item} is priced at CNY {asked}, below what authorised sellers ask for genuine goods."
    else:
        return
    record = f"listing {listing.listing_id}, price of the genuine product"
    yield Reason(kind=ReasonKind.PRICE, zh=zh, en=en, record=record, listing_id=listing.listing_id)


def _findings(records: ReasonRecords) -> Iterator[Reason]:
    keys = {f"{x.platform}:{x.seller_id}" for x in records.listings if x.seller_id}
    keys |= {x.seller_company for x in records.listings if x.seller_company}
    for finding in (f for book in records.books for f in book.findings if f.seller in keys):
        yield Reason(
            kind=ReasonKind.FINDING,
            zh=f"该经营者曾于{_zh(finding.date)}被{finding.authority}作出处理决定（文号{finding.number}）。",
            en=f"This trader was dealt with before, on {_en(finding.date)}: {finding.authority}, no. {finding.number}.",
            record=f"finding {finding.number}",
        )


def _unlicensed(records: ReasonRecords) -> Iterator[Reason]:
    """For goods at customs, where no listing shows anything: what the records of licences say."""
    if records.listings or not records.rights:
        return
    names = [licensee.name for right in records.rights for licensee in right.licensees]
    zh = (
        f"登记的被许可人为{'、'.join(names)}，不包括上述收货人、发货人"
        if names
        else "没有许可他人进出口上述货物的记录"
    )
    en = (
        f"The licensees on record are {', '.join(names)}, and neither consignee nor shipper is among them"
        if names
        else "No licence to import or export these goods is on record"
    )
    yield Reason(
        kind=ReasonKind.UNLICENSED,
        zh=f"经核对权利人的许可记录，{zh}；上述货物未经权利人许可使用其注册商标。"
        if records.of(RightKind.TRADEMARK)
        else f"经核对权利人的许可记录，{zh}。",
        en=f"{en}; the goods bear the mark without the right owner's permission."
        if records.of(RightKind.TRADEMARK)
        else f"{en}.",
        record="right " + ", ".join(right.id for right in records.rights),
    )


def _zh(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def _en(on: date | None) -> str:
    return f"{on.day} {on:%B} {on.year}" if on else ""

"""The development brands in tests/data: from each, one draft of every kind can be approved."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from bot.sources.brandbook import read
from bot.sources.feed import read_file
from tests.asked import COMPARED, RESTS_ON_SAMPLE, RIGHTS, SIGNED, a_purchase
from tests.factories import a_request, an_evidence, facts_for
from tests.unit.notices.making import EVERY_KIND, KINDS, fields

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand's folder, and the ids of the mark and the design that its notices rest on."""

    folder: str
    mark: RightId
    design: RightId


BRANDS = (
    Brand(folder="brand", mark=RightId("TM-CN-03"), design=RightId("DP-CN-1")),
    Brand(folder="aurelle", mark=RightId("AUR-TM-CN-1"), design=RightId("AUR-DES-1")),
)


def facts_of(brand: Brand, kind: str, *rights: RightId, ground: str = "") -> NoticeFacts:
    """The facts of a notice of this kind about the brand's one listing."""
    book = read(DATA / brand.folder / "brand.toml")
    (listing,) = read_file(DATA / brand.folder / "listing.ndjson")
    assert isinstance(listing, Listing)
    request = a_request(kind, listing_ids=(listing.listing_id,), right_ids=rights)
    if kind.partition("@")[0] in {*KINDS, "amr-supplement"}:
        request = replace(request, texts=(*request.texts, *SIGNED, *COMPARED))
    if brand.folder == "aurelle":  # its seller is elsewhere, and so are the offices that have its case
        request = replace(request, office=re.sub("义乌|金华", "成都", request.office))
    bought = a_purchase(listing_id=listing.listing_id, seller=listing.seller_name)
    return facts_for(
        kind,
        request=replace(request, ground=ground or request.ground),
        books=(book,),
        listings=(listing,),
        evidence=(an_evidence(listing_id=listing.listing_id, url=listing.url),),
        purchases=(bought,) if kind in RESTS_ON_SAMPLE else (),
    )


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.folder)
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_can_be_approved(writer: TemplateNoticeWriter, kind: str, brand: Brand) -> None:
    right = brand.design if kind in RIGHTS else brand.mark
    composition = writer.compose(facts_of(brand, kind, right))
    assert not composition.blocked, fields(composition, "blocking")


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.folder)
def test_a_design_can_be_asserted_on_the_portal(writer: TemplateNoticeWriter, brand: Brand) -> None:
    composition = writer.compose(facts_of(brand, KINDS[2], brand.design, ground="patent"))
    assert not composition.blocked, fields(composition, "blocking")
    assert any(annex.title.startswith("专利权评价报告") for annex in composition.annexes)


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.folder)
def test_every_paper_that_the_brand_book_names_is_there(brand: Brand) -> None:
    folder = DATA / brand.folder
    book = read(folder / "brand.toml")
    named = [right.certificate for right in book.rights] + [paper.document for paper in book.authorities]
    named += [picture for product in book.products for picture in product.images]
    assert not [name for name in named if name and not (folder / name).is_file()]

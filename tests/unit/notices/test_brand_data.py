"""The development brand in tests/data/brand: one draft of every kind can be approved from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.listings import Listing
from bot.notices.writer import TemplateNoticeWriter
from bot.sources.brandbook import read
from bot.sources.feed import read_file
from tests.factories import a_request, facts_for
from tests.unit.notices.making import EVERY_KIND, KINDS, fields

FOLDER = Path(__file__).parents[2] / "data" / "brand"


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_can_be_approved(writer: TemplateNoticeWriter, kind: str) -> None:
    book = read(FOLDER / "brand.toml")
    (listing,) = read_file(FOLDER / "listing.ndjson")
    assert isinstance(listing, Listing)
    composition = writer.compose(facts_for(kind, books=(book,), listings=(listing,), request=a_request(kind)))
    assert not composition.blocked, fields(composition, "blocking")


def test_a_design_can_be_asserted_on_the_portal(writer: TemplateNoticeWriter) -> None:
    book = read(FOLDER / "brand.toml")
    request = a_request(KINDS[2], right_ids=("DP-CN-1",), ground="patent")
    composition = writer.compose(facts_for(KINDS[2], books=(book,), request=request))
    assert not composition.blocked, fields(composition, "blocking")
    assert any(annex.title.startswith("专利权评价报告") for annex in composition.annexes)

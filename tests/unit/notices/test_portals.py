"""Portal sheets: each platform's own form in its order and language, never two portals in one complaint."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.domain.compositions import Composition
from bot.domain.drafts import ApprovedNotice
from bot.domain.listings import Listing
from bot.notices.catalog import SHIPPED, load_catalog
from bot.notices.wording.portal import FIELDS
from bot.notices.writer import TemplateNoticeWriter
from tests.asked import a_purchase
from tests.factories import FACTS, a_book, a_listing, a_request, a_right, an_evidence, facts_for
from tests.unit.notices.making import draft_of, fields

TAKEDOWN = "platform-takedown"
PORTALS = {
    "taobao": "taobao-group",
    "1688": "taobao-group",
    "alibaba": "alibaba-international",
    "aliexpress": "alibaba-international",
    "pinduoduo": "pinduoduo",
    "jd": "jd",
    "douyin": "douyin",
    "xiaohongshu": "xiaohongshu",
    "dhgate": "dhgate",
    "temu": "temu",
}
IN_ENGLISH = {"alibaba-international", "dhgate", "temu"}


def on(*platforms: str, texts: tuple[tuple[str, str], ...] = FACTS, **changes: Any) -> Any:
    """The facts of a takedown of one listing on each platform, the right on file everywhere."""
    listings: list[Listing] = [
        replace(a_listing(), platform=p, item_id=f"7301{n}") for n, p in enumerate(platforms)
    ]
    right = a_right(portals=tuple((name, "IPP-1") for name in set(PORTALS.values())))
    return facts_for(
        TAKEDOWN,
        request=a_request(TAKEDOWN, listing_ids=tuple(x.listing_id for x in listings), texts=texts),
        listings=tuple(listings),
        books=(changes.pop("book", a_book(rights=(right,))),),
        evidence=tuple(an_evidence(listing_id=x.listing_id) for x in listings),
        **changes,
    )


def test_a_sheet_that_is_our_reading_says_so_in_both_languages(
    writer: TemplateNoticeWriter, tmp_path: Path
) -> None:
    facts = on("jd")
    made = writer.write_clean(ApprovedNotice(draft=draft_of(writer.compose(facts), facts)), tmp_path)
    [form] = [file.path for file in made if file.path.endswith(".xlsx")]
    told = [str(row[0].value) for row in load_workbook(form).worksheets[0].iter_rows()]
    assert [row for row in told if "未经确认" in row and "confirmed by nobody" in row] != []


def sheet(composition: Composition) -> dict[str, str]:
    """The sheet's values by their English label."""
    return {field.label: field.value for field in composition.fields}


@pytest.mark.parametrize(("platform", "portal"), PORTALS.items())
def test_each_portal_gets_its_own_form_in_its_order(
    writer: TemplateNoticeWriter, platform: str, portal: str
) -> None:
    composition = writer.compose(on(platform))
    catalog = next(p for p in load_catalog(SHIPPED).portals if p.name == portal)
    values = sheet(composition)

    assert not composition.blocked, fields(composition, "blocking")
    assert composition.addressee == catalog.title
    assert composition.reason_code == "trademark-counterfeit"
    order = [FIELDS[name].label for name in catalog.fields]
    assert list(values) == [label for label in order if label in values]
    assert values["Links"] == a_listing().url
    assert values["On file with the portal as"] == "IPP-1"
    english = portal in IN_ENGLISH
    assert values["Right owner"] == ("Lumière Nord SAS" if english else "露北股份有限公司")
    assert ("barcode" in values["Explanation"]) is english
    assert ("portal.fields" in fields(composition)) is (portal != "taobao-group")


def test_a_complaint_never_mixes_portals(writer: TemplateNoticeWriter) -> None:
    gap = fields(writer.compose(on("taobao", "aliexpress")), "blocking")["listing.platform"]
    assert "different places" in str(gap.message)
    assert "listing.platform" not in fields(writer.compose(on("taobao", "tmall", "1688")))


def test_a_platform_without_a_portal_gets_the_letter(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(on("kuaishou"))
    assert (composition.fields, composition.reason_code) == ((), None)
    assert composition.addressee == "Kuaishou"
    assert "**致：**快手电商" in composition.text("zh")
    assert not composition.blocked
    assert "send the letter" in str(fields(composition)["listing.platform"].message)


def test_a_letter_can_be_chosen_where_there_is_a_portal(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(on("jd", texts=(*FACTS, ("channel", "email"))))
    assert composition.fields == ()
    assert "portal.fields" not in fields(composition)


def test_temu_takes_two_hundred_links(writer: TemplateNoticeWriter) -> None:
    assert "listing.url" in fields(writer.compose(on(*["temu"] * 201)), "blocking")
    assert "listing.url" not in fields(writer.compose(on(*["temu"] * 200)))


def test_douyin_certifies_rights_before_it_takes_complaints(writer: TemplateNoticeWriter) -> None:
    book = a_book(rights=(a_right(portals=()),))
    gap = fields(writer.compose(on("douyin", book=book)), "blocking")["right.portals"]
    assert gap.waivable_by == "approver"


def test_one_order_in_a_complaint_on_a_test_purchase(writer: TemplateNoticeWriter) -> None:
    first = a_purchase(listing_id="taobao:73010")
    second = replace(first, purchase_id="P-000002", order_no="40129")
    facts = on("taobao", purchases=(first, second))
    assert "evidence.test_purchase" in fields(writer.compose(facts), "blocking")
    texts = (*FACTS, ("purchase", "40129"))
    chosen = writer.compose(on("taobao", purchases=(first, second), texts=texts))
    assert sheet(chosen)["Order number of the test purchase"] == "40129"
    assert not chosen.blocked


def test_what_only_some_complaints_have_is_left_out(writer: TemplateNoticeWriter) -> None:
    plain = sheet(writer.compose(on("dhgate")))
    assert "Order number of the test purchase" not in plain
    assert "Patent evaluation report" not in plain
    assert "Agent's letter of guarantee" in plain
    alone = sheet(writer.compose(on("dhgate", texts=(*FACTS, ("agent", "none")))))
    assert "Agent's letter of guarantee" not in alone


@pytest.mark.parametrize("platform", ["taobao", "dhgate"])
@pytest.mark.parametrize("ground", ["counterfeit", "mark_use"])
def test_what_is_copied_into_a_form_is_whole_and_holds_no_word_of_our_own(
    writer: TemplateNoticeWriter, platform: str, ground: str
) -> None:
    facts = on(platform)
    composition = writer.compose(replace(facts, request=replace(facts.request, ground=ground)))
    values, code = sheet(composition), composition.reason_code
    assert code is not None
    assert code not in "".join(values.values())
    told = ("未许可该店铺的经营者在上述商品上使用", "no permission from the right owner to use the marks")
    assert any(each in values["Explanation"] for each in told)

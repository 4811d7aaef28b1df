"""Form: pictures are pictures, a text is introduced where it is first named, the English reads without Chinese."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.domain.drafts import ApprovedNotice
from bot.domain.errors import NotPossible
from bot.domain.evidence import EvidenceFile
from bot.domain.ids import RightId
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from bot.services.casework.purchases import keep_photographs
from knowledge.law import Register
from tests.factories import (
    a_book,
    a_design,
    a_product,
    a_purchase,
    a_request,
    a_right,
    an_authority,
    an_evidence,
    facts_for,
)
from tests.unit.notices.making import EVERY_KIND, draft_of, fields

SHELF = "E-000101/screenshot.png"


def photographed(shelf: Path, kind: str) -> NoticeFacts:
    """The facts of a kind, with a screenshot that lies on the shelf."""
    path = shelf / SHELF
    path.parent.mkdir(parents=True)
    Image.new("RGB", (400, 2_000), "#eef").save(path)
    body = path.read_bytes()
    file = EvidenceFile(
        name="screenshot.png",
        path=SHELF,
        media_type="image/png",
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )
    kept = [each for each in an_evidence().files if each.name != "screenshot.png"]
    return facts_for(kind, evidence=(an_evidence(files=(*kept, file)),))


@pytest.mark.parametrize("kind", ["platform-takedown", "cease-and-desist", "amr-complaint"])
def test_a_screenshot_stands_in_the_document_as_a_picture(
    register: Register, tmp_path: Path, kind: str
) -> None:
    writer = TemplateNoticeWriter(register, None, tmp_path)
    facts = photographed(tmp_path, kind)
    composition = writer.compose(facts)
    assert not composition.blocked, fields(composition, "blocking")
    [picture] = composition.pictures
    assert picture.sha256 in composition.text("zh")
    made = writer.write_draft(draft_of(composition, facts), tmp_path / "out")
    for file in (each for each in made if each.path.endswith(".docx")):
        with zipfile.ZipFile(file.path) as package:
            shown = Image.open(io.BytesIO(package.read("word/media/picture1.jpg")))
            text = package.read("word/document.xml").decode()
        assert shown.height <= shown.width * 1.25
        assert 'r:embed="rIdPicture1"' in text
        assert "!picture" not in text


def test_a_picture_that_is_not_the_one_approved_stops_the_document(
    register: Register, tmp_path: Path
) -> None:
    writer = TemplateNoticeWriter(register, None, tmp_path)
    facts = photographed(tmp_path, "platform-takedown")
    draft = draft_of(writer.compose(facts), facts)
    Image.new("RGB", (400, 400), "#000").save(tmp_path / SHELF)
    with pytest.raises(NotPossible, match="the picture has changed"):
        writer.write_clean(ApprovedNotice(draft=draft), tmp_path / "out")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_text_is_named_in_full_where_it_is_first_named(writer: TemplateNoticeWriter, kind: str) -> None:
    text = writer.compose(facts_for(kind)).text("zh")
    for short in set(re.findall(r"以下简称(《[^》]+》)）", text)):
        assert text.index(short) == text.index(f"以下简称{short}") + len("以下简称"), short


def test_several_items_of_an_article_name_the_law_once(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(facts_for("amr-complaint")).text("zh")
    assert "第五十七条第（一）项、第（三）项规定的情形" in text


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_english_text_is_marked_as_a_courtesy_and_spells_what_is_chinese(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    text = writer.compose(facts_for(kind)).text("en")
    assert "given as a courtesy. The Chinese text prevails" in text
    assert "Yiwu" in text or "义乌" not in text


def words(**told: Any) -> NoticeFacts:
    book = a_book(
        rights=(a_right(goods_en="cosmetics; face cream; serum"), a_design()),
        authorities=(an_authority(address_en="1 Shili Road, Shanghai"),),
        products=(a_product(tells_en=("eight ribs inside the cap",)),),
    )
    return facts_for("platform-takedown", books=(book,), **told)


def test_the_teams_own_english_comes_before_pinyin(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(words()).text("en")
    assert "cosmetics; face cream; serum (化妆品；面霜；精华液)" in text
    assert "the goods are serum (精华液)" in text
    pack = writer.compose(replace(words(), request=a_request("product-data-pack"))).text("en")
    assert "eight ribs inside the cap (瓶盖内侧有8条防滑棱)" in pack
    plain = writer.compose(facts_for("amr-complaint")).text("en")
    assert "Yiwu Qinghe Trading Co., Ltd. (义乌市晴禾贸易有限公司)" in plain


def test_a_comparison_is_told_in_the_teams_english(writer: TemplateNoticeWriter) -> None:
    bought = a_purchase()
    told = replace(bought.differences[0], tell_en="eight ribs", seen_en="smooth")
    facts = facts_for("litigation-brief", purchases=(replace(bought, differences=(told,)),))
    assert "| 1 | eight ribs (" in writer.compose(facts).text("en")


def test_customs_has_a_power_of_its_own(writer: TemplateNoticeWriter) -> None:
    facts = facts_for(
        "power-of-attorney",
        request=a_request("power-of-attorney", texts=(("purpose", "customs"), ("agent", "POA-2"))),
    )
    composition = writer.compose(facts)
    assert not composition.blocked
    assert "申请扣留侵权嫌疑货物" in composition.text("zh")
    assert "law.customs_form" in fields(composition, "warning")
    without = replace(facts, request=replace(facts.request, texts=(("purpose", "customs"),)))
    assert "authority.scope" in fields(writer.compose(without), "blocking")


@pytest.mark.parametrize(("granted", "wanted"), [(date(2021, 9, 3), True), (date(2026, 3, 1), False)])
def test_customs_wants_the_register_copy_of_a_patent_granted_more_than_a_year_ago(
    writer: TemplateNoticeWriter, granted: date, wanted: bool
) -> None:
    facts = facts_for(
        "customs-recordal",
        books=(
            a_book(rights=(a_design(granted_on=granted),), products=(a_product(right_ids=("DP-CN-1",)),)),
        ),
        request=a_request("customs-recordal", right_ids=(RightId("DP-CN-1"),)),
    )
    composition = writer.compose(facts)
    assert any("专利登记簿副本" in annex.title for annex in composition.annexes) is wanted
    assert ("right.register_copy" in fields(composition)) is wanted


def test_the_portals_sheet_belongs_to_what_was_approved_and_says_what_is_our_reading(
    writer: TemplateNoticeWriter, tmp_path: Path
) -> None:
    facts = facts_for("platform-takedown")
    draft = draft_of(writer.compose(facts), facts)
    told = {name: rows(path) for name, path in sheets(writer, draft, tmp_path).items()}
    assert set(told) == {"D-000031-v1.fields.xlsx", "D-000031-v1.approved.fields.xlsx"}
    sha256 = draft.composition.sha256("zh")
    assert all(any(sha256 in row for row in sheet) for sheet in told.values())
    assert "草稿，未经批准 / DRAFT, not approved" in told["D-000031-v1.fields.xlsx"]
    assert "草稿，未经批准 / DRAFT, not approved" not in told["D-000031-v1.approved.fields.xlsx"]


def sheets(writer: TemplateNoticeWriter, draft: Any, folder: Path) -> Mapping[str, str]:
    made = (*writer.write_draft(draft, folder), *writer.write_clean(ApprovedNotice(draft=draft), folder))
    return {Path(file.path).name: file.path for file in made if file.path.endswith(".xlsx")}


def rows(path: str) -> list[str]:
    return [str(row[0].value) for row in load_workbook(path).worksheets[0].iter_rows()]


@pytest.mark.parametrize(
    ("kind", "field", "chosen", "zh"),
    [
        ("counter-notice-reply", "answer", "no_papers", "声明未附进货凭证"),
        ("withdrawal", "reason", "new_information", "尚未掌握的资料。"),
        ("amr-supplement", "news", "relisted", "又以新链接上架同一款商品"),
        ("customs-detention", "reasons", "unlicensed", "申请人未许可收货人、发货人"),
        ("civil-complaint", "comparison", "identical", "被诉侵权商品使用的标识与注册商标相同"),
    ],
)
def test_a_sentence_that_stands_ready_is_chosen_instead_of_written(
    writer: TemplateNoticeWriter, kind: str, field: str, chosen: str, zh: str
) -> None:
    request = a_request(kind)
    kept = tuple((n, t) for n, t in request.texts if n not in {f"{field}_zh", f"{field}_en"})
    facts = facts_for(kind, request=replace(request, texts=(*kept, (f"{field}_is", chosen))))
    composition = writer.compose(facts)
    assert not composition.blocked, fields(composition, "blocking")
    assert zh in composition.text("zh")
    written = replace(
        facts, request=replace(facts.request, texts=(*facts.request.texts, (f"{field}_zh", "自写。")))
    )
    assert zh not in writer.compose(written).text("zh")


def test_what_the_goods_are_is_picked_from_the_registration(writer: TemplateNoticeWriter) -> None:
    facts = words()
    other = replace(facts.listings[0], title="LUMIÈRE NORD 正品代购")
    facts = replace(facts, listings=(other,))
    assert "texts.same_goods" in fields(writer.compose(facts))
    request = replace(facts.request, texts=(*facts.request.texts, ("same_goods_is", "面霜")))
    composition = writer.compose(replace(facts, request=request))
    assert "texts.same_goods" not in fields(composition)
    assert "上述商品为面霜" in composition.text("zh")
    assert "the goods are face cream (面霜)" in composition.text("en")


def test_photographs_of_the_sample_are_shown_where_they_were_kept(register: Register, tmp_path: Path) -> None:
    bought = a_purchase()
    (tmp_path / "beside").mkdir()
    Image.new("RGB", (300, 200), "#fed").save(tmp_path / "beside" / "cap.jpg")
    missing = keep_photographs(bought, tmp_path / "beside", tmp_path / "shelf")
    assert "cap.jpg" not in missing
    assert "outer-box.jpg" in missing
    writer = TemplateNoticeWriter(register, None, tmp_path / "shelf")
    composition = writer.compose(facts_for("authenticity-statement"))
    [picture] = composition.pictures
    assert Path(picture.path).name == "cap.jpg"
    assert "样品照片：瓶盖内侧光滑，无防滑棱" in composition.text("zh")
    english = composition.text("en").partition("Photograph of the sample: ")[2].splitlines()[0]
    assert english.startswith("the inside of the cap is smooth")

"""What lawyers who saw the rendered papers alone would have sent back: each fault stays mended."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.assessments import Assessment, Band
from bot.domain.drafts import Sent
from bot.domain.evidence import EvidenceFile
from bot.domain.ids import DraftId, EvidenceId, PersonId, RightId
from bot.domain.reasons import Reason, ReasonKind, TickedReason
from bot.domain.rights import RightKind
from bot.domain.sentences import sentence
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import a_purchase
from tests.factories import (
    NOW,
    a_book,
    a_design,
    a_licence_page,
    a_listing,
    a_right,
    an_authority,
    an_evidence,
    facts_for,
)
from tests.unit.notices.making import AFTER, BEFORE, EVERY_KIND, draft_of, facts_on, fields, with_texts


def without(kind: str, *names: str, **texts: str) -> NoticeFacts:
    """The full facts of the kind with fields of its form left out or changed."""
    facts = facts_for(kind)
    kept = {name: text for name, text in facts.request.texts if name not in names} | texts
    return replace(facts, request=replace(facts.request, texts=tuple(kept.items())))


def unmarked(kind: str) -> NoticeFacts:
    return facts_for(kind, purchases=(a_purchase(marked="", marked_en=""),))


def stands_on_both_dates(writer: TemplateNoticeWriter, kind: str, zh: str, en: str) -> None:
    for day in (BEFORE, AFTER):
        composition = writer.compose(facts_on(kind, day))
        assert not composition.blocked, fields(composition, "blocking")
        assert zh in composition.text("zh")
        assert en in composition.text("en")


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("amr-supplement", "原商品的取证及下架记录见附件3", "removal of the old listing: Annex 3"),
        ("amr-supplement", "原商品页面取证记录（730155210017）及其下架记录", "Capture of the old listing (730155210017)"),
        ("amr-supplement", "两者为同一款商品", "they offer the same goods"),
        ("police-referral", "样品的瓶身及外盒标有“LUMIÈRE NORD”标识", "bears, on the bottle and the box"),
        ("police-referral", "如已售商品均系假冒注册商标的商品，即达到", "if all goods sold are counterfeit"),
        ("police-referral", "的报案（控告）书", "Report and accusation to the police"),
        ("police-referral", "请将原因通知控告人", "please give the accuser the reasons"),
        ("civil-complaint", "使用及知名度：________", "Use and reputation: ________"),
        ("civil-complaint", "法定代表人（负责人）身份证明（已办理附加证明书", "legal representative (with apostille"),
        ("litigation-brief", "事实和理由，见《惩罚性赔偿解释》第二条", "see Article 2 of the SPC Punitive"),
        ("patent-adjudication-request", "上述商品所使用的包装瓶（以下称“被控产品”）", "are sold (“the accused product”)"),
        ("withdrawal", "原通知系权利人根据当时掌握的资料善意提交", "in good faith on the papers then available"),
        ("notary-instructions", "经办人身份证明", "Identity papers of the person who appears"),
        ("authenticity-statement", "封签FQ-0093的启封及重新封存：封签在启封前完好", "Opening of seal FQ-0093 and resealing:"),
        ("amr-complaint", "晴禾贸易有限公司，统一社会信用代码91330782MA00000000（附件5", "it is run by Yiwu"),
        ("counter-notice-reply", "声明应当包括不存在侵权行为的初步证据", "a statement must contain prima facie evidence"),
    ],
)  # fmt: skip
def test_what_was_missing_stands_in_both_languages(
    writer: TemplateNoticeWriter, kind: str, zh: str, en: str
) -> None:
    stands_on_both_dates(writer, kind, zh, en)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("civil-complaint", "使用证据"),
        ("withdrawal", "正品。"),
        ("patent-adjudication-request", "被控商品"),
        ("police-referral", "犯罪报案材料"),
        ("test-buy-report", "cap.jpg"),
        ("power-of-attorney", "参照"),
    ],
)
def test_what_hurt_is_gone(writer: TemplateNoticeWriter, kind: str, said: str) -> None:
    assert said not in writer.compose(facts_for(kind)).text("zh")


@pytest.mark.parametrize(
    ("make", "field", "blocks"),
    [
        (lambda: without("amr-supplement", "old_proof"), "texts.old_proof", True),
        (lambda: unmarked("police-referral"), "evidence.test_purchase.marked", True),
        (lambda: unmarked("civil-complaint"), "evidence.test_purchase.marked", True),
        (lambda: unmarked("test-buy-report"), "evidence.test_purchase.marked", False),
        (lambda: without("patent-adjudication-request", "accused_zh", "accused_en"), "texts.accused", True),
        (lambda: without("withdrawal", reason_zh="该商品系正品。", reason_en="The goods are genuine."), "texts.reason", True),
        (lambda: without("notary-instructions", "operator", "operator_en"), "texts.operator", True),
        (lambda: without("authenticity-statement", "same_sample_zh", "same_sample_en"), "texts.same_sample", False),
        (lambda: facts_for("amr-complaint", evidence=(an_evidence(),)), "evidence.licence", False),
        (lambda: facts_for("civil-complaint"), "texts.use", False),
    ],
)  # fmt: skip
def test_what_nobody_recorded_is_a_gap_and_no_sentence(
    writer: TemplateNoticeWriter, make: Callable[[], NoticeFacts], field: str, blocks: bool
) -> None:
    composition = writer.compose(make())
    assert (field in fields(composition, "blocking")) is blocks
    assert field in fields(composition)


def test_a_complaint_in_court_says_of_the_goods_only_what_the_sample_shows(
    writer: TemplateNoticeWriter,
) -> None:
    bare = writer.compose(unmarked("civil-complaint")).text("zh")
    assert "在与核定使用的商品属同一种的商品的销售页面上使用与注册商标相同的商标" in bare
    assert "侵权商品（《商标法》" not in bare


def test_the_newest_licence_page_is_the_one_annexed(writer: TemplateNoticeWriter) -> None:
    later = a_licence_page(evidence_id=EvidenceId("E-000103"))
    composition = writer.compose(
        facts_for("amr-complaint", evidence=(an_evidence(), a_licence_page(), later))
    )
    assert [a.id for a in composition.annexes if "营业执照" in a.title] == ["E-000103"]


def test_what_only_pinyin_spells_in_the_english_text_is_told(writer: TemplateNoticeWriter) -> None:
    book = a_book(rights=(a_right(goods_en=""), a_design(title_en="")))
    plain = fields(writer.compose(facts_for("patent-adjudication-request", books=(book,))))
    assert "the title of DP-CN-1" in str(plain["texts.english"].message)
    assert "the goods of TM-CN-03" in str(
        fields(writer.compose(facts_for("police-referral", books=(book,))))["texts.english"].message
    )
    assert "texts.english" not in fields(writer.compose(facts_for("police-referral")))


OLD = datetime(2026, 12, 20, 3, tzinfo=UTC)
NEW = datetime(2027, 1, 30, 3, tzinfo=UTC)


def sampled(kind: str, **texts: str) -> NoticeFacts:
    """The facts of a kind with the examined sample."""
    return with_texts(facts_for(kind, purchases=(a_purchase(),)), **texts)


def captured(kind: str, at: datetime, **overrides: Any) -> NoticeFacts:
    """A paper of February 2027 on a sample of November 2026 and a page captured at this moment."""
    facts = facts_on(kind, AFTER)
    pages = (an_evidence(captured_at=at), a_licence_page(captured_at=at))
    return replace(facts, evidence=pages, purchases=(a_purchase(),), **overrides)


# x1: a comparison can be checked


def copied(kind: str, **texts: str) -> NoticeFacts:
    """A notice on a copyright: a picture of the owner's is on the page, drawn beside it in the capture."""
    work = a_right(
        id=RightId("CR-1"),
        kind=RightKind.COPYRIGHT,
        number="国作登字-2022-F-0001",
        title="晨光系列主图",
        classes=(),
        goods_zh="",
    )
    drawn = EvidenceFile(
        name="match-1.png", path="E-000101/match-1.png", media_type="image/png", sha256="e" * 64, size=1
    )
    reason = Reason(
        kind=ReasonKind.PICTURE,
        zh="商品730155210044的页面图片与权利人的产品图片（文件serum-front.png）相同。",
        en="A picture of item 730155210044 is the right owner's product picture (file serum-front.png).",
        record="evidence E-000101",
        listing_id=a_listing().listing_id,
        right_id=work.id,
    )
    found = Assessment(
        listing_id=a_listing().listing_id,
        brand="Lumière Nord",
        band=Band.HIGH,
        score=0.99,
        signals=(),
        genuine="images/serum-front.png",
    )
    facts = facts_for(
        kind,
        books=(a_book(rights=(work,)),),
        evidence=(an_evidence(files=(*an_evidence().files, drawn)), a_licence_page()),
        assessments=(found,),
    )
    request = replace(
        facts.request,
        right_ids=(work.id,),
        ground="copyright",
        reasons=(TickedReason(reason=reason, by=PersonId("U1"), at=NOW),),
    )
    kept = {n: x for n, x in facts.request.texts if not n.startswith(("facts", "examiner"))}
    return replace(facts, request=replace(request, texts=tuple((kept | texts).items())))


@pytest.mark.parametrize("kind", ["cease-and-desist", "platform-takedown", "litigation-brief"])
def test_a_copied_picture_names_its_annexes_and_what_agrees(writer: TemplateNoticeWriter, kind: str) -> None:
    facts = copied(kind, alike_is="cut")
    composition = writer.compose(facts)
    [work] = [a.no for a in composition.annexes if "产品图片原件（serum-front.png）" in a.title]
    [page] = [a.no for a in composition.annexes if a.id == "E-000101"]
    assert f"相同（附件{page}，权利人图片见附件{work}）。" in composition.text("zh")
    assert f"(Annex {page}; the right owner's picture: Annex {work})." in composition.text("en")
    if kind != "litigation-brief":
        assert "图片比对：前者系对后者裁切所得" in composition.text("zh")
        assert "The pictures compared: Theirs is a cutting of ours" in composition.text("en")
    assert "texts.alike" in fields(writer.compose(copied(kind)), "blocking")


def test_a_design_is_compared_with_views_that_are_annexed(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_for("patent-adjudication-request"))
    numbers = {annex.title.partition("（")[0]: annex.no for annex in composition.annexes}
    page, views = numbers["商品页面取证记录"], numbers["专利授权公告文本"]
    assert f"被控产品的图片见附件{page}，专利的图片或者照片见附件{views}" in composition.text("zh")
    assert f"the pictures of the accused product: Annex {page}; the views of the patent: Annex {views}" in (
        composition.text("en")
    )
    vague = {"comparison_zh": "两者相同。", "comparison_en": "They are the same."}
    assert "texts.comparison" in fields(writer.compose(without("patent-adjudication-request", **vague)))
    assert "texts.comparison" not in fields(composition)


@pytest.mark.parametrize("kind", ["cease-and-desist", "platform-takedown", "litigation-brief"])
def test_a_design_brings_its_table_of_comparison(writer: TemplateNoticeWriter, kind: str) -> None:
    facts = with_texts(facts_for(kind), comparison_zh="主视图相同。", comparison_en="The front views agree.")
    facts = replace(facts, request=replace(facts.request, right_ids=(RightId("DP-CN-1"),), ground="patent"))
    [table] = [a.no for a in writer.compose(facts).annexes if a.title == "侵权比对表"]
    assert f"（附件{table}）" in writer.compose(facts).text("zh")


# x2: who examined, for whom, on whose authority


@pytest.mark.parametrize(
    "kind",
    [
        *("amr-complaint", "amr-supplement", "platform-takedown", "police-referral", "litigation-brief"),
        *("civil-complaint", "test-buy-report"),
    ],
)
def test_the_examiner_stands_with_employer_and_authority(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(sampled(kind))
    [no] = [annex.no for annex in composition.annexes if annex.title.startswith("辨认人员授权书")]
    assert "辨认人员周然（露北（上海）贸易有限公司品牌保护经理）于" in composition.text("zh")
    assert f"任职及授权见附件{no}" in composition.text("zh")
    assert "Zhou Ran (周然), brand protection manager of" in composition.text("en")


def test_an_opinion_tells_its_examiner_in_rows(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(facts_for("authenticity-statement")).text("zh")
    assert "| 辨认人员的任职单位及职务 | 露北（上海）贸易有限公司品牌保护经理 |" in text
    assert "授权书及身份证明见附件3" in text


def test_no_identity_card_goes_to_the_seller(writer: TemplateNoticeWriter) -> None:
    for kind in ("platform-takedown", "counter-notice-reply"):
        titles = [annex.title for annex in writer.compose(sampled(kind)).annexes]
        assert "辨认人员授权书" in titles
        assert not any("身份证明" in title and "辨认" in title for title in titles)


def test_an_examiner_of_whom_nothing_is_known_is_a_gap(writer: TemplateNoticeWriter) -> None:
    facts = facts_for("police-referral", purchases=(a_purchase(examiner_of="", examiner_of_en=""),))
    plain = with_texts(facts, examiner_of_zh="", examiner_of_en="")
    composition = writer.compose(plain)
    assert "evidence.examiner_of" in fields(composition)
    assert "周然（任职单位及职务：________）" in composition.text("zh")
    two = writer.compose(with_texts(facts, examiner="张三"))
    assert "张三" in str(fields(two)["texts.examiner"].message)


# x3: the sample is tied to its order, its seal and the listing accused


@pytest.mark.parametrize(
    "kind",
    [
        *("amr-complaint", "amr-supplement", "platform-takedown", "police-referral", "litigation-brief"),
        *("civil-complaint", "patent-adjudication-request"),
    ],
)
def test_a_sample_is_tied_to_its_listing(writer: TemplateNoticeWriter, kind: str) -> None:
    other = a_listing(
        item_id="99", url="https://item.taobao.example/item.htm?id=99", title="LUMIÈRE NORD 面霜"
    )
    facts = sampled(kind)
    facts = replace(
        facts,
        listings=(other, a_listing()),
        request=replace(facts.request, listing_ids=(other.listing_id, a_listing().listing_id)),
    )
    text = writer.compose(facts).text("zh")
    assert "从上表第2项商品的链接（商品编号730155210044）购得，订单编号4012887301552" in text
    assert "样品编号LN-2026-017，封签号FQ-0093" in text
    assert "under the link of item no. 2 of the table above (item 730155210044)" in writer.compose(
        facts
    ).text("en")


# x4: no paper relies on an annex that it does not list, and what it lists by hand it mentions

_SPEAKS_FOR_ITSELF = re.compile(
    "主体资格证明|身份证明（|身份证明$|年费缴纳凭证|专利登记簿副本|担保凭证|权利人的产品图片原件"
)


@pytest.mark.parametrize("day", [BEFORE, AFTER])
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_text_and_list_of_annexes_agree(writer: TemplateNoticeWriter, kind: str, day: date) -> None:
    facts = facts_on(kind, day)
    composition = writer.compose(replace(facts, purchases=(a_purchase(),)))
    listed = {annex.no: annex.title for annex in composition.annexes}
    rows = re.compile(r"^\| (?:\d+) \| .*$|^\| 附件\d+ \| .*$", re.MULTILINE)
    text = composition.text("zh")
    assert "附件0" not in text
    assert {int(no) for no in re.findall(r"附件(\d+)", text)} <= set(listed)
    told = {
        int(no)
        for no in re.findall(r"附件(\d+)", text.partition("证据清单")[0] if "证据清单" in text else text)
    }
    for no, title in listed.items():
        if no not in told and not _SPEAKS_FOR_ITSELF.search(title):
            pytest.fail(f"{title} is listed as annex {no} and nowhere relied on: {rows.findall(text)}")


def test_a_deed_is_an_annex_of_its_own(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_for("civil-complaint"))
    [no] = [a.no for a in composition.annexes if a.title == "公证书，编号（2026）沪示证经字第2107号"]
    assert f"公证书编号：（2026）沪示证经字第2107号，附件{no}）" in composition.text("zh")
    bare = writer.compose(facts_for("civil-complaint", purchases=(a_purchase(notary_deed=""),)))
    assert not any(a.title.startswith("公证书") for a in bare.annexes)


# x5: an opened seal is told wherever the sample is relied on


@pytest.mark.parametrize("kind", ["civil-complaint", "litigation-brief", "police-referral", "amr-complaint"])
def test_an_opened_seal_is_told(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(sampled(kind))
    assert "封签FQ-0093的启封及重新封存：封签在启封前完好" in composition.text("zh")
    assert "Opening of seal FQ-0093 and resealing: the seal was whole" in composition.text("en")
    silent = facts_for(kind, purchases=(a_purchase(unsealed="", unsealed_en=""),))
    assert "evidence.test_purchase.seal_no" in fields(writer.compose(silent))


def test_a_platform_gets_no_blanks_to_fill_in(writer: TemplateNoticeWriter) -> None:
    facts = facts_for("platform-takedown", purchases=(a_purchase(unsealed="", unsealed_en=""),))
    assert "启封时间：________" not in writer.compose(facts).text("zh")


# x6: sales before 2027 stay under the text of their day


def test_sales_before_the_change_are_fined_by_the_text_of_their_day(writer: TemplateNoticeWriter) -> None:
    old = writer.compose(captured("amr-complaint", OLD)).text("zh")
    assert "没收、销毁侵权商品" in old
    assert "可以处违法经营额" in old
    assert "第七十四条第二款" not in old
    both = writer.compose(captured("amr-complaint", NEW))
    for said in (
        "对2026年12月31日以前和2027年1月1日以后的销售，本文按销售日期分别引用当日施行的文本",
        "（2026年12月31日以前施行的条文为没收、销毁）",
        "（2026年12月31日以前施行的条文为可以处罚款）",
    ):
        assert said in both.text("zh")
    assert "(in the text in force until 31 December 2026: confiscated and destroyed)" in both.text("en")
    assert "law.straddles" in fields(both)


@pytest.mark.parametrize("kind", ["civil-complaint", "litigation-brief"])
def test_damages_for_sales_before_the_change_follow_the_text_of_their_day(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    old = writer.compose(captured(kind, OLD)).text("zh")
    assert "第六十三条第三款" in old
    assert "第七十七条第" not in old.replace("第七十七条第二款", "")
    both = writer.compose(captured(kind, NEW)).text("zh")
    assert "第六十三条第三款（适用于2026年12月31日以前的行为）" in both
    assert "第七十七条第三款（适用于2027年1月1日以后的行为）" in both
    if kind == "litigation-brief":
        assert "故意（2026年12月31日以前施行的条文为恶意）" in both


def test_sales_without_dates_are_asked_about_in_the_year_of_a_change(writer: TemplateNoticeWriter) -> None:
    late = facts_on("amr-complaint", AFTER)
    assert "2027-01-01" in str(fields(writer.compose(late))["request.act_from"].message)
    assert "request.act_from" not in fields(writer.compose(facts_on("amr-complaint", BEFORE)))
    unsold = replace(late, listings=(a_listing(sales=None),))
    assert "request.act_from" not in fields(writer.compose(unsold))


# x7: a regulation made for the law before is doubted after the change


@pytest.mark.parametrize("kind", ["authenticity-statement", "product-data-pack"])
def test_a_regulation_of_the_law_before_is_doubted(writer: TemplateNoticeWriter, kind: str) -> None:
    assert "law.implements" not in fields(writer.compose(facts_on(kind, BEFORE)))
    assert "law.implements" in fields(writer.compose(facts_on(kind, AFTER)), "warning")


# x8: papers of one case agree


def beside(writer: TemplateNoticeWriter, kind: str, other: str, **texts: str) -> NoticeFacts:
    """The facts of a kind with another paper of its case that was sent, in which a person wrote this."""
    facts = with_texts(facts_for(other), **texts)
    draft = draft_of(
        writer.compose(facts),
        facts,
        draft_id=DraftId("D-000009"),
        sent=Sent(by=PersonId("U1"), channel="counter", at=NOW),
    )
    return facts_for(kind, drafts=(draft,))


def test_what_another_paper_of_the_case_says_otherwise_is_told(writer: TemplateNoticeWriter) -> None:
    told = fields(writer.compose(beside(writer, "police-referral", "amr-complaint", examiner="张三")))
    assert told["texts.package"].message == sentence(
        "in {drafts} of the same case {fields} stands otherwise; say the same in all, or correct the others",
        drafts="D-000009",
        fields="examiner",
    )
    same = fields(writer.compose(beside(writer, "police-referral", "amr-complaint")))
    assert "texts.package" not in same


def test_papers_that_say_the_same_otherwise_are_told_in_one_line(writer: TemplateNoticeWriter) -> None:
    facts = beside(writer, "police-referral", "amr-complaint", examiner="张三")
    page = an_evidence(evidence_id=EvidenceId("E-000200"), captured_at=NOW)
    other = replace(facts.drafts[0], draft_id=DraftId("D-000010"))
    paper = writer.compose(replace(facts, drafts=(*facts.drafts, other), evidence=(*facts.evidence, page)))
    package = [gap for gap in paper.gaps if gap.field.endswith(".package")]
    assert sorted(gap.field for gap in package) == ["evidence.package", "texts.package"]
    assert all("D-000009, D-000010" in str(gap.message) for gap in package)


def test_a_suit_and_a_complaint_do_not_contradict(writer: TemplateNoticeWriter) -> None:
    complaint = writer.compose(beside(writer, "amr-complaint", "civil-complaint"))
    assert "texts.not_sued" in fields(complaint, "blocking")
    suit = writer.compose(beside(writer, "civil-complaint", "amr-complaint"))
    assert "关联案件：已于2026年11月24日向义乌市市场监督管理局提交商标侵权查处请求书" in suit.text("zh")
    assert "关联案件：无" not in suit.text("zh")
    assert not suit.blocked


def test_special_authority_is_ticked_only_where_the_power_gives_it(writer: TemplateNoticeWriter) -> None:
    special = with_texts(facts_for("civil-complaint"), authority="special")
    assert "texts.authority" in fields(writer.compose(special), "blocking")
    given = a_book(authorities=(an_authority(scope=("court", "special")),))
    assert "texts.authority" not in fields(writer.compose(replace(special, books=(given,))))
    power = writer.compose(facts_for("power-of-attorney", books=(given,))).text("zh")
    assert "进行和解，提起反诉或者上诉（特别授权）" in power
    assert "不得代为和解" not in power
    assert "不得代为和解" in writer.compose(facts_for("power-of-attorney")).text("zh")


# goods that are not the owner's own; the parallel import; a mark is used, a work copied, a patent worked


@pytest.mark.parametrize(
    "kind",
    [
        *("civil-complaint", "litigation-brief", "patent-adjudication-request", "customs-detention"),
        *("amr-complaint", "cease-and-desist", "platform-takedown"),
    ],
)
def test_goods_of_another_make_are_said_as_what_they_are(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(with_texts(facts_for(kind, purchases=()), goods_are="other_maker"))
    assert "系他人生产的商品，并非" in composition.text("zh")
    assert "goods of another maker" in composition.text("en")
    assert "仅为正品建议零售价" not in composition.text("zh")
    accessory = writer.compose(with_texts(facts_for(kind, purchases=()), goods_are="accessory"))
    assert "系权利人商品的配件或者零件" in accessory.text("zh")
    assert "texts.goods_are" in fields(accessory)


def test_the_brief_answers_the_parallel_import(writer: TemplateNoticeWriter) -> None:
    for facts, answer in (
        (sampled("litigation-brief"), "样品与正品不符（附件7），不是权利人投放市场的正品"),
        (facts_for("litigation-brief", purchases=()), "尚无样品比对，起诉前应当先行取样核实"),
    ):
        text = writer.compose(facts).text("zh")
        assert "平行进口抗辩：" in text
        assert answer in text


def test_a_mark_is_used_a_work_copied_and_a_patent_worked(writer: TemplateNoticeWriter) -> None:
    for kind in ("cease-and-desist", "cease-and-desist@law_firm"):
        text = writer.compose(facts_for(kind)).text("zh")
        assert "在上述商品上使用上列商标，或者在销售上述商品时使用上列商标。" in text
        assert "使用上列权利" not in text
    assert "未许可贵方复制或者传播上列作品。" in writer.compose(copied("cease-and-desist")).text("zh")


def test_one_feature_that_differs_is_sent_to_the_owner(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(facts_for("product-data-pack")).text("zh")
    assert "商品与上列任何一项特征不符的，请送权利人辨认" in text
    assert "不足以认定" not in text


# what a third reader, given only papers and facts, would have sent back


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("platform-takedown", "致：**淘宝网平台经营者（经淘宝天猫集团知识产权保护平台提交）", "**To:** Operator of Taobao"),
        ("platform-takedown", "《电子商务法》第四十二条第二款", "Article 42, paragraph 2"),
        ("platform-takedown", "商品页面与正品的比对说明（辨认人员签字，附正品照片）", "Record of the comparison with genuine"),
        ("platform-takedown", "| 主体登记号码（法国） | 901 234 567 |", "| Company registration no. (France) |"),
        ("cease-and-desist", "自收到本函之日起立即履行上列第1项、第2项要求", "what items 1 and 2 above ask at once"),
        ("cease-and-desist", "涉嫌侵犯露北股份有限公司注册商标专用权的商品事宜", "suspected of infringing the registered mark"),
        ("amr-complaint", "店铺公示的营业执照载明被请求人的住所为", "The business licence that the shop shows gives the address"),
        ("amr-complaint", "达到《商标法》", "if all goods sold infringe, and reaches the"),
        ("amr-supplement", "继续销售，请一并作为情节考量", "went on selling under a new link"),
        ("customs-detention", "授权委托书（海关规定格式）", "Power of attorney (in the form that customs prescribes)"),
        ("customs-detention", "，上述货物并非申请人生产", "these goods were neither"),
        ("customs-recordal", "授权委托书（海关规定格式）", "Power of attorney (in the form that customs prescribes)"),
        ("counter-notice-reply", "比对说明见附件6", "its record is Annex 6"),
        ("counter-notice-reply", "权利人如在法定期限内投诉或者起诉，将另行通知贵平台", "If the right owner complains or sues"),
        ("power-of-attorney", "在法国签署，经当地公证人公证并办理附加证明书", "notarised there and apostilled"),
        ("civil-complaint", "使用与注册商标相同的“LUMIÈRE NORD”标识，属于", "the defendant uses, on the page"),
        ("civil-complaint", "关联案件：________", "Related cases: ________"),
        ("civil-complaint", "诉前保全：________", "Preservation before suit: ________"),
        ("civil-complaint", "正品建议零售价证明", "Proof of the recommended retail price"),
        ("police-referral", "单位犯罪，见《刑法》第二百二十条", "On crimes by companies see Article 220"),
        ("police-referral", "有合理理由认为上述样品并非", "believe that the sample"),
        ("authenticity-statement", "据辨认人员确认，权利人生产的同款商品", "The examiner confirms that goods of that model"),
        ("notary-instructions", "授权委托书（申请证据保全公证、购买样品、领取公证书）", "Wang Min, lawyer, Beicheng IP Law Firm"),
        ("notary-instructions", "下单账号及付款人：________", "account and payer: ________"),
        ("patent-adjudication-request", "据请求人所知，被请求人亦未起诉", "to its knowledge the respondent has not either"),
        ("withdrawal", "主张原通知系善意提交并请求免责", "The earlier notice of infringement (no. TS"),
    ],
)  # fmt: skip
def test_what_the_third_reader_missed_stands_there(
    writer: TemplateNoticeWriter, kind: str, zh: str, en: str
) -> None:
    stands_on_both_dates(writer, kind, zh, en)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_paper_finds_as_a_court_does_and_none_calls_the_owner_two_names(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    text = writer.compose(sampled(kind)).text("zh")
    for said in (
        "现查明",
        "上述行为于",
        "并非注册人生产",
        "使用上列权利",
        "本文引用",
        "授权签署人：Hélène",
        "另附",
    ):
        assert said not in text


def test_an_address_is_a_place_of_business_only_where_a_person_says_so(writer: TemplateNoticeWriter) -> None:
    shown = writer.compose(facts_for("amr-complaint")).text("zh")
    assert "| 住所（营业执照公示） |" in shown
    told = writer.compose(with_texts(facts_for("amr-complaint"), seller_address="浙江省义乌市北苑路9号"))
    assert "| 实际经营地址 | 浙江省义乌市北苑路9号 |" in told.text("zh")
    assert "被请求人的实际经营地位于浙江省义乌市北苑路9号，属贵局管辖" in told.text("zh")


def test_every_captured_file_has_its_own_hash(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(facts_for("amr-complaint")).text("zh")
    for name, digit in (("page.html", "a"), ("screenshot.png", "b"), ("record.json", "c")):
        assert f"| 附件4 | {name} | {digit * 64} |" in text


@pytest.mark.parametrize(
    ("kind", "texts", "field"),
    [
        ("platform-takedown", {}, "listing.claims"),
        ("platform-takedown", {}, "evidence.compared"),
        ("cease-and-desist", {}, "evidence.preserved"),
        ("cease-and-desist@law_firm", {}, "authority.scope"),
        ("amr-complaint", {}, "law.crime_amount"),
        ("customs-detention", {}, "law.customs_form"),
        ("customs-recordal", {}, "law.customs_form"),
        ("customs-detention", {"not_ours": ""}, "texts.not_ours"),
        ("counter-notice-reply", {"facts_zh": "", "facts_en": ""}, "texts.facts"),
        ("power-of-attorney", {}, "authority.scope"),
        ("power-of-attorney", {}, "authority.form"),
        ("civil-complaint", {}, "texts.related"),
        ("civil-complaint", {}, "texts.damages_method"),
        ("notary-instructions", {}, "authority.scope"),
    ],
)
def test_what_a_reader_would_ask_is_asked_before(
    writer: TemplateNoticeWriter, kind: str, texts: dict[str, str], field: str
) -> None:
    assert field in fields(writer.compose(with_texts(facts_for(kind), **texts)), "warning")


def test_goods_bought_before_the_old_listing_was_down_are_told(writer: TemplateNoticeWriter) -> None:
    assert "texts.down_on" not in fields(writer.compose(facts_for("amr-supplement")))
    early = facts_for("amr-supplement", purchases=(a_purchase(),))
    assert "texts.down_on" in fields(writer.compose(early))


def test_an_annuity_about_to_fall_due_is_told(writer: TemplateNoticeWriter) -> None:
    late = facts_on("patent-adjudication-request", AFTER)
    assert "2027-03-01" in str(fields(writer.compose(late))["right.annuity_paid_until"].message)
    assert "right.annuity_paid_until" not in fields(
        writer.compose(facts_on("patent-adjudication-request", BEFORE))
    )


def test_what_is_taken_back_while_another_paper_pursues_it_is_told(writer: TemplateNoticeWriter) -> None:
    assert "D-000009" in str(
        fields(writer.compose(beside(writer, "withdrawal", "amr-complaint")))["texts.package"].message
    )


def test_a_suit_prepared_before_a_change_of_the_law_hears_of_it(writer: TemplateNoticeWriter) -> None:
    for kind in ("litigation-brief", "civil-complaint"):
        assert "2026-12-31" in str(fields(writer.compose(facts_on(kind, BEFORE)))["law.changes"].message)
        assert "law.changes" not in fields(writer.compose(facts_on(kind, AFTER)))


# what a fourth reader, who accepted these papers, would have corrected before signing


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("platform-takedown", "其经营者为义乌市晴禾贸易有限公司，统一社会信用代码", "By the business licence"),
        ("platform-takedown", "授权委托书（副本，附中文译本）", "(copy, with a Chinese translation)"),
        ("cease-and-desist", "比对记录由本公司留存，必要时提交有关机关", "its record is kept by our company"),
        ("cease-and-desist@law_firm", "比对记录由委托人留存，必要时提交有关机关", "its record is kept by the client"),
        ("cease-and-desist", "《停止侵权承诺书》并送交本公司", "to sign the undertaking in Annex"),
        ("cease-and-desist@law_firm", "《停止侵权承诺书》并送交本所", "to sign the undertaking in Annex"),
        ("cease-and-desist", "承诺人已停止展示、销售该函所列商品，并已删除相应商品链接", "It has stopped showing and selling"),
        ("amr-complaint", "计算，如已售商品均为侵权商品，违法经营额约为人民币74340元", "By the sales of 1,260 pieces and"),
        ("amr-complaint", "对被请求人的经营场所进行现场检查，查阅、复制有关合同", "to seal or seize goods shown to infringe"),
        ("amr-complaint", "附翻译机构盖章或者译者签字的中文译本", "sealed by the agency or signed by the translator"),
        ("customs-detention", "第三条，侵犯知识产权的货物，禁止进口", "may be neither imported nor exported"),
        ("customs-detention", "授权委托书（海关规定格式） |", "(in the form that customs prescribes) |"),
        ("customs-recordal", "授权委托书（海关规定格式） |", "(in the form that customs prescribes) |"),
        ("counter-notice-reply", "已采取必要措施的，请在法定期限内继续维持；", "Where measures have been taken"),
        ("counter-notice-reply", "权利人未许可该经营者在上述商品上使用上列商标", "the seller has no permission"),
        ("counter-notice-reply", "也未附进货凭证等证明材料，权利人无从核对", "so the right owner cannot check it"),
        ("counter-notice-reply", "权利人对本答复及所附材料的真实性负责", "answers for the truth of this reply"),
        ("power-of-attorney", "签署日期：________", "Signed on: ________"),
        ("power-of-attorney@customs", "签署日期：________", "Signed on: ________"),
        ("patent-adjudication-request", "被控产品并非请求人或者其被许可人制造、投放市场", "by it or a licensee of its"),
        ("patent-adjudication-request", "| 被请求人联系方式 | ________ |", "| Respondent's contact | ________ |"),
        ("customs-recordal", "| 联系人 | Zhou Ran |", "| Contact person | Zhou Ran |"),
        ("customs-recordal", "| 电话 | +86 21 5555 0188 |", "| Telephone | +86 21 5555 0188 |"),
        ("customs-recordal", "| 传真 | ________ |", "| Fax | ________ |"),
        ("customs-recordal", "| 电子邮箱 | ip@lumierenord.example |", "| E-mail | ip@lumierenord.example |"),
        ("customs-recordal", "转让、变更、续展情况：________", "Transfers, changes and renewals: ________"),
        ("civil-complaint", "据此，该样品不是原告生产，也不是经原告许可生产的商品；", "Hence the sample was neither made by"),
        ("civil-complaint", "根据原告的授权记录，原告未许可被告在上述商品上使用上列商标", "not permitted the defendant to use"),
        ("police-referral", "根据报案（控告）人的授权记录，报案（控告）人未许可", "According to its records of"),
        ("police-referral", "销售金额为人民币74340元", "sales come to CNY 74,340"),
        ("police-referral", "样品在下列特征上与正品不符", "the sample was neither made"),
        ("authenticity-statement", "经核对权利人的授权记录，也不是权利人许可生产", "by its records of authorisations it was not"),
        ("filing-notice", "已采取必要措施的，请贵平台继续维持", "Where measures were taken"),
        ("civil-complaint", "样品实物（样品编号", "The sample itself (sample no."),
        ("civil-complaint", "样品实物见附件", "; the sample itself is Annex"),
    ],
)  # fmt: skip
def test_what_the_fourth_reader_missed_stands_there(
    writer: TemplateNoticeWriter, kind: str, zh: str, en: str
) -> None:
    stands_on_both_dates(writer, kind, zh, en)


def test_a_raid_is_asked_for_under_the_law_of_the_day(writer: TemplateNoticeWriter) -> None:
    for day, article in ((BEFORE, "六十二"), (AFTER, "七十六")):
        text = writer.compose(facts_on("amr-complaint", day)).text("zh")
        assert f"第{article}条对被请求人的经营场所" in text
        assert "\n\n5. 将立案情况" in text
    confused = writer.compose(facts_on("amr-complaint", BEFORE, ground="unfair_competition")).text("zh")
    assert "现场检查" not in confused
    assert "\n\n4. 将立案情况" in confused


def test_a_reply_names_the_article_that_the_comparison_bears(writer: TemplateNoticeWriter) -> None:
    bare = {"facts_zh": "", "facts_en": "", "examiner": ""}
    for day, article in ((BEFORE, "五十七"), (AFTER, "七十二")):
        full = writer.compose(facts_on("counter-notice-reply", day)).text("zh")
        assert f"第{article}条第（一）项、第（三）项规定的情形" in full
        text = writer.compose(with_texts(facts_on("counter-notice-reply", day), **bare)).text("zh")
        assert f"第{article}条第（一）项规定的情形" in text


def test_the_comparison_does_not_go_to_the_seller(writer: TemplateNoticeWriter) -> None:
    for kind in ("cease-and-desist", "cease-and-desist@law_firm"):
        composition = writer.compose(facts_for(kind))
        assert not [a for a in composition.annexes if "比对说明" in a.title or "辨认人员" in a.title]
        assert "kept and not annexed" in str(fields(composition)["evidence.compared"].message)


def test_a_shop_is_joined_to_its_licence_only_where_it_is_the_only_one(writer: TemplateNoticeWriter) -> None:
    other = a_listing(item_id="99", seller_id="another", url="https://item.taobao.example/item.htm?id=99")
    facts = facts_for("platform-takedown")
    both = replace(
        facts,
        listings=(a_listing(), other),
        request=replace(facts.request, listing_ids=(a_listing().listing_id, other.listing_id)),
    )
    assert "其经营者为" not in writer.compose(both).text("zh")


@pytest.mark.parametrize(
    ("kind", "field", "said"),
    [
        ("customs-detention", "texts.direction", "made to order|makes them to order"),
        ("counter-notice-reply", "evidence.captured_at", "after the complaint"),
        ("power-of-attorney", "authority.form", "signed by the translator"),
        ("patent-adjudication-request", "listing.claims", "正品"),
        ("patent-adjudication-request", "texts.seller_contact", "telephone"),
        ("notary-instructions", "texts.purchase_order", "stay blank"),
        ("withdrawal", "law.wrong_notice", "does not undo liability"),
        ("customs-recordal", "texts.recordal", "fax, changes"),
        ("civil-complaint", "texts.defendant", "the registry asks for a telephone"),
        ("civil-complaint", "evidence.test_purchase.unsealed", "FQ-0093"),
        ("civil-complaint", "texts.other_claims", "destroyed"),
    ],
)
def test_what_the_fourth_reader_would_ask_is_asked(
    writer: TemplateNoticeWriter, kind: str, field: str, said: str
) -> None:
    assert re.search(said, str(fields(writer.compose(facts_for(kind)), "warning")[field].message))


def test_a_patent_is_not_asserted_against_what_may_be_the_owners_own_goods(
    writer: TemplateNoticeWriter,
) -> None:
    kind = "patent-adjudication-request"
    bare = without(kind, "not_ours_zh", "not_ours_en")
    assert "texts.not_ours" in fields(writer.compose(bare), "blocking")
    assert "并非请求人或者其被许可人" not in writer.compose(bare).text("zh")
    other = with_texts(bare, goods_are="other_maker")
    assert "texts.not_ours" not in fields(writer.compose(other))


def test_damages_come_in_the_order_of_the_law_of_the_day(writer: TemplateNoticeWriter) -> None:
    for day, ranked in ((BEFORE, True), (AFTER, False)):
        text = writer.compose(facts_on("litigation-brief", day)).text("zh")
        assert ("赔偿数额依次按原告的实际损失" in text) is ranked


def test_sales_told_to_the_police_are_asked_about_in_the_year_of_a_change(
    writer: TemplateNoticeWriter,
) -> None:
    assert "request.act_from" in fields(writer.compose(facts_on("police-referral", AFTER)))


def test_a_firm_offers_its_written_instruction_only_where_there_is_one(writer: TemplateNoticeWriter) -> None:
    kind = "cease-and-desist@law_firm"
    said = "委托人的书面委托由本所留存，可供核验。"
    assert said not in writer.compose(facts_for(kind)).text("zh")
    given = a_book(authorities=(an_authority(scope=("letter",)),))
    told = writer.compose(facts_for(kind, books=(given,)))
    assert said in told.text("zh")
    assert "may be inspected" in told.text("en")

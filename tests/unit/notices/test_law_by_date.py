"""Every kind, in both languages, on both sides of 1 January 2027, cites what is in force then."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.compositions import CitedProvision, Severity
from bot.domain.ids import EvidenceId
from bot.notices.catalog import SHIPPED, load_catalog
from bot.notices.facts.terms import ActDates
from bot.notices.wording.citing import Citing
from bot.notices.writer import TemplateNoticeWriter
from knowledge import routes
from knowledge.instruments import Confidence, Kind
from knowledge.law import Register, load
from tests.asked import COMPARED, FIRM
from tests.factories import FACTS, a_book, a_design, a_request, a_right, an_evidence, facts_for
from tests.unit.notices.making import AFTER, BEFORE, EVERY_KIND, KINDS, facts_on, fields

REGISTER, CATALOG = load(), load_catalog(SHIPPED)
TRADEMARK_LAW = {BEFORE: "cn-trademark-law-2019", AFTER: "cn-trademark-law-2026"}


@pytest.mark.parametrize("day", [BEFORE, AFTER])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_notice_renders_with_provisions_in_force(
    writer: TemplateNoticeWriter, register: Register, kind: str, language: str, day: date
) -> None:
    composition = writer.compose(facts_on(kind, day))

    assert "\n# " in f"\n{composition.text(language)}"
    assert {p.key for p in composition.provisions} >= set(CATALOG.entry(kind.partition("@")[0]).provisions)
    assert not composition.blocked, fields(composition, "blocking")
    for provision in composition.provisions:
        assert register.instrument_in_force(provision.instrument, day)
        if provision.instrument.startswith("cn-trademark-law"):
            assert provision.instrument == TRADEMARK_LAW[day]


@pytest.mark.parametrize(("day", "articles"), [(BEFORE, {"57(1)", "57(3)"}), (AFTER, {"72(1)", "72(3)"})])
@pytest.mark.parametrize("kind", KINDS)
def test_infringing_acts_move_from_57_to_72(
    writer: TemplateNoticeWriter, kind: str, day: date, articles: set[str]
) -> None:
    provisions = writer.compose(facts_on(kind, day)).provisions
    assert {p.article for p in provisions if p.key == "tm.infringing_acts"} == articles


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (
            BEFORE,
            ("《商标法》第五十七条第（一）项", "《商标法》第六十条第二款", "没收、销毁", "司法机关"),
            "Article 60, paragraph 2, of the Trademark Law",
        ),
        (
            AFTER,
            ("第七十二条第（一）项", "第七十四条第二款", "责令立即停止侵权行为，没收侵权商品", "公安机关"),
            "Article 74, paragraph 2, of the Trademark Law",
        ),
    ],
)
def test_request_to_the_bureau_speaks_the_law_of_the_day(
    writer: TemplateNoticeWriter, day: date, zh: tuple[str, ...], en: str
) -> None:
    composition = writer.compose(facts_on("amr-complaint", day))
    for words in zh:
        assert words in composition.text("zh")
    assert en in composition.text("en")


def test_substance_follows_the_act_and_procedure_the_filing(writer: TemplateNoticeWriter) -> None:
    facts = facts_on("amr-complaint", AFTER, act_from=date(2026, 12, 1), act_to=date(2026, 12, 20))
    articles = {(p.key, p.article) for p in writer.compose(facts).provisions}
    assert ("tm.infringing_acts", "57(1)") in articles
    assert ("tm.amr_powers_fine", "60(2)") in articles
    assert ("tm.amr_standing", "74(1)") in articles


@pytest.mark.parametrize("act_to", [date(2027, 1, 15), None])
@pytest.mark.parametrize("kind", [*KINDS, FIRM, "amr-supplement", "litigation-brief"])
def test_an_act_across_the_change_is_cited_under_both_texts_split_by_date(
    writer: TemplateNoticeWriter, kind: str, act_to: date | None
) -> None:
    composition = writer.compose(facts_on(kind, AFTER, act_from=date(2026, 12, 20), act_to=act_to))
    gaps = [gap for gap in composition.gaps if gap.field == "law.straddles"]
    assert not composition.blocked, fields(composition, "blocking")
    assert [(gap.severity, gap.waivable_by) for gap in gaps] == [(Severity.WARNING, "approver")]
    assert "2027-01-01" in str(gaps[0].message)
    assert "have counsel confirm" in str(gaps[0].message)
    zh, en = composition.text("zh"), composition.text("en")
    assert "《商标法》（2019年修正）第五十七条第（一）项（适用于2026年12月31日以前的行为）" in zh
    assert "《商标法》（2026年修订）第七十二条第（一）项（适用于2027年1月1日以后的行为）" in zh
    assert "Article 57, item (1), of the Trademark Law (2019 amendment) (acts until 31 December 2026)" in en
    assert "Article 72, item (1), of the Trademark Law (2026 revision) (acts from 1 January 2027)" in en


def test_evidence_of_november_in_a_notice_of_january_cites_the_law_of_november(
    writer: TemplateNoticeWriter,
) -> None:
    filed = date(2027, 1, 5)
    composition = writer.compose(
        replace(facts_on("amr-complaint", BEFORE), request=a_request("amr-complaint", as_of=filed))
    )
    articles = {(p.key, p.article) for p in composition.provisions}
    assert (composition.act_from, composition.act_to, composition.act_basis) == (BEFORE, BEFORE, "evidence")
    assert {("tm.infringing_acts", "57(1)"), ("tm.amr_powers_fine", "60(2)")} <= articles
    assert "72(1)" not in {article for _, article in articles}


def test_a_capture_of_the_day_of_filing_that_finds_nothing_proves_no_act_that_day(
    writer: TemplateNoticeWriter,
) -> None:
    filed = date(2027, 1, 5)
    old = facts_on("amr-complaint", BEFORE)
    late = datetime.combine(filed, time(3), UTC)
    record = tuple(file for file in an_evidence().files if file.name == "record.json")
    empty = an_evidence(evidence_id=EvidenceId("E-000102"), captured_at=late, files=record)
    found = an_evidence(evidence_id=EvidenceId("E-000102"), captured_at=late)
    request = a_request("amr-complaint", as_of=filed)
    for capture, last in ((empty, BEFORE), (found, filed)):
        facts = replace(old, request=request, evidence=(*old.evidence, capture), now=late)
        assert writer.compose(facts).act_to == last


def test_without_a_day_of_the_act_a_notice_that_accuses_is_blocked(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(replace(facts_on("cease-and-desist", BEFORE), evidence=()))
    gap = fields(composition, "blocking")["request.act_from"]
    assert "when was it seen" in str(gap.message)
    assert (composition.act_from, composition.act_to, composition.act_basis) == (None, None, "")


days = st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 12, 31))
SPANS = st.tuples(st.lists(days, min_size=1, max_size=3), days)
CITED = sorted({key for entry in CATALOG.entries.values() for key in entry.provisions})
SIDES = sorted(
    {
        change + timedelta(days=side)
        for version in chain.from_iterable(REGISTER.provision(key).versions for key in CITED)
        for text in (version, version.instrument)
        for change, sides in ((text.in_force_from, (-1, 0)), (text.in_force_to, (0, 1)))
        if 2024 <= change.year < 2030
        for side in sides
    }
)
"""The days on both sides of each change of text, 2024 to 2029."""


def assert_in_force(cited: Iterable[CitedProvision], dates: ActDates) -> None:
    for provision in cited:
        text = REGISTER.instruments[provision.instrument]
        substance = REGISTER.provision(provision.key).kind is Kind.SUBSTANCE
        first, last = (dates.act_from, dates.act_to) if substance else (dates.filed_on, dates.filed_on)
        assert text.in_force_from <= last, provision
        assert text.in_force_to >= first, provision


def test_no_provision_is_cited_that_was_not_in_force_on_a_day_of_the_act_or_of_filing() -> None:
    """First and last day of the act and day of filing on each side of every change of what the catalog promises: what
    holds on both sides of a change holds until the next."""
    assert {date(2026, 12, 31), date(2027, 1, 1)} <= set(SIDES)
    for (first, last), filed in product(combinations_with_replacement(SIDES, 2), SIDES):
        dates = ActDates.of(None, None, filed, (last, first))
        citing = Citing(register=REGISTER, language="zh", dates=dates)
        for key in CITED:
            citing.cite(key)
        assert_in_force(citing.cited.values(), dates)
        assert (dates.act_from, dates.act_to) == (first, last)


@settings(max_examples=40, deadline=None)
@given(span=SPANS, kind=st.sampled_from(KINDS))
def test_no_notice_cites_a_text_of_another_day(
    writer: TemplateNoticeWriter, span: tuple[list[date], date], kind: str
) -> None:
    captured, filed = span
    shots = tuple(
        an_evidence(evidence_id=EvidenceId(f"E-{n}"), captured_at=datetime.combine(on, time(3), UTC))
        for n, on in enumerate(captured)
    )
    facts = replace(facts_on(kind, filed), evidence=shots)
    composition = writer.compose(facts)
    dates = ActDates.of(None, None, filed, tuple(captured))
    assert (composition.act_from, composition.act_to) == (dates.act_from, dates.act_to)
    assert_in_force(composition.provisions, dates)


def test_an_act_on_one_side_of_the_change_does_not_straddle(writer: TemplateNoticeWriter) -> None:
    facts = facts_on("cease-and-desist", AFTER, act_from=date(2027, 1, 1), act_to=date(2027, 1, 20))
    assert not writer.compose(facts).blocked


def test_a_provision_not_in_force_is_blocking_and_never_blank(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_on("cease-and-desist", date(2018, 5, 1)))
    assert "law.tm.infringing_acts" in fields(composition, "blocking")
    assert "【此处无现行有效条文】" in composition.text("zh")
    assert "[no provision in force]" in composition.text("en")


@pytest.mark.parametrize(("ground", "article"), [("similar_mark", "57(2)"), ("counterfeit", "57(1)")])
def test_the_ground_picks_the_item(writer: TemplateNoticeWriter, ground: str, article: str) -> None:
    composition = writer.compose(facts_on("cease-and-desist", BEFORE, ground=ground))
    assert composition.ground == ground
    assert article in {p.article for p in composition.provisions}


def test_unfair_competition_cites_its_own_law(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_on("amr-complaint", BEFORE, ground="unfair_competition"))
    assert {p.key for p in composition.provisions} >= {"uc.confusion", "uc.confusion_fine"}
    assert not composition.blocked, fields(composition, "blocking")
    assert "不正当竞争行为查处请求书" in composition.text("zh")


def test_design_patent_on_the_portal_cites_the_patent_law(writer: TemplateNoticeWriter) -> None:
    request = a_request(
        "platform-takedown", right_ids=(a_design().id,), ground="patent", texts=(*FACTS, *COMPARED)
    )
    composition = writer.compose(facts_for("platform-takedown", request=request))
    assert "pt.design_acts" in {p.key for p in composition.provisions}
    assert not composition.blocked, fields(composition, "blocking")


def test_a_copyright_notice_cites_the_copyright_law(writer: TemplateNoticeWriter) -> None:
    from bot.domain.rights import RightKind

    work = a_right(kind=RightKind.COPYRIGHT, expires_on=None, classes=(), number="国作登字-2021-F-00000001")
    request = a_request("platform-takedown", ground="copyright")
    composition = writer.compose(
        facts_for("platform-takedown", request=request, books=(a_book(rights=(work,)),))
    )
    assert "cr.infringement" in {p.key for p in composition.provisions}
    assert not composition.blocked, fields(composition, "blocking")


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (
            "amr-supplement",
            "《商标法》第六十二条第一款，工商行政管理部门",
            "第七十六条第一款，负责商标执法的部门",
        ),
        ("litigation-brief", "恶意侵权且情节严重的", "故意侵权且情节严重的"),
    ],
)
def test_words_of_the_statute_change_with_it(
    writer: TemplateNoticeWriter, kind: str, before: str, after: str
) -> None:
    old, new = (writer.compose(facts_on(kind, day)).text("zh") for day in (BEFORE, AFTER))
    assert before in old
    assert before not in new
    assert after in new
    assert after not in old


@pytest.mark.parametrize(
    "key", [p.key for p in load() if any(v.confidence is Confidence.UNVERIFIED for v in p.versions)]
)
def test_what_nobody_verified_never_enters_a_notice(register: Register, key: str) -> None:
    citing = Citing(register=register, language="zh", dates=ActDates.of(None, None, BEFORE))
    figure = next(iter(register.on(key, BEFORE).figures), "")
    citing.figure(f"{key}.{figure}") if figure else citing.cite(key)
    [fault] = citing.faults.values()
    assert fault.severity is Severity.BLOCKING
    assert "unverified and may not enter a notice" in str(fault.message)


def test_every_notice_that_a_route_ends_in_is_in_the_catalog(writer: TemplateNoticeWriter) -> None:
    ends = {kind for route in routes.load().routes for kind in route.kinds}
    assert ends - {kind.kind for kind in writer.kinds()} == set()


@pytest.mark.parametrize("day", [date(2027, 6, 1), date(2028, 1, 3), date(2031, 1, 2)])
def test_a_notice_of_a_day_that_the_register_does_not_know_waits_for_counsel(
    writer: TemplateNoticeWriter, day: date
) -> None:
    gap = fields(writer.compose(facts_on("amr-complaint", day)))["law.known_until"]
    assert (gap.severity, gap.waivable_by) == (Severity.BLOCKING, "approver")


def test_a_notice_of_a_day_that_the_register_knows_does_not(writer: TemplateNoticeWriter) -> None:
    assert "law.known_until" not in fields(writer.compose(facts_on("amr-complaint", AFTER)))

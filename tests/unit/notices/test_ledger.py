"""Every statement of fact is traced to the records it comes from."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.compositions import Trace
from bot.domain.evidence import EvidenceFile
from bot.notices.writer import TemplateNoticeWriter
from tests.factories import a_book, a_listing, a_request, a_right, an_evidence, facts_for
from tests.unit.notices.making import BEFORE, KINDS, facts_on


def line_with(traces: tuple[Trace, ...], words: str) -> Trace:
    """The only line with these words."""
    [found] = [trace for trace in traces if words in trace.line]
    return found


def test_a_statement_names_the_records_it_comes_from(writer: TemplateNoticeWriter) -> None:
    traces = writer.compose(facts_for("amr-complaint")).traces
    sold = line_with(traces, "销量为1260")
    assert "listing taobao:730155210044" in sold.sources
    row = line_with(traces, "| 人民币59.00元 |")
    assert {"listing taobao:730155210044", "evidence E-000101"} <= set(row.sources)
    assert "right TM-CN-03" in next(t for t in traces if "41207733" in t.line).sources
    assert "law register" in next(t for t in traces if "《" in t.line).sources


def test_a_number_counts_as_a_whole_and_a_hash_is_the_evidence_s_alone(writer: TemplateNoticeWriter) -> None:
    """Class 21 is not the 21 inside a hash, a number or a day."""
    files = tuple(
        EvidenceFile(name=name, path=f"E/{name}", media_type="image/png", sha256=hashed * 16, size=1)
        for name, hashed in (("page.html", "a2b1"), ("picture-1.jpg", "21aa"))
    )
    at = datetime(2026, 11, 21, 1, tzinfo=UTC)
    facts = facts_for(
        "platform-takedown",
        books=(a_book(rights=(a_right(classes=(21,), number="90000021"),)),),
        evidence=(an_evidence(files=files, captured_at=at),),
        listings=(a_listing(title="LUMIÈRE NORD 杯 121ml", sales=0),),
    )
    traces = writer.compose(facts).traces
    hashed = [trace for trace in traces if "21aa" in trace.line or "a2b1" in trace.line]
    assert hashed
    assert {source for trace in hashed for source in trace.sources} == {"evidence E-000101"}
    [taken] = [trace for trace in traces if "2026年11月21日取证时" in trace.line]
    assert not [source for source in taken.sources if source.startswith(("right", "agent"))]
    assert "right TM-CN-03" in line_with(traces, "| 21 |").sources


def test_what_a_person_typed_is_marked_and_what_a_model_proposed_too(writer: TemplateNoticeWriter) -> None:
    typed = writer.compose(facts_for("cease-and-desist")).traces
    assert {t.suggested for t in typed if t.typed} == {False}
    request = a_request("cease-and-desist", suggested=("facts_zh",))
    proposed = writer.compose(facts_for("cease-and-desist", request=request)).traces
    assert [t.suggested for t in proposed if t.typed and "条码" in t.line] == [True]


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_with_a_number_is_without_a_source(writer: TemplateNoticeWriter, kind: str) -> None:
    texts = writer.compose(facts_on(kind, BEFORE)).traces
    counted = r"附件\d*|^\d+\. |序号\d*|SHA-256"
    numbered = [t for t in texts if re.search(r"\d", re.sub(counted, "", t.line))]
    assert [t.line for t in numbered if not (t.sources or t.typed)] == []


def test_of_many_listings_a_line_names_the_one_it_is_about_and_counts_what_they_share(
    writer: TemplateNoticeWriter,
) -> None:
    listings = tuple(a_listing(item_id=f"73015521{n:04d}", url=f"https://x.example/{n}") for n in range(20))
    request = a_request("cease-and-desist", listing_ids=tuple(x.listing_id for x in listings))
    facts = facts_for("cease-and-desist", request=request, listings=listings, evidence=())
    traces = writer.compose(facts).traces
    one = line_with(traces, "730155210007")
    assert [source for source in one.sources if source.startswith("listing")] == [
        "listing taobao:730155210007"
    ]
    assert "listing × 20" in {source for trace in traces for source in trace.sources}

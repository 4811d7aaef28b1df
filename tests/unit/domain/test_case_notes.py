"""Notes for the thread of a case are records; what the outbox held before they were stays readable."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.case_notes import (
    CaseNote,
    ListingCameBack,
    ListingsChanged,
    ProofFound,
    StampCame,
    TalkDue,
    kept,
    written,
)
from bot.domain.ids import CaseId
from bot.domain.sentences import sentence, worded

NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
MEASURED = sentence("{count} points lie alike", count=40)


@pytest.mark.parametrize(
    "note",
    [
        ListingsChanged(looked=(("taobao:1", "down", ""), ("jd:2", "back", "it is up")), count=140),
        ListingCameBack(listing="taobao:1", tie="licence"),
        TalkDue(office="杭州市监局", note="ask for the number"),
        StampCame(evidence="E-000001", authority="https://tsa.example", at=NOON),
        ProofFound(
            listing="taobao:1", picture=1, genuine="a.jpg", measured=MEASURED, file="F1", held="E-1 a.png"
        ),
        ProofFound(listing="taobao:1", picture=1, genuine="a.jpg"),
    ],
)
def test_a_note_comes_out_of_the_outbox_as_it_went_in(note: CaseNote) -> None:
    told, key = kept(written(note, CaseId("C-000001"), NOON))
    assert told == note
    assert key.startswith("C-000001 ")
    assert key.endswith(NOON.isoformat())


def test_two_notes_of_a_kind_on_one_case_and_at_one_moment_are_told_apart() -> None:
    notes = [TalkDue(office=office, note="ask for the number") for office in ("杭州市监局", "Taobao")]
    assert len({kept(written(note, CaseId("C-000001"), NOON))[1] for note in notes}) == 2


def test_a_proof_of_an_older_row_holds_its_sentence_as_text_and_no_drawing() -> None:
    facts = {"listing": "taobao:1", "picture": 1, "genuine": "a.jpg", "measured": "40 points lie alike"}
    told, _ = kept(json.dumps({"what": "proof", "key": "k", "facts": facts}))
    assert told == ProofFound(
        listing="taobao:1", picture=1, genuine="a.jpg", measured=worded("40 points lie alike")
    )


def test_facts_that_no_note_of_today_has_are_passed_over() -> None:
    body = {"what": "relisted", "key": "k", "facts": {"listing": "taobao:1", "tie": "picture", "why": "x"}}
    assert kept(json.dumps(body)) == (ListingCameBack(listing="taobao:1", tie="picture"), "k")

"""Who decides: approvers, and counsel where a paper wants one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.drafts import Draft, DraftRequest, DraftStatus
from bot.domain.ids import PersonId, RightId
from bot.domain.roles import Outsider
from bot.services.desk import Desk
from tests.factories import FACTS, TODAY, a_listing
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.test_pending import approved
from tests.unit.services.test_people import Slack

AUTHOR, ANNA, BEN, CARL = (PersonId(name) for name in ("U_AUTHOR", "U_ANNA", "U_BEN", "U_CARL"))


COUNSEL = PersonId("U_COUNSEL")


@pytest.fixture
def advised(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    """A team that names counsel."""
    with a_desk(tmp_path, clock=clock, approvers=[AUTHOR, ANNA, BEN], counsel=[COUNSEL]) as desk:
        desk.watches.record(a_listing())
        yield desk


def a_draft_for_counsel(desk: Desk, by: PersonId = AUTHOR) -> Draft:
    request = DraftRequest(
        kind="cease-and-desist",
        listing_ids=(a_listing().listing_id,),
        right_ids=(RightId("TM-CN-03"),),
        as_of=TODAY,
        texts=FACTS,
    )
    made = desk.drafts.prepare(request, by=by)
    with desk.store.unit() as unit:
        draft = unit.drafts.get(made.draft_id)
        assert draft is not None
        wanted = replace(draft, composition=replace(draft.composition, counsel=True))
        unit.drafts.save(wanted)
    return wanted


def test_a_paper_that_wants_counsel_waits_for_one_of_them_however_many_others_say_yes(advised: Desk) -> None:
    draft = a_draft_for_counsel(advised)
    assert advised.pending.people_to_ask(draft) == [ANNA, BEN, COUNSEL]
    assert approved(advised, draft).status is DraftStatus.AWAITING
    assert advised.pending.people_to_ask(advised.drafts.get(draft.draft_id)) == [COUNSEL]
    last = advised.approvals.approve(draft.draft_id, shown_version=1, by=COUNSEL)
    assert (last.status, last.released) == (DraftStatus.APPROVED, True)


def test_where_who_is_named_as_counsel_is_not_of_the_team_nobodys_yes_does_in_their_place(
    advised: Desk,
) -> None:
    draft = a_draft_for_counsel(advised)
    advised.people.directory = Slack(outsiders={COUNSEL: Outsider.FOREIGN})
    assert advised.pending.people_to_ask(draft) == [ANNA, BEN]
    assert approved(advised, draft).status is DraftStatus.AWAITING


def test_what_counsel_wrote_needs_no_other_counsel(advised: Desk) -> None:
    draft = a_draft_for_counsel(advised, by=COUNSEL)
    assert approved(advised, draft).status is DraftStatus.APPROVED


def test_other_papers_want_no_counsel(advised: Desk) -> None:
    request = replace(a_draft_for_counsel(advised).request, kind="platform-takedown")
    assert not advised.drafts.prepare(request, by=AUTHOR).composition.counsel


@pytest.mark.parametrize(
    ("kind", "instrument", "wanted"),
    [
        ("cease-and-desist", "owner", False),
        ("cease-and-desist", "law_firm", True),
        ("civil-complaint", "", True),
        ("police-referral", "", True),
    ],
)
def test_lawyers_letters_civil_complaints_and_reports_to_the_police_want_counsel(
    advised: Desk, kind: str, instrument: str, wanted: bool
) -> None:
    texts = (*FACTS, *([("instrument", instrument)] if instrument else []))
    request = replace(a_draft_for_counsel(advised).request, kind=kind, texts=texts)
    assert advised.drafts.prepare(request, by=AUTHOR).composition.counsel is wanted

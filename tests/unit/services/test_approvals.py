"""From draft to sent notice and back: approvals, clean documents, the counter-statement's clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.drafts import Draft, DraftRequest, DraftStatus, Received
from bot.domain.errors import NotAllowed, NotPossible, StaleVersion
from bot.domain.ids import PersonId, RightId
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from bot.services.drafting.approvals import Shown
from bot.services.upkeep.people import Nowhere
from tests.factories import FACTS, TODAY, a_listing, a_request
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.test_team import ANNA, AUTHOR, BEN, CARL, a_draft_for_counsel, approved


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=[AUTHOR, ANNA, BEN]) as desk:
        desk.watches.record(a_listing())
        yield desk


@pytest.fixture
def draft(desk: Desk) -> Draft:
    """A letter with nothing missing; it needs two approvals."""
    request = DraftRequest(
        kind="cease-and-desist",
        listing_ids=(a_listing().listing_id,),
        right_ids=(RightId("TM-CN-03"),),
        as_of=TODAY,
        texts=FACTS,
    )
    made = desk.drafts.prepare(request, by=AUTHOR)
    assert made.status is DraftStatus.AWAITING, made.composition.gaps
    return made


def test_clean_documents_appear_with_the_last_approval_and_not_before(desk: Desk, draft: Draft) -> None:
    once = desk.approvals.approve(draft.draft_id, shown_version=1, by=ANNA)
    assert {file.role for file in once.files} & {"clean"} == set()
    twice = desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    clean = [file for file in twice.files if file.role == "clean"]
    assert {file.language for file in clean} == {"zh", "en"}
    assert all(Path(file.path).is_file() and file.sha256 for file in clean)
    assert desk.cases.get(draft.case_id).status is CaseStatus.APPROVED


def test_who_is_in_a_group_is_asked_of_slack_while_no_unit_of_work_waits_for_it(
    tmp_path: Path, clock: HandClock
) -> None:
    """Else everybody's writes wait for Slack. A unit of work within another is an error."""
    with a_desk(tmp_path, clock=clock, approvers=["S0GROUP"], delay=timedelta(minutes=5)) as desk:

        class Group(Nowhere):
            def members(self, name: str) -> frozenset[PersonId]:
                with desk.store.unit():
                    return frozenset({ANNA, BEN})

        desk.watches.record(a_listing())
        desk.people.directory = Group()
        request = a_request(texts=FACTS, as_of=TODAY)
        made = desk.drafts.prepare(request, by=AUTHOR)
        for act in (
            lambda who: desk.approvals.ask_for_changes(made.draft_id, shown_version=1, by=who, comment="so"),
            lambda who: desk.approvals.waive(
                made.draft_id, "evidence.sign", shown_version=1, by=who, reason="so"
            ),
        ):
            clock.forward(hours=1)  # what Slack said is no longer fresh
            with pytest.raises(NotAllowed):
                act(CARL)
        for who in (ANNA, BEN):
            clock.forward(hours=1)
            assert [each.draft_id for each in desk.pending.to_approve(who)] == [made.draft_id]
            clock.forward(hours=1)
            desk.approvals.approve(made.draft_id, shown_version=1, by=who)
        clock.forward(hours=1)
        assert desk.pending.release() == 1


def test_a_yes_is_of_the_moment_at_which_it_counts_however_long_slack_took_to_say_whose_it_is(
    tmp_path: Path, clock: HandClock
) -> None:
    """Else what is held back for some minutes was released so much earlier, and the verdicts were older than the yes."""
    with a_desk(tmp_path, clock=clock, approvers=["S0GROUP"], delay=timedelta(minutes=5)) as desk:

        class Slow(Nowhere):
            def members(self, name: str) -> frozenset[PersonId]:
                clock.forward(hours=1)
                return frozenset({ANNA, BEN})

        desk.watches.record(a_listing())
        desk.people.directory = Slow()
        made = desk.drafts.prepare(a_request(texts=FACTS, as_of=TODAY), by=AUTHOR)
        for who in (ANNA, BEN):
            clock.forward(hours=1)  # what Slack said is no longer fresh
            made = desk.approvals.approve(made.draft_id, shown_version=1, by=who)
        assert made.release_at == clock() + timedelta(minutes=5)


def test_author_stranger_and_stale_reader_are_refused_and_nothing_is_kept(desk: Desk, draft: Draft) -> None:
    for person, shown, error in ((AUTHOR, 1, NotAllowed), (CARL, 1, NotAllowed), (ANNA, 7, StaleVersion)):
        with pytest.raises(error):
            desk.approvals.approve(draft.draft_id, shown_version=shown, by=person)
    assert desk.drafts.get(draft.draft_id).approvals == ()


def test_a_verdict_changed_since_the_text_was_made_stops_its_approval(desk: Desk, draft: Draft) -> None:
    desk.approvals.approve(draft.draft_id, shown_version=1, by=ANNA)
    desk.triage.judge(draft.request.listing_ids, Verdict.NEEDS_TEST_BUY, by=CARL)
    with pytest.raises(
        NotPossible, match="was judged needs test buy, which does not carry “counterfeit goods”"
    ):
        desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    assert len(desk.drafts.get(draft.draft_id).approvals) == 1
    desk.triage.judge(draft.request.listing_ids, Verdict.COUNTERFEIT, by=CARL)
    done = desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    assert done.status is DraftStatus.APPROVED


def test_whose_verdict_was_taken_back_before_the_notice_went_out_gave_none_by_its_sending(
    desk: Desk, draft: Draft
) -> None:
    desk.triage.judge(draft.request.listing_ids, Verdict.COUNTERFEIT, by=BEN)
    approved(desk, draft)
    desk.triage.undo(by=BEN)
    desk.approvals.sent(draft.draft_id, by=CARL, channel="portal", at=desk.clock())
    with desk.store.unit() as unit:
        stands = unit.verdicts.current(draft.request.listing_ids[0])
    assert stands is not None
    assert (stands.by, stands.verdict, stands.note) == (CARL, Verdict.COUNTERFEIT, draft.draft_id)


def test_an_open_verdict_that_the_text_knew_of_is_gone_past_with_a_reason(desk: Desk, draft: Draft) -> None:
    desk.triage.judge(draft.request.listing_ids, Verdict.UNCLEAR, by=CARL)
    again = desk.drafts.revise(draft.draft_id, draft.request, by=AUTHOR)
    assert again.status is DraftStatus.BLOCKED
    desk.approvals.waive(
        again.draft_id, "listing.verdict", shown_version=2, by=ANNA, reason="bought and seen"
    )
    assert approved(desk, again).status is DraftStatus.APPROVED


def test_editing_makes_a_new_version_and_voids_the_approval(desk: Desk, draft: Draft) -> None:
    desk.approvals.approve(draft.draft_id, shown_version=1, by=ANNA)
    act = TODAY - timedelta(days=3)
    revised = desk.drafts.revise(draft.draft_id, replace(draft.request, act_from=act, act_to=act), by=AUTHOR)
    assert (revised.version, revised.standing_approvals) == (2, ())
    with pytest.raises(StaleVersion):
        desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    assert approved(desk, revised).status is DraftStatus.APPROVED


def test_changes_asked_for_go_back_with_the_comment(desk: Desk, draft: Draft) -> None:
    changed = desk.approvals.ask_for_changes(
        draft.draft_id, shown_version=1, by=ANNA, comment="name the shop in full"
    )
    assert (changed.status, changed.comment) == (DraftStatus.CHANGES, "name the shop in full")
    with pytest.raises(NotPossible):
        desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)


def test_a_rejected_draft_stays_rejected(desk: Desk, draft: Draft) -> None:
    desk.approvals.reject(draft.draft_id, shown_version=1, by=BEN, comment="wrong seller")
    with pytest.raises(NotPossible):
        desk.drafts.revise(draft.draft_id, draft.request, by=AUTHOR)


def test_only_an_approved_notice_is_marked_as_sent(desk: Desk, draft: Draft, clock: HandClock) -> None:
    with pytest.raises(NotPossible, match="not approved"):
        desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock(), reference="SF1")
    approved(desk, draft)
    sent = desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock(), reference="SF1")
    assert (sent.status, desk.cases.get(draft.case_id).status) == (DraftStatus.SENT, CaseStatus.SENT)


def test_a_counter_statement_starts_the_fifteen_days_with_their_basis(
    desk: Desk, draft: Draft, clock: HandClock
) -> None:
    approved(desk, draft)
    desk.approvals.sent(draft.draft_id, by=ANNA, channel="portal", at=clock(), reference="")
    paper = Received(by=ANNA, what="counter_statement", sender="Taobao", reached_us_at=clock())
    _, [deadline] = desk.approvals.received(draft.draft_id, paper)
    assert (deadline.due_on, deadline.basis) == (date(2026, 12, 9), "ec.counter_wait")
    assert [each.kind for each in desk.deadlines.running(draft.case_id)] == [
        "counter_statement",
        "limitation",
    ]


def test_other_papers_start_no_clock(desk: Desk, draft: Draft, clock: HandClock) -> None:
    approved(desk, draft)
    desk.approvals.sent(draft.draft_id, by=ANNA, channel="portal", at=clock(), reference="")
    paper = Received(by=ANNA, what="acceptance", sender="AMR", reached_us_at=clock())
    assert desk.approvals.received(draft.draft_id, paper)[1] == ()


def test_every_step_is_on_the_timeline_and_the_chain_holds(
    desk: Desk, draft: Draft, clock: HandClock
) -> None:
    approved(desk, draft)
    desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock(), reference="SF1")
    acts = [entry.act.what for entry in desk.cases.timeline(draft.case_id) if entry.act]
    assert acts == ["case.opened", "draft.made", "draft.approval_given", "draft.approved", "notice.sent"]
    assert list(desk.audit.verify().faults) == []


def test_an_approval_taken_back_withdraws_the_clean_documents_and_comes_again_with_the_same_ones(
    desk: Desk, draft: Draft
) -> None:
    first = approved(desk, draft)
    back = desk.approvals.withdraw(draft.draft_id, by=ANNA)
    assert (back.status, back.released) == (DraftStatus.AWAITING, False)
    assert desk.cases.get(draft.case_id).status is CaseStatus.DRAFTED
    again = desk.approvals.approve(draft.draft_id, shown_version=1, by=ANNA)
    assert again.files == first.files


def test_a_waiver_is_on_the_timeline_with_its_reason(desk: Desk) -> None:
    request = DraftRequest(
        kind="amr-complaint",
        listing_ids=(a_listing().listing_id,),
        right_ids=(RightId("TM-CN-03"),),
        as_of=TODAY,
        office="义乌市市场监督管理局",
    )
    draft = desk.drafts.prepare(request, by=AUTHOR)
    gap = next(each for each in draft.open_gaps if each.waivable_by)
    changed = desk.approvals.waive(
        draft.draft_id, gap.key, shown_version=1, by=ANNA, reason="asked the bureau"
    )
    assert gap not in changed.open_gaps
    [entry] = [e for e in desk.cases.timeline(draft.case_id) if e.act and e.act.what == "gap.waived"]
    assert entry.act is not None
    assert entry.act.details["reason"] == "asked the bureau"
    assert entry.act.details["gaps"] == [[gap.field, str(gap.message)]]


def test_a_batch_approves_what_was_shown_and_names_what_has_changed_since(desk: Desk, draft: Draft) -> None:
    other = desk.drafts.prepare(draft.request, by=AUTHOR)
    shown = [
        Shown(draft_id=d.draft_id, version=d.version, sha256=d.composition.sha256("zh"))
        for d in (draft, other)
    ]
    act = TODAY - timedelta(days=3)
    desk.drafts.revise(other.draft_id, replace(other.request, act_from=act, act_to=act), by=AUTHOR)
    counted: list[int] = []
    good, bad = desk.approvals.approve_batch(shown, by=ANNA, progress=counted.append)
    assert good.draft is not None
    assert len(good.draft.standing_approvals) == 1
    assert str(bad.refused).startswith(f"{other.draft_id} is now at version 2")
    assert counted == [1, 2]


def test_sending_keeps_courier_number_and_delivery(desk: Desk, draft: Draft, clock: HandClock) -> None:
    approved(desk, draft)
    desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock(), courier_number="SF1")
    sent = desk.approvals.delivered(draft.draft_id, by=BEN, on=TODAY + timedelta(days=2)).sent
    assert sent is not None
    assert (sent.courier_number, sent.delivered_on) == ("SF1", date(2026, 11, 26))


def test_a_patent_request_that_was_sent_starts_the_days_of_the_patent_office(
    desk: Desk, clock: HandClock
) -> None:
    made = desk.drafts.prepare(a_request("patent-adjudication-request", as_of=TODAY), by=AUTHOR)
    approved(desk, made)
    desk.approvals.sent(made.draft_id, by=ANNA, channel="courier", at=clock(), reference="SF1")
    assert [each.kind for each in desk.deadlines.running(made.case_id)] == ["patent_filing"]


def test_a_team_without_counsel_is_not_locked_out(desk: Desk) -> None:
    assert approved(desk, a_draft_for_counsel(desk)).status is DraftStatus.APPROVED

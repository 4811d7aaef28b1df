"""What happens to drafts while nobody presses anything: reminders, deputies, releases, a change of law."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.drafts import Draft, DraftRequest, DraftStatus, Sent
from bot.domain.errors import NotAllowed, NotPossible
from bot.domain.ids import PersonId, RightId
from bot.domain.moments import china_day
from bot.domain.verdicts import Verdict
from bot.ports import Posted
from bot.services.desk import Desk
from bot.services.drafting.showing import stand
from bot.services.upkeep.delivery import Delivery
from tests.factories import FACTS, a_listing
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.conftest import Ears

AUTHOR, ANNA, BEN, DORA = (PersonId(name) for name in ("U_AUTHOR", "U_ANNA", "U_BEN", "U_DORA"))
MONDAY_NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
YEARS_LAST_NOON = datetime(2026, 12, 31, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(at=MONDAY_NOON)


@pytest.fixture
def delay() -> timedelta:
    return timedelta()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock, delay: timedelta) -> Iterator[Desk]:
    team = [AUTHOR, ANNA, BEN]
    with a_desk(tmp_path, clock=clock, approvers=team, deputies=[DORA], delay=delay) as desk:
        desk.watches.record(a_listing())
        yield desk


def drafted(desk: Desk, **changes: object) -> Draft:
    request = DraftRequest(
        kind="cease-and-desist",
        listing_ids=(a_listing().listing_id,),
        right_ids=(RightId("TM-CN-03"),),
        as_of=china_day(desk.clock()),
        texts=FACTS,
    )
    draft = desk.drafts.prepare(replace(request, **changes), by=AUTHOR)  # type: ignore[arg-type]  # a shorthand
    stand(desk.store, [draft], Posted(channel="C0LEGAL", ts="1.1"))
    assert draft.status is DraftStatus.AWAITING, draft.open_gaps
    return desk.drafts.get(draft.draft_id)


def approved(desk: Desk, draft: Draft) -> Draft:
    desk.approvals.approve(draft.draft_id, shown_version=draft.version, by=ANNA)
    return desk.approvals.approve(draft.draft_id, shown_version=draft.version, by=BEN)


def told(desk: Desk) -> list[str]:
    ears = Ears()
    Delivery(desk.store, ears, desk.clock, desk.pending.tell).run()
    return ears.told


def test_after_four_working_hours_those_asked_are_reminded_once(desk: Desk, clock: HandClock) -> None:
    draft = drafted(desk)
    clock.forward(hours=3, minutes=59)
    assert desk.pending.remind() == 0
    clock.forward(minutes=1)
    assert (desk.pending.remind(), desk.pending.remind()) == (1, 0)
    assert told(desk) == [f"{draft.draft_id} waiting U_ANNA U_BEN"]


def test_nights_and_weekends_are_no_working_time(desk: Desk, clock: HandClock) -> None:
    clock.at = datetime(2026, 11, 27, 9, tzinfo=UTC)  # Friday, 17:00 in China
    drafted(desk)
    clock.at = datetime(2026, 11, 30, 3, 59, tzinfo=UTC)  # Monday, 11:59
    assert desk.pending.remind() == 0
    clock.forward(minutes=1)
    assert desk.pending.remind() == 1


def test_who_has_approved_is_not_reminded(desk: Desk, clock: HandClock) -> None:
    draft = drafted(desk)
    desk.approvals.approve(draft.draft_id, shown_version=1, by=ANNA)
    clock.forward(hours=5)
    desk.pending.remind()
    assert told(desk) == [f"{draft.draft_id} waiting U_BEN"]


def test_then_the_deputy_is_asked_and_may_approve_from_then_on(desk: Desk, clock: HandClock) -> None:
    draft = drafted(desk)
    assert list(desk.pending.to_approve(DORA)) == []
    with pytest.raises(NotAllowed, match="only an approver may"):
        desk.approvals.approve(draft.draft_id, shown_version=1, by=DORA)
    for step in ("waiting U_ANNA U_BEN", "deputy U_DORA"):
        clock.forward(hours=5 if step.startswith("waiting") else 22)
        assert desk.pending.remind() == 1
        assert told(desk) == [f"{draft.draft_id} {step}"]
    assert desk.pending.remind() == 0
    clock.at = MONDAY_NOON
    assert [each.draft_id for each in desk.pending.to_approve(DORA)] == [draft.draft_id]
    once = desk.approvals.approve(draft.draft_id, shown_version=1, by=DORA)
    assert list(desk.pending.to_approve(DORA)) == []
    assert [a.by for a in once.standing_approvals] == [DORA]


def test_a_new_version_begins_to_wait_anew(desk: Desk, clock: HandClock) -> None:
    draft = drafted(desk)
    clock.forward(hours=4)
    act = china_day(clock()) - timedelta(days=3)
    desk.drafts.revise(draft.draft_id, replace(draft.request, act_from=act, act_to=act), by=AUTHOR)
    assert desk.pending.remind() == 0


@pytest.mark.parametrize("delay", [timedelta(minutes=30)])
def test_a_delayed_release_makes_the_clean_documents_when_its_time_comes(
    desk: Desk, clock: HandClock
) -> None:
    draft = approved(desk, drafted(desk))
    assert (draft.status, draft.released) == (DraftStatus.APPROVED, False)
    with pytest.raises(NotPossible, match="it is not released before 2026-11-23 12:30"):
        desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock())
    assert desk.pending.release() == 0
    clock.forward(minutes=30)
    assert (desk.pending.release(), desk.pending.release()) == (1, 0)
    clean = [f for f in desk.drafts.get(draft.draft_id).files if f.role == "clean"]
    assert {file.language for file in clean} == {"zh", "en"}
    assert told(desk) == [f"{draft.draft_id} released U_AUTHOR"]


@pytest.mark.parametrize("delay", [timedelta(minutes=30)])
def test_an_approval_withdrawn_in_the_meantime_stops_the_release(desk: Desk, clock: HandClock) -> None:
    draft = approved(desk, drafted(desk))
    desk.approvals.withdraw(draft.draft_id, by=BEN)
    clock.forward(hours=1)
    assert desk.pending.release() == 0


@pytest.mark.parametrize("delay", [timedelta(minutes=30)])
def test_a_verdict_changed_in_the_meantime_stops_the_release(desk: Desk, clock: HandClock) -> None:
    draft = approved(desk, drafted(desk))
    desk.triage.judge(draft.request.listing_ids, Verdict.UNCLEAR, by=BEN)
    assert (desk.pending.release(), told(desk)) == (0, [])
    clock.forward(hours=1)
    assert (desk.pending.release(), desk.pending.release()) == (0, 0)
    assert told(desk) == [f"{draft.draft_id} held_back U_AUTHOR"]


def test_documents_on_their_way_when_the_approval_is_withdrawn_are_not_given_out(desk: Desk) -> None:
    draft = approved(desk, drafted(desk))
    desk.approvals.withdraw(draft.draft_id, by=BEN)
    assert told(desk) == []


def test_an_approved_notice_is_flagged_when_its_law_changes_and_the_thread_told_once(
    desk: Desk, clock: HandClock
) -> None:
    clock.at = YEARS_LAST_NOON
    draft = approved(desk, drafted(desk, kind="amr-complaint", office="义乌市市场监督管理局"))
    assert told(desk) == [f"{draft.draft_id} released U_AUTHOR"]
    assert desk.pending.flag_old_law() == 0
    clock.forward(days=1)
    assert (desk.pending.flag_old_law(), desk.pending.flag_old_law()) == (1, 0)
    flagged = desk.drafts.get(draft.draft_id)
    assert (flagged.status, flagged.outdated_on) == (DraftStatus.OUTDATED, date(2027, 1, 1))
    assert told(desk) == [f"{draft.draft_id} outdated U_AUTHOR"]
    with pytest.raises(NotPossible, match="the law it cites changed on 2027-01-01"):
        desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock())
    request = replace(draft.request, as_of=china_day(clock()))
    new = desk.drafts.revise(draft.draft_id, request, by=AUTHOR)
    assert {p.instrument for p in new.composition.provisions} >= {"cn-trademark-law-2026"}
    assert approved(desk, new).status is DraftStatus.APPROVED


def test_a_letter_on_an_act_of_last_year_keeps_its_law(desk: Desk, clock: HandClock) -> None:
    clock.at = YEARS_LAST_NOON
    approved(desk, drafted(desk))
    clock.forward(days=1)
    assert desk.pending.flag_old_law() == 0


def test_what_was_sent_before_the_change_is_left_alone(desk: Desk, clock: HandClock) -> None:
    clock.at = YEARS_LAST_NOON
    draft = approved(desk, drafted(desk))
    sent = desk.approvals.sent(draft.draft_id, by=ANNA, channel="courier", at=clock())
    clock.forward(days=1)
    assert desk.pending.flag_old_law() == 0
    assert sent.sent == Sent(by=ANNA, channel="courier", at=YEARS_LAST_NOON)

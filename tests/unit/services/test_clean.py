"""Clean documents are made while no unit of work is open, and kept only with the decision that they were made for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.drafts import ApprovedNotice, Draft, DraftFile, DraftStatus
from bot.domain.errors import NotPossible, StaleVersion
from bot.services.desk import Desk
from bot.services.drafting import clean
from tests.factories import FACTS, TODAY, a_listing, a_request
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.test_team import ANNA, AUTHOR, BEN, CARL


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=[ANNA, BEN, CARL]) as desk:
        desk.watches.record(a_listing())
        yield desk


@pytest.fixture
def draft(desk: Desk) -> Draft:
    """With the yes of one of two."""
    made = desk.drafts.prepare(a_request(texts=FACTS, as_of=TODAY), by=AUTHOR)
    return desk.approvals.approve(made.draft_id, shown_version=1, by=ANNA)


def meanwhile(monkeypatch: pytest.MonkeyPatch, *acts: object) -> list[Draft]:
    """While clean documents are made, somebody does these, each time the next; the drafts that they were made for."""
    make, made, left = clean.clean_documents, list[Draft](), list(acts)

    def making(notice: ApprovedNotice, *given: object) -> Draft:
        made.append(notice.draft)
        if left:
            left.pop(0)()  # type: ignore[operator]  # each is called with nothing
        return make(notice, *given)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(clean, "clean_documents", making)
    return made


def papers(draft: Draft) -> list[DraftFile]:
    return [file for file in draft.files if file.role == "clean"]


def test_others_may_write_while_clean_documents_are_made(
    desk: Desk, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit of work within another is an error, as one that waits for it would be in another thread."""
    made = meanwhile(monkeypatch, lambda: desk.watches.record(a_listing(item_id="901")))
    done = desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    assert (len(made), done.status, len(papers(done))) == (1, DraftStatus.APPROVED, 2)
    assert desk.drafts.get(draft.draft_id) == done


def test_others_may_write_while_those_of_a_delayed_release_are_made(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(tmp_path, clock=clock, approvers=[ANNA, BEN], delay=timedelta(minutes=5)) as desk:
        desk.watches.record(a_listing())
        draft = desk.drafts.prepare(a_request(texts=FACTS, as_of=TODAY), by=AUTHOR)
        for who in (ANNA, BEN):
            desk.approvals.approve(draft.draft_id, shown_version=1, by=who)
        clock.forward(minutes=6)
        made = meanwhile(monkeypatch, lambda: desk.watches.record(a_listing(item_id="901")))
        assert (desk.pending.release(), desk.pending.release(), len(made)) == (1, 0, 1)
        assert len(papers(desk.drafts.get(draft.draft_id))) == 2


def test_what_somebody_else_approved_meanwhile_is_approved_once(
    desk: Desk, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: desk.approvals.approve(draft.draft_id, shown_version=1, by=CARL))
    with pytest.raises(NotPossible, match="it is approved"):
        desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    kept = desk.drafts.get(draft.draft_id)
    assert ([each.by for each in kept.approvals], len(papers(kept))) == ([ANNA, CARL], 2)


def test_a_yes_taken_back_meanwhile_leaves_one_yes_and_no_clean_documents(
    desk: Desk, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: desk.approvals.withdraw(draft.draft_id, by=ANNA))
    done = desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    assert (done.status, [each.by for each in done.standing_approvals]) == (DraftStatus.AWAITING, [BEN])
    assert papers(done) == []


def test_a_text_changed_meanwhile_is_not_approved_unseen(
    desk: Desk, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = replace(
        draft.request, texts=(*draft.request.texts[1:], ("facts_zh", "经比对，封口标签与正品不符。"))
    )
    meanwhile(monkeypatch, lambda: desk.drafts.revise(draft.draft_id, changed, by=AUTHOR))
    with pytest.raises(StaleVersion):
        desk.approvals.approve(draft.draft_id, shown_version=1, by=BEN)
    assert papers(desk.drafts.get(draft.draft_id)) == []

"""The approval rule, as a state machine that tries every path."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.drafts import (
    ApprovedNotice,
    Composition,
    Draft,
    DraftRequest,
    DraftStatus,
    Gap,
    Sent,
    Severity,
    approve,
    decline,
    first_status,
    mark_sent,
    revised,
)
from bot.domain.errors import MarqueError, NotAllowed, NotPossible, StaleVersion
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId, RightId

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
AUTHOR, ANNA, BEN, CARL = (PersonId(name) for name in ("U_AUTHOR", "U_ANNA", "U_BEN", "U_CARL"))
APPROVERS = frozenset({AUTHOR, ANNA, BEN})


def a_composition(text: str = "正文", *, blocked: bool = False) -> Composition:
    gaps = (Gap(field="right", severity=Severity.BLOCKING, message="no right"),) if blocked else ()
    return Composition(
        kind="cease-and-desist",
        titles=(("zh", "停止侵权告知函"),),
        texts=(("zh", text), ("en", f"mirror of {text}")),
        sender="Solvane AB",
        addressee="义乌市山野日用品商行",
        ground="counterfeit",
        gaps=gaps,
    )


def a_draft(**changes: object) -> Draft:
    composition = a_composition()
    request = DraftRequest(
        kind="cease-and-desist",
        listing_ids=(ListingId("taobao:1"),),
        right_ids=(RightId("TM-1"),),
        as_of=date(2026, 11, 24),
    )
    draft = Draft(
        draft_id=DraftId("D-000001"),
        request=request,
        version=1,
        status=first_status(composition),
        author=AUTHOR,
        composition=composition,
        approvals_needed=2,
        case_id=CaseId("C-000001"),
        created_at=NOW,
    )
    return replace(draft, **changes)  # type: ignore[arg-type]  # a test's shorthand


def say_yes(draft: Draft, by: PersonId, shown: int | None = None) -> tuple[Draft, ApprovedNotice | None]:
    return approve(draft, shown_version=shown or draft.version, by=by, is_approver=by in APPROVERS, at=NOW)


def test_the_last_approval_needed_makes_the_notice() -> None:
    once, nothing = say_yes(a_draft(), ANNA)
    assert (once.status, nothing) == (DraftStatus.AWAITING, None)
    twice, notice = say_yes(once, BEN)
    assert twice.status is DraftStatus.APPROVED
    assert notice == ApprovedNotice(draft=twice)


def test_its_author_cannot_approve_it() -> None:
    with pytest.raises(NotAllowed, match="its author cannot; ask another approver"):
        say_yes(a_draft(), AUTHOR)


def test_someone_without_the_role_cannot_approve_it() -> None:
    with pytest.raises(NotAllowed, match="only an approver may"):
        say_yes(a_draft(), CARL)


def test_an_approval_of_an_older_version_is_refused_with_both_numbers() -> None:
    with pytest.raises(StaleVersion, match="now at version 2, you were looking at version 1"):
        say_yes(a_draft(version=2), ANNA, shown=1)


def test_nobody_counts_twice() -> None:
    once, _ = say_yes(a_draft(), ANNA)
    with pytest.raises(NotPossible, match="approved this version already"):
        say_yes(once, ANNA)


def test_a_blocked_draft_cannot_be_approved() -> None:
    composition = a_composition(blocked=True)
    with pytest.raises(NotPossible, match="a blocking gap is open"):
        say_yes(a_draft(composition=composition, status=first_status(composition)), ANNA)


def test_a_draft_dated_for_another_day_cannot_be_approved() -> None:
    draft = a_draft()
    with pytest.raises(NotPossible, match="dated 2027-01-05, not today"):
        say_yes(replace(draft, request=replace(draft.request, as_of=date(2027, 1, 5))), ANNA)


def test_a_new_text_voids_the_approvals() -> None:
    once, _ = say_yes(a_draft(), ANNA)
    changed = revised(once, once.request, a_composition("新的正文"))
    assert (changed.version, changed.standing_approvals) == (2, ())
    _, notice = say_yes(changed, BEN)
    assert notice is None


def test_a_decision_without_a_reason_is_refused() -> None:
    with pytest.raises(NotPossible, match="no reason was given"):
        decline(
            a_draft(), status=DraftStatus.CHANGES, shown_version=1, by=ANNA, is_approver=True, comment=" "
        )


def test_what_is_not_approved_cannot_be_sent() -> None:
    with pytest.raises(NotPossible, match="not approved"):
        mark_sent(a_draft(), Sent(by=ANNA, channel="courier", at=NOW))


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_texts_have_different_hashes(one: str, other: str) -> None:
    same = a_composition(one).sha256("zh") == a_composition(other).sha256("zh")
    assert same == (one == other)


class Approvals(RuleBasedStateMachine):
    """Whatever people press, a notice needs two other approvers on exactly its text."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = a_draft()
        self.notices: list[ApprovedNotice] = []
        self.texts = 0

    @rule(by=st.sampled_from([AUTHOR, ANNA, BEN, CARL]), behind=st.integers(0, 2))
    def press_approve(self, by: PersonId, behind: int) -> None:
        try:
            self.draft, notice = say_yes(self.draft, by, shown=max(1, self.draft.version - behind))
        except MarqueError:
            return
        if notice:
            self.notices.append(notice)

    @rule(blocked=st.booleans())
    def edit(self, blocked: bool) -> None:
        self.texts += 1
        try:
            self.draft = revised(
                self.draft, self.draft.request, a_composition(f"第{self.texts}稿", blocked=blocked)
            )
        except NotPossible:
            return

    @rule(
        status=st.sampled_from([DraftStatus.CHANGES, DraftStatus.REJECTED]),
        by=st.sampled_from([AUTHOR, ANNA, CARL]),
    )
    def send_back(self, status: DraftStatus, by: PersonId) -> None:
        try:
            self.draft = decline(
                self.draft,
                status=status,
                shown_version=self.draft.version,
                by=by,
                is_approver=by in APPROVERS,
                comment="change it",
            )
        except MarqueError:
            return

    @rule()
    def send(self) -> None:
        try:
            self.draft = mark_sent(self.draft, Sent(by=ANNA, channel="portal", at=NOW))
        except NotPossible:
            assert self.draft.status is not DraftStatus.APPROVED

    @invariant()
    def every_notice_rests_on_two_others_and_this_text(self) -> None:
        for notice in self.notices:
            approvals = notice.draft.standing_approvals
            people = {a.by for a in approvals}
            assert len(people) >= 2
            assert people <= APPROVERS - {AUTHOR}
            assert all(dict(a.sha256)["zh"] == notice.draft.composition.sha256("zh") for a in approvals)
            assert not notice.draft.composition.blocked

    @invariant()
    def approved_or_sent_means_a_notice_was_made_of_this_version(self) -> None:
        if self.draft.status in {DraftStatus.APPROVED, DraftStatus.SENT}:
            assert any(n.draft.version == self.draft.version for n in self.notices)


TestApprovals = Approvals.TestCase
TestApprovals.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)

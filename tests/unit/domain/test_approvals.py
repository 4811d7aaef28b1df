"""The approval rule, as a state machine that tries every path."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.approvals import approve, counting, decline, release, revised, withdraw
from bot.domain.compositions import Composition, NoticeGap, Severity
from bot.domain.drafts import ApprovedNotice, Draft, DraftRequest, DraftStatus, Sent, first_status
from bot.domain.errors import MarqueError, NotAllowed, NotPossible, StaleVersion, UnknownThing
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId, RightId
from bot.domain.sending import mark_delivered, mark_sent, outdate
from bot.domain.sentences import Sentence
from bot.domain.waivers import waive

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
AUTHOR, ANNA, BEN, CARL = (PersonId(name) for name in ("U_AUTHOR", "U_ANNA", "U_BEN", "U_CARL"))
APPROVERS = frozenset({AUTHOR, ANNA, BEN})


LAW = NoticeGap(
    field="law.straddles", severity=Severity.BLOCKING, message=Sentence(key="two texts of the law")
)
STALE = NoticeGap(
    field="evidence.captured_at",
    severity=Severity.BLOCKING,
    message=Sentence(key="8 days old"),
    waivable_by="approver",
)
SHOP = NoticeGap(
    field="listing.seller",
    severity=Severity.BLOCKING,
    message=Sentence(key="an authorised shop"),
    waivable_by="admin",
)


def a_composition(text: str = "正文", *gaps: NoticeGap, blocked: bool = False) -> Composition:
    gaps = (
        (*gaps, NoticeGap(field="right", severity=Severity.BLOCKING, message=Sentence(key="no right")))
        if blocked
        else gaps
    )
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
    return approve(draft, shown_version=shown or draft.version, by=by, approvers=APPROVERS, at=NOW)


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
    changed = revised(once, once.request, a_composition("新的正文"), NOW)
    assert (changed.version, changed.standing_approvals) == (2, ())
    _, notice = say_yes(changed, BEN)
    assert notice is None


def test_a_decision_without_a_reason_is_refused() -> None:
    with pytest.raises(NotPossible, match="no reason was given"):
        decline(
            a_draft(), status=DraftStatus.CHANGES, shown_version=1, by=ANNA, approvers=APPROVERS, comment=" "
        )


def test_what_is_not_approved_cannot_be_sent() -> None:
    with pytest.raises(NotPossible, match="not approved"):
        mark_sent(a_draft(), Sent(by=ANNA, channel="courier", at=NOW))


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_texts_have_different_hashes(one: str, other: str) -> None:
    same = a_composition(one).sha256("zh") == a_composition(other).sha256("zh")
    assert same == (one == other)


def put_aside(draft: Draft, gap: str, by: PersonId, *roles: str, reason: str = "seen on paper") -> Draft:
    return waive(draft, gap=gap, shown_version=draft.version, by=by, roles=roles, reason=reason, at=NOW)


def blocked_by(*gaps: NoticeGap) -> Draft:
    return a_draft(composition=a_composition("正文", *gaps), status=DraftStatus.BLOCKED)


def test_a_waiver_with_a_reason_opens_the_way_to_approval() -> None:
    waived = put_aside(blocked_by(STALE), STALE.field, ANNA, "approver")
    assert (waived.status, waived.open_gaps) == (DraftStatus.AWAITING, ())
    assert (waived.waivers[0].by, waived.waivers[0].reason) == (ANNA, "seen on paper")
    once, _ = say_yes(waived, ANNA)
    assert say_yes(once, BEN)[1] is not None


def test_a_gap_of_law_is_waived_by_nobody() -> None:
    with pytest.raises(NotPossible, match=r"nobody can waive law\.straddles; two texts of the law"):
        put_aside(blocked_by(LAW), LAW.field, ANNA, "approver", "admin")


def test_who_may_waive_is_told_by_the_gap() -> None:
    with pytest.raises(NotAllowed, match="only an admin may"):
        put_aside(blocked_by(SHOP), SHOP.field, ANNA, "approver")
    assert put_aside(blocked_by(SHOP), SHOP.key, ANNA, "admin").status is DraftStatus.AWAITING


def test_an_author_waives_warnings_and_never_what_blocks_their_draft() -> None:
    mild = NoticeGap(
        field="right.certificate",
        severity=Severity.WARNING,
        message=Sentence(key="none"),
        waivable_by="approver",
    )
    with pytest.raises(NotAllowed, match="what blocks their own draft"):
        put_aside(blocked_by(STALE), STALE.field, AUTHOR, "approver")
    assert put_aside(blocked_by(STALE, mild), mild.field, AUTHOR, "approver").open_gaps == (STALE,)


def test_a_waiver_needs_a_reason_an_open_gap_and_the_version_shown() -> None:
    with pytest.raises(NotPossible, match="no reason was given"):
        put_aside(blocked_by(STALE), STALE.field, ANNA, "approver", reason=" ")
    with pytest.raises(UnknownThing, match=r"no open gap “right”; open in D-000001: evidence\.captured_at"):
        put_aside(blocked_by(STALE), "right", ANNA, "approver")
    with pytest.raises(StaleVersion):
        waive(
            blocked_by(STALE),
            gap=STALE.key,
            shown_version=7,
            by=ANNA,
            roles={"approver"},
            reason="so",
            at=NOW,
        )


def test_a_waiver_is_carried_to_a_new_version_only_where_its_gap_is_the_same_to_the_word() -> None:
    waived = put_aside(blocked_by(STALE), STALE.field, ANNA, "approver")
    same = revised(waived, waived.request, a_composition("新", STALE), NOW)
    assert (same.status, len(same.waivers)) == (DraftStatus.AWAITING, 1)
    older = revised(
        waived, waived.request, a_composition("新", replace(STALE, message=Sentence(key="9 days old"))), NOW
    )
    assert (older.status, older.waivers) == (DraftStatus.BLOCKED, ())


def test_a_new_version_keeps_the_text_before_it() -> None:
    draft = a_draft()
    changed = revised(draft, draft.request, a_composition("新的正文"), NOW)
    assert changed.previous == draft.composition


def fully_approved(**changes: object) -> Draft:
    once, _ = say_yes(a_draft(**changes), ANNA)
    return say_yes(once, BEN)[0]


def test_an_approval_is_withdrawn_until_the_notice_is_sent() -> None:
    back = withdraw(fully_approved(), by=ANNA, at=NOW)
    assert (back.status, [a.by for a in back.standing_approvals]) == (DraftStatus.AWAITING, [BEN])
    assert not back.released
    with pytest.raises(NotPossible, match="you have not approved this version"):
        withdraw(back, by=CARL, at=NOW)
    sent = mark_sent(fully_approved(), Sent(by=CARL, channel="courier", at=NOW))
    with pytest.raises(NotPossible, match="it is sent"):
        withdraw(sent, by=ANNA, at=NOW)


def test_an_approver_who_lost_the_role_counts_no_more() -> None:
    once, _ = say_yes(a_draft(), ANNA)
    then, notice = approve(once, shown_version=1, by=BEN, approvers={BEN}, at=NOW)
    assert (then.status, notice) == (DraftStatus.AWAITING, None)
    assert [a.by for a in counting(then, {BEN})] == [BEN]


def test_a_delayed_notice_is_released_when_its_time_has_come_and_sent_only_then() -> None:
    once, _ = say_yes(a_draft(), ANNA)
    wait = timedelta(minutes=30)
    done, notice = approve(once, shown_version=1, by=BEN, approvers=APPROVERS, at=NOW, delay=wait)
    assert (done.status, notice) == (DraftStatus.APPROVED, None)
    with pytest.raises(NotPossible, match="it is released at 2026-11-24 12:30 in China, not before"):
        release(done, approvers=APPROVERS, at=NOW)
    with pytest.raises(NotPossible, match="it is not released before 2026-11-24 12:30"):
        mark_sent(done, Sent(by=ANNA, channel="courier", at=NOW))
    with pytest.raises(NotPossible, match="not enough of those who approved are approvers now"):
        release(done, approvers={ANNA}, at=NOW + wait)
    assert release(done, approvers=APPROVERS, at=NOW + wait).draft.released


def test_another_text_than_the_one_shown_is_refused() -> None:
    with pytest.raises(NotPossible, match="its text is not the one you were shown"):
        approve(a_draft(), shown_version=1, by=ANNA, approvers=APPROVERS, at=NOW, shown_text="0" * 64)


def test_a_notice_that_the_law_has_overtaken_is_sent_only_if_it_left_before() -> None:
    old = outdate(fully_approved(), date(2027, 1, 1))
    with pytest.raises(NotPossible, match="the law it cites changed on 2027-01-01"):
        mark_sent(old, Sent(by=ANNA, channel="courier", at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC)))
    assert mark_sent(old, Sent(by=ANNA, channel="courier", at=NOW)).status is DraftStatus.SENT
    anew = revised(old, old.request, a_composition("新"), NOW)
    assert (anew.status, anew.outdated_on) == (DraftStatus.AWAITING, None)


def test_delivery_is_recorded_after_sending_and_not_before_it() -> None:
    with pytest.raises(NotPossible, match="not marked as sent"):
        mark_delivered(fully_approved(), date(2026, 11, 26))
    sent = mark_sent(fully_approved(), Sent(by=CARL, channel="courier", at=NOW))
    with pytest.raises(NotPossible, match="after that day"):
        mark_delivered(sent, date(2026, 11, 23))
    delivered = mark_delivered(sent, date(2026, 11, 26)).sent
    assert delivered is not None
    assert delivered.delivered_on == date(2026, 11, 26)


PEOPLE = (AUTHOR, ANNA, BEN, CARL)
people = st.sampled_from(PEOPLE)
mostly_approvers = st.sampled_from([ANNA, BEN, ANNA, BEN, AUTHOR, CARL])
seldom = st.integers(0, 14).map(lambda n: n == 0)


class Approvals(RuleBasedStateMachine):
    """Whatever people press, in whatever order, with roles given and taken: a clean document needs two others who
    are approvers then, on exactly its text."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = a_draft()
        self.now = NOW
        self.approvers = set(APPROVERS)
        self.notices: list[tuple[ApprovedNotice, frozenset[PersonId]]] = []
        self.shown = [self.draft]
        self.texts = 0

    @rule(by=mostly_approvers, behind=st.sampled_from([0, 0, 0, 1]), minutes=st.sampled_from([0, 30]))
    def press_approve(self, by: PersonId, behind: int, minutes: int) -> None:
        seen = self.shown[max(0, len(self.shown) - 1 - behind)]
        self._try(
            lambda: approve(
                self.draft,
                shown_version=seen.version,
                by=by,
                approvers=self.approvers,
                at=self.now,
                delay=timedelta(minutes=minutes),
                shown_text=seen.composition.sha256("zh"),
            )
        )

    @rule(between=st.sampled_from(["nothing", "nothing", "a role is lost", "an edit", "a withdrawal"]))
    def two_press_one_after_the_other(self, between: str) -> None:
        self.press_approve(by=ANNA, behind=0, minutes=0)
        if between == "a role is lost":
            self.change_role(who=ANNA, may=False)
        elif between == "an edit":
            self.edit(gaps=())
        elif between == "a withdrawal":
            self.take_back(by=ANNA)
        self.press_approve(by=BEN, behind=0, minutes=0)

    @rule(by=people)
    def take_back(self, by: PersonId) -> None:
        self._try(lambda: (withdraw(self.draft, by=by, at=self.now), None))

    @rule(minutes=st.sampled_from([0, 10, 40]))
    def a_job_releases(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self._try(lambda: ((n := release(self.draft, approvers=self.approvers, at=self.now)).draft, n))

    @rule(gaps=st.sampled_from([(), (), (), (LAW,), (STALE,), (SHOP, STALE)]))
    def edit(self, gaps: tuple[NoticeGap, ...]) -> None:
        self.texts += 1
        text = a_composition(f"第{self.texts}稿", *gaps)
        self._try(lambda: (revised(self.draft, self.draft.request, text, self.now), None))

    @rule(by=people, gap=st.sampled_from([LAW, STALE, SHOP]), admin=st.booleans())
    def waive(self, by: PersonId, gap: NoticeGap, admin: bool) -> None:
        roles = {"approver"} | ({"admin"} if admin else set())
        self._try(lambda: (put_aside(self.draft, gap.field, by, *roles), None))

    @rule(ends=seldom, by=people)
    def send_back(self, ends: bool, by: PersonId) -> None:
        status = DraftStatus.REJECTED if ends else DraftStatus.CHANGES
        self._try(
            lambda: (
                decline(
                    self.draft,
                    status=status,
                    shown_version=self.draft.version,
                    by=by,
                    approvers=self.approvers,
                    comment="change it",
                ),
                None,
            )
        )

    @rule(who=people, may=st.booleans())
    def change_role(self, who: PersonId, may: bool) -> None:
        (self.approvers.add if may else self.approvers.discard)(who)

    @rule(really=seldom)
    def the_law_changes(self, really: bool) -> None:
        if not really:
            return
        self._try(lambda: (outdate(self.draft, date(2026, 11, 24)), None))

    @rule(really=seldom)
    def send(self, really: bool) -> None:
        if not really:
            return
        before = self.draft
        self._try(lambda: (mark_sent(self.draft, Sent(by=ANNA, channel="portal", at=self.now)), None))
        if self.draft.status is DraftStatus.SENT:
            assert before.released or before.status is DraftStatus.SENT

    def _try(self, act: Callable[[], tuple[Draft, ApprovedNotice | None]]) -> None:
        try:
            self.draft, notice = act()
        except MarqueError:
            return
        if self.draft.version != self.shown[-1].version:
            self.shown.append(self.draft)
        if notice:
            self.notices.append((notice, frozenset(self.approvers)))

    @invariant()
    def every_notice_rests_on_two_others_who_were_approvers_and_on_this_text(self) -> None:
        for notice, approvers in self.notices:
            draft = notice.draft
            people = {a.by for a in draft.approvals if dict(a.sha256)["zh"] == draft.composition.sha256("zh")}
            assert len(people & (approvers - {AUTHOR})) >= 2
            assert draft.open_gaps == ()
            assert LAW not in draft.composition.gaps

    @invariant()
    def released_or_sent_means_a_notice_was_made_of_this_version(self) -> None:
        if self.draft.released or self.draft.status is DraftStatus.SENT:
            assert any(n.draft.version == self.draft.version for n, _ in self.notices)

    @invariant()
    def whoever_wrote_it_never_counts(self) -> None:
        assert AUTHOR not in {a.by for a in counting(self.draft, set(PEOPLE))}


TestApprovals = Approvals.TestCase
TestApprovals.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)

"""Where a case may go from where it stands, however people press."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import (
    NEXT,
    Case,
    CaseOutcome,
    CaseStatus,
    Cost,
    Merged,
    OutcomeKind,
    closed,
    followed,
    merged,
    moved,
    reopened,
    unmerged,
    with_cost,
    with_outcome,
)
from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId, PersonId

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
MEI = PersonId("U0MEI")


def a_case(**changes: object) -> Case:
    base: dict[str, object] = {
        "case_id": CaseId("C-000001"),
        "title": "shop",
        "brand": "Solvane",
        "opened_at": NOW,
        "opened_by": MEI,
    }
    return Case(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def try_to(case: Case, act: str, status: CaseStatus) -> Case:
    try:
        match act:
            case "move":
                return moved(case, status)
            case "follow":
                return followed(case, status)
            case "close":
                return closed(case, "done", NOW)
            case _:
                return reopened(case)
    except NotPossible:
        return case


acts = st.lists(
    st.tuples(st.sampled_from(["move", "follow", "close", "reopen"]), st.sampled_from(list(CaseStatus)))
)


@given(acts)
def test_every_step_follows_the_map_and_a_closed_case_has_its_reason(
    steps: list[tuple[str, CaseStatus]],
) -> None:
    case = a_case()
    for act, status in steps:
        after = try_to(case, act, status)
        assert after.status is case.status or after.status in NEXT[case.status]
        assert (
            (after.status is CaseStatus.CLOSED) == bool(after.closed_reason) == (after.closed_at is not None)
        )
        if case.status is CaseStatus.CLOSED and after.status is not CaseStatus.CLOSED:
            assert act == "reopen"
        case = after


@given(acts, st.sampled_from(["close it first", ""]))
def test_a_merge_undone_leaves_the_case_as_it_was(steps: list[tuple[str, CaseStatus]], first: str) -> None:
    case, other = a_case(), a_case(case_id=CaseId("C-000002"))
    for act, status in steps:
        case = try_to(case, act, status)
    merge = Merged(
        into=other.case_id, at=NOW, by=MEI, status_before=case.status, reason_before=case.closed_reason
    )
    gone = merged(case, other, merge)
    assert (gone.status, gone.closed_reason) == (CaseStatus.CLOSED, "part of C-000002")
    assert try_to(gone, "reopen", CaseStatus.OPEN) == gone
    back = unmerged(gone)
    assert replace(back, closed_at=None) == replace(case, closed_at=None)


def test_every_status_is_reached_from_open() -> None:
    reached, waiting = {CaseStatus.OPEN}, [CaseStatus.OPEN]
    while waiting:
        new = NEXT[waiting.pop()] - reached
        reached |= new
        waiting += new
    assert reached == set(CaseStatus)


def test_a_case_is_not_merged_into_itself_a_closed_one_or_another_brand() -> None:
    case, other = a_case(), a_case(case_id=CaseId("C-000002"))
    merge = Merged(into=other.case_id, at=NOW, by=MEI, status_before=case.status)
    for target, why in (
        (case, "into itself"),
        (closed(other, "done", NOW), "it is closed"),
        (replace(other, brand="Else"), "about Else"),
        (merged(other, a_case(case_id=CaseId("C-3")), merge), "part of C-000002"),
    ):
        with pytest.raises(NotPossible, match=why):
            merged(case, target, merge)


def test_an_outcome_needs_its_office_and_a_penalty_its_number() -> None:
    sent = a_case(status=CaseStatus.SENT)
    outcome = CaseOutcome(
        kind=OutcomeKind.PENALTY,
        office="义乌市市场监督管理局",
        on=date(2026, 11, 25),
        number="义市监罚〔2026〕7号",
    )
    assert with_outcome(sent, outcome).status is CaseStatus.ANSWERED
    with pytest.raises(NotPossible, match="the penalty has no number"):
        with_outcome(sent, replace(outcome, number=" "))
    with pytest.raises(NotPossible, match="no office was named"):
        with_outcome(sent, replace(outcome, office=""))


@pytest.mark.parametrize(
    ("amount", "currency", "what"),
    [
        ("0", "CNY", "x"),
        ("-1", "CNY", "x"),
        ("NaN", "CNY", "x"),
        ("1", "RMBX", "x"),
        ("1", "元", "x"),
        ("1", "CNY", " "),
    ],
)
def test_a_cost_is_an_amount_in_a_currency_for_something(amount: str, currency: str, what: str) -> None:
    cost = Cost(amount=Decimal(amount), currency=currency, what=what, on=date(2026, 11, 25), by=MEI)
    with pytest.raises(NotPossible):
        with_cost(a_case(), cost)


def test_costs_are_summed_by_currency() -> None:
    case = a_case()
    for amount, currency in (("1200", "CNY"), ("0.50", "CNY"), ("90", "EUR")):
        case = with_cost(
            case,
            Cost(amount=Decimal(amount), currency=currency, what="notary", on=date(2026, 11, 25), by=MEI),
        )
    assert dict(case.spent) == {"CNY": Decimal("1200.50"), "EUR": Decimal(90)}

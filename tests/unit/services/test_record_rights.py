"""Of a right that is named its own day comes first, and of a mark the last day to renew it."""

from datetime import date

import pytest

from bot.domain.rights import RightKind
from tests.factories import a_book, a_right
from tests.fakes.store import MemoryStore
from tests.unit.services.test_records import answer

LATER = a_right(id="TM-71", expires_on=date(2029, 5, 4))


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (
            date(2027, 1, 20),
            (
                "TM-7 expires on 20 January 2027 and can be renewed now: from 20 January 2026 to that day, then only at "
                "a late fee; the last day to renew is 20 July 2027"
            ),
        ),
        (date(2029, 5, 4), "It can be renewed from 4 May 2028 to that day"),
        (date(2026, 9, 14), "TM-7 expired on 14 September 2026 and can still be renewed, at a late fee"),
        (date(2026, 3, 2), "TM-7 expired on 2 March 2026; the last day to renew was 2 September 2026."),
    ],
)
def test_of_a_mark_that_is_named_its_own_day_and_the_last_to_renew_come_first(
    store: MemoryStore, ends: date, told: str
) -> None:
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(id="TM-7", expires_on=ends), LATER)))
    found = answer(store, "expires", "until when can we renew TM-7?")
    assert told in found.text
    assert found.text.startswith("TM-7 expire")
    assert [row.subject for row in found.rows] == ["TM-7"]


def test_a_design_that_is_named_is_told_no_renewal(store: MemoryStore) -> None:
    design = a_right(id="DP-1", kind=RightKind.DESIGN, expires_on=date(2028, 4, 2))
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(design,)))
    assert answer(store, "expires", "DP-1什么时候到期").text == "DP-1 expires on 2 April 2028."

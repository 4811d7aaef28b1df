"""A test of many cases tries all of them and names each that fails."""

import pytest

from tests.every import every


def test_each_case_that_fails_is_named_and_the_others_are_tried_all_the_same() -> None:
    tried = list[int]()

    @every([1, 2, 3], lambda number: f"case {number}")
    def odd(number: int) -> None:
        tried.append(number)
        assert number == 2, "is odd"

    with pytest.raises(AssertionError, match=r"2 of 3\ncase 1: is odd.*\n(?:.*\n)*case 3: is odd"):
        odd()
    assert tried == [1, 2, 3]


def test_a_case_that_breaks_is_named_and_no_cases_at_all_are_a_mistake() -> None:
    @every([("a", "b")])
    def broken(one: str, other: str) -> None:
        raise KeyError(one + other)

    with pytest.raises(KeyError) as found:
        broken()
    assert found.value.__notes__ == ["at ('a', 'b')"]
    with pytest.raises(AssertionError, match="nothing to try"):
        every([])(broken)

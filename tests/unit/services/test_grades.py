"""What grade evidence has, and what would lift it."""

import pytest

from bot.domain.grading import Forum, ForumRule, grade
from bot.services.casework.grades import part_words, rules

RULE = ForumRule(
    forum=Forum.COURT, basis=("LI-09",), needs={"C": ("page",), "B": ("time_stamp",), "A": ("notary_deed",)}
)


@pytest.mark.parametrize(
    ("present", "expected", "lifts"),
    [
        ((), "D", ("page",)),
        (("notary_deed", "time_stamp"), "D", ("page",)),
        (("page",), "C", ("time_stamp",)),
        (("page", "time_stamp"), "B", ("notary_deed",)),
        (("page", "time_stamp", "notary_deed"), "A", ()),
    ],
)
def test_a_grade_needs_everything_below_it(
    present: tuple[str, ...], expected: str, lifts: tuple[str, ...]
) -> None:
    given = grade(RULE, present)
    assert (given.grade, given.lifts) == (expected, lifts)


def test_the_grading_table_names_every_part_in_both_languages_and_its_basis() -> None:
    parts = {part for rule in rules() for needs in rule.needs.values() for part in needs}
    assert {rule.forum for rule in rules()} == set(Forum)
    assert set(part_words("en")) == set(part_words("zh")) == parts
    assert all(rule.basis for rule in rules())

"""Changes of law sorted as a reader wants them: deadlines and amounts first, mere renumbering last."""

import re
from datetime import date

import pytest

from knowledge import changes, law
from knowledge.changes import Sort

REGISTER = law.load()
NEW_YEAR = changes.grouped(REGISTER.changes(date(2026, 12, 31), date(2027, 1, 1)))


def _keys(kind: Sort) -> set[str]:
    return {change.key for change in NEW_YEAR[kind]}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("tm.opposition_window", Sort.FIGURE),
        ("tm.misuse_misleading_use", Sort.NEW),
        ("tm.damages_basis", Sort.CHANGED),
        ("tm.infringing_acts", Sort.RENUMBERED),
    ],
)
def test_a_change_is_sorted_by_what_it_means(key: str, kind: Sort) -> None:
    assert key in _keys(kind)


def test_a_rule_that_ends_is_told_apart() -> None:
    (change,) = REGISTER.changes(date(2026, 12, 31), date(2027, 1, 1), ["tm.opposition_window"])
    ended = law.Change(key=change.key, effective_on=change.effective_on, before=change.before, after=None)
    assert changes.sort(ended) is Sort.ENDED


def test_a_figure_that_changes_is_shown_on_both_sides() -> None:
    (change,) = REGISTER.changes(date(2026, 12, 31), date(2027, 1, 1), ["tm.opposition_window"])
    before, after = changes.figures(change)["months"]
    assert before
    assert after
    assert (before.value, after.value) == (3, 2)


def test_no_change_of_words_says_that_nothing_changes() -> None:
    said = {change.key: change.summary("en") for change in NEW_YEAR[Sort.CHANGED]}
    assert [key for key, words in said.items() if words.startswith("The rule stays the same")] == []


EVERY = REGISTER.changes(date.min, date.max)


def test_every_change_says_what_changes_in_english_without_a_chinese_word() -> None:
    said = {change.key: change.summary("en") for change in EVERY}
    assert [key for key, words in said.items() if not words or re.search(r"[\u4e00-\u9fff]", words)] == []


def test_every_change_says_what_changes_in_chinese_without_an_english_word() -> None:
    said = {change.key: change.summary("zh") for change in EVERY}
    assert [key for key, words in said.items() if not words or re.search(r"[A-Za-z]{2}", words)] == []


def test_each_note_of_a_change_is_written_in_both_languages() -> None:
    texts = [version for provision in REGISTER for version in provision.versions]
    assert [text.key for text in texts if bool(text.change) is not bool(text.change_zh)] == []


def test_every_change_of_the_new_year_is_in_one_group() -> None:
    every = [change.key for group in NEW_YEAR.values() for change in group]
    assert len(every) == len(set(every)) == len(REGISTER.changes(date(2026, 12, 31), date(2027, 1, 1)))

"""How sure a search is, where several sections rest on one rule."""

import pytest

from knowledge.passages import Hit, sureness
from tests.fakes.guidance import a_passage


def hit(chance: float, section: str, *, rule: bool) -> Hit:
    one = a_passage(section_id=section) if rule else a_passage(section_id=section, provisions=())
    return Hit(passage=one, probability=chance)


def test_two_sections_on_one_provision_are_no_doubt() -> None:
    hits = [hit(0.45, "cn/a#a", rule=True), hit(0.3, "cn/b#b", rule=False), hit(0.2, "cn/c#c", rule=True)]
    assert sureness(hits) == pytest.approx(0.65)


def test_a_section_without_a_provision_stands_alone() -> None:
    assert sureness([hit(0.5, "cn/a#a", rule=False), hit(0.4, "cn/b#b", rule=False)]) == pytest.approx(0.5)


def test_what_found_nothing_is_not_sure() -> None:
    assert sureness([]) == 0

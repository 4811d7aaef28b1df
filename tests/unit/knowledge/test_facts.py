"""Every row of the fact sheets is in the register or told by guidance, in both languages; exclusions give a reason."""

import tomllib
from pathlib import Path

import pytest

from knowledge import corpus, law
from knowledge.instruments import Confidence
from tests.shipped import pages

LEDGER = tomllib.loads((Path(__file__).parents[2] / "data" / "fact_ids.toml").read_text(encoding="utf-8"))
IDS: list[str] = LEDGER["ids"]
GUIDANCE_ONLY: dict[str, str] = LEDGER["guidance_only"]
REGISTER_ONLY: dict[str, str] = LEDGER["register_only"]
REGISTER = law.load()
IN_REGISTER = {fact for provision in REGISTER for fact in provision.facts}
PAGES = pages()


def _told(language: str) -> set[str]:
    return {fact for p in PAGES if p.language == language for section in p.sections for fact in section.facts}


def test_the_list_names_each_row_once() -> None:
    assert len(IDS) == len(set(IDS)) > 290


def test_every_row_is_in_the_register_or_left_out_for_a_reason() -> None:
    assert set(IDS) - IN_REGISTER == set(GUIDANCE_ONLY)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_is_told_by_guidance_or_left_out_for_a_reason(language: str) -> None:
    assert set(IDS) - _told(language) == set(REGISTER_ONLY)


def test_every_exclusion_gives_a_reason() -> None:
    assert all(reason.strip() for reason in (*GUIDANCE_ONLY.values(), *REGISTER_ONLY.values()))


def test_nothing_rests_on_a_row_that_is_not_in_the_sheets() -> None:
    assert (IN_REGISTER | _told("en") | _told("zh")) - set(IDS) == set()


@pytest.mark.parametrize(("language", "mark"), [("en", "(unverified)"), ("zh", "（未核实）")])
def test_figures_that_nobody_verified_are_shown_as_such_in_guidance(language: str, mark: str) -> None:
    [fees] = [
        p
        for p in corpus.render([page for page in PAGES if page.name == "cn/coverage"], REGISTER)
        if p.section_id == "cn/coverage#other-fees" and p.language == language
    ]
    assert fees.text.count(mark) == len(REGISTER.provision("tm.fees_opposition").versions[0].figures)


def test_what_nobody_verified_is_known_by_name() -> None:
    unverified = {p.key for p in REGISTER for v in p.versions if v.confidence is Confidence.UNVERIFIED}
    assert unverified == {
        "ec.bad_faith_signs",
        "ec.bad_faith_statement",
        "ec.reasonable_measures",
        "ec.should_have_known",
        "ec.statement_contents",
        "pl.good_faith",
        "tm.fees_opposition",
    }

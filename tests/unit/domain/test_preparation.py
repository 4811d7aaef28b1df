"""A brand is ready, point by point, or what lacks is named; each point has words in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.brands import BrandBook
from bot.domain.preparation import BASIS, PORTALS, Level, coverage, prepared
from bot.domain.rights import EvaluationReport, Right, RightState
from bot.words.book import load_words
from tests.factories import a_book, a_design, a_product, a_right, an_authority, an_owner

TODAY = date(2026, 11, 24)


def _state(right: Right) -> RightState:
    return right.state(TODAY, 6)


def _ready() -> BrandBook:
    """A brand with nothing to mend."""
    powers = an_authority(scope=("platform", "amr", "customs", "court"))
    mark = a_right(
        title="LUMIÈRE NORD 露北",
        customs_recordal="T2021-1",
        portals=tuple((portal, "1") for portal in PORTALS),
        certificate="a.png",
    )
    design = a_design(certificate="b.png")
    goods = a_product(images=("front.png",), model="LN-30")
    return a_book(rights=(mark, design), authorities=(powers,), products=(goods,))


def _level(book: BrandBook, code: str) -> tuple[Level, tuple[str, ...]]:
    check = next(check for check in prepared(book, _state, TODAY) if check.code == code)
    return check.level, check.about


@pytest.mark.parametrize(
    ("nice_class", "named", "covered"), [(None, True, True), (None, False, False), (25, True, False)]
)
def test_goods_without_a_class_are_covered_by_the_mark_that_they_name_and_by_no_other(
    nice_class: int | None, named: bool, covered: bool
) -> None:
    mark = a_right()
    goods = a_product(nice_class=nice_class, right_ids=(mark.id,) if named else ())
    (row,) = coverage(a_book(rights=(mark,), products=(goods,)), _state)
    assert row.rights == ((mark.id,) if covered else ())


def test_a_brand_with_everything_is_green() -> None:
    checks = prepared(_ready(), _state, TODAY)
    assert {check.code for check in checks if check.level is not Level.GREEN} == set()
    assert {check.code for check in checks} == set(BASIS)


@pytest.mark.parametrize(
    ("code", "level", "change"),
    [
        ("mark_in_force", Level.RED, {"rights": ()}),
        ("chinese_name", Level.AMBER, {"rights": (a_right(title="LUMIÈRE NORD"),)}),
        ("owner_name_zh", Level.RED, {"owners": (an_owner(name_zh=""),)}),
        ("classes_covered", Level.RED, {"products": (a_product(nice_class=25),)}),
        ("certificates", Level.AMBER, {"rights": (a_right(certificate=""),)}),
        ("in_grace", Level.AMBER, {"rights": (a_right(expires_on=date(2026, 10, 1)),)}),
        ("authority_platform", Level.AMBER, {"authorities": ()}),
        ("authority_amr", Level.AMBER, {"authorities": (an_authority(expires_on=date(2026, 11, 23)),)}),
        ("authority_customs", Level.RED, {"authorities": (an_authority(),)}),
        ("authority_court", Level.RED, {"authorities": (an_authority(),)}),
        ("recordal", Level.AMBER, {"rights": (a_right(customs_recordal=""),)}),
        ("portals", Level.AMBER, {"rights": (a_right(portals=()),)}),
        (
            "evaluation_reports",
            Level.RED,
            {"rights": (a_right(), a_design(evaluation_report=EvaluationReport(result="negative")))},
        ),
        ("annuities", Level.RED, {"rights": (a_right(), a_design(annuity_paid_until=date(2026, 11, 23)))}),
        ("genuine_pictures", Level.AMBER, {"products": (a_product(images=()),)}),
        ("tells", Level.AMBER, {"products": (a_product(tells=()),)}),
        ("public_contact", Level.AMBER, {"owners": (an_owner(contact_public=""),)}),
        ("authorised_sellers", Level.AMBER, {"sellers": ()}),
        ("model_names", Level.AMBER, {"products": (a_product(model=""),)}),
    ],
)
def test_what_lacks_is_named(code: str, level: Level, change: dict[str, object]) -> None:
    assert _level(_ready(), code)[0] is Level.GREEN
    found, about = _level(replace(_ready(), **change), code)  # type: ignore[arg-type]  # a test's shorthand
    assert found is level
    assert about


def test_what_listings_call_the_goods_besides_is_asked_about() -> None:
    asked = next(c for c in prepared(_ready(), _state, TODAY, ["小露"]) if c.code == "nicknames")
    assert (asked.level, asked.about) == (Level.AMBER, ("小露",))


def test_a_home_owner_needs_no_agent_before_customs() -> None:
    home = replace(_ready(), owners=(an_owner(country="CN"),), authorities=())
    assert _level(home, "authority_customs")[0] is Level.AMBER


def test_coverage_is_by_class_in_force_and_by_portal() -> None:
    book = _ready()
    row = coverage(book, _state)[0]
    assert (row.rights, row.gap, row.subclass_open) == (("TM-CN-03",), False, False)
    assert dict(row.filed)["jd"] == ("TM-CN-03",)
    lapsed = replace(book, rights=(a_right(expires_on=date(2026, 1, 1)),))
    assert coverage(lapsed, _state)[0].gap
    abroad = replace(book, rights=(a_right(jurisdiction="FR"),))
    assert coverage(abroad, _state)[0].gap
    loose = replace(book, rights=(a_right(subclasses=()),))
    assert coverage(loose, _state)[0].subclass_open


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_check_has_its_words(language: str) -> None:
    words = load_words(language)
    for code in BASIS:
        assert words(f"prepare.want.{code}")
        assert "X" in words(f"prepare.lack.{code}", about="X")

"""Words for the law: numbers, places, amounts and citations in both languages, for the right date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import law
from knowledge.instruments import (
    Confidence,
    Figure,
    Instrument,
    Kind,
    NotInForce,
    UnknownFigure,
    UnknownProvision,
)
from knowledge.law import Provision, Register, Version
from knowledge.phrasing import Phrases, amount, chinese_number, with_unit

REGISTER = law.load()
OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
POWERS = {"十": 10, "百": 100, "千": 1000}


def _phrases(language: str = "en", act: date = OLD, filed: date = OLD, **changes: object) -> Phrases:
    given: dict[str, object] = {"register": REGISTER, "language": language, "act_on": act, "filed_on": filed}
    return Phrases(**{**given, **changes})  # type: ignore[arg-type]  # a test's shorthand


def _read(text: str) -> int:
    total = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total += (digit or 1) * POWERS[sign]
            digit = 0
    return total + digit


# A rule whose first text is certain and whose second is not, in an instrument that counts items.
EARLY = Instrument(
    id="early",
    title="Reply",
    title_zh="批复",
    short="Reply",
    short_zh="《批复》",
    in_force_from=date(2020, 1, 1),
    in_force_to=OLD,
    unit_zh="项",
)
LATE = Instrument(id="late", title="Law", title_zh="法", short="Law", short_zh="《法》", in_force_from=NEW)


def _unsure() -> Register:
    sure, unsure = (
        Version(
            key="x.fee",
            kind=Kind.PROCEDURE,
            instrument=instrument,
            article="3",
            in_force_from=instrument.in_force_from,
            in_force_to=instrument.in_force_to,
            says="A fee is due.",
            confidence=confidence,
            figures={"fee": Figure(value=1500, unit="CNY")},
        )
        for instrument, confidence in ((EARLY, Confidence.VERIFIED), (LATE, Confidence.UNVERIFIED))
    )
    rule = Provision(
        key="x.fee",
        title="Fee",
        title_zh="费用",
        kind=Kind.PROCEDURE,
        facts=("X-1",),
        versions=(sure, unsure),
    )
    return Register((EARLY, LATE), (rule,))


# Numbers


@given(st.integers(min_value=1, max_value=9999))
def test_a_chinese_number_reads_back_as_itself(number: int) -> None:
    assert _read(chinese_number(number)) == number


@given(st.integers(min_value=1, max_value=9999))
def test_a_chinese_number_never_doubles_or_ends_in_zero(number: int) -> None:
    text = chinese_number(number)
    assert "零零" not in text
    assert not text.endswith("零")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (57, "五十七"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (213, "二百一十三"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1195, "一千一百九十五"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_as_statutes_write_them(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_no_article_has_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 9999"):
        chinese_number(number)


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (250_000, "en", "CNY 250,000"),
        (250_000, "zh", "25万元"),
        (5_000_000, "zh", "500万元"),
        (500, "zh", "500元"),
        (15_500, "zh", "15500元"),
    ],
)
def test_amounts(value: int, language: str, text: str) -> None:
    assert amount(value, language) == text


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (3, "months", "3 months", "3个月"),
        (1, "months", "1 month", "1个月"),
        (15, "days", "15 days", "15日"),
        (7, "working_days", "7 working days", "7个工作日"),
        (10, "years", "10 years", "10年"),
        (5, "times", "5 times", "5倍"),
        (1, "times", "1 time", "1倍"),
        (20, "percent", "20 percent", "20%"),
        (24, "hours", "24 hours", "24小时"),
        (1000, "copies", "1,000 copies", "1000份"),
        (2000, "pieces", "2,000 pieces", "2000件"),
        (50_000, "CNY", "CNY 50,000", "5万元"),
        (1200, "signs", "1,200", "1200"),
    ],
)
def test_figures_with_their_units(value: int, unit: str, english: str, chinese: str) -> None:
    figure = Figure(value=value, unit=unit)
    assert (with_unit(figure, "en"), with_unit(figure, "zh")) == (english, chinese)


# Citations


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Trademark Law Art. 57"), ("zh", "《商标法》第五十七条")]
)
def test_a_citation_names_the_law_and_the_article(language: str, text: str) -> None:
    assert _phrases(language).cite("tm.infringing_acts") == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Trademark Law Art. 57(1)"), ("zh", "《商标法》第五十七条第（一）项")]
)
def test_a_citation_may_name_an_item(language: str, text: str) -> None:
    assert _phrases(language).cite("tm.infringing_acts", item=1) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Trademark Law Art. 60(2)"), ("zh", "《商标法》第六十条第二款")]
)
def test_a_citation_names_the_paragraph_of_the_register(language: str, text: str) -> None:
    assert _phrases(language).cite("tm.amr_powers_fine") == text


@pytest.mark.parametrize(("language", "text"), [("en", "Art. 72(3)"), ("zh", "第七十二条第（三）项")])
def test_the_place_alone_leaves_out_the_law(language: str, text: str) -> None:
    assert _phrases(language, NEW, NEW).article("tm.infringing_acts", item=3) == text


@pytest.mark.parametrize("wording", ["cite", "article"])
def test_texts_that_count_items_are_cited_by_item(wording: str) -> None:
    written = getattr(_phrases(register=_unsure()), wording)("x.fee")
    assert written.removeprefix("Reply ") == "item 3"


def test_another_text_is_cited_by_its_own_number() -> None:
    assert _phrases().cite_in("tm.infringing_acts", "cn-trademark-law-2026") == "Trademark Law (2026) Art. 72"


def test_a_figure_of_another_text_is_given_beside_todays() -> None:
    phrases = _phrases()
    here = phrases.figure("tm.opposition_window.months")
    assert (here, phrases.other("tm.opposition_window.months", "cn-trademark-law-2026")) == (
        "3 months",
        "2 months",
    )


def test_a_number_stands_without_its_unit() -> None:
    assert _phrases().number("tm.amr_powers_fine.fine_cap") == "250,000"


@pytest.mark.parametrize(("language", "field"), [("en", "says"), ("zh", "says_zh")])
def test_what_a_provision_says_comes_in_the_language_of_the_text(language: str, field: str) -> None:
    assert _phrases(language).says("tm.infringing_acts") == getattr(
        REGISTER.on("tm.infringing_acts", OLD), field
    )


def test_without_chinese_words_the_english_ones_stand() -> None:
    assert _phrases("zh", register=_unsure()).says("x.fee") == "A fee is due."


# Which date picks


def test_the_date_of_the_act_picks_substance() -> None:
    assert _phrases(act=OLD, filed=NEW).article("tm.infringing_acts") == "Art. 57"


def test_the_date_of_filing_picks_procedure() -> None:
    assert _phrases(act=OLD, filed=NEW).figure("tm.opposition_window.months") == "2 months"


@pytest.mark.parametrize(("act", "applies"), [(OLD, False), (NEW, True)])
def test_an_instrument_applies_by_the_date_of_the_act(act: date, applies: bool) -> None:
    assert _phrases(act=act, filed=NEW).in_force("cn-trademark-law-2026") is applies


def test_what_was_used_is_remembered() -> None:
    phrases = _phrases()
    phrases.cite("tm.infringing_acts")
    assert phrases.used["tm.infringing_acts"].instrument.id == "cn-trademark-law-2019"


# What is not certain, or not there


@pytest.mark.parametrize(("language", "text"), [("en", "CNY 1,500 (unverified)"), ("zh", "1500元（未核实）")])
def test_an_unverified_figure_is_marked(language: str, text: str) -> None:
    assert _phrases(language, NEW, NEW, register=_unsure()).figure("x.fee.fee") == text


def test_an_unverified_bare_number_is_marked() -> None:
    assert _phrases(act=NEW, filed=NEW, register=_unsure()).number("x.fee.fee") == "1,500 (unverified)"


def test_an_unverified_figure_of_another_text_is_marked() -> None:
    assert _phrases(register=_unsure()).other("x.fee.fee", "late") == "CNY 1,500 (unverified)"


def test_a_verified_figure_is_not_marked() -> None:
    assert _phrases(register=_unsure()).figure("x.fee.fee") == "CNY 1,500"


def test_marks_are_left_out_where_the_notice_room_checks_itself() -> None:
    phrases = _phrases(act=NEW, filed=NEW, register=_unsure(), mark_unverified=False)
    assert phrases.figure("x.fee.fee") == "CNY 1,500"


@pytest.mark.parametrize("wording", ["cite", "article", "says"])
def test_an_unknown_key_is_an_error(wording: str) -> None:
    with pytest.raises(UnknownProvision, match=r"tm\.nothing"):
        getattr(_phrases(), wording)("tm.nothing")


@pytest.mark.parametrize("wording", ["figure", "number"])
def test_an_unknown_figure_is_an_error(wording: str) -> None:
    with pytest.raises(UnknownFigure, match="weeks"):
        getattr(_phrases(), wording)("tm.opposition_window.weeks")


def test_an_unknown_figure_of_another_text_is_an_error() -> None:
    with pytest.raises(UnknownFigure, match="weeks"):
        _phrases().other("tm.opposition_window.weeks", "cn-trademark-law-2026")


def test_a_text_that_lacks_the_rule_is_an_error() -> None:
    with pytest.raises(UnknownProvision, match="cn-copyright-law-2020"):
        _phrases().cite_in("tm.infringing_acts", "cn-copyright-law-2020")


def test_a_rule_not_yet_in_force_is_an_error() -> None:
    with pytest.raises(NotInForce, match=r"tm\.nominative_use"):
        _phrases().cite("tm.nominative_use")

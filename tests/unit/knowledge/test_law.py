"""The register of law by date: the one that ships holds together, and a broken one is refused in a sentence."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge import articles, law
from knowledge.instruments import FOREVER, Kind, NotInForce, RegisterInvalid, UnknownFigure, UnknownProvision
from knowledge.law import Register, Version
from knowledge.phrasing import chinese_number, place_zh
from tests.every import every

REGISTER = law.load()
LAST_OLD, FIRST_NEW = date(2026, 12, 31), date(2027, 1, 1)
FAMILIES = (
    ("cn-trademark-law-2019", "cn-trademark-law-2026"),
    ("cn-unfair-competition-law-2019", "cn-unfair-competition-law-2025"),
    ("spc-punitive-damages-2021", "spc-punitive-damages-2026"),
)
# The instruments that answers may name in JSON; consumers know these ids.
PROMISED = (
    "cn-trademark-law-2019",
    "cn-trademark-law-2026",
    "cn-trademark-regulation-2014",
    "cn-e-commerce-law-2018",
    "cn-civil-code-2020",
    "cn-patent-law-2020",
    "cn-patent-rules-2023",
    "cn-copyright-law-2020",
    "cn-unfair-competition-law-2019",
    "cn-unfair-competition-law-2025",
    "cn-customs-ipr-regulation-2018",
    "cn-customs-ipr-measures-2009",
    "cn-criminal-law-2020",
    "cn-criminal-ip-interpretation-2025",
    "cn-amr-penalty-procedure",
    "cn-civil-procedure-law-2023",
    "cn-administrative-penalty-law-2021",
    "cn-administrative-coercion-law-2011",
    "cn-trademark-evidence-provisions-2024",
    "cn-amr-complaint-report-measures-2026",
    "cn-live-commerce-measures-2026",
    "cn-foreign-ip-disputes-2025",
    "spc-platform-ip-opinions-2020",
    "spc-online-ip-reply-2020",
    "spc-punitive-damages-2021",
    "spc-punitive-damages-2026",
    "spc-online-litigation-rules-2021",
    "spc-internet-court-jurisdiction-2025",
)
NUMBER = "[一二三四五六七八九十百千零]+"
PLACE_ZH = re.compile(rf"第({NUMBER})[条项章](?:之({NUMBER}))?(?:第({NUMBER})款)?(?:第（({NUMBER})）项)?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
POWERS = {"十": 10, "百": 100, "千": 1000}


def _number(text: str) -> int:
    total = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total += (digit or 1) * POWERS[sign]
            digit = 0
    return total + digit


def _numbers_of(place: str) -> tuple[str, int, int]:
    """Article, paragraph and item read back from 第六十条第二款第（一）项."""
    found = PLACE_ZH.fullmatch(place)
    assert found, place
    article, inserted, paragraph, item = (_number(group) if group else 0 for group in found.groups())
    return f"{article}-{inserted}" if inserted else str(article), paragraph, item


INSTRUMENT = """
[[instrument]]
id = "old"
title = "Old Law"
title_zh = "旧法"
short = "Law"
short_zh = "《法》"
in_force_from = 2020-01-01
in_force_to = 2026-12-31
sources = ["https://law.example/old"]
[[instrument]]
id = "new"
title = "New Law"
title_zh = "新法"
short = "Law"
short_zh = "《法》"
in_force_from = 2027-01-01
"""
RULE = """
[[provision]]
key = "x.time"
title = "Time"
title_zh = "期限"
kind = "procedure"
facts = ["X-1"]
"""
OLD = """
[[provision.version]]
instrument = "old"
article = 3
says = "Three months."
confidence = "verified"
figures = { months = 3, fine = { value = 50000, unit = "CNY" } }
"""
NEW = """
[[provision.version]]
instrument = "new"
article = "12-1"
paragraph = 1
item = 5
says = "Two months."
confidence = "unverified"
sources = ["https://law.example/new"]
"""


def _written(folder: Path, *parts: str) -> Register:
    (folder / "rules.toml").write_text("".join(parts), encoding="utf-8")
    return law.load(folder)


def _versions(key: str) -> dict[str, Version]:
    return {version.instrument.id: version for version in REGISTER.provision(key).versions}


# The register that ships


def test_it_holds_hundreds_of_provisions() -> None:
    assert len(REGISTER.provisions) > 300


@pytest.mark.parametrize("instrument", PROMISED)
def test_every_promised_instrument_is_known(instrument: str) -> None:
    assert instrument in REGISTER.instruments


@pytest.mark.parametrize(("before", "after"), FAMILIES)
def test_texts_of_one_family_follow_each_other_without_a_day_between(before: str, after: str) -> None:
    ends, begins = REGISTER.instruments[before].in_force_to, REGISTER.instruments[after].in_force_from
    assert begins - ends == timedelta(days=1)


@pytest.mark.parametrize(("before", "after"), FAMILIES)
def test_some_provision_runs_through_both_texts_of_a_family(before: str, after: str) -> None:
    assert [p.key for p in REGISTER if {before, after} <= set(_versions(p.key))]


@every(p.key for p in REGISTER if len(p.versions) > 1)
def test_a_timeline_has_neither_gap_nor_overlap(key: str) -> None:
    versions = REGISTER.provision(key).versions
    assert all(b.in_force_from - a.in_force_to == timedelta(days=1) for a, b in pairwise(versions))


@every(sorted(REGISTER.provisions))
def test_a_provision_reads_in_chinese_at_its_own_place(key: str) -> None:
    for version in REGISTER.provision(key).versions:
        assert version.says_zh.endswith("。"), "a notice needs what the rule says, in Chinese"
        assert CHINESE.search(version.instrument.short_zh)
        if version.article:
            assert _numbers_of(place_zh(version)) == (version.article, version.paragraph, version.item)
        else:
            assert (place_zh(version), version.place, version.paragraph, version.item) == ("", "", 0, 0)


@every(sorted(REGISTER.provisions))
def test_a_provision_names_a_source_on_the_web(key: str) -> None:
    for version in REGISTER.provision(key).versions:
        assert version.sources
        assert all(source.startswith(("https://", "http://")) for source in version.sources), version.sources


@every(sorted(REGISTER.provisions))
def test_a_provision_rests_on_facts(key: str) -> None:
    assert REGISTER.provision(key).facts


@pytest.mark.parametrize(
    ("key", "instrument", "place", "chinese"),
    [
        ("tm.infringing_identical", "cn-trademark-law-2019", "57(1)", "第五十七条第（一）项"),
        ("tm.infringing_identical", "cn-trademark-law-2026", "72(1)", "第七十二条第（一）项"),
        ("tm.amr_powers_fine", "cn-trademark-law-2019", "60(2)", "第六十条第二款"),
        ("tm.amr_powers_fine", "cn-trademark-law-2026", "74(2)", "第七十四条第二款"),
        ("tm.damages_statutory_cap", "cn-trademark-law-2019", "63(3)", "第六十三条第三款"),
        ("tm.opposition_window", "cn-trademark-law-2026", "36", "第三十六条"),
        ("tm.amr_advance_registration", "cn-trademark-law-2026", "76(1)(5)", "第七十六条第一款第（五）项"),
        ("ec.code_wrong_notice", "cn-civil-code-2020", "1195(3)", "第一千一百九十五条第三款"),
        ("ec.counter_wait_cap", "spc-online-ip-reply-2020", "3", "第三项"),
        ("am.complaint_refused", "cn-amr-complaint-report-measures-2026", "16(3)", "第十六条第（三）项"),
        ("ec.live_verification_fine", "cn-live-commerce-measures-2026", "59(1)", "第五十九条第（一）项"),
    ],
)
def test_known_places(key: str, instrument: str, place: str, chinese: str) -> None:
    version = _versions(key)[instrument]
    assert (version.place, place_zh(version)) == (place, chinese)


@pytest.mark.parametrize(("day", "months"), [(LAST_OLD, 3), (FIRST_NEW, 2)])
def test_the_time_to_oppose_is_cut_at_new_year(day: date, months: int) -> None:
    assert REGISTER.figure("tm.opposition_window.months", day).value == months


def test_the_change_of_year_changes_the_time_to_oppose() -> None:
    changes = {change.key: change for change in REGISTER.changes(LAST_OLD, FIRST_NEW)}
    assert changes["tm.opposition_window"].effective_on == FIRST_NEW


def test_a_change_shows_both_texts() -> None:
    (change,) = REGISTER.changes(LAST_OLD, FIRST_NEW, ["tm.opposition_window"])
    assert change.before
    assert change.after
    assert (change.before.article, change.after.article) == ("33", "36")


def test_changes_leave_out_the_first_day_and_keep_the_last() -> None:
    assert REGISTER.changes(FIRST_NEW, FIRST_NEW + timedelta(days=1), ["tm.opposition_window"]) == ()


def test_a_change_more_than_a_year_away_is_not_upcoming() -> None:
    assert REGISTER.upcoming(["tm.opposition_window"], date(2025, 12, 31)) == ()


def test_a_change_a_year_away_is_upcoming() -> None:
    assert REGISTER.upcoming(["tm.opposition_window"], date(2026, 1, 1))


def test_boundaries_are_in_order_and_hold_new_year_2027() -> None:
    assert list(REGISTER.boundaries) == sorted(set(REGISTER.boundaries))
    assert FIRST_NEW in REGISTER.boundaries


def test_an_instrument_is_in_force_on_its_last_day() -> None:
    assert REGISTER.instrument_in_force("cn-trademark-law-2019", LAST_OLD)


def test_an_instrument_is_not_in_force_on_the_day_after() -> None:
    assert not REGISTER.instrument_in_force("cn-trademark-law-2019", FIRST_NEW)


# Asking for what is not there


def test_an_unknown_key_is_told() -> None:
    with pytest.raises(UnknownProvision, match=r"no provision “tm\.nothing” in the law register"):
        REGISTER.on("tm.nothing", LAST_OLD)


def test_an_unknown_figure_is_told() -> None:
    with pytest.raises(UnknownFigure, match=r"“tm\.opposition_window” has no figure “weeks” on 2026-12-31"):
        REGISTER.figure("tm.opposition_window.weeks", LAST_OLD)


def test_a_day_without_a_version_is_told() -> None:
    with pytest.raises(NotInForce, match=r"no version of “tm\.opposition_window” is in force on 1999-01-01"):
        REGISTER.on("tm.opposition_window", date(1999, 1, 1))


def test_an_unknown_instrument_is_told() -> None:
    with pytest.raises(UnknownProvision, match="cn-law-of-nowhere"):
        REGISTER.instrument_in_force("cn-law-of-nowhere", LAST_OLD)


def test_changes_of_an_unknown_key_are_refused() -> None:
    with pytest.raises(UnknownProvision):
        REGISTER.changes(LAST_OLD, FIRST_NEW, ["tm.nothing"])


# A register of one's own


def test_versions_stand_in_order_of_time(tmp_path: Path) -> None:
    versions = _written(tmp_path, INSTRUMENT, RULE, NEW, OLD).provision("x.time").versions
    assert [version.instrument.id for version in versions] == ["old", "new"]


def test_a_version_lasts_as_long_as_its_instrument(tmp_path: Path) -> None:
    version = _written(tmp_path, INSTRUMENT, RULE, NEW).on("x.time", FIRST_NEW)
    assert (version.in_force_from, version.in_force_to) == (FIRST_NEW, FOREVER)


def test_a_version_without_sources_takes_those_of_its_instrument(tmp_path: Path) -> None:
    assert _written(tmp_path, INSTRUMENT, RULE, OLD).on("x.time", LAST_OLD).sources == (
        "https://law.example/old",
    )


def test_a_bare_figure_takes_its_name_as_unit(tmp_path: Path) -> None:
    figure = _written(tmp_path, INSTRUMENT, RULE, OLD).figure("x.time.months", LAST_OLD)
    assert (figure.value, figure.unit) == (3, "months")


def test_a_figure_may_name_its_unit(tmp_path: Path) -> None:
    assert _written(tmp_path, INSTRUMENT, RULE, OLD).figure("x.time.fine", LAST_OLD).unit == "CNY"


def test_an_inserted_article_keeps_its_suffix(tmp_path: Path) -> None:
    version = _written(tmp_path, INSTRUMENT, RULE, NEW).on("x.time", FIRST_NEW)
    assert (version.place, place_zh(version)) == ("12-1(1)(5)", "第十二条之一第一款第（五）项")


def test_a_rule_that_ends_is_a_change_without_a_text_after(tmp_path: Path) -> None:
    (change,) = _written(tmp_path, INSTRUMENT, RULE, OLD).changes(LAST_OLD, FIRST_NEW)
    assert change.after is None
    assert [change.summary(language) for language in ("en", "zh")] == [
        "no longer in force",
        "不再有效",
    ]


def test_kind_is_read(tmp_path: Path) -> None:
    assert _written(tmp_path, INSTRUMENT, RULE, OLD).provision("x.time").kind is Kind.PROCEDURE


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((INSTRUMENT, RULE, OLD, OLD), "x.time: versions overlap on 2020-01-01"),
        ((RULE, OLD), "x.time: unknown instrument “old”"),
        ((INSTRUMENT, RULE, OLD, RULE, OLD), "x.time: defined twice"),
        (
            (INSTRUMENT, RULE, OLD, "in_force_to = 2028-01-01"),
            "x.time: a version lies outside the time in force of old",
        ),
        (
            (INSTRUMENT, RULE, OLD, "in_force_from = 2019-01-01"),
            "x.time: a version lies outside the time in force of old",
        ),
        (
            (INSTRUMENT, RULE, OLD, "in_force_from = 2025-01-01\nin_force_to = 2024-01-01"),
            "x.time: a version lies outside the time in force of old",
        ),
        ((INSTRUMENT, RULE), "x.time: missing or wrong 'version'"),
        ((INSTRUMENT, RULE.replace("procedure", "custom"), OLD), "x.time: missing or wrong 'custom'"),
        ((INSTRUMENT, RULE, OLD.replace("verified", "rumour")), "x.time: missing or wrong 'rumour'"),
        (
            (INSTRUMENT, RULE.replace('key = "x.time"', ""), OLD),
            "rules.toml: the provision “Time” has no key",
        ),
        ((INSTRUMENT, "nonsense"), r"rules.toml: "),
        ((INSTRUMENT, '[[instrument]]\nid = "half"\n'), "half: "),
    ],
    ids=[
        "overlap",
        "unknown instrument",
        "duplicate key",
        "ends after its instrument",
        "begins before its instrument",
        "ends before it begins",
        "no version",
        "unknown kind",
        "unknown confidence",
        "no key",
        "not TOML",
        "half an instrument",
    ],
)
def test_a_broken_register_is_refused_in_a_sentence(
    tmp_path: Path, parts: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(RegisterInvalid, match=f"^law register, {re.escape(sentence)}"):
        _written(tmp_path, *parts)


# Old and new article numbers

TABLE = articles.load()


def test_every_article_of_the_old_text_is_in_the_table() -> None:
    assert {row.before.partition("(")[0] for row in TABLE} == {str(n) for n in range(1, 74)}


@pytest.mark.parametrize(("before", "after"), [("57", ("72",)), ("33", ("36",)), ("58", ())])
def test_an_article_of_the_old_text_is_converted(before: str, after: tuple[str, ...]) -> None:
    assert articles.converted(before, TABLE)[0].after == after


def test_a_dropped_article_says_where_to_look() -> None:
    (row,) = articles.converted("58", TABLE)
    assert row.note


def test_a_part_of_an_article_finds_its_own_place() -> None:
    assert [row.after for row in articles.converted("60(2)", TABLE)] == [("74(2)",)]


def test_a_part_not_known_apart_finds_its_article() -> None:
    assert [row.before for row in articles.converted("33(1)", TABLE)] == ["33"]


def test_an_article_finds_its_parts_too() -> None:
    assert [row.after for row in articles.converted("57", TABLE)][:2] == [("72",), ("72(1)",)]


@pytest.mark.parametrize("number", sorted(articles.collisions(), key=int))
def test_a_number_with_two_meanings_stands_in_both_texts(number: str) -> None:
    assert articles.converted(number, TABLE)
    assert int(number) <= 87


def test_one_article_does_not_find_another_that_begins_alike() -> None:
    assert [row.before for row in articles.converted("5", TABLE)] == ["5"]


def test_a_new_article_is_traced_back() -> None:
    assert [row.before for row in articles.origin("36", TABLE)] == ["33"]


def test_an_unknown_article_finds_nothing() -> None:
    assert articles.converted("99", TABLE) == ()


# The new text names the authority once, in its general part; the article on its powers moved elsewhere.
ELSEWHERE = {"tm.enforcement_authority"}


@every(p.key for p in REGISTER if set(FAMILIES[0]) <= set(_versions(p.key)) and p.key not in ELSEWHERE)
def test_the_table_and_the_register_tell_the_same_move(key: str) -> None:
    old, new = (_versions(key)[instrument] for instrument in FAMILIES[0])
    places = {
        place.partition("(")[0] for row in articles.converted(old.article, TABLE) for place in row.after
    }
    assert new.article in places


def test_chinese_articles_stay_below_the_last_of_the_new_text() -> None:
    last = max(int(place.partition("(")[0]) for row in TABLE for place in row.after)
    assert chinese_number(last) == "八十七"

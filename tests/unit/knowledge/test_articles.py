"""The converter of article numbers, both ways."""

import pytest

from knowledge import articles

TABLE = articles.load()


def test_every_article_of_the_2019_text_has_a_row() -> None:
    heads = {int(row.before.partition("(")[0]) for row in TABLE}
    assert heads == set(range(1, 74))


def test_an_article_finds_its_place() -> None:
    assert [row.after for row in articles.converted("33", TABLE)] == [("36",)]


def test_an_article_finds_its_parts_and_not_another_number() -> None:
    assert {row.before.partition("(")[0] for row in articles.converted("5", TABLE)} == {"5"}


def test_a_place_of_the_new_text_finds_where_it_came_from() -> None:
    assert "33" in {row.before for row in articles.origin("36", TABLE)}


def test_a_number_said_to_be_of_the_text_to_come_is_not_taken_for_one_of_today() -> None:
    assert articles.named("新法72、74条") == (("57", "72"), ("60", "74"))
    assert articles.named("旧法57条还是新法72条") == (("57", "72"),)


def test_an_unknown_article_finds_nothing() -> None:
    assert articles.converted("99", TABLE) == ()


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Article 33 in the letter of January 2027", {("33", "36")}),
        ("arts. 74 and 77 of the new law", {("60", "74"), ("63", "77")}),
        ("新法第六十条第二款", {("60(2)", "74(2)")}),
        ("Article 58 from 2027 on", {("58", "–"), ("54", "58")}),
        ("Article 42 of the E-Commerce Law", set()),
        # What is new in the text to come has no number in that of today; what is said to be of today has none of the other.
        ("新法第五十六条的罚款", set()),
        ("旧法第三十三条、三十四条", {("33", "36"), ("34", "37")}),
        ("旧法39、42条", {("39", "43"), ("42", "46")}),
    ],
)
def test_an_article_that_is_named_has_its_number_in_the_other_text(
    text: str, pairs: set[tuple[str, str]]
) -> None:
    assert pairs <= set(articles.named(text))
    assert pairs or not articles.named(text)


def test_only_who_speaks_of_the_text_to_come_is_told_its_numbers() -> None:
    assert articles.tells_the_change("the revised Trademark Law")
    assert articles.tells_the_change("新商标法")
    assert not articles.tells_the_change("Article 57 of the Trademark Law")

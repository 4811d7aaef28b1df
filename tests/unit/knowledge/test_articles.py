"""The converter of article numbers, both ways."""

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


def test_an_unknown_article_finds_nothing() -> None:
    assert articles.converted("99", TABLE) == ()

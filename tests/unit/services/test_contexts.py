"""Several wordings of one message are weighed together."""

import pytest

from bot.services.answering.contexts import WeighedSearch, fused, page_of
from knowledge.passages import Hit, SearchResult
from tests.fakes.guidance import a_passage


def search(weight: float = 0.5, **chances: float) -> WeighedSearch:
    hits = tuple(
        Hit(passage=a_passage(section_id=f"cn/{name}#s"), probability=p) for name, p in chances.items()
    )
    found = SearchResult(hits=hits)
    return WeighedSearch(found=found, weight=weight)


def test_what_fits_every_wording_comes_first_and_chances_are_shared_out() -> None:
    hits = fused([search(a=0.6, b=0.4), search(b=0.5)]).hits
    assert [hit.passage.section_id for hit in hits] == ["cn/b#s", "cn/a#s"]
    assert sum(hit.probability for hit in hits) == pytest.approx(1.0)


def test_what_is_barred_goes() -> None:
    hits = fused([search(a=0.4, b=0.5, c=0.9)], without={"cn/c#s"}).hits
    assert [hit.passage.section_id for hit in hits] == ["cn/b#s", "cn/a#s"]


def test_the_best_chance_under_one_wording_is_kept() -> None:
    assert fused([search(a=0.02), search(a=0.3)]).likeliest == {"cn/a#s": 0.3}


def test_nothing_found_is_nothing() -> None:
    assert fused([search()]).hits == ()
    assert page_of("cn/customs#fee") == "cn/customs"

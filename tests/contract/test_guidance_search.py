"""One contract for every GuidanceSearch: the fake, and the real one over three small pages and the packaged model."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.ports import GuidanceSearch
from knowledge import corpus, index, law, ranker, reader
from knowledge.features import Featurer
from knowledge.passages import Passage, SearchResult
from knowledge.search import Search
from tests.fakes.guidance import CannedSearch

PAGES = Path(__file__).parents[1] / "data" / "guidance"
BEFORE, AFTER = date(2026, 11, 24), date(2027, 2, 1)
OPPOSE = "How long do we have to oppose a published trademark?"
DESCRIBE = "Is nominative use of a trademark allowed?"
WINDOW, NOMINATIVE, CEILING = "cn/opposing#window", "cn/opposing#nominative", "cn/fines#ceiling"


@pytest.fixture(scope="session")
def featurer() -> Featurer:
    return Featurer()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, featurer: Featurer) -> Search:
    """The real search, its index built once."""
    opened = index.ensure(
        tmp_path_factory.mktemp("guidance"),
        featurer,
        index.Sources(guidance=PAGES, bank=PAGES, beliefs=PAGES),
    )
    return Search(opened, featurer, ranker.load(), reader.load())


@pytest.fixture(scope="session")
def rendered() -> tuple[Passage, ...]:
    """Every wording of the small pages, the time to oppose first."""
    passages = corpus.render(corpus.read(PAGES), law.load())
    return tuple(sorted(passages, key=lambda p: (p.section_id != WINDOW, p.section_id)))


@pytest.fixture(params=["fake", "real"])
def search(request: pytest.FixtureRequest, rendered: tuple[Passage, ...]) -> GuidanceSearch:
    """Each search that keeps the contract."""
    if request.param == "fake":
        return CannedSearch(passage=rendered[0], more=rendered[1:])
    found: Search = request.getfixturevalue("real")
    return found


def _sections(found: SearchResult) -> set[str]:
    return {hit.passage.section_id for hit in found.hits}


def test_the_section_asked_about_comes_first(search: GuidanceSearch) -> None:
    found = search.search(OPPOSE, on=BEFORE, language="en")
    assert found.hits[0].passage.section_id == WINDOW


@pytest.mark.parametrize(("day", "time"), [(BEFORE, "3 months"), (AFTER, "2 months")])
def test_the_wording_is_that_of_the_day(search: GuidanceSearch, day: date, time: str) -> None:
    assert time in search.search(OPPOSE, on=day, language="en").hits[0].passage.text


@pytest.mark.parametrize("day", [BEFORE, date(2026, 12, 31), date(2027, 1, 1), AFTER], ids=date.isoformat)
@pytest.mark.parametrize("question", [OPPOSE, DESCRIBE])
def test_nothing_is_found_outside_its_period(search: GuidanceSearch, question: str, day: date) -> None:
    found = search.search(question, on=day, language="en")
    assert [hit.passage.passage_id for hit in found.hits if not hit.passage.in_force_on(day)] == []


def test_a_rule_to_come_is_not_found_before_its_day(search: GuidanceSearch) -> None:
    assert NOMINATIVE not in _sections(search.search(DESCRIBE, on=BEFORE, language="en"))


def test_a_rule_is_found_from_its_day_on(search: GuidanceSearch) -> None:
    assert NOMINATIVE in _sections(search.search(DESCRIBE, on=date(2027, 1, 1), language="en"))


def test_before_any_rule_nothing_is_found(search: GuidanceSearch) -> None:
    assert search.search(OPPOSE, on=date(1990, 1, 1), language="en").hits == ()


@pytest.mark.parametrize("limit", [1, 2])
def test_no_more_is_found_than_asked_for(search: GuidanceSearch, limit: int) -> None:
    assert len(search.search(OPPOSE, on=AFTER, language="en", limit=limit).hits) == limit


def test_a_section_is_found_once(search: GuidanceSearch) -> None:
    hits = search.search(OPPOSE, on=AFTER, language="en").hits
    assert len(_sections(search.search(OPPOSE, on=AFTER, language="en"))) == len(hits)


def test_the_best_comes_first(search: GuidanceSearch) -> None:
    shares = [hit.probability for hit in search.search(OPPOSE, on=AFTER, language="en").hits]
    assert shares == sorted(shares, reverse=True)


def test_shares_are_shares_of_one(search: GuidanceSearch) -> None:
    shares = [hit.probability for hit in search.search(OPPOSE, on=AFTER, language="en").hits]
    assert min(shares) > 0
    assert sum(shares) <= 1 + 1e-6


def test_the_language_asked_for_is_shown(search: GuidanceSearch) -> None:
    found = search.search("异议期限是多久？", on=BEFORE, language="zh")
    assert (found.hits[0].passage.language, found.fallback) == ("zh", False)


def test_a_page_in_one_language_only_is_shown_in_that(search: GuidanceSearch) -> None:
    hits = search.search(OPPOSE, on=BEFORE, language="zh").hits
    assert [hit.passage.language for hit in hits if hit.passage.section_id == CEILING] == ["en"]


# The real one alone: the fake knows no meaning


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("When does the deadline for opposing run out?", WINDOW),
        ("What fine must a counterfeiter expect from the AMR?", CEILING),
        ("市场监管部门罚款多少？", CEILING),
        ("异议要在多长时间内提出？", WINDOW),
    ],
)
def test_meaning_finds_the_section(real: Search, question: str, section: str) -> None:
    assert real.search(question, on=BEFORE, language="en").hits[0].passage.section_id == section


def test_a_fallback_is_told(real: Search) -> None:
    found = real.search("How much can the market regulator fine a seller?", on=BEFORE, language="zh")
    assert (found.hits[0].passage.section_id, found.fallback) == (CEILING, True)


def test_several_questions_are_found_as_each_alone(search: GuidanceSearch) -> None:
    asked = ("How long do we have to oppose?", "Tell me a joke about the weather")
    together = search.search_all(asked, on=BEFORE, language="en")
    assert [[hit.passage for hit in found.hits] for found in together] == [
        [hit.passage for hit in search.search(question, on=BEFORE, language="en").hits] for question in asked
    ]


def test_other_texts_are_measured_on_the_scale_of_our_own(real: Search) -> None:
    best = real.search(OPPOSE, on=BEFORE, language="en").hits[0]
    near, far = real.likeness(
        OPPOSE, ["A published trademark can be opposed for some months.", "The canteen opens at noon."]
    )
    assert far < 0.42 < near < best.probability * 1.2


def test_other_texts_in_chinese_are_measured_too(real: Search) -> None:
    near, far = real.likeness(
        "公告的商标多久内可以提出异议？", ["公告的商标可以提出异议。", "食堂中午开门。"]
    )
    assert far < near


def test_nothing_is_read_or_ranked_with_what_only_learning_needs(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "for name in ('torch', 'sentence_transformers', 'sklearn'): sys.modules[name] = None\n"
        "from knowledge import index, ranker, reader\n"
        "from knowledge.features import Featurer\n"
        "from knowledge.search import Search\n"
        f"f, pages = Featurer(), Path({str(PAGES)!r})\n"
        f"at = index.ensure(Path({str(tmp_path)!r}), f, index.Sources(guidance=pages, bank=pages, beliefs=pages))\n"
        f"found = Search(at, f, ranker.load(), reader.load()).search({OPPOSE!r}, on=date(2026, 11, 24), language='en')\n"
        "print(found.hits[0].passage.section_id)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == WINDOW, done.stderr[-2000:]

"""The check that both languages say the same catches what a slip of the pen does."""

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.notices.catalog import SHIPPED, load_catalog
from bot.notices.facts.annexes import papers_of
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.terms import ActDates, terms_of
from bot.notices.facts.view import view_of
from bot.notices.gaps.texts import differences, facts_of, spellings
from bot.notices.wording.citing import Citing, zh_number
from bot.notices.wording.rendering import MIRROR_ONLY, Templates, leaves_in
from knowledge.law import Register
from tests.unit.notices.making import BEFORE, EVERY_KIND, facts_on

Clauses = dict[str, str]

SEEDS = 240


@cache
def _rendered(kind: str, register: Register) -> tuple[Clauses, Clauses, set[tuple[str, ...]]]:
    """Both languages' clauses and the names in them."""
    catalog = load_catalog(SHIPPED)
    matter = NoticeMatter(
        facts=facts_on(kind, BEFORE),
        entry=catalog.entry(kind.partition("@")[0]),
        catalog=catalog,
        terms=terms_of(register, ActDates.of(None, None, BEFORE)),
    )
    view = view_of(matter, papers_of(matter), ("zh", "en"))
    names: set[tuple[str, ...]] = {(said.zh, said.en) for said in leaves_in(view) if said.name}
    clauses = []
    for language in ("zh", "en"):
        citing = Citing(register=register, language=language, dates=matter.dates)
        made = Templates(SHIPPED).clauses(matter.template, language, view, citing)
        clauses.append({name: text for name, text in made.items() if name != MIRROR_ONLY})
        names |= citing.names()
    return clauses[0], clauses[1], names


def rendered(kind: str, register: Register) -> tuple[Clauses, Clauses, set[tuple[str, ...]]]:
    """The same, to be changed."""
    zh, en, names = _rendered(kind, register)
    return dict(zh), dict(en), names


def slips(clauses: Clauses, names: set[tuple[str, ...]]) -> Iterator[tuple[str, int, str, str]]:
    """Every place where a digit, a Chinese article number or a name could be wrong."""
    spelled = [re.escape(n) for group in names for n in group if len(n) > 1]
    pattern = re.compile(
        "|".join([*sorted(spelled, key=len, reverse=True), r"\d", "第[一二三四五六七八九十]+条"])
    )
    for clause, text in clauses.items():
        for hit in pattern.finditer(text):
            found = hit.group(0)
            if found.isdigit() and len(found) == 1:
                wrong = str((int(found) + 3) % 10)
            elif found.startswith("第"):
                wrong = "第九十九条"
            else:
                wrong = "另一家"
            yield clause, hit.start(), found, wrong


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_templates_say_the_same(register: Register, kind: str) -> None:
    zh, en, names = rendered(kind, register)
    assert [*differences(zh, en, names)] == []


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_seeded_slip_is_caught(register: Register, kind: str) -> None:
    """240 slips in each kind, in either language: all are caught."""
    zh, en, names = rendered(kind, register)
    dice = random.Random(f"slips of {kind}")
    places = [(0, *slip) for slip in slips(zh, names)] + [(1, *slip) for slip in slips(en, names)]
    missed = []
    for side, clause, start, found, wrong in dice.choices(places, k=SEEDS):
        texts = ({clause: zh[clause]}, {clause: en[clause]})  # the others are the same: proved above
        text = texts[side][clause]
        texts[side][clause] = text[:start] + wrong + text[start + len(found) :]
        if not [*differences(*texts, names)]:
            missed.append((clause, found, wrong))
    assert missed == []


def test_a_clause_in_one_language_is_caught(register: Register) -> None:
    zh, en, names = rendered("cease-and-desist", register)
    del en["6"]
    gaps = [*differences(zh, en, names)]
    assert "6" in str(gaps[0].message)
    assert gaps[0].field == "text.languages_differ"


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("2026年11月24日", "24 November 2026"),
        ("人民币59.00元", "CNY 59.00"),
        ("25万元", "CNY 250,000"),
        ("第五十七条第(一)项", "Article 57, item (1)"),
        ("第六十条第二款", "Article 60, paragraph 2"),
        ("第一千一百九十五条", "Article 1195"),
        ("第五十七条第（一）项、第（三）项", "Article 57, items (1) and (3)"),
        ("附件2", "Annex 2"),
        ("## 三、法律依据", "## 3. Law"),
        ("自收到本函之日起7日内", "within 7 days after receipt"),
    ],
)
def test_the_same_fact_reads_the_same(zh: str, en: str) -> None:
    assert facts_of(zh) == facts_of(en) != {}


@pytest.mark.parametrize(
    ("text", "number"),
    [("五", 5), ("十", 10), ("十九", 19), ("五十七", 57), ("一百零一", 101), ("一千一百九十五", 1195)],
)
def test_chinese_numbers(text: str, number: int) -> None:
    assert zh_number(text) == number


def test_names_that_share_a_spelling_are_one_name() -> None:
    names = spellings([("露北", "Lumière"), ("Lumière", "Lumière")])
    assert facts_of("露北", names) == facts_of("Lumière", names)


def test_a_name_of_figures_is_a_number_and_no_month() -> None:
    names = spellings([("11", "11")])
    dated = (
        facts_of("商品11，2026年11月24日，人民币1118.00元", names),
        facts_of("item 11, 24 November 2026, CNY 1,118.00", names),
    )
    assert dated[0] == dated[1]


def test_a_length_of_time_is_no_name_of_figures() -> None:
    names = spellings([("10", "10")])
    assert facts_of("请在10日内或10个工作日内答复", names) == facts_of(
        "answer within 10 days or 10 working days", names
    )

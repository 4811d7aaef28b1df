"""Cases and listings are known by the numbers, ids and addresses that people write."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.domain.ids import AlertId, CaseId
from bot.domain.questions import Question
from bot.services.answering.record_names import case_number, named_case, named_listings
from bot.services.answering.records import OwnRecords
from bot.store.rows import Codec
from knowledge.lexical import words
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON
from tests.unit.services.test_conversations import a_case
from tests.unit.services.test_record_answers import an_alert


@pytest.mark.parametrize("text", ["C-7", "case 7", "C-000007", "案件7", "7号案件", "给C-7卖家"])
def test_a_case_goes_by_its_number(store: MemoryStore, text: str) -> None:
    a_case(store)
    with store.unit() as unit:
        case = named_case(unit, f"how is {text} going")
    assert case is not None
    assert case.case_id == CaseId("C-000007")


@pytest.mark.parametrize("text", ["法律草案7月公布", "备案3年到期", "立案12天了", "方案2有没有问题"])
def test_a_number_behind_another_word_that_ends_alike_is_no_case(text: str) -> None:
    assert case_number(text) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("any news in the file of that Ningbo factory", True),
        ("how are the bags from Ningbo doing", False),
        ("any news in the Suzhou file", False),
    ],
)
def test_a_case_goes_by_words_of_its_title_where_a_case_is_spoken_of(
    store: MemoryStore, text: str, named: bool
) -> None:
    case = replace(a_case(store), title="Factory in Ningbo")
    with store.unit() as unit:
        unit.cases.save(case)
        assert named_case(unit, text) == (case if named else None)


WORDS = (
    *("Acme", "factory", "factories", "Shops", "shop's", "running", "1,299", "1299", "12", "Ningbo"),
    *("宁波", "工厂", "贸易公司", "的", "案", "C%", "a_b"),
)
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(st.one_of(TEXTS, st.just("")), max_size=5), text=TEXTS)
def test_a_case_found_by_the_store_is_the_one_that_reading_all_of_them_finds(
    store: MemoryStore, titles: list[str], text: str
) -> None:
    text = f"the file of {text}"
    assume(case_number(text) is None)
    case = a_case(store)
    with store.unit() as unit:
        for number in range(1, 6):
            told = [*titles, *[""] * 5][number - 1]
            opened = NOON + timedelta(minutes=number // 2)
            numbered = CaseId(f"C-{number:06}")
            unit.cases.save(replace(case, case_id=numbered, title=told, brand="Acme", opened_at=opened))
        unit.cases.save(replace(case, title=""))
        cases = [each for each in unit.cases.all() if each.title]
        whole = [each for each in cases if each.title.lower() in text.lower()]
        asked = {each for each in words(text) if len(each) > 1}
        shared = [len(asked & (set(words(each.title)) - set(words(each.brand)))) for each in cases]
        most = max(shared, default=0)
        best = [each for each, number in zip(cases, shared, strict=True) if number == most > 0]
        assert named_case(unit, text) == (whole[0] if whole else best[0] if len(best) == 1 else None)


def test_listings_go_by_id_and_by_address() -> None:
    text = "taobao:12 and https://item.taobao.com/item.htm?id=620000000042"
    assert named_listings(text) == ("taobao:12", "taobao:620000000042")


@pytest.mark.parametrize(
    "text", ["what about shop number 7", "“shop number 7” 怎么样", "卖家shop number 7的情况"]
)
def test_a_question_about_a_shop_reads_its_alerts_and_no_others(
    store: MemoryStore, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.unit() as unit:
        for number in range(60):
            shop = number % 20
            listing = a_listing(item_id=str(number), seller_name=f"Shop number {shop}", seller_id=f"s{shop}")
            alert_id = AlertId(f"A-{number}")
            unit.alerts.save(replace(an_alert(), alert_id=alert_id, listing=listing))
    read = list[str]()
    reading = Codec.record
    monkeypatch.setattr(Codec, "record", lambda codec, told: (read.append(told), reading(codec, told))[1])
    answer = OwnRecords(store, NOON.date).answer("seller", Question(text=text), "en", None)
    assert {row.subject for row in answer.rows} == {"taobao:7", "taobao:27", "taobao:47"}
    assert all("Shop number 7" in each for each in read)

"""Cases and listings are known by the numbers, ids and addresses that people write."""

from dataclasses import replace

import pytest

from bot.domain.ids import AlertId, CaseId
from bot.domain.questions import Question
from bot.services.answering.record_names import named_case, named_listings
from bot.services.answering.records import OwnRecords
from bot.store.rows import Codec
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

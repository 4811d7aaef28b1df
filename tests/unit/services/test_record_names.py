"""Cases and listings are known by the numbers, ids and addresses that people write."""

from dataclasses import replace

import pytest

from bot.domain.ids import CaseId
from bot.services.answering.record_names import named_case, named_listings
from tests.fakes.store import MemoryStore
from tests.unit.services.test_conversations import a_case


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

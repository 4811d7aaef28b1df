"""One contract for both ledgers, and what only the file has to stand."""

import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bot.llm.budget import Prices, Usage, UsageLedger
from bot.llm.ledgers import FILE, FileLedger, MemoryLedger

MONTH = "2026-11"
CALL = Usage(month=MONTH, calls=1, input_tokens=300, output_tokens=100, cost=Decimal("0.10"))


@pytest.fixture(params=["memory", "file"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> UsageLedger:
    """Each kind of ledger."""
    return MemoryLedger() if request.param == "memory" else FileLedger(tmp_path / "home")


def test_nothing_is_used_at_first(ledger: UsageLedger) -> None:
    assert ledger.of(MONTH) == Usage(month=MONTH)


def test_a_settled_call_counts_at_its_true_size(ledger: UsageLedger) -> None:
    assert ledger.book(CALL, 1_000)
    ledger.settle(CALL, Usage(month=MONTH, calls=1, input_tokens=200, output_tokens=20, cost=Decimal("0.04")))
    assert (ledger.of(MONTH).tokens, ledger.of(MONTH).calls, ledger.of(MONTH).cost) == (
        220,
        1,
        Decimal("0.04"),
    )


def test_a_booking_over_the_limit_is_refused_and_leaves_no_trace(ledger: UsageLedger) -> None:
    assert ledger.book(CALL, 799)
    assert not ledger.book(CALL, 799)
    assert ledger.of(MONTH) == CALL
    assert ledger.book(CALL, 0)


def test_months_are_apart(ledger: UsageLedger) -> None:
    ledger.book(CALL, 0)
    assert ledger.of("2026-12").tokens == 0


def test_calls_side_by_side_cannot_overrun_the_budget(ledger: UsageLedger) -> None:
    won: list[bool] = []
    threads = [threading.Thread(target=lambda: won.append(ledger.book(CALL, 2_000))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won.count(True) == 5
    assert ledger.of(MONTH).tokens == 2_000


def test_the_file_outlives_the_process(tmp_path: Path) -> None:
    FileLedger(tmp_path).book(CALL, 0)
    assert FileLedger(tmp_path).of(MONTH) == CALL


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"month": "2026-11", "cost": "much"}]', '{"a": 1}'])
def test_an_unreadable_file_is_set_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert FileLedger(tmp_path).of(MONTH).tokens == 0
    assert (tmp_path / "chat-usage.unreadable.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("read", "wrote", "cost"), [(0, 0, "0"), (1_000_000, 0, "2"), (500_000, 100_000, "2")]
)
def test_prices(read: int, wrote: int, cost: str) -> None:
    prices = Prices(input_per_million=Decimal(2), output_per_million=Decimal(10))
    charge: Callable[[str, int, int], Usage] = prices.usage
    assert charge(MONTH, read, wrote).cost == Decimal(cost)
